"""Opens the sockets that questions are asked by, and reads what they and their error queues hold."""

from __future__ import annotations

import contextlib
import errno
import functools
import socket
import struct
import sys
from collections.abc import Callable, Iterator

from netcheck.core.model import Failure
from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world.icmp import IcmpError, plain, read_extended_error, read_ttl, understand

LINUX = sys.platform.startswith("linux")
MACOS = sys.platform == "darwin"
WINDOWS = sys.platform == "win32"
# Constants of linux/in.h and linux/in6.h that Python 3.11 does not name.
_IP_RECVERR, _IPV6_RECVERR, _IP_RECVTTL = 11, 25, 12
_MSG_ERRQUEUE = 0x2000
# Ways to leave by one adapter elsewhere: IP_BOUND_IF and IPV6_BOUND_IF (macOS), IP_UNICAST_IF (Windows).
_MAC_BOUND_IF, _MAC_BOUND_IF6, _WINDOWS_UNICAST_IF = 25, 125, 31
_MAC_RECVTTL = 24  # netinet/in.h of macOS
_LINUX_BINDTODEVICE, _IPPROTO_IPV6 = 25, 41  # socket.SO_BINDTODEVICE is named on Linux alone
_CLOSE_BY_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_QUEUE_READS = 16  # more errors than one socket ever has; bounds the loop

Endpoint = tuple[str, int] | tuple[str, int, int, int]

_NO_ROUTE = {errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.ENETDOWN, errno.EINVAL, errno.ENODEV}
_NO_NEIGHBOUR = {errno.EHOSTUNREACH, errno.ENOBUFS, getattr(errno, "EHOSTDOWN", errno.EHOSTUNREACH)}
_REFUSED = {errno.ECONNREFUSED, errno.ECONNRESET}
_FORBIDDEN = {errno.EPERM, errno.EACCES, 10013}
"""The last is WSAEACCES as SO_ERROR tells it; in exceptions Python makes EACCES of it."""


def endpoint(address: str, port: int) -> tuple[int, Endpoint]:
    """Family (4 or 6) and socket address of a literal address, zone allowed; ValueError for anything else."""
    host, _, zone = address.partition("%")
    with contextlib.suppress(OSError, ValueError):
        if ":" not in host:
            socket.inet_pton(socket.AF_INET, host)
            return 4, (host, port)
        socket.inet_pton(socket.AF_INET6, host)
        scope = 0
        if zone:
            scope = int(zone) if zone.isdigit() else adapter_number(zone)
        return 6, (host, port, 0, scope)
    raise ValueError("not a literal address")


def adapter_number(name: str) -> int:
    """An adapter's number by its name; OSError where there is none."""
    if sys.platform == "win32":
        from netcheck.world import windows_sockets

        return windows_sockets.index_of(name)
    return socket.if_nametoindex(name)


def _family(version: int) -> socket.AddressFamily:
    return socket.AF_INET6 if version == 6 else socket.AF_INET


@functools.cache
def _binds_anything() -> bool:
    """Whether this system lets programs bind addresses that it does not have (ip_nonlocal_bind)."""
    return _can_bind("192.0.2.1")  # TEST-NET-1, RFC 5737: nobody's own


def _can_bind(address: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        version, where = endpoint(address, 0)
        with socket.socket(_family(version), socket.SOCK_DGRAM) as trial:
            trial.bind(where)
            return True
    return False


def is_own(address: str) -> bool:
    """Whether an address is one of this computer's: only those can be bound. About 20 microseconds, no packet."""
    return _can_bind(address) and not _binds_anything()


def source_towards(address: str, device: str | None = None) -> str | None:
    """Our own address on the way to a literal address by the system's tables; None without a route, and where the
    system would leave by another adapter after all. No packet."""
    with contextlib.suppress(OSError, ValueError):
        version, where = endpoint(address, 9)
        with socket.socket(_family(version), socket.SOCK_DGRAM) as trial:
            if device:
                bind_device(trial, version, device)
            trial.connect(where)
            source = str(trial.getsockname()[0])
            if device and sys.platform == "win32":
                from netcheck.world import windows_sockets

                return source if windows_sockets.holds(device, source) else None
            return source
    return None


def bind_device(sock: socket.socket, version: int, device: str) -> None:
    """Make a fresh socket leave by this adapter only; OSError where the system does not allow it."""
    sock.setsockopt(*device_option(version, device))
    if sys.platform == "win32" and version == 4:
        from netcheck.world import windows_sockets

        sock.bind((windows_sockets.source_of(device), 0))


def device_option(version: int, device: str, system: str = sys.platform) -> tuple[int, int, int | bytes]:
    """Level, name and value of the option by which a fresh socket of a family (4 or 6) leaves by this adapter only.

    Linux: SO_BINDTODEVICE, socket(7); since 5.7 for everybody, once a socket. macOS: IP_BOUND_IF and IPV6_BOUND_IF of
    netinet/in.h and netinet6/in6.h. Windows: IP_UNICAST_IF and IPV6_UNICAST_IF of "IPPROTO_IP Socket Options" and
    "IPPROTO_IPV6 Socket Options", which want network byte order for IPv4 alone. OSError where there is no such adapter.
    """
    if system.startswith("linux"):
        socket.if_nametoindex(device)
        return socket.SOL_SOCKET, _LINUX_BINDTODEVICE, device.encode() + b"\0"
    index = adapter_number(device)
    level = _IPPROTO_IPV6 if version == 6 else socket.IPPROTO_IP
    if system == "darwin":
        return level, _MAC_BOUND_IF6 if version == 6 else _MAC_BOUND_IF, index
    return level, _WINDOWS_UNICAST_IF, struct.pack("=I" if version == 6 else "!I", index)


def _listen_to_errors(sock: socket.socket, version: int) -> None:
    if sys.platform == "win32" and sock.type == socket.SOCK_STREAM:
        from netcheck.world import windows_sockets

        windows_sockets.hear_stations(sock)
    if LINUX:
        if version == 6:
            sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
        else:
            sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)


@functools.cache
def stations_by() -> How | None:
    """By which packets this system hears which station on the way turned them away: connections on Linux (error queue)
    and Windows 10 from version 2004 on (an option), echoes on older Windows, none on macOS."""
    if sys.platform == "win32":
        from netcheck.world import windows_sockets

        return How.TCP if windows_sockets.tells_stations() else How.ECHO
    return How.TCP if LINUX else None


def _ask_for_ttl(sock: socket.socket, version: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        if version == 6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
        elif LINUX or MACOS:
            sock.setsockopt(socket.IPPROTO_IP, _IP_RECVTTL if LINUX else _MAC_RECVTTL, 1)


def set_ttl(sock: socket.socket, version: int, ttl: int) -> None:
    """Limit how many hops the packets of a socket may make, 1 to 255."""
    if version == 6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, ttl)
    else:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)


def open_tcp(
    version: int, device: str | None = None, ttl: int | None = None, segment: int | None = None
) -> socket.socket | Said:
    """A non-blocking TCP socket, not yet connected; `segment` is the largest segment to offer, bytes.

    On Windows it tries once only: that system repeats a refused SYN four times, half a second apart, and for all who
    ask here the time would be over by then, so that each refusal would look like silence; so would a lost SYN's repeat.
    """
    made = _opened(version, socket.SOCK_STREAM, 0, device, ttl, segment)
    if sys.platform == "win32" and not isinstance(made, Said):
        from netcheck.world import windows_sockets

        windows_sockets.one_try(made)
    return made


def open_datagrams(version: int) -> socket.socket | None:
    """A non-blocking UDP socket that is not to be connected; None where there can be none."""
    made = _opened(version, socket.SOCK_DGRAM, 0, None, None, None)
    return None if isinstance(made, Said) else made


def open_for(shot: Shot, version: int) -> socket.socket | Said:
    """A non-blocking socket for a shot, not yet connected; what stands in the way where there can be none."""
    if shot.how is How.TCP:
        made = _opened(version, socket.SOCK_STREAM, 0, shot.device, shot.ttl, None)
        if not isinstance(made, Said):
            if sys.platform == "win32":
                from netcheck.world import windows_sockets

                windows_sockets.one_try(made)
            with contextlib.suppress(OSError):  # a reset costs the other side nothing, a FIN leaves it waiting
                made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _CLOSE_BY_RESET)
        return made
    protocol = 0
    if shot.how is How.ECHO:
        protocol = socket.IPPROTO_ICMPV6 if version == 6 else socket.IPPROTO_ICMP
    return _opened(version, socket.SOCK_DGRAM, protocol, shot.device, shot.ttl, None)


def _opened(
    version: int, kind: socket.SocketKind, protocol: int, device: str | None, ttl: int | None, segment: int | None
) -> socket.socket | Said:
    try:
        sock = socket.socket(_family(version), kind, protocol)
    except OSError as problem:
        if problem.errno in _FORBIDDEN or (protocol and problem.errno != errno.EAFNOSUPPORT):
            return Said.NOT_PERMITTED  # also systems that know no datagram ICMP at all
        return Said.NO_ROUTE
    try:
        sock.setblocking(False)
        _listen_to_errors(sock, version)
        if kind == socket.SOCK_DGRAM:
            _ask_for_ttl(sock, version)
        if ttl is not None:
            set_ttl(sock, version, ttl)
        if segment is not None and sys.platform == "win32":
            from netcheck.world import windows_sockets

            windows_sockets.small_segments(sock, version, segment)
        elif segment is not None and hasattr(socket, "TCP_MAXSEG"):
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, segment)
        if device:
            bind_device(sock, version, device)
    except OSError:
        sock.close()
        return Said.NOT_PERMITTED
    return sock


def said_by_call(problem: OSError, stage: str = "send") -> Said:
    """What an error returned by our own connect or send call means: our own system speaks."""
    number = problem.errno
    if number in _FORBIDDEN:
        return Said.BLOCKED
    if number in (errno.EHOSTUNREACH, errno.EPIPE) and sys.platform == "darwin":
        # Three things: the local-network privacy setting (macOS 15: a policy of necp.c, refused before a packet is
        # made), the packet filter (pf_ioctl.c of xnu), or a router that is gone, for what lies beyond it (route.c).
        # The router itself, asked when gone, is EHOSTDOWN. Such a policy closes datagram sockets that are connected:
        # their first send is EPIPE (sosend and sosendcheck of uipc_socket.c).
        return Said.WITHHELD
    if number == errno.EHOSTUNREACH and stage == "connect" and LINUX:
        return Said.NO_ROUTE  # a route of type "unreachable": no neighbour was asked yet
    if number == errno.EHOSTUNREACH and WINDOWS:
        return Said.NO_ROUTE  # no call of Windows' waits until a neighbour was looked for
    if number in _NO_ROUTE:
        return Said.NO_ROUTE
    if number in _NO_NEIGHBOUR:
        return Said.NO_NEIGHBOUR
    if number in _REFUSED:
        return Said.REFUSED
    return Said.TOO_BIG if number == errno.EMSGSIZE else Said.SILENT


def said_later(number: int | None) -> Said:
    """What an error that came in after sending means where no error queue tells more."""
    if number in _REFUSED:
        return Said.REFUSED
    if number == errno.EPERM or (WINDOWS and number in _FORBIDDEN):
        return Said.BLOCKED
    if number == errno.EACCES:
        return Said.PROHIBITED
    if number in _NO_ROUTE or number in _NO_NEIGHBOUR:
        return Said.UNREACHABLE
    return Said.TOO_BIG if number == errno.EMSGSIZE else Said.SILENT


def read_errors(sock: socket.socket) -> Iterator[tuple[IcmpError, bytes]]:
    """All entries of a socket's error queue, each with the start of the packet that it is about.

    For sockets that do not block (Python itself waits on others)."""
    if sys.platform == "win32":
        from netcheck.world import windows_sockets

        word = windows_sockets.station_word(sock)
        if word is not None:
            yield word, b""
        return
    if not LINUX:
        return
    for _ in range(_QUEUE_READS):
        try:
            # The plain socket's method: a secured socket refuses its own.
            data, ancillary, _, _ = socket.socket.recvmsg(sock, 2048, 512, _MSG_ERRQUEUE | socket.MSG_DONTWAIT)
        except OSError:
            return
        for level, kind, value in ancillary:
            if (level, kind) in ((socket.IPPROTO_IP, _IP_RECVERR), (socket.IPPROTO_IPV6, _IPV6_RECVERR)):
                error = read_extended_error(value)
                if error is not None:
                    yield error, data


def final_error(
    sock: socket.socket, target: str, is_mine: Callable[[str], bool] = is_own
) -> tuple[Said, IcmpError] | None:
    """Drain the error queue; the first error that settles the fate of what was sent to `target`."""
    found = None
    for error, _ in read_errors(sock):
        said = understand(error, target, is_mine)
        if said is not None and found is None:
            found = (said, error)
    return found


def read_datagram(sock: socket.socket) -> tuple[bytes, int | None, str]:
    """One datagram, its TTL where told, and its sender; OSError as recv raises it."""
    if hasattr(sock, "recvmsg"):
        data, ancillary, _, sender = sock.recvmsg(65535, 128)
        return data, read_ttl(ancillary), plain(str(sender[0])) if sender else ""
    data, sender = sock.recvfrom(65535)
    return data, None, plain(str(sender[0])) if sender else ""


def reply_to(shot: Shot, said: Said, error: IcmpError | None = None, ms: float | None = None) -> Reply:
    """A reply that carries no payload: an error, a refusal, or silence."""
    if error is not None and error.version:
        return Reply(shot, said, error.offender, ms, (error.type, error.code))
    return Reply(shot, said, plain(shot.address) if said is Said.REFUSED else None, ms)


FAILURES = {
    Said.REFUSED: Failure.REFUSED,
    Said.EXPIRED: Failure.UNREACHABLE,
    Said.UNREACHABLE: Failure.UNREACHABLE,
    Said.PROHIBITED: Failure.PROHIBITED,
    Said.TOO_BIG: Failure.UNREACHABLE,
    Said.NO_NEIGHBOUR: Failure.NO_NEIGHBOUR,
    Said.NO_ROUTE: Failure.NO_ROUTE,
    Said.BLOCKED: Failure.BLOCKED_LOCALLY,
    Said.NOT_PERMITTED: Failure.NOT_PERMITTED,
    Said.WITHHELD: Failure.NOT_PERMITTED,
    Said.SILENT: Failure.TIMEOUT,
}
"""What an unanswered packet means as a failure."""
