"""What to do now: one step at a time, with what it needs and costs, and what the last one changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from netcheck.core.model import Report, Verdict
from netcheck.core.progress import what_changed
from netcheck.gui.card import Card, Heading, Hint, Text, announce
from netcheck.gui.course import Course
from netcheck.gui.note_line import NoteLine
from netcheck.gui.step_parts import Asks, StepButtons
from netcheck.gui.theme import SPACE, Size
from netcheck.gui.words import say


class WhatToDo(Card):
    """Shows the next step or question; after "Done" it waits for a look that began later, and says what changed."""

    step_marked = Signal(str, str, str)
    """Text of the step; done, did or cannot; a note (when it was done before)."""
    answer_given = Signal(str, str)
    note_written = Signal(str)
    look_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = Course()
        self._report: Report | None = None
        self._awaiting = False
        """A look is awaited that tells what the last step changed."""
        self._begun = False
        """That look has begun: what was seen before it says nothing of the step."""
        self._doubted = False
        """That look was over, but not believed yet."""
        self._watching = True
        self._calm = say("One moment: what to do depends on what answers.")
        self._build()
        self._refresh()

    def _build(self) -> None:
        self._count = Text(size=Size.SMALL, muted=True, trailing=True)
        head = QHBoxLayout()
        head.addWidget(Heading(say("What to do")), 1)
        head.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        self._news_sheet = Hint()
        self._news = Text()
        self._news_sheet.column.addWidget(self._news)
        self._text, self._calm_text = Text(bold=True), Text()
        self._asks = Asks()
        self._buttons = StepButtons()
        self._buttons.marked.connect(self.mark)
        self._buttons.answered.connect(self.answer)
        self._buttons.back_wanted.connect(self.back)
        self._buttons.restart_wanted.connect(self.restart)
        self._note = NoteLine()
        self._note.written.connect(self.note_written)
        self.column.setSpacing(SPACE)
        self.column.addLayout(head)
        for part in (self._news_sheet, self._text, self._calm_text, self._asks, self._buttons):
            self.column.addWidget(part)
        self.column.addWidget(self._note)
        self.column.addStretch(1)

    # --- what is told ---

    def show_verdict(self, verdict: Verdict | None) -> None:
        """The verdict that is believed now, in the person's language; None: there is none yet."""
        self.course.follow(verdict)
        self._refresh()

    def show_calm(self, text: str) -> None:
        """What to say where there is no step."""
        self._calm = text
        self._refresh()

    def watching(self, watching: bool) -> None:
        """Whether looks are made: while paused nothing is waited for."""
        self._watching = watching
        if not watching and self._awaiting:
            self._awaiting = False
            self._refresh()

    def began(self) -> None:
        """A whole look begins."""
        self._begun = True

    @property
    def awaiting(self) -> bool:
        """Whether the look after a step has not come to an end."""
        return self._awaiting

    def looked(self, report: Report, doubted: bool = False) -> None:
        """A whole look is over; after a step it tells what has changed.

        One that is `doubted` is waited out once: the next one comes at once, and nobody is to be blamed by mistake.
        """
        if self._awaiting and self._begun and doubted and not self._doubted:
            self._doubted = True
            return
        before, self._report = self._report, report
        if self._awaiting and self._begun:
            self._awaiting = False
            if before is not None:
                self.tell_news(" ".join(say(sentence) for sentence in what_changed(before, report)))
            self._refresh()

    def tell_news(self, text: str) -> None:
        """Say what has just been seen; an empty text takes it away."""
        changed = text != self._news.told()
        self._news.tell(text)
        self._news_sheet.setVisible(bool(text))
        if text and changed:
            announce(self, text)

    def news(self) -> str:
        """What was said last of what has been seen; empty where that is past."""
        return self._news.told()

    def start_over(self) -> None:
        """Another outage begins: the steps of the one before were for that."""
        self.course.forget()
        self._awaiting = False
        self.tell_news("")
        self._refresh()

    # --- what the person does ---

    def mark(self, kind: str, note: str = "") -> None:
        """The step that is shown was done, was done before, or cannot be done."""
        item = self.course.current
        if item is None or item.step is None or self._awaiting:
            return
        self.course.mark(kind)
        self.tell_news("")
        self.step_marked.emit(item.text, kind, note)
        if kind == "done":
            self._await_look()
        self._refresh()

    def answer(self, answer: str) -> None:
        """The question that is shown was answered; an empty answer passes it over."""
        item = self.course.current
        if item is None or item.question is None or self._awaiting:
            return
        self.course.mark("answer")
        self.tell_news("")
        if answer:
            self.answer_given.emit(item.question.id, answer)
            self._await_look()
        self._refresh()

    def back(self) -> None:
        """Show the step before."""
        self.course.back()
        self._refresh()

    def restart(self) -> None:
        """Show the steps again from the first."""
        self.course.restart()
        self._refresh()

    def _await_look(self) -> None:
        if self._watching:
            self._awaiting, self._begun, self._doubted = True, False, False
            announce(self, say("Looking…"))
        self.look_wanted.emit()

    # --- what is shown ---

    def _refresh(self) -> None:
        item = self.course.current
        calm = self._calm
        if self._awaiting:
            item, calm = None, say("Looking… In a few seconds you see here what that has changed.")
        elif self.course.through:
            calm = say("These were all the steps. netcheck goes on watching and tells you when it is back.")
        self._text.tell(item.text if item else "", hide_empty=True)
        self._calm_text.tell("" if item else calm, hide_empty=True)
        steps = len(self.course.items)
        count = say("Step {n} of {all}").format(n=self.course.number, all=steps) if item and steps > 1 else ""
        self._count.tell(count, hide_empty=True)
        self._asks.show_item(item)
        self._buttons.show_for(item, self.course, self._awaiting)
        self._news_sheet.setVisible(bool(self._news.told()))
