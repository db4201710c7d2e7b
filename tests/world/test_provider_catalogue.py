"""The catalogue that comes with the program: every entry whole, and each from a document."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from netcheck import wiring
from netcheck.core.provider_entries import LINK, NONE, Provider, Vendor
from netcheck.core.providers import Catalogue, read_catalogue
from netcheck.core.settings import Settings
from netcheck.world import provider_catalogue
from netcheck.world.provider_catalogue import catalogue, shipped

FLOOR, VENDORS_FLOOR, COUNTRIES_FLOOR = 64, 67, 18
"""Providers with an address, vendors, countries with an address: as many as were found; a catalogue only grows."""
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    shipped.cache_clear()
    yield
    shipped.cache_clear()


def entries() -> tuple[Provider | Vendor, ...]:
    found = shipped()
    return (*found.providers, *found.vendors)


# --- every entry ------------------------------------------------------------------------------------------------------


def test_as_many_as_were_found() -> None:
    with_address = [entry for entry in shipped().providers if entry.status_url or entry.page_url]
    assert len(with_address) >= FLOOR
    assert len({entry.country for entry in with_address if entry.country}) >= COUNTRIES_FLOOR
    assert len(shipped().vendors) >= VENDORS_FLOOR


def test_every_entry_names_its_document_and_the_day() -> None:
    for entry in entries():
        assert len(entry.source) > 8, entry.name
        assert date(2013, 1, 1) <= date.fromisoformat(entry.seen_on) <= date(2036, 1, 1), entry.name
        if entry.checked:
            assert entry.checked >= entry.seen_on, entry.name


def test_every_address_is_secure_and_of_a_plausible_host() -> None:
    asked = [(entry, url) for entry in entries() for url in (entry.status_url, entry.page_url) if url]
    assert asked
    for entry, url in asked:
        parts = urlsplit(url)
        assert parts.scheme == "https", entry.name
        assert HOST.fullmatch(parts.hostname or ""), (entry.name, url)
        assert parts.port is None, entry.name
        assert not re.search(r"\bexample\b|localhost|\.local$|\.test$", parts.hostname or ""), entry.name


def test_every_kind_is_a_format_that_there_is() -> None:
    kinds = {*wiring.status_formats(), LINK, NONE}
    for entry in entries():
        assert entry.kind in kinds, entry.name
        assert bool(entry.status_url) == (entry.kind not in (LINK, NONE)), entry.name
        assert bool(entry.page_url) == (entry.kind != NONE), entry.name


def test_a_provider_without_an_address_tells_something_else() -> None:
    for entry in shipped().providers:
        if entry.kind == NONE:
            assert entry.match or entry.match_in_country, entry.name
            assert entry.phone or any(entry.match_in_country), entry.name


def test_every_provider_can_be_matched_and_by_its_words_alone() -> None:
    for entry in shipped().providers:
        assert entry.match or entry.match_in_country, entry.name
        assert shipped().named(entry.name) is entry, entry.name
        for word in entry.match:
            assert shipped().match((word,)) is entry, (entry.name, word)
        for word in (*entry.match, *entry.match_in_country):
            assert shipped().match((word,), None, entry.country) is entry, (entry.name, word)
        for number in entry.asn:
            assert shipped().match((), number) is entry, (entry.name, number)


def test_nobodys_name_is_a_word_that_others_bear_elsewhere() -> None:
    for entry in shipped().providers:
        mild = {word.casefold() for word in entry.match_in_country} - {word.casefold() for word in entry.match}
        brand = entry.name.casefold()
        others = [other for other in shipped().providers if other is not entry]
        assert brand not in {w.casefold() for o in others for w in (*o.match, *o.match_in_country)}, entry.name
        if brand in mild:
            # Such a name, set by a person elsewhere, would mean this entry: only where no other country has the brand.
            assert entry.name in {"CIX", "MEO", "Bahnhof", "Access Communications"}, entry.name


def test_no_two_entries_share_words_numbers_names_or_hosts() -> None:
    providers, vendors = shipped().providers, shipped().vendors
    words = Counter((e.country, w.casefold()) for e in providers for w in {*e.match, *e.match_in_country})
    everywhere = Counter(word.casefold() for entry in providers for word in entry.match)
    numbers = Counter(number for entry in providers for number in entry.asn)
    hosts = Counter(host for vendor in vendors for host in vendor.hosts)
    pages = Counter(url for e in entries() for url in {e.status_url, e.page_url} if url)
    for counts in (words, everywhere, numbers, hosts, pages):
        assert [key for key, times in counts.items() if times > 1] == []


def test_countries_are_known_and_left_out_only_by_who_is_everywhere() -> None:
    assert [entry.name for entry in shipped().providers if not entry.country] == ["Starlink"]


def test_numbers_are_such_as_people_dial() -> None:
    phones = [entry.phone for entry in shipped().providers if entry.phone]
    assert len(phones) >= 15
    for phone in phones:
        digits = re.sub(r"\D", "", phone)
        assert 3 <= len(digits) <= 15, phone


def test_vendors_hosts_are_wide_only_below_their_own_name() -> None:
    for vendor in shipped().vendors:
        for host in vendor.hosts:
            assert HOST.fullmatch(host.removeprefix("*.")), (vendor.name, host)
            assert host not in ("*.google.com", "*.microsoft.com", "*.co.uk", "*.com.au"), vendor.name


@pytest.mark.parametrize(
    ("told", "country", "meant"),
    [
        ("British Telecommunications PLC", "GB", "BT"),
        ("Charter Communications Inc", "US", "Spectrum"),
        ("Cablevision Systems Corp.", "US", "Optimum"),
        ("Sonic.net, LLC", "US", "Sonic"),
        ("SingTel Optus Pty Limited", "AU", "Optus"),
        ("Init7 (Switzerland) Ltd.", "CH", "Init7"),
        ("KPN B.V.", "NL", "KPN"),
        ("MEO - SERVICOS DE COMUNICACOES E MULTIMEDIA S.A.", "PT", "MEO"),
        ("Orange County", "US", None),
        ("Orange Polska Spolka Akcyjna", "PL", None),
        ("Sky Deutschland GmbH", "DE", None),
        ("Sky Italia srl", "IT", None),
        ("Free Range Cloud Hosting Inc.", "CA", None),
        ("Salt Lake City", "US", None),
        ("Spark Digital", "US", None),
        ("Access Communications Pty", "AU", None),
        ("Telia Finland Oyj", "FI", None),
        ("Telenor Sverige AB", "SE", None),
        ("Maxis Steel", "MY", None),
    ],
)
def test_names_as_registries_write_them(told: str, country: str, meant: str | None) -> None:
    found = shipped().match((told,), None, country)
    assert (found.name if found else None) == meant


# --- reading it -------------------------------------------------------------------------------------------------------


def test_it_is_read_late_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []

    def reading(*args: object, **kinds: object) -> Catalogue:
        times.append(1)
        return Catalogue((Provider("LabTel"),))

    monkeypatch.setattr(provider_catalogue, "read_catalogue", reading)
    assert times == []
    assert shipped() is shipped()
    assert times == [1]


@pytest.mark.parametrize(
    "content", [b"", b"[[provider]]\n", b"\xff", b"= 1", b"[[provider]]\nname = 'A'\ncolour = 1\n"]
)
def test_a_damaged_file_leaves_an_empty_catalogue(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "providers.toml"
    file.write_bytes(content)
    monkeypatch.setattr(provider_catalogue, "resource", lambda name: file)
    with caplog.at_level(logging.WARNING):
        assert shipped() == Catalogue()
    assert bool(caplog.records) == bool(content)


def test_a_missing_file_leaves_an_empty_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider_catalogue, "resource", lambda name: tmp_path / "no such file")
    assert shipped() == Catalogue()


def test_a_persons_own_entries_are_laid_over_it() -> None:
    own = Settings(providers=(Provider("Mine", ("Comcast",)),), vendors=(Vendor("Our Slack", ("*.slack.com",)),))
    found = catalogue(own)
    assert found.match(("Comcast Cable",)) == own.providers[0]
    assert found.vendor_for("https://acme.slack.com/") == own.vendors[0]
    assert found.providers == shipped().providers


def test_it_is_read_with_the_formats_that_there_are() -> None:
    import tomllib

    from netcheck.world.resource_files import resource

    table = tomllib.loads(resource("providers.toml").read_text(encoding="utf-8"))
    assert read_catalogue(table, "providers.toml", wiring.status_formats()) == shipped()
