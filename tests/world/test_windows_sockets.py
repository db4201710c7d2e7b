"""What sockets on Windows are told, on a system that has no such calls."""

import ctypes
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Said
from netcheck.world import windows_calls, windows_sockets
from netcheck.world.icmp import understand
from netcheck.world.windows_layouts import StationWord
from netcheck.world.windows_tables import Adapter, Held, sockaddr
from tests.world.test_windows_layouts import printed


def test_numbers_of_adapters_by_the_names_that_people_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_calls, "adapters", lambda: (Adapter("WLAN 2", "Radio", 0, 13, 71, 1),))
    assert windows_sockets.index_of("WLAN 2") == 13
    with pytest.raises(OSError, match="no such adapter"):
        windows_sockets.index_of("WLAN")


@pytest.mark.parametrize("problem", [None, OSError(10042, "no such option")])
def test_whether_this_windows_tells_stations_at_all(problem: OSError | None, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[tuple[int, int, int]] = []

    class Trial(socket.socket):
        def setsockopt(self, *option: Any) -> None:
            wanted.append(option)
            if problem is not None:
                raise problem

    monkeypatch.setattr(socket, "socket", Trial)
    assert windows_sockets.tells_stations() is (problem is None)
    assert wanted == [(socket.IPPROTO_TCP, windows_sockets.FAIL_ON_ICMP_ERROR, 1)]


def test_whose_address_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    cable = Adapter("Ethernet", "NIC", 5, 5, 6, 1, addresses=(Held("10.0.0.5", 24, 3, 4), Held("fe80::5", 64, 4, 4)))
    monkeypatch.setattr(windows_calls, "adapters", lambda: (cable,))
    assert windows_sockets.holds("Ethernet", "10.0.0.5")
    assert windows_sockets.holds("Ethernet", "fe80::5%5")
    assert not windows_sockets.holds("Ethernet", "10.8.0.6")
    assert not windows_sockets.holds("WLAN", "10.0.0.5")


def test_the_address_by_which_an_adapter_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = (Held("fe80::5", 64, 4, 4), Held("169.254.1.1", 16, 2, 4), Held("10.0.0.5", 24, 3, 4))
    cable = Adapter("Ethernet", "NIC", 5, 5, 6, 1, addresses=addresses)
    monkeypatch.setattr(windows_calls, "adapters", lambda: (cable, Adapter("WLAN", "Radio", 6, 6, 71, 2)))
    assert windows_sockets.source_of("Ethernet") == "10.0.0.5"
    for name in ("WLAN", "Dock"):
        with pytest.raises(OSError, match="no IPv4 address"):
            windows_sockets.source_of(name)


def test_one_try_is_asked_of_windows_as_its_header_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def call(*arguments: Any) -> int:
        asked.append(arguments)
        return 10045  # not supported, as Wine says: nobody minds

    monkeypatch.setattr(windows_sockets, "function", lambda where, name: call)
    with socket.socket() as sock:
        windows_sockets.one_try(sock)
        number = sock.fileno()
    handle, code, wanted, size = asked[0][:4]
    numbers = printed()
    assert (handle.value, code.value, size.value) == (number, numbers["SIO_TCP_INITIAL_RTO"][0] & 0xFFFFFFFF, 4)
    assert (wanted._obj.rtt_ms, wanted._obj.repeats) == (
        numbers["TCP_INITIAL_RTO_UNSPECIFIED_RTT"][0] & 0xFFFF,
        numbers["TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS"][0] & 0xFF,
    )


def test_elsewhere_nothing_is_done() -> None:
    with socket.socket() as sock:
        windows_sockets.one_try(sock)


def word(sender: str, kind: int, code: int) -> bytes:
    told = StationWord(protocol=1, type=kind, code=code)
    ctypes.memmove(ctypes.byref(told), sockaddr(sender), 28)
    return bytes(told)


def test_what_a_station_says_of_a_connection() -> None:
    said = windows_sockets.read_word(word("84.112.13.1", 3, 13))
    assert said is not None
    assert (said.version, said.type, said.code, said.offender) == (4, 3, 13, "84.112.13.1")
    assert understand(said, "1.1.1.1", lambda address: False) is Said.PROHIBITED
    six = windows_sockets.read_word(word("2001:db8::1", 1, 0))
    assert six is not None
    assert understand(six, "2620:fe::fe", lambda address: False) is Said.UNREACHABLE


def test_no_word_is_none() -> None:
    assert windows_sockets.read_word(bytes(ctypes.sizeof(StationWord))) is None
    assert windows_sockets.read_word(word("84.112.13.1", 3, 13)[:-1]) is None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        assert windows_sockets.station_word(sock) is None


@given(st.binary(max_size=40))
def test_garbage_is_survived(data: bytes) -> None:
    windows_sockets.read_word(data)
