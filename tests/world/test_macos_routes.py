"""Routes and neighbours are read from the kernel's bytes; the layout is checked against the C structures."""

from __future__ import annotations

import ctypes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import DefaultRoute, Neighbour
from netcheck.world import macos_routes as tables
from tests.world.macos_paper import (
    DST,
    GATEWAY,
    MASK,
    NO_MASK,
    REJECT,
    SCOPED,
    STATIC,
    UP,
    VIA,
    default,
    inet,
    link,
    message,
    near,
)

NAMES = {7: "en0", 11: "en8", 20: "utun4"}
name_of = NAMES.get
MAC = "02:00:00:00:00:99"


class Metrics(ctypes.Structure):
    """struct rt_metrics of net/route.h."""

    _fields_ = tuple((f"u{n}", ctypes.c_int32 if n == 3 else ctypes.c_uint32) for n in range(14))


class Header(ctypes.Structure):
    """struct rt_msghdr of net/route.h."""

    _fields_ = (
        ("msglen", ctypes.c_ushort), ("version", ctypes.c_ubyte), ("type", ctypes.c_ubyte), ("index", ctypes.c_ushort),
        ("flags", ctypes.c_int), ("addrs", ctypes.c_int), ("pid", ctypes.c_int), ("seq", ctypes.c_int),
        ("errno", ctypes.c_int), ("use", ctypes.c_int), ("inits", ctypes.c_uint32), ("rmx", Metrics),
    )  # fmt: skip


def test_the_layout_is_that_of_the_c_structure() -> None:
    assert ctypes.sizeof(Header) == tables.HEADER.size == 92
    held = Header(99, 5, 4, 7, 1, 2, 3, 4, 5, 6, 8)
    held.rmx.u3 = 77
    fields = tables.HEADER.unpack(bytes(held))
    assert fields[:11] == (99, 5, 4, 7, 1, 2, 3, 4, 5, 6, 8)
    assert fields[tables.EXPIRE] == 77


def test_default_routes() -> None:
    data = b"".join((
        default("172.20.10.1", 11, UP | GATEWAY | SCOPED),
        message(7, UP, {DST: inet("127.0.0.0"), VIA: inet("127.0.0.1"), MASK: b"\x05\0\0\0\xff"}),
        message(20, UP | GATEWAY, {DST: inet("0.0.0.0"), VIA: inet("10.8.0.1"), MASK: b"\x05\0\0\0\x80"}),
        default("192.168.1.1", 7),
        default("fe80::1%7", 7),
        default("fe80::%20", 20, UP | GATEWAY | SCOPED),
        default("192.168.9.1", 7, UP | GATEWAY | REJECT),
        default("192.168.9.2", 7, GATEWAY | STATIC),
        default("192.168.9.3", 99),
    ))  # fmt: skip
    assert tables.default_routes(data, name_of) == (
        DefaultRoute(4, "192.168.1.1", "en0", 0),
        DefaultRoute(6, "fe80::1", "en0", 0),
        DefaultRoute(4, "172.20.10.1", "en8", 1),
    )


def test_a_way_without_a_next_hop() -> None:
    straight = message(20, UP | STATIC, {DST: inet("0.0.0.0"), VIA: link(20), MASK: NO_MASK})
    assert tables.default_routes(straight, name_of) == (DefaultRoute(4, None, "utun4", 0),)


def test_a_host_route_to_nowhere_is_no_default_route() -> None:
    host = message(7, UP | GATEWAY, {DST: inet("0.0.0.0"), VIA: inet("192.168.1.1")})
    assert tables.default_routes(host, name_of) == ()


ARP = b"".join((
    near("192.168.1.1", 7, MAC),
    near("192.168.1.9", 7),
    near("192.168.1.8", 7, flags=REJECT),
    near("192.168.1.7", 7, MAC, expires=0),
    near("192.168.1.6", 7, "02:00:00:00:00:00"),
    near("192.168.1.5", 11),
    near("192.168.1.5", 7, MAC),
    near("192.168.1.23", 7, MAC, flags=0x200000),
    near("fe80::1%7", 7, MAC),
))  # fmt: skip


@pytest.mark.parametrize(
    ("address", "interface", "found"),
    [
        ("192.168.1.1", None, Neighbour("192.168.1.1", "stale", None, MAC)),
        ("192.168.1.1", "en0", Neighbour("192.168.1.1", "stale", None, MAC)),
        ("192.168.1.1", "en8", None),
        ("192.168.1.9", "en0", Neighbour("192.168.1.9", "incomplete")),
        ("192.168.1.8", "en0", Neighbour("192.168.1.8", "failed")),
        ("192.168.1.7", "en0", Neighbour("192.168.1.7", "permanent", None, MAC)),
        ("192.168.1.6", "en0", Neighbour("192.168.1.6", "stale")),
        ("192.168.1.5", None, Neighbour("192.168.1.5", "stale", None, MAC)),
        ("192.168.1.23", None, None),
        ("192.168.1.99", None, None),
        ("fe80::1", "en0", Neighbour("fe80::1", "stale", None, MAC)),
    ],
)
def test_neighbours(address: str, interface: str | None, found: Neighbour | None) -> None:
    assert tables.neighbour(ARP, address, interface, name_of) == found


def test_messages_of_other_versions_and_kinds_are_passed_over() -> None:
    whole = default("192.168.1.1", 7)
    data = message(7, UP, {}, version=6) + message(7, UP, {}, kind=1) + whole
    assert len(tables.default_routes(data, name_of)) == 1


@given(st.integers(0, len(ARP)))
def test_a_cut_table_gives_what_is_whole(end: int) -> None:
    assert len(list(tables.routes(ARP[:end]))) <= 9
    tables.neighbour(ARP[:end], "192.168.1.23", None, name_of)


@given(st.binary(max_size=400), st.integers(0, 255))
def test_garbage_is_survived(data: bytes, present: int) -> None:
    framed = message(7, UP, {DST: data[:60] or b"\0"}) + data
    for bytes_ in (data, framed, ARP[:100] + data):
        tables.default_routes(bytes_, name_of)
        tables.neighbour(bytes_, "192.168.1.1", "en0", name_of)
    tables._addresses(data, present)
