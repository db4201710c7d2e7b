"""Do public name servers answer, for comparison with the configured ones?"""

from __future__ import annotations

from netcheck.core.addresses import turned
from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import DnsQuestion
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Two operators over port 53, and one over TLS (853) where those are silent or somebody else answers for them,
    which an answer at TTL 1 shows."""
    families = world.families() or (4,)
    family = 4 if 4 in families else 6
    hosts = [h for h in turned(world.settings.landmarks.hosts, world.look) if (h.v4 if family == 4 else h.v6)]
    if not hosts:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no public name server is set")
    stamp = f"p{int(world.clock.now().timestamp() * 1000) % 0xFFFFFFFF:x}{world.look}"
    address = [h.v4 if family == 4 else h.v6 for h in hosts]
    kind = "A" if family == 4 else "AAAA"
    name = (world.settings.landmarks.secure or ("https://www.wikipedia.org/",))[0].split("//", 1)[-1].split("/", 1)[0]
    questions = [
        DnsQuestion(address[0], name, kind),
        DnsQuestion(address[1 % len(hosts)], f"{stamp}.invalid", kind),
        DnsQuestion(address[0], name, kind, ttl=1),  # the known name: who answers out of a cache shows, too
    ]
    over_tls = DnsQuestion(address[-1], name, kind, over="tls", port=853, server_name=hosts[-1].tls_name or None)
    plain, unreal, twin = world.names.ask(questions, wait_s=0.35)
    taken = twin.rcode is not None
    udp = 0 if taken else sum(a.resolved for a in (plain, unreal))
    tls = 0
    if not udp:  # port 53 is silent or taken: ask in a way that nobody can answer in their place, and once more plainly
        secure, plain, unreal = world.names.ask([over_tls, *questions[:2]], wait_s=0.95)
        udp = 0 if taken else sum(a.resolved for a in (plain, unreal))
        tls = int(secure.resolved)
    facts = {
        "answered": udp + tls,
        "udp": udp,
        "tls": tls,
        "port_53_taken": taken,
        "honest": (unreal.rcode == "NXDOMAIN") if not taken and unreal.rcode else None,
        "addresses": plain.addresses,
        "ms": plain.ms,
    }
    if udp + tls:
        ways = " and ".join(way for way, count in (("port 53", udp), ("TLS", tls)) if count)
        return Observation(Outcome.OK, summary=f"public name servers answer over {ways}", facts=facts)
    what = "somebody on the way answers in their place" if taken else "public name servers are silent"
    return Observation(Outcome.FAILED, plain.failure or Failure.TIMEOUT, what, facts)


PROBE = Probe("Public name servers", Segment.INTERNET, ask)
