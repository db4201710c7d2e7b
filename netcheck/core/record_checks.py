"""What each check of a record asked, what it saw, how long that took, and why it was not counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from netcheck.core.diagnose import in_path_order
from netcheck.core.document import Part, Path, Points, Table
from netcheck.core.language import Say
from netcheck.core.model import Fact, Observation, Outcome, PathStep
from netcheck.core.record import Record
from netcheck.core.words import N_, NOT_CHECKED, SEGMENT_NAMES

ASKED: Mapping[str, tuple[str, ...]] = {
    "adapter": ("adapters.name",),
    "link": ("used",),
    "address": ("interface",),
    "route": ("defaults.interface",),
    "vpn": ("tunnels",),
    "proxy": ("url",),
    "gateway": ("address", "interface"),
    "captive_portal": ("answers.url",),
    "loss": ("ways",),
    "dns": ("servers",),
    "https": ("pages.host",),
    "services": ("services.url",),
    "second_way": ("ways.interface",),
}
"""Which facts of a check tell whom it asked; a dot goes into each of several."""
OTHERS: Mapping[str, str] = {
    "clock": N_("the time of pages, against this computer's"),
    "firewall": N_("what this computer's own packets met"),
    "hosts_file": N_("the hosts file of this computer"),
    "usual": N_("what was learnt of this network before"),
    "person": N_("the person at the computer"),
    "router_wan": N_("the router, by NAT-PMP and UPnP"),
    "path": N_("stations on the way to several operators"),
    "mtu": N_("small packets, then full ones"),
    "dns_system": N_("this system's own name service"),
    "dns_public": N_("two public name servers, also over TLS"),
    "internet_by_ip": N_("hosts of several operators, by address alone"),
}
"""Whom the others ask, where no fact tells."""
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.OK: N_("ok"),
    Outcome.FAILED: N_("failed"),
    Outcome.UNKNOWN: N_("not known"),
    Outcome.PENDING: N_("not finished"),
}
BEYOND = N_("it lies beyond the fault {fault}, and is no second one")
IN_TIME = N_("the verdict stood before it had ended")
STATES: Mapping[str, str] = {
    "ok": N_("works"),
    "failed": N_("fault here"),
    "unknown": N_("not known"),
    "skipped": N_("not checked"),
}
MOST_ASKED = 6
"""Names of whom a check asked that are listed; the rest stands in the JSON."""


def checks(record: Record, say: Say) -> tuple[Part, ...]:
    """Every check of the newest look, in the order of the path; else what the evidence kept of it says."""
    report = record.report
    if report is None or not report.seen:
        past = record.past
        lines = (past.first_evidence or past.outage.verdict.evidence) if past else ()
        return (Points(tuple(lines)),) if lines else ()
    seen = report.seen
    head = (N_("Check"), N_("Result"), N_("Took"), N_("Asked"), N_("Saw"), N_("Skipped or explained by"))
    rows = tuple(_row(check, seen[check], record, say) for check in in_path_order(seen))
    caption = say("Every check, in the order of the path. Codes and what was seen are in English in every language.")
    return (Table(caption, tuple(say(each) for each in head), rows),)


def path(record: Record, say: Say) -> tuple[Part, ...]:
    """Each part of the path, whether it works, and by what that was seen."""
    steps: Sequence[PathStep] = record.report.path if record.report else ()
    if not steps:
        return ()
    return (Path(tuple((say(SEGMENT_NAMES[step.segment]), step.state, _state(step, say)) for step in steps)),)


def _state(step: PathStep, say: Say) -> str:
    word = say(STATES.get(step.state, STATES["unknown"]))
    detail = say(step.detail) if step.detail == NOT_CHECKED else step.detail
    return detail if step.state == "skipped" and detail else f"{word}: {detail}" if detail else word


def _row(check: str, said: Observation, record: Record, say: Say) -> tuple[str, ...]:
    report = record.report
    title = record.titles.get(check)
    code = f" ({said.failure.value})" if said.failure else ""
    beyond = report.blocked_by.get(check, "") if report else ""
    # The provider's page is no part of the path: what it did not say has reasons of its own.
    why = say(BEYOND).format(fault=beyond) if beyond and check != "isp_status" else ""
    if said.outcome is Outcome.PENDING:
        why = say(IN_TIME)
    return (
        f"{say(title)} ({check})" if title else check,
        f"{say(OUTCOMES[said.outcome])}{code}",
        f"{said.duration_ms:.0f} ms" if said.duration_ms is not None else "",
        asked(check, said, record, say),
        "" if said.outcome is Outcome.PENDING else said.summary,
        why,
    )


def asked(check: str, said: Observation, record: Record, say: Say) -> str:
    """Whom a check asked, as far as it tells."""
    if check == "isp_status":
        url = record.provider_known.get("status_url")
        return url if isinstance(url, str) else ""
    found = list(dict.fromkeys(text for name in ASKED.get(check, ()) for text in _texts(said.facts, name.split("."))))
    if found:
        more = f" (+{len(found) - MOST_ASKED})" if len(found) > MOST_ASKED else ""
        return ", ".join(found[:MOST_ASKED]) + more
    return say(OTHERS.get(check, ""))


def _texts(value: Fact, names: Sequence[str]) -> Iterator[str]:
    """The texts at this place of a check's facts."""
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, names)
    elif names and isinstance(value, Mapping):
        yield from _texts(value.get(names[0]), names[1:])
    elif not names and isinstance(value, str) and value:
        yield value
