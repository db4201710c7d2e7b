"""What macOS says of this computer's adapters, routes, neighbours and name servers (not yet run on a real Mac)."""

from __future__ import annotations

import ipaddress
import os
import platform
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from netcheck.core.model import Failure
from netcheck.core.network import DefaultRoute, Interface, Kind, Neighbour, ProxyChoice, Resolver, Way, Wifi
from netcheck.world import macos_kernel as kernel
from netcheck.world import macos_routes as tables
from netcheck.world import macos_settings as told
from netcheck.world import macos_text as text
from netcheck.world import proxies as settings
from netcheck.world import resolv
from netcheck.world.macos_settings import Radio, Summary
from netcheck.world.programs import PATIENCE_S, byte_counters, output
from netcheck.world.way import by_connecting

IFCONFIG = ("/sbin/ifconfig", "-a", "-v", "-v")
PORTS = ("/usr/sbin/networksetup", "-listallhardwareports")
DNS = ("/usr/sbin/scutil", "--dns")
CORE_WLAN = (
    "/usr/bin/osascript", "-l", "JavaScript", "-e",
    "ObjC.import('CoreWLAN'); const found = {}; const all = $.CWWiFiClient.sharedWiFiClient.interfaces;"
    "for (let i = 0; i < all.count; i++) { const one = all.objectAtIndex(i); const channel = one.wlanChannel;"
    "found[one.interfaceName.js] = {on: one.powerOn, rssi: one.rssiValue, rate: one.transmitRate,"
    " band: channel.isNil() ? 0 : channel.channelBand}; } JSON.stringify(found)",
)  # fmt: skip
"""Signal, rate and band by CWInterface of Apple's CoreWLAN, which needs no consent; the name would, and is not asked.
In a process of its own: what goes wrong there takes nothing with it. Apple's `airport` is gone since 14.4,
`wdutil` wants an administrator, `system_profiler` takes seconds."""
KEPT_S = 20.0
"""Seconds for which the signal counts as known: a process for each glance of the watch would be a waste."""
MOST_ASKED = 6
"""Adapters whose addresses are looked into."""
MOST_KEPT = 16
PHONES = ("iPhone", "iPad")
GUARDED_FROM, RENUMBERED_FROM = 24, 25
"""Numbers of the kernel (Darwin): of macOS 15, and of macOS 26."""

_kept: dict[Sequence[str], tuple[float, str]] = {}


def interfaces() -> tuple[Interface, ...] | None:
    """All adapters, by `ifconfig`; None where it does not answer.

    What others know is added where they answer within half a second: `networksetup` (what it is called, whether Wi-Fi
    is switched off), `ipconfig` (who gave the address), `scutil` (name servers of each), CoreWLAN (the signal).
    """
    first = _ask([IFCONFIG, DNS])
    listed = first.get(IFCONFIG)
    if listed is None:
        return None
    found = text.interfaces(listed)
    names = ",".join(each.name for each in found if each.name.startswith("en"))
    ports_text = _keep((*PORTS, names), lambda: output(PORTS)) or ""
    ports, radios = text.hardware_ports(ports_text), text.radios(ports_text)
    found = tuple(_called(each, ports.get(each.name), each.name in radios) for each in found)
    asked = _second_questions(found)
    signals = told.radio_states(_keep(CORE_WLAN, lambda: asked.get(CORE_WLAN)) or "")
    servers, counted = told.scoped(first.get(DNS) or ""), byte_counters()
    complete = []
    for each in found:
        sent, received = counted.get(each.name, (None, None))
        summary = told.summary(asked.get(_summary_of(each.name)) or "")
        each = replace(each, bytes_sent=sent, bytes_received=received, resolvers=servers.get(each.name, ()))
        each = _with_summary(each, summary)
        if each.kind is Kind.WIFI:
            off = (asked.get(_power_of(each.name)) or "").strip().endswith(": Off")
            each = _with_radio(each, signals.get(each.name, Radio()), summary, off)
        complete.append(each)
    return tuple(complete)


def _called(each: Interface, port: str | None, radio: bool) -> Interface:
    """An adapter with the name that macOS shows; a phone that is only being charged is no way out of the house."""
    kind = Kind.WIFI if radio and each.kind is Kind.WIRED else each.kind
    if port and port.startswith(PHONES) and each.carrier is not True and kind is Kind.WIRED:
        kind = Kind.LOOPBACK
    wifi = each.wifi or (Wifi(joined=each.carrier) if kind is Kind.WIFI else None)
    return replace(each, kind=kind, wifi=wifi, driver=port or each.driver)


def _second_questions(found: Iterable[Interface]) -> Mapping[Sequence[str], str | None]:
    """Each adapter's addresses where it counts and is on; the switch of a Wi-Fi that is not joined, the signal of one
    that is."""
    counting = [each for each in found if each.kind.counts and each.up][:MOST_ASKED]
    radios = [each for each in found if each.kind is Kind.WIFI]
    questions = [_summary_of(each.name) for each in counting if each.carrier is not False]
    questions += [_power_of(each.name) for each in radios if not (each.wifi and each.wifi.joined)]
    if any(each.wifi and each.wifi.joined for each in radios) and _fresh(CORE_WLAN) is None:
        questions.append(CORE_WLAN)
    return _ask(questions)


def _summary_of(name: str) -> tuple[str, ...]:
    return ("/usr/sbin/ipconfig", "getsummary", name)


def _power_of(name: str) -> tuple[str, ...]:
    return ("/usr/sbin/networksetup", "-getairportpower", name)


def _with_summary(each: Interface, summary: Summary) -> Interface:
    addresses = tuple(replace(a, origin=summary.origins.get(a.ip, a.origin)) for a in each.addresses)
    return replace(each, addresses=(*addresses, *summary.taken), metered=each.metered or summary.metered)


def _with_radio(each: Interface, radio: Radio, summary: Summary, off: bool) -> Interface:
    """A Wi-Fi adapter with what is known of its radio. Switched off it stays "up" for ifconfig, without a signal."""
    wifi = each.wifi or Wifi()
    if off or (radio.on is False and each.carrier is not True):
        return replace(each, up=False, carrier=None, off_reason="disabled", wifi=replace(wifi, joined=False))
    return replace(each, wifi=told.with_radio(wifi, radio, summary))


def default_routes() -> tuple[DefaultRoute, ...] | None:
    """Default routes, the system's own first, then those that hold for one adapter only: by sysctl, else `netstat`.

    Without the one that macOS makes up for IPv4 where it translates that into IPv6 by itself.
    """
    try:
        found = tables.default_routes(kernel.routes(), _name)
    except OSError:
        listed = output(("/usr/sbin/netstat", "-rn"))
        if listed is None:
            return None
        found = text.default_routes(listed)
    return tuple(r for r in found if not text.made_up(r.gateway) or r.interface.startswith(text.TUNNELS))


def way_to(address: str) -> Way:
    """Where the kernel would send a packet, by `route -n get`; its own address by a socket that is connected."""
    bare, _, _ = address.partition("%")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return Way(None, failure=Failure.NOT_AVAILABLE)
    way = by_connecting(address)
    if way.failure is not None:
        return way
    listed = output(("/sbin/route", "-n", "get", *(("-inet6",) if ":" in bare else ()), address))
    return way if listed is None else replace(text.way(listed), source=way.source)


def neighbour(address: str, interface: str | None = None) -> Neighbour | None:
    """The entry of ARP or of neighbour discovery: by sysctl, else by `arp` or `ndp`, which may know the hardware
    address where it is kept from us (asked every 20 s at most). Neither tells when the neighbour was last heard."""
    bare, _, zone = address.partition("%")
    try:
        ip = ipaddress.ip_address(bare)
    except ValueError:
        return None
    only = interface or zone or None
    program = ("/usr/sbin/ndp", "-an") if ip.version == 6 else ("/usr/sbin/arp", "-an")
    try:
        found = tables.neighbour(kernel.neighbours(ip.version), str(ip), only, _name)
    except OSError:
        return text.neighbour(output(program) or "", str(ip), only)
    if found is None or found.mac or found.state in ("incomplete", "failed"):
        return found
    named = text.neighbour(_keep(program, lambda: output(program)) or "", str(ip), only)
    return replace(found, mac=named.mac) if named else found


def resolvers() -> tuple[Resolver, ...] | None:
    """The name servers of `scutil --dns`, else of the resolv.conf that macOS keeps for old programs."""
    listed = output(DNS)
    return resolv.resolvers(uplinks=()) if listed is None else told.resolvers(listed)


def proxies() -> tuple[ProxyChoice, ...]:
    """Proxies of the environment, then those of the system's settings."""
    return settings.of_environment(os.environ) + settings.of_macos(output(("/usr/sbin/scutil", "--proxy")) or "")


def hosts_path() -> Path:
    """Where the hosts file stands, hosts(5)."""
    return Path("/etc/hosts")


def refused_retransmissions() -> int | None:
    """Not counted by this system."""
    return None


def strict_return_path(interface: str) -> bool | None:
    """Not told by this system."""
    return None


def guards_local_network() -> bool:
    """Whether this is macOS 15 or later, which asks the person before a program may speak to devices beside it
    (Apple's TN3179). Programs that Terminal or ssh started are let through, others are refused until allowed."""
    return sys.platform == "darwin" and kernel.darwin(platform.release()) >= GUARDED_FROM


def describe() -> Mapping[str, object]:
    """System, release and processor; no names of people or hosts."""
    return {
        "system": "macOS" if platform.mac_ver()[0] else platform.system(),
        "release": release(platform.mac_ver()[0], platform.release()),
        "machine": platform.machine(),
    }


def release(told: str, kernels: str) -> str:
    """The version of macOS, such as "15.6": what it tells this Python, unless that is a name for old programs.

    To programs built before macOS 11 and 26 it calls itself 10.16 and 16 (python/cpython#135675); its kernel's number
    does not lie: 19 is 10.15, 20 to 24 are 11 to 15, 25 is 26, and so on.
    """
    number = kernel.darwin(kernels)
    true = str(number + 1) if number >= RENUMBERED_FROM else str(number - 9) if number >= 20 else ""
    if true and told.partition(".")[0] != true:
        return true
    return told or kernels


# --- asking ---------------------------------------------------------------------------------------------------------


def _ask(commands: Iterable[tuple[str, ...]]) -> Mapping[Sequence[str], str | None]:
    """Several programs at once, each with half a second; one that is late is left behind."""
    answers: dict[Sequence[str], str | None] = {}

    def ask(command: tuple[str, ...]) -> None:
        answers[command] = output(command)

    threads = [threading.Thread(target=ask, args=(each,), name=each[0], daemon=True) for each in commands]
    until = time.monotonic() + PATIENCE_S + 0.1
    for each in threads:
        each.start()
    for each in threads:
        each.join(max(0.0, until - time.monotonic()))
    return dict(answers)


def _fresh(question: Sequence[str]) -> str | None:
    """An answer that is not older than KEPT_S."""
    at, answer = _kept.get(question, (float("-inf"), ""))
    return answer if time.monotonic() - at < KEPT_S else None


def _keep(question: Sequence[str], ask: Callable[[], str | None]) -> str | None:
    """The answer that is kept, else a new one, which is kept from now on."""
    answer = _fresh(question)
    if answer is None and (answer := ask()) is not None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[question] = (time.monotonic(), answer)
    return answer


def _name(index: int) -> str | None:
    """An adapter's name by its number; None for one that is gone."""
    try:
        return socket.if_indextoname(index) if index else None
    except OSError:
        return None
