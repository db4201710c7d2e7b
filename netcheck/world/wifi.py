"""What NetworkManager knows of the adapters: Wi-Fi joined, its strength, why it was refused; what may cost."""

from __future__ import annotations

import ipaddress
import os
import struct
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from netcheck.core.network import Wifi

DEADLINE_S = 0.5
NAME = "org.freedesktop.NetworkManager"
DEVICE, RADIO = f"{NAME}.Device", f"{NAME}.Device.Wireless"
WIFI, MODEM = 2, 8
"""NMDeviceType."""
UNMANAGED, NEED_AUTH, IP_CONFIG, ACTIVATED, FAILED = 10, 60, 70, 100, 120
"""NMDeviceState."""
WRONG_KEY, NO_LEASE, NOT_FOUND, LOST, DUPLICATE = (7, 9, 10, 11), (5, 15, 16, 17), (53,), 8, 64
"""NMDeviceStateReason: no secrets and supplicant failures; DHCP; SSID not found; supplicant left; address taken."""
METERED = {1: True, 2: False, 3: True}
"""NMMetered: yes, no, guessed yes (an Android phone said so by DHCP). Its guess "no" (4) is also what it says of an
iPhone on a cable, so it counts for nothing."""
MOST_SERVERS = 4

Objects = Mapping[str, Mapping[str, Mapping[str, object]]]
"""Properties by object path and interface."""


@dataclass(frozen=True, slots=True)
class Managed:
    """What NetworkManager says of one adapter."""

    wifi: Wifi | None = None
    """Set for Wi-Fi adapters only."""
    modem: bool = False
    conflict: bool = False
    """Another device holds the IPv4 address."""
    off_reason: str | None = None
    method4: str | None = None
    """How it configures IPv4: auto, manual, link-local, shared, disabled."""
    method6: str | None = None
    connection: str | None = None
    """Object path of the settings in use."""
    metered: bool | None = None
    """Whether what passes may cost; None where it does not know, or only guesses that it does not."""
    resolvers: tuple[str, ...] = ()
    """The name servers of this adapter's network."""


NOT_MANAGED = Managed()


# --- pure: properties to records ----------------------------------------------------------------------------------


def network_name(raw: object) -> str | None:
    """A network's name from its bytes, in whatever encoding, without control and direction characters."""
    if not isinstance(raw, bytes | bytearray | list | tuple):
        return None
    try:
        data = bytes(raw)
    except (TypeError, ValueError):
        return None
    try:
        name = data.decode("utf-8")
    except UnicodeDecodeError:
        name = data.decode("latin-1")
    return "".join(each for each in name if not unicodedata.category(each).startswith("C")).strip() or None


def band(megahertz: object) -> float | None:
    """2.4, 5, 6 or 60 (GHz) for a channel's frequency."""
    if not isinstance(megahertz, int):
        return None
    for low, high, ghz in ((2400, 2500, 2.4), (4900, 5924, 5.0), (5925, 7125, 6.0), (57000, 71000, 60.0)):
        if low <= megahertz <= high:
            return ghz
    return None


def refusal(state: int, reason: int) -> str | None:
    """Why joining failed, or None where it did not fail or nobody says."""
    if state == ACTIVATED or state <= UNMANAGED:
        return None
    if reason in WRONG_KEY or (reason == LOST and state in (NEED_AUTH, FAILED)):
        return "wrong-key"
    if reason in NO_LEASE:
        return "no-lease"
    if reason in NOT_FOUND:
        return "not-found"
    return "other" if state == FAILED else None


def joined(state: int) -> bool | None:
    """Whether a Wi-Fi adapter in this state is joined; None where NetworkManager does not look after it."""
    if state <= UNMANAGED:
        return None
    return IP_CONFIG <= state <= ACTIVATED


def devices(objects: Objects) -> dict[str, Managed]:
    """What NetworkManager's objects say, by adapter name."""
    manager = next((each[NAME] for each in objects.values() if NAME in each), {})
    found: dict[str, Managed] = {}
    for parts in objects.values():
        device = parts.get(DEVICE)
        if device is None:
            continue
        type_, state = _int(device.get("DeviceType")), _int(device.get("State"))
        why = device.get("StateReason")
        reason = _int(why[1]) if isinstance(why, tuple | list) and len(why) == 2 else 0
        active = objects.get(str(device.get("ActiveConnection")), {}).get(f"{NAME}.Connection.Active", {})
        managed = Managed(
            modem=type_ == MODEM,
            conflict=reason == DUPLICATE,
            off_reason="disabled" if manager.get("NetworkingEnabled") is False and state > 0 else None,
            connection=_path(active.get("Connection")),
            metered=METERED.get(_int(device.get("Metered"))),
            resolvers=name_servers(
                *(objects.get(str(device.get(f"Ip{v}Config")), {}).get(f"{NAME}.IP{v}Config", {}) for v in (4, 6))
            ),
        )
        if type_ == WIFI:
            managed = replace(
                managed,
                wifi=_wifi(state, reason, parts.get(RADIO, {}), active, objects),
                off_reason=(_radio_off(manager) if state != UNMANAGED else None) or managed.off_reason,
            )
        for key in ("Interface", "IpInterface"):
            name = device.get(key)
            if isinstance(name, str) and name:
                found[name] = managed
    return found


def _wifi(state: int, reason: int, radio: Mapping[str, object], active: Mapping[str, object], objects: Objects) -> Wifi:
    """What is known of a Wi-Fi adapter; the access point's facts only while there is one in use."""
    path = _path(radio.get("ActiveAccessPoint")) or _path(active.get("SpecificObject"))
    point = objects.get(path or "", {}).get(f"{NAME}.AccessPoint", {})
    strength, rate = point.get("Strength"), _int(radio.get("Bitrate"))
    is_joined = joined(state)
    return Wifi(
        joined=is_joined,
        ssid=network_name(point.get("Ssid")),
        signal_percent=min(strength, 100) if isinstance(strength, int) else None,
        rate_mbit=rate / 1000 if is_joined and rate > 0 else None,
        band_ghz=band(point.get("Frequency")),
        refused=refusal(state, reason),
    )


def _radio_off(manager: Mapping[str, object]) -> str | None:
    """Why Wi-Fi is off as a whole; mobile radio off as well means airplane mode."""
    if manager.get("WirelessHardwareEnabled") is False:
        return "hardware-switch"
    if manager.get("WirelessEnabled") is False:
        return "disabled" if manager.get("WwanEnabled") is True else "airplane"
    return None


def name_servers(four: Mapping[str, object], six: Mapping[str, object]) -> tuple[str, ...]:
    """The name servers in an IP4Config (NameserverData, dictionaries) and an IP6Config (Nameservers, 16 bytes each)."""
    found: list[str] = []
    data, raw = four.get("NameserverData"), six.get("Nameservers")
    for each in data if isinstance(data, list) else []:
        address = each.get("address") if isinstance(each, Mapping) else None
        found.append(str(address[1]) if isinstance(address, tuple | list) and len(address) == 2 else "")
    for each in raw if isinstance(raw, list) else []:
        try:
            found.append(str(ipaddress.IPv6Address(bytes(each))))
        except (ValueError, TypeError):
            continue
    return tuple(address for address in found if _is_address(address))[:MOST_SERVERS]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _path(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) > 1 else None


# --- the bus ------------------------------------------------------------------------------------------------------


def bus_there() -> bool:
    """Whether a system bus can be there at all: looking costs nothing, loading the library does."""
    address = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or "unix:path=/var/run/dbus/system_bus_socket"
    paths = [part.partition("path=")[2].split(",")[0] for part in address.split(";") if "path=" in part]
    return "abstract=" in address or any(Path(path).exists() for path in paths)


def managed() -> Mapping[str, Managed]:
    """What NetworkManager says of its adapters, by name; empty where it does not run or does not answer in 0.5 s."""
    if not bus_there():
        return {}
    answers: list[dict[str, Managed]] = []
    # A bus that accepts and says nothing must not hold us: the thread may be left behind.
    worker = threading.Thread(target=_ask, args=(answers.append,), name="networkmanager", daemon=True)
    worker.start()
    worker.join(DEADLINE_S)
    return answers[-1] if answers else {}


def _ask(tell: Callable[[dict[str, Managed]], None]) -> None:
    """Tell what NetworkManager knows: at once without, then with how each connection is configured."""
    try:
        from jeepney import DBusAddress, DBusErrorResponse, MessageFlag, new_method_call
        from jeepney.io.blocking import DBusConnection, open_dbus_connection
        from jeepney.wrappers import unwrap_msg
    except ImportError:
        return

    def call(bus: DBusConnection, path: str, interface: str, method: str) -> Any:
        message = new_method_call(DBusAddress(path, NAME, interface), method)
        message.header.flags |= MessageFlag.no_auto_start  # asking must not start it
        return unwrap_msg(bus.send_and_get_reply(message, timeout=DEADLINE_S))[0]

    try:
        with open_dbus_connection("SYSTEM", auth_timeout=DEADLINE_S) as bus:
            raw = call(bus, "/org/freedesktop", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
            found = devices(plain(raw))
            tell(found)
            found = dict(found)
            for name, each in tuple(found.items()):
                if each.connection is None:
                    continue
                try:
                    settings = plain({"": call(bus, each.connection, f"{NAME}.Settings.Connection", "GetSettings")})[""]
                except DBusErrorResponse:
                    continue
                four, six = (settings.get(key, {}).get("method") for key in ("ipv4", "ipv6"))
                found[name] = replace(
                    each,
                    method4=four if isinstance(four, str) else None,
                    method6=six if isinstance(six, str) else None,
                )
            tell(found)
    except (DBusErrorResponse, OSError, RuntimeError, ValueError, LookupError, TypeError, StopIteration, struct.error):
        return  # no bus, no NetworkManager, or an answer that makes no sense: what was told so far stands


def plain(raw: object) -> Objects:
    """D-Bus properties without their signatures: every value comes as (signature, value)."""
    tree = cast(Mapping[str, Mapping[str, Mapping[str, tuple[str, object]]]], raw)
    return {
        path: {
            interface: {name: value[1] for name, value in properties.items()}
            for interface, properties in interfaces.items()
        }
        for path, interfaces in tree.items()
    }
