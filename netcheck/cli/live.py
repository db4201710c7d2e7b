"""The path on the terminal, lighting up while the checks run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netcheck.cli.language import say
from netcheck.cli.screen import Screen, emit
from netcheck.core.model import Observation, Outcome, Segment
from netcheck.core.words import N_, SEGMENT_NAMES, one_line

LOWEST, NARROWEST = 10, 40
"""Lines and columns; a smaller terminal would scroll under the cursor, so it gets the final text only."""
WORDS = (N_("not sure yet"), N_("asking"), N_("answers"), N_("cannot tell"))
"""What is said of a part of the path."""


@dataclass(slots=True)
class LivePath:
    """One line a segment, rewritten with each answer; says what was seen, never what it means."""

    screen: Screen
    segments: Mapping[str, Segment]
    """Check id to segment."""
    _seen: dict[str, Observation] = field(default_factory=dict)
    _drawn: int = 0

    @property
    def works(self) -> bool:
        """Whether this screen can show it."""
        return self.screen.moves and self.screen.height >= LOWEST and self.screen.width >= NARROWEST

    def show(self, check: str, said: Observation) -> None:
        """Take in one answer and draw the path anew."""
        self._seen[check] = said
        self.draw()

    def draw(self) -> None:
        """Draw the path over the last drawing."""
        if not self.works:
            return
        lines = [self._line(segment) for segment in Segment if segment in self.segments.values()]
        up = f"\x1b[{self._drawn}A" if self._drawn else ""
        emit(up + "".join(f"\r\x1b[2K{line}\n" for line in lines))
        self._drawn = len(lines)

    def clear(self) -> None:
        """Take the drawing away, so that the final text stands in its place."""
        if self._drawn:
            emit(f"\x1b[{self._drawn}A\r\x1b[J")
            self._drawn = 0

    def _line(self, segment: Segment) -> str:
        checks = [check for check, place in self.segments.items() if place is segment]
        answers = [self._seen[check] for check in checks if check in self._seen]
        ended = [said for said in answers if said.outcome is not Outcome.PENDING]
        style, sign, word, detail = self._state(ended, len(checks))
        name = say(SEGMENT_NAMES[segment]).ljust(self._widest(SEGMENT_NAMES.values()))
        state = f"{sign} {word.ljust(self._widest(WORDS))}"
        room = self.screen.width - len(name) - len(state) - 3
        return f"{name}  {self.screen.paint(style, state)} {shortened(detail, room)}".rstrip()

    def _widest(self, texts: Iterable[str]) -> int:
        return max(len(say(text)) for text in texts)

    def _state(self, ended: list[Observation], wanted: int) -> tuple[str, str, str, str]:
        """Style, sign, word and detail of a segment."""
        fine, bad, waiting = ("+", "x", ".") if self.screen.ascii_only else ("\u2713", "\u2717", "\u2026")
        failed = [said for said in ended if said.outcome is Outcome.FAILED]
        worked = [said for said in ended if said.outcome is Outcome.OK]
        if failed:
            return "failed", bad, say("not sure yet"), failed[0].summary
        if len(ended) < wanted:
            return "skipped", waiting, say("asking"), worked[0].summary if worked else ""
        if worked:
            return "ok", fine, say("answers"), worked[0].summary
        return "unknown", "?", say("cannot tell"), ended[0].summary if ended else ""


def shortened(text: str, columns: int) -> str:
    """The text on one line of at most so many columns, without control and bidi characters.

    East Asian letters take two columns, combining marks none.
    """
    line = one_line(text)
    used = 0
    for place, sign in enumerate(line):
        used += 0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if used > columns:
            return line[: max(0, place - 3)].rstrip() + "..."
    return line
