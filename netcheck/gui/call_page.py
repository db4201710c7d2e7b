"""The call to the provider: whom to call, what to say, what it will ask, and what to write down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from netcheck.core.calls import LONGEST, call_words
from netcheck.core.handover_links import tel_link
from netcheck.core.record import Call
from netcheck.core.speech import Spoken
from netcheck.core.words import one_line
from netcheck.gui.card import Heading, Hint, Link, MainButton, Text, announce
from netcheck.gui.flow import Flow
from netcheck.gui.speech_parts import Columns, CopyLink, Rows, SmallCode, about_line, clear, column_of
from netcheck.gui.theme import CLOSE, FAR, SPACE, TIGHT, Size
from netcheck.gui.words import say, when

NUMBER = ("isp", "support_phone")
"""The setting that the number stands in."""


class CallPage(QWidget):
    """Takes the call script; tells of the call that was made."""

    call_noted = Signal(object)
    """core.record.Call, with its time."""
    setting_wanted = Signal(object)
    """Key of one setting: the number is not known."""
    link_wanted = Signal(str)
    """A tel: link that is to be opened on this computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = Text(say("No outage is known, so there is nobody to call about one."), muted=True)
        self._warning, self._warns = Hint(), Text(bold=True)
        self._warning.column.addWidget(self._warns)
        self._about = Text(muted=True)
        self.dial = Dial()
        self.dial.setting_wanted.connect(self.setting_wanted)
        self.dial.link_wanted.connect(self.link_wanted)
        self.speech, self.facts, self.replies = SayThis(), Rows(), Replies()
        self.notes = CallNotes()
        self.notes.call_noted.connect(self.call_noted)
        first, second = QWidget(), QWidget()
        left, right = column_of(first, SPACE), column_of(second, FAR)
        left.addWidget(self.speech)
        left.addWidget(Heading(say("It will ask for")))
        left.addWidget(self.facts)
        left.addWidget(self.replies)
        right.addWidget(self.notes)
        self._all = QWidget()
        column = column_of(self._all, SPACE)
        for widget in (self._warning, self._about, self.dial, Columns(first, second)):
            column.addWidget(widget)
        whole = column_of(self)
        whole.addWidget(self._nothing)
        whole.addWidget(self._all)
        whole.addStretch(1)
        self.tell(None)

    def tell(self, said: Spoken | None) -> None:
        """Show this call; None: there is no outage. What is being typed stays."""
        self._nothing.setVisible(said is None)
        self._all.setVisible(said is not None)
        if said is None:
            return
        script = said.call
        self._warns.tell(script.warning)
        self._warning.setVisible(bool(script.warning))
        self._about.tell(about_line(said), hide_empty=True)
        self.dial.tell(said.provider, script.number)
        self.speech.tell(script.say_this, script.seconds)
        self.facts.show_rows(script.facts, say("look before you call"))
        self.replies.tell(script.replies)
        self.notes.tell(said.outage, script.calls)


class Dial(QWidget):
    """The number, large, and as a code that a phone dials from."""

    setting_wanted = Signal(object)
    link_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._whom = Text(muted=True)
        # Numbers read from left to right in every language, on the side where texts begin.
        self.number = Text("", Size.HEADLINE, trailing=QGuiApplication.isRightToLeft()).selectable()
        self.number.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.call = QPushButton(say("Call from this computer"))
        self.call.clicked.connect(lambda: self.link_wanted.emit(tel_link(self.number.told())))
        self._copy = CopyLink(say("Copy the number"), self.number.told)
        self._set = Link(say("Set the number…"))
        self._set.clicked.connect(lambda: self.setting_wanted.emit(NUMBER))
        buttons = Flow()
        for button in (self.call, self._copy, self._set):
            buttons.addWidget(button)
        self.code = SmallCode(say("Scan with your phone to dial."), beside=True)
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(self._whom)
        words.addWidget(self.number)
        words.addLayout(buttons)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FAR)
        row.addLayout(words, 3)
        row.addWidget(self.code, 2, Qt.AlignmentFlag.AlignTop)

    def tell(self, provider: str, number: str) -> None:
        """Whom to call, and where; both may be empty."""
        whom = one_line(provider)
        self._whom.tell(say("Call {provider}").format(provider=whom) if whom else say("Call your provider"))
        self.number.tell(number or say("The number is on your bill"))
        link = tel_link(number)
        self.call.setVisible(bool(link))
        self._copy.setVisible(bool(number))
        self._set.setVisible(not number)
        self.code.show_text(link)


class SayThis(Hint):
    """What to say, a sentence a line, large enough to read aloud from."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[str] = ()
        self._length = Text("", Size.SMALL, muted=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(TIGHT)
        foot = QHBoxLayout()
        foot.addWidget(self._length, 1)
        self.column.addWidget(Heading(say("Say this")))
        self.column.addLayout(self._lines)
        self.column.addLayout(foot)

    def tell(self, sentences: Sequence[str], seconds: int) -> None:
        """These, which take so many seconds."""
        self._length.tell(say("{n} seconds, read slowly").format(n=seconds))
        if tuple(sentences) != self._shown:
            self._shown = tuple(sentences)
            clear(self._lines)
            for sentence in sentences:
                self._lines.addWidget(Text(sentence, Size.TITLE, bold=False).selectable())

    def told(self) -> str:
        """All of it."""
        return " ".join(self._shown)


class Replies(QWidget):
    """Questions, and what to answer."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[tuple[str, str]] = ()
        self._heading = Heading(say("If it asks"))
        column = column_of(self)
        column.addWidget(self._heading)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(TIGHT)
        column.addLayout(self._lines)

    def tell(self, replies: Sequence[tuple[str, str]]) -> None:
        """Show these."""
        if tuple(replies) == self._shown:
            return
        self._shown = tuple(replies)
        self.setVisible(bool(replies))
        clear(self._lines)
        for question, answer in replies:
            self._lines.addWidget(Text(question, muted=True))
            self._lines.addWidget(Text(answer).selectable())
            self._lines.addSpacing(TIGHT)


class CallNotes(QWidget):
    """What the provider said, to be written down, and the calls that were written down."""

    call_noted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._outage = ""
        self._calls: tuple[Call, ...] | None = None
        self._timed = False
        """The person has set the time: it stays."""
        self.reference, self.name, self.appointment = QLineEdit(), QLineEdit(), QLineEdit()
        self.at = QDateTimeEdit()
        self.at.dateTimeChanged.connect(self._touched)
        self.keep = MainButton(say("&Keep this call"))
        self.keep.clicked.connect(self._note)
        self._kept = Text(size=Size.SMALL, muted=True)
        fields: tuple[tuple[str, QWidget], ...] = (
            (say("Reference n&umber"), self.reference),
            (say("Whom you spoke with"), self.name),
            (say("Time of the call"), self.at),
            (say("Appointment"), self.appointment),
        )
        column = column_of(self, TIGHT)
        column.addWidget(Heading(say("Write down")))
        for caption, field in fields:
            label = Text(caption)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(TIGHT)
            if isinstance(field, QLineEdit):
                field.setMaxLength(LONGEST)
                field.returnPressed.connect(self._note)
        foot = QHBoxLayout()
        foot.setSpacing(CLOSE)
        foot.addWidget(self.keep)
        foot.addWidget(self._kept, 1)
        column.addLayout(foot)
        self._before = Heading(say("Calls so far"))
        self.calls = QVBoxLayout()
        self.calls.setSpacing(TIGHT)
        column.addSpacing(SPACE)
        column.addWidget(self._before)
        column.addLayout(self.calls)

    def tell(self, outage: str, calls: tuple[Call, ...]) -> None:
        """The outage with this id, and the calls that were kept with it."""
        if outage != self._outage:
            self._outage = outage
            self._empty()
            self._kept.tell("")
        if not self._timed and not self._typed():
            self._set_now()
        if calls != self._calls:
            self._calls = calls
            clear(self.calls)
            for call in calls:
                time = when(call.at) if call.at else ""
                line = say("{time}: {what}").format(time=time, what=call_words(call, say))
                self.calls.addWidget(Text(line).selectable())
            self._before.setVisible(bool(calls))

    def lines(self) -> list[str]:
        """The calls that are shown."""
        found = (item.widget() for n in range(self.calls.count()) if (item := self.calls.itemAt(n)) is not None)
        return [widget.told() for widget in found if isinstance(widget, Text)]

    def _typed(self) -> bool:
        return any(field.text() for field in (self.reference, self.name, self.appointment))

    def _touched(self) -> None:
        self._timed = True

    def _set_now(self) -> None:
        self.at.blockSignals(True)
        self.at.setDateTime(QDateTime.currentDateTime())
        self.at.blockSignals(False)

    def _empty(self) -> None:
        for field in (self.reference, self.name, self.appointment):
            field.clear()
        self._timed = False
        self._set_now()

    def _note(self) -> None:
        at = min(datetime.fromtimestamp(self.at.dateTime().toSecsSinceEpoch(), UTC), datetime.now(UTC))
        told = (one_line(field.text()).strip() for field in (self.reference, self.name, self.appointment))
        self.call_noted.emit(Call(at, *told))
        self._empty()
        self._kept.tell(say("Kept with this outage."))
        announce(self, say("Kept with this outage."))
