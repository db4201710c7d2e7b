"""The part "Report": how it will look to whoever gets it, what is left out, and the ways to hand it on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from netcheck.core.words import N_
from netcheck.gui.card import MainButton, Text, announce
from netcheck.gui.flow import Flow
from netcheck.gui.paper import Paper
from netcheck.gui.prepared import Prepared
from netcheck.gui.report_adds import AddsSheet
from netcheck.gui.theme import CLOSE, Size, sized
from netcheck.gui.words import say

LINES = 14
"""Lines of the report that can be seen at once, at least."""
FORMATS = {
    "text": N_("Text, for a ticket"),
    "markdown": N_("Markdown"),
    "html": N_("Web page (HTML)"),
    "pdf": N_("PDF, with charts"),
    "json": N_("JSON, for programs"),
    "csv": N_("CSV, the outage log as a table"),
}
WIDE = ("text", "csv")
"""Formats whose lines must not be broken."""
LEVELS = {
    "public": N_("Anybody: nothing of your home"),
    "helpdesk": N_("A help desk: no names, no whole addresses"),
    "full": N_("A help desk: everything but passwords"),
}


class ReportView(QWidget):
    """Shows a report and tells what is wanted; it makes, writes and judges nothing."""

    wish_changed = Signal(str, str)
    """Format and level, see Wish; "full" only after the person has seen what it adds, and has agreed."""
    copy_wanted = Signal()
    save_wanted = Signal(str)
    """Path."""
    mail_wanted = Signal()
    codes_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prepared: Prepared | None = None
        self._format, self._level = QComboBox(), QComboBox()
        self._format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for level, name in LEVELS.items():
            self._level.addItem(say(name), level)
        self._level.setCurrentIndex(list(LEVELS).index("helpdesk"))
        self._level.currentIndexChanged.connect(self._choose_level)
        self._format.currentIndexChanged.connect(self._wish)
        self._adds = AddsSheet()
        self._adds.agreed.connect(self._wish)
        self._adds.hide()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(say("The report"))
        self._text.setPlaceholderText(say("There is a report as soon as the first look is over."))
        self._paper = Paper()
        self._paper.hide()
        self._copy, self._save = MainButton(say("Copy")), QPushButton(say("&Save as…"))
        self._mail, self._codes = QPushButton(say("Mai&l…")), QPushButton(say("&QR codes…"))
        self._folder = QPushButton(say("Ope&n folder"))
        self._copy.clicked.connect(self.copy_wanted)
        self._save.clicked.connect(self.ask_where)
        self._mail.clicked.connect(self.mail_wanted)
        self._codes.clicked.connect(self.codes_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._folder.hide()
        self._said = Text(size=Size.SMALL, muted=True)
        self._set_font()
        self._lay_out()
        self.show_formats(("text",))
        self.show_prepared(None)

    def _lay_out(self) -> None:
        choices, deeds = QWidget(), QWidget()
        above, below = Flow(choices), Flow(deeds)
        for name, box in ((say("For&m"), self._format), (say("For"), self._level)):
            above.addWidget(_labelled(name, box))
        for button in (self._copy, self._save, self._mail, self._codes, self._folder):
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CLOSE)
        for part in (choices, self._adds):
            column.addWidget(part)
        column.addWidget(deeds)
        column.addWidget(self._said)
        column.addWidget(self._text, 1)
        column.addWidget(self._paper, 1)

    # --- what is shown ---

    def show_formats(self, ids: Sequence[str]) -> None:
        """The formats that there are."""
        before = self._format.currentData()
        self._format.blockSignals(True)
        self._format.clear()
        for each in (*(i for i in FORMATS if i in ids), *(i for i in ids if i not in FORMATS)):
            self._format.addItem(say(FORMATS.get(each, each)), each)
        self._format.setCurrentIndex(max(0, self._format.findData(before)))
        self._format.blockSignals(False)

    def show_making(self) -> None:
        """Another one is being made: what is shown is not what was wished, and is not handed on."""
        self._enable(False)
        self._said.tell(say("Making the report…"), hide_empty=True)

    def show_prepared(self, prepared: Prepared | None) -> None:
        """This report, or why there is none."""
        if prepared is not None and not prepared.problem:
            self._adds.show_adds(prepared.adds)
            if prepared.wish.level == "full" and self.level() != "full":
                self._wish()  # it tells what nobody has agreed to
                return
        before, self._prepared = self._prepared, prepared
        self._said.tell("", hide_empty=True)
        made = prepared is not None and not prepared.problem
        self._enable(made)
        if prepared is None:
            self._show_text("")
        elif not made:
            self._show_text("")
            self.tell(say(prepared.problem).format(why=prepared.why))
        elif prepared.pages:
            self._paper.show_pages(prepared.pages, prepared.page_count)
        else:
            wide = prepared.wish.format in WIDE
            mode = QPlainTextEdit.LineWrapMode
            self._text.setLineWrapMode(mode.NoWrap if wide else mode.WidgetWidth)
            same = before is not None and before.wish == prepared.wish
            self._show_text(prepared.shown, keep_place=same)
        paper = made and prepared is not None and bool(prepared.pages)
        self._paper.setVisible(paper)
        self._text.setVisible(not paper)

    def show_saved(self, name: str) -> None:
        """It is in a file of this name."""
        self._folder.show()
        self.tell(say("Saved: {file}").format(file=name))

    def tell(self, text: str) -> None:
        """Say what became of it, e.g. that it was copied."""
        self._said.tell(text, hide_empty=True)
        announce(self, text)

    def is_ready(self) -> bool:
        """Whether what is shown is what is wished."""
        return self._save.isEnabled()

    def begin_anew(self) -> None:
        """It is about something else: what was agreed to and saved was about another thing."""
        self._adds.withdraw()
        self._folder.hide()

    def format(self) -> str:
        """The format that is chosen."""
        return str(self._format.currentData() or "text")

    def level(self) -> str:
        """The level that the report may have: "full" only where that was agreed to."""
        level = str(self._level.currentData())
        return level if level != "full" or self._adds.is_agreed() else "helpdesk"

    # --- what the person wants ---

    def ask_where(self) -> None:
        """Ask for the file; whoever may write files writes it."""
        prepared = self._prepared
        if prepared is None or prepared.problem:
            return
        dialog = QFileDialog(self, say("Save the report"))
        # The system's own dialog may hang on a network drive while the network is what fails.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(prepared.suffix.removeprefix("."))
        dialog.setNameFilter(f"*{prepared.suffix}")
        dialog.selectFile(prepared.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_wanted)
        dialog.open()

    def _choose_level(self) -> None:
        self._adds.setVisible(self._level.currentData() == "full")
        self._adds.withdraw()
        self._wish()

    def _wish(self) -> None:
        self.wish_changed.emit(self.format(), self.level())

    def _enable(self, on: bool) -> None:
        for button in (self._copy, self._save, self._mail, self._codes):
            button.setEnabled(on)
        # A PDF is no text: it goes as a file.
        readable = self.format() != "pdf"
        self._copy.setEnabled(on and readable)
        self._mail.setEnabled(on and readable)

    def _show_text(self, text: str, keep_place: bool = False) -> None:
        scroll = self._text.verticalScrollBar()
        place = scroll.value() if keep_place else 0
        if text != self._text.toPlainText():
            self._text.setPlainText(text)
        scroll.setValue(place)

    def _set_font(self) -> None:
        """Letters of one width, as large as the person has set; and room for some lines of them."""
        font = sized(Size.BODY)
        font.setFamily(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family())
        self._text.setFont(font)
        high = LINES * QFontMetrics(font).lineSpacing()
        self._text.setMinimumHeight(high)
        self._paper.setMinimumHeight(high)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._set_font()
        super().changeEvent(event)


def _labelled(name: str, box: QComboBox) -> QWidget:
    """A choice with its name before it, which stay together."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(CLOSE)
    label = QLabel(name)
    label.setBuddy(box)
    row.addWidget(label)
    row.addWidget(box)
    return pair
