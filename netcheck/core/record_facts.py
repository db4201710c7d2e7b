"""What a record's look says of the computer, its connection, the router, and who else is hit."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.document import Part, Points, facts
from netcheck.core.history import Entry
from netcheck.core.language import Say
from netcheck.core.model import NOTHING, Fact, Impact, Outcome, Seen
from netcheck.core.record import Record
from netcheck.core.words import N_, QUESTIONS, WHY_NOT, lasted

IMPACTS: Mapping[Impact, str] = {
    Impact.OUTAGE: N_("Nothing that needs the internet works."),
    Impact.DEGRADED: N_("It works, but badly."),
    Impact.NOTE: N_("It works; something is worth knowing."),
    Impact.NONE: N_("None: all that was tested works."),
}
SERVICE_IMPACT = N_("Some work addresses do not answer; the rest of the internet does.")
ANSWERS: Mapping[str, str] = {"yes": N_("yes"), "no": N_("no")}
ACCESS: Mapping[str, str] = {"yes": N_("yes, it names this area"), "no": N_("no, only other areas")}


def who(record: Record, say: Say) -> tuple[Part, ...]:
    """Who reports it, and on which machine in which state."""
    person, host = record.person, record.report.host if record.report else NOTHING
    system = " ".join(_text(host, part) for part in ("distribution", "version") if _text(host, part))
    kernel = " ".join(_text(host, part) for part in ("system", "release", "machine") if _text(host, part))
    return facts(
        (say("Name"), person.user),
        (say("Computer"), person.host),
        (say("Reach me at"), person.reach_at),
        (say("System"), f"{system} ({kernel})" if system and kernel else system or kernel),
        (say("netcheck"), record.version),
        (say("Health"), _health(host, say)),
        (say("Clock"), _summary(record, "clock")),
    )


def _health(host: Mapping[str, Fact], say: Say) -> str:
    """What the computer itself was busy with at that look."""
    told: list[str] = []
    load, memory, battery = (_number(host, name) for name in ("load_percent", "memory_percent", "battery_percent"))
    if load is not None:
        told.append(say("processor {n} %").format(n=min(100, round(load))))
    if memory is not None:
        told.append(say("memory {n} %").format(n=round(memory)))
    if battery is not None:
        words = N_("battery {n} %, plugged in") if host.get("plugged_in") is True else N_("battery {n} %")
        told.append(say(words).format(n=round(battery)))
    up = _number(host, "up_s")
    if up is not None:
        told.append(say("running for {length}").format(length=lasted(up, say)))
    return ", ".join(told)


def impact(record: Record, say: Say) -> tuple[Part, ...]:
    """What cannot be done, and who else is hit, as far as that is known."""
    verdict, report = record.verdict, record.report
    if verdict is None:
        return ()
    seen = report.seen if report else {}
    words = say(IMPACTS[verdict.impact])
    if verdict.impact is Impact.OUTAGE and verdict.segment is not None and verdict.segment.value == "service":
        words = say(SERVICE_IMPACT)
    provider = record.provider_known
    here = say(ACCESS.get(_text(provider, "here"), "")) if _text(provider, "title") else ""
    return (
        *facts(
            (say("Impact"), words),
            (say("Work addresses"), _services(seen, say)),
            *_asked_person(record, seen, say),
            (say("Announced by the provider for here"), here),
            (say("A second way out"), _summary(record, "second_way", only=Outcome.OK)),
        ),
    )


def _services(seen: Seen, say: Say) -> str:
    said = seen.get("services")
    rows = said.facts.get("services") if said else None
    told: list[str] = []
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, Mapping):
            continue
        failure = row.get("failure")
        why = next((text for kind, text in WHY_NOT.items() if kind.value == failure), "")
        state = say("answers") if failure is None else say(why) if why else str(failure)
        told.append(f"{row.get('name')}: {state}")
    return "; ".join(told)


def _asked_person(record: Record, seen: Seen, say: Say) -> list[tuple[str, str]]:
    person = seen.get("person")
    if person is None:
        return []
    found = []
    for question in QUESTIONS:
        answer = _text(person.facts, question.id)
        if answer:
            found.append((say(question.text), say(ANSWERS.get(answer, answer))))
    return found


CONNECTION = (
    ("adapter", N_("Adapter")),
    ("link", N_("Link")),
    ("address", N_("Addresses")),
    ("route", N_("Way out")),
    ("gateway", N_("Router answers")),
    ("dns", N_("Name servers")),
    ("vpn", N_("VPN")),
    ("proxy", N_("Proxy")),
    ("firewall", N_("Own firewall")),
)
"""Checks that tell how the computer is connected, and what that is called."""


def connection(record: Record, say: Say) -> tuple[Part, ...]:
    """Link, addresses, router, VPN and proxy, and what of it has changed."""
    changed = record.report.changed if record.report else ()
    known = [(say(name), _summary(record, check)) for check, name in CONNECTION]
    rows = facts(*known, (say("Wi-Fi"), _wifi(record, say)))
    if not rows:
        return ()
    if not changed:
        return rows
    return (*rows, *facts((say("Changed since the last good look"), " ".join(changed))))


def _wifi(record: Record, say: Say) -> str:
    said = record.report.seen.get("link") if record.report else None
    if said is None or said.facts.get("wifi") is not True:
        return ""
    signal, rate, band = (_number(said.facts, name) for name in ("signal_percent", "rate_mbit", "band_ghz"))
    told = [say("signal {n} %").format(n=round(signal))] if signal is not None else []
    told += [say("{n} Mbit/s").format(n=round(rate))] if rate is not None else []
    told += [say("{n} GHz").format(n=f"{band:g}")] if band is not None else []
    return ", ".join(told)


def router(record: Record, say: Say) -> tuple[Part, ...]:
    """What the router says of itself, and when it went away."""
    said = record.report.seen.get("router_wan") if record.report else None
    known = said.facts if said else NOTHING
    model = " ".join(_text(known, part) for part in ("maker", "model") if _text(known, part))
    return facts(
        (say("Model"), model),
        (say("Software"), _text(known, "make")),
        (say("Its own word"), _summary(record, "router_wan")),
        (say("Kind of line"), _text(known, "access")),
        (say("State of the connection"), _text(known, "connection")),
        (say("Newest error"), _text(known, "last_error") if _text(known, "last_error") != "ERROR_NONE" else ""),
        (say("Address outside"), _text(known, "external")),
    )


def evidence(record: Record, say: Say) -> tuple[Part, ...]:
    """What the verdict rests on, line by line."""
    verdict = record.verdict
    return (Points(verdict.evidence),) if verdict and verdict.evidence else ()


def _summary(record: Record, check: str, only: Outcome | None = None) -> str:
    """What a check saw; of an outage that no look is kept of, its line of evidence."""
    if record.report is not None:
        said = record.report.seen.get(check)
        if said is None or said.outcome is Outcome.PENDING or (only is not None and said.outcome is not only):
            return ""
        return said.summary
    past = record.past
    lines = (*past.first_evidence, *past.outage.verdict.evidence) if past and only is None else ()
    return next((line.removeprefix(f"{check}: ") for line in lines if line.startswith(f"{check}: ")), "")


def _text(known: Mapping[str, Fact], name: str) -> str:
    value = known.get(name)
    return value if isinstance(value, str) else ""


def _number(known: Mapping[str, Fact], name: str) -> float | None:
    value = known.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def is_tried(entry: Entry) -> bool:
    """Whether a line of the journal tells what a person did, or what became of it."""
    return entry.kind in TRIED


TRIED = frozenset({"done", "did", "cannot", "note", "answer", "router_gone", "router_back"})
