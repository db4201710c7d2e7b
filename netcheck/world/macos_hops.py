"""Asks on macOS, without rights, which stations on the way to the internet answer."""

from __future__ import annotations

import ipaddress
import secrets
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netcheck.core.addresses import same
from netcheck.core.network import Reply, Said, Shot
from netcheck.world.icmp import echo_request, plain
from netcheck.world.sockets import MACOS, bind_device, endpoint, said_by_call, set_ttl

WAIT_S, RETRY_S = 1.1, 0.4
TRIES = 2
"""Routers give about six such errors at once, then one a second."""
MOST_READS = 500
_ICMPV6 = 58  # Windows' Python has no name for it
Opens = Callable[[int], socket.socket]
"""Makes the socket for a family, 4 or 6."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What one family's ICMP calls things: kinds of messages, and codes of "unreachable"."""

    request: int
    reply: int
    unreachable: int
    expired: int
    closed: tuple[int, ...]
    """Nobody listens: said by the target itself, a sign of life."""
    forbids: tuple[int, ...]
    """Administratively prohibited."""


WORDS = {
    4: _Words(request=8, reply=0, unreachable=3, expired=11, closed=(2, 3), forbids=(9, 10, 13)),
    6: _Words(request=128, reply=129, unreachable=1, expired=3, closed=(4,), forbids=(1, 5, 6)),
}
"""RFC 792 and RFC 1812 (5.2.7); RFC 4443."""
NOTHING_TOLD = (Said.SILENT, Said.NOT_PERMITTED, Said.WITHHELD)


@dataclass(frozen=True, slots=True)
class Heard:
    """An ICMP message about a packet of ours."""

    version: int
    """4 or 6."""
    sender: str
    kind: int
    code: int
    identifier: int
    sequence: int
    target: str
    """Where our packet was meant to go; the sender itself for an echo reply."""


def ladder(shots: Sequence[Shot], opens: Opens | None = None) -> tuple[Reply, ...]:
    """One echo request for each shot (addresses of one family, with a ttl), and who said what within 1.1 s; in their
    order.

    macOS hands every ICMP message that comes in to every datagram ICMP socket that is not connected, so that an
    ordinary program hears "time exceeded" (rip_input in raw_ip.c and icmp6_rip6_input in icmp6.c of xnu; the filter of
    a fresh ICMPv6 one lets all pass, icmp6_dgram_attach. Linux keeps them to itself). macOS' own traceroute and
    traceroute6 want a raw socket, hence an administrator's rights. Nothing at all where nobody said anything: a way of
    asking that was never heard to work must not say that the line is dead.
    """
    if not shots:
        return ()
    version = 6 if ":" in shots[0].address else 4
    try:
        with (opens or _open)(version) as sock:
            sock.setblocking(False)
            replies = _Climb(sock, shots, version).run()
    except OSError:
        return ()
    return replies if any(each.said not in NOTHING_TOLD for each in replies) else ()


def _open(version: int) -> socket.socket:
    if not MACOS:
        raise OSError("only macOS tells an ordinary program")
    if version == 6:
        return socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6)
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)


class _Climb:
    """All shots of one ladder, by one socket; a shot's sequence number is twice its place, plus the try."""

    def __init__(self, sock: socket.socket, shots: Sequence[Shot], version: int) -> None:
        self._sock = sock
        self._shots = shots
        self._version = version
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
        packet = echo_request(self._version, number, struct.pack("!H", self._identifier) + secrets.token_bytes(6))
        try:
            _, where = endpoint(shot.address, 0)
            if shot.device:
                bind_device(self._sock, self._version, shot.device)
            set_ttl(self._sock, self._version, shot.ttl or 64)
        except (OSError, ValueError):
            self._replies[place] = Reply(shot, Said.NOT_PERMITTED, ms=0.0)
            return
        try:
            self._sent[number] = time.monotonic()
            self._sock.sendto(packet, where)
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
                packet, sender = self._sock.recvfrom(2048)
            except OSError:  # an error of an earlier packet comes out of this call
                continue
            heard = read(packet) if self._version == 4 else read6(packet, str(sender[0]))
            if heard is not None and heard.identifier == self._identifier and heard.sequence in self._sent:
                self._take(heard)

    def _take(self, heard: Heard) -> None:
        place = heard.sequence // TRIES
        shot = self._shots[place]
        said = said_by(heard)
        if place not in self._replies and said is not None and same(heard.target, shot.address):
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
    return _heard(4, found[0], found[2], _message) if found else None


def read6(message: bytes, sender: str) -> Heard | None:
    """The same for IPv6, where the system keeps the header in front to itself and tells the sender (RFC 3542, 3.)."""
    return _heard(6, plain(sender), message, _quoted6) if len(message) >= 8 else None


_Quoted = tuple[str, str, bytes]
"""Source, destination and ICMP message, 8 bytes of it at least, of a packet."""


def _heard(version: int, sender: str, message: bytes, quoted_in: Callable[[bytes], _Quoted | None]) -> Heard | None:
    words, kind, code = WORDS[version], message[0], message[1]
    if kind == words.reply:
        return Heard(version, sender, kind, code, *_numbers(message), target=sender)
    quoted = quoted_in(message[8:]) if kind in (words.unreachable, words.expired) else None
    if quoted is None or quoted[2][0] != words.request:
        return None
    return Heard(version, sender, kind, code, *_numbers(quoted[2]), target=quoted[1])


def _numbers(message: bytes) -> tuple[int, int]:
    """Identifier and sequence number of an echo."""
    return int.from_bytes(message[4:6], "big"), int.from_bytes(message[6:8], "big")


def _message(packet: bytes) -> _Quoted | None:
    if len(packet) < 20 or packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_ICMP:
        return None
    start = (packet[0] & 0xF) * 4
    if start < 20 or len(packet) < start + 8:
        return None
    return socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20]), packet[start:]


def _quoted6(packet: bytes) -> _Quoted | None:
    """RFC 8200, 3.; our own packets have no header between this one and ICMPv6."""
    if len(packet) < 48 or packet[0] >> 4 != 6 or packet[6] != _ICMPV6:
        return None
    source, target = (str(ipaddress.IPv6Address(packet[at : at + 16])) for at in (8, 24))
    return source, target, packet[40:]


def said_by(heard: Heard) -> Said | None:
    """What a message means for our packet; None for one that settles nothing."""
    words = WORDS[heard.version]
    if heard.kind == words.reply:
        return Said.ANSWERED
    if heard.kind == words.expired:
        return Said.EXPIRED if heard.code == 0 else None
    if heard.code in words.closed and same(heard.sender, heard.target):
        return Said.REFUSED
    return Said.PROHIBITED if heard.code in words.forbids else Said.UNREACHABLE
