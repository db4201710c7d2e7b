"""What was learnt of each network and who was asked for it, in words for the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from netcheck.core.learning import DELAYS, moment, own
from netcheck.core.model import Fact
from netcheck.core.network import Memory
from netcheck.core.origin import ECHOES
from netcheck.core.settings import Settings
from netcheck.core.words import N_, one_line

WHICH_ADDRESS = N_("under which public address this line is seen; only where your router does not tell")
WHOSE_ADDRESS = N_("to which provider that address belongs; asked through your own name server, without its last part")
TELLERS: Mapping[str, str] = {"router": N_("your router"), "adapter": N_("this computer's own address")}
"""Who told the public address where no host was asked for it."""
WHOSE_NAME = N_("what that provider is called; only where the answer above names none that netcheck knows")


@dataclass(frozen=True, slots=True)
class AskedHost:
    """A host that is asked about this line, in plain words."""

    host: str
    reason: str
    """Marked for translation."""


def asked_hosts(settings: Settings) -> tuple[AskedHost, ...]:
    """Whom learning may ask with these settings; nobody where it is switched off."""
    learn = settings.learn
    if not learn.on or not learn.asn_zone:
        return ()
    allowed = {address for host in settings.landmarks.hosts for address in (host.v4, host.v6)}
    echoes = [echo for echo in ECHOES if any(server in allowed for server in echo.servers.values())]
    hosts = [AskedHost(f"{echo.operator} ({echo.servers[4]})", WHICH_ADDRESS) for echo in echoes]
    hosts.append(AskedHost(learn.asn_zone, WHOSE_ADDRESS))
    return (*hosts, *((AskedHost(learn.rdap, WHOSE_NAME),) if learn.rdap else ()))


# --- what is shown --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of one network, as it is shown to the person."""

    network: str
    """What it is recognised by; `forget` takes it."""
    learnt_at: datetime
    """When it was last seen to work, UTC."""
    asked_at: datetime | None
    """When hosts were last asked about it, UTC; None: never."""
    told_by: tuple[str, ...]
    """Which hosts, or one of TELLERS (marked for translation)."""
    lines: tuple[tuple[str, str], ...]
    """What each thing is called (marked for translation), and what is known."""
    facts: Mapping[str, Fact]


SHOWN: tuple[tuple[str, str], ...] = (
    ("provider_name", N_("Provider")),
    ("provider_as_name", N_("Provider as the routing tables call it")),
    ("provider_registrant", N_("Address registered to")),
    ("provider_asn", N_("Provider's number (ASN)")),
    ("provider_country", N_("Country of registration")),
    ("public_prefix", N_("Public network")),
    ("announced", N_("Part of the network")),
    ("router_model", N_("Router")),
    ("router_maker", N_("Router made by")),
    ("gateway", N_("Router's address")),
    ("gateway_mac", N_("Router's hardware address")),
    ("second_router", N_("Second router")),
    ("hops", N_("First stations")),
    ("resolvers", N_("Name servers")),
    ("provider_resolvers", N_("Provider's name servers")),
    ("interface", N_("Adapter")),
    ("proxy", N_("Proxy")),
    ("tunnel", N_("VPN tunnel")),
    ("gateway_ms", N_("Usual delay to the router")),
    ("hop_ms", N_("Usual delay to the provider")),
    ("far_ms", N_("Usual delay to far hosts")),
    ("last_status", N_("Provider's page last said that all is well")),
)
"""What is shown, by the name under which it is kept."""


def shown(memory: Memory) -> Learnt:
    """A network's memory in lines for people."""
    told_by = memory.facts.get("told_by")
    lines = [(label, _said(name, memory.facts.get(name))) for name, label in SHOWN]
    return Learnt(
        memory.network,
        memory.learnt_at,
        moment(memory.facts.get("asked_at")),
        tuple(TELLERS.get(str(each), one_line(str(each))) for each in told_by)
        if isinstance(told_by, list | tuple)
        else (),
        tuple((label, value) for label, value in lines if value),
        {name: value for name, value in memory.facts.items() if name != "samples"},
    )


def all_shown(memories: Mapping[str, Memory]) -> tuple[Learnt, ...]:
    """Every network, the newest first. One that is known by its hardware address is not shown again by its address."""
    owned = {_router(m) for m in memories.values() if own(m.network)} - {""}
    found = [m for m in memories.values() if own(m.network) or _router(m) not in owned]
    return tuple(shown(m) for m in sorted(found, key=lambda m: m.learnt_at, reverse=True))


def forgotten_with(network: str, memories: Mapping[str, Memory]) -> tuple[str, ...]:
    """Everything that is known of this network: under its hardware address and under its router's address alike."""
    memory = memories.get(network)
    if memory is None:
        return ()
    same = {m.network for m in memories.values() if _router(m) and _router(m) == _router(memory)}
    return tuple(sorted({network, *same}))


def _router(memory: Memory) -> str:
    """The router by both its addresses; empty where the hardware address is not known."""
    mac = memory.facts.get("gateway_mac")
    return f"{mac} {memory.facts.get('gateway')}" if mac else ""


def _said(name: str, value: Fact) -> str:
    if value is None or value == "" or value == ():
        return ""
    if name == "provider_asn":
        return f"AS{one_line(str(value))[:20]}"
    if name in DELAYS:
        return f"{one_line(str(value))[:20]} ms"
    if name == "last_status":
        return one_line(str(value.get("as_of") or "")) if isinstance(value, Mapping) else ""
    if name == "hops":
        stations = value if isinstance(value, list | tuple) else ()
        return ", ".join(one_line(str(s.get("address"))) for s in stations if isinstance(s, Mapping))
    if isinstance(value, list | tuple):
        return ", ".join(one_line(str(each)) for each in value)
    return one_line(str(value))[:200]
