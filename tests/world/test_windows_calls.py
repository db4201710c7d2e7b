"""Windows' calls, made of a library of our own: what they are asked, and what becomes of their errors."""

import ctypes
import threading
from collections.abc import Callable
from typing import Any

import pytest

from netcheck.core.network import Neighbour
from netcheck.world import windows_calls as calls
from netcheck.world.windows_layouts import IcmpCounts, TcpCounts
from netcheck.world.windows_tables import Adapter, RouteLine, address
from tests.world.test_windows_tables import recorded

NOT_SUPPORTED = 50


class Library:
    """Functions by name, as `windows_calls.function` finds them."""

    def __init__(self) -> None:
        self.functions: dict[str, Callable[..., Any]] = {}
        self.kept: list[object] = []
        self.freed = 0

    def table(self, name: str, data: bytes, result: int = 0) -> None:
        """A call of the newer kind: it makes the memory itself."""

        def call(*arguments: Any) -> int:
            memory = ctypes.create_string_buffer(data, len(data))
            self.kept.append(memory)
            ctypes.c_void_p.from_buffer(arguments[-1]._obj).value = ctypes.addressof(memory)
            return result

        self.functions[name] = call

    def old_table(self, name: str, data: bytes, wants: int = 0) -> None:
        """A call of the older kind: it fills our memory, once that is large enough."""

        def call(memory: Any, size: Any, order: Any) -> int:
            if size._obj.value < wants:
                size._obj.value = wants
                return 122
            memory.raw = data.ljust(len(memory), b"\0")
            return 0

        self.functions[name] = call


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    made = Library()

    def free(pointer: Any) -> None:
        made.freed += 1

    made.functions["FreeMibTable"] = free
    monkeypatch.setattr(calls, "function", lambda where, name, result=None: made.functions.get(name))
    return made


def test_tables_are_given_back(library: Library) -> None:
    library.table("GetIfTable2", recorded("MIB_IF_TABLE2"))
    assert [each.name for each in calls.links() or ()] == ["lo", "enp3s0"]
    assert library.freed == 1


def test_neighbours_by_the_newer_call_else_by_the_older(library: Library) -> None:
    library.table("GetIpNetTable2", recorded("MIB_IPNET_TABLE2"))
    library.old_table("GetIpNetTable", recorded("MIB_IPNETTABLE"), wants=70000)
    assert (2, Neighbour("192.168.1.1", "reachable", None, "22:e1:8d:5f:28:5d")) in (calls.neighbour_table(4) or ())
    library.table("GetIpNetTable2", b"", result=NOT_SUPPORTED)
    assert (2, Neighbour("192.168.1.1", "stale", None, "22:e1:8d:5f:28:5d")) in (calls.neighbour_table(4) or ())
    assert calls.neighbour_table(6) is None


def test_routes_by_the_newer_call_else_by_the_older(library: Library) -> None:
    library.table("GetIpForwardTable2", recorded("MIB_IPFORWARD_TABLE2"))
    library.old_table("GetIpForwardTable", recorded("MIB_IPFORWARDTABLE"))
    assert RouteLine(4, "0.0.0.0", 0, "192.168.1.1", 2, 256, 0) in (calls.route_table() or ())
    library.table("GetIpForwardTable2", b"", result=NOT_SUPPORTED)
    assert (calls.route_table() or ())[0].origin is None


def test_a_neighbour_that_says_who_it_is(library: Library) -> None:
    assert calls.resolved("192.168.1.1", 5) is None, "there is no such call"
    asked: list[tuple[int, str | None]] = []

    def call(line: Any, source: Any) -> int:
        asked.append((line._obj.index, address(bytes(line._obj.address))))
        line._obj.mac[:6] = bytes([2, 0, 0, 0, 0, 9])
        line._obj.mac_length = 6
        return 0

    library.functions["ResolveIpNetEntry2"] = call
    assert calls.resolved("192.168.1.1", 5) == "02:00:00:00:00:09"
    assert asked == [(5, "192.168.1.1")]
    library.functions["ResolveIpNetEntry2"] = lambda *arguments: 67
    assert calls.resolved("192.168.1.1", 5) is None


def test_a_neighbour_that_says_nothing_is_not_waited_for(library: Library) -> None:
    over = threading.Event()

    def call(line: Any, source: Any) -> int:
        over.wait(30.0)
        return 0

    library.functions["ResolveIpNetEntry2"] = call
    assert calls.resolved("192.168.1.1", 5, wait_s=0.01) is None
    over.set()


@pytest.mark.parametrize(("result", "said"), [(1231, 1231), (1232, 1232), (NOT_SUPPORTED, None), (87, None)])
def test_no_route_is_not_the_same_as_not_told(library: Library, result: int, said: int | None) -> None:
    library.functions["GetBestRoute2"] = lambda *arguments: result
    assert calls.best_route("1.1.1.1") == said


@pytest.mark.parametrize(("address", "index"), [("fe80::1%12", 12), ("fe80::1", 0), ("1.1.1.1", 0)])
def test_a_link_local_address_is_looked_for_on_its_adapter(library: Library, address: str, index: int) -> None:
    asked: list[int] = []

    def call(luid: Any, number: Any, *more: Any) -> int:
        asked.append(number.value)
        return 1231

    library.functions["GetBestRoute2"] = call
    assert calls.best_route(address) == 1231
    assert asked == [index]


def test_counts_of_both_families_together(library: Library) -> None:
    def tcp(memory: Any, family: Any) -> int:
        ctypes.memmove(ctypes.byref(memory._obj), bytes(TcpCounts(retransmitted=7)), ctypes.sizeof(TcpCounts))
        return 0

    def icmp(memory: Any, family: Any) -> int:
        if family.value == 23:
            return NOT_SUPPORTED
        told = IcmpCounts()
        told.by_type[3], told.by_type[1] = 4, 1000
        ctypes.memmove(ctypes.byref(memory._obj), bytes(told), ctypes.sizeof(told))
        return 0

    assert (calls.retransmitted(), calls.unreachable()) == (None, None)
    library.functions |= {"GetTcpStatisticsEx": tcp, "GetIcmpStatisticsEx": icmp}
    assert (calls.retransmitted(), calls.unreachable()) == (14, 4)


def test_where_windows_refuses_nothing_is_told(library: Library) -> None:
    for name in ("GetIfTable2", "GetIpNetTable2", "GetIpForwardTable2"):
        library.table(name, b"", result=5)
    library.functions["GetAdaptersAddresses"] = lambda *arguments: 5
    library.functions["GetBestInterfaceEx"] = lambda *arguments: 5
    found = (calls.adapters(), calls.links(), calls.neighbour_table(4), calls.route_table())
    assert (*found, calls.best_adapter("1.1.1.1")) == (None,) * 5


def test_no_adapter_at_all_is_an_answer(library: Library) -> None:
    library.functions["GetAdaptersAddresses"] = lambda *arguments: 232
    assert calls.adapters() == ()


def test_a_list_that_grows_is_asked_for_again_but_not_for_ever(library: Library) -> None:
    asked: list[int] = []

    def call(family: Any, flags: Any, reserved: Any, memory: Any, size: Any) -> int:
        asked.append(size._obj.value)
        size._obj.value *= 2
        return 111

    library.functions["GetAdaptersAddresses"] = call
    assert calls.adapters() is None
    assert asked == [32768, 65536, 131072, 262144]


def test_elsewhere_there_are_no_such_libraries() -> None:
    assert calls.library("iphlpapi") is calls.function("iphlpapi", "GetIfTable2") is None
    assert (calls.adapters(), calls.links(), calls.route_table(), calls.neighbour_table(4)) == (None,) * 4
    assert (calls.best_route("1.1.1.1"), calls.best_adapter("1.1.1.1"), calls.retransmitted()) == (None,) * 3


def test_what_was_read_just_now_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cable, radio = Adapter("Ethernet", "NIC", 5, 5, 6, 1), Adapter("WLAN", "Radio", 6, 6, 71, 1)
    told = [(cable,), (radio,), (cable, radio)]
    monkeypatch.setattr(calls, "adapters", lambda: told.pop(0))
    monkeypatch.setattr(calls, "KEPT_S", 3600.0)
    assert (calls.lately(3600.0), calls.lately(3600.0)) == ((cable,), (cable,))
    assert calls.lately(0.0) == (radio,), "who wants to know what is there now is not told what was"
    assert calls.lately(3600.0) == (radio,), "and the others are of the same moment from then on"
    monkeypatch.setattr(calls._Kept, "at_s", calls._Kept.at_s - 3600.0)
    assert calls.lately(3600.0) == (cable, radio)


def test_many_who_ask_at_once_let_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, go_on, read, answers = threading.Event(), threading.Event(), list[str](), list[object]()

    def adapters() -> tuple[Adapter, ...]:
        read.append("")
        reading.set()
        go_on.wait(30.0)
        return ()

    monkeypatch.setattr(calls, "adapters", adapters)
    monkeypatch.setattr(calls, "KEPT_S", 30.0)
    asking = [threading.Thread(target=lambda: answers.append(calls.lately(30.0)), daemon=True) for _ in range(3)]
    asking[0].start()
    assert reading.wait(30.0)
    for each in asking[1:]:
        each.start()
    go_on.set()
    for each in asking:
        each.join(30.0)
    assert (len(read), answers) == (1, [(), (), ()])


def test_nobody_waits_for_a_reading_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "adapters", lambda: ())
    monkeypatch.setattr(calls, "KEPT_S", 0.01)
    with calls._Kept.lock:
        assert calls.lately() == ()
    assert not calls._Kept.lock.locked()
