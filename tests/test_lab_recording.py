"""The lab writes down what a real watch saw, in a form that can be played, and takes its faults back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from netcheck.core.recording import read_recording
from netcheck.reports.json import read_looks
from tests.lab import demo, enclosure, recording
from tests.lab.home import Home
from tests.lab.lab import Lab
from tests.lab.recording import Act
from tests.lab.running import ROOT, run_inside

SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]


def test_a_real_watch_is_recorded_and_its_repair_undoes_the_fault(tmp_path: Path) -> None:
    against = enclosure.reason_against()
    if against:
        pytest.skip(against)
    program = tmp_path / "netcheck"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m netcheck "$@"\n')
    program.chmod(0o755)
    found = run_inside("record", "portal-rejects", program, "broken:1", "repaired:restored+1", patience_s=55)
    assert "lab_failed" not in found, found["lab_failed"]
    assert demo.wrongs(found, "portal-rejects") == ""
    assert [act["phase"] for act in found["acts"]] == ["broken", "repaired"]
    assert [each["event"] for each in found["told"]][-1] == "restored"
    story = read_recording("portal", {**found, "title": "A title", "story": "A story."}, read_looks)
    assert {moment.act.phase for moment in story.moments} == {"broken", "repaired"}
    assert story.moments[0].looks[0].seen["captive_portal"].failure == "redirected"
    assert story.moments[-1].glance is not None
    assert story.moments[-1].glance.good()
    assert all(0 <= moment.s <= story.seconds for moment in story.moments)


def test_a_repair_ends_what_a_story_started_and_starts_what_it_replaced(tmp_path: Path) -> None:
    lab = Lab(Home(), tmp_path)
    try:
        own = lab.daemon("portal", SLEEPER)
        lab.undo.clear()
        other, more = lab.daemon("portal", SLEEPER), lab.daemon("igd", SLEEPER)
        lab.kill_daemon("igd")
        lab.page(incidents=["one"])
        own.kill()
        lab.repair()
        assert [each.alive for each in (own, other, more)] == [True, False, False]
        assert lab.daemons == {"portal": own}
        assert (tmp_path / "page.json").read_text() == "{}"
        assert lab.undo == []
    finally:
        lab.stop()


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("healthy:20", Act("healthy", 20.0)),
        ("repaired:restored+8", Act("repaired", 8.0, "restored", 400.0)),
    ],
)
def test_acts_are_read(text: str, act: Act) -> None:
    assert Act.read(text) == act


@pytest.mark.parametrize("text", ["", "asleep:3", "broken", "broken:soon"])
def test_what_is_no_act_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - float() has words of its own
        Act.read(text)


def look(at: str, **rest: Any) -> dict[str, Any]:
    return {"event": "look", "at": f"2026-11-21T14:02:{at}Z", "verdict": None, "outage": None, **rest}


def test_looks_begin_before_they_are_told_and_hold_only_what_a_replay_needs() -> None:
    check: dict[str, Any] = {
        "id": "dns",
        "segment": "isp",
        "outcome": "ok",
        "failure": None,
        "blocked_by": None,
        "summary": "fine",
        "started_at": "2026-11-21T14:02:00.000Z",
        "duration_ms": 2.0,
        "facts": {},
    }
    first = {"at": "2026-11-21T14:02:00.000Z", "confirming": False, "checks": [check]}
    nothing = dict.fromkeys(("gateway_ms", "far_ms", "names_ms", "gateway", "focus"))
    events = [
        look("01.500", report={"schema": "netcheck-report/1", "looks": [first]}),
        {"event": "outage_started", "at": "2026-11-21T14:02:01.500Z"},
        look("11.000", glance={**nothing, "far_ms": 12.3456, "far": True, "names": False}),
        look("11.400", glance={**nothing, "focus": False}),
    ]
    start = recording.instant("2026-11-21T14:02:00.000Z")
    found = recording.moments(events, start, [(0.0, "healthy"), (10.5, "broken")])
    assert [(row["t"], row["phase"], row.get("took")) for row in found] == [
        (0.0, "healthy", None),
        (10.0, "healthy", 1.0),
        (11.0, "broken", 0.4),  # it cannot have begun before the one before was over
    ]
    assert found[1]["glance"] == {"far_ms": 12.35, "far": True, "names": False}
    kept = json.loads(json.dumps(found[0]["report"]))
    assert kept["looks"][0]["checks"] == [{"id": "dns", "outcome": "ok", "summary": "fine", "duration_ms": 2.0}]


def told(*events: str, fault: str = "link-down") -> dict[str, Any]:
    return {
        "expected": {"codes": ["link-down", "unknown"]},
        "told": [{"event": event, "fault": fault} for event in events],
    }


@pytest.mark.parametrize(
    ("found", "name", "wrong"),
    [
        (told("outage_started", "back", "restored"), "wifi-dropped", ""),
        (told("outage_started", "flapping", "restored"), "flapping-line", ""),
        ({"lab_failed": "no power"}, "wifi-dropped", "the lab itself failed: no power"),
        (told("outage_started", "restored", fault="unknown"), "wifi-dropped", "it told ['unknown']"),
        (told(), "wifi-dropped", "it told []"),
        (told("outage_started", "back"), "wifi-dropped", "it ends with"),
        (told("outage_started", "restored"), "flapping-line", "nothing is flapping"),
    ],
)
def test_only_what_told_the_story_is_kept(found: dict[str, Any], name: str, wrong: str) -> None:
    assert demo.wrongs(found, name).startswith(wrong)
    assert bool(demo.wrongs(found, name)) is bool(wrong)
