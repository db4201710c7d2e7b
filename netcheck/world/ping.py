"""Sends one echo where our own datagram ICMP sockets do not work: on macOS by the library ping3, on Windows by its own
call."""

from __future__ import annotations

import functools
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world.icmp import plain
from netcheck.world.sockets import said_by_call


@functools.cache
def _ping3() -> Any:
    import ping3

    ping3.EXCEPTIONS = True  # a global of the module: set once, never toggled while threads run
    return ping3


def takes(shot: Shot, system: str = sys.platform) -> bool:
    """Whether a shot is sent by such a call: echoes; on Windows, where sockets hear nothing of stations, also empty
    datagrams that are meant to expire on the way."""
    if shot.how is How.ECHO:
        return True
    return system == "win32" and shot.how is How.UDP and shot.ttl is not None and not shot.payload


def start_echo(shot: Shot, version: int, wait_s: float, tell: Callable[[Reply], None]) -> None:
    """Send one echo on a daemon thread that ends after `wait_s` at the latest and tells its reply."""
    send = echo
    if sys.platform == "win32":
        from netcheck.world import windows_icmp

        send = windows_icmp.echo
    threading.Thread(target=lambda: tell(send(shot, version, wait_s)), name="echo", daemon=True).start()


def echo(shot: Shot, version: int, wait_s: float) -> Reply:
    """One echo and what became of it; waits `wait_s` seconds at most."""
    library = _ping3()
    errors = library.errors
    began = time.monotonic()
    options: dict[str, Any] = {
        "timeout": wait_s,
        # With equal sequence numbers ping3 5.1.6 takes a late answer of one host for another's.
        "seq": 1 + secrets.randbelow(65535),
        "size": max(shot.size, 8),
        "version": version,
    }
    if shot.ttl is not None:
        options["ttl"] = shot.ttl
    if shot.device:
        options["interface"] = shot.device
    try:
        seconds = library.ping(shot.address, **options)
    except errors.Timeout:
        return Reply(shot, Said.SILENT)
    except errors.PingError as problem:
        said, icmp = _SAID.get(type(problem).__name__, (Said.UNREACHABLE, None))
        header = getattr(problem, "ip_header", None) or {}
        sender = header.get("src_addr")
        return Reply(shot, said, _text(sender), _since(began), icmp if version == 4 else None)
    except OSError as problem:
        # Without the right to a raw socket Windows says 10013 (EACCES): that tells nothing about the network.
        permitted = not isinstance(problem, PermissionError)
        return Reply(shot, said_by_call(problem) if permitted else Said.NOT_PERMITTED, ms=_since(began))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        return Reply(shot, Said.SILENT)  # a packet that ping3 could not read
    if not isinstance(seconds, float):
        return Reply(shot, Said.SILENT)
    return Reply(shot, Said.ANSWERED, plain(shot.address), max(0.0, seconds * 1000))


_SAID: dict[str, tuple[Said, tuple[int, int] | None]] = {
    "TimeToLiveExpired": (Said.EXPIRED, (11, 0)),
    "DestinationHostUnreachable": (Said.UNREACHABLE, (3, 1)),
    "AddressUnreachable": (Said.UNREACHABLE, None),
    "PortUnreachable": (Said.UNREACHABLE, (3, 3)),
    "TimeExceeded": (Said.SILENT, None),
    "HostUnknown": (Said.NO_ROUTE, None),
}


def _since(began: float) -> float:
    return (time.monotonic() - began) * 1000


def _text(address: object) -> str | None:
    if isinstance(address, bytes):
        try:
            return socket.inet_ntop(socket.AF_INET if len(address) == 4 else socket.AF_INET6, address)
        except ValueError:
            return None
    return plain(address) if isinstance(address, str) else None
