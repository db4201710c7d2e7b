"""An outage with all that is known around it, for what is said about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netcheck.core.history import Entry, PastOutage, Said
from netcheck.core.model import Confidence, Impact, Segment, Side, Verdict
from netcheck.core.settings import Handover, Service
from netcheck.core.situation import Situation
from netcheck.core.watching import Outage

BEGAN = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
"""A Friday."""
NOW = BEGAN + timedelta(hours=1)
LINE_DOWN = Verdict(
    Side.UPSTREAM, Segment.LINE, "line-down", Impact.OUTAGE, Confidence.LIKELY,
    "Your line to the provider is down; your home network works.", "",
    evidence=("gateway: 192.168.1.1 answered after 1.2 ms (echo)", "router_wan: the router says: not connected"),
)  # fmt: skip
PERSON = Handover(name="Jo Smith", account="4711", reach_at="+44 7700 900123", country="GB", router="Hub 4")
SERVICES = (Service("CRM", "https://crm.example/"), Service("Files", "tcp://files.example:445", "vpn"))


def clock(moment: datetime) -> str:
    """Local time where the person is: UTC."""
    local = moment.astimezone(UTC)
    return f"{local:%H:%M}" if local.date() == BEGAN.date() else f"{local:%Y-%m-%d %H:%M}"


def situation(
    verdict: Verdict = LINE_DOWN,
    up: datetime | None = None,
    journal: tuple[Entry, ...] = (),
    said: tuple[Said, ...] = (),
    person: Handover = PERSON,
    now: datetime = NOW,
    **outage: object,
) -> Situation:
    """One that lasts, or was over at `up`; `outage` are fields of the outage."""
    seconds = ((up or now) - BEGAN).total_seconds()
    told = Outage("0123456789abcdef", BEGAN, verdict, up_since=up, seconds=seconds)
    told = replace(told, **outage)  # type: ignore[arg-type]
    past = PastOutage(told, over=up is not None)
    return Situation(
        past, now, person, "Sky Broadband", "0333 1234567", "Leeds", "GB", person.router, SERVICES, journal, said
    )


def entry(minutes: float, kind: str, text: str = "") -> Entry:
    """A line of its journal, so many minutes after it began."""
    return Entry(BEGAN + timedelta(minutes=minutes), kind, text, "0123456789abcdef")
