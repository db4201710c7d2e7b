"""Cards, texts and buttons as every part of the window uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netcheck.core.words import one_line
from netcheck.gui.theme import CLOSE, RADIUS, TIGHT, WIDE, Size, colours_of, sized

LONGEST_WORD = 22
"""Letters of a word, such as an address, after which it may be broken."""
_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
_JOINTS = re.compile(r"(?<=[/.:?&=,;_-])(?=\S)")
BREAK_HERE = "\u200b"
"""Zero-width space: no letter, only a place where a line may end."""


def breakable(text: str) -> str:
    """A text whose long words may be broken at their joints, or anywhere where they have none."""

    def cut(word: re.Match[str]) -> str:
        parts = _JOINTS.split(word[0])
        pieces = [p[i : i + LONGEST_WORD] for p in parts for i in range(0, len(p), LONGEST_WORD)]
        return BREAK_HERE.join(pieces)

    return _LONG.sub(cut, text)


class Text(QLabel):
    """A text that wraps and is never read as markup: names in it come from hostile places.

    Its accessible name is the text itself, so it must not be given one.
    """

    def __init__(
        self,
        text: str = "",
        size: Size = Size.BODY,
        *,
        bold: bool | None = None,
        muted: bool = False,
        trailing: bool = False,
    ) -> None:
        super().__init__()
        self._size, self._bold, self._trailing = size, bold, trailing
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._align()
        if muted:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setFont(sized(size, bold))
        self.tell(text)

    def tell(self, text: str, hide_empty: bool = False) -> None:
        """Show this text, on one paragraph, without control and bidi signs; `hide_empty`: no room for none."""
        shown = breakable(one_line(text))
        if shown != self.text():
            self.setText(shown)
        if hide_empty:
            self.setVisible(bool(shown))

    def told(self) -> str:
        """The text without the places where it may be broken."""
        return self.text().replace(BREAK_HERE, "")

    def selectable(self) -> Text:
        """Let it be marked and copied by mouse and keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return self

    def changeEvent(self, event: QEvent) -> None:
        """Follow the letters that the person sets (see theme.tell_letters), and the direction of the page."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(self._size, self._bold))
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
        super().changeEvent(event)

    def _align(self) -> None:
        """By the direction of the page: by itself a label goes by that of its text, and a page would fall apart."""
        right = (self.layoutDirection() is Qt.LayoutDirection.RightToLeft) is not self._trailing
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)


class Heading(Text):
    """The title of a card."""

    def __init__(self, text: str) -> None:
        super().__init__(text, Size.TITLE)


class Card(QFrame):
    """A sheet with things that belong together, laid out from top to bottom in `column`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self.column.setSpacing(CLOSE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet itself."""
        painter = QPainter(self)
        self.paint_sheet(painter)
        painter.end()

    def paint_sheet(self, painter: QPainter) -> None:
        """A rounded sheet with a thin border."""
        colours = colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class Hint(Card):
    """A tinted sheet within a card, for what has just been found out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.setContentsMargins(WIDE, CLOSE, WIDE, CLOSE)

    def paint_sheet(self, painter: QPainter) -> None:
        """The tint alone."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours_of(self).hint))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)


class Foot(QWidget):
    """What stands below the page that scrolls, behind a thin line."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(colours_of(self).line))
        painter.end()


class MainButton(QPushButton):
    """The one button on a card that is most likely meant."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        colours = colours_of()
        paint(self, {QPalette.ColorRole.Button: colours.accent, QPalette.ColorRole.ButtonText: colours.on_accent})


class Link(QPushButton):
    """A button that stands back: text alone, in the accent's colour."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFlat(True)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        paint(self, {QPalette.ColorRole.ButtonText: colours_of().accent})

    def sizeHint(self) -> QSize:
        """As wide as its words, so that they stand in line with other texts."""
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(self.text().replace("&", ""))
        return QSize(wide + TIGHT, metrics.height() + TIGHT // 2)


def paint(widget: QWidget, colours: Mapping[QPalette.ColorRole, str]) -> None:
    """Give a widget these colours of its own; the others stay those of the theme."""
    palette = QPalette()
    for role, colour in colours.items():
        # Not where it is disabled: that is to be seen.
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, role, QColor(colour))
    # Setting a palette tells of a change of palette, which is where this is called from.
    if any(widget.palette().color(role) != QColor(colour) for role, colour in colours.items()):
        widget.setPalette(palette)


def announce(widget: QWidget, text: str, urgent: bool = False) -> None:
    """Let a screen reader say this: at once where it is urgent, else when it has finished its sentence."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive if urgent else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)
