"""The kernel's own news and counters, in a namespace of the test's own."""

from __future__ import annotations

import errno
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.watching import Counters
from netcheck.world import kernel
from netcheck.world.linux_signs import AGAIN_S, LinuxTables, field, field6
from netcheck.world.signs import SystemSigns
from tests.world.namespace import inside

HOME = (
    "link set lo up",
    "link add eth0 type veth peer name far",
    "link add docker0 type bridge",
    "link set eth0 up",
    "link set far up",
    "link set docker0 up",
    "addr add 192.168.1.23/24 dev eth0",
    "addr add 172.17.0.1/16 dev docker0",
    "route add default via 192.168.1.1 metric 100",
)
ALL_FRAMES = 3
"""ETH_P_ALL."""
RUNNING = 0x40
LONG_S = 20.0
"""Never waited for where all is well."""
PAUSE = threading.Event()
"""Between two questions to the kernel; never set."""


def told(story: str, *words: str) -> Any:
    """What a function of this file tells from inside a namespace."""
    return inside(HOME, f"importlib.import_module('{__name__}').{story}{words!r}")[0]


def ip(line: str) -> None:
    subprocess.run(["ip", *line.split()], check=True)


def settled() -> None:
    """Wait until the kernel has seen the cable of eth0."""
    until = time.monotonic() + LONG_S
    while not any(link.name == "eth0" and link.flags & RUNNING for link in kernel.links()):
        assert time.monotonic() < until
        PAUSE.wait(0.01)


# --- what is news -----------------------------------------------------------------------------------------------------

MATTERS = {
    "adapter down": ("link set eth0 down",),
    "address added": ("addr add 10.1.2.3/24 dev eth0",),
    "address removed": ("addr del 192.168.1.23/24 dev eth0",),
    "address of IPv6 added": ("addr add 2001:db8::23/64 dev eth0 nodad",),
    "way out removed": ("route del default",),
    "another way out": ("route add default via 192.168.1.2 metric 50",),
    "another router": ("route change default via 192.168.1.9 metric 100",),
    "way out for IPv6": ("-6 route add default via fe80::1 dev eth0",),
    "any adapter, where nothing leads out": ("route del default", "link set docker0 down"),
}
NO_MATTER = {
    "a neighbour": ("neigh replace 192.168.1.77 lladdr 02:00:00:00:00:77 dev eth0 nud reachable",),
    "a container comes": ("link add v1 type veth peer name in1", "link set v1 up", "link set v1 master docker0"),
    "a container goes": ("link set docker0 down", "addr del 172.17.0.1/16 dev docker0"),
    "a lease is renewed": ("addr change 192.168.1.23/24 dev eth0 valid_lft 3600 preferred_lft 3600",),
    "an address that every adapter has": ("addr add fe80::77/64 dev eth0 nodad",),
    "a name": ("link set eth0 alias home",),
    "a way elsewhere": ("route add 10.99.0.0/16 dev docker0",),
}  # fmt: skip


def news_of(*lines: str) -> list[bool]:
    """Whether each line of ip is a change that matters, and whether it was told at all."""
    settled()
    tables = LinuxTables()
    try:
        found = []
        for line in lines:
            ip(line)
            found.append(tables.changed())
        return found
    finally:
        tables.close()


@pytest.mark.parametrize("story", MATTERS)
def test_a_change_that_matters_is_news(story: str) -> None:
    assert told("news_of", *MATTERS[story]) == [True] * len(MATTERS[story])


@pytest.mark.parametrize("story", NO_MATTER)
def test_what_changes_nothing_is_no_news(story: str) -> None:
    found = told("news_of", *NO_MATTER[story], "link set eth0 down")
    assert found == [False] * len(NO_MATTER[story]) + [True]  # the last one shows that news do come


# --- it wakes ---------------------------------------------------------------------------------------------------------

WAKING = ("link set eth0 down", "link set far down", "addr add 10.1.2.3/24 dev eth0", "route del default")


def woken_by(line: str) -> tuple[bool, bool, bool]:
    """Whether it ends a wait that was begun before; whether it took less than the wait; and whether it was one."""
    settled()
    signs = SystemSigns()
    try:
        doing = threading.Thread(target=lambda: ip(line))
        began = time.monotonic()
        doing.start()
        woke = signs.wait(LONG_S)
        took = time.monotonic() - began
        doing.join()
        return woke, took < LONG_S, signs.wait(0)
    finally:
        signs.close()


@pytest.mark.parametrize("line", WAKING)
def test_a_change_ends_the_wait_and_is_told_once(line: str) -> None:
    assert told("woken_by", line) == (True, True, False)


def down_and_up() -> list[bool]:
    settled()
    signs = SystemSigns()
    try:
        ip("link set eth0 down")
        first = signs.wait(LONG_S)
        ip("link set eth0 up")
        return [first, signs.wait(LONG_S)]
    finally:
        signs.close()


def test_down_and_up_again() -> None:
    assert told("down_and_up") == [True, True]


# --- what is counted --------------------------------------------------------------------------------------------------


def packets() -> tuple[Counters, Counters, Counters]:
    """The counters before, after seven frames came in, and after some went out to a router that is not there."""
    settled()
    tables = LinuxTables()
    try:
        before = tables.counters()
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, ALL_FRAMES) as far:
            far.bind(("far", 0))
            for _ in range(7):
                far.send(bytes.fromhex("ffffffffffff02000000000188b5") + bytes(50))
        came = tables.counters()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anybody:
            anybody.sendto(b"anybody there?", ("198.51.100.7", 9))
        return before, came, tables.counters()
    finally:
        tables.close()


def test_counters_rise_with_real_packets() -> None:
    before, came, went = told("packets")
    assert {before.adapter, came.adapter, went.adapter} == {"eth0"}
    assert came.received >= before.received + 7
    assert went.sent > before.sent
    assert (before.retransmitted, before.unreachable) == (0, 0)


def test_a_router_that_does_not_answer_is_silent() -> None:
    before, _, after = told("packets")
    assert (before.router_silent, after.router_silent) == (False, True)


def unreachable_and_retransmitted() -> tuple[Counters, Counters]:
    """The counters before and after a closed port was asked and a connection got no answer."""
    settled()
    tables = LinuxTables()
    try:
        before = tables.counters()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asks, socket.socket() as connects:
            for _ in range(3):
                asks.sendto(b"?", ("127.0.0.1", 9))
            ip("neigh replace 192.168.1.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent")
            connects.setblocking(False)
            connects.connect_ex(("198.51.100.7", 443))
            until = time.monotonic() + LONG_S
            while not (after := tables.counters()).retransmitted and time.monotonic() < until:
                PAUSE.wait(0.05)
        return before, after
    finally:
        tables.close()


def test_closed_ports_and_repeated_segments_are_counted() -> None:
    before, after = told("unreachable_and_retransmitted")
    assert (before.unreachable, before.retransmitted) == (0, 0)
    assert after.unreachable == 3
    assert after.retransmitted >= 1


def test_no_way_out_is_no_adapter() -> None:
    found = told("counters_after", "route del default")
    assert (found.adapter, found.sent, found.received, found.router_silent) == (None, None, None, False)


def test_the_adapter_in_use_is_that_of_the_best_way_out() -> None:
    assert told("counters_after", "route add default via 172.17.0.9 metric 5").adapter == "docker0"


def test_an_adapter_that_is_gone_counts_nothing() -> None:
    before, gone, read_again = told("without_its_adapter")
    assert (before.adapter, before.received is None) == ("eth0", False)
    assert (gone.adapter, gone.sent, gone.received) == ("eth0", None, None)
    assert (read_again.adapter, read_again.sent) == (None, None)


def without_its_adapter() -> tuple[Counters, Counters, Counters]:
    """The counters before and after the adapter is taken out, and half a minute later though nothing was told."""
    settled()
    tables = LinuxTables()
    try:
        before = tables.counters()
        ip("link del eth0")
        gone = tables.counters()
        with mock.patch("time.monotonic", return_value=time.monotonic() + AGAIN_S):
            return before, gone, tables.counters()
    finally:
        tables.close()


def counters_after(line: str) -> Counters:
    settled()
    tables = LinuxTables()
    try:
        ip(line)
        tables.changed()
        return tables.counters()
    finally:
        tables.close()


# --- what it costs ----------------------------------------------------------------------------------------------------


def cost() -> tuple[float, int]:
    """CPU seconds of a thousand readings, and how many files stay open when all is closed."""
    settled()
    held = open_files()
    signs = SystemSigns()
    began = time.process_time()
    for _ in range(1000):
        signs.counters()
    spent = time.process_time() - began
    signs.wait(0)
    signs.close()
    return spent, open_files() - held


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_reading_costs_under_a_thousandth_of_a_second_and_leaves_nothing_open() -> None:
    spent, left_open = told("cost")
    assert 0 < spent < 1.0
    assert left_open == 0


# --- where little is told ---------------------------------------------------------------------------------------------


def test_a_system_that_forbids_netlink_tells_nothing_and_breaks_nothing() -> None:
    with mock.patch("socket.socket", side_effect=PermissionError), mock.patch("os.open", side_effect=PermissionError):
        tables = LinuxTables()
        assert tables.events is None
        assert tables.counters() == Counters()
        assert not tables.changed()
    tables.close()


def test_lost_news_are_no_end() -> None:
    tables = LinuxTables()
    tables.close()
    news = mock.Mock()
    news.recv.side_effect = [OSError(errno.ENOBUFS, "lost"), b"something", BlockingIOError]
    tables.events = news
    assert not tables.changed()
    assert news.recv.call_count == 3


def test_closing_twice_is_closing() -> None:
    tables = LinuxTables()
    tables.close()
    tables.close()
    assert not tables.changed()


SNMP = b"Icmp: InMsgs InDestUnreachs\nIcmp: 9 4\nIcmpMsg: InType3\nIcmpMsg: 1\nTcp: MaxConn RetransSegs\nTcp: -1 12\n"


@pytest.mark.parametrize(
    ("row", "name", "found"),
    [
        (b"Tcp:", b"RetransSegs", 12),
        (b"Icmp:", b"InDestUnreachs", 4),
        (b"Tcp:", b"MaxConn", None),
        (b"Udp:", b"NoPorts", None),
        (b"Tcp:", b"None", None),
    ],
)
def test_numbers_of_the_table_with_names_above(row: bytes, name: bytes, found: int | None) -> None:
    assert field(SNMP, row, name) == found


def test_numbers_of_the_table_with_names_beside() -> None:
    assert field6(b"Ip6InReceives  7\nIcmp6InDestUnreachs   \t3\n", b"Icmp6InDestUnreachs") == 3
    assert field6(b"Icmp6InDestUnreachs", b"Icmp6InDestUnreachs") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_number_or_none(table: bytes) -> None:
    for found in (field(table, b"Tcp:", b"RetransSegs"), field6(table, b"Icmp6InDestUnreachs")):
        assert found is None or found >= 0
