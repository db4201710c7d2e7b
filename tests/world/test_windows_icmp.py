"""What Windows says of an echo, in netcheck's words: recorded replies, and every status that its header names."""

import ctypes
import ipaddress
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.core.told import told
from netcheck.world import windows_calls, windows_icmp
from netcheck.world.windows_tables import Adapter, Held, RouteLine, address
from tests.world.test_windows_tables import recorded

FAR, STATION, MINE = "1.1.1.1", "84.112.13.1", "192.168.1.23"
PRINTED = Path(__file__).parent / "windows_structures" / "x86_64.txt"


@pytest.fixture(autouse=True)
def _computer(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Adapter("Ethernet", "NIC", 2, 2, 6, 1, addresses=(Held(MINE, 24, 3, 4),))
    monkeypatch.setattr(windows_icmp, "lately", lambda: (mine,))


def understood(status: int, sender: str | None = STATION, version: int = 4, target: str = FAR) -> Said:
    return windows_icmp.understand(version, status, sender, target, lambda address: address == MINE)


def test_the_numbers_are_those_of_the_header() -> None:
    lines = [line.split() for line in PRINTED.read_text("ascii").splitlines()]
    said = {words[0]: int(words[1]) for words in lines if words[0].startswith("IP_") and len(words) == 2}
    named = {
        "IP_DEST_NET_UNREACHABLE": windows_icmp.NET, "IP_DEST_HOST_UNREACHABLE": windows_icmp.HOST,
        "IP_DEST_PROT_UNREACHABLE": windows_icmp.PROTOCOL, "IP_DEST_PORT_UNREACHABLE": windows_icmp.PORT,
        "IP_PACKET_TOO_BIG": windows_icmp.TOO_BIG, "IP_REQ_TIMED_OUT": windows_icmp.TIMED_OUT,
        "IP_TTL_EXPIRED_TRANSIT": windows_icmp.EXPIRED, "IP_GENERAL_FAILURE": windows_icmp.GENERAL_FAILURE,
    }  # fmt: skip
    assert {name: said[name] for name in named} == named


def recorded_reply(name: str, target: str = FAR) -> Reply:
    shot = Shot(target, How.ECHO)
    return windows_icmp.reply_of(shot, 4, windows_icmp.read4(recorded(f"ICMP_ECHO_REPLY.{name}")), 0.4)


def test_recorded_replies() -> None:
    answered = recorded_reply("answered")
    assert (answered.said, answered.sender, answered.ttl, answered.icmp) == (Said.ANSWERED, FAR, 61, None)
    expired = recorded_reply("expired")
    assert (expired.said, expired.sender, expired.icmp, expired.ttl) == (Said.EXPIRED, STATION, (11, 0), None)
    assert recorded_reply("silent").said is Said.SILENT
    nobody = recorded_reply("nobody", "192.168.1.99")
    assert (nobody.said, nobody.sender) == (Said.NO_NEIGHBOUR, MINE)


@pytest.mark.parametrize(
    ("status", "said"),
    [(11002, Said.UNREACHABLE), (11003, Said.UNREACHABLE), (11004, Said.UNREACHABLE), (11005, Said.UNREACHABLE),
     (11009, Said.TOO_BIG), (11010, Said.SILENT), (11013, Said.EXPIRED), (11014, Said.SILENT), (11015, Said.SILENT),
     (11040, Said.UNREACHABLE), (11050, Said.BLOCKED), (5, Said.BLOCKED), (10013, Said.BLOCKED),
     (1231, Said.NO_ROUTE), (1232, Said.NO_ROUTE), (99999, Said.SILENT)],
)  # fmt: skip
def test_what_a_station_on_the_way_says(status: int, said: Said) -> None:
    assert understood(status) is said


def test_a_host_that_has_no_such_port_lives() -> None:
    assert understood(11005, FAR) is Said.REFUSED
    assert understood(11005, STATION) is Said.UNREACHABLE


def test_in_our_own_name_it_is_the_neighbour_that_is_missing_or_our_own_filter() -> None:
    assert understood(11003, MINE) is Said.NO_NEIGHBOUR
    assert understood(11002, MINE) is Said.BLOCKED


def test_nobody_said_it() -> None:
    assert understood(11003, "0.0.0.0") is Said.NO_ROUTE
    assert understood(11002, None) is Said.NO_ROUTE
    assert understood(11005, None) is Said.SILENT


def test_another_one_never_answers_in_the_place_of_the_target() -> None:
    assert understood(0, STATION) is Said.SILENT


def test_for_ipv6_the_numbers_mean_something_else() -> None:
    target, router = "2606:4700:4700::1111", "2001:db8::1"
    assert understood(11004, router, 6, target) is Said.PROHIBITED
    assert understood(11003, router, 6, target) is Said.UNREACHABLE
    shot = Shot(target, How.ECHO)
    assert windows_icmp.reply_of(shot, 6, (router, 11002, 3, 0), 3.2).icmp == (1, 0)
    hop = windows_icmp.reply_of(shot, 6, (router, 11041, 3, 0), 3.2)
    assert (hop.said, hop.icmp) == (Said.EXPIRED, (3, 0))
    assert understood(11041, STATION, 4) is Said.SILENT


def test_a_router_that_prohibits_is_never_taken_for_one_without_a_way_out() -> None:
    """Windows tells both alike: then neither is claimed of the router, but a station beyond it has spoken."""
    ours, theirs = (
        windows_icmp.reply_of(Shot(FAR, How.UDP, 33436, ttl=2), 4, (sender, 11002, 1, 0), 1.2)
        for sender in ("192.168.1.1", STATION)
    )
    assert ours.said is theirs.said is Said.UNREACHABLE
    assert told([ours], {"192.168.1.1"}, None) is None
    assert told([theirs], {"192.168.1.1"}, None) == "beyond"


def test_which_host_unreachable_it_is_is_not_claimed_either() -> None:
    """11003 is nobody there (3/1) as well as prohibited (3/10), and of Wine 3/13: who spoke decides."""
    heard = windows_icmp.reply_of(Shot(FAR, How.ECHO), 4, (STATION, 11003, 3, 63), 3.2)
    assert (heard.said, heard.sender, heard.icmp) == (Said.UNREACHABLE, STATION, (3, windows_icmp.HOST_NOT_TOLD))
    assert told([heard], {"192.168.1.1"}, None) is None
    assert told([heard], {"192.168.1.1"}, "84.112.13.23") == "beyond"
    assert told([heard], {"192.168.1.1"}, STATION) == "far-end-silent"


@pytest.mark.parametrize(("counted", "took", "ms"), [(0, 0.4, 0.4), (3, 3.4, 3.4), (3, 9.0, 3.999), (8, 0.4, 8.0)])
def test_milliseconds_are_windows_own_and_their_fractions_ours(counted: int, took: float, ms: float) -> None:
    assert windows_icmp.reply_of(Shot(FAR, How.ECHO), 4, (FAR, 0, counted, 60), took).ms == ms


class Calls:
    """Windows' calls, which hand out what was recorded."""

    def __init__(self, answer: bytes, count: int = 1, error: int = 0, handle: int | None = 5) -> None:
        self.answer, self.count, self.error, self.handle = answer, count, error, handle
        self.asked: list[tuple[Any, ...]] = []
        self.closed: list[int | None] = []

    def find(self, where: str, name: str, result: object = None) -> Callable[..., Any] | None:
        assert where == "iphlpapi"
        found: dict[str, Callable[..., Any]] = {
            "IcmpCreateFile": lambda: self.handle, "Icmp6CreateFile": lambda: self.handle,
            "IcmpCloseHandle": lambda handle: self.closed.append(handle.value),
            "IcmpSendEcho2Ex": self.send, "Icmp6SendEcho2": self.send,
        }  # fmt: skip
        return found.get(name)

    def send(self, *arguments: Any) -> int:
        self.asked.append(arguments)
        ctypes.memmove(arguments[9], self.answer, len(self.answer))
        return self.count


def sent(monkeypatch: pytest.MonkeyPatch, calls: Calls, shot: Shot, version: int = 4) -> Reply:
    monkeypatch.setattr(windows_icmp, "function", calls.find)
    monkeypatch.setattr(windows_icmp, "last_error", lambda: calls.error)
    monkeypatch.setattr(windows_icmp, "source_towards", lambda address, device: None if device == "gone" else MINE)
    return windows_icmp.echo(shot, version, 0.7)


def test_an_echo_from_end_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(recorded("ICMP_ECHO_REPLY.expired"))
    assert sent(monkeypatch, calls, Shot(FAR, How.UDP, 33435, ttl=2, size=1400)).said is Said.EXPIRED
    source, target, data, size, options, memory, room, wait_ms = calls.asked[0][4:]
    assert (source.value, target.value) == (0, 0x01010101)
    assert (len(data), size.value, options._obj.ttl, wait_ms.value) == (1400, 1400, 2, 700)
    assert room.value == len(memory) >= 40 + 1400 + 8 + 16, "learn.microsoft.com: reply, data, an error, a status block"
    assert calls.closed == [5]


def test_an_echo_by_one_adapter_speaks_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(recorded("ICMP_ECHO_REPLY.answered"))
    assert sent(monkeypatch, calls, Shot(FAR, How.ECHO, device="Ethernet")).said is Said.ANSWERED
    assert calls.asked[0][4].value.to_bytes(4, "little") == bytes([192, 168, 1, 23])
    assert sent(monkeypatch, calls, Shot(FAR, How.ECHO, device="gone")).said is Said.NOT_PERMITTED


@pytest.mark.parametrize(
    ("error", "said"),
    [(11010, Said.SILENT), (0, Said.SILENT), (1231, Said.NO_ROUTE), (11016, Said.SILENT),
     (87, Said.NOT_PERMITTED), (50, Said.NOT_PERMITTED), (120, Said.NOT_PERMITTED)],
)  # fmt: skip
def test_an_echo_that_brings_nothing(monkeypatch: pytest.MonkeyPatch, error: int, said: Said) -> None:
    assert sent(monkeypatch, Calls(bytes(40), 0, error), Shot(FAR, How.ECHO)).said is said


@pytest.mark.parametrize(("count", "error"), [(0, 11050), (1, 0), (1, 11050)])
@pytest.mark.parametrize(
    ("best", "said"),
    [(1231, Said.NO_ROUTE), ((RouteLine(4, "0.0.0.0", 0, "192.168.1.1", 2, 0), MINE), Said.BLOCKED),
     (None, Said.NOT_PERMITTED)],
)  # fmt: skip
def test_a_general_failure_is_a_cable_out_as_often_as_a_firewall(
    monkeypatch: pytest.MonkeyPatch, count: int, error: int, best: object, said: Said
) -> None:
    """Windows' ping says it to both; told as the call's error, or as the status of a reply from nobody."""
    monkeypatch.setattr(windows_calls, "best_route", lambda address: best)
    answer = bytes(4) + (11050).to_bytes(4, "little") + bytes(32) if count else bytes(40)
    assert sent(monkeypatch, Calls(answer, count, error), Shot(FAR, How.ECHO)).said is said


def test_an_answer_that_is_not_counted_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(recorded("ICMP_ECHO_REPLY.expired"), 0, windows_icmp.EXPIRED)
    assert sent(monkeypatch, calls, Shot(FAR, How.ECHO, ttl=2)).sender == STATION


@pytest.mark.parametrize("handle", [None, 2**64 - 1])
def test_without_a_handle_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, handle: int | None) -> None:
    calls = Calls(b"", handle=handle)
    assert sent(monkeypatch, calls, Shot(FAR, How.ECHO)).said is Said.NOT_PERMITTED
    assert not calls.asked
    assert not calls.closed


def test_an_echo_over_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    target = "2606:4700:4700::1111"
    answer = bytes(6) + ipaddress.IPv6Address(target).packed + bytes(4 + 2) + struct.pack("<II", 0, 12)
    calls = Calls(answer)
    monkeypatch.setattr(windows_icmp, "function", calls.find)
    monkeypatch.setattr(windows_icmp, "source_towards", lambda address, device: "2001:db8::5")
    reply = windows_icmp.echo(Shot(target, How.ECHO), 6, 0.7)
    assert (reply.said, reply.sender) == (Said.ANSWERED, target)
    assert [address(bytes(each.raw)) for each in calls.asked[0][4:6]] == ["2001:db8::5", target]


def test_where_there_is_no_such_call_nothing_is_claimed() -> None:
    assert windows_calls.library("iphlpapi") is None
    assert windows_icmp.echo(Shot(FAR, How.ECHO), 4, 0.1).said is Said.NOT_PERMITTED


@given(st.binary(min_size=40, max_size=40), st.sampled_from([4, 6]))
def test_garbage_is_survived(data: bytes, version: int) -> None:
    shot = Shot(FAR if version == 4 else "2606:4700:4700::1111", How.ECHO)
    said = (windows_icmp.read4 if version == 4 else windows_icmp.read6)(data)
    assert isinstance(windows_icmp.reply_of(shot, version, said, 1.0), Reply)
