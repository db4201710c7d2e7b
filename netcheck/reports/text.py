"""The report as plain text: the verdict first, then the path, what changed and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from netcheck.core.model import Confidence, Observation, Report, Segment, Side, Step
from netcheck.core.rules import headline_of
from netcheck.core.words import SEGMENT_NAMES, one_line
from netcheck.plugins import ReportFormat

NO_SEGMENTS: Mapping[str, Segment] = {}
NARROWEST = 34
"""Columns; below this the text is written as if the terminal were this wide."""

PROVIDER: Mapping[str, str] = {
    "name": "Name",
    "support_phone": "Phone",
    "title": "It says",
    "as_of": "As of",
    "expected_end": "Expected end",
    "link": "More",
}
STATES: Mapping[str, tuple[str, str, str]] = {
    "ok": ("\u2713", "+", "works"),
    "failed": ("\u2717", "x", "fault here"),
    "unknown": ("?", "?", "not known"),
    "skipped": ("\u2013", "-", "not checked"),
}
"""State of a segment to its sign, its sign in ASCII, and its word."""

SURE: Mapping[Confidence, str] = {
    Confidence.CERTAIN: "certain",
    Confidence.LIKELY: "likely, not proven",
    Confidence.POSSIBLE: "possible, one of several explanations",
}
SIDES: Mapping[Side, str] = {Side.LOCAL: "at home", Side.UPSTREAM: "outside your home"}
SIGNS: Mapping[Side, str] = {Side.NONE: "ok", Side.LOCAL: "failed", Side.UPSTREAM: "failed", Side.UNKNOWN: "unknown"}

Paint = Callable[[str, str], str]
"""Colours a piece of text: given a style (ok, failed, unknown, skipped, headline, heading) and the text."""


def _unpainted(style: str, text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class _Page:
    """How the text is to look."""

    width: int
    ascii_only: bool
    paint: Paint

    def sign(self, state: str) -> str:
        glyph, plain, _ = STATES.get(state, STATES["unknown"])
        return plain if self.ascii_only else glyph

    def wrap(self, text: str, first: str = "", rest: str = "") -> list[str]:
        """Lines of at most the page's width; a word that is longer (an address) stays whole."""
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def heading(self, text: str) -> list[str]:
        return ["", self.paint("heading", text)]


def write(
    report: Report,
    segments: Mapping[str, Segment] = NO_SEGMENTS,
    *,
    verbose: bool = False,
    width: int = 80,
    ascii_only: bool = False,
    paint: Paint = _unpainted,
    zone: tzinfo = UTC,
) -> str:
    """The report for people, with a newline at the end.

    `width` is in columns (34 or more); `ascii_only` avoids signs that an old terminal lacks; `paint` adds colour, and
    every colour stands beside a sign and a word; `zone` is the time zone of the reader; `verbose` adds the evidence,
    ordered by `segments` (check id to segment). Control and bidi characters are left out. Raises nothing.
    """
    page = _Page(max(NARROWEST, width), ascii_only, paint)
    lines = [*_verdict(report, page), *_path(report, page), *_changed(report, page), *_provider(report, page)]
    lines += [*_steps(report, page), *_questions(report, page)]
    if verbose:
        lines += _evidence(report, page, segments)
    lines += ["", *page.wrap(_footer(report, zone))]
    return "\n".join(lines) + "\n"


def _verdict(report: Report, page: _Page) -> list[str]:
    verdict = report.verdict
    sign = SIGNS[verdict.side]
    headline = page.wrap(one_line(verdict.headline), f"{page.sign(sign)} ", "  ")
    lines = [page.paint("headline", line) for line in headline]
    lines += page.wrap(one_line(verdict.explanation), "  ", "  ")
    if verdict.accuses:
        segment = f", {SEGMENT_NAMES[verdict.segment].lower()}" if verdict.segment else ""
        lines += page.wrap(f"Where: {SIDES[verdict.side]}{segment} ({one_line(verdict.fault)}).", "  ", "  ")
        lines += page.wrap(f"How sure: {SURE[verdict.confidence]}.", "  ", "  ")
    if verdict.also:
        seen = " ".join(f"{one_line(headline_of(code))} ({one_line(code)})" for code in verdict.also)
        lines += page.wrap(f"Also seen: {seen}", "  ", "  ")
    return lines


def _path(report: Report, page: _Page) -> list[str]:
    if not report.path:
        return []
    names = max(len(SEGMENT_NAMES[step.segment]) for step in report.path)
    words = max(len(_word(step.state)) for step in report.path)
    lines = page.heading("The path, from here to there")
    for step in report.path:
        state = f"{page.sign(step.state)} {_word(step.state):<{words}}"
        start = f"  {SEGMENT_NAMES[step.segment]:<{names}}  {state}"
        # The word stands before it already.
        detail = one_line(step.detail).removeprefix(f"{_word(step.state)}, ")
        if len(start) + 2 > page.width // 2:
            wrapped = [start, *page.wrap(detail, "    ", "    ")]
        else:
            wrapped = page.wrap(detail, start + "  ", " " * (len(start) + 2)) or [start]
        wrapped[0] = wrapped[0].replace(state, page.paint(step.state, state), 1)
        lines += [line.rstrip() for line in wrapped]
    return lines


def _word(state: str) -> str:
    return STATES.get(state, STATES["unknown"])[2]


def _changed(report: Report, page: _Page) -> list[str]:
    if not report.changed:
        return []
    lines = page.heading("Changed since the last good look")
    for change in report.changed:
        lines += page.wrap(one_line(change), "  - ", "    ")
    return lines


def _provider(report: Report, page: _Page) -> list[str]:
    """What a person needs of the provider; the rest stands in the JSON report."""
    known = {label: value for key, label in PROVIDER.items() if isinstance(value := report.provider.get(key), str)}
    known = {label: value for label, value in known.items() if value}
    if not known or not report.verdict.accuses:
        return []
    lines = page.heading("Your provider")
    for label, value in known.items():
        lines += page.wrap(f"{label}: {one_line(value)}", "  ", "    ")
    return lines


def _steps(report: Report, page: _Page) -> list[str]:
    if not report.verdict.steps:
        return []
    lines = page.heading("What to do")
    for number, step in enumerate(report.verdict.steps, 1):
        first = f"  {number}. "
        lines += page.wrap(one_line(step.text), first, " " * len(first))
        lines += page.wrap(" ".join(_asks(step)), " " * len(first), " " * len(first))
    return lines


def _asks(step: Step) -> Iterator[str]:
    """What a step needs, takes, risks and how likely it helps."""
    for word, value in (("Needs", step.needs), ("Takes", step.cost), ("Risk", step.risk), ("Helps", step.helps)):
        text = one_line(value).rstrip(".")
        if text:
            yield f"{word}: {text}."


def _questions(report: Report, page: _Page) -> list[str]:
    if not report.verdict.questions:
        return []
    lines = page.heading("What you could tell")
    for question in report.verdict.questions:
        answers = ", ".join(one_line(answer) for answer in question.answers)
        lines += page.wrap(f"{one_line(question.text)} ({one_line(question.id)}: {answers})", "  - ", "    ")
    return lines


def _evidence(report: Report, page: _Page, segments: Mapping[str, Segment]) -> list[str]:
    lines: list[str] = []
    if report.verdict.evidence:
        lines += page.heading("What the verdict rests on")
        for line in report.verdict.evidence:
            lines += page.wrap(one_line(line), "  - ", "    ")
    seen = report.seen
    if seen:
        lines += page.heading("All checks")
    for check in sorted(seen, key=lambda name: segments[name].place if name in segments else len(Segment)):
        lines += page.wrap(_check(check, seen[check], report.blocked_by.get(check)), "  - ", "    ")
    return lines


def _check(check: str, said: Observation, blocked_by: str | None) -> str:
    how = said.outcome.value + (f" ({said.failure.value})" if said.failure else "")
    took = f", {said.duration_ms:.0f} ms" if said.duration_ms is not None else ""
    behind = f"; beyond the cause ({one_line(blocked_by)})" if blocked_by else ""
    return f"{one_line(check)}: {how}{took}{behind}: {one_line(said.summary) or 'nothing to tell'}"


def _footer(report: Report, zone: tzinfo) -> str:
    looks = len(report.looks)
    seconds = report.duration_ms / 1000
    return (
        f"Looked {looks} time{'' if looks == 1 else 's'}, {seconds:.1f} s, "
        f"{_when(report.created_at, zone)}. Report {one_line(report.id)}."
    )


def _when(moment: datetime, zone: tzinfo) -> str:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return f"{aware.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}".rstrip()


FORMAT = ReportFormat(title="Plain text, for people", suffix=".txt", write=write)
