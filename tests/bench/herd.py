"""How hard a provider's status page is hit when its customers lose and regain service: python3 -m tests.bench.herd.

Every customer asks through the shipped scheduler (netcheck.core.courtesy), beside a naive one that asks every ten
seconds. The first half hour, with the peak, is played by all of them; the rest of the outage by one in twenty, each
counted for twenty.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from netcheck.core.courtesy import QUIET_S, Asking, Who, asked, began, due, restored

CLIENTS = 1_000_000
ATTENDED = 0.02
"""The share of people who sit before the window."""
HOURS = 8.0
LOOK_S, VERDICT_S = 10.0, 3.0
"""Between two looks while all is well, and from the first bad one to the verdict: so the loss is noticed."""
NAIVE_S = 10.0
ANNOUNCED_S = 25 * 60.0
"""When the provider announces the outage: from then on the page says something new, which is asked for twice."""
WHOLE_S = 1800.0
"""So long everybody is played."""
ONE_IN = 20
AFTER_S = 1800.0
"""So long it is counted after the return."""
BEGAN_S = 1_800_000_000.0


@dataclass(frozen=True)
class Load:
    """Questions that a page gets."""

    seconds: array[float]
    """In each second from the loss on."""

    def peak(self, over_s: int = 1) -> float:
        """The most in one second, averaged over so many of them."""
        sums = (sum(self.seconds[at : at + over_s]) for at in range(0, len(self.seconds), over_s))
        return max(sums, default=0.0) / over_s

    def between(self, begin_s: float, end_s: float) -> float:
        """Questions in this time."""
        return sum(self.seconds[int(begin_s) : int(end_s)])


def courteous(clients: int, hours: float, attended: float, seed: int, one_in: int = ONE_IN) -> Load:
    """What netcheck sends; `one_in` customers are played after the first half hour."""
    chance, end = random.Random(seed).random, hours * 3600
    seconds = array("d", bytes(8 * int(end + AFTER_S)))
    first = min(WHOLE_S, end)
    for number in range(clients):
        goes_on = number % one_in == 0
        who = Who.PRESENT if chance() < attended else Who.NOBODY
        seen = LOOK_S * chance() + VERDICT_S
        page = began(Asking(), BEGAN_S + seen, chance(), BEGAN_S + seen)
        at, announced = due(page, who, BEGAN_S + seen) - BEGAN_S, False
        until = end if goes_on else first
        while at < until:
            seconds[int(at)] += 1 if at < first else one_in
            # What was heard once only: the first answer of all, and the first one after the announcement.
            unsure = page.asked_s is None or (at > ANNOUNCED_S and not announced)
            announced = announced or at > ANNOUNCED_S
            page = asked(page, BEGAN_S + at, chance(), 0.0, unsure)
            at = due(page, who, BEGAN_S + at) - BEGAN_S
        if goes_on:
            _count_after(seconds, restored(page, BEGAN_S + end), who, end)
    return Load(seconds)


def _count_after(seconds: array[float], page: Asking, who: Who, end: float) -> None:
    """Service is back for everybody in the same second."""
    at = due(page, who, BEGAN_S + end) - BEGAN_S
    if at < len(seconds):
        seconds[int(at)] += ONE_IN
    if due(page, Who.PERSON, BEGAN_S + end) < BEGAN_S + end + QUIET_S:
        raise AssertionError("a person may ask too soon after the return")


def naive(clients: int, hours: float, seed: int) -> Load:
    """What a client sends that asks every ten seconds as long as the outage lasts."""
    chance, end = random.Random(seed).random, int(hours * 3600)
    phases = array("d", bytes(8 * int(LOOK_S + VERDICT_S + 1)))
    for _ in range(clients):
        phases[int(LOOK_S * chance() + VERDICT_S)] += 1
    seconds = array("d", bytes(8 * int(end + AFTER_S)))
    for phase, count in enumerate(phases):
        for at in range(phase, end, int(NAIVE_S)):
            seconds[at] += count
    return Load(seconds)


def table(ours: Load, theirs: Load, hours: float) -> str:
    """Both loads over time, and how they compare."""
    steps = [(0, 300), (300, 600), (600, 1800), (1800, 3600)]
    steps += [(hour * 3600, (hour + 1) * 3600) for hour in range(1, int(hours))]
    lines = [
        "                         netcheck             every 10 s",
        "time into the outage  a second  highest   a second  highest",
    ]
    for begin, end in [*steps, (int(hours * 3600), int(hours * 3600 + AFTER_S))]:
        name = f"{begin // 60:4} to {end // 60:4} min" if begin < hours * 3600 else "half hour after it"
        figures = [f(load, begin, end) for load in (ours, theirs) for f in (_mean, _peak)]
        lines.append(f"{name:20}" + "".join(f"{figure:10,.0f}" for figure in figures))
    total = [sum(load.seconds) for load in (ours, theirs)]
    lines.append(f"highest: {ours.peak():,.0f} a second, 1/{theirs.peak() / ours.peak():.1f} of {theirs.peak():,.0f}")
    lines.append(f"in all: {total[0] / 1e6:,.1f} million questions instead of {total[1] / 1e6:,.0f} million")
    return "\n".join(lines)


def _mean(load: Load, begin: int, end: int) -> float:
    return load.between(begin, end) / (end - begin)


def _peak(load: Load, begin: int, end: int) -> float:
    return max(load.seconds[begin:end])


def main(arguments: Sequence[str] | None = None) -> int:
    """Play one outage and tell; 0 where the peak is at most a twentieth, the load falls and the return is quiet."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench.herd", description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--hours", type=float, default=HOURS)
    parser.add_argument("--attended", type=float, default=ATTENDED, help="share of people before the window")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    began_s = time.monotonic()
    ours = courteous(options.clients, options.hours, options.attended, options.seed)
    theirs = naive(options.clients, options.hours, options.seed)
    print(f"{options.clients:,} customers, {options.attended:.0%} of them before the window, {options.hours:g} hours")
    print(table(ours, theirs, options.hours))
    print(f"played in {time.monotonic() - began_s:.0f} s")
    return 0 if well(ours, theirs, options.hours) else 1


def well(ours: Load, theirs: Load, hours: float, over_s: int = 1) -> bool:
    """Whether the page's people would thank us; peaks are averaged over `over_s` seconds, for small herds."""
    by_hour = [ours.between(hour * 3600, (hour + 1) * 3600) for hour in range(int(hours))]
    falls = all(later < earlier for earlier, later in pairwise(by_hour))
    quiet = ours.between(hours * 3600, hours * 3600 + AFTER_S) == 0
    return ours.peak(over_s) * 20 <= theirs.peak(over_s) and falls and quiet


if __name__ == "__main__":
    sys.exit(main())
