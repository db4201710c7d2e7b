"""Tells a mocked NetworkManager what it knows of the computer's Wi-Fi; needs Debian's own Python with python3-dbus."""

import importlib
import sys
import time
from typing import Any

ROOT, MANAGER, MOCK = "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager", "org.freedesktop.DBus.Mock"


def main() -> None:
    """Set up one adapter: NAME, MAC, STATE, REASON, SIGNAL in percent; a state of 100 means joined."""
    name, mac, state, reason, signal = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
    dbus: Any = importlib.import_module("dbus")
    bus = dbus.SystemBus()
    deadline = time.monotonic() + 10
    while not bus.name_has_owner(MANAGER):
        if time.monotonic() > deadline:
            sys.exit("the mocked NetworkManager did not come")
        time.sleep(0.03)
    mock = dbus.Interface(bus.get_object(MANAGER, ROOT), MOCK)
    device = mock.AddWiFiDevice("radio", name, dbus.UInt32(state))
    point = mock.AddAccessPoint(
        device,
        "ap1",
        "Hotzenplotz 5 GHz",
        mac,
        dbus.UInt32(2),
        dbus.UInt32(5180),
        dbus.UInt32(866700),
        dbus.Byte(signal),
        dbus.UInt32(0x100),
    )
    connection = mock.AddWiFiConnection(device, "home", "Hotzenplotz 5 GHz", "wpa-psk")

    def tell(interface: str, what: str, value: Any) -> None:
        mock.SetProperty(device, f"{MANAGER}.{interface}", what, value)

    tell("Device.Wireless", "HwAddress", mac)
    tell("Device", "StateReason", dbus.Struct((dbus.UInt32(state), dbus.UInt32(reason)), signature="uu"))
    if state == 100:
        mocked = dbus.Interface(bus.get_object(MANAGER, device), MOCK)  # the template leaves this property out
        mocked.AddProperty(f"{MANAGER}.Device.Wireless", "ActiveAccessPoint", dbus.ObjectPath(point))
        active = mock.AddActiveConnection([device], connection, point, "active", dbus.UInt32(2))
        mock.SetDeviceActive(device, active)
        tell("Device", "StateReason", dbus.Struct((dbus.UInt32(100), dbus.UInt32(0)), signature="uu"))


if __name__ == "__main__":
    main()
