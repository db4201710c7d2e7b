"""What Windows tells of its Wi-Fi adapters: joined or not, how strong the signal is, and whether the radio is off."""

from __future__ import annotations

import ctypes
import threading
import uuid
from collections.abc import Iterator
from ctypes import byref, c_int32, c_uint32, c_void_p
from dataclasses import dataclass

from netcheck.core.network import Wifi
from netcheck.world.windows_calls import function
from netcheck.world.windows_layouts import Radio, RadioSwitch

CONNECTED, NOT_READY = 1, 0
"""WLAN_INTERFACE_STATE."""
RADIO_STATE, SIGNAL_DBM = 4, 0x10000102
"""WLAN_INTF_OPCODE."""
ON, OFF = 1, 2
"""DOT11_RADIO_STATE."""
MOST_RADIOS, MOST_PHYS = 64, 64
PATIENCE_S = 0.5
ONE = threading.Lock()
"""Held by whoever asks the service: one that hangs is not asked again, every some seconds, by one more thread."""
LONGEST = 1 << 16
"""Bytes of one answer that are read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of one Wi-Fi adapter."""

    wifi: Wifi
    off_reason: str | None = None


# --- pure: bytes to records ---------------------------------------------------------------------------------------


def radios(table: bytes) -> Iterator[tuple[bytes, int]]:
    """Identity (16 bytes) and state of each adapter in a WLAN_INTERFACE_INFO_LIST."""
    size = ctypes.sizeof(Radio)
    for place in range(min(int.from_bytes(table[:4], "little"), MOST_RADIOS, max(0, (len(table) - 8) // size))):
        radio = Radio.from_buffer_copy(table, 8 + place * size)
        yield bytes(radio.guid), radio.state


def guid_text(raw: bytes) -> str:
    """A GUID as Windows writes it, in small letters."""
    return f"{{{uuid.UUID(bytes_le=raw)}}}"


def percent(dbm: int) -> int | None:
    """Signal quality as WLAN_ASSOCIATION_ATTRIBUTES counts it: 0 at -100 dBm, 100 at -50; None for what is none."""
    return max(0, min(100, 2 * (dbm + 100))) if -120 <= dbm < 0 else None


def off_reason(raw: bytes) -> str | None:
    """Why the radio is off, from a WLAN_RADIO_STATE; None while any of its parts is on, or where nobody says."""
    size = ctypes.sizeof(RadioSwitch)
    count = min(int.from_bytes(raw[:4], "little"), MOST_PHYS, max(0, (len(raw) - 4) // size))
    parts = [RadioSwitch.from_buffer_copy(raw, 4 + place * size) for place in range(count)]
    if parts and all(part.hardware == OFF for part in parts):
        return "hardware-switch"
    return "airplane" if parts and all(OFF in (part.software, part.hardware) for part in parts) else None


def put_together(state: int, radio: bytes | None, dbm: int | None) -> Heard:
    """One adapter from all that was told."""
    joined = None if state == NOT_READY else state == CONNECTED
    signal = percent(dbm) if joined and dbm is not None else None
    return Heard(Wifi(joined=joined, signal_percent=signal), off_reason(radio) if radio is not None else None)


# --- calls --------------------------------------------------------------------------------------------------------


def heard(wait_s: float = PATIENCE_S) -> dict[str, Heard]:
    """Every Wi-Fi adapter that Windows' WLAN service knows, by GUID; empty where there is none, no such service (it is
    not there on Windows Server), or none that answers in time: it is asked on a daemon thread that may be left behind.

    The network's name is never asked for: without consent to know the place that makes Windows ask the person,
    learn.microsoft.com/windows/win32/nativewifi/wi-fi-access-location-changes (the current connection tells the BSSID).
    """
    if function("wlanapi", "WlanOpenHandle") is None:
        return {}
    if not ONE.acquire(timeout=wait_s):
        return {}
    answers: list[dict[str, Heard]] = []

    def ask() -> None:
        try:
            answers.append(_all())
        finally:
            ONE.release()

    thread = threading.Thread(target=ask, name="wifi", daemon=True)
    thread.start()
    thread.join(wait_s)
    return answers[0] if answers else {}


def _all() -> dict[str, Heard]:
    """learn.microsoft.com/windows/win32/api/wlanapi/nf-wlanapi-wlanopenhandle, -wlanenuminterfaces,
    -wlanqueryinterface, -wlanfreememory, -wlanclosehandle."""
    start, finish = function("wlanapi", "WlanOpenHandle"), function("wlanapi", "WlanCloseHandle")
    list_all, free = function("wlanapi", "WlanEnumInterfaces"), function("wlanapi", "WlanFreeMemory", None)
    if start is None or finish is None or list_all is None or free is None:
        return {}
    version, handle = c_uint32(), c_void_p()
    if start(c_uint32(2), None, byref(version), byref(handle)) != 0:
        return {}
    try:
        pointer = c_void_p()
        if list_all(handle, None, byref(pointer)) != 0 or not pointer.value:
            return {}
        count = min(c_uint32.from_address(pointer.value).value, MOST_RADIOS)
        table = ctypes.string_at(pointer.value, 8 + count * ctypes.sizeof(Radio))
        free(pointer)
        return {guid_text(guid): _one(handle, guid, state) for guid, state in radios(table)}
    finally:
        finish(handle, None)


def _one(handle: c_void_p, guid: bytes, state: int) -> Heard:
    raw = _asked(handle, guid, SIGNAL_DBM)
    dbm = c_int32.from_buffer_copy(raw).value if raw is not None and len(raw) >= 4 else None
    return put_together(state, _asked(handle, guid, RADIO_STATE), dbm)


def _asked(handle: c_void_p, guid: bytes, what: int) -> bytes | None:
    """The answer to one question about one adapter; None where it is refused or means nothing now."""
    call, free = function("wlanapi", "WlanQueryInterface"), function("wlanapi", "WlanFreeMemory", None)
    if call is None or free is None:
        return None
    size, pointer = c_uint32(), c_void_p()
    identity = ctypes.create_string_buffer(guid, 16)
    if call(handle, identity, c_uint32(what), None, byref(size), byref(pointer), None) != 0 or not pointer.value:
        return None
    try:
        return ctypes.string_at(pointer.value, min(size.value, LONGEST))
    finally:
        free(pointer)
