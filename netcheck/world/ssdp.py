"""Finds the router's UPnP description by SSDP (UPnP Device Architecture 1.1, section 1.3)."""

from __future__ import annotations

import contextlib
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from netcheck.core.network import Said
from netcheck.world.dns_messages import clean
from netcheck.world.http_message import Target, read_url
from netcheck.world.icmp import plain
from netcheck.world.sockets import Endpoint, endpoint, final_error, open_datagrams, source_towards

PORT = 1900
GROUP = "239.255.255.250"
DEVICES = tuple(f"urn:schemas-upnp-org:device:InternetGatewayDevice:{version}" for version in (1, 2))
_REPEAT_S = 0.25
_AFTER_REFUSAL_S = 0.4  # a router that listens to the group alone answers within 0.1 s
_MOST = 48  # events looked at; a talkative network may send many answers
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """Where a router's description lies."""

    location: Target
    server: str | None = None
    """The Server header: maker, system, versions."""


def question(device: str) -> bytes:
    """An M-SEARCH for one type of device. MX 1: the shortest time over which answers may be spread."""
    lines = ("M-SEARCH * HTTP/1.1", f"HOST: {GROUP}:{PORT}", 'MAN: "ssdp:discover"', "MX: 1", f"ST: {device}", "", "")
    return "\r\n".join(lines).encode()


def read(payload: bytes, gateway: str) -> Found | None:
    """The answer in a datagram, where it points to the gateway itself; None for anything else.

    A description on another host is not fetched: whoever answers first could send us to any address at home."""
    lines = payload[:_HEAD].decode("latin-1").split("\n")
    status = lines[0].split()
    if len(status) < 2 or not status[0].upper().startswith("HTTP/") or status[1] != "200":
        return None
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), clean(value.strip()))
    location = read_url(headers.get("location", ""))
    if location is None or location.scheme != "http" or location.host != plain(gateway).lower():
        return None
    return Found(location, headers.get("server", "")[:200] or None)


def search(gateway: str, deadline: float) -> Iterator[Found | None]:
    """Ask the gateway by unicast, then by multicast too, until the deadline (monotonic seconds); yields what it finds,
    and None once for a refusal, which is a sign of life. Only the gateway's own answers are believed.

    The socket is not connected, since some routers answer from another port; behind an ordinary host firewall only
    the unicast answers come in."""
    try:
        version, where = endpoint(gateway, PORT)
    except ValueError:
        return
    sock = open_datagrams(version)
    if sock is None:
        return
    with sock, selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        source = source_towards(gateway)
        if source is not None and version == 4:
            with contextlib.suppress(OSError):  # or it would follow the default route into a tunnel
                sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(source))
        turn, next_at, refused = 0, time.monotonic(), False
        for _ in range(_MOST):
            now = time.monotonic()
            if now >= deadline:
                return
            if now >= next_at:
                _ask(sock, [where] if turn == 0 or version == 6 else [where, (GROUP, PORT)])
                turn, next_at = turn + 1, now + _REPEAT_S * (turn + 1)
            if not selector.select(max(0.0, min(deadline, next_at) - time.monotonic())):
                continue
            try:
                payload, sender = sock.recvfrom(65535)
            except OSError as problem:
                if not refused and _refused(sock, gateway, problem):
                    # Nobody listens to unicast: ask the group at once, and wait no longer than a living one needs.
                    refused, next_at, deadline = True, now, min(deadline, now + _AFTER_REFUSAL_S)
                    yield None
                continue
            found = read(payload, gateway) if plain(str(sender[0])) == plain(gateway) else None
            if found is not None:
                yield found


def _refused(sock: socket.socket, gateway: str, problem: OSError) -> bool:
    """Whether it was the gateway that refused. Windows does not tell whose "port unreachable" it is (10054, see
    recvfrom), but nothing was sent to anybody besides the gateway and a group, and for a group nobody says that."""
    if sys.platform == "win32":
        return isinstance(problem, ConnectionResetError)
    return (final_error(sock, gateway) or (None,))[0] is Said.REFUSED


def _ask(sock: socket.socket, places: list[Endpoint]) -> None:
    for place in places:
        for device in DEVICES:
            with contextlib.suppress(OSError):
                sock.sendto(question(device), place)
