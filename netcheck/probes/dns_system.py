"""Does the system itself find names, as programs ask it to?"""

from __future__ import annotations

from netcheck.core.addresses import turned
from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """One well-known name through hosts file, stub, mDNS and whatever else the system has; it may hang for long."""
    urls = turned(world.settings.landmarks.secure, world.look) or ("https://www.wikipedia.org/",)
    name = urls[0].split("//", 1)[-1].split("/", 1)[0].partition(":")[0]
    answer = world.names.system(name)
    facts = {"name": name, "answer": "ok", "addresses": answer.addresses, "ms": answer.ms}
    if answer.addresses:
        return Observation(Outcome.OK, summary=f"the system finds {name}", facts=facts)
    if answer.failure is Failure.TIMEOUT:
        # A hanging look-up is what a dead first name server looks like, too.
        facts["answer"] = "slow"
        return Observation(Outcome.FAILED, Failure.TIMEOUT, f"the system is still looking for {name}", facts)
    facts["answer"] = "failed"
    return Observation(
        Outcome.FAILED, answer.failure or Failure.SERVER_FAILURE, f"the system does not find {name}", facts
    )


PROBE = Probe("Names, as programs ask", Segment.ISP, ask)
