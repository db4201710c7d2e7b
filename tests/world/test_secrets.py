"""What this computer knows of its person, gathered from files and tables that a test has made."""

from __future__ import annotations

import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netcheck.core.network import Address, Interface, Kind, Memory, Wifi
from netcheck.core.redaction import Secrets
from netcheck.core.settings import Handover, Isp, Notify, Reports, Service, Settings
from netcheck.world import secrets as room
from netcheck.world.secrets import secrets_of
from netcheck.world.whoami import Whoami

ME = Whoami("anna", "Anna Thun", "anna-pc", ("corp.example", "labtel.example"), "/home/as17")
RADIO = Interface(
    "wlp2s0", 2, Kind.WIFI, True, True, (Address("192.168.1.7", 24), Address("2a02:8388::7", 64)),
    mac="00:50:56:c0:00:08", wifi=Wifi(joined=True, ssid="Annas Haus"),
)  # fmt: skip
OFF = Interface("wlp3s0", 3, Kind.WIFI, False, False, wifi=Wifi(joined=False))


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(room, "MACHINE_INFO", tmp_path / "machine-info")
    monkeypatch.setattr(room, "OPENVPN", (tmp_path / "openvpn",))
    monkeypatch.setattr(socket, "gethostname", lambda: "anna-pc.corp.example")
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def gathered(settings: Settings | None = None, me: Whoami = ME, **environment: str) -> Secrets:
    memories = (
        Memory("mac 7a:e5:ff:eb:51:ac", datetime(2026, 11, 1, tzinfo=UTC), {"gateway_mac": "be:43:a2:d3:46:bd"}),
        Memory("192.168.0.1", datetime(2026, 11, 1, tzinfo=UTC), {"gateway_mac": None}),
    )
    return secrets_of(settings or Settings(), me, (RADIO, OFF), memories, environment)


def test_the_computer_and_its_person() -> None:
    found = gathered(COMPUTERNAME="ANNA-PC", LOGNAME="anna", USERDNSDOMAIN="CORP.EXAMPLE")
    assert found.host_names == ("anna-pc", "anna-pc.corp.example", "ANNA-PC")
    assert found.user_names == ("anna",)
    assert (found.real_names, found.home_folders) == (("Anna Thun",), ("/home/as17",))
    assert found.search_domains == ("corp.example", "labtel.example", "CORP.EXAMPLE")


def test_networks_and_addresses() -> None:
    found = gathered()
    assert found.ssids == ("Annas Haus",)
    assert set(found.addresses) == {
        "00:50:56:c0:00:08", "192.168.1.7", "2a02:8388::7", "7a:e5:ff:eb:51:ac", "be:43:a2:d3:46:bd",
    }  # fmt: skip
    assert "1.1.1.1" in found.harmless


def test_the_settings() -> None:
    settings = Settings(
        isp=Isp(area="Linz", status_url="https://status.labtel.example/"),
        services=(Service("Mail", "https://mail.corp.example/"), Service("Way in", "tcp://vpn.corp.example:443")),
        notify=Notify(ntfy="https://ntfy.example/a7topic", mail_to="anna.t@mail.example"),
        handover=Handover(name="A. Thun", account="4711-08"),
        report=Reports(("Gartenhaus",)),
    )
    found = gathered(settings, NETCHECK_SMTP_PASSWORD="pa55")
    assert found.vpn_gateways == ("vpn.corp.example",)
    assert found.keys == ("https://ntfy.example/a7topic", "a7topic", "pa55")
    assert {"anna.t@mail.example", "anna.t"} <= set(found.user_names)
    assert (found.account_numbers, found.words, found.places) == (("4711-08",), ("Gartenhaus",), ("Linz",))
    assert found.search_domains == ("corp.example",), "the provider's own domain stands in its page's address"


def test_files_of_the_system(files: Path) -> None:
    (files / "machine-info").write_text('PRETTY_HOSTNAME="Anna’s computer"\nCHASSIS=laptop\n', encoding="utf-8")
    (files / "openvpn").mkdir()
    (files / "openvpn" / "work.conf").write_text("client\nremote vpn.example 1194\n  remote 198.51.100.7\n#remote no\n")
    (files / "openvpn" / "notes.txt").write_text("remote no.example\n")
    found = gathered()
    assert "Anna’s computer" in found.host_names
    assert found.vpn_gateways == ("vpn.example", "198.51.100.7")


def test_a_mac_tells_the_name_that_its_person_gave_it(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"ComputerName": "Anna’s MacBook\n", "LocalHostName": None}
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(room, "output", lambda command: names[command[-1]])
    assert "Anna’s MacBook" in gathered().host_names


def test_where_nothing_is_known_nothing_is_told() -> None:
    assert secrets_of(Settings(), Whoami(), None, (), {}).user_names == ()


def test_the_domain_of_a_windows_computer_and_the_password_of_a_proxy() -> None:
    found = gathered(USERDOMAIN="ACME", HTTPS_PROXY="http://anna:pa%4055@proxy.example:3128", http_proxy="http://p:1@h")
    assert "ACME" in found.search_domains
    assert found.keys == ("pa%4055", "pa@55")
