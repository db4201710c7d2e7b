"""From what was seen to what it means: findings, a verdict, and the path as the person sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from netcheck.core.conditions import fact, known, ok
from netcheck.core.model import (
    Confidence,
    Failure,
    Finding,
    Impact,
    Look,
    Observation,
    Outcome,
    PathStep,
    Question,
    Seen,
    Segment,
    Side,
    Truth,
    Verdict,
    left_out,
    merged,
)
from netcheck.core.other_way import with_second_way, with_way_beside
from netcheck.core.rules import BEYOND, DARK, FAR, RULES, WORKS, Rule, checks_named, said_by
from netcheck.core.words import (
    ALL_WELL,
    ASK_IT,
    CANNOT_TELL,
    CHECK_CABLE,
    KEEP_WORKING,
    NO_SERVICES,
    NOT_CHECKED,
    OTHER_DEVICE,
    QUESTIONS,
    RESTART_ROUTER,
    UNKNOWN,
    WAIT,
)

PATH_ORDER = (
    "adapter", "link", "address", "firewall", "route", "vpn", "proxy", "clock", "hosts_file",
    "dns_system",
    "gateway", "router_wan", "captive_portal", "loss", "path", "mtu", "dns", "isp_status", "dns_public",
    "internet_by_ip", "https", "services", "second_way", "usual", "person",
)  # fmt: skip
"""Checks in the order of the path, for showing and for evidence; one not named here comes last."""

_SILENT_WHEN_WELL = frozenset({"proxy", "vpn", "captive_portal", "person", "usual", "mtu", "hosts_file", "clock"})
"""Checks that are no evidence while they find nothing."""

_BY_CODE = {rule.code: rule for rule in RULES}


def in_path_order(checks: Sequence[str] | frozenset[str] | Mapping[str, object]) -> list[str]:
    """Check ids sorted as the path runs."""
    places = {check: place for place, check in enumerate(PATH_ORDER)}
    return sorted(checks, key=lambda check: (places.get(check, len(places)), check))


def diagnose(seen: Seen) -> tuple[Finding, ...]:
    """What each rule says about one look, in the order of the fault table."""
    return tuple(_finding(rule, seen) for rule in RULES)


def _finding(rule: Rule, seen: Seen) -> Finding:
    said = rule.when.judge(seen)
    if said.truth is not Truth.TRUE:
        return Finding(rule.code, rule.segment, rule.impact, said.truth)
    confidence = Confidence.LIKELY
    if rule.certain is not None and rule.certain.judge(seen).truth is Truth.TRUE:
        confidence = Confidence.CERTAIN
    elif rule.likely is not None and rule.likely.judge(seen).truth is not Truth.TRUE:
        confidence = Confidence.POSSIBLE
    segment = next((s for when, s in rule.elsewhere if when.judge(seen).truth is Truth.TRUE), rule.segment)
    return Finding(rule.code, segment, rule.impact, said.truth, confidence, tuple(in_path_order(said.because)))


def settled(seen: Seen) -> bool:
    """Whether no answer that is still pending can change the verdict."""
    for impact in (Impact.OUTAGE, Impact.DEGRADED, Impact.NOTE):
        for rule in RULES:
            if rule.impact is not impact or rule.announced:
                continue
            truth = rule.when.judge(seen).truth
            if truth is Truth.TRUE and impact is Impact.OUTAGE:
                return True
            if truth is Truth.TRUE and impact is Impact.DEGRADED:
                something = (WORKS | FAR).judge(seen).truth
                if something is not Truth.FALSE:
                    return something is Truth.TRUE
            if truth is Truth.PENDING:
                return False
    return all(observation.outcome is not Outcome.PENDING for observation in seen.values())


def conclude(looks: Sequence[Look]) -> Verdict:
    """The verdict of one or more looks: later answers replace earlier ones of the same check.

    An accusation that was not confirmed by a second look is merely possible.
    """
    verdict = judge(merged(looks))
    if not verdict.accuses:
        return verdict
    if not any(look.confirming for look in looks):
        return replace(verdict, confidence=verdict.confidence.at_most(Confidence.POSSIBLE))
    if any(left_out(look, check) for look in looks if look.confirming for check in verdict.rests_on):
        return replace(verdict, confidence=verdict.confidence.at_most(Confidence.POSSIBLE))
    return verdict


def judge(seen: Seen) -> Verdict:
    """The verdict of one set of answers, in English; `retelling.retold` says it in another language."""
    verdict = _verdict(seen)
    if verdict.side is Side.NONE:
        return verdict
    return replace(verdict, questions=_worth_asking(seen, verdict))


def _verdict(seen: Seen) -> Verdict:
    findings = diagnose(seen)
    cause = _first(findings, Impact.OUTAGE)
    also: list[str] = []
    if cause is not None and cause.segment in (Segment.LINE, Segment.ISP, Segment.INTERNET):
        told = _first(findings, Impact.OUTAGE, announced=True)
        if told is not None:
            also.append(cause.code)
            # What was measured bears the word: one that is merely possible is not made certain by an announcement.
            sure = Confidence.LIKELY if cause.confidence is Confidence.POSSIBLE else Confidence.CERTAIN
            cause = replace(told, evidence=(*cause.evidence, *told.evidence), confidence=told.confidence.at_most(sure))
    if cause is not None:
        cause = _capped(cause, findings)
    else:
        cause = _first(findings, Impact.DEGRADED)
        if cause is not None and (WORKS | FAR).judge(seen).truth is not Truth.TRUE:
            cause = None  # a degradation never explains silence
    taken = cause.code if cause else None
    also += [
        f.code
        for f in findings
        if f.truth is Truth.TRUE
        and f.impact in (Impact.DEGRADED, Impact.NOTE)
        and f.code != taken
        and _has_its_place(f, cause)
    ]
    if cause is not None:
        return _accusation(cause, tuple(also), seen)
    return _no_accusation(tuple(also), seen)


def _first(findings: Sequence[Finding], impact: Impact, announced: bool = False) -> Finding | None:
    for finding in findings:
        if finding.impact is impact and finding.truth is Truth.TRUE and _BY_CODE[finding.code].announced is announced:
            return finding
    return None


def _has_its_place(note: Finding, cause: Finding | None) -> bool:
    """Whether a note that belongs beside an outage has that outage."""
    beside = _BY_CODE[note.code].beside
    return not beside or (cause is not None and cause.impact is Impact.OUTAGE and cause.segment in beside)


def _capped(cause: Finding, findings: Sequence[Finding]) -> Finding:
    """An upstream cause is only possible while a nearer one at home could not be judged."""
    if cause.segment.side is not Side.UPSTREAM:
        return cause
    for finding in findings:
        if finding.code == cause.code:
            break
        if finding.impact is Impact.OUTAGE and finding.segment.side is Side.LOCAL and finding.truth is Truth.UNKNOWN:
            return replace(cause, confidence=cause.confidence.at_most(Confidence.POSSIBLE))
    return cause


def _accusation(cause: Finding, also: tuple[str, ...], seen: Seen) -> Verdict:
    rule = _BY_CODE[cause.code]
    headline, explanation = said_by(rule, seen)
    beyond_home = cause.segment in (Segment.LINE, Segment.ISP, Segment.INTERNET)
    # What the provider's page said stands beside what was measured, even that it could not be asked.
    asked = ("isp_status",) if beyond_home and _asked_provider(seen) else ()
    verdict = Verdict(
        side=cause.segment.side,
        segment=cause.segment,
        fault=cause.code,
        impact=cause.impact,
        confidence=cause.confidence,
        headline=filled(headline, seen),
        explanation=filled(explanation, seen),
        steps=_BY_CODE[also[0]].steps if rule.announced and also and _BY_CODE[also[0]].keeps_steps else rule.steps,
        evidence=_lines((*cause.evidence, *asked), seen),
        also=also,
        rests_on=tuple(in_path_order(frozenset(cause.evidence) | frozenset(rule.also_ask))),
    )
    return replace(verdict, steps=with_second_way(verdict.steps, seen, verdict))


def _asked_provider(seen: Seen) -> bool:
    said = seen.get("isp_status")
    return said is not None and said.facts.get("asked") is True


def _no_accusation(also: tuple[str, ...], seen: Seen) -> Verdict:
    if _works(seen):
        return Verdict(
            Side.NONE,
            None,
            "none",
            Impact.NOTE if also else Impact.NONE,
            Confidence.LIKELY if _services_open(seen) else Confidence.CERTAIN,
            ALL_WELL.headline,
            ALL_WELL.explanation,
            evidence=_lines(("gateway", "dns", "internet_by_ip", "https"), seen),
            also=also,
        )
    segment = next((s for s in Segment if s is not Segment.SERVICE and not _proven(s, seen)), Segment.SERVICE)
    failing = [c for c in in_path_order(seen) if seen[c].outcome is Outcome.FAILED]
    noted = [_BY_CODE[code] for code in also]
    hints = [step for r in noted if r.impact is Impact.NOTE and r.segment.side is Side.LOCAL for step in r.steps]
    return Verdict(
        Side.UNKNOWN,
        segment,
        "unknown",
        Impact.OUTAGE if failing else Impact.NONE,
        Confidence.POSSIBLE,
        CANNOT_TELL.headline,
        CANNOT_TELL.explanation,
        with_way_beside((KEEP_WORKING, *hints, CHECK_CABLE, RESTART_ROUTER, OTHER_DEVICE, ASK_IT, WAIT), seen),
        _lines(failing, seen),
        also,
        rests_on=tuple(failing),
    )


def _works(seen: Seen) -> bool:
    """Pages open, and the programs on this computer find names."""
    pages = WORKS.judge(seen).truth is Truth.TRUE
    work = seen.get("services")
    return pages and _NAMES_FOUND.judge(seen).truth is Truth.TRUE and not (work and work.outcome is Outcome.FAILED)


def _services_open(seen: Seen) -> bool:
    """Whether a service of the person's has not answered yet: then nothing is certain of it."""
    work = seen.get("services")
    return work is not None and work.failure is Failure.NOT_FINISHED


_NAMES_FOUND = (
    ok("dns") | (ok("dns_system") & ~known(fact("dns", "only_kept").is_(True))) | fact("proxy", "works").is_(True)
)
"""A name out of a cache proves nothing; a proxy finds names by itself."""

_BLANK = re.compile(r"\{([a-z_]+)\.([a-z0-9_]+)\}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def filled(template: str, seen: Seen) -> str:
    """A template with {check.fact} replaced by what was seen; "unknown" where it was not. All in English."""

    def value(blank: re.Match[str]) -> str:
        observation = seen.get(blank[1])
        found = observation.facts.get(blank[2]) if observation else None
        if isinstance(found, float):
            return f"{found:.0f}"
        return UNKNOWN if found is None else _minute(str(found))

    return _BLANK.sub(value, template)


def _minute(value: str) -> str:
    """A time of day as a person reads it; anything else as it is."""
    if not _INSTANT.fullmatch(value):
        return value
    try:
        return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError):
        return value


def _lines(checks: Sequence[str], seen: Seen) -> tuple[str, ...]:
    return tuple(
        f"{check}: {seen[check].summary}"
        for check in in_path_order(frozenset(checks))
        if check in seen
        and seen[check].summary
        and not (check in _SILENT_WHEN_WELL and seen[check].outcome is not Outcome.FAILED)
    )


def _worth_asking(seen: Seen, verdict: Verdict) -> tuple[Question, ...]:
    """The questions to the person whose answers could change the verdict."""
    person = seen.get("person")
    told = dict(person.facts) if person else {}
    worth = []
    for question in QUESTIONS:
        if question.id in told:
            continue
        for answer in question.answers:
            supposed = {**seen, "person": Observation(Outcome.OK, facts={**told, question.id: answer})}
            other = _verdict(supposed)
            if (other.fault, other.segment, other.confidence) != (verdict.fault, verdict.segment, verdict.confidence):
                worth.append(question)
                break
    return tuple(worth)


# --- the path -------------------------------------------------------------------------------------------------------

_PROOFS = {
    Segment.COMPUTER: ok("adapter"),
    Segment.LINK: ok("link"),
    Segment.ROUTER: ok("gateway"),
    Segment.LINE: BEYOND | FAR | WORKS,
    Segment.ISP: FAR | WORKS,
    Segment.INTERNET: ok("internet_by_ip") | WORKS,
    Segment.SERVICE: ok("services") & fact("services", "asked").at_least(1),
}
_SHOWN = {
    Segment.COMPUTER: ("adapter", "route", "firewall", "vpn", "proxy", "clock", "hosts_file", "mtu"),
    Segment.LINK: ("link", "address"),
    Segment.ROUTER: ("gateway", "captive_portal", "address"),
    Segment.LINE: ("path", "router_wan", "mtu", "loss"),
    Segment.ISP: ("dns", "loss", "internet_by_ip"),
    Segment.INTERNET: ("internet_by_ip", "https"),
    Segment.SERVICE: ("services",),
}


def _proven(segment: Segment, seen: Seen) -> bool:
    """Whether this segment was seen to work, by itself or by something beyond it."""
    beyond = [s for s in Segment if s.place >= segment.place and s is not Segment.SERVICE]
    return (
        any(_PROOFS[s].judge(seen).truth is Truth.TRUE for s in beyond)
        if segment is not Segment.SERVICE
        else (_PROOFS[segment].judge(seen).truth is Truth.TRUE)
    )


def path_of(seen: Seen, verdict: Verdict) -> tuple[PathStep, ...]:
    """The path from the computer to the service, with the break where the verdict puts it."""
    steps = []
    for segment in Segment:
        said = [seen[check] for check in _SHOWN[segment] if check in seen and seen[check].summary]
        detail = said[0].summary if said else ""
        if verdict.accuses and segment is verdict.segment:
            state = "failed"
            detail = next((one.summary for one in said if one.outcome is Outcome.FAILED), verdict.headline)
        elif (
            verdict.accuses
            and verdict.impact is Impact.OUTAGE
            and verdict.segment is not None
            and segment.place > verdict.segment.place
            and DARK.judge(seen).truth is not Truth.FALSE
        ):
            state, detail = "skipped", NOT_CHECKED
        elif _proven(segment, seen):
            state = "ok"
        elif segment is Segment.SERVICE and not _asked_services(seen):
            state, detail = "skipped", NO_SERVICES
        else:
            state = "unknown"
        steps.append(PathStep(segment, state, detail))
    return tuple(steps)


def _asked_services(seen: Seen) -> bool:
    services = seen.get("services")
    return services is not None and bool(services.facts.get("asked"))


def blocked(seen: Seen, verdict: Verdict, segments: Mapping[str, Segment]) -> dict[str, str]:
    """Checks beyond the cause that say nothing of themselves: check id to the fault that explains them."""
    if not verdict.accuses or verdict.impact is not Impact.OUTAGE or verdict.segment is None:
        return {}
    place = verdict.segment.place
    mine = checks_named(_BY_CODE[verdict.fault]) & frozenset(
        check for check, segment in segments.items() if segment.place <= place
    )
    return {
        check: verdict.fault
        for check, observation in seen.items()
        if observation.outcome is not Outcome.OK
        and check not in mine
        and check in segments
        and segments[check].place >= place
    }
