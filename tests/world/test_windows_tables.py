"""Windows' tables are read from memory laid out as Windows lays it out."""

import ctypes
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Neighbour
from netcheck.world import windows_tables as tables
from netcheck.world.windows_tables import Adapter, Held, Listed, RawAdapter, SocketAddress, Unicast

KEEP: list[object] = []
FOUR = struct.pack("<HH", 2, 0) + bytes([192, 168, 1, 23]) + bytes(8)
GATEWAY = struct.pack("<HH", 2, 0) + bytes([192, 168, 1, 1]) + bytes(8)
SIX = struct.pack("<HHI", 23, 0, 0) + bytes.fromhex("fe80" + "00" * 13 + "01") + struct.pack("<I", 12)


def given_address(raw: bytes) -> SocketAddress:
    """A SOCKET_ADDRESS whose memory is kept alive."""
    memory = ctypes.create_string_buffer(raw, len(raw))
    KEEP.append(memory)
    return SocketAddress(ctypes.addressof(memory), len(raw))


def adapter() -> RawAdapter:
    """An adapter with an address of each family, a gateway and a name server."""
    six = Unicast(address=given_address(SIX), prefix_origin=4, dad_state=4, prefix=64)
    four = Unicast(address=given_address(FOUR), prefix_origin=3, dad_state=2, prefix=24, next=ctypes.pointer(six))
    listed = Listed(address=given_address(GATEWAY))
    raw = RawAdapter(
        index=12, index6=13, name="Wi-Fi", description="Radio", mac_length=6, mtu=1500, type=71, status=1,
        unicast=ctypes.pointer(four), gateways=ctypes.pointer(listed), servers=ctypes.pointer(listed),
        send_bps=72_000_000, metric4=25, metric6=35,
    )  # fmt: skip
    raw.mac[:6] = bytes([2, 0, 0, 0, 0, 9])
    KEEP.extend([six, four, listed, raw])
    return raw


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="offsets are those of 64-bit Windows")
def test_offsets_of_64_bit_windows() -> None:
    places = {"unicast": 24, "servers": 48, "name": 72, "mac": 80, "type": 100, "gateways": 208, "metric4": 216}
    assert {name: getattr(RawAdapter, name).offset for name in places} == places
    assert (Unicast.prefix_origin.offset, Unicast.prefix.offset) == (32, 56)


def test_an_adapter() -> None:
    assert list(tables.read(ctypes.pointer(adapter()))) == [
        Adapter(
            "Wi-Fi", "Radio", 12, 13, 71, 1, "02:00:00:00:00:09", 1500, 72,
            (Held("192.168.1.23", 24, 3, 2), Held("fe80::1", 64, 4, 4)), ("192.168.1.1",), ("192.168.1.1",), 25, 35,
        )
    ]  # fmt: skip


def test_a_chain_without_end_is_cut() -> None:
    raw = adapter()
    raw.next = ctypes.pointer(raw)
    assert len(list(tables.read(ctypes.pointer(raw)))) == 4096


def test_addresses() -> None:
    assert tables.address(FOUR) == "192.168.1.23"
    assert tables.address(SIX) == "fe80::1%12"
    assert tables.address(b"") is None
    assert tables.address(FOUR[:6]) is None
    assert tables.address(b"\x07\0" * 9) is None


def line2(state: int) -> bytes:
    mac = bytes([2, 0, 0, 0, 0, 9]).ljust(32, b"\0")
    return FOUR.ljust(28, b"\0") + struct.pack("<IQ", 12, 0) + mac + struct.pack("<IIB3xI", 6, state, 0, 1000)


def test_neighbours() -> None:
    assert len(line2(5)) == 88
    table = struct.pack("<II", 3, 0) + line2(5) + line2(0) + line2(99)
    assert list(tables.neighbours2(table)) == [
        (12, Neighbour("192.168.1.23", "reachable", None, "02:00:00:00:00:09")),
        (12, Neighbour("192.168.1.23", "failed", None, "02:00:00:00:00:09")),
    ]
    old = struct.pack("<III8s4sI", 1, 12, 6, bytes([2, 0, 0, 0, 0, 9]), bytes([192, 168, 1, 1]), 3)
    assert list(tables.neighbours(old)) == [(12, Neighbour("192.168.1.1", "stale", None, "02:00:00:00:00:09"))]


def test_elsewhere_the_tables_are_unknown() -> None:
    assert tables.adapters() is None
    assert tables.neighbour_table(4) is None


@given(st.binary(max_size=300))
def test_garbage_is_survived(data: bytes) -> None:
    tables.address(data)
    list(tables.neighbours2(data))
    list(tables.neighbours(data))
