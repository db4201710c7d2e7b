"""Whose network it is: the right provider or none, never a wrong one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.provider_entries import Provider, Vendor
from netcheck.core.providers import Catalogue, completed, read_catalogue
from netcheck.core.settings import Isp
from netcheck.core.settings_reader import SettingsError

ORANGE = Provider("Orange (France)", ("France Telecom",), ("Orange",), country="FR")
CATALOGUE = Catalogue(
    (
        ORANGE,
        Provider("Comcast", ("Comcast", "Comcast IP"), asn=(7922,), country="US", phone="1-800-934-6489"),
        Provider("Cox", ("Cox Communications",), asn=(22773,), country="US"),
        Provider("AT&T", ("AT&T",), country="US"),
        Provider("Virgin Media (UK)", (), ("Virgin Media",), country="GB"),
        Provider("Virgin Media (Ireland)", ("Virgin Media Ireland",), ("Virgin Media",), country="IE"),
        Provider("Vodafone (UK)", ("Vodafone UK",), ("Vodafone",), country="GB"),
        Provider("Vodafone (Portugal)", ("Vodafone Portugal",), ("Vodafone",), country="PT"),
        Provider("Telstra", ("Telstra",), country="AU"),
        Provider("o2 (Germany)", ("Telefonica Germany",), ("o2",), country="DE"),
        Provider(
            "Lumen",
            ("Lumen",),
            (),
            (),
            "statuspage_v2",
            "https://lumen.example/summary",
            "https://lumen.example/",
            "US",
        ),
        Provider("Swisscom", ("Swisscom",), kind="link", page_url="https://swisscom.example/status", country="CH"),
    ),
    (
        Vendor("Slack", ("*.slack.com",), "link", page_url="https://slack-status.com/"),
        Vendor("Mail of Slack", ("*.mail.slack.com",)),
        Vendor("Teams", ("teams.microsoft.com",)),
        Vendor("Books", ("*.xn--bcher-kva.example",)),
    ),
)


def name_of(*names: str, asn: int | None = None, country: str = "", of: Catalogue = CATALOGUE) -> str | None:
    found = of.match(names, asn, country)
    return found.name if found else None


@pytest.mark.parametrize(
    ("told", "country", "meant"),
    [
        ("Comcast Cable Communications, LLC", "US", "Comcast"),
        ("Comcast IP Services, L.L.C.", "", "Comcast"),
        ("COMCAST-7922 - Comcast Cable Communications, LLC, US", "", "Comcast"),
        ("comcast", "", "Comcast"),
        ("AT&T Enterprises, LLC", "US", "AT&T"),
        ("AT&T Internet4", "", "AT&T"),
        ("Telstra Limited", "AU", "Telstra"),
        ("Telstra Internet Australia", "", "Telstra"),
        ("Telefónica Germany GmbH & Co. OHG", "DE", "o2 (Germany)"),
        ("TELEFONICA GERMANY", "", "o2 (Germany)"),
        ("Orange S.A.", "FR", "Orange (France)"),
        ("Swisscom (Schweiz) AG", "", "Swisscom"),
        ("Virgin Media Limited", "GB", "Virgin Media (UK)"),
        ("Virgin Media Limited", "IE", "Virgin Media (Ireland)"),
        ("Virgin Media Ireland Limited", "", "Virgin Media (Ireland)"),
        ("Vodafone Ltd", "gb", "Vodafone (UK)"),
    ],
)
def test_the_provider_behind_what_registries_write(told: str, country: str, meant: str) -> None:
    assert name_of(told, country=country) == meant


@pytest.mark.parametrize(
    ("told", "country"),
    [
        ("Orange County", "FR"),
        ("Orange County", "US"),
        ("Orange County Department of Education", ""),
        ("Orange", ""),  # there is one in nine countries
        ("Orange Polska S.A.", "PL"),
        ("Orange Polska S.A.", "FR"),
        ("Vodafone", ""),
        ("Vodafone D2 GmbH", "DE"),
        ("Virgin Media", ""),
        ("Cox Media Group", "US"),
        ("Comcasting Inc", "US"),
        ("Comcast Spectacor Arena", "US"),
        ("Telstra", "US"),
        ("Telstra Health", "AU"),
        ("Telstra PT", ""),  # another country's, as far as the catalogue has it
        ("ATT", "US"),
        ("T&T", "US"),
        ("", "US"),
        ("   ", ""),
        ("LLC", "US"),
    ],
)
def test_nobody_is_named_where_it_is_not_sure(told: str, country: str) -> None:
    assert name_of(told, country=country) is None


def test_the_number_of_the_network_tells_it_and_contradicts() -> None:
    assert name_of(asn=7922) == "Comcast"
    assert name_of("Joe's Pizza", asn=7922, country="US") == "Comcast"
    assert name_of("Cox Communications Inc.", asn=22773) == "Cox"
    assert name_of("Cox Communications Inc.", asn=7922) is None
    assert name_of("Comcast", "Cox Communications") is None
    assert name_of(asn=64500) is None
    assert name_of() is None


def test_a_number_settles_what_a_name_leaves_open() -> None:
    two = Catalogue((Provider("A", ("Lab",), asn=(1,)), Provider("B", ("Lab",), asn=(2,))))
    assert name_of("Lab", of=two) is None
    assert name_of("Lab", asn=2, of=two) == "B"


def test_the_longest_words_count() -> None:
    two = Catalogue((Provider("Short", ("Lab",)), Provider("Long", ("Lab Fibre",))))
    assert name_of("Lab Fibre Ltd", of=two) == "Long"
    assert name_of("Lab Ltd", of=two) == "Short"


def test_what_stands_for_no_country_leaves_nobody_out() -> None:
    assert name_of("Telstra", country="AP") == "Telstra"
    assert name_of("Telstra", country="EU") == "Telstra"


def test_ones_own_entry_wins() -> None:
    own = CATALOGUE.with_own([Provider("Comcast at work", ("Comcast",))], [])
    assert name_of("Comcast Cable", of=own) == "Comcast at work"
    assert name_of("Telstra", of=own) == "Telstra"
    torn = CATALOGUE.with_own([Provider("One", ("Comcast",)), Provider("Two", ("Comcast",))], [])
    assert name_of("Comcast Cable", of=torn) is None


@given(st.lists(st.text(max_size=400), max_size=30), st.one_of(st.none(), st.integers()), st.text(max_size=3))
def test_no_name_that_a_stranger_tells_breaks_it(names: Sequence[str], asn: int | None, country: str) -> None:
    found = CATALOGUE.match(names, asn, country)
    assert found is None or found in CATALOGUE.providers


@given(st.sampled_from(CATALOGUE.providers), st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12))
def test_a_word_of_somebody_elses_makes_it_somebody_else(entry: Provider, word: str) -> None:
    words = [*entry.match, *entry.match_in_country]
    known = name_of(words[0], country=entry.country)
    assert known == entry.name
    if name_of(f"{word} {words[0]}", country=entry.country) is not None:
        from netcheck.core.providers import BUSINESS, OWN_COUNTRY

        assert word in BUSINESS or word in OWN_COUNTRY.get(entry.country, ())


def test_the_name_that_people_use() -> None:
    assert CATALOGUE.known_name("Comcast Cable Communications, LLC") == "Comcast"
    assert CATALOGUE.known_name("Nobody's Network") == ""


def test_a_name_that_was_chosen_means_its_entry_wherever_the_network_is() -> None:
    chosen = CATALOGUE.named("vodafone (portugal)")
    assert chosen is not None
    assert chosen.name == "Vodafone (Portugal)"
    assert CATALOGUE.named("Vodafone") is None
    assert CATALOGUE.named("") is None
    assert completed(Isp("Swisscom"), CATALOGUE, {"provider_country": "DE"})[0].page_url
    own = Provider("Swisscom", phone="42")
    assert CATALOGUE.with_own([own], []).named("SWISSCOM") is own


def test_names_to_choose_from() -> None:
    assert CATALOGUE.names("vod") == ("Vodafone (Portugal)", "Vodafone (UK)")
    assert CATALOGUE.names("PORT") == ("Vodafone (Portugal)",)
    assert CATALOGUE.names("xyz") == ()
    assert len(CATALOGUE.names()) == len(CATALOGUE.providers)
    assert CATALOGUE.with_own([Provider("Vodka Net")], []).names("vod")[-1] == "Vodka Net"


# --- vendors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://slack.com/", "Slack"),
        ("https://acme.SLACK.com:8443/x?y", "Slack"),
        ("https://acme.slack.com./", "Slack"),
        ("tcp://files.slack.com:445", "Slack"),
        ("https://in.mail.slack.com/", "Mail of Slack"),
        ("https://notslack.com/", None),
        ("https://slack.com.evil.example/", None),
        ("https://evil.example/slack.com", None),
        ("https://slack.com@evil.example/", None),
        ("https://teams.microsoft.com/", "Teams"),
        ("https://a.teams.microsoft.com/", None),
        ("https://microsoft.com/", None),
        ("https://www.bücher.example/", "Books"),
        ("http://192.0.2.1/", None),
        ("http://[::1]/", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_the_vendor_by_whole_labels(url: str, meant: str | None) -> None:
    found = CATALOGUE.vendor_for(url)
    assert (found.name if found else None) == meant


def test_ones_own_vendor_wins_however_short_its_host() -> None:
    own = CATALOGUE.with_own([], [Vendor("Our Slack", ("*.slack.com",))])
    found = own.vendor_for("https://in.mail.slack.com/")
    assert found is not None
    assert found.name == "Our Slack"


@given(st.text(max_size=80))
def test_no_address_breaks_it(url: str) -> None:
    found = CATALOGUE.vendor_for(url)
    assert found is None or found in CATALOGUE.vendors


# --- read -----------------------------------------------------------------------------------------------------------


def test_a_catalogue_is_read_from_a_table() -> None:
    found = read_catalogue({"provider": [{"name": "LabTel"}], "vendor": [{"name": "CRM", "hosts": ["crm.example"]}]})
    assert found == Catalogue((Provider("LabTel", ("LabTel",)),), (Vendor("CRM", ("crm.example",)),))
    assert read_catalogue({}) == Catalogue()


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"provider": 5}, "providers.toml: [provider] must be an array"),
        ({"provider": [{"name": "A", "colour": "red"}]}, "[[provider]] number 1, colour is not known"),
        ({"providers": []}, "[providers] is not known"),
        ({"vendor": [{"name": "A"}]}, "[[vendor]] number 1, hosts is missing."),
        ({"provider": [{"name": f"P{n}"} for n in range(1001)]}, "must have at most 1000 entries"),
    ],
)
def test_a_catalogue_with_a_mistake_is_none(table: dict[str, object], says: str) -> None:
    with pytest.raises(SettingsError) as told:
        read_catalogue(table, "providers.toml")
    assert says in str(told.value)


# --- filling in what was left empty -----------------------------------------------------------------------------------

LEARNT = {"provider_registrant": "Lumen Inc", "provider_as_name": "LUMEN-AS", "provider_country": "US"}


def test_a_name_alone_is_enough() -> None:
    isp, name_from = completed(Isp("Lumen", area="Denver"), CATALOGUE, {})
    assert isp == Isp(
        "Lumen", "https://lumen.example/summary", "statuspage_v2", area="Denver", page_url="https://lumen.example/"
    )
    assert name_from == "settings"


def test_a_page_for_people_only_is_never_asked_by_a_program() -> None:
    isp, _ = completed(Isp("Swisscom"), CATALOGUE, {})
    assert (isp.status_url, isp.status_format, isp.page_url) == ("", "", "https://swisscom.example/status")


def test_what_a_person_set_stays() -> None:
    mine = Isp("Comcast", "https://mine.example/", support_phone="42")
    assert completed(mine, CATALOGUE, LEARNT) == (mine, "settings")
    page = Isp("Lumen", page_url="https://mine.example/page", status_format="rss")
    filled, _ = completed(page, CATALOGUE, {})
    assert (filled.page_url, filled.status_format) == ("https://mine.example/page", "rss")
    assert filled.status_url == "https://lumen.example/summary"


def test_a_name_that_nobody_knows_is_not_replaced_by_what_was_learnt() -> None:
    mine = Isp("Village Net")
    assert completed(mine, CATALOGUE, LEARNT) == (mine, "settings")


def test_the_network_tells_where_the_person_did_not() -> None:
    isp, name_from = completed(Isp(area="Denver"), CATALOGUE, LEARNT)
    assert (isp.name, isp.status_url, isp.area, name_from) == (
        "Lumen", "https://lumen.example/summary", "Denver", "learnt",
    )  # fmt: skip


def test_a_learnt_country_helps_the_name_that_was_set() -> None:
    assert completed(Isp("Vodafone"), CATALOGUE, {})[0].page_url == ""
    entry = CATALOGUE.match(("Vodafone",), None, "PT")
    assert entry is not None
    assert entry.name == "Vodafone (Portugal)"


def test_an_owner_that_the_catalogue_does_not_know_keeps_its_name() -> None:
    isp, name_from = completed(Isp(), CATALOGUE, {"provider_name": "Village\nNet", "provider_asn": 64500})
    assert (isp, name_from) == (Isp("Village Net"), "learnt")


def test_nothing_is_known() -> None:
    assert completed(Isp(), CATALOGUE, {}) == (Isp(), "")
    odd = {"provider_name": 5, "provider_asn": "7922", "provider_country": None}
    assert completed(Isp(), CATALOGUE, odd) == (Isp(), "")
    assert completed(Isp(), CATALOGUE, {"provider_asn": True}) == (Isp(), "")
