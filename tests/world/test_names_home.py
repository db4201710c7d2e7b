"""Names and pages in a small home: a forwarder without upstream, and a line that swallows full-size packets."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import DnsQuestion, Resolver, WebRequest
from netcheck.world.http import SystemWeb
from netcheck.world.names import SystemNames
from netcheck.world.remembered import Remembered
from netcheck.world.wire import SystemWire
from tests.world import small_home
from tests.world.small_home import FAR, FAR6, GATEWAY, NOBODY, SmallHome, until

pytestmark = pytest.mark.skipif(
    bool(small_home.reason_not_to()) or not shutil.which("dnsmasq"),
    reason=small_home.reason_not_to() or "not installed: dnsmasq",
)
NAME = "www.lab.example"


def start_dnsmasq(home: SmallHome, where: str, folder: Path, *options: str) -> None:
    folder.mkdir()
    home.start(
        where,
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--no-resolv",
        "--no-hosts",
        "--user=root",
        f"--pid-file={folder / 'pid'}",
        f"--dhcp-leasefile={folder / 'leases'}",
        *options,
    )


def names() -> SystemNames:
    return SystemNames(Remembered(), SystemWire(), lambda: (Resolver(GATEWAY),), None, ())


def alive_question() -> DnsQuestion:
    return DnsQuestion(GATEWAY, "version.bind", "TXT", "CH")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[SmallHome]:
    with SmallHome(tmp_path) as made:
        start_dnsmasq(made, "far", tmp_path / "far", f"--host-record={NAME},{FAR},{FAR6}", "--local=/example/")
        start_dnsmasq(made, "router", tmp_path / "router", f"--server={FAR}")

        def ready() -> bool:
            with made.inside("pc"):
                return bool(names().ask([DnsQuestion(GATEWAY, NAME)], wait_s=0.3)[0].addresses)

        assert until(ready), "the name servers did not start"
        yield made


def test_healthy(home: SmallHome) -> None:
    with home.inside("pc"):
        alive, known, unknown, over_tcp = names().ask(
            [
                alive_question(),
                DnsQuestion(GATEWAY, NAME),
                DnsQuestion(GATEWAY, "nothere.example"),
                DnsQuestion(GATEWAY, NAME, over="tcp"),
            ]
        )
        found = names().lookup(NAME)
    assert alive.texts[0].startswith("dnsmasq")
    assert (known.rcode, known.addresses, known.ttl) == ("NOERROR", (FAR,), 64)
    assert unknown.rcode == "NXDOMAIN"
    assert over_tcp.addresses == (FAR,)
    assert found == (FAR6, FAR)


def test_a_forwarder_that_is_alive_before_a_silent_upstream(home: SmallHome) -> None:
    home.filter("far", "prerouting", "udp dport 53 drop", "tcp dport 53 drop")
    with home.inside("pc"):
        alive, name = names().ask([alive_question(), DnsQuestion(GATEWAY, "fresh1.example")], wait_s=0.9)
        assert names().search("fresh2.example") == ((), Failure.TIMEOUT)
    assert alive.resolved
    assert name.failure is Failure.TIMEOUT


def test_how_asking_fails(home: SmallHome) -> None:
    home.filter("router", "forward", "udp dport 53 reject with icmp type admin-prohibited")
    home.filter("pc", "output", "ip daddr 203.0.113.0/24 drop")
    with home.inside("pc"):
        answers = names().ask(
            [DnsQuestion(server, NAME) for server in (FAR, "203.0.113.5", NOBODY)]
            + [DnsQuestion(GATEWAY, NAME, port=54)],
            wait_s=4.5,
        )
    assert [(each.failure, each.sender) for each in answers[:2]] == [
        (Failure.PROHIBITED, GATEWAY),
        (Failure.BLOCKED_LOCALLY, None),
    ]
    assert answers[2].failure is Failure.NO_NEIGHBOUR
    assert (answers[3].failure, answers[3].sender) == (Failure.REFUSED, GATEWAY)


def test_a_line_that_swallows_full_size_packets(home: SmallHome) -> None:
    home.run("far", "ip link set net0 gso_max_segs 1")
    home.filter("router", "forward", "iifname wan0 meta length > 1300 drop")
    body = b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + b"x" * 3000
    over = threading.Event()
    with home.inside("far"), socket.create_server((FAR, 80)) as listener:

        def serve() -> None:
            for _ in range(2):
                sock, _ = listener.accept()
                sock.recv(65536)
                sock.sendall(body)
                kept.append(sock)
            over.wait(20)

        kept: list[socket.socket] = []
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with home.inside("pc"):
            web = SystemWeb(Remembered(), names())
            full, small = web.fetch([WebRequest(f"http://{FAR}/"), WebRequest(f"http://{FAR}/", segment_bytes=1200)])
        over.set()
        thread.join(5)
        for sock in kept:
            sock.close()
    assert (full.failure, small.done) == (Failure.STALLED, True)
    assert full.out_of_order is not None
    assert full.out_of_order > 0
    assert small.body == b"x" * 3000


def test_pages_tell_who_kept_them_back(home: SmallHome) -> None:
    home.filter(
        "router", "forward", "tcp dport 80 reject with icmp type admin-prohibited", "tcp dport 81 reject with tcp reset"
    )
    with home.inside("pc"):
        prohibited, refused, nobody = SystemWeb(Remembered(), names()).fetch(
            [WebRequest(f"http://{host}/") for host in (FAR, f"{FAR}:81", NOBODY)]
        )
    assert (prohibited.failure, prohibited.sender) == (Failure.PROHIBITED, GATEWAY)
    assert (refused.failure, refused.sender) == (Failure.REFUSED, FAR)
    assert (nobody.stage, nobody.failure) == ("connect", Failure.TIMEOUT), "given up before ARP is"
