"""Measures how often the range of an estimate holds: python3 -m tests.bench.estimate [--histories N] [--seed N]."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from netcheck.core.estimate import LEAST, NEWEST, Source, estimate, past_of
from netcheck.core.history import PastOutage
from netcheck.core.model import Confidence, Impact, Segment, Side, Verdict
from netcheck.core.watching import Outage

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
VERDICT = Verdict(Side.UPSTREAM, Segment.LINE, "line-down", Impact.OUTAGE, Confidence.LIKELY, "The line is dead.", "")
FEWEST, MOST = LEAST, NEWEST
"""Past outages in a history."""
TRIES = 5000
"""Lengths that are drawn for one that is longer than the outage has lasted; after so many, another moment is taken."""
Family = Callable[[random.Random], float]
"""Draws the length of one outage, in seconds."""


def _mixed(chance: random.Random) -> float:
    """Seven in ten are restarts of about three minutes, the others cuts of hours with a heavy tail."""
    return chance.expovariate(1 / 180) if chance.random() < 0.7 else 5400 * chance.paretovariate(1.5)


FAMILIES: Mapping[str, Family] = {
    "log-normal (median 18 min, sigma 1.3)": lambda chance: chance.lognormvariate(7.0, 1.3),
    "Weibull (scale 30 min, shape 0.6)": lambda chance: chance.weibullvariate(1800.0, 0.6),
    "short restarts and long cuts": _mixed,
}
"""Three that the code knows nothing of, from a mild to a heavy tail, one with two humps."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One outage, with the estimate that was given at some moment in it."""

    longer: int
    """Past outages that the estimate rests on."""
    lasted_s: float
    length_s: float
    """How long it took in truth."""
    low_s: float
    """Of the time that remains, as estimated."""
    median_s: float
    high_s: float

    @property
    def held(self) -> bool:
        """Whether the time that remained was in the range."""
        return self.low_s <= self.length_s - self.lasted_s <= self.high_s

    @property
    def held_in_all(self) -> bool:
        """Whether the whole length was in the range for it."""
        return self.lasted_s + self.low_s <= self.length_s <= self.lasted_s + self.high_s


def trials(family: Family, histories: int, seed: int) -> tuple[list[Trial], int]:
    """So many histories whose estimate has a range, and how many had none, as too few outages were longer.

    The moment of the estimate comes from another outage of the same kind: it knows nothing of this one but that it
    still lasts then. (A part of its own length would know how long it takes.)
    """
    chance = random.Random(seed)
    found: list[Trial] = []
    without = 0
    while len(found) < histories:
        past = [_past(number, family(chance)) for number in range(1, chance.randint(FEWEST, MOST) + 1)]
        lasted_s = chance.random() * family(chance) if chance.random() < 0.8 else 0.0
        length_s = next((s for s in (family(chance) for _ in range(TRIES)) if s > lasted_s), None)
        if length_s is None:
            continue
        now = Outage("now", NOW - timedelta(seconds=lasted_s), VERDICT, seconds=lasted_s, first_fault="line-down")
        said = estimate(past_of(now, past, NOW), {}, lasted_s, NOW)
        if said is None or said.low_s is None or said.median_s is None or said.high_s is None:
            without += 1
            continue
        assert said.source is Source.OWN
        found.append(Trial(said.outages, lasted_s, length_s, said.low_s, said.median_s, said.high_s))
    return found, without


def _past(number: int, seconds: float) -> PastOutage:
    began = NOW - timedelta(days=number)
    up = began + timedelta(seconds=min(seconds, 1e9))
    return PastOutage(Outage(f"o-{number}", began, VERDICT, up_since=up, seconds=seconds, first_fault="line-down"))


def share(held: list[bool]) -> float:
    """The part of them that is true."""
    return sum(held) / len(held) if held else float("nan")


def main() -> int:
    """A table: each family, by the number of past outages that the range rests on."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.estimate", description=__doc__)
    parser.add_argument("--histories", type=int, default=2000, help="of each family (default 2000)")
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    print(f"{'lengths of outages':40} {'rests on':>10} {'histories':>10} {'range holds':>12} {'under middle':>13}")
    right = True
    for name, family in FAMILIES.items():
        found, without = trials(family, options.histories, options.seed)
        for label, low, high in (("9", 9, 9), ("10 to 19", 10, 19), ("20 to 60", 20, 60), ("all", 9, 60)):
            some = [trial for trial in found if low <= trial.longer <= high]
            middle = share([trial.length_s - trial.lasted_s <= trial.median_s for trial in some])
            held = share([trial.held for trial in some])
            print(f"{name:40} {label:>10} {len(some):>10} {held:>11.1%} {middle:>12.1%}")
        print(f"{'':40} {without} more had fewer than {LEAST} longer ones, and no range")
        right = right and 0.75 <= share([trial.held for trial in found]) <= 0.85
    print("the range holds in 75 to 85 % of each family" if right else "THE RANGE DOES NOT HOLD AS OFTEN AS IT SAYS")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
