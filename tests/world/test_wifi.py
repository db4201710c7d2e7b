"""NetworkManager's word on the Wi-Fi, from made-up properties and from a real bus with a played NetworkManager."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Kind, Wifi
from netcheck.world import wifi
from netcheck.world.wifi import Managed, band, devices, network_name, plain, refusal
from tests.world.namespace import inside

NM = "org.freedesktop.NetworkManager"


def objects(state: int = 100, reason: int = 0, kind: int = 2, manager: dict[str, object] | None = None) -> wifi.Objects:
    """One adapter wlan0 with an access point."""
    return {
        "/nm": {
            NM: {
                "NetworkingEnabled": True, "WirelessEnabled": True, "WirelessHardwareEnabled": True, **(manager or {}),
            }
        },
        "/d": {
            f"{NM}.Device": {
                "DeviceType": kind, "State": state, "StateReason": (state, reason), "Interface": "wlan0",
                "ActiveConnection": "/a",
            },
            f"{NM}.Device.Wireless": {"ActiveAccessPoint": "/p", "Bitrate": 72200},
        },
        "/a": {f"{NM}.Connection.Active": {"Connection": "/s", "SpecificObject": "/p"}},
        "/p": {f"{NM}.AccessPoint": {"Ssid": b"Home", "Strength": 47, "Frequency": 2437}},
    }  # fmt: skip


def test_joined() -> None:
    assert devices(objects()) == {"wlan0": Managed(Wifi(True, "Home", 47, 72.2, 2.4), connection="/s")}


@pytest.mark.parametrize(
    ("state", "reason", "refused"),
    [
        (100, 7, None), (10, 7, None), (60, 7, "wrong-key"), (120, 9, "wrong-key"), (120, 10, "wrong-key"),
        (30, 11, "wrong-key"), (60, 8, "wrong-key"), (120, 8, "wrong-key"), (30, 8, None), (120, 5, "no-lease"),
        (70, 15, "no-lease"), (120, 17, "no-lease"), (120, 53, "not-found"), (120, 4, "other"), (30, 39, None),
        (50, 0, None),
    ],
)  # fmt: skip
def test_refusals(state: int, reason: int, refused: str | None) -> None:
    assert refusal(state, reason) == refused


STATES = [(100, True), (70, True), (50, False), (30, False), (120, False), (10, None)]


@pytest.mark.parametrize(("state", "joined"), STATES)
def test_states(state: int, joined: bool | None) -> None:
    found = devices(objects(state))["wlan0"].wifi
    assert found is not None
    assert found.joined is joined
    assert (found.rate_mbit is not None) is (joined is True)


@pytest.mark.parametrize(
    ("manager", "reason"),
    [
        ({}, None),
        ({"WirelessEnabled": False}, "airplane"),
        ({"WirelessEnabled": False, "WwanEnabled": True}, "disabled"),
        ({"WirelessHardwareEnabled": False, "WirelessEnabled": False}, "hardware-switch"),
        ({"NetworkingEnabled": False}, "disabled"),
    ],
)
def test_who_switched_it_off(manager: dict[str, object], reason: str | None) -> None:
    assert devices(objects(20, manager=manager))["wlan0"].off_reason == reason


def test_other_kinds_and_a_taken_address() -> None:
    assert devices(objects(120, 64, kind=1))["wlan0"] == Managed(conflict=True, connection="/s")
    assert devices(objects(kind=8))["wlan0"].modem


@pytest.mark.parametrize(
    ("word", "metered"), [(0, None), (1, True), (2, False), (3, True), (4, None), (None, None), ("1", None)]
)
def test_what_may_cost_and_a_guess_that_it_does_not_counts_for_nothing(word: object, metered: bool | None) -> None:
    raw = {path: {name: dict(properties) for name, properties in each.items()} for path, each in objects().items()}
    raw["/d"][f"{NM}.Device"]["Metered"] = word
    assert devices(raw)["wlan0"].metered is metered


def test_the_name_servers_of_one_adapter() -> None:
    raw = {path: {name: dict(properties) for name, properties in each.items()} for path, each in objects().items()}
    raw["/d"][f"{NM}.Device"] |= {"Ip4Config": "/4", "Ip6Config": "/6"}
    raw["/4"] = {
        f"{NM}.IP4Config": {"NameserverData": [{"address": ("s", "172.20.10.1")}, {"address": ("s", "x")}, {}, 7]}
    }
    raw["/6"] = {f"{NM}.IP6Config": {"Nameservers": [bytes.fromhex("fe80" + "00" * 13 + "01"), b"short", 9]}}
    assert devices(raw)["wlan0"].resolvers == ("172.20.10.1", "fe80::1")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"Caf\xc3\xa9", "Café"), (b"Caf\xe9", "Café"), (b"a\x1b[31mb\x00", "a[31mb"), ([72, 105], "Hi"), (b"", None),
        ("\u202ekcatta".encode(), "kcatta"), (b"\x00\x00", None), ("text", None), ([999], None), (None, None),
    ],
)  # fmt: skip
def test_names_of_networks_are_harmless(raw: object, name: str | None) -> None:
    assert network_name(raw) == name


CHANNELS = [(2412, 2.4), (5180, 5.0), (5955, 6.0), (58320, 60.0), (0, None), ("x", None)]


@pytest.mark.parametrize(("megahertz", "ghz"), CHANNELS)
def test_bands(megahertz: object, ghz: float | None) -> None:
    assert band(megahertz) == ghz


VALUES = st.one_of(st.none(), st.booleans(), st.integers(-5, 300), st.text(max_size=5), st.binary(max_size=5),
                   st.lists(st.integers(), max_size=3), st.tuples(st.integers(), st.integers()))  # fmt: skip
KEYS = ["DeviceType", "State", "StateReason", "Interface", "IpInterface", "ActiveConnection", "Ssid", "Strength",
        "Frequency", "Bitrate", "ActiveAccessPoint", "WirelessEnabled", "Connection"]  # fmt: skip
PARTS = [NM, f"{NM}.Device", f"{NM}.Device.Wireless", f"{NM}.AccessPoint", f"{NM}.Connection.Active"]


@given(
    st.dictionaries(
        st.sampled_from(["/a", "/b", "x"]),
        st.dictionaries(st.sampled_from(PARTS), st.dictionaries(st.sampled_from(KEYS), VALUES)),
    )
)
def test_odd_properties_are_survived(odd: wifi.Objects) -> None:
    devices(odd)


def test_signatures_are_taken_off() -> None:
    assert plain({"/": {NM: {"State": ("u", 70)}}}) == {"/": {NM: {"State": 70}}}


def test_without_a_bus_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert not wifi.bus_there()
    assert wifi.managed() == {}


def test_a_bus_that_says_nothing_holds_us_for_half_a_second_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(f"{tmp_path}/bus")
        mute.listen()
        began = time.monotonic()
        assert wifi.managed() == {}
        assert time.monotonic() - began < 1


# --- a real bus -----------------------------------------------------------------------------------------------------

CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""

PLAY = """
import dbus, time
from dbusmock import MOCK_IFACE
bus = dbus.SystemBus()
end = time.monotonic() + 10
while not bus.name_has_owner("org.freedesktop.NetworkManager") and time.monotonic() < end:
    time.sleep(0.02)
path = "/org/freedesktop/NetworkManager"
nm = dbus.Interface(bus.get_object("org.freedesktop.NetworkManager", path), MOCK_IFACE)
device = nm.AddWiFiDevice("radio", "eth0", 100)
point = nm.AddAccessPoint(device, "p", "Home \\u00fc", "02:00:00:00:00:77", 2, 5180, 54000, dbus.Byte(63), 0x100)
settings = dbus.Interface(bus.get_object("org.freedesktop.NetworkManager", path + "/Settings"),
                          "org.freedesktop.NetworkManager.Settings")
made = settings.AddConnection({"connection": {"type": "802-11-wireless", "id": "Home"}, "ipv4": {"method": "manual"}})
nm.AddActiveConnection([device], made, point, "a", dbus.UInt32(2))
"""
PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A private system bus on which python-dbusmock plays NetworkManager; the environment that leads to it."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    there = shutil.which("dbus-daemon") and Path(PYTHON).exists()
    if not there or subprocess.run([PYTHON, "-c", "import dbusmock"], env=clean, capture_output=True).returncode:
        pytest.skip("needs dbus-daemon and the Debian package python3-dbusmock")
    folder = tmp_path_factory.mktemp("bus")
    (folder / "conf").write_text(CONFIGURATION.format(folder / "bus"))
    address = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder / 'bus'}"}
    command = ["dbus-daemon", f"--config-file={folder / 'conf'}", "--nofork", "--nopidfile"]
    bus = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 10
        while not (folder / "bus").exists() and time.monotonic() < end:
            time.sleep(0.02)
        command = [PYTHON, "-m", "dbusmock", "--system", "--template", "networkmanager"]
        player = subprocess.Popen(command, env=clean | address, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            subprocess.run([PYTHON, "-c", PLAY], env=clean | address, check=True, timeout=20, capture_output=True)
            yield address
        finally:
            player.kill()
            player.wait(5)
    finally:
        bus.kill()
        bus.wait(5)


def test_a_played_networkmanager(played: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", played["DBUS_SYSTEM_BUS_ADDRESS"])
    found = wifi.managed()["eth0"]
    assert found.wifi == Wifi(joined=True, ssid="Home ü", signal_percent=63, rate_mbit=5.4, band_ghz=5.0)
    assert found.method4 == "manual"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: in a user namespace the bus takes us for somebody else")
def test_a_plain_adapter_that_networkmanager_calls_wifi_is_wifi(played: dict[str, str]) -> None:
    lines = (
        "link add eth0 type veth peer name far",
        "link set far up",
        "link set eth0 up",
        "addr add 192.168.1.5/24 dev eth0",
    )
    (found,) = inside(lines, "linux.interfaces()", environment=played)
    eth0 = next(each for each in found if each.name == "eth0")
    assert (eth0.kind, eth0.up, eth0.carrier) == (Kind.WIFI, True, True)
    assert eth0.wifi is not None
    assert eth0.wifi.ssid == "Home ü"
    assert {each.origin for each in eth0.addresses if ":" not in each.ip} == {"manual"}
