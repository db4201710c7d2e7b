"""The kernel's tables are understood byte by byte, and garbage never hangs or breaks the reader."""

import struct
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from netcheck.world import kernel, netlink

DATA = Path(__file__).parent / "data"


def bodies(name: str) -> list[bytes]:
    """The bodies of a recorded table, without its closing message."""
    return [each.body for each in netlink.messages((DATA / f"netlink_{name}.bin").read_bytes()) if each.kind >= 16]


def test_links_of_a_recorded_table() -> None:
    links = {each.name: each for body in bodies("links") if (each := netlink.link(body))}
    assert {name: each.kind for name, each in links.items()} == {
        "lo": None, "eth0": "veth", "far": "veth", "br0": "bridge", "port0": "veth", "port1": "veth", "tun0": "tun",
        "mv0": "macvlan",
    }  # fmt: skip
    eth0 = links["eth0"]
    assert (eth0.mac, eth0.mtu, eth0.carrier, eth0.hardware) == ("02:00:00:00:00:01", 1500, True, 1)
    assert eth0.flags & 1
    assert not links["mv0"].flags & 1
    assert links["port0"].master == links["br0"].index
    assert eth0.master is None
    assert links["tun0"].hardware == 65534
    assert links["tun0"].mac is None
    assert links["lo"].hardware == 772
    assert isinstance(eth0.bytes_sent, int)
    assert isinstance(eth0.bytes_received, int)


def test_addresses_of_a_recorded_table() -> None:
    found = {each.ip: each for body in bodies("addresses") if (each := netlink.held(body))}
    assert found["192.168.1.23"].prefix == 24
    assert found["192.168.1.23"].valid_s == 3600
    assert found["2001:db8::23"].valid_s == 3600
    assert found["127.0.0.1"].valid_s is None
    assert found["fe80::ff:fe00:1"].protocol == 3


def test_routes_of_recorded_tables() -> None:
    four = [each for body in bodies("routes4") for each in netlink.routes(body)]
    defaults = [each for each in four if each.prefix == 0 and each.table == 254]
    assert {(each.gateway, each.metric, each.protocol, each.type) for each in defaults} == {
        ("192.168.1.1", 100, 16, 1), ("192.168.1.2", 200, 3, 1), ("192.168.1.3", 200, 3, 1), ("fe80::2", 300, 3, 1),
        (None, 900, 3, 7),
    }  # fmt: skip
    assert [each.gateway for each in four if each.table == 77] == ["192.168.1.9"]
    six = [each for body in bodies("routes6") for each in netlink.routes(body)]
    assert [(each.gateway, each.protocol, each.metric) for each in six if each.prefix == 0] == [("fe80::1", 9, 512)]


def test_neighbours_of_a_recorded_table() -> None:
    found = {each.ip: each for body in bodies("neighbours") if (each := netlink.near(body))}
    assert {ip: each.state for ip, each in found.items()} == {
        "192.168.1.1": 2, "192.168.1.2": 4, "192.168.1.3": 128, "192.168.1.4": 32,
    }  # fmt: skip
    assert found["192.168.1.1"].mac == "02:00:00:00:00:99"
    assert found["192.168.1.4"].mac is None
    assert (found["192.168.1.1"].confirmed_ticks or 0) < 100


def test_lengths_of_zero_end_the_reading() -> None:
    assert netlink.attributes(bytes(64)) == {}
    assert list(netlink.messages(bytes(64))) == []
    assert netlink.attributes(struct.pack("=HH", 400, 1) + b"x") == {}


def test_nested_and_byte_order_bits_are_taken_off() -> None:
    assert netlink.attributes(kernel.attribute(0x8012, b"a") + kernel.attribute(0x4003, b"bc")) == {18: b"a", 3: b"bc"}


@given(st.binary(max_size=300))
def test_garbage_is_no_record_and_no_error(data: bytes) -> None:
    for read in (netlink.attributes, netlink.link, netlink.held, netlink.routes, netlink.near):
        read(data)
    for message in netlink.messages(data):
        assert len(message.body) <= len(data)


@given(st.sampled_from(["links", "addresses", "routes4", "routes6", "neighbours"]), st.data())
def test_damaged_records_are_survived(name: str, data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(bodies(name))))
    for _ in range(3):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(body[: data.draw(st.integers(0, len(body)))])
    for read in (netlink.link, netlink.held, netlink.routes, netlink.near):
        read(cut)
