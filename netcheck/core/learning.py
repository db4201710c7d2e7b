"""What is learnt of a network while it works: whose it is, how fast it usually is, and when others may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from statistics import median

from netcheck.core.courtesy import spread
from netcheck.core.model import NOTHING, Fact, Outcome, Seen
from netcheck.core.origin import Origin, prefix_of, public, within
from netcheck.core.words import one_line

SAMPLES = 20
"""Healthy whole looks from which the usual delays are taken; about a day of watching."""
DELAYS: Mapping[str, tuple[str, str]] = {
    "gateway_ms": ("loss", "gateway_ms"),
    "hop_ms": ("loss", "hop_ms"),
    "far_ms": ("loss", "far_ms"),
}
"""Usual delays to the router, to the first station beyond it and to far hosts: the check and fact each comes from."""
OF_PROVIDER = (
    "provider_name", "provider_name_from", "provider_asn", "provider_as_name", "provider_registrant",
    "provider_country", "announced", "answered_at", "told_by",
)  # fmt: skip
"""What others were asked for; it goes together, or not at all."""
CARRIED = ("router_model", "router_maker", "public_prefix", "last_status", "asked_at", *OF_PROVIDER)
"""What a look that did not see it takes nothing back of: a router that is slow to tell its name still has one."""
ONCE = timedelta(days=1)
"""Hosts are asked at most so often, whatever came of it."""
HOLDS = timedelta(days=30)
"""So long the answer holds while the address stays in the same announced network."""
SHARED_MACS = ("00:00:5e:00:01:", "00:00:5e:00:02:")
"""Hardware addresses that two routers share (VRRP, RFC 9568, 7.3): the same in many companies."""


def usual_delays(seen: Seen, before: Mapping[str, Fact] = NOTHING) -> dict[str, Fact]:
    """The median of each delay over the last healthy looks, this one included, in milliseconds, and the samples."""
    kept = before.get("samples")
    samples: dict[str, Fact] = {}
    delays: dict[str, Fact] = {}
    for name, (check, fact) in DELAYS.items():
        old = kept.get(name, ()) if isinstance(kept, Mapping) else ()
        values = [float(each) for each in old if _is_delay(each)] if isinstance(old, tuple | list) else []
        fresh = seen[check].facts.get(fact) if check in seen and seen[check].outcome is not Outcome.PENDING else None
        values = [*values, *([float(fresh)] if _is_delay(fresh) else [])][-SAMPLES:]  # type: ignore[arg-type]
        if values:
            samples[name] = tuple(values)
            delays[name] = round(median(values), 2)
    return {**delays, "samples": samples} if samples else {}


def _is_delay(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 60_000


def carried(before: Mapping[str, Fact], seen: Seen, fresh: Mapping[str, Fact]) -> dict[str, Fact]:
    """What stays known from before, and what this look adds to it, besides the facts that are kept as they are.

    Another router takes all of it away; an address outside the provider's network takes the provider away: the line
    may have changed hands, and nobody must be accused under an old name.
    """
    mac, old = fresh.get("gateway_mac"), before.get("gateway_mac")
    kept = {name: before[name] for name in CARRIED if name in before and name not in fresh}
    if mac and old and mac != old:
        kept = {}
    external = _fact(seen, "router_wan", "external")
    if isinstance(external, str) and public(external):
        kept["public_prefix"] = prefix_of(external)
        if within(kept["public_prefix"], kept.get("announced")) is False:
            kept = {name: value for name, value in kept.items() if name not in OF_PROVIDER}
    status = seen.get("isp_status")
    fresh_word = status is not None and status.outcome is Outcome.OK and not status.facts.get("stale")
    if status is not None and fresh_word and status.facts.get("overall") == "operational":
        kept["last_status"] = {name: status.facts.get(name) for name in ("overall", "as_of")}
    return kept


def _fact(seen: Seen, check: str, name: str) -> Fact:
    observation = seen.get(check)
    return observation.facts.get(name) if observation is not None else None


# --- asking others --------------------------------------------------------------------------------------------------


def own(network: str) -> bool:
    """Whether this is a network that can be told from all others: by its router's hardware address, not by an address
    that half the homes of the world have."""
    mac = network.removeprefix("mac ").lower()
    return network.startswith("mac ") and not mac.startswith(SHARED_MACS)


def due_in(asked_at: datetime | None, now: datetime, restored: bool, chance: float) -> float | None:
    """Seconds to wait before hosts are asked; None: not today. `chance`, from 0 to 1, spreads it after an outage.

    A time far in the future was written by a clock that was wrong: it does not count.
    """
    if asked_at is not None and abs(now - asked_at) < ONCE:
        return None
    return spread(min(max(chance, 0.0), 1.0)) if restored else 0.0


def still_holds(facts: Mapping[str, Fact], prefix: str, now: datetime) -> bool:
    """Whether what is known of the provider is young enough and about this very network: then nobody is asked."""
    answered = moment(facts.get("answered_at"))
    return answered is not None and abs(now - answered) < HOLDS and within(prefix, facts.get("announced")) is True


def provider_facts(
    prefix: str, origin: Origin, owner: str, registrant: str, known: str, now: datetime, told_by: Fact
) -> dict[str, Fact]:
    """What the answers say of the provider: `owner` is what routing calls it, `registrant` the registry, `known` the
    catalogue; each may be empty."""
    named = ((known, "catalogue"), (registrant, "registry"), (owner, "routing"))
    name, source = next(((name, source) for name, source in named if name), ("", ""))
    return {
        "public_prefix": prefix,
        "announced": origin.announced,
        "provider_asn": origin.asn,
        "provider_country": origin.country,
        "provider_as_name": owner,
        "provider_registrant": registrant,
        "provider_name": name,
        "provider_name_from": source,
        "answered_at": now.isoformat(),
        "told_by": told_by,
    }


def moment(value: Fact) -> datetime | None:
    """A time out of a file; None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def provider_named(isp_name: str, kept: Mapping[str, Fact]) -> tuple[str, str]:
    """The provider's name and who says so: "settings" (the person is always right), "learnt", or both empty."""
    learnt = kept.get("provider_name")
    if isp_name:
        return isp_name, "settings"
    return (one_line(learnt), "learnt") if isinstance(learnt, str) and learnt else ("", "")
