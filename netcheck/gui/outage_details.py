"""One past outage: what it was, how long, how it looked over time, what was seen, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from netcheck.core.history import Entry, Gap, PastOutage, Point
from netcheck.core.retelling import retold
from netcheck.core.words import one_line
from netcheck.gui.card import Heading, Link, Text, breakable
from netcheck.gui.icons import Mark, Sign
from netcheck.gui.journal_view import KINDS, words_of
from netcheck.gui.outage_list import length_of, side_of
from netcheck.gui.plot import Plot
from netcheck.gui.telling import SURE, mark_of
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, Size
from netcheck.gui.words import duration, say, say_many, when

AROUND = timedelta(minutes=10)
"""What the plot shows before the outage and after it."""
AGO = timedelta(minutes=1)
"""How far back the last good look must be to be worth telling."""
MOST = 200
"""Lines of the journal that are shown."""


def span_of(past: PastOutage, now: datetime) -> tuple[datetime, datetime]:
    """The time that a plot of it shows."""
    up = past.outage.up_since
    return past.outage.down_since - AROUND, up + AROUND if up else max(now, past.outage.down_since)


def times_of(past: PastOutage) -> list[str]:
    """Sentences on when it was, how long, and what is not known of that."""
    outage, ended = past.outage, past.outage.up_since
    began, length = when(outage.down_since), duration(past.down_s)
    if ended is None or not past.over:
        lines = [say("Since {begin}, {length}.").format(begin=began, length=length_of(past))]
    elif past.unseen:
        lines = [
            say("From {begin}, seen to be down for {length}. It ended before {end}, while nobody looked.").format(
                begin=began, length=length, end=when(ended)
            )
        ]
    else:
        lines = [say("From {begin} to {end}: {length}.").format(begin=began, end=when(ended), length=length)]
    if outage.asleep_s >= 1:
        lines.append(say("Not counted: {length} in which nobody looked.").format(length=duration(outage.asleep_s)))
    if outage.drops > 1:
        lines.append(say_many("It went away {n} time.", "It went away {n} times.", outage.drops))
    if outage.last_good is not None and outage.down_since - outage.last_good > AGO:
        good = when(outage.last_good)
        lines.append(say("It may have begun earlier: the last good look was at {time}.").format(time=good))
    lines.append(say_many("Looked {n} time.", "Looked {n} times.", outage.looks))
    return lines


def journal_of(past: PastOutage, journal: Iterable[Entry]) -> list[str]:
    """The journal's lines that belong to it, by its mark or, where they have none, by their time."""
    begins, ends = past.outage.down_since, past.outage.up_since
    lines = []
    for entry in journal:
        within = begins <= entry.at and (ends is None or entry.at <= ends)
        if entry.outage == past.outage.id or (entry.outage is None and within):
            kind = say(KINDS[entry.kind]) if entry.kind in KINDS else entry.kind
            text = words_of(entry)
            told = say("{kind}: {text}").format(kind=kind, text=text) if text and text != kind else kind
            lines.append(f"{when(entry.at)}  {told}")
    return lines


def entitled(evidence: Iterable[str], titles: Mapping[str, str]) -> list[str]:
    """What checks saw, each under the name that it has in the window; `titles` are by the checks' ids."""
    told = []
    for line in evidence:
        check, mark, saw = line.partition(": ")
        known = mark and check in titles
        told.append(say("{check}: {saw}").format(check=say(titles[check]), saw=saw) if known else line)
    return told


class _Lines(Text):
    """Several lines, each as it was kept."""

    def __init__(self) -> None:
        super().__init__()
        self.selectable()

    def tell_lines(self, lines: Iterable[str]) -> None:
        """Show these; hidden where there are none."""
        text = "\n".join(breakable(one_line(line)) for line in lines)
        self.setText(text)
        self.setVisible(bool(text))


class OutageDetails(QScrollArea):
    """All that was kept of one outage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say("The outage in detail"))
        self._past: PastOutage | None = None
        self._titles: Mapping[str, str] = {}
        self._journal: list[str] = []
        self.sign = Sign(Mark.UNSURE, 1.6)
        self.headline = Text("", Size.TITLE, bold=True).selectable()
        self.where = Text("").selectable()
        self.times = Text("", muted=True).selectable()
        self.why = Text("").selectable()
        self.plot = Plot()
        self.parts = [(Heading(title), _Lines()) for title in self._headings()]
        copy = Link(say("Copy this outage as &text"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        self._lay_out(copy)

    @staticmethod
    def _headings() -> tuple[str, ...]:
        return say("What the first look saw"), say("What the last look saw"), say("Journal")

    def _lay_out(self, copy: Link) -> None:
        sheet = QWidget()
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.headline, 1)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(TIGHT, TIGHT, SPACE, TIGHT)
        column.setSpacing(CLOSE)
        column.addLayout(top)
        for widget in (self.where, self.times, self.plot, self.why):
            column.addWidget(widget)
        for heading, lines in self.parts:
            column.addWidget(heading)
            column.addWidget(lines)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.setWidget(sheet)
        # The sheet of the card shows through; setWidget turns this on.
        sheet.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def set_checks(self, titles: Mapping[str, str]) -> None:
        """What each check is called, by its id."""
        self._titles = dict(titles)

    def show_outage(self, past: PastOutage, journal: Iterable[Entry], now: datetime | None = None) -> None:
        """Show this one; the plot waits for its points."""
        again = self._past is not None and self._past.outage.id == past.outage.id
        self._past, self._journal = past, journal_of(past, journal)
        verdict = retold(past.outage.verdict, say)
        self.sign.show_mark(mark_of(verdict))
        self.headline.tell(verdict.headline)
        sure = say(SURE[verdict.confidence]) if verdict.accuses else ""
        self.where.tell(f"{side_of(past)}. {sure}")
        self.times.tell(" ".join(times_of(past)))
        self.why.tell(verdict.explanation, hide_empty=True)
        last = past.last_evidence if past.last_evidence != past.first_evidence else ()
        seen = (entitled(each, self._titles) for each in (past.first_evidence or verdict.evidence, last))
        kept = (*seen, self._journal[-MOST:])
        for (heading, lines), told in zip(self.parts, kept, strict=True):
            lines.tell_lines(told)
            heading.setVisible(bool(told))
        self.plot.set_span(*span_of(past, now or datetime.now(UTC)))
        if not again:
            self.plot.set_waiting(say("Reading what was seen then…"))
            self.verticalScrollBar().setValue(0)

    def show_points(self, points: tuple[Point, ...], gaps: tuple[Gap, ...]) -> None:
        """What the looks saw in the time of the plot; an answer that comes late, after another outage was picked, is
        none."""
        view = self.plot.view()
        if points and not any(view.begins <= point.at.timestamp() <= view.ends for point in points):
            return
        self.plot.set_points(points, gaps, () if self._past is None else (self._past,))

    def as_text(self) -> str:
        """All of it as lines, for a letter to the provider or a ticket."""
        if self._past is None:
            return ""
        lines = [self.headline.told(), self.where.told(), *times_of(self._past), self.why.told(), self.plot.sentence()]
        for heading, told in self.parts:
            if told.told():
                lines += ["", heading.told(), told.told()]
        return "\n".join(lines) + "\n"
