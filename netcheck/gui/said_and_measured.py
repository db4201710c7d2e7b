"""What the provider said and when, beside what was measured here at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from netcheck.core.history import Entry
from netcheck.core.model import Fact
from netcheck.core.news import Overall
from netcheck.core.words import N_
from netcheck.gui.card import Text
from netcheck.gui.provider_facts import moment_of, text_of
from netcheck.gui.theme import SPACE, TIGHT, Size
from netcheck.gui.words import say, say_many, when

MOST = 8
"""Lines that are shown, the newest; the others stand in the history."""
LETTERS = 90
"""Of one announcement."""
TOGETHER = timedelta(seconds=45)
"""What is no further apart stands on one line."""
MEASURED: Mapping[str, str] = {
    "outage_started": N_("Outage began"),
    "outage_changed": N_("Fault changed"),
    "back": N_("Answers again"),
    "restored": N_("Back"),
    "relapsed": N_("Away again"),
    "flapping": N_("Comes and goes"),
}
"""What was measured, by the kinds of lines in the journal."""
MEANWHILE: Mapping[str, str] = {
    "outage_started": N_("still down"),
    "outage_changed": N_("still down"),
    "back": N_("answers"),
    "restored": N_("works"),
    "relapsed": N_("still down"),
    "flapping": N_("comes and goes"),
}
"""What held after that, until the next."""
OVERALL: Mapping[Overall, str] = {
    Overall.OPERATIONAL: N_("All works"),
    Overall.DEGRADED: N_("Slow or disturbed"),
    Overall.PARTIAL_OUTAGE: N_("Outage in part"),
    Overall.MAJOR_OUTAGE: N_("Large outage"),
    Overall.MAINTENANCE: N_("Maintenance"),
    Overall.UNKNOWN: N_("Nothing clear"),
}
"""What a page says of the whole, in two words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One moment: what was said, what was measured; at least one of them."""

    at: datetime
    said: str = ""
    measured: str = ""
    meanwhile: str = ""
    """What held here when it was said, where nothing new was measured."""


def lines_of(said: Fact, entries: Sequence[Entry]) -> tuple[Line, ...]:
    """Both sides in the order of time, the oldest first; nothing while the provider has said nothing.

    `said` is what a report holds under provider.said; of the journal only what belongs to the time of it counts.
    """
    told = [line for each in (said if isinstance(said, tuple | list) else ()) if (line := _said(each))]
    if not told:
        return ()
    began = [entry.at for entry in entries if entry.kind == "outage_started"]
    since = min([line.at for line in told] + began[-1:])
    measured = [entry for entry in entries if entry.kind in MEASURED and entry.at >= since]
    seen = [Line(entry.at, "", say(MEASURED[entry.kind]), say(MEANWHILE[entry.kind])) for entry in measured]
    lines: list[Line] = []
    for line in sorted((*told, *seen), key=lambda line: line.at):
        before = lines[-1] if lines else Line(line.at)
        line = replace(line, meanwhile=line.meanwhile or before.meanwhile)
        if lines and _together(before, line):
            said, event = before.said or line.said, before.measured or line.measured
            lines[-1] = Line(before.at, said, event, line.meanwhile)
        else:
            lines.append(line)
    return tuple(lines)


def _together(before: Line, line: Line) -> bool:
    """Whether the one was said and the other measured in the same moment."""
    both_said, both_measured = before.said and line.said, before.measured and line.measured
    return line.at - before.at <= TOGETHER and not both_said and not both_measured


def _said(each: Fact) -> Line | None:
    at = moment_of(each, "at") if isinstance(each, Mapping) else None
    if at is None or not isinstance(each, Mapping):
        return None
    text = text_of(each, "title")
    if not text and text_of(each, "failure"):
        text = say("Could not be asked")
    if not text:
        try:
            text = say(OVERALL[Overall(text_of(each, "overall"))])
        except ValueError:
            text = say(OVERALL[Overall.UNKNOWN])
    return Line(at, said=text if len(text) <= LETTERS else text[:LETTERS].rsplit(" ", 1)[0] + " …")


class SaidAndMeasured(QWidget):
    """Two columns beside the times. Its rows are made once: a new word must not cost a layout of them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._rows: list[tuple[Text, Text, Text]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, TIGHT, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(TIGHT)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        for column, text in enumerate((say("It said"), say("Measured here")), 1):
            self._grid.addWidget(Text(text, Size.SMALL, bold=True), 0, column)
        self._earlier = Text(size=Size.SMALL, muted=True)
        self._grid.addWidget(self._earlier, MOST + 1, 0, 1, 3)

    def lines(self) -> tuple[Line, ...]:
        """All that there are."""
        return self._lines

    def show_lines(self, lines: tuple[Line, ...], now: datetime | None = None) -> None:
        """Show the newest of these."""
        if lines == self._lines:
            return
        self._lines, now = lines, now or datetime.now(UTC)
        shown = lines[-MOST:]
        while len(self._rows) < len(shown):
            self._add()
        for place, (at, said, measured) in enumerate(self._rows):
            line = shown[place] if place < len(shown) else None
            for text in (at, said, measured):
                text.setVisible(line is not None)
            if line is not None:
                at.tell(when(line.at, now))
                _tell(said, line.said, "–")
                _tell(measured, line.measured, line.meanwhile or "–")
        left = len(lines) - MOST
        earlier = say_many("{n} line before these.", "{n} lines before these.", left) if left > 0 else ""
        self._earlier.tell(earlier, hide_empty=True)

    def _add(self) -> None:
        row = (Text(size=Size.SMALL, muted=True), Text(size=Size.SMALL), Text(size=Size.SMALL))
        row[0].setWordWrap(False)
        self._rows.append(row)
        for column, text in enumerate(row):
            self._grid.addWidget(text, len(self._rows), column)


def _tell(label: Text, text: str, otherwise: str) -> None:
    """What is new in full, what merely goes on in the quiet colour."""
    roles = QPalette.ColorRole
    label.setForegroundRole(roles.WindowText if text else roles.PlaceholderText)
    label.tell(text or otherwise)
