"""What the program needs to speak for the person: an outage out of the history, the provider, the router, the rules."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

from netcheck.core.history import PastOutage
from netcheck.core.model import NOTHING, Fact
from netcheck.core.providers import ANYWHERE, completed
from netcheck.core.settings import Settings
from netcheck.core.situation import Situation
from netcheck.core.words import one_line
from netcheck.plugins import History
from netcheck.wiring.files import history
from netcheck.world.clock import SystemClock
from netcheck.world.memory import MemoryFile, state_folder
from netcheck.world.provider_catalogue import catalogue

if TYPE_CHECKING:
    from netcheck.core.compensation_rules import Rules

BEFORE = timedelta(days=1)
"""How long before an outage the provider's page may have been read that is an answer in it."""


def chosen_outage(kept: History, outage: str = "") -> PastOutage | None:
    """The outage with this id, or whose id begins so (4 signs at least); the newest one where none is told; or None.

    Waits for the disk.
    """
    known = kept.outages()
    if not outage:
        return known[0] if known else None
    exact = [past for past in known if past.outage.id == outage]
    found = exact or [past for past in known if len(outage) >= 4 and past.outage.id.startswith(outage)]
    return found[0] if len(found) == 1 else None


def situation(
    settings: Settings, outage: str = "", kept: History | None = None, *, learnt: bool = True
) -> Situation | None:
    """All that is known around an outage; None where there is no such outage. Asks nobody; waits for the disk.

    Without `learnt` nothing is told that was learnt of this computer's networks: the outage was another one's.
    """
    known = kept if kept is not None else history()
    past = chosen_outage(known, outage)
    if past is None:
        return None
    facts = _network_facts(past) if learnt else dict(NOTHING)
    entries = catalogue(settings)
    isp, _ = completed(settings.isp, entries, facts)
    entry = entries.named(isp.name) if isp.name else None
    seen = _text(facts, "provider_country").upper()
    country = settings.handover.country or (entry.country if entry else "") or ("" if seen in ANYWHERE else seen)
    router = f"{_text(facts, 'router_maker')} {_text(facts, 'router_model')}".strip()
    return Situation(
        past=past,
        now=SystemClock().now(),
        handover=settings.handover,
        provider=isp.name,
        phone=isp.support_phone,
        area=isp.area,
        country=country,
        router=settings.handover.router or router,
        services=settings.services,
        journal=known.journal(outage=past.outage.id),
        said=tuple(s for s in known.said(past.outage.down_since - BEFORE) if s.outage == past.outage.id),
    )


def compensation_rules() -> Rules:
    """What providers owe, by country; reads a file the first time."""
    from netcheck.world.compensation_rules import shipped_rules

    return shipped_rules()


def zone(name: str) -> tzinfo | None:
    """A zone by its IANA name; None where this system does not know it."""
    from netcheck.world import compensation_rules

    return compensation_rules.zone(name)


def _network_facts(past: PastOutage) -> dict[str, Fact]:
    """What was learnt of the network that the outage was in, else of the one seen last."""
    memory = MemoryFile(state_folder())
    found = memory.recall(past.outage.network) if past.outage.network else memory.newest()
    return dict(found.facts if found else NOTHING)


def _text(facts: dict[str, Fact], name: str) -> str:
    value = facts.get(name)
    return one_line(value)[:100] if isinstance(value, str) else ""
