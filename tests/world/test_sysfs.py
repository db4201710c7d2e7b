"""What /sys tells of radios, modems and switches; a tree like that of a laptop is built for each test."""

from pathlib import Path

import pytest

from netcheck.world.sysfs import NOTHING_KNOWN, Hardware, read

MAC = "02:00:00:00:00:01"


def device(root: Path, name: str, index: int = 3, **files: str) -> Path:
    """An adapter's folder as the kernel makes it."""
    folder = root / "class" / "net" / name
    folder.mkdir(parents=True)
    for file, text in {"ifindex": str(index), "address": MAC, **files}.items():
        (folder / file).write_text(text + "\n")
    return folder


def switch(root: Path, name: str, soft: int, hard: int, radio: Path | None = None) -> None:
    """A radio switch, shown below its radio too."""
    for folder in (root / "class" / "rfkill", radio / "phy80211" if radio else None):
        if folder:
            (folder / name).mkdir(parents=True)
            (folder / name / "soft").write_text(f"{soft}\n")
            (folder / name / "hard").write_text(f"{hard}\n")


@pytest.mark.parametrize(
    ("own", "bluetooth", "reason"),
    [
        ((0, 0), (0, 0), None),
        ((1, 0), (1, 0), "airplane"),
        ((1, 0), (0, 0), "disabled"),
        ((0, 1), (0, 0), "hardware-switch"),
        ((1, 1), (1, 0), "hardware-switch"),
        ((1, 0), None, "airplane"),
    ],
)
def test_who_switched_the_radio_off(
    tmp_path: Path, own: tuple[int, int], bluetooth: tuple[int, int] | None, reason: str | None
) -> None:
    folder = device(tmp_path, "wlp3s0", uevent="DEVTYPE=wlan\nINTERFACE=wlp3s0")
    switch(tmp_path, "rfkill0", *own, radio=folder)
    if bluetooth:
        switch(tmp_path, "rfkill1", *bluetooth)
    assert read("wlp3s0", 3, MAC, tmp_path) == Hardware(radio=True, off_reason=reason)


def test_wired_modem_and_tunnel(tmp_path: Path) -> None:
    device(tmp_path, "enp0s31f6", speed="1000", uevent="INTERFACE=enp0s31f6")
    device(tmp_path, "wwan0", uevent="DEVTYPE=wwan")
    device(tmp_path, "vpn", tun_flags="0x1001", speed="-1")
    assert read("enp0s31f6", 3, MAC, tmp_path) == Hardware(speed_mbit=1000)
    assert read("wwan0", 3, MAC, tmp_path) == Hardware(modem=True)
    assert read("vpn", 3, MAC, tmp_path) == Hardware(tunnel=True)


def test_drivers_tell_a_phone_from_a_dock(tmp_path: Path) -> None:
    for place, driver in enumerate(("rndis_host", "r8152")):
        folder = device(tmp_path, f"usb{place}")
        (tmp_path / "drivers" / driver).mkdir(parents=True)
        (folder / "device").mkdir()
        (folder / "device" / "driver").symlink_to(tmp_path / "drivers" / driver)
        assert read(f"usb{place}", 3, MAC, tmp_path) == Hardware(driver=driver)
    device(tmp_path, "bnep0", uevent="DEVTYPE=bluetooth\nINTERFACE=bnep0")
    assert read("bnep0", 3, MAC, tmp_path) == Hardware(driver="bluetooth")


def test_another_namespaces_adapter_of_the_same_name_is_not_believed(tmp_path: Path) -> None:
    device(tmp_path, "eth0", speed="1000", tun_flags="0x1001")
    assert read("eth0", 4, MAC, tmp_path) == NOTHING_KNOWN
    assert read("eth0", 3, "02:00:00:00:00:99", tmp_path) == NOTHING_KNOWN
    assert read("eth0", 3, None, tmp_path) == Hardware(tunnel=True, speed_mbit=1000)


def test_what_is_missing_or_odd_is_unknown(tmp_path: Path) -> None:
    assert read("gone", 3, MAC, tmp_path) == NOTHING_KNOWN
    assert read("../../etc", 3, MAC, tmp_path) == NOTHING_KNOWN
    device(tmp_path, "odd", speed="four")
    assert read("odd", 3, MAC, tmp_path) == NOTHING_KNOWN
    device(tmp_path, "big", speed="4294967295")
    assert read("big", 3, MAC, tmp_path) == NOTHING_KNOWN
