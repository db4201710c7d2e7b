"""Linux's adapters, routes and neighbours as the kernel shows them in a namespace of the test's own."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.model import Failure
from netcheck.core.network import Kind, Neighbour
from netcheck.world import kernel, linux
from netcheck.world.netlink import Near
from tests.world.namespace import inside

HOME = (
    "link set lo up",
    "link add eth0 address 02:00:00:00:00:01 type veth peer name far",
    "link set eth0 up",
    "link set far up",
    "addr add 192.168.1.23/24 dev eth0 valid_lft 3600 preferred_lft 3600",
    "addr add 2001:db8::23/64 dev eth0 nodad",
    "route add default via 192.168.1.1 proto dhcp metric 100",
)
needs_tun = pytest.mark.skipif(not os.access("/dev/net/tun", os.W_OK), reason="needs the right to open /dev/net/tun")
NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}


def test_a_wired_adapter_with_a_leased_address() -> None:
    (found,) = inside(HOME, "linux.interfaces()", environment=NO_BUS)
    eth0 = next(each for each in found if each.name == "eth0")
    assert (eth0.kind, eth0.up, eth0.carrier, eth0.mac) == (Kind.WIRED, True, True, "02:00:00:00:00:01")
    assert {(each.ip, each.origin) for each in eth0.addresses if not each.ip.startswith("fe80")} == {
        ("192.168.1.23", "dhcp"),
        ("2001:db8::23", None),
    }
    assert eth0.speed_mbit is None
    assert eth0.wifi is None


def test_cable_out_and_switched_off() -> None:
    cut, off = inside(
        HOME, "ip link set far down", "linux.interfaces()", "ip link set eth0 down", "linux.interfaces()",
        environment=NO_BUS,
    )  # fmt: skip
    eth0 = {each.name: each for each in cut}["eth0"]
    assert (eth0.up, eth0.carrier) == (True, False)
    eth0 = {each.name: each for each in off}["eth0"]
    assert (eth0.up, eth0.carrier, eth0.off_reason) == (False, None, None)


@needs_tun
def test_bridges_ports_and_tunnels_do_not_count() -> None:
    lines = (
        *HOME,
        "link add br0 type bridge",
        "link set far master br0",
        "tuntap add tun0 mode tun",
        "tuntap add tap0 mode tap",
        "link add mv0 link eth0 type macvlan",
    )
    (found,) = inside(lines, "linux.interfaces()", environment=NO_BUS)
    assert {each.name: each.kind for each in found} == {
        "lo": Kind.LOOPBACK, "eth0": Kind.WIRED, "far": Kind.PORT, "br0": Kind.BRIDGE, "tun0": Kind.TUNNEL,
        "tap0": Kind.TUNNEL, "mv0": Kind.WIRED,
    }  # fmt: skip


def test_default_routes_best_first() -> None:
    (routes,) = inside(
        (
            *HOME,
            "route add default via 192.168.1.2 metric 50 proto static",
            "route add default via 192.168.1.9 table 77",
            "route add unreachable default metric 900",
            "route add ::/0 proto ra via fe80::1 dev eth0 metric 512",
        ),
        "linux.default_routes()",
    )
    assert [(each.family, each.gateway, each.interface, each.metric, each.origin) for each in routes] == [
        (4, "192.168.1.2", "eth0", 50, "manual"),
        (4, "192.168.1.1", "eth0", 100, "dhcp"),
        (6, "fe80::1", "eth0", 512, "auto"),
    ]


def test_no_default_route_is_an_empty_answer() -> None:
    (routes,) = inside(HOME[:-1], "linux.default_routes()")
    assert routes == ()


@needs_tun
def test_ways() -> None:
    lines = (
        *HOME,
        "tuntap add tun0 mode tun",
        "addr add 10.8.0.2/24 dev tun0",
        "link set tun0 up",
        "route add 128.0.0.0/1 via 10.8.0.1",
        "route add blackhole 9.9.9.9",
        "route add prohibit 8.8.8.8",
        "route add unreachable 7.7.7.7",
        "rule add to 6.6.6.6 lookup 77",
        "route add default dev tun0 table 77",
    )
    targets = ("1.1.1.1", "192.168.1.5", "208.67.222.222", "6.6.6.6", "9.9.9.9", "8.8.8.8", "7.7.7.7", "2620:fe::fe")
    ways = dict(zip(targets, inside(lines, *(f"linux.way_to({each!r})" for each in targets)), strict=True))
    assert (ways["1.1.1.1"].interface, ways["1.1.1.1"].gateway) == ("eth0", "192.168.1.1")
    assert (ways["192.168.1.5"].gateway, ways["192.168.1.5"].source) == (None, "192.168.1.23")
    assert (ways["208.67.222.222"].interface, ways["208.67.222.222"].source) == ("tun0", "10.8.0.2")
    assert ways["6.6.6.6"].interface == "tun0"
    for target in ("9.9.9.9", "8.8.8.8", "7.7.7.7"):
        assert (ways[target].interface, ways[target].failure) == (None, Failure.BLOCKED_LOCALLY)
    assert ways["2620:fe::fe"].failure is Failure.NO_ROUTE


def test_what_is_no_address_has_no_way_and_is_never_looked_up() -> None:
    assert linux.way_to("example.com").failure is Failure.NOT_AVAILABLE
    assert linux.way_to("fe80::1%no-such-adapter").failure is Failure.NOT_AVAILABLE


def test_neighbours() -> None:
    lines = (
        *HOME,
        "neigh add 192.168.1.1 lladdr 02:00:00:00:00:99 dev eth0 nud reachable",
        "neigh add 192.168.1.2 lladdr 02:00:00:00:00:98 dev eth0 nud permanent",
        "neigh add 192.168.1.3 dev eth0 nud failed",
        "neigh add fe80::1 lladdr 02:00:00:00:00:97 dev eth0 nud stale",
    )
    reachable, permanent, failed, six, other, none = inside(
        lines,
        "linux.neighbour('192.168.1.1')",
        "linux.neighbour('192.168.1.2', 'eth0')",
        "linux.neighbour('192.168.1.3')",
        "linux.neighbour('fe80::1%eth0')",
        "linux.neighbour('192.168.1.1', 'far')",
        "linux.neighbour('192.168.1.77')",
    )
    assert reachable.state == "reachable"
    assert reachable.mac == "02:00:00:00:00:99"
    assert 0 <= reachable.confirmed_s < 5
    assert (permanent.state, permanent.confirmed_s) == ("permanent", None)
    assert (failed.state, failed.confirmed_s, failed.mac) == ("failed", None, None)
    assert six.state == "stale"
    assert other is None
    assert none is None


def test_an_asked_neighbour_that_is_silent_is_incomplete() -> None:
    lines = [each for each in HOME if not each.startswith("link set far")]
    lines += ["link add br0 type bridge", "link set far master br0", "link set far up", "link set br0 up"]
    ask = "__import__('socket').socket(2, 2).sendto(b'', ('192.168.1.99', 9))"
    _, found = inside(lines, ask, "linux.neighbour('192.168.1.99')")
    assert (found.state, found.confirmed_s) == ("incomplete", None)


def test_confirmation_is_counted_in_clock_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sysconf", lambda _: 100)
    assert linux.neighbour_of(Near(2, 8, "10.0.0.1", None, 250)) == Neighbour("10.0.0.1", "delay", 2.5, None)
    assert linux.neighbour_of(Near(2, 0, "10.0.0.1")) is None


def test_where_the_kernel_may_not_be_asked_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> list[bytes]:
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr(kernel, "ask", refuse)
    monkeypatch.setattr(linux, "PROC", Path("/nonexistent"))
    assert linux.interfaces() is None
    assert linux.default_routes() is None
    assert linux.neighbour("192.0.2.1") is None


ARP = """IP address       HW type     Flags       HW address            Mask     Device
192.168.1.1      0x1         0x2         02:00:00:00:00:99     *        eth0
192.168.1.4      0x1         0x0         00:00:00:00:00:00     *        eth0
"""


def test_the_older_table_of_neighbours() -> None:
    found = linux.arp_line(ARP, "192.168.1.1", "eth0")
    assert found is not None
    assert (found.state, found.mac) == ("stale", "02:00:00:00:00:99")
    missing = linux.arp_line(ARP, "192.168.1.4", None)
    assert missing is not None
    assert missing.state == "incomplete"
    assert linux.arp_line(ARP, "192.168.1.1", "wlan0") is None


NETSTAT = """TcpExt: SyncookiesSent TCPRetransFail TCPRcvCoalesce
TcpExt: 0 17 4
IpExt: InNoRoutes InOctets
IpExt: 0 99
"""


def test_counters() -> None:
    assert linux.counter(NETSTAT, "TcpExt:", "TCPRetransFail") == 17
    assert linux.counter(NETSTAT, "IpExt:", "InOctets") == 99
    assert linux.counter(NETSTAT, "TcpExt:", "Nothing") is None
    assert linux.counter("", "TcpExt:", "TCPRetransFail") is None
    assert inside((), "linux.refused_retransmissions()") == [0]


def test_strict_return_path_is_the_larger_of_both() -> None:
    write = "open('/proc/sys/net/ipv4/conf/{}/rp_filter', 'w').write('{}')"
    answers = inside(
        HOME,
        write.format("all", 0), write.format("eth0", 1), "linux.strict_return_path('eth0')",
        write.format("all", 2), "linux.strict_return_path('eth0')", "linux.strict_return_path('gone')",
    )  # fmt: skip
    assert (answers[2], answers[4], answers[5]) == (True, False, None)
    assert linux.strict_return_path("../all") is None


def test_the_description_names_nobody() -> None:
    import socket

    told = linux.describe()
    assert told["system"] == "Linux"
    assert socket.gethostname() not in told.values()


@given(st.text(max_size=300), st.text(max_size=20))
def test_texts_of_the_kernel_are_read_without_error(text: str, word: str) -> None:
    linux.arp_line(text, word, None)
    linux.counter(text, "TcpExt:", word)
