"""Sends echoes on Windows, where every user may, and hears which station let one expire."""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import socket
import time
from collections.abc import Callable
from ctypes import byref, c_uint16, c_uint32, c_void_p
from typing import Any

from netcheck.core.network import Reply, Said, Shot
from netcheck.world import windows_calls
from netcheck.world.icmp import plain
from netcheck.world.sockets import endpoint, source_towards
from netcheck.world.windows_calls import function, last_error, lately
from netcheck.world.windows_layouts import Echo6Reply, EchoOptions, EchoReply
from netcheck.world.windows_tables import sockaddr

SUCCESS, NET, HOST, PROTOCOL, PORT, TOO_BIG, TIMED_OUT, EXPIRED = 0, 11002, 11003, 11004, 11005, 11009, 11010, 11013
TIME_EXCEEDED, GENERAL_FAILURE = 11041, 11050
"""IP_STATUS of ipexport.h. For IPv6 11002 is "no route", 11003 "no such address" and 11004 "prohibited"; 11041 is that
family's own word for a hop limit that was used up."""
NO_ROUTE = (1231, 1232, 10051, 10065)
"""ERROR_NETWORK_UNREACHABLE, ERROR_HOST_UNREACHABLE, WSAENETUNREACH, WSAEHOSTUNREACH: the call itself failed."""
REFUSED = (5, 10013, GENERAL_FAILURE)
"""ERROR_ACCESS_DENIED, WSAEACCES, and what Windows says where a filter of its own does not let an echo out."""
NET_NOT_TOLD, HOST_NOT_TOLD = -1, -2
"""Codes that Windows does not hand on. 11002 is "net unreachable" (0) and all that stands for a net or for nothing in
particular: 6, 8, 9, 11, 13 and more. 11003 is "host unreachable" (1), and unknown (7), prohibited (10) and the wrong
kind of service (12). Wine tells 13 as 11003."""
CODES = {
    4: {
        **{NET: (3, NET_NOT_TOLD), HOST: (3, HOST_NOT_TOLD)},
        **{PROTOCOL: (3, 2), PORT: (3, 3), TOO_BIG: (3, 4), EXPIRED: (11, 0)},
    },
    6: {NET: (1, 0), PROTOCOL: (1, 1), 11045: (1, 2), HOST: (1, 3), PORT: (1, 4), TOO_BIG: (2, 0), EXPIRED: (3, 0)},
}
"""ICMP type and code by IP_STATUS; 11045 is IP_DEST_SCOPE_MISMATCH."""
CODES[6][TIME_EXCEEDED] = CODES[6][EXPIRED]
SPARE = 64
"""Bytes behind reply and data: an ICMP error (8) and an IO_STATUS_BLOCK (16), and some to be safe."""
NO_HANDLE = c_void_p(-1).value
LEAST_S = 0.05


def understand(version: int, status: int, sender: str | None, target: str, own: Callable[[str], bool]) -> Said:
    """What a status means for an echo of a family (4 or 6) to `target`; `own` tells whether an address is ours.

    Our own system reports a neighbour that it could not find as an unreachable host, in its own name.
    """
    from_target = sender is not None and sender == plain(target)
    if status == SUCCESS:
        return Said.ANSWERED if from_target else Said.SILENT
    if status == EXPIRED or (status == TIME_EXCEEDED and version == 6):
        return Said.EXPIRED
    if status == TOO_BIG:
        return Said.TOO_BIG
    if status in REFUSED:
        return Said.BLOCKED
    if status in NO_ROUTE:
        return Said.NO_ROUTE
    if status not in CODES[version] and status != 11040:  # 11040: IP_DEST_UNREACHABLE, for unknown reasons
        return Said.SILENT
    if sender is None or ipaddress.ip_address(sender).is_unspecified:
        return Said.NO_ROUTE if status in (NET, HOST) else Said.SILENT
    if from_target and status in (PROTOCOL, PORT) and (version == 4 or status == PORT):
        return Said.REFUSED
    if own(sender):
        return Said.NO_NEIGHBOUR if status == HOST else Said.BLOCKED
    return Said.PROHIBITED if version == 6 and status == PROTOCOL else Said.UNREACHABLE


def read4(memory: bytes) -> tuple[str, int, int, int]:
    """Sender, IP_STATUS, milliseconds and TTL of an ICMP_ECHO_REPLY."""
    reply = EchoReply.from_buffer_copy(memory)
    return str(ipaddress.IPv4Address(bytes(reply.address))), reply.status, reply.rtt_ms, reply.options.ttl


def read6(memory: bytes) -> tuple[str, int, int, int]:
    """The same of an ICMPV6_ECHO_REPLY, which tells no TTL."""
    reply = Echo6Reply.from_buffer_copy(memory)
    return str(ipaddress.IPv6Address(bytes(reply.address))), reply.status, reply.rtt_ms, 0


def reply_of(shot: Shot, version: int, said: tuple[str, int, int, int], took_ms: float) -> Reply:
    """What became of a shot, from a reply that came and the time that the call took."""
    sender, status, rtt_ms, ttl = said
    what = understand(version, status, sender, shot.address, is_ours)
    if what in (Said.SILENT, Said.BLOCKED, Said.NO_ROUTE):
        return Reply(shot, what)
    # Windows counts whole milliseconds; within that one our own clock is believed.
    ms = max(float(rtt_ms), min(took_ms, rtt_ms + 0.999))
    answered = what is Said.ANSWERED
    return Reply(
        shot, what, sender, ms, None if answered else CODES[version].get(status), (ttl or None) if answered else None
    )


def without_a_reason(address: str) -> Said:
    """What Windows means where it only says that it could not send (IP_GENERAL_FAILURE): a filter of its own, or that
    there is no way out, as with the cable pulled out: ping says "General failure" to both."""
    best = windows_calls.best_route(_with_number(address))
    if isinstance(best, int):
        return Said.NO_ROUTE
    return Said.NOT_PERMITTED if best is None else Said.BLOCKED


def is_ours(address: str) -> bool:
    """Whether an adapter of this computer holds an address."""
    return any(held.ip == address for each in lately() or () for held in each.addresses)


def echo(shot: Shot, version: int, wait_s: float) -> Reply:
    """One echo and what became of it; waits about `wait_s` seconds at most. Blocks: on a daemon thread only.

    learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmpsendecho2ex and
    learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmp6sendecho2 (both called without event or routine:
    they return when the answer is there or the time is over).
    """
    create = function("iphlpapi", "IcmpCreateFile" if version == 4 else "Icmp6CreateFile", c_void_p)
    close = function("iphlpapi", "IcmpCloseHandle")
    if create is None or close is None:
        return Reply(shot, Said.NOT_PERMITTED)
    handle = create()
    if handle in (None, NO_HANDLE):
        return Reply(shot, Said.NOT_PERMITTED)
    try:
        return _sent(c_void_p(handle), shot, version, max(wait_s, LEAST_S))
    except (OSError, ValueError):  # a zone or an adapter that is gone
        return Reply(shot, Said.NO_ROUTE)
    finally:
        close(c_void_p(handle))


def _sent(handle: c_void_p, shot: Shot, version: int, wait_s: float) -> Reply:
    data = bytes(max(shot.size, 8))
    options = EchoOptions(ttl=shot.ttl or 128)
    layout: Any = EchoReply if version == 4 else Echo6Reply
    memory = ctypes.create_string_buffer(ctypes.sizeof(layout) + len(data) + SPARE)
    tail = (data, c_uint16(len(data)), byref(options), memory, c_uint32(len(memory)), c_uint32(round(wait_s * 1000)))
    source = source_towards(shot.address, shot.device) if shot.device or version == 6 else None
    if shot.device and source is None:
        return Reply(shot, Said.NOT_PERMITTED)
    bare = plain(shot.address)
    send = function("iphlpapi", "IcmpSendEcho2Ex" if version == 4 else "Icmp6SendEcho2")
    if send is None:
        return Reply(shot, Said.NOT_PERMITTED)
    ends: tuple[Any, ...]
    if version == 4:
        # The source binds the echo to the adapter that holds it; 0 leaves the choice to Windows.
        ends = (_number(source if shot.device and source else "0.0.0.0"), _number(bare))
    else:
        ends = (_endpoint6(source or "::"), _endpoint6(_with_number(shot.address)))
    began = time.perf_counter()
    count = send(handle, None, None, None, *ends, *tail)
    error = last_error()
    took_ms = (time.perf_counter() - began) * 1000
    said = (read4 if version == 4 else read6)(memory.raw)
    told = count or (error == said[1] and error != SUCCESS)  # some versions count only echoes that came back
    if (said[1] if told else error) == GENERAL_FAILURE:
        return Reply(shot, without_a_reason(shot.address))
    if told:
        return reply_of(shot, version, said, took_ms)
    if error in (TIMED_OUT, SUCCESS):
        return Reply(shot, Said.SILENT)
    what = understand(version, error, None, shot.address, is_ours)
    known = what is not Said.SILENT or 11000 < error < GENERAL_FAILURE
    return Reply(shot, what if known else Said.NOT_PERMITTED)


def _number(address: str) -> c_uint32:
    """An IPAddr: the four bytes in the order in which they go over the wire."""
    return c_uint32(int.from_bytes(socket.inet_aton(address), "little"))


def _endpoint6(address: str) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(sockaddr(address), 28)


def _with_number(address: str) -> str:
    """A link-local address with its zone as a number, as `endpoint` finds it."""
    with contextlib.suppress(ValueError):
        _, where = endpoint(address, 0)
        if len(where) == 4 and where[3]:
            return f"{plain(address)}%{where[3]}"
    return address
