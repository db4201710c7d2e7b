"""What did the person in front of the computer see?"""

from __future__ import annotations

from netcheck.core.model import Failure, Observation, Outcome, Segment
from netcheck.plugins import Probe, World


def ask(world: World) -> Observation:
    """Answers to questions that only a person can answer; they are evidence like any other."""
    if not world.answers:
        return Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "nothing was asked yet")
    told = "; ".join(f"{question}: {answer}" for question, answer in sorted(world.answers.items()))
    return Observation(Outcome.OK, summary=told, facts=dict(world.answers))


PROBE = Probe("Your own eyes", Segment.COMPUTER, ask)
