"""Does the hosts file send a needed name to the wrong place?"""

from __future__ import annotations

from urllib.parse import urlsplit

from netcheck.core.addresses import same
from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Shot
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Names of work addresses that are listed with another address than the DNS has, and dead there. Blocklists are no
    fault, so other names do not count."""
    hosts = world.names.hosts_file()
    needed = [(urlsplit(s.url).hostname or "", _port(s.url)) for s in world.settings.services]
    listed = [(name, port, hosts[name.lower()]) for name, port in needed if name.lower() in hosts]
    if not listed:
        return Observation(Outcome.OK, summary="the hosts file names none of the addresses needed", facts={"listed": 0})
    for name, port, addresses in listed:
        true = world.names.lookup(name)
        if not true or any(same(a, t) for a in addresses for t in true):
            continue
        wrong, right = world.wire.ask([Shot(addresses[0], How.TCP, port), Shot(true[0], How.TCP, port)])
        if not _opens(wrong.said) and _opens(right.said):
            facts = {"name": name, "listed": addresses[0], "true": true[0]}
            summary = f"the hosts file sends {name} to {addresses[0]}, which does not answer; the DNS says {true[0]}"
            return Observation(Outcome.FAILED, Failure.WRONG_CONTENT, summary, facts)
    return Observation(Outcome.OK, summary="what the hosts file names answers", facts={"listed": len(listed)})


def _opens(said: str) -> bool:
    return said == "answered"


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (80 if parts.scheme == "http" else 443)


PROBE = Probe("Hosts file", Segment.COMPUTER, ask)
