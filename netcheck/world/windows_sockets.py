"""What sockets on Windows must be told: by which adapter to leave, and not to hide what stations and hosts say."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import socket
from ctypes import byref, c_uint32, c_uint64, c_wchar_p

from netcheck.world.icmp import IcmpError, plain
from netcheck.world.windows_calls import function, lately
from netcheck.world.windows_layouts import FirstTries, StationWord
from netcheck.world.windows_tables import address

SIO_TCP_INITIAL_RTO = 0x98000011
"""_WSAIOW(IOC_VENDOR, 17) of mstcpip.h."""
FAIL_ON_ICMP_ERROR, ICMP_ERROR_INFO, USER_MTU, _IPPROTO_IPV6 = 18, 19, 76, 41
"""TCP_FAIL_CONNECT_ON_ICMP_ERROR, TCP_ICMP_ERROR_INFO, and IP_USER_MTU of ws2ipdef.h; IPV6_USER_MTU is 76, too."""
AS_USUAL, NO_REPEATS = 0xFFFF, 0xFE
"""TCP_INITIAL_RTO_UNSPECIFIED_RTT, TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS."""


def index_of(name: str) -> int:
    """An adapter's number by the name that people see ("Wi-Fi"); OSError where there is none.

    Python's if_nametoindex knows other names on Windows ("ethernet_32768").
    learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-convertinterfacealiastoluid
    """
    to_luid = function("iphlpapi", "ConvertInterfaceAliasToLuid")
    to_index = function("iphlpapi", "ConvertInterfaceLuidToIndex")
    if to_luid is not None and to_index is not None:
        luid, index = c_uint64(), c_uint32()
        if to_luid(c_wchar_p(name), byref(luid)) == 0 and to_index(byref(luid), byref(index)) == 0 and index.value:
            return index.value
    for each in lately() or ():
        if each.name == name:
            return each.index or each.index6
    raise OSError(errno.ENODEV, "no such adapter")


def holds(name: str, ip: str) -> bool:
    """Whether an adapter holds an address: a socket that speaks from another one was not bound to it, whatever the
    system said."""
    bare = plain(ip)
    return any(held.ip == bare for each in lately() or () if each.name == name for held in each.addresses)


def source_of(name: str) -> str:
    """The IPv4 address by which an adapter speaks; OSError where it has none.

    A socket that is bound to it leaves by that adapter whatever the table prefers: Windows is a strong host (RFC 1122,
    3.3.4.2) since Vista, "Strong and Weak Host Models", TechNet Magazine, September 2007. So IP_UNICAST_IF is said
    twice for IPv4, where there is no doubt which of the adapter's addresses to speak from.
    """
    held = [held.ip for each in lately() or () if each.name == name for held in each.addresses]
    four = sorted((ip for ip in held if ":" not in ip), key=lambda ip: ip.startswith("169.254."))
    if not four:
        raise OSError(errno.EADDRNOTAVAIL, "the adapter has no IPv4 address")
    return four[0]


def hear_stations(sock: socket.socket) -> None:
    """Have a connection that is being opened fail when a station on the way says why it cannot be.

    Windows 10, version 2004, and later: TCP_FAIL_CONNECT_ON_ICMP_ERROR of
    learn.microsoft.com/windows/win32/winsock/ipproto-tcp-socket-options; before that nothing is heard.
    """
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, FAIL_ON_ICMP_ERROR, 1)


def tells_stations() -> bool:
    """Whether this Windows knows that option."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.IPPROTO_TCP, FAIL_ON_ICMP_ERROR, 1)
    except OSError:
        return False
    return True


def station_word(sock: socket.socket) -> IcmpError | None:
    """What a station said of a connection that was to be opened, and which one; None where none did.

    TCP_ICMP_ERROR_INFO, there; learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-wsageticmperrorinfo
    """
    try:
        raw = sock.getsockopt(socket.IPPROTO_TCP, ICMP_ERROR_INFO, ctypes.sizeof(StationWord))
    except OSError:  # no word (WSANO_DATA), no TCP, or an older Windows
        return None
    return read_word(raw)


def read_word(raw: bytes) -> IcmpError | None:
    """An ICMP_ERROR_INFO; None for one that is cut off or empty."""
    if len(raw) < ctypes.sizeof(StationWord):
        return None
    word = StationWord.from_buffer_copy(raw)
    sender = address(bytes(word.sender))
    if sender is None:
        return None
    return IcmpError(errno.EHOSTUNREACH, 6 if ":" in sender else 4, word.type, word.code, plain(sender))


def small_segments(sock: socket.socket, version: int, segment: int) -> None:
    """Ask the other side for small segments, in the two ways that there are on Windows: it cannot set TCP_MAXSEG.

    A connection that may send no larger packets (IP_USER_MTU, IPV6_USER_MTU, same page) offers no larger ones, and
    nobody sends more at once than there is room for.
    """
    level, head = (socket.IPPROTO_IP, 40) if version == 4 else (_IPPROTO_IPV6, 60)
    with contextlib.suppress(OSError):
        sock.setsockopt(level, USER_MTU, segment + head)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, segment)


def one_try(sock: socket.socket) -> None:
    """Send one SYN only, and take a refusal as one: Windows repeats a refused SYN (two to four times, each half a
    second later).

    We repeat ourselves, on sockets of our own. Where Windows knows no such switch nothing is done.
    learn.microsoft.com/windows/win32/winsock/sio-tcp-initial-rto
    """
    call = function("ws2_32", "WSAIoctl")
    if call is None:
        return
    wanted, done = FirstTries(AS_USUAL, NO_REPEATS), c_uint32()
    call(
        c_uint64(sock.fileno()),
        c_uint32(SIO_TCP_INITIAL_RTO),
        byref(wanted),
        c_uint32(ctypes.sizeof(wanted)),
        None,
        c_uint32(0),
        byref(done),
        None,
        None,
    )
