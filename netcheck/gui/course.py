"""Which step comes next, one at a time, and what became of those before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from netcheck.core.model import Question, Step, Verdict


@dataclass(frozen=True, slots=True)
class Item:
    """A step to do, or a question to answer."""

    text: str
    step: Step | None = None
    question: Question | None = None


@dataclass(slots=True)
class Course:
    """The steps of the newest verdict, with the marks of this outage: no step is asked for twice.

    The first step comes first: of a fault outside the home it is how to keep working. Then come the questions, whose
    answers may change the verdict, and then the other steps.
    """

    items: tuple[Item, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)
    """Text of a step or question to done, did, cannot or answer."""
    _order: list[str] = field(default_factory=list)
    """Texts in the order in which they were marked."""

    def follow(self, verdict: Verdict | None) -> None:
        """Take over the steps of this verdict (told in the person's language); marks stay."""
        if verdict is None:
            self.items = ()
            return
        steps = [Item(step.text, step=step) for step in verdict.steps]
        asked = [item for item in self.items if item.question and item.text in self.marks]
        known = {item.text for item in asked}
        asked += [Item(q.text, question=q) for q in verdict.questions if q.text not in known]
        self.items = (*steps[:1], *asked, *steps[1:])

    def forget(self) -> None:
        """Another outage: what was done in the one before says nothing."""
        self.marks.clear()
        self._order.clear()

    @property
    def current(self) -> Item | None:
        """What to do now; None where there is nothing, or nothing left."""
        return next((item for item in self.items if item.text not in self.marks), None)

    @property
    def number(self) -> int:
        """Of the current one, from 1."""
        return sum(item.text in self.marks for item in self.items) + 1

    @property
    def through(self) -> bool:
        """Whether there were steps and all were gone through."""
        return bool(self.items) and self.current is None

    @property
    def can_go_back(self) -> bool:
        """Whether a step of this verdict was marked."""
        return any(item.text in self.marks for item in self.items)

    def mark(self, kind: str) -> None:
        """The current one was done, or was done before, or cannot be done, or was answered."""
        if self.current is not None:
            self._order.append(self.current.text)
            self.marks[self.current.text] = kind

    def back(self) -> None:
        """Take the newest mark of this verdict's steps back."""
        shown = {item.text for item in self.items}
        for text in reversed(self._order):
            if text in shown:
                self._order.remove(text)
                del self.marks[text]
                return

    def restart(self) -> None:
        """Go through the steps of this verdict again; answers stay."""
        for item in self.items:
            if item.step is not None:
                self.marks.pop(item.text, None)
        self._order = [text for text in self._order if text in self.marks]
