"""A whole record, with something in each of its fields, for what is made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from netcheck import probes
from netcheck.core.diagnose import blocked, judge, path_of
from netcheck.core.history import Entry, Gap, PastOutage, Point, Said
from netcheck.core.model import Look, Report
from netcheck.core.outage_log import log_of
from netcheck.core.record import Call, Kept, Kind, Person, Record, with_outage
from netcheck.core.watching import Outage
from netcheck.plugins import Probe, discover
from tests.fake_homes import BROKEN
from tests.fake_world import observed

VIENNA = timezone(timedelta(hours=1))
BEGAN = datetime(2026, 11, 21, 23, 16, 44, tzinfo=UTC)
"""In Vienna it is the next day already."""
ENDED = BEGAN + timedelta(minutes=20)
MADE = ENDED + timedelta(minutes=5)
KEY = "0123456789abcdef0123456789abcdef"
PROBES = discover(probes, "PROBE", Probe)
SEGMENTS = {check: probe.segment for check, probe in PROBES.items()}
HOSTILE = (
    "\u202eevil\u202c\x1b[31m\x07 <script>alert(1)</script> [a](http://evil.example) =cmd|' /C calc'!A0 @all `x` | y"
)
"""What a name may hold that wants to harm a terminal, a browser, a desk or a spreadsheet."""


def report(home: str = "isp-outage") -> Report:
    """The look of a broken home."""
    seen = observed(BROKEN[home]())
    verdict = judge(seen)
    return Report(
        id="look-1",
        created_at=BEGAN + timedelta(minutes=3),
        verdict=verdict,
        looks=(Look(BEGAN, seen), Look(BEGAN + timedelta(seconds=2), seen, confirming=True)),
        path=path_of(seen, verdict),
        changed=("Your router has another address than before.",),
        duration_ms=2600.0,
        tool={"name": "netcheck", "version": "1.2.3"},
        host={"system": "Linux", "release": "6.1", "load_percent": 12, "memory_percent": 40, "battery_percent": 80},
        provider={
            "name": "LabTel",
            "title": "Outage in Linz",
            "asked": True,
            "as_of": BEGAN.isoformat(),
            "here": "yes",
        },
        blocked_by=blocked(seen, verdict, SEGMENTS),
    )


def past(minutes: float = 20, began: datetime = BEGAN, **outage: object) -> PastOutage:
    """An outage that was over after so many minutes."""
    verdict = report().verdict
    told = Outage(
        KEY, began, verdict, 0.0, began - timedelta(seconds=10), began + timedelta(minutes=minutes), minutes * 60,
        looks=77, drops=2, first_fault="isp-dns-down",
    )  # fmt: skip
    told = replace(told, **outage)  # type: ignore[arg-type]
    return PastOutage(told, ("gateway: it answered",), ("gateway: it still answered",), over=told.up_since is not None)


def kept() -> Kept:
    """What the history knows around it: a look every ten seconds but for a sleep, notes, and the provider's words."""
    asleep = Gap(BEGAN + timedelta(minutes=8), BEGAN + timedelta(minutes=12), "asleep")
    looks = [BEGAN + timedelta(seconds=10 * n) for n in range(-12, 150)]
    points = tuple(
        Point(at, 0.0, "outage" if BEGAN <= at < ENDED else "ok", 1.0, None if BEGAN <= at < ENDED else 12.5)
        for at in looks
        if not asleep.begins <= at < asleep.ends
    )
    return Kept(
        points,
        (asleep,),
        (
            Entry(BEGAN + timedelta(seconds=5), "outage_started", report().verdict.headline, KEY),
            Entry(BEGAN + timedelta(minutes=2), "done", "Restart the router.", KEY),
            Entry(BEGAN + timedelta(minutes=3), "note", f"The neighbour is hit too. {HOSTILE}", KEY),
            Entry(BEGAN + timedelta(minutes=4), "meeting", "Doctor at 9", KEY),
            Entry(ENDED + timedelta(seconds=4), "restored", "", KEY),
        ),
        (
            Said(BEGAN + timedelta(minutes=1), failure="timeout", outage=KEY),
            Said(BEGAN + timedelta(minutes=5), "major_outage", f"Outage {HOSTILE}", "We work on it.", outage=KEY),
        ),
    )  # fmt: skip


def blank(kind: Kind = Kind.LOOK) -> Record:
    """What every record bears."""
    return Record(
        kind=kind,
        id=KEY,
        made_at=MADE,
        version="1.2.3",
        redaction="full",
        offset_min=60,
        person=Person("Jo Smith", "laptop-7", "+44 7700 900123"),
        provider={"name": "LabTel", "status_url": "https://status.labtel.example/"},
        segments=SEGMENTS,
        titles={check: probe.title for check, probe in PROBES.items()},
        chain_head="9f3a12bc77de0a41" * 4,
        chain_number=12,
    )


def of_outage(home: str = "isp-outage") -> Record:
    """Of an outage, with all that can be known of one."""
    calls = (Call(BEGAN + timedelta(minutes=9), "LT-4711", "Priya", "Monday"),)
    return with_outage(replace(blank(Kind.OUTAGE), report=report(home), calls=calls), past(), kept(), MADE)


def of_look(home: str = "isp-outage") -> Record:
    """Of a single look."""
    return replace(blank(), report=report(home))


def of_log() -> Record:
    """Of three outages, one of which began before the time of the log, and of two gaps that overlap."""
    since = BEGAN - timedelta(days=40)
    outages = (past(), past(60, BEGAN - timedelta(days=30), id="b"), past(120, since - timedelta(hours=1), id="a"))
    gaps = (
        Gap(since - timedelta(hours=5), since + timedelta(hours=1), "closed"),
        Gap(since, since + timedelta(hours=2), "asleep"),
    )
    return replace(blank(Kind.LOG), log=log_of(outages, gaps, since, MADE, VIENNA))
