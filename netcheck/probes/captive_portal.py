"""Does somebody answer in the place of well-known pages?"""

from __future__ import annotations

from urllib.parse import urlsplit

from netcheck.core.addresses import home, near, same
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import How, Shot, WebAnswer, WebRequest
from netcheck.core.pages import AT_ONCE, challenges
from netcheck.core.settings import Challenge
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """HTTP pages with a known body. Only a positive wrong answer counts; silence and empty pages count as nothing."""
    known = challenges(world.settings.landmarks, world.look)
    asked = known[:AT_ONCE]
    answers = world.web.fetch([WebRequest(c.url) for c in asked])
    judged = [_judged(c, a) for c, a in zip(asked, answers, strict=True)]
    if "replaced" in judged and "right" not in judged and judged.count("replaced") < AT_ONCE:
        asked = known  # one page is odd and the other says nothing: ask the rest
        answers = world.web.fetch([WebRequest(c.url) for c in asked], wait_s=0.9)
        judged = [_judged(c, a) for c, a in zip(asked, answers, strict=True)]
    right, replaced = judged.count("right"), [a for j, a in zip(judged, answers, strict=True) if j == "replaced"]
    places = sorted({_place(a) for a in replaced})
    facts: dict[str, Fact] = {
        "right": right,
        "replaced": len(replaced),
        "redirected": sum(300 <= (a.status or 0) < 400 or a.status == 511 for a in replaced),
        "place": ", ".join(places),
        "one_place": len(places) == 1,
        "by_gateway": _by_gateway(world, replaced) if replaced and not right else None,
        "near_provider": _near_provider(world, replaced) if replaced and not right else None,
        "answers": tuple(
            {"url": c.url, "is": j, "status": a.status, "address": a.address, "failure": a.failure}
            for c, a, j in zip(asked, answers, judged, strict=True)
        ),
    }
    if right:
        return Observation(Outcome.OK, summary=f"{right} of {len(asked)} known pages are genuine", facts=facts)
    if len(replaced) >= 2:
        failure = Failure.REDIRECTED if facts["redirected"] else Failure.WRONG_CONTENT
        return Observation(Outcome.FAILED, failure, f"known pages are answered by {facts['place']} instead", facts)
    return Observation(Outcome.UNKNOWN, Failure.TIMEOUT, "known pages did not answer", facts)


def _judged(challenge: Challenge, answer: WebAnswer) -> str:
    if not answer.done or answer.status is None:
        return "silent"
    if answer.status == challenge.status and challenge.body.encode() in answer.body:
        return "right"
    if answer.status == 511:  # RFC 6585: Network Authentication Required
        return "replaced"
    if 300 <= answer.status < 400:
        there = urlsplit(answer.headers.get("location", ""))
        same_host = there.hostname in (None, urlsplit(challenge.url).hostname)
        return "nothing" if same_host else "replaced"
    return "replaced" if answer.body.strip() and answer.status < 500 else "nothing"


def _place(answer: WebAnswer) -> str:
    """Who answered: the host a redirect leads to, else the address that served the page."""
    return urlsplit(answer.headers.get("location", "")).hostname or answer.address or "somebody"


def _near_provider(world: World, replaced: list[WebAnswer]) -> bool:
    """Whether the page was served from the same public net as the first stations beyond the router."""
    stations = [r.sender for r in world.ladder() if r.sender and r.shot.ttl in (2, 3) and not home(r.sender)]
    return any(near(a.address, s) for a in replaced if a.address and not home(a.address) for s in stations)


def _by_gateway(world: World, replaced: list[WebAnswer]) -> bool:
    """Whether the home's router itself gave the page: its address, or a connection that opens at TTL 1."""
    routers = [r.gateway for r in world.gateways() if r.gateway]
    addresses = {a.address for a in replaced if a.address}
    hosts = {_place(a) for a in replaced}
    if any(same(one, router) for one in addresses | hosts for router in routers):
        return True
    shots = [Shot(a, How.TCP, 80, ttl=1, tries=2) for a in sorted(addresses)[:2]]
    near = [r.from_target for r in world.wire.ask(shots, wait_s=0.7)]
    return any(near) or any(home(a) for a in addresses)


PROBE = Probe("Sign-in page", Segment.ROUTER, ask)
