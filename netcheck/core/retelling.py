"""Says in another language what was said in English: a verdict, what was seen on the path, a whole report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from netcheck.core.diagnose import filled
from netcheck.core.history import Entry, PastOutage
from netcheck.core.language import Say
from netcheck.core.memory import CHANGES, NOTHING_THERE
from netcheck.core.model import Impact, PathStep, Report, Seen, Segment, Step, Verdict
from netcheck.core.other_way import TEXTS, WORDS
from netcheck.core.rules import RULES, headline_of, said_by
from netcheck.core.watching import Event, Happened, Outage, State
from netcheck.core.words import (
    ALL_WELL,
    CANNOT_TELL,
    COMES_AND_GOES,
    N_,
    NO_SERVICES,
    NOT_CHECKED,
    UNKNOWN,
    WHY_NOT,
    Telling,
)

PHRASES: Mapping[str, tuple[str, ...]] = {
    "clock.skew": (
        N_("{n} days ahead of the true time"),
        N_("{n} hours ahead of the true time"),
        N_("{n} minutes ahead of the true time"),
        N_("{n} seconds ahead of the true time"),
        N_("{n} days behind the true time"),
        N_("{n} hours behind the true time"),
        N_("{n} minutes behind the true time"),
        N_("{n} seconds behind the true time"),
    ),
    "services.why": tuple(WHY_NOT.values()),
    "vpn.tunnel": (N_("the tunnel"),),
    "captive_portal.place": (N_("somebody"),),
    "second_way.words": WORDS,
    "isp_status.through": WORDS,
    "new": (NOTHING_THERE,),
    "old": (NOTHING_THERE,),
}
"""Facts that are words, not names or numbers: what they may say, by the blank in which they stand."""

_TELLINGS: Mapping[str, Telling] = {
    "none": ALL_WELL,
    "unknown": CANNOT_TELL,
    "intermittent": COMES_AND_GOES,
    **{rule.code: Telling(rule.headline, rule.explanation) for rule in RULES},
}
_HEADLINES = {
    code: (*(text for rule in RULES if rule.code == code for _, text in rule.headlines), telling.headline)
    for code, telling in _TELLINGS.items()
}
_EXPLANATIONS = {
    code: (*(text for rule in RULES if rule.code == code for _, text in rule.explanations), telling.explanation)
    for code, telling in _TELLINGS.items()
}
"""All that is said of a fault, what is said instead first: it says more, so its blanks swallow less."""
UPSTREAM = (Segment.LINE, Segment.ISP, Segment.INTERNET)
"""Parts whose measured outage the provider's own word may stand for."""
_EVENTS = frozenset(kind.value for kind in Happened)
_BLANK = re.compile(r"\{([a-z_]+(?:\.[a-z0-9_]+)?)\}")


def retold(verdict: Verdict, say: Say) -> Verdict:
    """The same verdict in another language, evidence apart, which stays as technical people write it.

    The verdict must be in English, as `judge` makes it. Words that this version of the program does not know (an older
    one kept them) stay as they are.
    """
    return replace(
        verdict,
        headline=retold_headline(verdict.fault, verdict.headline, say),
        explanation=retold_text(verdict.explanation, _EXPLANATIONS.get(verdict.fault, ()), say),
        steps=tuple(_step(step, say) for step in verdict.steps),
        questions=tuple(replace(question, text=say(question.text)) for question in verdict.questions),
    )


def retold_headline(fault: str, headline: str, say: Say) -> str:
    """The English headline of a verdict in another language, where the verdict itself is not at hand."""
    return retold_text(headline, _HEADLINES.get(fault, ()), say)


def also_told(code: str, seen: Seen, say: Say = str) -> str:
    """What a fault that was seen besides says in a sentence.

    Beside the provider's word stands an upstream outage as it was measured; whose it is has been said already.
    """
    rule = next((each for each in RULES if each.code == code), None)
    if rule is not None and rule.impact is Impact.OUTAGE and rule.segment in UPSTREAM:
        _, measured = said_by(rule, seen)
        return retold_text(filled(measured, seen), (measured,), say)
    return retold_headline(code, filled(headline_of(code), seen), say)


def retold_report(report: Report, say: Say) -> Report:
    """The same report in another language: the verdict, what is ours on the path, and what has changed."""
    verdict = retold(report.verdict, say)

    def detail(step: PathStep) -> str:
        if step.detail == report.verdict.headline:
            return verdict.headline
        return say(step.detail) if step.detail in (NOT_CHECKED, NO_SERVICES) else step.detail

    changes = tuple(text for _, text in CHANGES)
    return replace(
        report,
        verdict=verdict,
        path=tuple(replace(step, detail=detail(step)) for step in report.path),
        changed=tuple(retold_text(sentence, changes, say) for sentence in report.changed),
    )


def retold_outage(outage: Outage, say: Say) -> Outage:
    """The same outage with its verdict in another language."""
    return replace(outage, verdict=retold(outage.verdict, say))


def retold_past(past: PastOutage, say: Say) -> PastOutage:
    """The same outage of the past with its verdict in another language."""
    return replace(past, outage=retold_outage(past.outage, say))


def retold_entry(entry: Entry, say: Say) -> Entry:
    """What the program itself wrote into the journal, in another language; what the person wrote stays."""
    if entry.kind not in _EVENTS or not entry.text:
        return entry
    headlines = (headline for headlines in _HEADLINES.values() for headline in headlines)
    return replace(entry, text=retold_text(entry.text, (*headlines, entry.text), say))


def retold_event(event: Event, say: Say) -> Event:
    """The same event, with all that it holds, in another language."""
    return replace(
        event,
        verdict=retold(event.verdict, say) if event.verdict else None,
        outage=retold_outage(event.outage, say) if event.outage else None,
        report=retold_report(event.report, say) if event.report else None,
    )


def retold_state(state: State, say: Say) -> State:
    """What the monitor remembers, with its words in another language."""
    return replace(
        state,
        verdict=retold(state.verdict, say) if state.verdict else None,
        outage=retold_outage(state.outage, say) if state.outage else None,
    )


def retold_text(text: str, templates: Iterable[str], say: Say) -> str:
    """A text that was made from one of these templates, made from its translation instead.

    What stands in the blanks is read back out of the text, so nothing else must be at hand: an outage of last year is
    told as well as one of today. A text that fits no template stays as it is.
    """
    for template in templates:
        found = _pattern(template).fullmatch(text)
        if found:
            read = zip(_BLANK.findall(template), found.groups(), strict=True)
            return _refilled(say(template), {name: _value(name, value, say) for name, value in read})
    return text


def _refilled(template: str, values: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), template)


def _value(name: str, value: str, say: Say) -> str:
    return retold_text(value, (*PHRASES.get(name, ()), UNKNOWN), say)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Finds what stands in the blanks of a template."""
    pieces = _BLANK.split(template)
    return re.compile("(.*)".join(re.escape(piece) for piece in pieces[::2]), re.DOTALL)


def _step(step: Step, say: Say) -> Step:
    text = retold_text(step.text, (*TEXTS, step.text), say)
    return replace(
        step, text=text, needs=_maybe(step.needs, say), cost=_maybe(step.cost, say),
        risk=_maybe(step.risk, say), helps=_maybe(step.helps, say),
    )  # fmt: skip


def _maybe(text: str, say: Say) -> str:
    return say(text) if text else ""
