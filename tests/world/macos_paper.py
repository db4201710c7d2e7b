"""Macs on paper: what their programs print, by command, and the tables of their kernel, packed as net/route.h says."""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

SAMPLES = Path(__file__).parent / "macos_samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
MARK = "#~ "
UP, GATEWAY, HOST, REJECT, LLINFO, STATIC, SCOPED = 0x1, 0x2, 0x4, 0x8, 0x400, 0x800, 0x1000000
DST, VIA, MASK = 0x1, 0x2, 0x4


def printed(name: str) -> dict[str, str]:
    """What each command prints on this Mac."""
    found: dict[str, list[str]] = {}
    command = ""
    for line in (SAMPLES / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith(f"{MARK}$ "):
            command = line.removeprefix(f"{MARK}$ ")
            found[command] = []
        elif not line.startswith(MARK):
            found[command].append(line)
    return {command: "\n".join(lines) + "\n" for command, lines in found.items()}


def program(answers: dict[str, str]) -> Callable[..., str | None]:
    """The function that starts programs, with these answers; a question to CoreWLAN is known by that name."""

    def output(command: Sequence[str], patience_s: float = 0.5) -> str | None:
        return answers.get("CoreWLAN" if "osascript" in command[0] else " ".join(command))

    return output


# --- the kernel's tables, packed by hand: not by what reads them ------------------------------------------------------


def inet(address: str) -> bytes:
    """struct sockaddr_in or sockaddr_in6; a scope ("%11") goes into a link-local address, as the kernel keeps it."""
    bare, _, scope = address.partition("%")
    ip = ipaddress.ip_address(bare)
    if ip.version == 4:
        return struct.pack("=BBH4s8x", 16, 2, 0, ip.packed)
    held = bytearray(ip.packed)
    if scope:
        held[2:4] = struct.pack("!H", int(scope))
    return struct.pack("=BBHI16sI", 28, 30, 0, 0, bytes(held), 0)


def link(index: int, mac: str = "") -> bytes:
    """struct sockaddr_dl without a name."""
    held = bytes.fromhex(mac.replace(":", ""))
    return struct.pack("=BBHBBBB12s", 20, 18, index, 6, 0, len(held), 0, held)


NO_MASK = b"\0\0\0\0"
"""A mask of zeros, as the kernel trims it: a length of 0, padded."""


def message(
    index: int, flags: int, parts: dict[int, bytes], expires: int = 0, version: int = 5, kind: int = 4
) -> bytes:
    """One struct rt_msghdr with its addresses, each padded to four bytes."""
    body = b"".join(parts[place] + b"\0" * (-len(parts[place]) % 4) for place in sorted(parts))
    head = struct.pack("=HBBHH", 92 + len(body), version, kind, index, 0)
    numbers = struct.pack("=iiiiiiI", flags, sum(parts), 0, 0, 0, 0, 0)
    metrics = struct.pack("=IIIi10I", 0, 1500, 0, expires, *[0] * 10)
    return head + numbers + metrics + body


def default(gateway: str, index: int, flags: int = UP | GATEWAY | STATIC) -> bytes:
    """A route for everything."""
    everything = inet("::" if ":" in gateway else "0.0.0.0")
    return message(index, flags, {DST: everything, VIA: inet(gateway), MASK: NO_MASK})


def near(address: str, index: int, mac: str = "", flags: int = 0, expires: int = 1_700_000_000) -> bytes:
    """An entry of ARP or of neighbour discovery."""
    return message(index, UP | HOST | LLINFO | flags, {DST: inet(address), VIA: link(index, mac)}, expires)
