"""A row of choices of which one is taken, such as Report, Call the provider, Tell colleagues."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from netcheck.gui.flow import Flow
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, colours_of


class ChoiceRow(QWidget):
    """Tab goes to the one that is taken, the arrow keys to the others."""

    chosen = Signal(str)
    """The key of the one that the person took."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the row."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._flow = Flow(self)
        self._buttons: dict[str, _Choice] = {}
        self._group.buttonToggled.connect(self._toggled)

    def add(self, key: str, text: str) -> None:
        """A choice more; the first one is taken at once."""
        button = self._buttons[key] = _Choice(text)
        self._group.addButton(button)
        self._flow.addWidget(button)
        if len(self._buttons) == 1:
            button.setChecked(True)

    def keys(self) -> list[str]:
        """The choices that there are."""
        return list(self._buttons)

    def offer(self, key: str, there: bool) -> None:
        """Whether this choice is there at all."""
        self._buttons[key].setVisible(there)

    def offers(self, key: str) -> bool:
        """Whether this choice is there."""
        return not self._buttons[key].isHidden()

    def take(self, key: str) -> None:
        """Take this one, as if the person had."""
        self._buttons[key].setChecked(True)

    def taken(self) -> str:
        """The key of the one that is taken."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def _toggled(self, button: QPushButton, on: bool) -> None:
        if on:
            self.chosen.emit(next(key for key, each in self._buttons.items() if each is button))


class _Choice(QPushButton):
    """One of them: tinted and underlined where it is taken, so that it is not told by colour alone."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._ring = False

    def sizeHint(self) -> QSize:
        """The words, with room around them."""
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(self.text().replace("&", ""))
        return QSize(wide + 2 * SPACE, metrics.height() + 2 * CLOSE)

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, the words and the line below the one that is taken."""
        colours, painter = colours_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        on = self.isChecked()
        painter.setPen(QPen(QColor(colours.accent if on or self._ring else colours.line), 2 if self._ring else 1))
        painter.setBrush(QColor(colours.hint if on or self.underMouse() or self.isDown() else colours.card))
        painter.drawRoundedRect(frame, TIGHT + 2, TIGHT + 2)
        font = self.font()
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(QColor(colours.accent if on else colours.text))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextShowMnemonic)
        painter.drawText(self.rect(), flags, self.text())
        if on:
            low = self.height() - TIGHT - 1
            painter.fillRect(QRectF(SPACE, low, self.width() - 2 * SPACE, 2), QColor(colours.accent))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes with the keyboard."""
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And goes."""
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._ring = False
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The ground shows that it can be pressed."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        self.update()
        super().leaveEvent(event)
