"""What a scenario is: a story, how to stage it, and the label that the program's verdict is held against."""

import fnmatch
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import labels
from .home import Home
from .lab import Lab

ROOMS = (
    "healthy", "computer", "settings", "link", "wifi", "router", "router_word", "line", "isp", "status_pages",
    "catalogue", "internet", "services", "second_way", "mixed",
)  # fmt: skip


def nothing(_lab: Lab) -> None:
    """Stage nothing: the home as it is."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One labelled story."""

    name: str
    story: str
    stage: Callable[[Lab], None] = nothing
    segment: str = "none"
    codes: tuple[str, ...] = ("none",)
    """Acceptable fault codes, the preferred one first; "unknown" among them where honest doubt is right."""
    also: tuple[str, ...] = ()
    """Codes that must stand in the verdict's `also` list."""
    home: Home = field(default_factory=Home)
    usual: bool = False
    """Run the program once while healthy first, so that it knows what is usual here."""
    ping: str = "open"
    """Whether the computer's user may ping: open or closed."""
    config: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    settle: float = 0.0
    """Seconds between the fault and the look, where the fault needs them (bounded, seldom)."""
    before: Callable[[Lab], None] = nothing
    """What belongs to the home from the start, staged before the healthy look."""
    sides: tuple[str, ...] = ()
    """Acceptable sides where the story allows several (flapping); empty: the one of the segment."""
    arguments: tuple[str, ...] = ()
    """Further arguments of `netcheck diagnose`."""
    sure: tuple[str, ...] = ()
    """How sure the verdict may be; empty: anyhow."""
    says: tuple[str, ...] = ()
    """What must stand in its words or its evidence."""
    provider: Mapping[str, object] = field(default_factory=dict)
    """What must stand in the report's facts of the provider."""
    asked: tuple[int, int] | None = None
    """How often, at least and at most, the status page may be asked in the measured run; None: anyhow."""
    check: Callable[[Lab, Mapping[str, Any]], list[str]] | None = None
    """Looks at the lab and the report after the measured run, and lists what else is wrong."""

    @property
    def side(self) -> str:
        """The side that this story's fault is on."""
        return labels.SIDE_OF_SEGMENT[self.segment]

    def judge(self, verdict: Mapping[str, object], exit_code: int) -> list[str]:
        """List what is wrong with a verdict; nothing when it is right."""
        fault, side, segment = (str(verdict.get(key, "missing")) for key in ("fault", "side", "segment"))
        wrong = []
        if fault in self.also and side == "none":  # a note may be named as the verdict itself
            return [] if exit_code == 0 else [f"exit code {exit_code} for side none"]
        if fault not in self.codes:
            wrong.append(f"{fault} instead of {' or '.join(self.codes)}")
        elif not labels.fits(fault, side, segment):
            wrong.append(f"{fault} cannot be {side}/{segment}")
        elif fault == self.codes[0] and not self.sides and (side, segment) != (self.side, self.segment):
            wrong.append(f"{side}/{segment} instead of {self.side}/{self.segment}")
        also = verdict.get("also")
        found = also if isinstance(also, list) else []
        wrong += [f"{each} is missing in also" for each in self.also if each not in found]
        if exit_code != labels.EXIT_CODES.get(side, -1):
            wrong.append(f"exit code {exit_code} for side {side}")
        return wrong

    def judge_words(self, report: Mapping[str, Any], asked: int) -> list[str]:
        """List what is wrong with how sure a report is, with what it says, and with how often a page was asked."""
        verdict, provider = report.get("verdict", {}), report.get("provider", {})
        words = "\n".join((verdict.get("headline", ""), verdict.get("explanation", ""), *verdict.get("evidence", ())))
        wrong = [f"{each!r} is not said" for each in self.says if each not in words]
        wrong += [
            f"provider.{key} is {provider.get(key)!r} instead of {value!r}"
            for key, value in self.provider.items()
            if provider.get(key) != value
        ]
        if self.sure and verdict.get("confidence") not in self.sure:
            wrong.append(f"{verdict.get('confidence')} instead of {' or '.join(self.sure)}")
        if self.asked is not None and not self.asked[0] <= asked <= self.asked[1]:
            wrong.append(f"the status page was asked {asked} times")
        return wrong

    def accuses_wrongly(self, verdict: Mapping[str, object]) -> bool:
        """Whether the verdict blames a side that has no fault: the worst thing it can do."""
        return verdict.get("side") in ("local", "upstream") and verdict.get("side") not in (self.sides or (self.side,))


def known(scenario: Scenario, **changes: object) -> tuple[Scenario, Scenario]:
    """Give a scenario twice: as a stranger sees it, and with what was learnt while healthy."""
    twin = replace(scenario, name=f"{scenario.name}-usual", usual=True)
    return scenario, replace(twin, **changes)  # type: ignore[arg-type]


def without_ping(scenario: Scenario) -> Scenario:
    """Give the same scenario for a user who may not ping."""
    return replace(scenario, name=f"{scenario.name}-no-ping", ping="closed")


def all_scenarios() -> dict[str, Scenario]:
    """Collect the scenarios of all rooms, in the order of the path."""
    found: dict[str, Scenario] = {}
    for room in ROOMS:
        for each in importlib.import_module(f".scenarios_{room}", __package__).SCENARIOS:
            if each.name in found:
                raise ValueError(f"two scenarios are called {each.name}")
            unknown = [
                code for code in each.codes if code not in labels.SEGMENTS and code not in ("unknown", "intermittent")
            ]
            if unknown or each.segment not in labels.SIDE_OF_SEGMENT:
                raise ValueError(f"{each.name}: no such code or segment: {unknown} {each.segment}")
            found[each.name] = each
    return found


def chosen(patterns: list[str]) -> list[Scenario]:
    """Find scenarios by names or globs; a pattern without any hit is an error."""
    everything = all_scenarios()
    names: dict[str, None] = {}
    for pattern in patterns:
        hits = fnmatch.filter(everything, pattern)
        if not hits:
            raise KeyError(f"no scenario is called {pattern}")
        names |= dict.fromkeys(hits)
    return [everything[name] for name in names]
