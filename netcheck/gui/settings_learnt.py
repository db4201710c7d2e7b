"""What netcheck has learnt of each network while it worked: shown, and forgotten when the person says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.words import one_line
from netcheck.gui.card import Hint, Link, Text, announce
from netcheck.gui.flow import Flow
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, Size, sized
from netcheck.gui.words import say, say_list, say_many, when

ROWS_SHOWN = 4


class LearntPanel(QWidget):
    """Asks for what is known when it is first seen; forgetting is asked about once more, and then done at once."""

    wanted = Signal()
    """What is known is to be read."""
    forget_wanted = Signal(object)
    """The network (Learnt.network), or None for all."""
    asked = Signal(QWidget)
    """This question is to be scrolled into view."""
    name_wrong = Signal()
    """The provider's name is to be corrected."""

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[Learnt, ...] | None = None
        self._hosts: tuple[AskedHost, ...] = ()
        self._on = True
        self._wanted = self._all = False
        self._build()
        self._show()

    def _build(self) -> None:
        self._who = Text(bold=True)
        self._hosts_box = QVBoxLayout()
        self._hosts_box.setSpacing(TIGHT)
        self._title = Text(say("What is known"), bold=True)
        self._title.setContentsMargins(0, SPACE, 0, 0)
        self._nothing = Text(muted=True)
        self.list = _Networks(self)
        self.list.currentRowChanged.connect(self._show_chosen)
        self._sheet = QWidget()
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(TIGHT)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self.wrong = Link(say("Not your provider? Correct its name…"))
        self.wrong.clicked.connect(self.name_wrong)
        self.forget_one = QPushButton(say("&Forget this network"))
        self.forget_all = QPushButton(say("Forget a&ll"))
        self.forget_one.clicked.connect(lambda: self._confirm(all_of_them=False))
        self.forget_all.clicked.connect(lambda: self._confirm(all_of_them=True))
        self._buttons = QWidget()
        buttons = Flow(self._buttons)
        for button in (self.forget_one, self.forget_all):
            buttons.addWidget(button)
        self.question = _Question()
        self.question.answered.connect(self._answered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CLOSE)
        column.addWidget(self._who)
        column.addLayout(self._hosts_box)
        for part in (self._title, self._nothing, self.list, self._buttons, self.question, self._sheet):
            column.addWidget(part)
        column.addWidget(self.wrong, 0, Qt.AlignmentFlag.AlignLeading)

    # --- what is shown ---

    def show_hosts(self, hosts: Sequence[AskedHost]) -> None:
        """Who is asked where learning is switched on."""
        self._hosts = tuple(hosts)
        self._show_hosts()

    def switched(self, on: bool) -> None:
        """Whether learning is on, as the switch above says."""
        self._on = on
        self._show_hosts()

    def show_learnt(self, known: Sequence[Learnt]) -> None:
        """What is known, the newest first."""
        self._known = tuple(known)
        self._show()

    def _show_hosts(self) -> None:
        while (item := self._hosts_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        asked = self._hosts if self._on else ()
        self._who.tell(say("Who is asked, once a day at most") if asked else say("Nobody is asked."))
        for host in asked:
            line = say("{host}: {why}.").format(host=host.host, why=say(host.reason))
            text = Text(line, Size.SMALL, muted=True)
            self._hosts_box.addWidget(text)
            text.show()

    def _show(self) -> None:
        known = self._known or ()
        nothing = say("Reading…") if self._known is None else say("Nothing is known yet: it comes while all is well.")
        self._nothing.tell("" if known else nothing, hide_empty=True)
        self.list.show_networks([_name_of(each) for each in known])
        for part in (self.list, self._buttons):
            part.setVisible(bool(known))
        self.forget_all.setVisible(len(known) > 1)
        self.question.hide()
        self._show_chosen(self.list.currentRow())

    def _show_chosen(self, row: int) -> None:
        self.question.hide()
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        known = self._known or ()
        chosen = known[row] if 0 <= row < len(known) else None
        self._sheet.setVisible(chosen is not None)
        self.wrong.setVisible(chosen is not None and bool(chosen.facts.get("provider_name")))
        for place, (name, value) in enumerate(lines_of(chosen) if chosen is not None else ()):
            for column, text in enumerate((Text(name, Size.SMALL, muted=True), Text(value, Size.SMALL).selectable())):
                self._grid.addWidget(text, place, column)
                text.show()

    # --- forgetting ---

    def _confirm(self, all_of_them: bool) -> None:
        if all_of_them:
            count = len(self._known or ())
            text = say_many("Forget {n} network?", "Forget all {n} networks?", count)
        else:
            text = say("Forget what is known of {network}?").format(network=self.list.chosen())
        self._all = all_of_them
        self.question.ask(f"{text} {say('It cannot be brought back, but is learnt anew while all is well.')}")
        self.asked.emit(self.question)

    def _answered(self, yes: bool) -> None:
        known, row = self._known or (), self.list.currentRow()
        (self.forget_all if self._all else self.forget_one).setFocus()
        if yes and self._all:
            self.forget_wanted.emit(None)
        elif yes and 0 <= row < len(known):
            self.forget_wanted.emit(known[row].network)

    def showEvent(self, event: QShowEvent) -> None:
        """It is read when somebody wants to see it."""
        super().showEvent(event)
        if not self._wanted:
            self._wanted = True
            self.wanted.emit()


def lines_of(known: Learnt) -> list[tuple[str, str]]:
    """What is known of one network, with when it was learnt and who was asked for it."""
    lines = [(say(name), value) for name, value in known.lines]
    lines.append((say("Last seen to work"), when(known.learnt_at)))
    if known.told_by:
        lines.append((say("Told by"), say_list([say(one_line(each)) for each in known.told_by])))
    if known.asked_at is not None:
        lines.append((say("Last asked"), when(known.asked_at)))
    return lines


def _name_of(known: Learnt) -> str:
    for name in ("provider_name", "router_model", "gateway"):
        value = known.facts.get(name)
        if isinstance(value, str) and value.strip():
            return say("{what} ({time})").format(what=one_line(value)[:60], time=when(known.learnt_at))
    return say("{what} ({time})").format(what=one_line(known.network)[:60], time=when(known.learnt_at))


class _Networks(QListWidget):
    """The networks, as high as a few of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self.setAccessibleName(say("Networks that are known"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_networks(self, names: Sequence[str]) -> None:
        """Show these; the place of the chosen one stays."""
        row = max(0, self.currentRow())
        self.blockSignals(True)
        self.clear()
        self._names = list(names)
        for name in names:
            item = QListWidgetItem(name)
            item.setToolTip(name.replace("&", "&amp;").replace("<", "&lt;"))
            self.addItem(item)
        self.setCurrentRow(min(row, len(names) - 1))
        self.blockSignals(False)
        self._measure()

    def chosen(self) -> str:
        """The name of the chosen one."""
        row = self.currentRow()
        return self._names[row] if 0 <= row < len(self._names) else ""

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(Size.BODY))
            self._measure()

    def _measure(self) -> None:
        high = self.fontMetrics().height() + CLOSE
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(0, high))
        shown = min(max(self.count(), 1), ROWS_SHOWN)
        self.setFixedHeight(high * shown + 2 * self.frameWidth())


class _Question(Hint):
    """Asks once more; Esc means no."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._text = Text(bold=True)
        self.yes, self.no = QPushButton(say("Yes, f&orget")), QPushButton(say("No, &keep"))
        self.yes.clicked.connect(lambda: self._answer(True))
        self.no.clicked.connect(lambda: self._answer(False))
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        self.column.addWidget(self._text)
        self.column.addLayout(row)
        self.hide()

    def ask(self, text: str) -> None:
        """Show this question; the safe answer has the focus."""
        self._text.tell(text)
        self.show()
        self.no.setFocus()
        announce(self, text, urgent=True)

    def _answer(self, yes: bool) -> None:
        self.hide()
        self.answered.emit(yes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self._answer(False)
        else:
            super().keyPressEvent(event)
