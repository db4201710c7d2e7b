"""Does the proxy that programs are told to use work?"""

from __future__ import annotations

from netcheck.core.addresses import turned
from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.core.network import WebRequest
from netcheck.plugins import Probe, World

PASSWORD_WANTED = 407
"""RFC 9110, 15.5.8."""


def ask(world: World) -> Observation:
    """The same secure page through the proxy; the direct way is the check `https`."""
    choices = [c for c in world.machine.proxies() if "*" not in c.exceptions]
    if not choices:
        none = {"configured": False, "url": "", "works": False}
        return Observation(Outcome.OK, summary="no proxy is set", facts=none)
    choice = next((c for c in choices if c.url.startswith("http://") and not c.is_pac), choices[0])
    facts = {"configured": True, "url": choice.url, "source": choice.source, "pac": choice.is_pac}
    if choice.is_pac:
        return _script(world, facts)
    if not choice.url.startswith("http://"):
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, f"{choice.url} is a kind not tested here", facts)
    urls = turned(world.settings.landmarks.secure, world.look)[:1]
    answers = world.web.fetch([WebRequest(url, proxy=choice.url) for url in urls])
    works = any(a.done for a in answers)
    if works:
        return Observation(Outcome.OK, summary=f"pages open through {choice.url}", facts=facts | {"works": True})
    if any(a.status == PASSWORD_WANTED for a in answers):
        summary = f"{choice.url} wants a password, which is not kept here"
        return Observation(Outcome.UNKNOWN, Failure.NOT_PERMITTED, summary, facts)
    failure = next((a.failure for a in answers if a.failure), Failure.TIMEOUT)
    return Observation(
        Outcome.FAILED, failure, f"nothing opens through {choice.url} ({failure})", facts | {"works": False}
    )


def _script(world: World, facts: dict[str, object]) -> Observation:
    """A proxy script (PAC) cannot be run here; that it cannot be fetched is telling enough."""
    answers = world.web.fetch([WebRequest(str(facts["url"]))]) if str(facts["url"]).startswith("http") else ()
    if not answers or any(a.done and (a.status or 0) < 400 for a in answers):
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "a proxy script is set; it is not run here", facts)
    return Observation(
        Outcome.FAILED, Failure.PROXY_FAILED, f"the proxy script {facts['url']} does not load", facts | {"works": False}
    )


PROBE = Probe("Proxy", Segment.COMPUTER, ask)
