"""What Windows tells of costs is asked of objects of our own, laid out as COM lays out its objects."""

import ctypes
import threading
import uuid
from collections.abc import Callable
from ctypes import c_int32, c_uint32, c_void_p
from typing import Any

import pytest

from netcheck.world import windows_costs as costs
from tests.world.test_windows_layouts import printed

FREE, PAID, UNTOLD, OLD = (uuid.UUID(int=number) for number in range(1, 5))
NO_INTERFACE = -0x7FFFBFFE
Method = tuple[list[Any], Callable[..., int]]
"""What it takes, and what it does."""


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs._Kept, "at_s", float("-inf"))
    monkeypatch.setattr(costs._Kept, "metered", frozenset())
    monkeypatch.setattr(costs._Kept, "asking", None)


class Windows:
    """ole32 and the objects behind it; counts what is given out and given back."""

    def __init__(self, connections: dict[uuid.UUID, int | None]) -> None:
        self.waiting = list(connections.items())
        self.alive: list[object] = []
        self.out = self.begun = 0
        self.created: list[tuple[bytes, bytes]] = []

    def find(self, where: str, name: str, result: object = None) -> Callable[..., Any]:
        calls: dict[str, Callable[..., Any]] = {
            "CoInitializeEx": self.begin, "CoUninitialize": self.finish, "CoCreateInstance": self.create,
        }  # fmt: skip
        return calls[name]

    def begin(self, reserved: None, kind: c_uint32) -> int:
        self.begun += 1
        return 0

    def finish(self) -> None:
        self.begun -= 1

    def create(self, what: bytes, outer: None, where: c_uint32, which: bytes, place: Any) -> int:
        self.created.append((what, which))
        place._obj.value = self.thing({costs.CONNECTIONS: ([c_void_p], self.listed)})
        return 0

    def thing(self, methods: dict[int, Method]) -> int:
        """An object in memory; a method that nobody should call is nowhere."""
        table, pointer = (c_void_p * 16)(), c_void_p()
        give_back: Method = ([], self.release)
        for place, (kinds, method) in {**methods, costs.RELEASE: give_back}.items():
            made = ctypes.CFUNCTYPE(c_int32, c_void_p, *kinds)(method)
            self.alive.append(made)
            table[place] = ctypes.cast(made, c_void_p).value
        pointer.value = ctypes.addressof(table)
        self.alive += [table, pointer]
        self.out += 1
        return ctypes.addressof(pointer)

    def release(self, this: int) -> int:
        self.out -= 1
        return 0

    def listed(self, this: int, place: int) -> int:
        c_void_p.from_address(place).value = self.thing({costs.NEXT: ([c_uint32, c_void_p, c_void_p], self.next)})
        return 0

    def next(self, this: int, wanted: int, place: int, count: int) -> int:
        if not self.waiting:
            return 1  # S_FALSE: there are no more
        guid, cost = self.waiting.pop(0)

        def adapter(this: int, place: int) -> int:
            ctypes.memmove(place, guid.bytes_le, 16)
            return 0

        def ask(this: int, which: int, place: int) -> int:
            assert ctypes.string_at(which, 16) == costs.CONNECTION_COST.bytes_le
            if cost is None:
                return NO_INTERFACE
            c_void_p.from_address(place).value = self.thing({costs.GET_COST: ([c_void_p], price)})
            return 0

        def price(this: int, place: int) -> int:
            c_uint32.from_address(place).value = cost or 0
            return 0

        methods: dict[int, Method] = {costs.ADAPTER: ([c_void_p], adapter), costs.ASK: ([c_void_p, c_void_p], ask)}
        c_void_p.from_address(place).value = self.thing(methods)
        c_uint32.from_address(count).value = 1
        return 0


@pytest.mark.parametrize(
    ("cost", "metered"),
    [(0, None), (0x1, None), (0x2, True), (0x4, True), (0x10001, True), (0x40001, True), (0x20001, None)],
)
def test_what_is_said_of_a_cost(cost: int, metered: bool | None) -> None:
    assert costs.is_metered(cost) is metered


def test_the_connections_that_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows({FREE: 0x1, OLD: None, PAID: 0x2, UNTOLD: 0x0})
    monkeypatch.setattr(costs, "function", windows.find)
    assert costs.metered(30.0) == {"{" + str(PAID) + "}"}
    assert windows.created == [(costs.MANAGER.bytes_le, costs.LIST_MANAGER.bytes_le)]
    assert (windows.out, windows.begun) == (0, 0), "all is given back"
    assert costs.metered(30.0) == {"{" + str(PAID) + "}"}, "kept: it seldom changes"
    assert len(windows.created) == 1


def test_places_and_numbers_are_those_of_the_header() -> None:
    said = printed()
    places = {
        "INetworkListManagerVtbl.GetNetworkConnections": costs.CONNECTIONS,
        "IEnumNetworkConnectionsVtbl.Next": costs.NEXT,
        "INetworkConnectionVtbl.QueryInterface": costs.ASK,
        "INetworkConnectionVtbl.Release": costs.RELEASE,
        "INetworkConnectionVtbl.GetAdapterId": costs.ADAPTER,
        "INetworkConnectionCostVtbl.GetCost": costs.GET_COST,
    }
    assert {name: said[name] for name in places} == {name: (place * 8, 8) for name, place in places.items()}
    levels = [said[f"NLM_CONNECTION_COST_{name}"] for name in ("FIXED", "VARIABLE", "OVERDATALIMIT", "ROAMING")]
    assert levels == [(costs.FIXED,), (costs.VARIABLE,), (costs.OVER_LIMIT,), (costs.ROAMING,)]
    assert (said["CLSCTX_ALL"], said["COINIT_MULTITHREADED"]) == ((costs.ANYWHERE,), (costs.ANY_THREAD,))


def test_one_that_refuses_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "function", lambda where, name, result=None: lambda *arguments: -1)
    assert costs.metered(30.0) == frozenset()


def test_a_service_that_hangs_is_asked_once_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over, asked = threading.Event(), list[str]()

    def hangs() -> frozenset[str]:
        asked.append("")
        over.wait(30.0)
        return frozenset({"{late}"})

    monkeypatch.setattr(costs, "_all", hangs)
    assert costs.metered(0.01) == costs.metered(0.01) == frozenset()
    assert len(asked) == 1
    over.set()
    assert costs._Kept.asking is not None
    costs._Kept.asking.join(30.0)
    assert costs.metered(0.01) == {"{late}"}, "what comes late counts the next time"


def test_elsewhere_there_is_no_such_service() -> None:
    assert costs.metered(30.0) == frozenset()
