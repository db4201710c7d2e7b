"""Understands what macOS prints about name servers, how addresses were given, and the Wi-Fi."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from netcheck.core.network import Address, Resolver, Wifi
from netcheck.world.macos_text import is_ip
from netcheck.world.wifi import network_name

REDACTED = re.compile(r"<[a-z ]*redacted[a-z ]*>", re.IGNORECASE)
"""What `ipconfig` prints from macOS 15.6 on in the place of a Wi-Fi's name, to programs that may not know where the
Mac is."""
METHODS = {
    "DHCP": "dhcp", "BOOTP": "dhcp", "INFORM": "manual", "Manual": "manual", "LinkLocal": "auto",
}  # fmt: skip
"""ConfigMethod of SCSchemaDefinitions.h; INFORM is an address by hand whose name servers come by DHCP."""
BANDS = {1: 2.4, 2: 5.0, 3: 6.0}
"""CWChannelBand of CoreWLAN, GHz."""
MOST_JSON = 1 << 18


# --- scutil --dns ---------------------------------------------------------------------------------------------------


def resolvers(text: str) -> tuple[Resolver, ...]:
    """The name servers for all names: neither for one domain (a company's, beside a VPN), nor mDNS, nor scoped ones."""
    found: dict[str, Resolver] = {}
    for values in _resolvers(text.partition("(for ")[0]):
        if "domain" not in values and "mdns" not in values.get("options", ""):
            for each in _servers(values):
                found.setdefault(each.address, each)
    return tuple(found.values())


def scoped(text: str) -> Mapping[str, tuple[str, ...]]:
    """The name servers that macOS keeps for each adapter, whether or not it is the one in use."""
    part = text.partition("(for scoped queries)")[2].partition("(for ")[0]
    found: dict[str, tuple[str, ...]] = {}
    for values in _resolvers(part):
        for each in _servers(values):
            if each.interface:
                found[each.interface] = (*found.get(each.interface, ()), each.address)
    return found


def _resolvers(text: str) -> list[dict[str, str]]:
    """Each block "resolver #1" as its lines "key : value"; keys of one letter case, padded with blanks."""
    blocks = re.split(r"^resolver #", text, flags=re.MULTILINE)[1:]
    pairs = [[line.partition(" : ") for line in block.splitlines()] for block in blocks]
    return [{key.strip(): value.strip() for key, colon, value in block if colon} for block in pairs]


def _servers(values: Mapping[str, str]) -> list[Resolver]:
    device = re.search(r"\(([^()\s]+)\)", values.get("if_index", ""))
    port = values.get("port", "53")
    number = int(port) if port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536 else 53
    name = device[1] if device and device[1] != "?" else None
    addresses = (server(value) for key, value in values.items() if key.startswith("nameserver["))
    return [Resolver(address, number, name) for address in addresses if address]


def server(word: str) -> str | None:
    """An address as scutil writes it, with its zone kept."""
    bare, percent, zone = word.partition("%")
    return f"{ipaddress.ip_address(bare)}{percent}{zone}" if is_ip(bare) else None


# --- ipconfig getsummary --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Summary:
    """What IPConfiguration tells of one adapter."""

    origins: Mapping[str, str]
    """How each IPv4 address was given, by the address."""
    taken: tuple[Address, ...] = ()
    """Addresses set by hand that another device holds: macOS does not put them on the adapter."""
    ssid: str | None = None
    """None where macOS withholds it."""
    metered: bool | None = None


def summary(text: str) -> Summary:
    """What `ipconfig getsummary en0` prints: a dictionary, indented by two blanks a level.

    The DHCP packet is printed inside of it as it came, without indentation: whatever a stranger's server wrote there
    is passed over, since each key counts in its own column alone.
    """
    top = {key: value for level, key, value in _lines(text) if level == 1}
    origins: dict[str, str] = {}
    taken: list[Address] = []
    for service in _services(text):
        origin = METHODS.get(service.get("ConfigMethod", ""))
        for key, value in service.items():
            if key.startswith("Addresses ") and is_ip(value) and origin:
                origins[value] = origin
        manual = service.get("ManualAddress", "")
        if service.get("LastFailureStatus") == "address in use" and is_ip(manual):
            taken.append(Address(manual, _prefix(service.get("ManualSubnetMask", "")), "manual", conflict=True))
    name = top.get("SSID", "")
    costs = top.get("IsExpensive") == "TRUE" or top.get("IsTethered") == "TRUE"
    shown = network_name(name.encode()) if name and not REDACTED.fullmatch(name) else None
    return Summary(origins, tuple(taken), shown, True if costs else None)


def _lines(text: str) -> list[tuple[int, str, str]]:
    """Level, key and value of each line "  key : value"."""
    found = []
    for line in text.splitlines():
        key, colon, value = line.partition(" : ")
        blanks = len(key) - len(key.lstrip(" "))
        if colon and blanks % 2 == 0 and key[blanks:].isprintable():
            found.append((blanks // 2, key[blanks:], value.strip()))
    return found


def _services(text: str) -> list[dict[str, str]]:
    """The IPv4 services: level 1 "IPv4 : <array> {", level 2 "0 : <dictionary> {", level 3 its keys, level 4 the
    addresses ("Addresses 0", "SubnetMasks 0" here)."""
    found: list[dict[str, str]] = []
    inside, array = False, ""
    for level, key, value in _lines(text):
        if level == 1:
            inside = key == "IPv4"
        elif inside and level == 2:
            found.append({})
        elif inside and found and level == 3:
            array = key if value.startswith("<") else ""
            found[-1].setdefault(key, value)
        elif inside and found and level == 4 and array == "Addresses" and key.isdigit():
            found[-1].setdefault(f"Addresses {key}", value)
    return found


def _prefix(mask: str) -> int:
    return int(ipaddress.IPv4Address(mask)).bit_count() if is_ip(mask) and ":" not in mask else 32


# --- Wi-Fi ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Radio:
    """What CoreWLAN tells of one Wi-Fi adapter."""

    on: bool | None = None
    signal_percent: int | None = None
    rate_mbit: float | None = None
    band_ghz: float | None = None


def radio_states(text: str) -> Mapping[str, Radio]:
    """What our question to CoreWLAN prints (macos.CORE_WLAN): {"en0": {"on": true, "rssi": -51, ...}}.

    JavaScript for Automation gives numbers of 64 bits as strings. A signal of 0 dBm means: not joined.
    """
    found = {}
    for name, told in _object(text).items():
        if isinstance(told, dict):
            rssi, rate, band = (_whole(told.get(key)) for key in ("rssi", "rate", "band"))
            on = told.get("on")
            found[name] = Radio(
                on if isinstance(on, bool) else None,
                percent(rssi) if rssi is not None and rssi < 0 else None,
                float(rate) if rate and rate > 0 else None,
                BANDS.get(band or 0),
            )
    return found


def percent(dbm: int) -> int:
    """A signal of -100 dBm and less is 0 %, one of -50 dBm and more 100 %."""
    return max(0, min(100, 2 * (dbm + 100)))


def with_radio(wifi: Wifi, radio: Radio, told: Summary) -> Wifi:
    """What is known of a joined Wi-Fi, put together."""
    if not wifi.joined:
        return wifi
    return replace(
        wifi,
        ssid=told.ssid,
        signal_percent=radio.signal_percent,
        rate_mbit=radio.rate_mbit,
        band_ghz=radio.band_ghz,
    )


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text[:MOST_JSON])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _whole(value: object) -> int | None:
    """A number, or a string of one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(float(str(value)[:20]))
    except (ValueError, OverflowError):
        return None
