"""What a step needs, costs and risks, and the buttons that tell what became of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QVBoxLayout, QWidget

from netcheck.gui.card import Link, MainButton, Text
from netcheck.gui.course import Course, Item
from netcheck.gui.flow import Flow
from netcheck.gui.theme import CLOSE, SPACE
from netcheck.gui.words import say


class Asks(QWidget):
    """What a step needs, takes, risks, and how likely it helps."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(CLOSE // 2)
        grid.setColumnStretch(1, 1)
        names = (say("Needs"), say("Takes"), say("Risk"), say("Helps"))
        self._rows = [(Text(name, muted=True), Text()) for name in names]
        for place, (name, value) in enumerate(self._rows):
            name.setWordWrap(False)
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)

    def show_item(self, item: Item | None) -> None:
        """Show those of a step; nothing for a question."""
        step = item.step if item else None
        values = (step.needs, step.cost, step.risk, step.helps) if step else ("", "", "", "")
        for (name, value), text in zip(self._rows, values, strict=True):
            value.tell(text)
            name.setVisible(bool(text))
            value.setVisible(bool(text))
        self.setVisible(any(values))


class StepButtons(QWidget):
    """The buttons that go with what is shown."""

    marked = Signal(str, str)
    """done, did (before) or cannot; when it was done before."""
    answered = Signal(str)
    """The answer to a question; empty where the person cannot tell."""
    back_wanted = Signal()
    restart_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._item: Item | None = None
        self._asks_when = False
        self._question = Text(say("When was that?"), muted=True)
        self._flow = Flow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CLOSE)
        column.addWidget(self._question)
        column.addLayout(self._flow)

    def show_for(self, item: Item | None, course: Course, looking: bool) -> None:
        """Make the buttons for a step, a question, or the end of the steps."""
        shown = (item, course.can_go_back, course.through and not looking)
        if shown == self._shown:
            return
        self._shown, self._item = shown, item
        self._asks_when = False
        self._rebuild()

    def _rebuild(self) -> None:
        focus = QApplication.focusWidget()
        had_focus = isinstance(focus, QWidget) and self.isAncestorOf(focus)
        while (old := self._flow.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        buttons = self._when() if self._asks_when else self._of_item()
        for button in buttons:
            self._flow.addWidget(button)
            button.show()
        self._question.setVisible(self._asks_when)
        self.setVisible(bool(buttons))
        if had_focus and buttons:
            buttons[0].setFocus()

    def _of_item(self) -> list[QPushButton]:
        _, can_go_back, through = self._shown
        buttons = list[QPushButton]()
        if self._item and self._item.question:
            for answer in self._item.question.answers:
                button = QPushButton(say(answer).capitalize())
                button.clicked.connect(lambda _=False, answer=answer: self.answered.emit(answer))
                buttons.append(button)
            buttons.append(_button(QPushButton(say("I cannot see that")), lambda: self.answered.emit("")))
        elif self._item:
            buttons.append(_button(MainButton(say("&Done")), lambda: self.marked.emit("done", "")))
            buttons.append(_button(QPushButton(say("Did t&hat already…")), self._ask_when))
            buttons.append(_button(QPushButton(say("C&an't")), lambda: self.marked.emit("cannot", "")))
        elif through:
            buttons.append(_button(QPushButton(say("Go through them again")), self.restart_wanted.emit))
        if can_go_back and (self._item or through):
            buttons.append(_button(Link(say("Step before")), self.back_wanted.emit))
        return buttons

    def _when(self) -> list[QPushButton]:
        times = (say("Just now"), say("Within the last hour"), say("Earlier today"), say("Before today"))
        buttons: list[QPushButton] = [
            _button(QPushButton(time), lambda time=time: self.marked.emit("did", time))  # type: ignore[misc]
            for time in times
        ]
        return [*buttons, _button(Link(say("Not yet")), self._leave_when)]

    def _ask_when(self) -> None:
        self._asks_when = True
        self._rebuild()

    def _leave_when(self) -> None:
        self._asks_when = False
        self._rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the question when it was."""
        if event.key() == Qt.Key.Key_Escape and self._asks_when:
            self._leave_when()
        else:
            super().keyPressEvent(event)


def _button(button: QPushButton, deed: Callable[[], None]) -> QPushButton:
    button.clicked.connect(lambda _=False: deed())
    return button
