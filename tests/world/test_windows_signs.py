"""What Windows tells by itself is waited for on one thread, told on another, and believed only when it is a change."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as changed

import pytest

from netcheck.core.network import Address, DefaultRoute, Interface, Kind, Neighbour
from netcheck.core.watching import Counters
from netcheck.world import windows, windows_calls, windows_news, windows_signs
from netcheck.world.windows_signs import WindowsSigns
from netcheck.world.windows_tables import LinkState

CABLE = Interface("Ethernet", 5, Kind.WIRED, True, True, (Address("192.168.1.23", 24, "dhcp"),))
ROUTE = DefaultRoute(4, "192.168.1.1", "Ethernet", 25, "dhcp")
LINK = LinkState(5, "Ethernet", "NIC", 6, 1, True, True, True, False, 14, 1000, 2000, 10, 20)
LONG_S, SHORT_S = 30.0, 0.05


@dataclass(slots=True)
class Computer:
    """What Windows would say."""

    interfaces: tuple[Interface, ...] | None = (CABLE,)
    routes: tuple[DefaultRoute, ...] | None = (ROUTE,)
    near: Neighbour | None = None
    read: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    made = Computer()

    def interfaces() -> tuple[Interface, ...] | None:
        made.read.set()
        return made.interfaces

    monkeypatch.setattr(windows, "interfaces", interfaces)
    monkeypatch.setattr(windows, "default_routes", lambda: made.routes)
    monkeypatch.setattr(windows, "line_of", lambda address, interface=None: (made.near, 5))
    monkeypatch.setattr(windows_calls, "links", lambda: (LINK,))
    monkeypatch.setattr(windows_calls, "retransmitted", lambda: 7)
    monkeypatch.setattr(windows_calls, "unreachable", lambda: None)
    return made


@pytest.fixture
def signs(computer: Computer) -> Iterator[WindowsSigns]:
    made = WindowsSigns(listen=lambda _: None)
    yield made
    made.close()


def test_what_is_counted(computer: Computer, signs: WindowsSigns) -> None:
    assert signs.counters() == Counters("Ethernet", sent=10, received=20, retransmitted=7)
    computer.near = Neighbour("192.168.1.1", "incomplete")
    assert signs.counters().router_silent
    computer.near = Neighbour("192.168.1.1", "stale")
    assert not signs.counters().router_silent


def test_without_a_way_out_nothing_is_counted_of_an_adapter(computer: Computer, signs: WindowsSigns) -> None:
    computer.interfaces = computer.routes = None
    signs.tell()
    assert signs.wait(LONG_S)
    assert (signs.counters().adapter, signs.counters().sent) == (None, None)


def test_a_change_ends_the_wait(computer: Computer, signs: WindowsSigns) -> None:
    computer.interfaces = (changed(CABLE, carrier=False, addresses=()),)
    threading.Timer(SHORT_S, signs.tell).start()
    assert signs.wait(LONG_S)


def test_news_that_change_nothing_do_not(computer: Computer, signs: WindowsSigns) -> None:
    computer.read.clear()
    signs.tell()
    assert not signs.wait(SHORT_S)
    assert computer.read.is_set()


def test_a_change_during_the_rest_is_seen_after_it(computer: Computer, signs: WindowsSigns) -> None:
    signs.tell()
    assert not signs.wait(SHORT_S)
    computer.routes = ()
    signs.tell()
    assert signs.wait(LONG_S)


def test_waking_up_is_a_change_though_all_is_as_before(signs: WindowsSigns) -> None:
    signs.tell(slept=True)
    assert signs.wait(LONG_S)
    assert not signs.wait(SHORT_S)


def test_somebody_wakes_us(signs: WindowsSigns) -> None:
    threading.Timer(SHORT_S, signs.wake).start()
    assert not signs.wait(LONG_S)
    signs.wake()
    assert not signs.wait(LONG_S)


def test_the_time_is_over(signs: WindowsSigns) -> None:
    assert not signs.wait(0.0)
    assert not signs.wait(SHORT_S)


def test_news_of_windows_end_the_wait(monkeypatch: pytest.MonkeyPatch, computer: Computer) -> None:
    told: list[Callable[[], bool]] = []
    ends: list[str] = []

    class News:
        def __init__(self, tell: Callable[[], bool]) -> None:
            told.append(tell)

        def close(self) -> None:
            ends.append("closed")

    monkeypatch.setattr(windows_signs, "News", News)
    signs = WindowsSigns()
    computer.routes = ()
    assert told[0](), "more are wanted"
    assert signs.wait(LONG_S)
    signs.close()
    assert not told[0]()
    assert ends == ["closed"]


def test_where_windows_does_not_tell_nobody_waits(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (windows_signs, windows_news):
        monkeypatch.setattr(module, "function", lambda where, name, result=None: lambda *arguments: 50)
    signs = WindowsSigns()
    signs.close()
    assert not signs.wait(0.0)
