"""One waits, others wake; a burst of news is one, and news of nothing are none."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import pytest

from netcheck.core.network import DefaultRoute
from netcheck.core.watching import Counters
from netcheck.plugins import Signs
from netcheck.world import signs
from netcheck.world.signs import CHATTER_S, OtherTables, SystemSigns

LONG_S = 20.0
"""Never waited for where all is well."""
COUNTED = Counters("eth0", 1, 2)


@dataclass
class Tables:
    """Tells what a test says; a change is what does not begin with "nothing"."""

    events: socket.socket | None = None
    tells: socket.socket | None = None
    told: list[bytes] = field(default_factory=list)
    examined: int = 0
    closed: bool = False

    def __post_init__(self) -> None:
        self.events, self.tells = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        for end in (self.events, self.tells):
            end.setblocking(False)

    def tell(self, words: bytes) -> None:
        assert self.tells is not None
        with contextlib.suppress(BlockingIOError):  # enough was told that nobody has read yet
            self.tells.send(words)

    def changed(self) -> bool:
        self.examined += 1
        assert self.events is not None
        try:
            while True:
                self.told.append(self.events.recv(100))
        except BlockingIOError:
            return not self.told[-1].startswith(b"nothing")

    def counters(self) -> Counters:
        return COUNTED

    def close(self) -> None:
        for end in (self.events, self.tells):
            if end is not None:
                end.close()
        self.closed = True


@pytest.fixture
def tables() -> Tables:
    return Tables()


@pytest.fixture
def waiting(tables: Tables) -> Iterator[SystemSigns]:
    made = SystemSigns(tables)
    yield made
    made.close()
    assert tables.closed


def took(waiting: SystemSigns, seconds: float) -> tuple[bool, float]:
    """What the wait says and how long it took."""
    began = time.monotonic()
    return waiting.wait(seconds), time.monotonic() - began


def test_it_keeps_the_promise_of_signs(waiting: SystemSigns) -> None:
    kept: Signs = waiting
    assert kept.counters() == COUNTED


def test_a_wait_without_news_ends_by_itself(waiting: SystemSigns) -> None:
    said, seconds = took(waiting, 0.05)
    assert not said
    assert seconds >= 0.05


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_no_time_is_no_wait(waiting: SystemSigns, seconds: float) -> None:
    assert not waiting.wait(seconds)


def test_another_thread_ends_the_wait(waiting: SystemSigns) -> None:
    waking = threading.Thread(target=waiting.wake)
    waking.start()
    said, seconds = took(waiting, LONG_S)
    waking.join()
    assert not said
    assert seconds < LONG_S


def test_waking_before_the_wait_ends_the_next_one_and_no_other(waiting: SystemSigns) -> None:
    for _ in range(3):
        waiting.wake()
    assert took(waiting, LONG_S)[1] < LONG_S
    assert took(waiting, 0.05)[1] >= 0.05


def test_waking_a_hundred_thousand_times_blocks_nobody(waiting: SystemSigns) -> None:
    for _ in range(100_000):
        waiting.wake()
    assert took(waiting, LONG_S)[1] < LONG_S
    assert took(waiting, 0.05)[1] >= 0.05


def test_news_end_the_wait(waiting: SystemSigns, tables: Tables) -> None:
    tables.tell(b"link down")
    assert waiting.wait(LONG_S)
    assert not waiting.wait(0)


def test_a_burst_is_one(waiting: SystemSigns, tables: Tables) -> None:
    for number in range(9):
        tables.tell(b"%d" % number)
    assert waiting.wait(LONG_S)
    assert (tables.examined, len(tables.told)) == (1, 9)
    assert not waiting.wait(0)


def test_news_of_nothing_end_no_wait_and_are_not_read_all_the_time(waiting: SystemSigns, tables: Tables) -> None:
    stop = threading.Event()

    def chatter() -> None:
        while not stop.is_set():
            tables.tell(b"nothing")
            stop.wait(0.001)

    talking = threading.Thread(target=chatter)
    talking.start()
    said, seconds = took(waiting, 2.2 * CHATTER_S)
    stop.set()
    talking.join()
    assert not said
    assert seconds >= 2.2 * CHATTER_S
    assert 1 <= tables.examined <= 1 + seconds / CHATTER_S


def test_after_chatter_true_news_are_still_heard(waiting: SystemSigns, tables: Tables) -> None:
    tables.tell(b"nothing")
    assert not waiting.wait(0.1)
    tables.tell(b"link down")
    assert waiting.wait(LONG_S)


def test_waking_is_heard_while_chatter_is_not(waiting: SystemSigns, tables: Tables) -> None:
    tables.tell(b"nothing")
    assert not waiting.wait(0.1)
    waiting.wake()
    assert took(waiting, LONG_S)[1] < LONG_S


def test_news_and_a_wake_at_once_are_news(waiting: SystemSigns, tables: Tables) -> None:
    listening = threading.Event()
    gather = waiting._gather

    def gathered() -> bool:
        listening.set()
        waiting.wake()
        return gather()

    with mock.patch.object(waiting, "_gather", gathered):
        tables.tell(b"link down")
        assert waiting.wait(LONG_S)
    assert listening.is_set()
    tables.tell(b"nothing")
    with mock.patch.object(waiting, "_gather", gathered):
        assert not waiting.wait(LONG_S)  # ended by the wake, long before its time


def test_nothing_stays_open_and_a_late_wake_does_no_harm() -> None:
    if sys.platform != "linux":
        pytest.skip("counts open files as Linux shows them")

    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = open_files()
    for _ in range(5):
        made = SystemSigns()
        made.wait(0)
        made.counters()
        made.close()
        made.wake()
    assert open_files() == before


# --- other systems ----------------------------------------------------------------------------------------------------


class Windows:
    """A computer with one way out."""

    routes: tuple[DefaultRoute, ...] | None = (DefaultRoute(4, "192.168.1.1", "Wi-Fi", 10, "dhcp"),)
    asked = 0

    def default_routes(self) -> tuple[DefaultRoute, ...] | None:
        self.asked += 1
        return self.routes


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    system = Windows()
    monkeypatch.setattr(signs, "this_system", lambda: system)
    monkeypatch.delattr(socket, "AF_ROUTE", raising=False)
    counted = {"Wi-Fi": mock.Mock(packets_sent=11, packets_recv=22), "Ethernet": mock.Mock(packets_sent=0)}
    monkeypatch.setattr("psutil.net_io_counters", lambda pernic: counted)
    return system


def test_where_nothing_is_told_the_adapter_is_counted(windows: Windows) -> None:
    waiting = SystemSigns(OtherTables())
    assert waiting.counters() == Counters("Wi-Fi", sent=11, received=22)
    assert waiting.counters() == Counters("Wi-Fi", sent=11, received=22)
    assert windows.asked == 1  # asking may start a program
    assert not waiting.wait(0.01)
    waiting.wake()
    assert took(waiting, LONG_S)[1] < LONG_S
    waiting.close()


def test_the_adapter_is_looked_up_again_after_half_a_minute(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    tables = OtherTables()
    assert tables.counters().adapter == "Wi-Fi"
    windows.routes = None
    now[0] += 29
    assert tables.counters().adapter == "Wi-Fi"
    now[0] += 2
    assert tables.counters() == Counters()


@pytest.mark.parametrize("problem", [OSError, RuntimeError, ImportError])
def test_where_counting_fails_nothing_is_known(
    windows: Windows, monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    monkeypatch.setattr("psutil.net_io_counters", mock.Mock(side_effect=problem))
    assert OtherTables().counters() == Counters("Wi-Fi")


@pytest.mark.parametrize(
    ("told", "news"),
    [
        ([b"\x10\x00\x05\x0e" + bytes(12)], True),
        ([b"\x10\x00\x05\x0c" + bytes(12)], True),
        ([b"\x10\x00\x05\x0b" + bytes(12)], False),
        ([b"\x10\x00\x05\x0b" + bytes(12), b"\x10\x00\x05\x0d" + bytes(12)], True),
        ([b"\x10"], False),
        ([], False),
        ([OSError()], True),
    ],
)
def test_macos_tells_of_links_and_addresses(told: list[bytes | Exception], news: bool) -> None:
    tables = OtherTables()
    tables.close()
    tables.events = mock.Mock()
    tables.events.recv.side_effect = [*told, BlockingIOError]
    assert tables.changed() is news
