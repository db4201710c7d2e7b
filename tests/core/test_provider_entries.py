"""Entries of the catalogue: read whole, or refused with one sentence."""

from __future__ import annotations

from datetime import date

import pytest

from netcheck.core.provider_entries import Entries, Provider, Vendor
from netcheck.core.settings_reader import Layer, SettingsError, read_settings
from netcheck.core.settings_values import Values

FORMATS = ("atom", "statuspage_v2")
FEED = {"kind": "atom", "status_url": "https://status.labtel.example/atom"}


def entries(warnings: list[str] | None = None) -> Entries:
    return Entries(Values(Layer("file", {}), [] if warnings is None else warnings), FORMATS)


def refusal(key: str, entry: dict[str, object]) -> str:
    with pytest.raises(SettingsError) as told:
        entries().providers([entry]) if key == "provider" else entries().vendors([entry])
    return str(told.value)


def test_a_name_is_enough_and_stands_for_itself() -> None:
    assert entries().providers([{"name": "LabTel"}]) == (Provider("LabTel", ("LabTel",)),)
    assert entries().providers([{"name": "LabTel", "match_in_country": ["lab"]}])[0].match == ()
    assert entries().providers([{"name": "LabTel", "asn": [64500]}])[0].match == ()


def test_all_that_an_entry_can_hold() -> None:
    found = entries().providers(
        [
            {
                "name": "LabTel", "match": ["Lab Tel"], "match_in_country": ["lab"], "asn": [64500, 4200000000],
                **FEED, "page_url": "https://labtel.example/status", "country": "AT", "phone": "+43 1 234-56",
                "source": "a document", "seen_on": date(2026, 11, 22), "checked": "2026-12-01",
            }
        ]
    )  # fmt: skip
    assert found == (
        Provider(
            "LabTel", ("Lab Tel",), ("lab",), (64500, 4200000000), "atom", "https://status.labtel.example/atom",
            "https://labtel.example/status", "AT", "+43 1 234-56", "a document", "2026-11-22", "2026-12-01",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({}, "[[provider]] number 1, name is missing."),
        ({"name": " "}, "[[provider]] number 1, name must not be empty."),
        ({"name": 7}, "[[provider]] number 1, name must be text in quotes, not a number."),
        ({"kind": "teletext"}, "[[provider]] number 1, kind must be one of: atom, link, none, statuspage_v2."),
        ({"kind": "atom"}, "[[provider]] number 1, status_url is missing."),
        ({"kind": "link"}, "[[provider]] number 1, page_url is missing."),
        (
            {"kind": "link", "status_url": "https://a.example/", "page_url": "https://a.example/"},
            "for people goes into",
        ),
        ({"kind": "none", "page_url": "https://a.example/"}, 'kind must be "link" where there is an address.'),
        ({"status_url": "ftp://a.example/"}, "status_url must be an address such as"),
        ({"status_url": "https://me:secret@a.example/"}, "must not hold a user name or password"),
        ({"page_url": "javascript:alert(1)"}, "page_url must be an address such as"),
        ({"country": "UK2"}, 'country must be two capital letters such as "GB" or "DE" (ISO 3166).'),
        ({"country": "gb"}, "two capital letters"),
        ({"phone": "call us"}, "phone must be a telephone number such as"),
        ({"phone": "+43 1 234; rm -rf /"}, "phone must be a telephone number such as"),
        ({"asn": 7922}, "asn must be an array"),
        ({"asn": [0]}, "asn number 1 must be a whole number from 1 to 4294967295."),
        ({"asn": [True]}, "asn number 1 must be a whole number"),
        ({"match": "LabTel"}, "match must be an array"),
        ({"match": ["ok", "x"]}, "match number 2 must have at least two letters or digits."),
        ({"match": ["--"]}, "must have at least two letters or digits."),
        ({"match_in_country": [""]}, "match_in_country number 1 must not be empty."),
        ({"seen_on": "yesterday"}, 'seen_on must be a day such as "2026-11-22", or empty.'),
        ({"seen_on": "20261122"}, "seen_on must be a day"),
        ({"checked": 5}, "checked must be text in quotes"),
        ({"source": "a\nb"}, "source must be at most"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(entry: dict[str, object], says: str) -> None:
    whole = entry if entry in ({}, {"name": " "}, {"name": 7}) else {"name": "LabTel", **entry}
    told = refusal("provider", whole)
    assert says in told
    assert told.startswith("file: [[provider]]")
    assert told.count("\n") == 0


def test_names_differ_whatever_their_letters() -> None:
    with pytest.raises(SettingsError, match=r"number 2, name must differ"):
        entries().providers([{"name": "LabTel"}, {"name": "labtel"}])


def test_unknown_keys_are_warnings() -> None:
    warnings: list[str] = []
    entries(warnings).providers([{"name": "LabTel", "webpage": "x"}])
    assert len(warnings) == 1
    assert "[[provider]] number 1, webpage is not known and left out" in warnings[0]


@pytest.mark.parametrize(
    ("host", "kept"),
    [
        ("*.slack.com", "*.slack.com"),
        ("APP.Slack.com.", "app.slack.com"),
        ("*.bücher.example", "*.xn--bcher-kva.example"),
    ],
)
def test_hosts_are_kept_as_they_stand_in_the_dns(host: str, kept: str) -> None:
    assert entries().vendors([{"name": "Shop", "hosts": [host]}])[0] == Vendor("Shop", (kept,))


@pytest.mark.parametrize(
    "host", ["com", "*.com", "*", "*.*.slack.com", "https://slack.com", "10.0.0.1", "a b.com", "::1"]
)
def test_hosts_that_are_none_or_everybodys(host: str) -> None:
    assert "must be a host name such as" in refusal("vendor", {"name": "Shop", "hosts": [host]})


def test_a_vendor_needs_a_host() -> None:
    assert "hosts is missing" in refusal("vendor", {"name": "Shop"})
    assert "must name at least one host" in refusal("vendor", {"name": "Shop", "hosts": []})


# --- in the settings files ------------------------------------------------------------------------------------------


def test_ones_own_entries_stand_in_the_settings() -> None:
    table = {"provider": [{"name": "LabTel", **FEED}], "vendor": [{"name": "CRM", "hosts": ["*.crm.example"]}]}
    settings, warnings = read_settings([Layer("file", table)], FORMATS)
    assert warnings == ()
    assert [entry.name for entry in settings.providers] == ["LabTel"]
    assert settings.vendors == (Vendor("CRM", ("*.crm.example",)),)


def test_a_users_entries_come_before_the_sites_and_take_the_place_of_those_of_the_same_name() -> None:
    site = Layer("site", {"provider": [{"name": "LabTel", "phone": "1234"}, {"name": "Other"}]})
    user = Layer("user", {"provider": [{"name": "Mine"}, {"name": "LABTEL", "phone": "5678"}]})
    settings, _ = read_settings([site, user])
    assert [(entry.name, entry.phone) for entry in settings.providers] == [
        ("Mine", ""),
        ("LABTEL", "5678"),
        ("Other", ""),
    ]


def test_one_wrong_entry_and_nothing_is_applied() -> None:
    table = {"isp": {"name": "LabTel"}, "provider": [{"name": "Good"}, {"name": "Bad", "country": "Austria"}]}
    with pytest.raises(SettingsError) as told:
        read_settings([Layer("file", table, lambda key: 7)])
    assert str(told.value).startswith("file, line 7: [[provider]] number 2, country must be two capital letters")


def test_a_table_where_an_array_is_wanted() -> None:
    with pytest.raises(
        SettingsError, match=r"\[provider\] must be an array: write \[\[provider\]\] above each provider"
    ):
        read_settings([Layer("file", {"provider": {"name": "LabTel"}})])


def test_the_page_for_people_is_set_beside_the_one_for_programs() -> None:
    settings, _ = read_settings([Layer("file", {"isp": {"page_url": "https://labtel.example"}})])
    assert settings.isp.page_url == "https://labtel.example/"
    with pytest.raises(SettingsError, match="page_url must be an address"):
        read_settings([Layer("file", {"isp": {"page_url": "labtel"}})])
