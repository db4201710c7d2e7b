"""A made-up year of outages, always the same, for pictures of the history."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netcheck.core.history import Entry, Gap, PastOutage, Point
from netcheck.core.learnt import Learnt, shown
from netcheck.core.model import Confidence, Verdict
from netcheck.core.network import Memory
from netcheck.core.rules import RULES
from netcheck.core.watching import Outage

NOW = datetime.now(UTC).replace(microsecond=0)
CODES = ("isp-outage", "line-down", "router-silent", "isp-dns-down", "link-down", "internet-outage")
LENGTHS_S = (40.0, 90.0, 200.0, 600.0, 1800.0, 4000.0, 9000.0)
EVIDENCE = (
    "link: enp3s0 is connected",
    "gateway: 192.168.1.1 answered after 1.2 ms (echo)",
    "internet_by_ip: 0 of 4 operators answer by address (silence)",
)


def verdict(code: str) -> Verdict:
    """What the program says of this fault."""
    rule = next(rule for rule in RULES if rule.code == code)
    return Verdict(
        rule.segment.side, rule.segment, code, rule.impact, Confidence.LIKELY, rule.headline, rule.explanation,
        evidence=EVIDENCE,
    )  # fmt: skip


def outages(count: int = 40) -> tuple[PastOutage, ...]:
    """The newest first; the first one is this morning's and long."""
    chance = random.Random(5)
    rich = Outage("rich", NOW - timedelta(hours=3), verdict("line-down"), up_since=NOW - timedelta(minutes=108))
    found = [replace(rich, seconds=72 * 60.0, looks=640, drops=3)]
    for number in range(count):
        begins = NOW - timedelta(days=1 + chance.random() * 400)
        seconds = chance.choice(LENGTHS_S) * (0.6 + 0.8 * chance.random())
        ends = begins + timedelta(seconds=seconds)
        about = verdict(chance.choice(CODES))
        found.append(Outage(f"o-{number}", begins, about, up_since=ends, seconds=seconds, looks=int(seconds / 4)))
    return tuple(
        PastOutage(outage, EVIDENCE, EVIDENCE[1:])
        for outage in sorted(found, key=lambda each: each.down_since, reverse=True)
    )


def journal() -> tuple[Entry, ...]:
    """What was written down about this morning's outage."""
    begins = outages()[0].outage.down_since
    lines = (
        (0, "outage_started", verdict("line-down").headline),
        (4, "note", "The neighbours are offline, too."),
        (6.5, "router_gone", ""),
        (9, "router_back", ""),
        (30, "answer", "internet_light: no"),
        (72, "restored", ""),
    )
    return tuple(Entry(begins + timedelta(minutes=at), kind, text, "rich") for at, kind, text in lines)


def points() -> tuple[Point, ...]:
    """The looks of this morning: an outage with two short returns, and a gap in it."""
    chance, begins = random.Random(2), outages()[0].outage.down_since
    found = []
    for step in range(-60, 492):
        minute = step / 6
        if 40 <= minute < 52:
            continue
        down = 0 <= minute < 72 and not (24 <= minute < 24.6 or 25.3 <= minute < 26)
        far = None if down else max(0.3, chance.gauss(14, 1.5))
        near = abs(chance.gauss(2.2, 0.4))
        found.append(Point(begins + timedelta(minutes=minute), 0, "outage" if down else "ok", near, far, far))
    return tuple(found)


def gaps() -> tuple[Gap, ...]:
    """The time in which the computer slept."""
    begins = outages()[0].outage.down_since
    return (Gap(begins + timedelta(minutes=40), begins + timedelta(minutes=52), "asleep"),)


def networks() -> tuple[Learnt, ...]:
    """What is known of the network at home, and of the one at grandmother's."""
    home = {
        "provider_name": "Example Telecom", "provider_asn": 64500, "provider_as_name": "EXAMPLE-AS",
        "provider_country": "AT", "public_prefix": "192.0.2.0/24", "router_model": "Speedbox 3",
        "router_maker": "Example Corp.", "gateway": "192.168.1.1", "gateway_mac": "02:00:5e:10:00:01",
        "hops": ({"address": "198.51.100.1"}, {"address": "198.51.100.9"}), "resolvers": ("192.168.1.1",),
        "gateway_ms": 1.1, "hop_ms": 8.4, "far_ms": 14.2, "told_by": ("asn.cymru.com",),
        "asked_at": (NOW - timedelta(hours=5)).isoformat(),
    }  # fmt: skip
    away = {"router_model": "Hubbox", "gateway": "10.0.0.138", "gateway_ms": 2.3}
    return (
        shown(Memory("mac 02:00:5e:10:00:01", NOW - timedelta(minutes=4), home)),
        shown(Memory("mac 02:00:5e:20:00:02", NOW - timedelta(days=20), away)),
    )
