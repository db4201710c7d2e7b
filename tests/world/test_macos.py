"""macOS' functions put the programs' and the kernel's answers together, and say "unknown" where none comes."""

import errno
import platform
import sys
import time
from pathlib import Path

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import Address, DefaultRoute, Interface, Kind, Neighbour, Way, Wifi
from netcheck.core.other_way import candidates
from netcheck.world import macos, macos_kernel, resolv
from tests.world.macos_paper import GATEWAY, NAMES, SCOPED, UP, default, near, printed, program

DATA = Path(__file__).parent / "data"
INDEX = {7: "en0", 11: "en0", 4: "en0", 18: "en7", 19: "en8", 20: "utun4"}
MAC = "02:00:00:00:00:99"


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the programs of a Mac on paper print, by command line; a test fills it."""
    answers: dict[str, str] = {}
    monkeypatch.setattr(macos, "output", program(answers))
    monkeypatch.setattr(macos, "byte_counters", lambda: {"en0": (7, 9)})
    monkeypatch.setattr(macos, "by_connecting", lambda address: Way(None, source="192.168.1.23"))
    monkeypatch.setattr(macos, "_name", INDEX.get)
    monkeypatch.setattr(macos, "_kept", {})
    return answers


def adapters() -> dict[str, Interface]:
    """The adapters by name."""
    return {each.name: each for each in macos.interfaces() or ()}


def test_a_mac_on_wifi(mac: dict[str, str]) -> None:
    mac.update(printed("10.15_macbook"))
    en0 = adapters()["en0"]
    assert (en0.kind, en0.wifi) == (Kind.WIFI, Wifi(True, None, 84, 585.0, 5.0))
    assert (en0.bytes_sent, en0.bytes_received, en0.driver, en0.resolvers) == (7, 9, "Wi-Fi", ("192.168.1.1",))
    assert [each.address for each in macos.resolvers() or ()] == ["192.168.1.1"]
    assert macos.proxies() == ()


def test_the_name_is_told_where_it_is_not_withheld(mac: dict[str, str]) -> None:
    mac.update(printed("12_vpn"))
    en0 = adapters()["en0"]
    assert en0.wifi == Wifi(True, "café home", 58, 130.0, 2.4)
    assert en0.addresses == (Address("192.168.1.23", 24, "dhcp"),)
    mac.clear()
    mac.update(printed("15_redacted"))
    macos._kept.clear()
    assert adapters()["en0"].wifi == Wifi(True, None, 74, 1200.0, 6.0)


def test_wifi_switched_off_beside_a_cable(mac: dict[str, str]) -> None:
    mac.update(printed("11_mini"))
    found = adapters()
    assert (found["en1"].up, found["en1"].carrier, found["en1"].off_reason) == (False, None, "disabled")
    assert found["en1"].wifi == Wifi(joined=False)
    assert found["en0"].addresses[1].origin == "manual"
    assert [(each.url, each.exceptions) for each in macos.proxies()] == [
        ("http://proxy.example:3128", ("*.local", "169.254/16"))
    ]


def test_an_old_ifconfig_knows_no_kinds(mac: dict[str, str]) -> None:
    mac["/sbin/ifconfig -a -v -v"] = (DATA / "macos_ifconfig.txt").read_text()
    mac["/usr/sbin/networksetup -listallhardwareports"] = (DATA / "macos_ports.txt").read_text()
    found = adapters()
    assert (found["en0"].kind, found["en0"].wifi) == (Kind.WIFI, Wifi(joined=True))
    assert found["en5"].kind is Kind.WIRED


def test_a_phone_on_the_cable_is_a_second_way_that_costs(mac: dict[str, str]) -> None:
    mac.update(printed("14_phone"))
    routes = (
        DefaultRoute(4, "192.168.1.1", "en7"),
        DefaultRoute(4, "172.20.10.1", "en8", 1),
        DefaultRoute(4, "192.168.1.1", "en0", 1),
    )
    (way,) = candidates(macos.interfaces() or (), routes, {"en7"})
    assert (way.interface, way.metered, way.words, way.gateway) == ("en8", True, "your phone (en8)", "172.20.10.1")
    assert adapters()["en8"].resolvers == ("172.20.10.1",)


def test_a_phone_that_is_only_charged_is_no_adapter(mac: dict[str, str]) -> None:
    mac.update(printed("14_phone"))
    listed = mac["/sbin/ifconfig -a -v -v"]
    before, after = listed.split("en8: ")
    idle = after.replace("status: active", "status: inactive", 1).replace("\tinet 172.20.10.2", "\tx 172.20.10.2")
    mac["/sbin/ifconfig -a -v -v"] = f"{before}en8: {idle}"
    assert adapters()["en8"].kind is Kind.LOOPBACK


@pytest.mark.parametrize("name", NAMES)
def test_late_programs_only_leave_out_what_they_know(mac: dict[str, str], name: str) -> None:
    whole = printed(name)
    mac.update({"/sbin/ifconfig -a -v -v": whole["/sbin/ifconfig -a -v -v"]})
    found = macos.interfaces()
    assert found
    assert all(each.wifi is None or each.wifi.signal_percent is None for each in found)
    assert not any(each.off_reason for each in found)


def test_the_signal_is_not_asked_for_again_within_seconds(mac: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    mac.update(printed("15_redacted"))
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    macos.interfaces()
    mac["CoreWLAN"] = mac["CoreWLAN"].replace("-63", "-90")
    assert (adapters()["en0"].wifi or Wifi()).signal_percent == 74
    now[0] += 21
    assert (adapters()["en0"].wifi or Wifi()).signal_percent == 20


def test_what_is_kept_stays_small(mac: dict[str, str]) -> None:
    for number in range(100):
        macos._keep((str(number),), lambda: "x")
    assert len(macos._kept) <= macos.MOST_KEPT


def test_routes_and_neighbours_of_the_kernel(mac: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    table = default("172.20.10.1", 19, UP | GATEWAY | SCOPED) + default("192.168.1.1", 7)
    arp = near("192.168.1.1", 7, MAC)
    monkeypatch.setattr(macos_kernel, "routes", lambda: table)
    monkeypatch.setattr(macos_kernel, "neighbours", lambda version: arp if version == 4 else b"")
    assert [(each.gateway, each.metric) for each in macos.default_routes() or ()] == [
        ("192.168.1.1", 0),
        ("172.20.10.1", 1),
    ]
    assert macos.neighbour("192.168.1.1", "en0") == Neighbour("192.168.1.1", "stale", None, MAC)
    assert macos.neighbour("fe80::1%en0") is None
    assert macos.neighbour("router.example") is None


def test_a_router_that_macos_made_up_is_none(mac: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """192.0.0.1 stands for the translation of IPv4 into IPv6; a tunnel may have it in earnest (RFC 6333)."""
    table = default("192.0.0.1", 7) + default("fe80::1%7", 7) + default("192.0.0.1", 20)
    monkeypatch.setattr(macos_kernel, "routes", lambda: table)
    found = {(each.family, each.gateway, each.interface) for each in macos.default_routes() or ()}
    assert found == {(6, "fe80::1", "en0"), (4, "192.0.0.1", "utun4")}
    monkeypatch.setattr(macos_kernel, "routes", unavailable)
    four, six = "default  192.0.0.1  UGScg  en0\n", "default  fe80::1%en0  UGcg  en0\n"
    mac["/usr/sbin/netstat -rn"] = f"Internet:\n{four}Internet6:\n{six}"
    assert [each.gateway for each in macos.default_routes() or ()] == ["fe80::1"]


def unavailable() -> bytes:
    """The kernel does not tell."""
    raise OSError(errno.ENOSYS, "no such call")


def test_a_hardware_address_kept_from_us_is_asked_of_arp(mac: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos_kernel, "neighbours", lambda version: near("192.168.1.1", 7, "00:00:00:00:00:00"))
    mac["/usr/sbin/arp -an"] = "? (192.168.1.1) at 2:0:0:0:0:99 on en0 ifscope [ethernet]\n"
    assert macos.neighbour("192.168.1.1", "en0") == Neighbour("192.168.1.1", "stale", None, MAC)
    mac["/usr/sbin/arp -an"] = ""
    assert macos.neighbour("192.168.1.1", "en0") == Neighbour("192.168.1.1", "stale", None, MAC), "no process a second"
    monkeypatch.setattr(macos, "_kept", {})
    assert macos.neighbour("192.168.1.1", "en0") == Neighbour("192.168.1.1", "stale")


def test_where_the_kernel_does_not_tell_programs_do(mac: dict[str, str]) -> None:
    mac["/usr/sbin/netstat -rn"] = (DATA / "macos_netstat.txt").read_text()
    mac["/usr/sbin/ndp -an"] = "fe80::2%en0  2:0:0:0:0:99  en0 23h59m58s S  R\n"
    mac["/sbin/route -n get 1.1.1.1"] = (DATA / "macos_route.txt").read_text()
    assert next(each.gateway for each in macos.default_routes() or ()) == "192.168.1.1"
    assert macos.neighbour("fe80::2%en0") == Neighbour("fe80::2", "stale", None, MAC)
    assert macos.way_to("1.1.1.1") == Way("en0", "192.168.1.1", "192.168.1.23")


def test_without_programs_nothing_is_claimed(mac: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolv, "ETC", Path("/nonexistent"))
    assert macos.interfaces() is None
    assert macos.default_routes() is None
    assert macos.neighbour("192.168.1.1") is None
    assert macos.way_to("1.1.1.1") == Way(None, source="192.168.1.23")
    assert macos.way_to("example.com").failure is Failure.NOT_AVAILABLE
    assert macos.refused_retransmissions() is None
    assert macos.strict_return_path("en0") is None


@pytest.mark.parametrize(
    ("told", "kernels", "release"),
    [
        ("10.15.7", "19.6.0", "10.15.7"),
        ("10.16", "20.6.0", "11"),  # a Python built before macOS 11
        ("11.7.10", "20.6.0", "11.7.10"),
        ("14.6.1", "23.6.0", "14.6.1"),
        ("15.6", "24.6.0", "15.6"),
        ("16.0", "25.0.0", "26"),  # a Python built before macOS 26
        ("26.4", "25.4.0", "26.4"),
        ("27.0", "26.0.0", "27.0"),
        ("", "6.1.0-18-amd64", "6.1.0-18-amd64"),
        ("", "", ""),
    ],
)
def test_which_macos_it_is(told: str, kernels: str, release: str) -> None:
    assert macos.release(told, kernels) == release


@pytest.mark.parametrize(
    ("system", "kernels", "so"),
    [("darwin", "23.6.0", False), ("darwin", "24.0.0", True), ("darwin", "25.4.0", True), ("freebsd14", "24.0", False)],
)
def test_since_macos_15_the_local_network_is_guarded(
    system: str, kernels: str, so: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "release", lambda: kernels)
    assert macos.guards_local_network() is so
