"""What to pick up again once it works: what was out of reach meanwhile, meetings, and the person's own list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netcheck.core.history import Entry
from netcheck.core.language import Say
from netcheck.core.model import Impact, Segment
from netcheck.core.situation import Situation, When
from netcheck.core.words import N_, lasted, one_line

MEETING = "meeting"
"""The kind of a journal's entry in which the person typed a meeting that they may miss."""
PICKED, UNPICKED = "picked", "unpicked"
"""Kinds of entries by which the person ticked a point off, and took that back; their text is the point's name."""
NEVER_WORKED = "answer"
"""The kind of an entry in which the person said what does not work yet."""

LONGEST = 200
"""Letters of a point's name."""

OUT_OF_REACH = N_("{name}: out of reach from {since} to {until}. Look for what came in, and for what was not sent.")
STILL_OUT = N_("{name}: out of reach since {since}.")
VPN_FIRST = N_("Connect the VPN again; then {names}.")
SAID_NOT = N_("You said: {text}")
CALL_BACK = N_("Tell your provider that it works again, so that it closes {reference}.")
TELL_THEM = N_("Tell your colleagues that you are back.")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to pick up."""

    name: str
    """By which it is known again: the same in every language and on every day."""
    text: str
    """In the person's language."""
    done: bool = False


@dataclass(frozen=True, slots=True)
class PickUp:
    """What is open after an outage; each may be empty."""

    first: str
    """How long it was, in one sentence."""
    services: tuple[Point, ...] = ()
    meetings: tuple[Point, ...] = ()
    others: tuple[Point, ...] = ()
    """What follows from the outage itself."""
    check_list: tuple[Point, ...] = ()

    @property
    def points(self) -> tuple[Point, ...]:
        """Everything, in the order in which it is done."""
        return (*self.services, *self.meetings, *self.others, *self.check_list)


def pick_up(situation: Situation, say: Say, when: When) -> PickUp:
    """What to pick up again after this outage; while it lasts, what it will be."""
    names = out_of_reach(situation)
    done = ticked(situation.journal)

    def point(name: str, text: str) -> Point:
        return Point(one_line(name)[:LONGEST], text, one_line(name)[:LONGEST] in done)

    found = [point(name, _service(name, situation, say, when)) for name in names]
    vpn = [service.name for service in situation.services if service.via == "vpn" and service.name in names]
    if vpn:
        found.append(point("VPN", say(VPN_FIRST).format(names=", ".join(vpn))))
    said = [e.text for e in _after(situation) if e.kind == NEVER_WORKED]
    reference = next((call.reference for call in reversed(situation.calls) if call.reference), "")
    others = [point(CALL_BACK, say(CALL_BACK).format(reference=reference))] if reference and situation.ended else []
    if situation.ended:
        others.append(point(TELL_THEM, say(TELL_THEM)))
    meetings = [e.text for e in situation.journal if e.kind == MEETING and e.text]
    return PickUp(
        first=_first(situation, say, when),
        services=(*found, *(point(text, say(SAID_NOT).format(text=one_line(text))) for text in said)),
        meetings=tuple(point(text, one_line(text)) for text in meetings),
        others=tuple(others),
        check_list=tuple(point(text, text) for text in situation.handover.check_list),
    )


def ticked(journal: Iterable[Entry]) -> frozenset[str]:
    """The names of the points that are ticked off; of each the newest word counts."""
    newest = {entry.text: entry.kind for entry in journal if entry.kind in (PICKED, UNPICKED)}
    return frozenset(name for name, kind in newest.items() if kind == PICKED)


def out_of_reach(situation: Situation) -> tuple[str, ...]:
    """The services that the outage took away: all where nothing worked, else those that were seen to fail."""
    verdict = situation.verdict
    everything = verdict.impact is Impact.OUTAGE and verdict.segment is not Segment.SERVICE
    if everything and verdict.fault != "vpn-not-connected":
        return tuple(service.name for service in situation.services)
    return tuple(service.name for service in situation.services if _seen_to_fail(service.name, situation))


def _seen_to_fail(name: str, situation: Situation) -> bool:
    """Whether the check of services named it as one that does not work; the working ones are not named there."""
    lines = (*situation.past.first_evidence, *situation.past.last_evidence, *situation.verdict.evidence)
    failed = [line for line in lines if line.startswith("services:") and "does not work" in line]
    return any(name.casefold() in line.casefold() for line in (*failed, situation.verdict.headline))


def _service(name: str, situation: Situation, say: Say, when: When) -> str:
    if situation.ended is None:
        return say(STILL_OUT).format(name=name, since=when(situation.began))
    return say(OUT_OF_REACH).format(name=name, since=when(situation.began), until=when(situation.ended))


def _after(situation: Situation) -> Iterable[Entry]:
    """What was written after it worked again."""
    ended = situation.ended
    return (entry for entry in situation.journal if ended is not None and entry.at >= ended)


def _first(situation: Situation, say: Say, when: When) -> str:
    length = lasted(situation.seconds, say)
    if situation.ended is None:
        return say("It lasts still, since {since} ({length}).").format(since=when(situation.began), length=length)
    text = say("It works again since {until}; it was away from {since} ({length}).")
    if situation.past.unseen:
        text = say("It worked again some time before {until}; it was away since {since} ({length} at most).")
    return text.format(since=when(situation.began), until=when(situation.ended), length=length)
