"""Tells a mocked NetworkManager what it knows of the computer's Wi-Fi; needs Debian's own Python with python3-dbus."""

import importlib
import sys
import time
from typing import Any

ROOT, MANAGER, MOCK = "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager", "org.freedesktop.DBus.Mock"
RADIO, POINT, ACTIVE = f"{ROOT}/Devices/radio", f"{ROOT}/AccessPoint/ap1", f"{ROOT}/ActiveConnection/active"
JOINED = 100


def main() -> None:
    """Tell of one adapter, anew or again: NAME, MAC, STATE, REASON, SIGNAL in percent; a state of 100 means joined."""
    name, mac, state, reason, signal = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
    dbus: Any = importlib.import_module("dbus")
    bus = dbus.SystemBus()
    deadline = time.monotonic() + 10
    while not bus.name_has_owner(MANAGER):
        if time.monotonic() > deadline:
            sys.exit("the mocked NetworkManager did not come")
        time.sleep(0.03)
    mock = dbus.Interface(bus.get_object(MANAGER, ROOT), MOCK)
    if RADIO not in dbus.Interface(bus.get_object(MANAGER, ROOT), MANAGER).GetDevices():
        make(bus, dbus, mock, name, mac)

    def tell(interface: str, what: str, value: Any, path: str = RADIO) -> None:
        mock.SetProperty(path, f"{MANAGER}.{interface}", what, value)

    joined = state == JOINED
    tell("AccessPoint", "Strength", dbus.Byte(signal), POINT)
    tell("Device.Wireless", "ActiveAccessPoint", dbus.ObjectPath(POINT if joined else "/"))
    tell("Device", "ActiveConnection", dbus.ObjectPath(ACTIVE if joined else "/"))
    tell("Device", "State", dbus.UInt32(state))
    why = (state, 0 if joined else reason)
    tell("Device", "StateReason", dbus.Struct(tuple(dbus.UInt32(each) for each in why), signature="uu"))


def make(bus: Any, dbus: Any, mock: Any, name: str, mac: str) -> None:
    """Set the adapter up, and the network that it can join."""
    device = mock.AddWiFiDevice("radio", name, dbus.UInt32(JOINED))
    point = mock.AddAccessPoint(
        device,
        "ap1",
        "Hotzenplotz 5 GHz",
        mac,
        dbus.UInt32(2),
        dbus.UInt32(5180),
        dbus.UInt32(866700),
        dbus.Byte(80),
        dbus.UInt32(0x100),
    )
    connection = mock.AddWiFiConnection(device, "home", "Hotzenplotz 5 GHz", "wpa-psk")
    mock.SetProperty(device, f"{MANAGER}.Device.Wireless", "HwAddress", mac)
    mocked = dbus.Interface(bus.get_object(MANAGER, device), MOCK)  # the template leaves this property out
    mocked.AddProperty(f"{MANAGER}.Device.Wireless", "ActiveAccessPoint", dbus.ObjectPath("/"))
    mock.AddActiveConnection([device], connection, point, "active", dbus.UInt32(2))


if __name__ == "__main__":
    main()
