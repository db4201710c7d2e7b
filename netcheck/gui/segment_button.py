"""One part of the path as a button: icon, name and word for its state; pressed, it opens its evidence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QStyle, QWidget

from netcheck.core.model import Segment
from netcheck.core.words import SEGMENT_NAMES, one_line
from netcheck.gui import path_parts
from netcheck.gui.icons import Badge, draw_badge, draw_part
from netcheck.gui.path_parts import Part
from netcheck.gui.theme import CLOSE, RADIUS, SPACE, TIGHT, Colours, Size, colours_of, sized
from netcheck.gui.words import say


class SegmentButton(QAbstractButton):
    """One part of the path: icon, name and word; opens its evidence."""

    def __init__(self, segment: Segment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segment = segment
        self.upright = False
        """Whether the texts stand beside the icon instead of below it: the parts stand below one another."""
        self.bare = False
        """Whether it is the icon alone: others say the words."""
        self._part = Part(segment, None, "")
        self._ring = False
        """The focus came by the keyboard: only then it is drawn."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def part(self) -> Part:
        """What is shown."""
        return self._part

    def show_part(self, part: Part) -> None:
        """Show this; the text of the button is what a screen reader says."""
        self._part = part
        text = say("{part}: {state}").format(part=part.name, state=part.word)
        self.setText(text.replace("&", "&&"))
        detail = one_line(part.detail)
        self.setAccessibleDescription(detail)
        # Tool tips read markup where they find some; the entity makes of a sign what it is.
        self.setToolTip(detail.replace("&", "&amp;").replace("<", "&lt;"))
        self.update()

    def icon_side(self) -> int:
        """Logical pixels; grows with the letters."""
        return round(QFontMetrics(sized(Size.BODY)).height() * (1.7 if self.upright else 2.2))

    def icon_rect(self) -> QRect:
        """Where the icon stands, in the button's own coordinates."""
        side = self.icon_side()
        if not self.upright:
            return QRect((self.width() - side) // 2, CLOSE, side, side)
        rect = QRect(CLOSE, (self.height() - side) // 2, side, side)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon, badge, name and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        self._paint_ground(painter, colours)
        icon = QRectF(self.icon_rect())
        known = self._part.badge not in (None, Badge.SKIPPED)
        draw_part(painter, icon, self.segment, colours.text if known else colours.unknown)
        if self._part.badge is not None:
            self._paint_badge(painter, icon, self._part.badge, colours)
        if not self.bare:
            self._paint_texts(painter, colours)
        painter.end()

    def _paint_ground(self, painter: QPainter, colours: Colours) -> None:
        frame = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(QColor(colours.hint) if self.underMouse() or self.isDown() else QColor(colours.card))
        painter.setPen(QPen(QColor(colours.accent), 2) if self._ring else Qt.PenStyle.NoPen)
        # The lines of the path run behind it, so that it is only as wide as the icon where nothing marks it.
        if self.underMouse() or self.isDown() or self._ring:
            painter.drawRoundedRect(frame, RADIUS, RADIUS)

    def _paint_badge(self, painter: QPainter, icon: QRectF, badge: Badge, colours: Colours) -> None:
        side = icon.width() * 0.5
        right = self.layoutDirection() is not Qt.LayoutDirection.RightToLeft
        x = icon.right() - side * 0.72 if right else icon.left() - side * 0.28
        rect = QRectF(x, icon.bottom() - side * 0.72, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.card))
        painter.drawEllipse(rect.adjusted(-2, -2, 2, 2))
        draw_badge(painter, rect, badge, colours)

    def _paint_texts(self, painter: QPainter, colours: Colours) -> None:
        name_rect, word_rect = self._text_rects()
        across = Qt.AlignmentFlag.AlignLeading if self.upright else Qt.AlignmentFlag.AlignHCenter
        flags = int(across | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(name_font())
        painter.setPen(QColor(colours.text))
        painter.drawText(name_rect, flags, self._part.name)
        painter.setFont(word_font())
        painter.setPen(QColor(colours.text if self._part.broken else colours.muted))
        painter.drawText(word_rect, flags, self._part.word)

    def _text_rects(self) -> tuple[QRect, QRect]:
        side = self.icon_side()
        if not self.upright:
            wide = self.width() - 2 * TIGHT
            names, words = text_heights(wide)
            top = 2 * CLOSE + side
            return QRect(TIGHT, top, wide, names), QRect(TIGHT, top + names, wide, words)
        left = side + 3 * SPACE
        names = longest_name()
        high = max(QFontMetrics(name_font()).height(), QFontMetrics(word_font()).height())
        top, middle = (self.height() - high) // 2, left + names + SPACE
        rects = (QRect(left, top, names, high), QRect(middle, top, self.width() - middle, high))
        first, second = (QStyle.visualRect(self.layoutDirection(), self.rect(), rect) for rect in rects)
        return first, second

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes with Tab; coming back to the window changes nothing."""
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And goes."""
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._ring = False
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The ground shows that it can be pressed."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        self.update()
        super().leaveEvent(event)

    def sizeHint(self) -> QSize:
        """The row places its buttons; this serves whoever asks."""
        return QSize(self.icon_side() + 2 * CLOSE, self.icon_side() + 2 * CLOSE)


def name_font() -> QFont:
    """Of a part's name."""
    return sized(Size.BODY, bold=True)


def word_font() -> QFont:
    """Of the word for its state."""
    return sized(Size.BODY)


def text_heights(wide: int) -> tuple[int, int]:
    """Logical pixels that names and words need, wrapped to this width: the highest of all that can stand there."""

    def highest(font: QFont, texts: list[str]) -> int:
        metrics = QFontMetrics(font)
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        return max(metrics.boundingRect(QRect(0, 0, wide, 10_000), flags, text).height() for text in texts)

    names = [say(SEGMENT_NAMES[segment]) for segment in Segment]
    return highest(name_font(), names), highest(word_font(), [say(word) for word in path_parts.WORDS])


def longest_name() -> int:
    """Logical pixels of the longest name on one line."""
    metrics = QFontMetrics(name_font())
    return max(metrics.horizontalAdvance(say(SEGMENT_NAMES[segment])) for segment in Segment) + 2


def narrowest() -> int:
    """Logical pixels that one part needs so that its longest word stands on one line."""
    names = [word for segment in Segment for word in say(SEGMENT_NAMES[segment]).split()]
    words = [word for text in path_parts.WORDS for word in say(text).split()]
    by_name, by_word = QFontMetrics(name_font()), QFontMetrics(word_font())
    longest = max(*map(by_name.horizontalAdvance, names), *map(by_word.horizontalAdvance, words))
    return longest + 2 * TIGHT + 2
