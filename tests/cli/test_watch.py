"""One line for each thing that happens, whoever watches; and an end at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from netcheck import wiring
from netcheck.cli.arguments import parse
from netcheck.cli.watch import _all_well, as_line, end_on_signals, ends, watch
from netcheck.core.model import Confidence, Impact, Report, Segment, Side, Verdict
from netcheck.core.settings import Settings
from netcheck.core.watching import Event, Glance, Happened, Outage, Phase, State
from netcheck.engine.watcher import Follower

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
WELL = Verdict(Side.NONE, None, "none", Impact.NONE, Confidence.CERTAIN, "Your internet connection works.", "")
DOWN = Verdict(
    Side.UPSTREAM, Segment.LINE, "line-down", Impact.OUTAGE, Confidence.CERTAIN, "The line is dead.\n", "It is silent."
)
OUTAGE = Outage("o-1", AT, DOWN, seconds=200.4, looks=12)
BACK = replace(OUTAGE, up_since=AT)
REPORT = Report("r-1", AT, WELL, (), ())
STORY = (
    (Event(AT, Happened.LOOK, DOWN, None, replace(REPORT, verdict=DOWN)), State(Phase.OUTAGE, outage=OUTAGE)),
    (Event(AT, Happened.OUTAGE_STARTED, DOWN, OUTAGE), State(Phase.OUTAGE, outage=OUTAGE)),
    (Event(AT, Happened.LOOK, DOWN, OUTAGE, glance=Glance(far=False)), State(Phase.OUTAGE, outage=OUTAGE)),
    (Event(AT, Happened.RESTORED, WELL, BACK), State(Phase.RESTORED, outage=BACK)),
)


class Played:
    """A session that tells a story at once."""

    ended = 0
    attended = False

    def __init__(self, settings: Settings, *, history: object) -> None:
        self.settings = settings

    def attend(self, present: bool) -> None:
        """Remember whether somebody reads along."""
        Played.attended = present

    def start(self, follower: Follower) -> None:
        """Tell it."""
        for event, state in STORY:
            follower.happened(event, state)

    def stop(self, wait_s: float) -> bool:
        """Count that it was ended."""
        Played.ended += 1
        return True


@dataclass
class Turn:
    """The right to look; `held` tells what became of it."""

    free: bool
    another: bool = False
    held: list[bool] = field(default_factory=list)

    def hold(self) -> bool:
        """Take it, where it is free."""
        self.held.append(self.free)
        return self.free

    def release(self) -> None:
        """Give it back."""
        self.held.append(False)

    def held_by_another(self) -> bool:
        """Whether another terminal has it."""
        return self.another


class History(NamedTuple):
    """A history that is kept."""

    problem: str = ""


class NoHistory:
    """A history with a problem to tell."""

    problem = "The history cannot be kept."


@pytest.fixture(autouse=True)
def _played(monkeypatch: pytest.MonkeyPatch) -> None:
    Played.ended = 0
    monkeypatch.setattr(wiring, "Session", Played)
    monkeypatch.setattr(wiring, "history", NoHistory)
    monkeypatch.setattr(wiring, "window_watches", lambda: False)
    monkeypatch.setattr(wiring, "turn_to_watch", lambda: Turn(free=True))
    monkeypatch.setattr("netcheck.cli.watch.end_on_signals", lambda: None)


def test_people_get_a_line_for_what_happens_and_none_for_a_mere_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(parse(["watch", "--until-restored"]), Settings()) == 0
    printed = capsys.readouterr()
    lines = [line[21:] for line in printed.out.splitlines()]
    assert lines == [
        "Watching. The line is dead.",
        "Outage: The line is dead. (line-down).",
        "It is back, after 3 min 20 s.",
    ]
    assert printed.err == "netcheck: The history cannot be kept.\n"
    assert Played.ended == 1


FEW = {"source": "few", "last_s": (720.0, 2400.0, 5700.0), "outages": 3, "left_out": 2}


def test_how_long_it_may_take_is_a_line_after_that_of_the_outage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tuple((replace(event, outage=OUTAGE, estimate=FEW), state) for event, state in STORY[:3])
    monkeypatch.setattr("tests.cli.test_watch.STORY", (*known, STORY[3]))
    watch(parse(["watch", "--until-restored"]), Settings())
    lines = [line[21:] for line in capsys.readouterr().out.splitlines()]
    assert lines[1] == "Outage: The line is dead. (line-down)."
    assert lines[2].startswith("The last three like it took 12 min, 40 min and 1 h 35 min.")
    assert len(lines) == 4
    watch(parse(["watch", "--until-restored", "--json"]), Settings())
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.get("estimate", {}).get("source") for one in told] == ["few", "few", "few", None]


def test_programs_get_one_object_a_line_with_the_looks(capsys: pytest.CaptureFixture[str]) -> None:
    watch(parse(["watch", "--until-restored", "--json"]), Settings())
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["event"] for one in told] == ["look", "outage_started", "look", "restored"]
    assert told[1]["at"] == "2026-11-21T14:02:11.000Z"
    assert told[1]["verdict"]["fault"] == "line-down"
    assert told[1]["verdict"]["segment"] == "line"
    assert told[3]["outage"] == {
        "id": "o-1",
        "down_since": "2026-11-21T14:02:11.000Z",
        "up_since": "2026-11-21T14:02:11.000Z",
        "seconds": 200.4,
        "asleep_seconds": 0.0,
        "looks": 12,
        "drops": 1,
    }
    assert told[2]["glance"]["far"] is False
    assert "report" not in told[0]


def test_verbose_json_holds_the_reports(capsys: pytest.CaptureFixture[str]) -> None:
    watch(parse(["watch", "--until-restored", "--json", "-v"]), Settings())
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["report"]["schema"] == "netcheck-report/1"


def test_until_restored_ends_where_nothing_is_broken() -> None:
    look = Event(AT, Happened.LOOK, WELL, None, REPORT)
    assert ends(look, State(Phase.WORKING))
    assert not ends(replace(look, report=None), State(Phase.WORKING))
    assert not ends(look, State(Phase.BACK, outage=OUTAGE))
    assert not ends(replace(look, verdict=DOWN), State(Phase.LOOKING))


@pytest.mark.parametrize("kind", [kind for kind in Happened if kind is not Happened.LOOK])
def test_each_kind_has_its_words(kind: Happened) -> None:
    line = as_line(Event(AT, kind, DOWN, OUTAGE, gap_s=61.0))
    assert line.endswith(".")
    assert ("line-down" in line) == (
        kind in (Happened.OUTAGE_STARTED, Happened.OUTAGE_CHANGED, Happened.RELAPSED, Happened.FLAPPING)
    )
    assert ("1 min 1 s" in line) == (kind is Happened.SLEPT)


def _told(*kinds: str) -> Callable[[], Iterator[dict[str, object]]]:
    def news() -> Iterator[dict[str, object]]:
        for kind in kinds:
            outage = {"seconds": 75.0, "id": "o-1"}
            verdict = {"headline": "The line is dead.", "fault": "line-down"}
            yield {"at": "2026-11-21T14:02:11.000Z", "event": kind, "verdict": verdict, "outage": outage}

    return news


def test_the_news_of_a_window_are_passed_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(wiring, "window_watches", lambda: True)
    monkeypatch.setattr(wiring, "news_of_watcher", _told("look", "relapsed", "restored"))
    assert watch(parse(["watch", "--until-restored"]), Settings()) == 0
    printed = capsys.readouterr()
    assert [line[21:] for line in printed.out.splitlines()] == [
        "Down again: The line is dead. (line-down).",
        "It is back, after 1 min 15 s.",
    ]
    assert printed.err == "netcheck: another netcheck watches already; this passes its news on.\n"
    assert Played.ended == 0


def test_beside_a_window_it_says_how_long_it_may_take(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def news() -> Iterator[dict[str, object]]:
        for told in _told("look", "outage_started", "look", "restored")():
            yield {**told, "estimate": json.loads(json.dumps(FEW))} if told["event"] != "restored" else told

    monkeypatch.setattr(wiring, "window_watches", lambda: True)
    monkeypatch.setattr(wiring, "news_of_watcher", news)
    watch(parse(["watch", "--until-restored"]), Settings())
    lines = [line[21:] for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "Outage: The line is dead. (line-down)."
    assert lines[1].startswith("The last three like it took")
    assert len(lines) == 3


def test_it_watches_itself_once_the_window_is_gone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    windows = iter([True])
    monkeypatch.setattr(wiring, "window_watches", lambda: next(windows, False))
    monkeypatch.setattr(wiring, "news_of_watcher", _told("look"))
    assert watch(parse(["watch", "--until-restored", "--json"]), Settings()) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(STORY)


ENDLESS = """
import sys, types
from netcheck.cli import watch
from netcheck.cli.arguments import parse
from netcheck import wiring
class Session:
    def __init__(self, settings, *, history): pass
    def attend(self, present): pass
    def start(self, follower): print("started", flush=True)
    def stop(self, wait_s): return True
wiring.Session, wiring.window_watches = Session, lambda: False
wiring.history = lambda: types.SimpleNamespace(problem="none is kept")
watch.watch(parse(["watch"]), None)
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_at_once(number: signal.Signals, code: int) -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "started\n"
        program.send_signal(number)
        assert program.wait(5) == code


@pytest.mark.parametrize(("by_ctrl_c", "code"), [(True, 130), (False, 143)])
def test_a_console_of_windows_ends_it_from_another_thread(
    monkeypatch: pytest.MonkeyPatch, by_ctrl_c: bool, code: int
) -> None:
    wishes: list[Callable[[bool], object]] = []
    codes: list[int] = []
    monkeypatch.setattr(wiring, "hear_the_end", wishes.append)
    monkeypatch.setattr(os, "_exit", codes.append)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        end_on_signals()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    (ended,) = wishes
    ended(by_ctrl_c)
    assert codes == [code]


def test_it_ends_when_its_reader_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netcheck.cli.watch.emit", lambda text: False)
    with pytest.raises(SystemExit) as end:
        watch(parse(["watch", "--json"]), Settings())
    assert end.value.code == 0


def test_a_window_that_opens_in_an_outage_takes_over_between_two_looks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    windows = iter([False, False, True, True])
    monkeypatch.setattr(wiring, "window_watches", lambda: next(windows))
    monkeypatch.setattr(wiring, "news_of_watcher", _told("restored"))
    assert watch(parse(["watch", "--json", "--until-restored"]), Settings()) == 0
    assert [json.loads(line)["event"] for line in capsys.readouterr().out.splitlines()] == ["look", "restored"]
    assert Played.ended == 1


@pytest.mark.parametrize(("glance", "outage", "well"), [
    ({"far": True, "names": True}, None, True),
    ({"far": True, "names": None}, None, True),
    ({"far": True, "names": False}, None, False),
    ({"far": False, "names": True}, None, False),
    (None, None, False),
    ({"far": True, "names": True}, {"id": "o-1"}, False),
])  # fmt: skip
def test_until_restored_beside_a_window_ends_where_all_is_well(glance: object, outage: object, well: bool) -> None:
    assert _all_well({"event": "look", "glance": glance, "outage": outage}) is well


@pytest.mark.parametrize("attended", [True, False])
def test_who_reads_along_is_said(attended: bool) -> None:
    assert watch(parse(["watch", "--until-restored", *(["--attended"] if attended else [])]), Settings()) == 0
    assert Played.attended is attended


@pytest.mark.parametrize(
    ("turn", "kept", "sessions"),
    [
        (Turn(free=False, another=True), True, 0),
        (Turn(free=False, another=True), False, 1),  # it would never hear anything
        (Turn(free=False, another=False), True, 1),  # no lock can be had here
        (Turn(free=True), True, 1),
    ],
)
def test_beside_another_terminal_its_news_are_passed_on(
    turn: Turn, kept: bool, sessions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "turn_to_watch", lambda: turn)
    monkeypatch.setattr(wiring, "history", History if kept else NoHistory)
    monkeypatch.setattr(wiring, "news_of_watcher", _told("restored"))
    assert watch(parse(["watch", "--until-restored"]), Settings()) == 0
    assert Played.ended == sessions
    assert turn.held == [turn.free] * kept + [False] * sessions
