"""A recorded outage: what was really seen of one, moment by moment, so that it can be watched again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from netcheck.core.model import NOTHING, Fact, Look, Observation
from netcheck.core.watching import Depth, Glance
from netcheck.core.words import N_

SCHEMA = "netcheck-demo/1"
LONGEST_S = 3600.0
"""Seconds of a recording; a file that claims more is none of ours."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a demo shows, for people."""

    title: str
    text: str


DEMOS: Mapping[str, Story] = {
    "announced-outage": Story(
        N_("The provider has an outage and says so"),
        N_("Nothing beyond the provider answers. Its status page announces the outage. Then the line is back."),
    ),
    "wifi-dropped": Story(
        N_("The Wi-Fi drops"),
        N_("The computer loses its Wi-Fi and has no way out, until it has joined again."),
    ),
    "router-hung": Story(
        N_("The router hangs"),
        N_("The router is still switched on, but answers nothing, until somebody restarts it."),
    ),
    "provider-dns-dead": Story(
        N_("The provider's name server is dead"),
        N_("The line works, but no page opens: the provider's server for names is silent. Then it answers again."),
    ),
    "captive-portal": Story(
        N_("A Wi-Fi wants a login"),
        N_("As in a hotel or on a train: all pages lead to a login page, until somebody has logged in."),
    ),
    "flapping-line": Story(
        N_("The line comes and goes"),
        N_("Every few seconds the line is gone or back. Then it stays up, and five minutes later that is sure."),
    ),
}
"""The recordings that come with the program, in the order in which they are listed; the first one is played by
default. They are made anew by `python3 -m tests.lab.demo`."""


@dataclass(frozen=True, slots=True)
class Act:
    """A part of a recording in which nothing was changed: the home is healthy, broken or repaired all the time."""

    s: float
    """Seconds from the start of the recording to its own."""
    phase: str

    @property
    def broken(self) -> bool:
        """Whether something is wrong in it."""
        return self.phase == "broken"


@dataclass(frozen=True, slots=True)
class Moment:
    """One look of the recorded watch."""

    s: float
    """Seconds from the start of the recording to the start of the look."""
    act: Act
    """The one in which it began."""
    looks: tuple[Look, ...] = ()
    """Of a whole look: what the checks saw, the confirming looks included."""
    glance: Glance | None = None
    """Of a light look."""
    took_s: float = 0.0

    @property
    def depth(self) -> Depth:
        """How thorough this look was."""
        if self.glance is None:
            return Depth.FULL
        return Depth.LIGHT if self.glance.focus is None else Depth.FOCUS


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded outage, from the healthy home to the restored one."""

    name: str
    title: str
    text: str
    at: datetime
    """When it was recorded, UTC."""
    seconds: float
    """Its length."""
    moments: tuple[Moment, ...]
    acts: tuple[Act, ...]
    settings: Mapping[str, object] = field(default_factory=dict)
    """Tables of settings that were in force."""

    def nearest(self, s: float, depth: Depth) -> Moment:
        """What a look of this depth saw at second `s`: the nearest one of the same act; where it has none, of another
        act in which things stood as well or as ill; and only then any other. A light look is never taken for a whole
        one, nor the other way round."""
        act = _act_at(self.acts, s)
        light = depth is not Depth.FULL

        def unlike(moment: Moment) -> tuple[bool, bool, bool, bool, float]:
            return (
                (moment.depth is Depth.FULL) is light,
                moment.act.broken is not act.broken,
                moment.act is not act,
                moment.depth is not depth,
                abs(moment.s - s),
            )

        return min(self.moments, key=unlike)

    def after(self, s: float) -> float | None:
        """When the recorded watch looked next after second `s`; None: never again."""
        return next((moment.s for moment in self.moments if moment.s > s), None)


def _act_at(acts: Sequence[Act], s: float) -> Act:
    return next((act for act in reversed(acts) if act.s <= s), acts[0])


def seen_in(looks: Sequence[Look], number: int, check: str) -> Observation | None:
    """What a check saw in look `number` of a whole look; else in the one before; None where it was never asked."""
    own = [look for look in looks[number : number + 1] if check in look.seen]
    others = [look for look in looks if check in look.seen]
    found = [*own, *reversed(others)]
    return found[0].seen[check] if found else None


# --- reading --------------------------------------------------------------------------------------------------------


def read_recording(
    name: str, written: Mapping[str, object], read_looks: Callable[[Mapping[str, object]], tuple[Look, ...]]
) -> Recording:
    """The recording that a file holds; `read_looks` reads the looks of a report.

    Raises ValueError for what is no recording of this schema.
    """
    if written.get("schema") != SCHEMA:
        raise ValueError(f"{name}: this is no recording of the schema {SCHEMA}")
    try:
        acts = tuple(Act(_seconds(row["t"]), str(row["phase"])) for row in _rows(written["acts"]))
        moments = tuple(_moments(_rows(written["moments"]), acts, read_looks))
        at = datetime.fromisoformat(str(written["at"])).astimezone(UTC)
        settings = written.get("settings")
        found = Recording(
            name=name,
            title=str(written["title"]),
            text=str(written["story"]),
            at=at,
            seconds=_seconds(written["seconds"]),
            moments=moments,
            acts=acts,
            settings=settings if isinstance(settings, dict) else {},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{name}: the recording is damaged: {error}") from error
    if not any(moment.looks for moment in moments) or not any(moment.glance for moment in moments):
        raise ValueError(f"{name}: the recording holds no whole look, or no light one")
    return found


def _rows(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise ValueError("a list is missing")
    return value


def _moments(
    rows: list[dict[str, object]],
    acts: Sequence[Act],
    read_looks: Callable[[Mapping[str, object]], tuple[Look, ...]],
) -> Iterator[Moment]:
    for row in sorted(rows, key=lambda row: _seconds(row["t"])):
        s = _seconds(row["t"])
        act = _act_at(acts, s)
        report, glance = row.get("report"), row.get("glance")
        if isinstance(report, dict):
            yield Moment(s, act, looks=read_looks(report))
        elif isinstance(glance, dict):
            yield Moment(s, act, glance=Glance(**glance), took_s=_seconds(row["took"]))
        else:
            raise ValueError("a moment holds neither a report nor a glance")


def _seconds(value: object) -> float:
    seconds = float(value) if isinstance(value, int | float) else -1.0
    if not 0 <= seconds <= LONGEST_S:
        raise ValueError(f"{value!r} is no time in it")
    return seconds


# --- another time ---------------------------------------------------------------------------------------------------

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_MINUTE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) UTC")
"""The two ways in which checks write a time of day."""


def moved(said: Observation, by: timedelta) -> Observation:
    """The same observation at another time: the times of day that it tells go with it."""
    facts = {name: _moved(value, by) for name, value in said.facts.items()} if said.facts else NOTHING
    return replace(said, summary=_moved_text(said.summary, by), facts=facts)


def _moved(value: Fact, by: timedelta) -> Fact:
    if isinstance(value, str):
        return _moved_text(value, by)
    if isinstance(value, Mapping):
        return {name: _moved(inner, by) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_moved(inner, by) for inner in value)
    return value


def _moved_text(text: str, by: timedelta) -> str:
    if "UTC" not in text and "T" not in text:
        return text
    text = _INSTANT.sub(lambda found: (datetime.fromisoformat(found[0]) + by).isoformat(), text)
    return _MINUTE.sub(lambda found: f"{datetime.fromisoformat(found[1]) + by:%Y-%m-%d %H:%M} UTC", text)
