"""A report as codes that a phone's camera reads: short, for the help desk, or the whole in numbered codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netcheck.core.handover_codes import NAME
from netcheck.core.words import N_
from netcheck.gui import qr_code
from netcheck.gui.bridge import Errands
from netcheck.gui.card import Link, MainButton, Text, announce
from netcheck.gui.choice_row import ChoiceRow
from netcheck.gui.qr_code import Code
from netcheck.gui.theme import CLOSE, SPACE, WIDE, Size, tell_letters
from netcheck.gui.words import say

SIDE = 22
"""Of the code, in heights of a letter: fine codes need more room than an address does."""
PIXELS = 3
"""Those of the screen for each module, at least: what a phone's camera tells apart from an arm's length."""
LEADS = {
    "sms:": N_("Point your phone's camera at it: a message to your help desk opens. Send it."),
    "mailto:": N_("Point your phone's camera at it: a mail to your help desk opens. Send it."),
    f"{NAME} ": N_(
        "Photograph each code, and send the pictures or their texts. With all of them your help desk has the whole "
        "report (netcheck report join)."
    ),
}
"""What is to be done with a code, by how it begins."""
READ_IT = N_("Point your phone's camera at it: it shows the report as text. Copy it there, and send it on.")


class CodesWindow(QDialog):
    """One code at a time, black on white by day and by night; Esc closes it."""

    shown = Signal(int)
    """A code is drawn: its place among all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Report as QR codes"))
        self._groups: list[tuple[str, tuple[str, ...]]] = []
        self._group = self._place = 0
        self._drawn: dict[str, qr_code.Rows] = {}
        self._errands = Errands("code", self)
        self.finished.connect(self._errands.close)
        self._waiting = Text(say("Making the codes…"), muted=True)
        self.row: ChoiceRow | None = None
        self._lead = Text()
        self.code = Code("", self, SIDE, PIXELS)
        self.count = Text("", Size.TITLE)
        self.count.setWordWrap(False)
        self.back, self.next = QPushButton(say("&Back")), MainButton(say("&Next"))
        self.back.clicked.connect(lambda: self._turn(-1))
        self.next.clicked.connect(lambda: self._turn(1))
        self.next.setDefault(True)
        self._turns = QWidget()
        turns = QHBoxLayout(self._turns)
        turns.setContentsMargins(0, 0, 0, 0)
        turns.setSpacing(SPACE)
        turns.addStretch(1)
        for part in (self.back, self.count, self.next):
            turns.addWidget(part)
        turns.addStretch(1)
        self._copied = Text(size=Size.SMALL, muted=True)
        self.copy = Link(say("&Copy as text"))
        self.copy.clicked.connect(self._copy)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._buttons.rejected.connect(self.reject)
        for button in self._buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setSpacing(CLOSE)
        foot.addWidget(self.copy)
        foot.addWidget(self._copied, 1)
        foot.addWidget(self._buttons)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self._column.setSpacing(SPACE)
        self._column.addWidget(self._waiting)
        self._column.addWidget(self._lead)
        self._column.addWidget(self.code, 1, Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(self._turns)
        self._column.addLayout(foot)
        self._refresh()

    def tell(self, codes: Sequence[str], titles: Sequence[str]) -> None:
        """Show these, each under its title; those that have the same title one after the other belong together."""
        self._groups = []
        for text, title in zip(codes, titles, strict=True):
            if self._groups and self._groups[-1][0] == title:
                self._groups[-1] = (title, (*self._groups[-1][1], text))
            else:
                self._groups.append((title, (text,)))
        self._group = self._place = 0
        if self.row is not None:
            self.row.hide()
            self.row.deleteLater()
            self.row = None
        if len(self._groups) > 1:
            self.row = ChoiceRow(say("Which codes"))
            for number, (title, _) in enumerate(self._groups):
                self.row.add(str(number), title)
            self.row.chosen.connect(lambda key: self._open(int(key)))
            self._column.insertWidget(0, self.row)
        self._refresh()

    def text(self) -> str:
        """What the code holds that is shown."""
        return self._codes()[self._place] if self._groups else ""

    def _codes(self) -> tuple[str, ...]:
        return self._groups[self._group][1] if self._groups else ()

    def _open(self, group: int) -> None:
        self._group, self._place = group, 0
        self._copied.tell("")
        self._refresh()

    def _turn(self, by: int) -> None:
        place = self._place + by
        if 0 <= place < len(self._codes()):
            self._place = place
            self._refresh()
            announce(self, self.count.told())

    def _refresh(self) -> None:
        text, codes = self.text(), self._codes()
        self._waiting.setVisible(not text)
        for part in (self._lead, self.code, self.copy):
            part.setVisible(bool(text))
        lead = next((each for start, each in LEADS.items() if text.startswith(start)), READ_IT)
        self._lead.tell(say(lead))
        self.count.tell(say("{n} of {all}").format(n=self._place + 1, all=len(codes)))
        self._turns.setVisible(len(codes) > 1)
        self.back.setEnabled(self._place > 0)
        self.next.setEnabled(self._place + 1 < len(codes))
        self.code.setAccessibleName(text)
        if text:
            # The next one, too, so that it is there when it is wanted.
            for wanted in (text, *codes[self._place + 1 : self._place + 2]):
                self._want(wanted)
            self.code.show_rows(self._drawn.get(text, ()))
            if text in self._drawn:
                self.shown.emit(self._place)
        QTimer.singleShot(0, self, self._fit)

    def _want(self, text: str) -> None:
        if text not in self._drawn:
            self._errands.run(partial(_rows, text), self._take)

    def _take(self, drawn: tuple[str, qr_code.Rows]) -> None:
        text, rows = drawn
        self._drawn[text] = rows
        if text == self.text():
            self.code.show_rows(rows)
            self._fit()
            self.shown.emit(self._place)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._codes()))
        self._copied.tell(say("Copied."))
        announce(self, say("Copied."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys turn the codes."""
        turns = {Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1}
        by = turns.get(Qt.Key(event.key()))
        if by is not None:
            self._turn(by if self.layoutDirection() is not Qt.LayoutDirection.RightToLeft else -by)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The person has set other letters for all programs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            tell_letters(self)
            QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need beside the code."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Large enough for the code and the words; it grows, and does not jump from code to code."""
        wide = max(self.code.minimumWidth() + 2 * WIDE, self._column.totalMinimumSize().width(), self.width())
        self.resize(wide, max(self.height() if self.isVisible() else 0, self._column.totalHeightForWidth(wide)))


def _rows(text: str) -> tuple[str, qr_code.Rows]:
    return text, qr_code.rows_of(text)
