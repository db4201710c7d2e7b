"""macOS' functions put the programs' texts together, and say "unknown" where a program does not answer."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import Kind, Way, Wifi
from netcheck.world import macos, resolv

DATA = Path(__file__).parent / "data"
ANSWERS = {
    "/sbin/ifconfig -a": "macos_ifconfig.txt",
    "/usr/sbin/networksetup -listallhardwareports": "macos_ports.txt",
    "/usr/sbin/netstat -rn": "macos_netstat.txt",
    "/sbin/route -n get 1.1.1.1": "macos_route.txt",
    "/usr/sbin/scutil --dns": "macos_dns.txt",
}


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The programs' answers, by command line; a test may add to them."""
    answers = {command: (DATA / name).read_text() for command, name in ANSWERS.items()}

    def output(command: Sequence[str], patience_s: float = 0.5) -> str | None:
        return answers.get(" ".join(command))

    monkeypatch.setattr(macos, "output", output)
    monkeypatch.setattr(macos, "byte_counters", lambda: {"en0": (7, 9)})
    monkeypatch.setattr(macos, "by_connecting", lambda address: Way(None, source="192.168.1.23"))
    return answers


def test_a_mac_on_wifi(recorded: dict[str, str]) -> None:
    found = {each.name: each for each in macos.interfaces() or ()}
    en0 = found["en0"]
    assert (en0.kind, en0.wifi, en0.bytes_sent, en0.bytes_received) == (Kind.WIFI, Wifi(joined=True), 7, 9)
    assert found["en5"].kind is Kind.WIRED
    assert macos.way_to("1.1.1.1") == Way("en0", "192.168.1.1", "192.168.1.23")
    assert next(each.gateway for each in macos.default_routes() or ()) == "192.168.1.1"
    assert [each.address for each in macos.resolvers() or ()] == ["192.168.1.1", "fe80::2%en0"]


def test_wifi_switched_off(recorded: dict[str, str]) -> None:
    recorded["/usr/sbin/networksetup -getairportpower en0"] = "Wi-Fi Power (en0): Off\n"
    en0 = {each.name: each for each in macos.interfaces() or ()}["en0"]
    assert (en0.up, en0.carrier, en0.off_reason, en0.wifi) == (False, None, "disabled", Wifi(joined=False))


def test_without_programs_nothing_is_claimed(recorded: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    recorded.clear()
    monkeypatch.setattr(resolv, "ETC", Path("/nonexistent"))
    assert macos.interfaces() is None
    assert macos.default_routes() is None
    assert macos.neighbour("192.168.1.1") is None
    assert macos.way_to("1.1.1.1") == Way(None, source="192.168.1.23")
    assert macos.way_to("example.com").failure is Failure.NOT_AVAILABLE
    assert macos.refused_retransmissions() is None
    assert macos.strict_return_path("en0") is None
