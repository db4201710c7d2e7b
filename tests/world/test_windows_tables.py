"""Windows' tables are read from memory laid out as Windows lays it out."""

import ctypes
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Neighbour
from netcheck.world import windows_tables as tables
from netcheck.world.windows_layouts import Listed, RawAdapter, SocketAddress, Unicast
from netcheck.world.windows_tables import Adapter, Held, LinkState, RouteLine

RECORDED = Path(__file__).parent / "windows_structures" / "recorded.txt"
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


def recorded(name: str) -> bytes:
    """Bytes that a call of Windows' handed out."""
    lines = dict(line.split() for line in RECORDED.read_text("ascii").splitlines() if not line.startswith("#"))
    return bytes.fromhex(lines[name])


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


def test_recorded_neighbours() -> None:
    router = (2, Neighbour("192.168.1.1", "reachable", None, "22:e1:8d:5f:28:5d"))
    assert router in list(tables.neighbours2(recorded("MIB_IPNET_TABLE2")))
    old = (2, Neighbour("192.168.1.1", "stale", None, "22:e1:8d:5f:28:5d"))
    assert old in list(tables.neighbours(recorded("MIB_IPNETTABLE")))


def test_recorded_routes() -> None:
    assert list(tables.routes2(recorded("MIB_IPFORWARD_TABLE2"))) == [
        RouteLine(4, "0.0.0.0", 0, "192.168.1.1", 2, 256, 0),
        RouteLine(4, "192.168.1.0", 24, None, 2, 256, 0),
    ]
    first, second = tables.routes(recorded("MIB_IPFORWARDTABLE"))
    assert (first.prefix, first.gateway, first.index, first.origin) == (0, "192.168.1.1", 2, None)
    # for its own networks the older table writes our own address
    assert (second.network, second.prefix, second.gateway) == ("192.168.1.0", 24, None)


def test_recorded_links() -> None:
    loopback, cable = tables.links(recorded("MIB_IF_TABLE2"))
    assert (loopback.name, loopback.type, loopback.hardware) == ("lo", 24, False)
    assert isinstance(cable, LinkState)
    assert (cable.index, cable.name, cable.type, cable.status, cable.on, cable.carrier, cable.hardware) == (
        2, "enp3s0", 6, 1, True, True, True,
    )  # fmt: skip
    assert cable.bytes_sent > cable.sent > 0 < cable.received < cable.bytes_received


@pytest.mark.parametrize("name", ["MIB_IPNET_TABLE2", "MIB_IPNETTABLE", "MIB_IPFORWARD_TABLE2", "MIB_IF_TABLE2"])
def test_a_table_that_is_cut_off_loses_only_its_last_line(name: str) -> None:
    whole = recorded(name)
    read = {
        "MIB_IPNET_TABLE2": tables.neighbours2, "MIB_IPNETTABLE": tables.neighbours,
        "MIB_IPFORWARD_TABLE2": tables.routes2, "MIB_IF_TABLE2": tables.links,
    }[name]  # fmt: skip
    assert len(list(read(whole[:-1]))) == len(list(read(whole))) - 1


@pytest.mark.parametrize("text", ["192.168.1.1", "2001:db8::5", "fe80::1%12"])
def test_addresses_there_and_back(text: str) -> None:
    assert len(tables.sockaddr(text)) == 28
    assert tables.address(tables.sockaddr(text)) == text


def test_no_name_is_an_address() -> None:
    with pytest.raises(ValueError, match="router"):
        tables.sockaddr("router")


def test_a_mask_with_holes_is_no_route() -> None:
    line = struct.pack("<4s4sI4sIIIII5I", bytes(4), bytes([255, 0, 255, 0]), 0, bytes(4), 2, 3, 3, 0, 0, *[0] * 5)
    assert list(tables.routes(struct.pack("<I", 1) + line)) == []


@given(st.binary(max_size=300))
def test_garbage_is_survived(data: bytes) -> None:
    tables.address(data)
    for read in (tables.neighbours2, tables.neighbours, tables.routes2, tables.routes, tables.links):
        list(read(data))
