"""The router's own word: a gateway played on the loopback, and a real miniupnpd in a small home."""

from __future__ import annotations

import contextlib
import shutil
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from netcheck.core.network import How, RouterWord, Said, Shot
from netcheck.world import nat_pmp
from netcheck.world.remembered import Remembered
from netcheck.world.router import SystemRouter
from netcheck.world.wire import SystemWire
from tests.world import small_home
from tests.world.small_home import GATEWAY, WAN, SmallHome, until

PLAYED = "127.0.7.1"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have one loopback address")
in_home = pytest.mark.skipif(
    bool(small_home.reason_not_to()) or not shutil.which("miniupnpd"),
    reason=small_home.reason_not_to() or "not installed: miniupnpd",
)
STATUS = {
    "WANIPConnection": ("Unconfigured", "ERROR_NONE"),
    "WANPPPConnection": ("Disconnected", "ERROR_AUTHENTICATION_FAILURE"),
}


class Box:
    """A router that answers M-SEARCH from another port, and SOAP; slow where told."""

    def __init__(self, location_host: str = PLAYED) -> None:
        self.location_host = location_host
        self.actions: list[str] = []
        self.sent = 1000
        self.hang = threading.Event()
        self.hanging: frozenset[str] = frozenset()

    def answer(self, request: bytes) -> bytes:
        head, _, _ = request.partition(b"\r\n\r\n")
        if head.startswith(b"GET "):
            services = "".join(
                f"<service><serviceType>urn:schemas-upnp-org:service:{kind}:1</serviceType>"
                f"<controlURL>/{kind}</controlURL></service>"
                for kind in (*STATUS, "WANCommonInterfaceConfig")
            )
            return f"<root><device><modelName>Played</modelName>{services}</device></root>".encode()
        action = head.partition(b"#")[2].partition(b'"')[0].decode()
        self.actions.append(action)
        if action in self.hanging:
            self.hang.wait(10)
        kind = head.split(b" ")[1][1:].decode()
        values = {
            "GetStatusInfo": dict(
                zip(("NewConnectionStatus", "NewLastConnectionError"), STATUS.get(kind, ("", "")), strict=True)
            ),
            "GetExternalIPAddress": {"NewExternalIPAddress": "0.0.0.0"},
            "GetCommonLinkProperties": {
                "NewPhysicalLinkStatus": "Up",
                "NewWANAccessType": "DSL",
                "NewLayer1UpstreamMaxBitRate": "10000000",
            },
            "GetTotalBytesSent": {"NewTotalBytesSent": str(self.sent)},
            "GetTotalBytesReceived": {"NewTotalBytesReceived": "x"},
        }[action]
        inner = "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
        return f"<e><b><{action}Response>{inner}</{action}Response></b></e>".encode()


@contextlib.contextmanager
def played(box: Box) -> Iterator[Box]:
    over = threading.Event()
    threads: list[threading.Thread] = []
    with (
        socket.create_server((PLAYED, 0)) as listener,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as search,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as elsewhere,
    ):
        search.bind((PLAYED, 1900))
        elsewhere.bind((PLAYED, 0))
        search.settimeout(0.05)
        listener.settimeout(0.05)
        location = f"http://{box.location_host}:{listener.getsockname()[1]}/desc"

        def serve_search() -> None:
            while not over.is_set():
                with contextlib.suppress(OSError):
                    _, sender = search.recvfrom(4096)
                    elsewhere.sendto(
                        f"HTTP/1.1 200 OK\r\nLocation: {location}\r\nServer: Played/1\r\n\r\n".encode(), sender
                    )

        def serve_one(sock: socket.socket) -> None:
            with contextlib.suppress(OSError), sock:
                sock.settimeout(5)
                body = box.answer(sock.recv(65536))
                sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

        def serve_pages() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    threads.append(threading.Thread(target=serve_one, args=(listener.accept()[0],), daemon=True))
                    threads[-1].start()

        serving = [threading.Thread(target=each, daemon=True) for each in (serve_search, serve_pages)]
        for thread in serving:
            thread.start()
        try:
            yield box
        finally:
            over.set()
            box.hang.set()
            for thread in (*serving, *threads):
                thread.join(5)


def router() -> SystemRouter:
    return SystemRouter(Remembered(), SystemWire())


@on_linux
def test_a_refused_login_is_told_by_the_dialled_connection() -> None:
    with played(Box()) as box:
        asked = router()
        word = asked.word(PLAYED, wait_s=3.0)
        box.sent = 5000
        counters = asked.counters(PLAYED, wait_s=3.0)
        assert asked.word(PLAYED) == word
    assert word == RouterWord(
        connection="Disconnected",
        last_error="ERROR_AUTHENTICATION_FAILURE",
        physical_link="Up",
        access_type="DSL",
        make="Played/1",
        model="Played",
        link_up_bps=10_000_000,
        answered=("nat-pmp", "upnp"),
    ), "NAT-PMP's closed port is a sign of life too"
    assert counters == RouterWord(bytes_sent=5000), "the number that cannot be read is left out"
    assert box.actions.count("GetTotalBytesSent") == 1, "counters are read when they are asked for, never before"
    assert all(action.startswith("Get") for action in box.actions)


@on_linux
def test_what_was_said_until_the_deadline_is_kept() -> None:
    box = Box()
    box.hanging = frozenset({"GetExternalIPAddress", "GetCommonLinkProperties"})
    with played(box):
        word = router().word(PLAYED, wait_s=0.6)
    assert (word.connection, word.physical_link, word.answered) == ("Disconnected", None, ("nat-pmp", "upnp"))


@on_linux
def test_a_description_on_another_host_is_not_fetched() -> None:
    with played(Box(location_host="127.0.7.2")) as box:
        word = router().word(PLAYED, wait_s=0.4)
    assert (word.connection, word.answered, box.actions) == (None, ("nat-pmp",), [])


@on_linux
def test_a_gateway_that_listens_to_nothing_is_alive_all_the_same() -> None:
    asked = router()
    assert asked.word("127.0.7.3") == RouterWord(answered=("nat-pmp", "upnp"))
    assert asked.counters("127.0.7.3") is None


def test_no_gateway_at_all() -> None:
    assert router().word("junk", wait_s=0.1) == RouterWord()


# --- a real miniupnpd


@pytest.fixture
def home(tmp_path: Path) -> Iterator[SmallHome]:
    with SmallHome(tmp_path) as made:
        made.run(
            "router",
            "nft -f - <<'END'\ntable inet filter {\nchain miniupnpd {\n}\nchain prerouting_miniupnpd {\n}\n"
            "chain postrouting_miniupnpd {\n}\n}\nEND",
        )
        settings = tmp_path / "miniupnpd.conf"
        settings.write_text(
            "ext_ifname=wan0\nlistening_ip=lan0\nport=5555\nenable_natpmp=yes\nenable_upnp=yes\n"
            "secure_mode=yes\nuuid=00000000-0000-4000-8000-000000000007\nipv6_disable=yes\n"
            f"lease_file={tmp_path / 'leases'}\nallow 1024-65535 10.7.0.0/24 1024-65535\n"
        )
        made.start("router", "miniupnpd", "-d", "-f", str(settings), "-P", str(tmp_path / "pid"))

        def alive() -> bool:
            with made.inside("pc"):
                shot = Shot(GATEWAY, How.UDP, nat_pmp.PORT, nat_pmp.REQUEST)
                return SystemWire().ask([shot], wait_s=0.3)[0].said is Said.ANSWERED

        assert until(alive), "miniupnpd did not start"
        yield made


@in_home
def test_a_healthy_router(home: SmallHome) -> None:
    with home.inside("pc"):
        asked = router()
        word = asked.word(GATEWAY, wait_s=3.0)
        counters = asked.counters(GATEWAY, wait_s=3.0)
    assert (word.nat_pmp_result, word.external_address, word.connection, word.physical_link) == (
        0,
        WAN,
        "Connected",
        "Up",
    )
    assert word.make is not None
    assert "MiniUPnPd" in word.make
    assert word.answered == ("nat-pmp", "upnp")
    assert counters is not None
    assert counters.bytes_sent is not None
    assert word.bytes_sent is None, "counters are read when they are asked for"


@in_home
def test_a_router_without_an_address_outside(home: SmallHome) -> None:
    home.run("router", "ip addr flush dev wan0")
    with home.inside("pc"):
        word = router().word(GATEWAY, wait_s=3.0)
    assert (word.nat_pmp_result, word.external_address, word.connection) == (3, None, "Disconnected")


@in_home
def test_behind_an_ordinary_host_firewall(home: SmallHome) -> None:
    home.filter("pc", "input", "ct state established,related accept", "iif lo accept", "drop")
    with home.inside("pc"):
        assert router().word(GATEWAY, wait_s=3.0).connection == "Connected"


def test_the_question_asks_for_an_address_and_nothing_else() -> None:
    assert struct.unpack("!BB", nat_pmp.REQUEST) == (0, 0)
