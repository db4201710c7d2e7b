"""What each part of the path shows: while its answers come in, and once there is a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netcheck.core.model import Impact, Observation, Outcome, Report, Segment, Side
from netcheck.core.words import N_, NO_SERVICES, SEGMENT_NAMES
from netcheck.gui.icons import Badge
from netcheck.gui.words import say, say_list

WAITING, LOOKING, ANSWERS = N_("waiting"), N_("looking…"), N_("answers")
OFF, CANNOT = N_("not sure yet"), N_("cannot tell")
WORKS, FAULT, TROUBLE = N_("works"), N_("fault here"), N_("trouble here")
NOT_KNOWN, NOT_CHECKED = N_("not known"), N_("not checked")
AGAIN, WAVERS = N_("looking again"), N_("comes and goes")
WORDS = (WAITING, LOOKING, ANSWERS, OFF, CANNOT, WORKS, FAULT, TROUBLE, NOT_KNOWN, NOT_CHECKED, AGAIN, WAVERS)
"""Every word that can stand under a part, so that room for the longest is kept from the start."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the path as it is shown."""

    segment: Segment
    badge: Badge | None
    """None: nothing is known of it yet."""
    word: str
    """In the person's language, as is the detail."""
    detail: str = ""

    @property
    def name(self) -> str:
        """The part as a person calls it."""
        return say(SEGMENT_NAMES[self.segment])

    @property
    def broken(self) -> bool:
        """Whether nothing passes here."""
        return self.badge in (Badge.FAILED_HOME, Badge.FAILED_UPSTREAM)


def waiting() -> tuple[Part, ...]:
    """The path before anything has answered."""
    return tuple(Part(segment, None, say(WAITING)) for segment in Segment)


def lighting(segments: Mapping[str, Segment], seen: Mapping[str, Observation]) -> tuple[Part, ...]:
    """The path while answers come in: a part lights up when one before it has, and says what was seen, not what it
    means: before the verdict nothing is called a fault."""
    parts: list[Part] = []
    lit = True
    for segment in Segment:
        answers = [said for check, said in seen.items() if segments.get(check) is segment]
        ended = [said for said in answers if said.outcome is not Outcome.PENDING]
        wanted = sum(place is segment for place in segments.values())
        parts.append(_lit(segment, ended, len(ended) < wanted) if lit else Part(segment, None, say(WAITING)))
        lit = lit and bool(ended)
    return tuple(parts)


def _lit(segment: Segment, ended: list[Observation], more: bool) -> Part:
    failed = [said for said in ended if said.outcome is Outcome.FAILED]
    worked = [said for said in ended if said.outcome is Outcome.OK]
    if failed:
        return Part(segment, Badge.UNKNOWN, say(OFF), failed[0].summary)
    if worked and all(said.facts.get("asked") == 0 for said in worked):
        return Part(segment, Badge.SKIPPED, say(NOT_CHECKED), say(NO_SERVICES))
    if worked:
        return Part(segment, Badge.OK, say(ANSWERS), worked[0].summary)
    if more:
        return Part(segment, Badge.LOOKING, say(LOOKING))
    return Part(segment, Badge.UNKNOWN, say(CANNOT), ended[0].summary if ended else "")


def judged(report: Report, comes_and_goes: Segment | None = None) -> tuple[Part, ...]:
    """The path of a whole look (told in the person's language), with the break where the verdict puts it."""
    steps = {step.segment: step for step in report.path}
    parts = []
    for segment in Segment:
        step = steps.get(segment)
        if segment is comes_and_goes:
            parts.append(Part(segment, Badge.DEGRADED, say(WAVERS), step.detail if step else ""))
            continue
        if step is None:
            parts.append(Part(segment, Badge.UNKNOWN, say(NOT_KNOWN)))
            continue
        match step.state:
            case "ok":
                part = Part(segment, Badge.OK, say(WORKS), step.detail)
            case "failed" if report.verdict.impact is not Impact.OUTAGE:
                part = Part(segment, Badge.DEGRADED, say(TROUBLE), step.detail)
            case "failed":
                badge = Badge.FAILED_HOME if report.verdict.side is Side.LOCAL else Badge.FAILED_UPSTREAM
                part = Part(segment, badge, say(FAULT), step.detail)
            case "skipped":
                part = Part(segment, Badge.SKIPPED, say(NOT_CHECKED), step.detail)
            case _:
                part = Part(segment, Badge.UNKNOWN, say(NOT_KNOWN), step.detail)
        parts.append(part)
    return tuple(parts)


def again(parts: tuple[Part, ...], first: Segment) -> tuple[Part, ...]:
    """The path when what was known from this part on holds no longer: it is looked at again."""
    return tuple(
        part if part.segment.place < first.place else Part(part.segment, Badge.LOOKING, say(AGAIN)) for part in parts
    )


def first_in_doubt(parts: tuple[Part, ...]) -> Segment:
    """The first part that was not seen to work."""
    return next((part.segment for part in parts if part.badge is not Badge.OK), Segment.SERVICE)


def why_not(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """For parts that were not checked, why: one sentence for all that share a reason."""
    return _told((part.name, part.detail) for part in parts if part.badge is Badge.SKIPPED and part.detail)


def in_words(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The whole path: one sentence for all parts that are alike; first where it breaks."""
    order = sorted(parts, key=lambda part: not (part.broken or part.badge is Badge.DEGRADED))
    skipped = Badge.SKIPPED
    return _told((part.name, part.detail if part.badge is skipped and part.detail else part.word) for part in order)


def _told(said: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    reasons: dict[str, list[str]] = {}
    for name, reason in said:
        reasons.setdefault(reason, []).append(name)
    return tuple(
        say("{parts}: {reason}.").format(parts=say_list(names), reason=reason.rstrip("."))
        for reason, names in reasons.items()
    )
