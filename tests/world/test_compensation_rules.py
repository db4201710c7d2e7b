"""The rules that come with the program: each from a document, and plausible."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netcheck.core.compensation_rules import SATURDAY, Rules
from netcheck.world import compensation_rules
from netcheck.world.compensation_rules import shipped_rules, zone
from netcheck.world.provider_catalogue import shipped


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    shipped_rules.cache_clear()
    yield
    shipped_rules.cache_clear()


def test_what_is_known() -> None:
    rules = shipped_rules()
    assert {scheme.id for scheme in rules.schemes} >= {"ofcom", "tkg58"}
    assert {kept.region for kept in rules.holidays} == {"GB-ENG", "GB-SCT", "GB-NIR"}


def test_each_has_its_source_and_day() -> None:
    rules = shipped_rules()
    dated = [(scheme.source, scheme.as_of) for scheme in rules.schemes]
    dated += [(rate.source, rate.as_of) for scheme in rules.schemes for rate in scheme.rates]
    dated += [(kept.source, kept.as_of) for kept in rules.holidays]
    assert len(dated) > 5
    assert all(len(source) > 10 and date(2026, 1, 1) < as_of <= date(2026, 11, 22) for source, as_of in dated)


def test_zones_languages_and_currencies_are_real() -> None:
    for scheme in shipped_rules().schemes:
        assert isinstance(zone(scheme.zone), ZoneInfo)
        assert scheme.language in ("en", "de")
        assert scheme.currency in ("GBP", "EUR")


def test_amounts_only_rise() -> None:
    for scheme in shipped_rules().schemes:
        repairs = [rate.repair for rate in scheme.rates]
        assert repairs == sorted(repairs)
        assert len({rate.begins for rate in scheme.rates}) == len(repairs)


def test_holidays_are_days_on_which_people_would_work() -> None:
    for kept in shipped_rules().holidays:
        assert all(day.weekday() < SATURDAY for day in kept.days), kept.region
        assert max(kept.days) <= kept.known_until
        by_year = {year: sum(day.year == year for day in kept.days) for year in {day.year for day in kept.days}}
        assert all(8 <= count <= 10 for count in by_year.values()), by_year


def test_providers_of_the_catalogue_are_found_by_its_names() -> None:
    """Whoever chooses a provider from our list must be told of the scheme that it is in."""
    (scheme,) = [scheme for scheme in shipped_rules().schemes if scheme.id == "ofcom"]
    british = [entry.name for entry in shipped().providers if entry.country == "GB"]
    found = {member.name for name in british if (member := scheme.member(name, date(2026, 11, 22)))}
    assert found >= {"BT", "EE", "Sky", "Virgin Media", "Zen Internet"}
    assert scheme.member("Andrews & Arnold", date(2026, 11, 22)) is None


def test_a_damaged_file_is_no_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number, content in enumerate((b"scheme = 5", b"\xff", b"[[scheme]]\nname = 'x'\n", None)):
        file = tmp_path / str(number)
        if content is not None:
            file.write_bytes(content)
        monkeypatch.setattr(compensation_rules, "resource", lambda name, file=file: file)
        shipped_rules.cache_clear()
        with caplog.at_level(logging.WARNING):
            assert shipped_rules() == Rules()
        assert "cannot be read" in caplog.text
        caplog.clear()


def test_a_zone_that_is_not_known() -> None:
    assert zone("Nowhere/Nothing") is None
    assert zone("../../etc/passwd") is None
    london = zone("Europe/London")
    assert datetime(2026, 7, 1, tzinfo=london).utcoffset() != datetime(2026, 1, 1, tzinfo=london).utcoffset()
