"""What crosses from thread to thread: in order, on the right thread, and not after the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer
from pytestqt.qtbot import QtBot

from netcheck.core.model import Observation, Outcome
from netcheck.core.watching import Depth, Due, Event, Happened, State, Tick
from netcheck.gui.bridge import Bridge, Errands

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SAID = Observation(Outcome.OK)
EVENT, STATE = Event(NOW, Happened.LOOK), State(looks=7)
DUE, TICK = Due(Depth.LIGHT, 5.0), Tick(NOW, 3.0)


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


def on_a_thread(*deeds: object) -> None:
    """Do these on another thread, and wait for its end without letting Qt take a turn."""

    def work() -> None:
        for deed in deeds:
            assert callable(deed)
            deed()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


def test_everything_comes_in_order_on_the_windows_thread(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[tuple[object, ...]] = []
    threads: set[bool] = set()

    def note(*told: object) -> None:
        heard.append(told)
        threads.add(QThread.isMainThread())

    # Plain functions, which Qt would call on the thread that emits.
    bridge.began.connect(lambda depth: note("began", depth))
    bridge.answered.connect(lambda check, said: note("answered", check, said))
    bridge.happened.connect(lambda event, state: note("happened", event, state))
    bridge.planned.connect(lambda due, tick: note("planned", due, tick))
    follower = bridge.follower()
    on_a_thread(
        lambda: follower.began(Depth.FULL),
        lambda: follower.answered("gateway", SAID),
        lambda: follower.happened(EVENT, STATE),
        lambda: follower.planned(DUE, TICK),
    )
    assert heard == [], "the watcher's thread waits for nobody"
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard == [
        ("began", Depth.FULL), ("answered", "gateway", SAID), ("happened", EVENT, STATE), ("planned", DUE, TICK),
    ]  # fmt: skip
    assert threads == {True}


def test_a_flood_leaves_the_window_its_turns(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[Event] = []
    turns: list[int] = []

    def slow(event: Event) -> None:
        heard.append(event)
        ends = time.perf_counter() + 0.003
        while time.perf_counter() < ends:
            pass  # as painting does

    bridge.happened.connect(lambda event, state: slow(event))
    follower = bridge.follower()

    def tell() -> None:
        for _ in range(50):
            follower.happened(EVENT, STATE)

    on_a_thread(tell)
    turn = QTimer()
    turn.timeout.connect(lambda: turns.append(len(heard)))
    turn.start(0)
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert len([at for at in turns if 0 < at < 50]) >= 5, "the loop takes a turn in between"


def test_many_tellers_lose_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[object] = []
    bridge.began.connect(heard.append)
    follower = bridge.follower()

    def tell() -> None:
        for _ in range(500):
            follower.began(Depth.FULL)

    threads = [threading.Thread(target=tell, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(heard) == 2000)
    assert not bridge._stir


def test_nothing_comes_through_after_the_end(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[object] = []
    bridge.began.connect(heard.append)
    follower = bridge.follower()
    on_a_thread(lambda: follower.began(Depth.FULL))
    bridge.close()
    on_a_thread(lambda: follower.began(Depth.LIGHT))
    errands = Errands("sign")
    done: list[object] = []
    errands.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert heard == []
    errands.close()


def test_errands_are_done_elsewhere_and_come_back(qtbot: QtBot) -> None:
    errands = Errands("test")
    there: list[str] = []
    here: list[tuple[int, bool]] = []

    def work(number: int) -> int:
        there.append(threading.current_thread().name)
        return number * number

    for number in range(5):
        errands.run(partial(work, number), lambda got: here.append((got, QThread.isMainThread())))
    errands.run(lambda: there.append("last"))
    qtbot.waitUntil(lambda: len(here) == 5 and "last" in there)
    assert here == [(0, True), (1, True), (4, True), (9, True), (16, True)]
    assert there == ["test"] * 5 + ["last"]
    errands.close()


def test_a_fault_in_one_errand_is_told_and_does_not_stop_the_next(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda heard: told.append(heard.exc_type))
    errands = Errands("test")
    done: list[object] = []
    errands.run(lambda: 1 // 0, done.append)
    errands.run(lambda: "next", done.append)
    qtbot.waitUntil(lambda: done == ["next"])
    qtbot.waitUntil(lambda: told == [ZeroDivisionError])
    errands.close()


def test_no_errand_is_finished_after_the_end(qtbot: QtBot) -> None:
    errands, other = Errands("test"), Errands("other")
    gate, began = threading.Event(), threading.Event()
    done: list[object] = []

    def work() -> str:
        began.set()
        gate.wait(10)
        return "late"

    errands.run(work, done.append)
    errands.run(lambda: "never", done.append)
    assert began.wait(10)
    errands.close()
    gate.set()
    qtbot.waitUntil(lambda: not any(thread.name == "test" for thread in threading.enumerate()))
    other.run(lambda: "sign", done.append)
    qtbot.waitUntil(lambda: done == ["sign"])
    other.close()


def test_a_hung_errand_does_not_hold_the_end_of_the_program(qtbot: QtBot) -> None:
    errands = Errands("hung")
    began = threading.Event()

    def hang() -> None:
        began.set()
        threading.Event().wait(30)

    errands.run(hang)
    assert began.wait(10)
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "hung")
    errands.close()


def test_answers_are_gathered_until_something_happens(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[str] = []
    bridge.began.connect(lambda depth: heard.append("began"))
    bridge.answered.connect(lambda check, said: heard.append(check))
    bridge.happened.connect(lambda event, state: heard.append("happened"))
    follower = bridge.follower()
    follower.began(Depth.FULL)
    follower.answered("dns", SAID)
    QCoreApplication.processEvents()
    assert heard == []
    with qtbot.waitSignal(bridge.happened):
        follower.happened(EVENT, STATE)
    assert heard == ["began", "dns", "happened"]
    with qtbot.waitSignal(bridge.answered):
        follower.answered("route", SAID)


class Circle(QObject):
    """What work may know of; it says on which thread it went."""

    went: ClassVar[list[bool]] = []

    def __del__(self) -> None:
        self.went.append(threading.current_thread() is threading.main_thread())


def name_of(known: Circle) -> str:
    return known.objectName()


def test_what_work_knows_of_goes_on_the_windows_thread(qtbot: QtBot) -> None:
    Circle.went.clear()
    errands, arrived = Errands("test"), threading.Event()
    known = Circle()
    errands.run(partial(name_of, known), lambda name: arrived.set())
    del known
    qtbot.waitUntil(arrived.is_set)
    qtbot.waitUntil(lambda: Circle.went == [True])
    waiting, kept = threading.Event(), Circle()
    errands.run(lambda: waiting.wait(30))
    errands.run(partial(name_of, kept))  # never done: it is closed first
    del kept
    errands.close()
    waiting.set()
    assert Circle.went == [True, True]
