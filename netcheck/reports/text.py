"""The report as plain text: the verdict first, then the path, what changed and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from netcheck.core.document_text import lines_of
from netcheck.core.estimate_words import in_words
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.model import Confidence, Observation, Report, Segment, Side, Step
from netcheck.core.other_way import WORDS
from netcheck.core.record import Record
from netcheck.core.record_document import document_of
from netcheck.core.record_times import offset
from netcheck.core.retelling import also_told, retold_report, retold_text
from netcheck.core.said import moment_of
from netcheck.core.words import N_, NOT_CHECKED, SEGMENT_NAMES, one_line
from netcheck.plugins import ReportFormat

NO_SEGMENTS: Mapping[str, Segment] = {}
NARROWEST = 34
"""Columns; below this the text is written as if the terminal were this wide."""
LONGEST_ZONE = 9
"""Letters of a zone's name, as in "UTC+01:00". Windows has no short ones: "W. Europe Standard Time"."""

PROVIDER: Mapping[str, str] = {
    "name": N_("Name: {value}"),
    "support_phone": N_("Phone: {value}"),
    "title": N_("It says: {value}"),
    "as_of": N_("As of: {value}"),
    "expected_end": N_("Expected end: {value}"),
    "link": N_("More: {value}"),
}
STATES: Mapping[str, tuple[str, str, str]] = {
    "ok": ("\u2713", "+", N_("works")),
    "failed": ("\u2717", "x", N_("fault here")),
    "unknown": ("?", "?", N_("not known")),
    "skipped": ("\u2013", "-", N_("not checked")),
}
"""State of a segment to its sign, its sign in ASCII, and its word."""

SURE: Mapping[Confidence, str] = {
    Confidence.CERTAIN: N_("How sure: certain."),
    Confidence.LIKELY: N_("How sure: likely, not proven."),
    Confidence.POSSIBLE: N_("How sure: possible, one of several explanations."),
}
SIDES: Mapping[Side, tuple[str, str]] = {
    Side.LOCAL: (N_("Where: at home, {part} ({fault})."), N_("Where: at home ({fault}).")),
    Side.UPSTREAM: (N_("Where: outside your home, {part} ({fault})."), N_("Where: outside your home ({fault}).")),
}
"""With the part of the path, and without."""
PARTS: Mapping[Segment, str] = {
    Segment.COMPUTER: N_("computer"),
    Segment.LINK: N_("Wi-Fi or cable"),
    Segment.ROUTER: N_("router"),
    Segment.LINE: N_("line"),
    Segment.ISP: N_("provider"),
    Segment.INTERNET: N_("internet"),
    Segment.SERVICE: N_("your services"),
}
"""The parts of the path in the middle of a sentence."""
BEFORE_IT = N_("because of the fault before it")
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
    translator: Translator

    def say(self, text: str) -> str:
        return self.translator.say(text)

    def sign(self, state: str) -> str:
        glyph, plain, _ = STATES.get(state, STATES["unknown"])
        return plain if self.ascii_only else glyph

    def word(self, state: str) -> str:
        return self.say(STATES.get(state, STATES["unknown"])[2])

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
        return ["", *(self.paint("heading", line) for line in self.wrap(self.say(text)))]


def write(
    report: Report | Record,
    segments: Mapping[str, Segment] = NO_SEGMENTS,
    *,
    verbose: bool = False,
    width: int = 80,
    ascii_only: bool = False,
    paint: Paint = _unpainted,
    zone: tzinfo | None = UTC,
    translator: Translator = ENGLISH,
) -> str:
    """The report for people, with a newline at the end.

    `width` is in columns (34 or more); `ascii_only` avoids signs that an old terminal lacks; `paint` adds colour, and
    every colour stands beside a sign and a word; `zone` is the time zone of the reader; `verbose` adds the evidence,
    ordered by `segments` (check id to segment); `translator` says the words of an English report in another language.
    Control and bidi characters are left out. Of a Record all is told, and only `width`, `zone` (None: the computer's
    own) and `translator` count. Raises nothing.
    """
    if isinstance(report, Record):
        return "\n".join(lines_of(document_of(report, translator, zone), width)) + "\n"
    page = _Page(max(NARROWEST, width), ascii_only, paint, translator)
    report = retold_report(report, translator.say)
    lines = [*_verdict(report, page), *_path(report, page), *_changed(report, page)]
    lines += _provider(report, page, zone)
    lines += _estimate(report, page, zone)
    lines += [*_steps(report, page), *_questions(report, page)]
    if verbose:
        lines += _evidence(report, page, segments)
    lines += ["", *page.wrap(_footer(report, page, zone))]
    return "\n".join(lines) + "\n"


def _verdict(report: Report, page: _Page) -> list[str]:
    verdict = report.verdict
    sign = SIGNS[verdict.side]
    headline = page.wrap(one_line(verdict.headline), f"{page.sign(sign)} ", "  ")
    lines = [page.paint("headline", line) for line in headline]
    lines += page.wrap(one_line(verdict.explanation), "  ", "  ")
    if verdict.accuses:
        with_part, without = SIDES[verdict.side]
        part = page.say(PARTS[verdict.segment]) if verdict.segment else ""
        where = page.say(with_part if part else without).format(part=part, fault=one_line(verdict.fault))
        lines += page.wrap(where, "  ", "  ")
        lines += page.wrap(page.say(SURE[verdict.confidence]), "  ", "  ")
    if verdict.also:
        told = {code: also_told(code, report.seen, page.say) for code in verdict.also}
        what = " ".join(f"{one_line(headline)} ({one_line(code)})" for code, headline in told.items())
        lines += page.wrap(page.say("Also seen: {what}").format(what=what), "  ", "  ")
    return lines


def _path(report: Report, page: _Page) -> list[str]:
    if not report.path:
        return []
    names = {segment: page.say(name) for segment, name in SEGMENT_NAMES.items()}
    name_width = max(len(names[step.segment]) for step in report.path)
    word_width = max(len(page.word(step.state)) for step in report.path)
    lines = page.heading(N_("The path, from here to there"))
    for step in report.path:
        state = f"{page.sign(step.state)} {page.word(step.state):<{word_width}}"
        start = f"  {names[step.segment]:<{name_width}}  {state}"
        detail = one_line(step.detail)
        if step.detail == page.say(NOT_CHECKED):
            detail = page.say(BEFORE_IT)  # its state says already that it was not checked
        if len(start) > page.width:
            wrapped = [start[: name_width + 2], f"    {state}", *page.wrap(detail, "    ", "    ")]
        elif len(start) + 2 > page.width // 2:
            wrapped = [start, *page.wrap(detail, "    ", "    ")]
        else:
            wrapped = page.wrap(detail, start + "  ", " " * (len(start) + 2)) or [start]
        painted = page.paint(step.state, state)
        lines += [line.replace(state, painted, 1).rstrip() for line in wrapped[:2]]
        lines += [line.rstrip() for line in wrapped[2:]]
    return lines


def _changed(report: Report, page: _Page) -> list[str]:
    if not report.changed:
        return []
    lines = page.heading(N_("Changed since the last good look"))
    for change in report.changed:
        lines += page.wrap(one_line(change), "  - ", "    ")
    return lines


def _provider(report: Report, page: _Page, zone: tzinfo | None) -> list[str]:
    """What a person needs of the provider; the rest stands in the JSON report."""
    known = {text: value for key, text in PROVIDER.items() if isinstance(value := report.provider.get(key), str)}
    known = {text: value for text, value in known.items() if value}
    if not known or not (report.verdict.accuses or "isp-announcement" in report.verdict.also):
        return []
    lines = page.heading(N_("Your provider"))
    for text, value in known.items():
        moment = moment_of(value)
        shown = _near(moment, report, zone) if moment else one_line(value)
        lines += page.wrap(page.say(text).format(value=shown), "  ", "    ")
    for sentence in _how_asked(report, page, zone):
        lines += page.wrap(sentence, "  ", "    ")
    return lines


def _how_asked(report: Report, page: _Page, zone: tzinfo | None) -> Iterator[str]:
    """What must be known of the provider's word: by which way it came, that it did not, or that it is not believed."""
    known = report.provider
    way, why, as_of = known.get("through"), known.get("reason") or known.get("failure"), moment_of(known.get("as_of"))
    if known.get("asked") is not True:
        return
    if isinstance(way, str) and way:
        yield page.say("Asked through {way}.").format(way=one_line(retold_text(way, WORDS, page.say)))
    if isinstance(why, str) and why:
        failed = known.get("failure") or known.get("stale") is True
        unread, read = N_("Its status page could not be asked: {why}."), N_("Its status page was read, but {why}.")
        yield page.say(unread if failed else read).format(why=one_line(page.say(why)))
    if known.get("denies") is True and as_of is not None:
        said = page.say("Your provider's page said at {time} that all is well; the measurement here says otherwise.")
        yield said.format(time=_near(as_of, report, zone))


def _near(moment: datetime, report: Report, zone: tzinfo | None) -> str:
    """A time of day, with its date where that is not the report's."""
    local, begun = moment.astimezone(zone), report.created_at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == begun.date() else f"{local:%Y-%m-%d %H:%M}"


def _estimate(report: Report, page: _Page, zone: tzinfo | None) -> list[str]:
    known = report.provider.get("estimate")

    words = (
        in_words(known, page.say, lambda moment: _near(moment, report, zone)) if isinstance(known, Mapping) else None
    )
    if words is None or not report.verdict.accuses:
        return []
    lines = page.heading(N_("How long it may take"))
    return [*lines, *page.wrap(one_line(words.line), "  ", "  "), *page.wrap(one_line(words.basis), "  ", "  ")]


def _steps(report: Report, page: _Page) -> list[str]:
    if not report.verdict.steps:
        return []
    lines = page.heading(N_("What to do"))
    for number, step in enumerate(report.verdict.steps, 1):
        first = f"  {number}. "
        lines += page.wrap(one_line(step.text), first, " " * len(first))
        lines += page.wrap(" ".join(_asks(step, page)), " " * len(first), " " * len(first))
    return lines


def _asks(step: Step, page: _Page) -> Iterator[str]:
    """What a step needs, takes, risks and how likely it helps."""
    asked = (
        (N_("Needs: {what}."), step.needs),
        (N_("Takes: {what}."), step.cost),
        (N_("Risk: {what}."), step.risk),
        (N_("Helps: {what}."), step.helps),
    )
    for text, value in asked:
        what = one_line(value).rstrip(".")
        if what:
            yield page.say(text).format(what=what)


def _questions(report: Report, page: _Page) -> list[str]:
    if not report.verdict.questions:
        return []
    lines = page.heading(N_("What you could tell"))
    for question in report.verdict.questions:
        answers = ", ".join(one_line(answer) for answer in question.answers)
        lines += page.wrap(f"{one_line(question.text)} ({one_line(question.id)}: {answers})", "  - ", "    ")
    return lines


def _evidence(report: Report, page: _Page, segments: Mapping[str, Segment]) -> list[str]:
    lines: list[str] = []
    if report.verdict.evidence:
        lines += page.heading(N_("What the verdict rests on"))
        for line in report.verdict.evidence:
            lines += page.wrap(one_line(line), "  - ", "    ")
    seen = report.seen
    if seen:
        lines += page.heading(N_("All checks"))
    for check in sorted(seen, key=lambda name: segments[name].place if name in segments else len(Segment)):
        lines += page.wrap(_check(check, seen[check], report.blocked_by.get(check), page), "  - ", "    ")
    return lines


def _check(check: str, said: Observation, blocked_by: str | None, page: _Page) -> str:
    """One check as technical people write it: its codes and what it saw stay English in every language."""
    how = said.outcome.value + (f" ({said.failure.value})" if said.failure else "")
    took = f", {said.duration_ms:.0f} ms" if said.duration_ms is not None else ""
    behind = page.say("; beyond the cause ({fault})").format(fault=one_line(blocked_by)) if blocked_by else ""
    return f"{one_line(check)}: {how}{took}{behind}: {one_line(said.summary) or page.say('nothing to tell')}"


def _footer(report: Report, page: _Page, zone: tzinfo | None) -> str:
    whole, tenths = divmod(round(report.duration_ms / 100), 10)
    looked = page.translator.say_many("Looked {n} time", "Looked {n} times", len(report.looks))
    return page.say("{looked}, {seconds}.{tenths} s, {time}. Report {id}.").format(
        looked=looked,
        seconds=whole,
        tenths=tenths,
        time=_when(report.created_at, zone),
        id=one_line(report.id),
    )


def _when(moment: datetime, zone: tzinfo | None) -> str:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    local = aware.astimezone(zone)
    name = local.tzname() or ""
    if len(name) > LONGEST_ZONE:
        name = f"UTC{offset(local)}"
    return f"{local:%Y-%m-%d %H:%M:%S} {name}".rstrip()


FORMAT = ReportFormat(title="Plain text, for people", suffix=".txt", write=write)
