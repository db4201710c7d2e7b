"""The history as the program uses it: kept across runs, asked from any thread, followed by another program."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from netcheck.core.history import Entry, Gap, Point, Said
from netcheck.core.watching import Happened, Outage
from netcheck.world import history as module
from netcheck.world.history import MOST_EVENTS, MOST_TOLD, HistoryFile, data_folder
from netcheck.world.history_schema import FILE
from tests.world.history_events import BAD, DEAD_LINE, GOOD, NOW, at, light, told, whole

DOWN = Outage("a", NOW, DEAD_LINE, last_good=at(-10), looks=1)
Opening = Callable[[], HistoryFile]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opening]:
    """Opens the same history as often as it is called."""
    found: list[HistoryFile] = []

    def one() -> HistoryFile:
        found.append(HistoryFile(tmp_path, lambda: at(3600)))
        return found[-1]

    yield one
    for history in found:
        history.close()


def test_the_folder_is_that_of_this_users_data() -> None:
    assert data_folder().name == "netcheck"


def test_a_new_history_is_empty_and_well(opened: Opening) -> None:
    history = opened()
    assert history.problem == ""
    assert history.outages() == ()
    assert history.journal() == ()
    assert history.points(at(-1e6), at(1e6)) == ()
    assert history.gaps(at(-1e6), at(1e6)) == ()
    assert history.said() == ()
    assert history.newest_event() == 0
    assert history.events_after(0) == []


def test_what_the_provider_said_is_there_for_the_next_program_with_its_outage(opened: Opening) -> None:
    cut = Said(at(5), "major_outage", "Fibre cut", "A digger.", "https://x.example", at(3600), "usb0", "", "a")
    silent = Said(at(90), failure="timeout", outage="a")
    before = Said(at(-5), "operational")
    history = opened()
    for said in (cut, silent, before):
        history.heard(said)
    after = opened()
    assert after.said() == (before, cut, silent)
    assert after.said(at(0), at(90)) == (cut,)
    assert after.said(at(90)) == (silent,)


def test_only_the_newest_answers_of_the_provider_are_kept(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SAID", 3)
    history = opened()
    for number in range(10):
        history.heard(Said(at(number), "major_outage", f"{number}"))
    assert [said.title for said in history.said()] == ["7", "8", "9"]


def test_the_fault_that_was_first_named_and_the_network_stay(opened: Opening) -> None:
    history = opened()
    named = replace(DOWN, first_fault="line-down", network="mac aa")
    history.add(told(0, Happened.OUTAGE_STARTED, DOWN))
    assert history.outages()[0].outage == DOWN
    history.add(told(1, Happened.OUTAGE_CHANGED, named))
    history.add(told(2, Happened.OUTAGE_CHANGED, replace(DOWN, first_fault="isp-outage")))
    assert opened().outages()[0].outage == named


def test_making_one_touches_no_disk(tmp_path: Path) -> None:
    HistoryFile(tmp_path / "netcheck")
    assert list(tmp_path.iterdir()) == []


def test_a_whole_story_is_there_for_the_next_program(opened: Opening) -> None:
    history = opened()
    longer = replace(DOWN, seconds=60.0, looks=12)
    up = replace(longer, up_since=at(60), seconds=60.0)
    for event in (
        whole(0, DEAD_LINE, DOWN, gateway={"ms": 1.5}),
        told(0, Happened.OUTAGE_STARTED, DOWN),
        light(10, BAD, DEAD_LINE, replace(DOWN, looks=2, seconds=10.0)),
        light(60, GOOD, DEAD_LINE, longer),
        told(60, Happened.BACK, longer),
        whole(62, outage=up),
        told(62, Happened.RESTORED, up),
        told(362, Happened.STABLE, up),
    ):
        history.add(event)
    history.note(Entry(at(30), "done", "Restarted the router.", "a"))
    after = opened()
    [past] = after.outages()
    assert past.outage == up
    assert past.over
    assert past.first_evidence == ("gateway: gateway was asked",)
    kinds = ["outage_started", "done", "back", "restored", "stable"]
    assert [entry.kind for entry in after.journal()] == kinds
    assert after.journal()[0] == Entry(NOW, "outage_started", "The line is dead.", "a")
    assert after.points(NOW, at(61)) == (
        Point(NOW, 0.0, "outage", 1.5, None, None, 1),
        Point(at(10), 0.0, "outage", 1.5, None, None, 1),
        Point(at(60), 0.0, "ok", 1.5, 20.0, 15.0, 1),
    )


def test_outages_that_touch_the_time_come_newest_first(opened: Opening) -> None:
    history = opened()
    for name, begins, ends in (("a", 0, 100), ("b", 200, 300), ("c", 400, None)):
        up = at(ends) if ends else None
        history.add(told(begins, Happened.OUTAGE_STARTED, replace(DOWN, id=name, down_since=at(begins), up_since=up)))

    def names(since: float | None, until: float | None) -> list[str]:
        found = history.outages(at(since) if since is not None else None, at(until) if until is not None else None)
        return [past.outage.id for past in found]

    assert names(None, None) == ["c", "b", "a"]
    assert names(50, 250) == ["b", "a"]
    assert names(100, 200) == ["a"]  # from the first on, up to the second
    assert names(101, 200) == []
    assert names(3600, None) == ["c"]  # it lasts until now
    assert names(3601, None) == []


def test_the_journal_of_a_time_or_of_one_outage(opened: Opening) -> None:
    history = opened()
    for second, outage in ((20, "b"), (10, "a"), (30, None), (30, "a")):
        history.note(Entry(at(second), "note", f"at {second}", outage))
    assert [entry.at for entry in history.journal()] == [at(10), at(20), at(30), at(30)]
    assert [entry.at for entry in history.journal(outage="a")] == [at(10), at(30)]
    assert [entry.outage for entry in history.journal(since=at(20))] == ["b", None, "a"]


def test_points_as_fine_as_they_were_kept(opened: Opening) -> None:
    history = opened()
    for second in (0, 30):
        history.add(light(second - 2 * 86400, GOOD))
    history.add(light(0, GOOD))  # rolled up with the first event of the run; this is now another run
    history.close()
    history = opened()
    history.add(light(10, GOOD))
    minute = at(-2 * 86400).replace(second=0, microsecond=0)
    found = history.points(at(-3 * 86400), at(3600))
    assert [(point.at, point.span_s, point.looks) for point in found] == [
        (minute, 60.0, 2),
        (NOW, 0.0, 1),
        (at(10), 0.0, 1),
    ]
    assert history.points(minute + timedelta(seconds=30), at(-86400)) == found[:1]
    assert history.points(minute + timedelta(seconds=60), at(-86400)) == ()


def test_times_in_which_nobody_looked(opened: Opening) -> None:
    history = opened()
    history.add(light(0, GOOD))
    history.add(told(600, Happened.SLEPT, gap_s=500.0))
    history.add(told(700, Happened.PAUSED))
    asleep = Gap(at(100), at(600), "asleep")
    assert history.gaps(at(0), at(1e6)) == (asleep, Gap(at(700), at(3600), "paused"))  # up to now
    history.add(told(800, Happened.RESUMED))
    assert history.gaps(at(0), at(1e6)) == (asleep, Gap(at(700), at(800), "paused"))
    assert history.gaps(at(600), at(700)) == ()
    assert history.gaps(at(599), at(700)) == (asleep,)


def test_another_program_follows_what_happens(opened: Opening) -> None:
    history, follower = opened(), opened()
    history.add(light(0, GOOD), '{"event": "look", "n": 0}')
    newest = follower.newest_event()
    assert follower.events_after(newest) == []
    history.add(light(10, GOOD), '{"event": "look", "n": 1}')
    history.add(told(20, Happened.PAUSED))
    assert follower.events_after(newest) == [
        (newest + 1, {"event": "look", "n": 1}),
        (newest + 2, {"at": at(20).isoformat(), "event": "paused"}),
    ]


def test_the_newest_events_are_kept_and_given_out_in_portions(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_EVENTS == 10_000
    monkeypatch.setattr(module, "MOST_EVENTS", MOST_TOLD + 20)
    history = opened()
    for number in range(MOST_TOLD + 50):
        history.add(light(number, GOOD), f'{{"n": {number}}}')
    first = history.events_after(0)
    assert len(first) == MOST_TOLD
    assert first[0][1] == {"n": 30}
    rest = history.events_after(first[-1][0])
    assert [event["n"] for _, event in rest] == list(range(MOST_TOLD + 30, MOST_TOLD + 50))


def test_numbers_of_events_go_on_in_a_file_that_was_begun_anew(tmp_path: Path) -> None:
    history = HistoryFile(tmp_path, lambda: NOW)
    for number in range(3):
        history.add(light(number, GOOD))
    newest = history.newest_event()
    history.close()
    (tmp_path / FILE).unlink()
    history = HistoryFile(tmp_path, lambda: at(5))
    history.add(light(5, GOOD))
    assert len(history.events_after(newest)) == 1
    history.close()


def test_old_looks_are_rolled_up_with_the_first_event_and_then_once_an_hour(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monotonic = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: monotonic[0])
    calls: list[bool] = [True, True, False, False]
    rolled: list[float] = []

    def roll_up(db: object, now: object) -> bool:
        rolled.append(monotonic[0])
        return calls[len(rolled) - 1]

    monkeypatch.setattr(module, "roll_up", roll_up)
    history = opened()
    history.outages()
    assert rolled == []  # whoever reads only changes nothing
    for second in range(0, 7200, 10):
        monotonic[0] = float(second)
        history.add(light(second, GOOD))
    assert rolled == [0.0, 10.0, 20.0, 3620.0]  # the rest of the first work has its turn at once


def test_many_threads_at_once(opened: Opening) -> None:
    history = opened()
    problems: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for number in range(40):
                history.add(light(number, GOOD))
                history.note(Entry(at(number), "note", f"{name} {number}"))
                history.points(at(0), at(100))
                history.outages()
                assert history.problem == ""
        except BaseException as error:  # noqa: BLE001 - told by the test
            problems.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(history.journal()) == len({entry.text for entry in history.journal()}) == 240
    assert len(history.points(at(0), at(100))) == 240


def test_two_programs_at_once(opened: Opening) -> None:
    one, two = opened(), opened()
    for number in range(50):
        one.add(light(number, GOOD))
        two.note(Entry(at(number), "note", str(number)))
    assert len(two.points(at(0), at(100))) == 50
    assert len(one.journal()) == 50
    assert one.problem == two.problem == ""


def test_it_can_be_closed_and_asked_again(opened: Opening, tmp_path: Path) -> None:
    history = opened()
    history.add(light(0, GOOD))
    history.close()
    history.close()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert len(history.points(at(0), at(1))) == 1
