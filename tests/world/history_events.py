"""Events for the tests of the history, as the monitor makes them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netcheck.core.model import (
    Confidence,
    Fact,
    Impact,
    Look,
    Observation,
    Outcome,
    Question,
    Report,
    Segment,
    Side,
    Step,
    Verdict,
)
from netcheck.core.watching import Event, Glance, Happened, Outage
from netcheck.world.history_schema import KNOWS_CHAIN

NOW = datetime(2026, 11, 21, 14, 2, 11, 123456, tzinfo=UTC)
WORKS = Verdict(Side.NONE, None, "none", Impact.NONE, Confidence.CERTAIN, "It works.", "All answered.")
SLOW = Verdict(Side.LOCAL, Segment.LINK, "wifi-weak", Impact.DEGRADED, Confidence.LIKELY, "It is slow.", "It loses.")
CANNOT_TELL = Verdict(
    Side.UNKNOWN, None, "unknown", Impact.NONE, Confidence.POSSIBLE, "Who knows?", "Nothing is known."
)
DEAD_LINE = Verdict(
    Side.UPSTREAM,
    Segment.LINE,
    "line-down",
    Impact.OUTAGE,
    Confidence.LIKELY,
    "The line is dead.",
    "Your router answers, and nothing beyond it.",
    (Step("Wait.", "patience", "a while", "none", "often", ("path", "gateway")), Step("Call.")),
    ("gateway: it answered after 1.2 ms", "path: nothing beyond 192.0.2.1"),
    ("clock-behind",),
    (Question("internet_light", "Is the light on?", ("yes", "no")),),
    ("gateway", "path"),
)


def at(seconds: float) -> datetime:
    """So many seconds after the beginning of the story."""
    return NOW + timedelta(seconds=seconds)


def report(verdict: Verdict, moment: datetime = NOW, **facts: Mapping[str, Fact]) -> Report:
    """A whole look that said this; each check by its facts, with a summary that names it."""
    seen = {check: Observation(Outcome.OK, None, f"{check} was asked", given) for check, given in facts.items()}
    return Report("r", moment, verdict, (Look(moment, seen),), ())


def whole(seconds: float, verdict: Verdict = WORKS, outage: Outage | None = None, **facts: Mapping[str, Fact]) -> Event:
    """A whole look."""
    moment = at(seconds)
    return Event(moment, Happened.LOOK, verdict, outage, report(verdict, moment, **facts))


def light(seconds: float, glance: Glance, verdict: Verdict = WORKS, outage: Outage | None = None) -> Event:
    """A light look."""
    return Event(at(seconds), Happened.LOOK, verdict, outage, glance=glance)


def told(seconds: float, kind: Happened, outage: Outage | None = None, gap_s: float = 0.0) -> Event:
    """Any other event."""
    return Event(at(seconds), kind, outage.verdict if outage else WORKS, outage, gap_s=gap_s)


GOOD = Glance(1.5, 20.0, 15.0, True, True, True)
BAD = Glance(1.5, None, None, True, False, False)


def make_version_1(path: Path) -> None:
    """A file as the program wrote it before it kept what the provider said: an outage that is over, one that is not."""
    _play("history_version_1.sql", path)


def make_version_2(path: Path) -> None:
    """A file as the program wrote it before there was a chain: the same, with what the provider said, and gaps."""
    _play("history_version_2.sql", path)


def _play(recorded: str, path: Path) -> None:
    story = Path(__file__).with_name("data") / recorded
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(story.read_text(encoding="utf-8"))


def by_hand(path: Path) -> sqlite3.Connection:
    """The file as somebody opens it who changes it behind netcheck's back, and knows how."""
    db = sqlite3.connect(path)
    db.create_function(KNOWS_CHAIN, 0, lambda: 1)
    return db
