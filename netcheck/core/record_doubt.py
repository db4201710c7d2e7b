"""Says what would change a verdict: what nobody could ask, what only a person can see, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.language import Say
from netcheck.core.model import Confidence, Outcome, Question, Report, Seen, Side, Verdict
from netcheck.core.record import Record
from netcheck.core.words import N_

MOST_UNASKED = 5
"""Checks that are named one by one."""
OTHERWISE = N_("Another answer of what it rests on: {checks}.")
ANSWER = N_('An answer to: "{question}"')
UNASKED = N_("What could not be found out: {check} ({why}).")
SECOND = N_("A second look that finds the same: one alone proves little.")
PAGE = N_("The word of the provider's status page, which could not be read.")
WELL = N_("An address that you need and that is not set here: netcheck knows of no fault that it could look for.")
LATER = N_("A look while it lasts: what is told here was kept, and the checks behind it were not.")


def would_change(record: Record, say: Say = str) -> tuple[str, ...]:
    """What could make this verdict another one, or a surer one; most of it first. Nothing for a log."""
    verdict, report = record.verdict, record.report
    if verdict is None:
        return ()
    seen = report.seen if report else {}
    found = [say(ANSWER).format(question=say(question.text)) for question in _open(verdict, seen)]
    if verdict.side is Side.NONE and not _has_services(seen):
        found.append(say(WELL))
    if verdict.accuses and report and len(report.looks) < 2 and verdict.confidence is not Confidence.CERTAIN:
        found.append(say(SECOND))
    for check in _unasked(verdict, seen)[:MOST_UNASKED]:
        found.append(say(UNASKED).format(check=_called(check, record, say), why=seen[check].summary))
    if verdict.side is Side.UPSTREAM and report and _page_unread(report):
        found.append(say(PAGE))
    answered = [check for check in verdict.rests_on if _answered(check, seen) or not seen]
    if answered:
        names = ", ".join(_called(check, record, say) for check in answered)
        found.append(say(OTHERWISE).format(checks=names))
    if report is None:
        found.append(say(LATER))
    return tuple(found)


def _open(verdict: Verdict, seen: Seen) -> list[Question]:
    person = seen.get("person")
    answered: Mapping[str, object] = person.facts if person else {}
    return [question for question in verdict.questions if question.id not in answered]


def _unasked(verdict: Verdict, seen: Seen) -> list[str]:
    """Checks of the verdict that brought nothing."""
    return [c for c in verdict.rests_on if c in seen and seen[c].outcome is Outcome.UNKNOWN and seen[c].summary]


def _answered(check: str, seen: Seen) -> bool:
    said = seen.get(check)
    return said is not None and said.outcome in (Outcome.OK, Outcome.FAILED)


def _has_services(seen: Seen) -> bool:
    services = seen.get("services")
    asked = services.facts.get("asked") if services else None
    return isinstance(asked, int) and asked > 0


def _page_unread(report: Report) -> bool:
    return bool(report.provider.get("status_url")) and (
        report.provider.get("asked") is not True or bool(report.provider.get("failure"))
    )


def _called(check: str, record: Record, say: Say) -> str:
    return say(record.titles[check]) if check in record.titles else check
