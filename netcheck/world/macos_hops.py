"""Asks on macOS, without rights, which stations on the way to the internet answer."""

from __future__ import annotations

import secrets
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netcheck.core.network import Reply, Said, Shot
from netcheck.world.icmp import echo_request
from netcheck.world.sockets import MACOS, bind_device, said_by_call

WAIT_S, RETRY_S = 1.1, 0.4
TRIES = 2
"""Routers give about six such errors at once, then one a second."""
ECHO_REPLY, UNREACHABLE, EXPIRED = 0, 3, 11
CLOSED = (2, 3)
FORBIDS = (9, 10, 13)
"""Codes of "unreachable" (RFC 792, RFC 1812): protocol and port; administratively prohibited."""
MOST_READS = 500
Opens = Callable[[], socket.socket]


@dataclass(frozen=True, slots=True)
class Heard:
    """An ICMP message about a packet of ours."""

    sender: str
    kind: int
    code: int
    identifier: int
    sequence: int
    target: str
    """Where our packet was meant to go; the sender itself for an echo reply."""


def ladder(shots: Sequence[Shot], opens: Opens | None = None) -> tuple[Reply, ...]:
    """One echo request for each shot (IPv4 addresses, with a ttl), and who said what within 1.1 s; in their order.

    macOS hands every ICMP message that comes in to every datagram ICMP socket that is not connected, so that an
    ordinary program hears "time exceeded" (rip_input in xnu's raw_ip.c; Linux keeps it to itself). Nothing at all
    where nobody said anything: a way of asking that was never heard to work must not say that the line is dead.
    """
    try:
        with (opens or _open)() as sock:
            sock.setblocking(False)
            replies = _Climb(sock, shots).run()
    except OSError:
        return ()
    return replies if any(each.said not in (Said.SILENT, Said.NOT_PERMITTED) for each in replies) else ()


def _open() -> socket.socket:
    if not MACOS:
        raise OSError("only macOS tells an ordinary program")
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)


class _Climb:
    """All shots of one ladder, by one socket; a shot's sequence number is twice its place, plus the try."""

    def __init__(self, sock: socket.socket, shots: Sequence[Shot]) -> None:
        self._sock = sock
        self._shots = shots
        self._identifier = secrets.randbits(16)
        self._sent: dict[int, float] = {}
        self._replies: dict[int, Reply] = {}

    def run(self) -> tuple[Reply, ...]:
        began = time.monotonic()
        for turn in range(TRIES):
            for place, shot in enumerate(self._shots):
                if place not in self._replies and not self._far_enough():
                    self._send(place, turn, shot)
            self._listen(began + (RETRY_S * (turn + 1) if turn + 1 < TRIES else WAIT_S))
        return tuple(self._replies.get(place, Reply(shot, Said.SILENT)) for place, shot in enumerate(self._shots))

    def _send(self, place: int, turn: int, shot: Shot) -> None:
        number = place * TRIES + turn
        packet = echo_request(4, number, struct.pack("!H", self._identifier) + secrets.token_bytes(6))
        try:
            if shot.device:
                bind_device(self._sock, 4, shot.device)
            self._sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, shot.ttl or 64)
            self._sent[number] = time.monotonic()
            self._sock.sendto(packet, (shot.address, 0))
        except BlockingIOError:
            return  # the queue is full: as good as lost
        except OSError as problem:
            if turn + 1 == TRIES:
                self._replies[place] = Reply(shot, said_by_call(problem), ms=0.0)

    def _listen(self, until: float) -> None:
        for _ in range(MOST_READS):
            left = until - time.monotonic()
            if left <= 0 or len(self._replies) == len(self._shots) or self._far_enough():
                return
            if not select.select([self._sock], [], [], left)[0]:
                return
            try:
                heard = read(self._sock.recv(2048))
            except OSError:  # an error of an earlier packet comes out of this call
                continue
            if heard is not None and heard.identifier == self._identifier and heard.sequence in self._sent:
                self._take(heard)

    def _take(self, heard: Heard) -> None:
        place = heard.sequence // TRIES
        shot = self._shots[place]
        said = said_by(heard)
        if place not in self._replies and said is not None and heard.target == shot.address:
            ms = (time.monotonic() - self._sent[heard.sequence]) * 1000
            self._replies[place] = Reply(shot, said, heard.sender, ms, (heard.kind, heard.code))

    def _far_enough(self) -> bool:
        """The second station is known, and one beyond it: more change no verdict."""
        expired = {each.shot.ttl for each in self._replies.values() if each.said is Said.EXPIRED}
        return 2 in expired and (3 in expired or any(each.from_target for each in self._replies.values()))


def read(packet: bytes) -> Heard | None:
    """An echo reply, or an error that quotes an echo request of ours, with its IPv4 header in front; None for others.

    Layout: RFC 791, RFC 792. Old BSD code changes the header's length field, so it is not looked at.
    """
    found = _message(packet)
    if found is None:
        return None
    sender, _, message = found
    kind, code = message[0], message[1]
    if kind == ECHO_REPLY:
        return Heard(sender, kind, code, *_numbers(message), target=sender)
    quoted = _message(message[8:]) if kind in (UNREACHABLE, EXPIRED) else None
    if quoted is None or quoted[2][0] != 8:
        return None
    return Heard(sender, kind, code, *_numbers(quoted[2]), target=quoted[1])


def _numbers(message: bytes) -> tuple[int, int]:
    """Identifier and sequence number of an echo."""
    return int.from_bytes(message[4:6], "big"), int.from_bytes(message[6:8], "big")


def _message(packet: bytes) -> tuple[str, str, bytes] | None:
    """Source, destination and ICMP message, 8 bytes of it at least, of an IPv4 packet."""
    if len(packet) < 20 or packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_ICMP:
        return None
    start = (packet[0] & 0xF) * 4
    if start < 20 or len(packet) < start + 8:
        return None
    return socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20]), packet[start:]


def said_by(heard: Heard) -> Said | None:
    """What a message means for our packet; None for one that settles nothing."""
    if heard.kind == ECHO_REPLY:
        return Said.ANSWERED
    if heard.kind == EXPIRED:
        return Said.EXPIRED if heard.code == 0 else None
    if heard.code in CLOSED and heard.sender == heard.target:
        return Said.REFUSED
    return Said.PROHIBITED if heard.code in FORBIDS else Said.UNREACHABLE
