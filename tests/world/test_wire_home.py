"""What packets tell in a small home: healthy, and with each fault that only a kernel can stage."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world.sockets import is_own, source_towards
from netcheck.world.wire import SystemWire
from tests.world import small_home
from tests.world.small_home import FAR, FAR6, GATEWAY, GATEWAY6, NOBODY, NOBODY6, PC, SmallHome

pytestmark = pytest.mark.skipif(bool(small_home.reason_not_to()), reason=small_home.reason_not_to() or "-")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[SmallHome]:
    with SmallHome(tmp_path) as made:
        yield made


def ask(home: SmallHome, *shots: Shot, wait_s: float = 1.3) -> tuple[Reply, ...]:
    with home.inside("pc"):
        return SystemWire().ask(shots, wait_s=wait_s)


def said(replies: tuple[Reply, ...]) -> list[tuple[Said, str | None]]:
    return [(reply.said, reply.sender) for reply in replies]


def every_kind(address: str, ttl: int | None = None) -> list[Shot]:
    return [
        Shot(address, How.ECHO, ttl=ttl),
        Shot(address, How.UDP, 33434, ttl=ttl),
        Shot(address, How.TCP, 80, ttl=ttl),
    ]


@contextlib.contextmanager
def listening(home: SmallHome, name: str, address: str, port: int) -> Iterator[socket.socket]:
    with (
        home.inside(name),
        socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET) as server,
    ):
        yield server


@pytest.mark.parametrize("address", [GATEWAY, FAR, GATEWAY6, FAR6])
def test_a_healthy_host_answers_each_kind(home: SmallHome, address: str) -> None:
    with listening(home, "far" if address in (FAR, FAR6) else "router", address, 443):
        replies = ask(home, *every_kind(address), Shot(address, How.TCP, 443))
    assert said(replies) == [
        (Said.ANSWERED, address),
        (Said.REFUSED, address),
        (Said.REFUSED, address),
        (Said.ANSWERED, address),
    ]
    assert replies[0].ttl == (64 if address in (GATEWAY, GATEWAY6) else 63)
    assert replies[1].icmp == ((1, 4) if ":" in address else (3, 3))
    assert all(reply.ms is not None and 0 <= reply.ms < 1300 for reply in replies)


@pytest.mark.parametrize(("far", "hop"), [(FAR, GATEWAY), (FAR6, GATEWAY6)])
def test_a_packet_with_few_hops_left_names_the_router(home: SmallHome, far: str, hop: str) -> None:
    replies = ask(home, *every_kind(far, ttl=1))
    assert said(replies) == [(Said.EXPIRED, hop)] * 3
    assert {reply.icmp for reply in replies} == {(3, 0) if ":" in far else (11, 0)}


def test_a_neighbour_that_is_not_there_is_told_by_our_own_system(home: SmallHome) -> None:
    shots = [each for address in (NOBODY, NOBODY6) for each in every_kind(address)]
    replies = ask(home, *shots, wait_s=4.5)
    assert [reply.said for reply in replies] == [Said.NO_NEIGHBOUR] * 6
    assert [reply.icmp for reply in replies] == [(3, 1)] * 3 + [(1, 3)] * 3


def test_a_router_that_is_not_there_is_told_for_hosts_beyond_it(home: SmallHome) -> None:
    home.run("pc", f"ip route replace default via {NOBODY}")
    assert [reply.said for reply in ask(home, *every_kind(FAR), wait_s=4.5)] == [Said.NO_NEIGHBOUR] * 3


def test_a_local_filter_that_drops_refuses_to_send(home: SmallHome) -> None:
    home.filter("pc", "output", f"ip daddr {FAR} drop")
    replies = ask(home, *every_kind(FAR), Shot(GATEWAY, How.ECHO), wait_s=0.6)
    assert [reply.said for reply in replies] == [Said.BLOCKED, Said.BLOCKED, Said.SILENT, Said.ANSWERED]


@pytest.mark.parametrize("how", ["icmp type port-unreachable", "icmp type admin-prohibited"])
def test_a_local_filter_that_rejects_speaks_from_our_own_address(home: SmallHome, how: str) -> None:
    home.filter("pc", "output", f"ip daddr {FAR} tcp dport 80 reject with {how}")
    replies = ask(home, Shot(FAR, How.TCP, 80))
    assert said(replies) == [(Said.BLOCKED, PC)]


def test_a_prohibition_by_the_router_is_not_a_local_one(home: SmallHome) -> None:
    home.filter("router", "forward", "reject with icmpx type admin-prohibited")
    for far, gateway, code in ((FAR, GATEWAY, (3, 13)), (FAR6, GATEWAY6, (1, 1))):
        replies = ask(home, *every_kind(far))
        assert said(replies) == [(Said.PROHIBITED, gateway)] * 3
        assert {reply.icmp for reply in replies} == {code}


def test_a_portal_that_rejects_is_not_the_target_refusing(home: SmallHome) -> None:
    home.filter("router", "forward", "reject")
    assert said(ask(home, *every_kind(FAR))) == [(Said.UNREACHABLE, GATEWAY)] * 3


def test_a_router_without_a_way_out_says_so(home: SmallHome) -> None:
    home.run("router", "ip link set wan0 down")
    replies = ask(home, *every_kind(FAR), wait_s=0.9)
    # Linux routers send few of these at once: one is evidence for all.
    assert (replies[0].said, replies[0].sender, replies[0].icmp) == (Said.UNREACHABLE, GATEWAY, (3, 0))
    assert {reply.said for reply in replies} <= {Said.UNREACHABLE, Said.SILENT}


def test_no_route_is_told_by_the_call_itself(home: SmallHome) -> None:
    home.run("pc", "ip route del default; ip -6 route del default")
    replies = ask(home, *every_kind(FAR), *every_kind(FAR6))
    assert {reply.said for reply in replies} == {Said.NO_ROUTE}


@pytest.mark.parametrize(
    ("kind", "expected"), [("unreachable", Said.NO_ROUTE), ("blackhole", Said.NO_ROUTE), ("prohibit", Said.BLOCKED)]
)
def test_routes_that_lead_nowhere(home: SmallHome, kind: str, expected: Said) -> None:
    home.run("pc", f"ip route add {kind} {FAR}/32")
    assert {reply.said for reply in ask(home, *every_kind(FAR))} == {expected}


def test_no_right_to_ping_tells_nothing_about_the_network(home: SmallHome) -> None:
    home.allow_ping(False)
    replies = ask(home, Shot(FAR, How.ECHO), Shot(FAR6, How.ECHO), Shot(FAR, How.UDP, 33434))
    assert [reply.said for reply in replies] == [Said.NOT_PERMITTED, Said.NOT_PERMITTED, Said.REFUSED]


def test_a_cable_pulled_out_is_no_answer_of_anybody(home: SmallHome) -> None:
    home.run("router", "ip link set lan0 down")
    replies = ask(home, *every_kind(GATEWAY), wait_s=0.9)
    assert {reply.said for reply in replies} <= {Said.NO_NEIGHBOUR, Said.NO_ROUTE, Said.SILENT}


def test_silence_beyond_the_router_stays_silence(home: SmallHome) -> None:
    home.filter("router", "prerouting", f"iifname lan0 ip daddr {FAR} drop")
    assert said(ask(home, *every_kind(FAR), wait_s=0.9)) == [(Said.SILENT, None)] * 3


def test_a_packet_too_big_for_the_way(home: SmallHome) -> None:
    home.run("router", "ip link set wan0 mtu 1300")
    replies = ask(home, Shot(FAR, How.ECHO, size=1400), Shot(FAR6, How.UDP, 33434, size=1400))
    assert said(replies) == [(Said.TOO_BIG, GATEWAY), (Said.TOO_BIG, GATEWAY6)]
    assert [reply.icmp for reply in replies] == [(3, 4), (2, 0)]


def test_leaving_by_an_adapter(home: SmallHome) -> None:
    replies = ask(
        home,
        Shot(GATEWAY, How.ECHO, device="lan0"),
        Shot(GATEWAY, How.TCP, 80, device="lan0"),
        Shot(GATEWAY, How.ECHO, device="nothere"),
    )
    assert [reply.said for reply in replies] == [Said.ANSWERED, Said.REFUSED, Said.NOT_PERMITTED]


def test_lost_packets_are_repeated_and_the_repetition_is_timed(home: SmallHome) -> None:
    home.filter(
        "router",
        "prerouting",
        "iifname != lan0 accept",
        "meta l4proto @seen accept",
        "add @seen { meta l4proto } drop",
        before="set seen { type inet_proto; flags dynamic; }",
    )
    replies = ask(home, *every_kind(FAR))
    assert [reply.said for reply in replies] == [Said.ANSWERED, Said.REFUSED, Said.REFUSED]
    echo, _, tcp = (reply.ms for reply in replies)
    assert echo is not None
    assert tcp is not None
    assert max(echo, tcp) < 390, "timed from the packet that was answered, not from the first one"


def test_a_burst_counts_what_is_lost(home: SmallHome) -> None:
    home.filter("router", "prerouting", f"ip daddr {FAR} icmp type echo-request numgen inc mod 2 < 1 drop")
    shots = [Shot(FAR, How.ECHO), Shot(GATEWAY, How.ECHO), Shot(FAR, How.TCP, 80)]
    with home.inside("pc"):
        replies = SystemWire().burst(shots, count=10, gap_s=0.01, wait_s=0.5)
    assert [reply.shot for reply in replies] == [shot for shot in shots for _ in range(10)]
    assert sum(reply.said is Said.ANSWERED for reply in replies[:10]) == 5
    assert all(reply.said is Said.ANSWERED for reply in replies[10:20])
    assert all(reply.said is Said.REFUSED for reply in replies[20:])


def test_echoes_by_the_library(home: SmallHome) -> None:
    pytest.importorskip("ping3")
    with home.inside("pc"):
        wire = SystemWire(echo_by_library=True)
        replies = wire.ask([Shot(FAR, How.ECHO), Shot(NOBODY, How.ECHO), Shot(FAR, How.ECHO, ttl=1)], wait_s=0.8)
    assert said(replies) == [(Said.ANSWERED, FAR), (Said.SILENT, None), (Said.EXPIRED, GATEWAY)]


def test_our_own_addresses_are_known(home: SmallHome) -> None:
    with home.inside("pc"):
        assert [is_own(each) for each in (PC, "127.0.0.1", "::1", GATEWAY, FAR6)] == [True, True, True, False, False]
        assert source_towards(FAR) == PC
