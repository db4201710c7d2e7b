"""What Windows tells of Wi-Fi is read from memory laid out as Windows lays it out."""

import ctypes
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Wifi
from netcheck.world import windows_wifi
from netcheck.world.windows_layouts import Radio, RadioSwitch
from netcheck.world.windows_wifi import Heard
from tests.world.test_windows_layouts import printed

GUID = bytes(range(16))
JOINED, APART, NOT_READY = 1, 4, 0


def switches(*parts: tuple[int, int]) -> bytes:
    return len(parts).to_bytes(4, "little") + b"".join(bytes(RadioSwitch(0, *each)) for each in parts)


def test_a_list_of_adapters() -> None:
    radio = Radio(state=JOINED)
    radio.guid[:] = GUID
    table = (1).to_bytes(4, "little") + bytes(4) + bytes(radio)
    assert list(windows_wifi.radios(table)) == [(GUID, JOINED)]
    assert list(windows_wifi.radios(table[:-1])) == []
    assert windows_wifi.guid_text(GUID) == "{03020100-0504-0706-0809-0a0b0c0d0e0f}"


@pytest.mark.parametrize(("dbm", "percent"), [(-100, 0), (-75, 50), (-50, 100), (-30, 100), (0, None), (-200, None)])
def test_signal_quality_from_its_strength(dbm: int, percent: int | None) -> None:
    assert windows_wifi.percent(dbm) == percent


@pytest.mark.parametrize(
    ("parts", "reason"),
    [(((1, 1), (1, 1)), None), (((2, 1), (2, 1)), "airplane"), (((1, 2),), "hardware-switch"),
     (((2, 1), (1, 1)), None), (((0, 0),), None), ((), None)],
)  # fmt: skip
def test_why_a_radio_is_off(parts: tuple[tuple[int, int], ...], reason: str | None) -> None:
    assert windows_wifi.off_reason(switches(*parts)) == reason


def test_joined_or_not_and_how_strong() -> None:
    assert windows_wifi.put_together(JOINED, switches((1, 1)), -60) == Heard(Wifi(True, None, 80))
    assert windows_wifi.put_together(JOINED, None, None) == Heard(Wifi(joined=True))
    assert windows_wifi.put_together(APART, None, -60) == Heard(Wifi(joined=False))
    assert windows_wifi.put_together(NOT_READY, None, None) == Heard(Wifi())
    assert windows_wifi.put_together(APART, switches((2, 1)), None).off_reason == "airplane"


def test_the_numbers_of_the_questions_are_those_of_the_header() -> None:
    said = printed()
    assert said["wlan_intf_opcode_radio_state"] == (windows_wifi.RADIO_STATE,)
    assert said["wlan_intf_opcode_rssi"] == (windows_wifi.SIGNAL_DBM,)


class Service:
    """Windows' WLAN service with one adapter; it keeps what it hands out until it is given back."""

    def __init__(self) -> None:
        self.kept: dict[int, object] = {}
        self.asked: list[int] = []
        self.open = 0

    def find(self, where: str, name: str, result: object = None) -> Callable[..., Any] | None:
        assert where == "wlanapi"
        found: dict[str, Callable[..., Any]] = {
            "WlanOpenHandle": self.start, "WlanCloseHandle": self.finish, "WlanEnumInterfaces": self.list_all,
            "WlanFreeMemory": lambda pointer: self.kept.pop(pointer.value), "WlanQueryInterface": self.query,
        }  # fmt: skip
        return found[name]

    def start(self, version: Any, reserved: Any, told: Any, handle: Any) -> int:
        self.open += 1
        return 0

    def finish(self, handle: Any, reserved: Any) -> int:
        self.open -= 1
        return 0

    def hand_out(self, pointer: Any, data: bytes) -> None:
        memory = ctypes.create_string_buffer(data, len(data))
        self.kept[ctypes.addressof(memory)] = memory
        pointer._obj.value = ctypes.addressof(memory)

    def list_all(self, handle: Any, reserved: Any, pointer: Any) -> int:
        radio = Radio(state=JOINED)
        radio.guid[:] = GUID
        self.hand_out(pointer, (1).to_bytes(4, "little") + bytes(4) + bytes(radio))
        return 0

    def query(self, handle: Any, guid: Any, what: Any, reserved: Any, size: Any, pointer: Any, kind: Any) -> int:
        assert guid.raw == GUID
        self.asked.append(what.value)
        if what.value == windows_wifi.RADIO_STATE:
            return 5  # ERROR_ACCESS_DENIED
        self.hand_out(pointer, (-70).to_bytes(4, "little", signed=True))
        size._obj.value = 4
        return 0


def test_what_the_service_says(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service()
    monkeypatch.setattr(windows_wifi, "function", service.find)
    assert windows_wifi.heard(30.0) == {windows_wifi.guid_text(GUID): Heard(Wifi(True, None, 60))}
    assert set(service.asked) == {windows_wifi.RADIO_STATE, windows_wifi.SIGNAL_DBM}, "never the network's name"
    assert not service.kept, "all is given back"
    assert service.open == 0


def test_a_service_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(windows_wifi, "function", lambda where, name: object())
    monkeypatch.setattr(windows_wifi, "_all", lambda: over.wait(30.0) and {})
    assert windows_wifi.heard(0.01) == {}
    assert windows_wifi.heard(0.01) == {}
    assert [each.name for each in threading.enumerate()].count("wifi") == 1, (
        "nor asked once more, by another thread, every some seconds"
    )
    over.set()
    assert windows_wifi.ONE.acquire(timeout=30.0)
    windows_wifi.ONE.release()


def test_elsewhere_there_is_no_such_service() -> None:
    assert windows_wifi.heard() == {}


@given(st.binary(max_size=ctypes.sizeof(Radio) * 2))
def test_garbage_is_survived(data: bytes) -> None:
    windows_wifi.off_reason(data)
    list(windows_wifi.radios(data))
