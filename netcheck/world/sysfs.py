"""What Linux tells of an adapter's hardware: radio, modem, driver, speed, and who switched the radio off."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SYS = Path("/sys")


@dataclass(frozen=True, slots=True)
class Hardware:
    """The facts of one adapter that only /sys knows."""

    radio: bool = False
    modem: bool = False
    tunnel: bool = False
    speed_mbit: int | None = None
    off_reason: str | None = None
    """airplane, hardware-switch or disabled: why the radio is off."""
    driver: str | None = None
    """The kernel's driver; "bluetooth" for a phone's line by Bluetooth, which has none of its own."""


NOTHING_KNOWN = Hardware()


def read(name: str, index: int, mac: str | None, root: Path = SYS) -> Hardware:
    """The facts of an adapter, if the one that /sys shows by this name is the same one.

    /sys may belong to another network namespace, whose eth0 is another eth0: number and hardware address must match.
    """
    folder = root / "class" / "net" / name
    if "/" in name or _number(folder / "ifindex") != index or (mac and _line(folder / "address") != mac):
        return NOTHING_KNOWN
    uevent = _lines(folder / "uevent")
    radio = any((folder / mark).exists() for mark in ("phy80211", "wireless")) or "DEVTYPE=wlan" in uevent
    speed = _number(folder / "speed")
    return Hardware(
        radio=radio,
        modem="DEVTYPE=wwan" in uevent,
        tunnel=(folder / "tun_flags").exists(),
        speed_mbit=speed if speed and 0 < speed < 0xFFFFFFFF else None,
        off_reason=_switched_off(folder / "phy80211", root) if radio else None,
        driver="bluetooth" if "DEVTYPE=bluetooth" in uevent else _driver(folder),
    )


def _driver(folder: Path) -> str | None:
    """The last part of the link from the device to its driver; virtual adapters have no device."""
    try:
        return (folder / "device" / "driver").readlink().name or None
    except OSError:
        return None


def _switched_off(radio: Path, root: Path) -> str | None:
    """Why a radio is off: its own switch in hardware, all radios at once (airplane mode), or this one alone."""
    own = sorted(radio.glob("rfkill*"))
    if any(_number(switch / "hard") == 1 for switch in own):
        return "hardware-switch"
    if not any(_number(switch / "soft") == 1 for switch in own):
        return None
    every = [_number(switch / "soft") for switch in (root / "class" / "rfkill").glob("rfkill*")]
    return "airplane" if all(soft == 1 for soft in every) else "disabled"


def _lines(path: Path) -> list[str]:
    """A small file's lines; none where it is missing or the driver refuses (EINVAL for an adapter that is off)."""
    try:
        with path.open("rb") as file:
            return file.read(4096).decode("utf-8", "replace").split("\n")
    except OSError:
        return []


def _line(path: Path) -> str | None:
    lines = _lines(path)
    return lines[0].strip() if lines else None


def _number(path: Path) -> int | None:
    word = _line(path) or ""
    return int(word) if word.isascii() and word.lstrip("-").isdigit() and len(word) < 20 else None
