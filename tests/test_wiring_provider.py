"""A diagnosis knows the provider's page by its name alone: the one that is set, else the one learnt of the network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netcheck.core.network import Memory
from netcheck.core.provider_entries import Provider, Vendor
from netcheck.core.settings import Isp, Settings
from netcheck.wiring import looks, provider_names
from netcheck.wiring.looks import Home
from tests.fake_watch import WELL

PAGE = "https://status.labtel.example/atom"
LABTEL = Provider(
    "LabTel", ("Lab Telecom",), (), (64500,), "atom", PAGE, "https://status.labtel.example/", "AT", "+43 1 234567"
)
OWN = Settings(Isp(area="Graz"), providers=(LABTEL,), vendors=(Vendor("CRM", ("*.crm.example",)),))
LEARNT = {"provider_registrant": "Lab Telecom GmbH", "provider_asn": 64500, "provider_country": "AT"}


@dataclass
class Network:
    """What a fresh world tells of the network in use."""

    memory: Memory | None
    keys: tuple[str, ...] = ("mac 02:00:5e:00:53:01",)

    def network_keys(self) -> tuple[str, ...]:
        return self.keys


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(looks, "state_folder", lambda: tmp_path)
    return Home(OWN, None, {})


def on(home: Home, network: Network, monkeypatch: pytest.MonkeyPatch) -> Settings:
    with monkeypatch.context() as patch:
        patch.setattr(Home, "fresh", lambda self, number: network)
        return home.complete()


def remembered(facts: dict[str, Any]) -> Network:
    return Network(Memory("mac 02:00:5e:00:53:01", datetime(2026, 11, 22, tzinfo=UTC), facts))


def test_a_name_in_the_settings_is_enough(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.settings = replace(OWN, isp=Isp("LabTel", area="Graz"))
    found = on(home, Network(None), monkeypatch)
    assert (found.isp.status_url, found.isp.status_format, found.isp.area) == (PAGE, "atom", "Graz")
    assert home.name_from == "settings"
    assert home.fresh(0).settings is home.effective is found
    assert home.settings.isp == Isp("LabTel", area="Graz")


def test_the_network_that_was_learnt_is_enough(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    found = on(home, remembered(LEARNT), monkeypatch)
    assert (found.isp.name, found.isp.support_phone, home.name_from) == ("LabTel", "+43 1 234567", "learnt")


def test_nobody_is_asked_where_nothing_is_set_or_learnt(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    found = on(home, Network(None), monkeypatch)
    assert (found.isp, home.name_from) == (OWN.isp, "")


def test_it_stays_while_no_network_is_there_and_goes_with_another_one(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = on(home, remembered(LEARNT), monkeypatch)
    assert on(home, Network(None, ()), monkeypatch) is known
    assert on(home, Network(None, ("mac 02:00:5e:00:53:02",)), monkeypatch).isp == OWN.isp


def test_other_settings_hold_from_the_next_look_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    on(home, remembered(LEARNT), monkeypatch)
    home.settings = Settings(Isp("Mine", "https://mine.example/"))
    assert home.effective is home.settings
    assert on(home, Network(None, ()), monkeypatch).isp == home.settings.isp


def test_the_vendor_of_a_service_is_known_to_each_look(home: Home) -> None:
    found = home.fresh(0).vendor("https://a.crm.example/")
    assert found is not None
    assert found.name == "CRM"
    assert home.fresh(0).vendor("https://nobody.example/") is None


def test_the_report_says_what_is_known_and_who_named_it() -> None:
    settings = replace(OWN, isp=Isp("LabTel", PAGE, page_url="https://status.labtel.example/", support_phone="112"))
    told = looks.provider(settings, WELL, "learnt")
    assert told == {
        "name": "LabTel", "name_from": "learnt", "status_url": PAGE, "page_url": "https://status.labtel.example/",
        "support_phone": "112",
    }  # fmt: skip


def test_names_to_choose_from_come_from_the_catalogue_and_the_settings() -> None:
    assert "Swisscom" in provider_names("swiss")
    assert provider_names("labt", OWN) == ("LabTel",)
