"""Asks Windows for its network tables, by documented calls that every user may make."""

from __future__ import annotations

import ctypes
import functools
import sys
import threading
import time
from collections.abc import Callable
from ctypes import POINTER, byref, c_int32, c_uint32, c_void_p
from typing import Any

from netcheck.core.network import Neighbour
from netcheck.world import windows_tables as tables
from netcheck.world.windows_layouts import IcmpCounts, Link, Neighbour2, RawAdapter, Route2, TcpCounts
from netcheck.world.windows_tables import INET, INET6, Adapter, LinkState, RouteLine

NO_DATA, TOO_SMALL = 232, 111
"""ERROR_NO_DATA, and ERROR_BUFFER_OVERFLOW: more memory is wanted."""
NOT_FOUND = (2, 1168, 1231, 1232)
"""ERROR_FILE_NOT_FOUND, ERROR_NOT_FOUND, ERROR_NETWORK_UNREACHABLE, ERROR_HOST_UNREACHABLE: there is no route."""
UNSPECIFIED = 0
RESOLVE_S = 0.3
"""Seconds for a neighbour to say who it is; one that is there needs some milliseconds, over Wi-Fi some ten."""


KEPT_S = 0.5
"""Seconds for which what adapters there are is believed: a look asks some fifty times, each time some milliseconds."""


@functools.cache
def library(name: str) -> Any:
    """One of Windows' own libraries, by its name in the system's folder; None on other systems."""
    if sys.platform != "win32":
        return None
    try:
        # Only from the system's folder: LOAD_LIBRARY_SEARCH_SYSTEM32 of LoadLibraryEx, libloaderapi.h.
        return ctypes.WinDLL(name, use_last_error=True, winmode=0x800)
    except OSError:
        return None


@functools.cache
def function(where: str, name: str, result: Any = c_uint32) -> Callable[..., Any] | None:
    """A function of such a library; None where this Windows has none of that name."""
    try:
        found = library(where)[name]
    except (AttributeError, TypeError):
        return None
    found.restype = result
    return found  # type: ignore[no-any-return]


def last_error() -> int:
    """What GetLastError says of the last call on this thread, errhandlingapi.h."""
    if sys.platform != "win32":
        return 0
    return ctypes.get_last_error()


def adapters() -> tuple[Adapter, ...] | None:
    """All adapters with addresses, gateways and name servers, read now, by one call; None where Windows refuses.

    learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadaptersaddresses
    """
    call = function("iphlpapi", "GetAdaptersAddresses")
    if call is None:
        return None
    size = c_uint32(32768)
    for _ in range(4):  # the list may grow between two calls
        memory = ctypes.create_string_buffer(size.value)
        # Gateways too (0x80); neither anycast (0x2) nor multicast (0x4) addresses.
        result = call(c_uint32(UNSPECIFIED), c_uint32(0x86), None, memory, byref(size))
        if result == NO_DATA:  # no adapter at all
            return ()
        if result == 0:
            return tuple(tables.read(ctypes.cast(memory, POINTER(RawAdapter))))
        if result != TOO_SMALL:
            return None
    return None


class _Kept:
    """The adapters as they were read last, and when."""

    lock = threading.Lock()
    at_s = float("-inf")
    adapters: tuple[Adapter, ...] | None = None


def lately(most_s: float = KEPT_S) -> tuple[Adapter, ...] | None:
    """The adapters as they were at most so many seconds ago (0: now); None where Windows refuses.

    Whoever asks while another thread reads them waits for that one, up to half a second, then reads them as well.
    """
    alone = _Kept.lock.acquire(timeout=KEPT_S)
    try:
        now = time.monotonic()
        if now - _Kept.at_s >= most_s:
            _Kept.adapters, _Kept.at_s = adapters(), now
        return _Kept.adapters
    finally:
        if alone:
            _Kept.lock.release()


def links() -> tuple[LinkState, ...] | None:
    """What each adapter's driver says; None where Windows refuses.

    learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-getiftable2
    """
    table = _table2("GetIfTable2", ctypes.sizeof(Link))
    return None if table is None else tuple(tables.links(table))


def neighbour_table(family: int) -> tuple[tuple[int, Neighbour], ...] | None:
    """The neighbour table of a family (4 or 6), with adapter numbers; None where it can't be had.

    learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-getipnettable2, else, for IPv4,
    learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getipnettable
    """
    table = _table2("GetIpNetTable2", ctypes.sizeof(Neighbour2), INET if family == 4 else INET6)
    if table is not None:
        return tuple(tables.neighbours2(table))
    old = _table1("GetIpNetTable") if family == 4 else None
    return None if old is None else tuple(tables.neighbours(old))


def resolved(address: str, index: int, wait_s: float = RESOLVE_S) -> str | None:
    """A neighbour's hardware address, asked for now; None where nobody answers within that time, or on any error.

    It is no sign of life: that the old line is dropped first is what the page says, and was never tried.
    learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-resolveipnetentry2 (it waits some seconds for nobody,
    so it runs on a thread of its own that may be left behind)
    """
    call = function("iphlpapi", "ResolveIpNetEntry2")
    if call is None:
        return None
    line = Neighbour2(index=index)
    ctypes.memmove(byref(line), tables.sockaddr(address), 28)
    answers: list[str | None] = []

    def ask() -> None:
        if call(byref(line), None) == 0:
            answers.append(tables.mac(line))

    thread = threading.Thread(target=ask, name="neighbour", daemon=True)
    thread.start()
    thread.join(wait_s)
    return answers[0] if answers else None


def route_table() -> tuple[RouteLine, ...] | None:
    """The route table of both families; None where it can't be had.

    learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-getipforwardtable2, else, for IPv4,
    learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getipforwardtable
    """
    size = ctypes.sizeof(Route2)
    found = [table for family in (INET, INET6) if (table := _table2("GetIpForwardTable2", size, family)) is not None]
    if found:
        return tuple(line for table in found for line in tables.routes2(table))
    old = _table1("GetIpForwardTable")
    return None if old is None else tuple(tables.routes(old))


def best_route(address: str) -> tuple[RouteLine, str | None] | int | None:
    """The route that Windows takes to an address, and by which address of ours; the error's number where it says that
    there is none; None where it does not tell.

    learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-getbestroute2
    """
    call = function("iphlpapi", "GetBestRoute2")
    if call is None:
        return None
    target = ctypes.create_string_buffer(tables.sockaddr(address), 28)
    source, route = ctypes.create_string_buffer(28), Route2()
    zone = address.partition("%")[2]
    index = int(zone) & 0xFFFFFFFF if zone.isascii() and zone.isdigit() else 0  # 0: whichever adapter
    result = call(None, c_uint32(index), None, target, c_uint32(0), byref(route), source)
    if result != 0:
        return int(result) if result in NOT_FOUND else None
    found = tables.route2(route)
    return None if found is None else (found, tables.address(source.raw))


def best_adapter(address: str) -> int | None:
    """The number of the adapter by which Windows would leave for an address; None where it does not tell.

    learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getbestinterfaceex
    """
    call = function("iphlpapi", "GetBestInterfaceEx")
    if call is None:
        return None
    index = c_uint32()
    target = ctypes.create_string_buffer(tables.sockaddr(address), 28)
    return index.value if call(target, byref(index)) == 0 else None


def retransmitted() -> int | None:
    """TCP segments sent again since the system was started, both families; None where that is not told.

    learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-gettcpstatisticsex
    """
    return _sum("GetTcpStatisticsEx", TcpCounts, lambda each: int(each.retransmitted))


def unreachable() -> int | None:
    """ICMP messages "unreachable" received since the system was started, both families; None where not told.

    learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-geticmpstatisticsex
    """
    four = _sum("GetIcmpStatisticsEx", IcmpCounts, lambda each: int(each.by_type[3]), (INET,))
    six = _sum("GetIcmpStatisticsEx", IcmpCounts, lambda each: int(each.by_type[1]), (INET6,))
    return None if four is None and six is None else (four or 0) + (six or 0)


def _sum(
    name: str, kind: type[ctypes.Structure], take: Callable[[Any], int], families: tuple[int, ...] = (INET, INET6)
) -> int | None:
    call = function("iphlpapi", name)
    found = []
    for family in families if call is not None else ():
        memory = kind()
        if call is not None and call(byref(memory), c_uint32(family)) == 0:
            found.append(take(memory))
    return sum(found) if found else None


def _table2(name: str, size: int, *arguments: int) -> bytes | None:
    """A table in memory that Windows makes and takes back (FreeMibTable, netioapi.h)."""
    call, free = function("iphlpapi", name), function("iphlpapi", "FreeMibTable", None)
    if call is None or free is None:
        return None
    pointer = c_void_p()
    if call(*map(c_uint32, arguments), byref(pointer)) != 0 or not pointer.value:
        return None
    try:
        count = min(c_uint32.from_address(pointer.value).value, tables.MOST)
        return ctypes.string_at(pointer.value, tables.TABLE2 + size * count)
    finally:
        free(pointer)


def _table1(name: str) -> bytes | None:
    """An older table, in memory of ours."""
    call = function("iphlpapi", name)
    if call is None:
        return None
    size = c_uint32(65536)
    for _ in range(4):
        memory = ctypes.create_string_buffer(size.value)
        result = call(memory, byref(size), c_int32(0))
        if result == NO_DATA:
            return bytes(4)
        if result == 0:
            return memory.raw
        if result not in (TOO_SMALL, 122):  # 122: ERROR_INSUFFICIENT_BUFFER
            return None
    return None
