"""What is said of each work address: whether it answers, how fast, and how far one came that does not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from netcheck.core.model import Fact, Failure, Outcome, Report
from netcheck.core.words import N_, WHY_NOT
from netcheck.gui.icons import Badge
from netcheck.gui.provider_facts import for_people, text_of
from netcheck.gui.words import say

CHECK = "services"
MOST = 50
"""Work addresses that are shown."""
FAILED_AT: Mapping[str, str] = {
    "name": N_("It failed while its name was looked up."),
    "connect": N_("It failed while the connection was opened."),
    "tls": N_("It failed while the connection was secured."),
    "answer": N_("The connection came about; the answer did not."),
}
"""How far one came, by the stage at which it failed."""
STAGES: Mapping[str, str] = {
    "dns_ms": N_("name {ms} ms"),
    "connect_ms": N_("connection {ms} ms"),
    "tls_ms": N_("encryption {ms} ms"),
    "first_byte_ms": N_("first answer {ms} ms"),
}
"""What each stage took, in their order."""


@dataclass(frozen=True, slots=True)
class ServiceTold:
    """One work address, in the person's language."""

    name: str
    badge: Badge
    state: str
    details: str = ""
    url: str = ""
    status_page: str = ""
    """Of its makers, where it does not work and the catalogue knows one."""


def tell_services(report: Report) -> tuple[ServiceTold, ...] | None:
    """Each work address as a whole look saw it; None where they were not asked, or have not answered in time."""
    said = report.seen.get(CHECK)
    found = said.facts.get("services") if said is not None else None
    if said is None or said.outcome is Outcome.PENDING:
        return None
    if not isinstance(found, tuple | list):
        return () if said.facts.get("asked") == 0 else None
    beyond = CHECK in report.blocked_by
    return tuple(_told(each, beyond, said.facts) for each in found[:MOST] if isinstance(each, Mapping))


def _told(known: Mapping[str, Fact], beyond: bool, of_all: Mapping[str, Fact]) -> ServiceTold:
    name, url, address = (text_of(known, part) for part in ("name", "url", "status_page"))
    page = for_people(address)
    failed = text_of(known, "failure")
    if not failed:
        taken = _ms(known.get("ms"))
        state = say("answers after {ms} ms").format(ms=taken) if taken is not None else say("answers")
        return ServiceTold(name, Badge.OK, state, _stages(known), url)
    if beyond:
        state = say("could not be judged: the fault comes before it")
        return ServiceTold(name, Badge.SKIPPED, state, "", url)
    if known.get("slow") is True:
        return ServiceTold(name, Badge.DEGRADED, say("connects, but has not answered yet"), _stages(known), url, page)
    why = say("it does not answer")
    with suppress(ValueError, KeyError):
        why = say(WHY_NOT[Failure(failed)])
    stage, status = FAILED_AT.get(text_of(known, "stage"), ""), known.get("status")
    if isinstance(status, int) and not isinstance(status, bool) and failed == Failure.HTTP_ERROR:
        why, stage = say("{why} (HTTP {status})").format(why=why, status=status), ""
    word = _makers_word(of_all) if address and address == text_of(of_all, "status_page") else ""
    details = " ".join(part for part in (say(stage) if stage else "", _stages(known), word) if part)
    state = say("does not work: {why}").format(why=why)
    badge = Badge.UNKNOWN if text_of(known, "here") else Badge.FAILED_UPSTREAM  # it may be something at home
    return ServiceTold(name, badge, state, details, url, page)


def _makers_word(of_all: Mapping[str, Fact]) -> str:
    """What the makers' page says, where it was read."""
    vendor, title = text_of(of_all, "vendor"), text_of(of_all, "announces")
    if title:
        return say("{maker} announces: {title}.").format(maker=vendor, title=title.rstrip("."))
    if of_all.get("vendor_says") == "all-well":
        return say("{maker} says that all works.").format(maker=vendor)
    return ""


def _stages(known: Mapping[str, Fact]) -> str:
    parts = [say(text).format(ms=taken) for name, text in STAGES.items() if (taken := _ms(known.get(name))) is not None]
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _ms(value: Fact) -> str | None:
    """Milliseconds, to the first decimal where they are few."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e6:
        return None
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")
