"""Rules on compensation: read whole, refused with one sentence where they are wrong, and counted in working days."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.compensation_rules import Holidays, Rules, read_rules

DAY = date(2026, 11, 22)
TABLE: dict[str, Any] = {
    "scheme": [
        {
            "id": "one", "name": "The scheme", "country": "GB", "zone": "Europe/London", "language": "en",
            "currency": "GBP", "by_law": False, "automatic": True, "days": "working", "grace_days": 2,
            "first_at_once": True, "source": "a page", "as_of": DAY,
            "rate": [
                {"begins": date(2026, 4, 1), "repair": "10.34", "source": "a page", "as_of": DAY},
                {"begins": date(2025, 4, 1), "repair": "9.98", "missed": "31.19", "source": "a page", "as_of": DAY},
            ],
            "provider": [{"name": "Sky", "also": ["NOW"], "since": date(2019, 4, 1)}],
        }
    ],
    "holidays": [
        {
            "region": "GB-ENG", "also": ["GB-WLS"], "name": "England and Wales", "known_until": date(2026, 12, 31),
            "days": [date(2026, 12, 25), date(2026, 12, 28)], "source": "a page", "as_of": DAY,
        },
        {
            "region": "GB-SCT", "name": "Scotland", "known_until": date(2026, 12, 31), "days": [], "source": "a page",
            "as_of": DAY,
        },
    ],
}  # fmt: skip


def test_read_whole() -> None:
    rules = read_rules(TABLE)
    scheme = rules.scheme("gb-sct")
    assert scheme is not None
    assert [rate.begins.year for rate in scheme.rates] == [2025, 2026]
    before, after = scheme.rate(date(2026, 3, 31)), scheme.rate(date(2026, 4, 1))
    assert before is not None
    assert after is not None
    assert (before.repair, after.repair, before.missed, after.missed) == (
        Decimal("9.98"), Decimal("10.34"), Decimal("31.19"), None,
    )  # fmt: skip
    assert scheme.rate(date(2025, 3, 31)) is None
    assert rules.scheme("DE") is None
    assert read_rules({}) == Rules()


@pytest.mark.parametrize("name", ["Sky", "sky", "Sky (UK)", "Sky Broadband", "SKY UK Limited", "Now"])
def test_a_provider_by_any_of_its_names(name: str) -> None:
    scheme = read_rules(TABLE).schemes[0]
    assert scheme.member(name, DAY) is not None
    assert scheme.member(name, date(2019, 3, 31)) is None


@pytest.mark.parametrize("name", ["", "Sky Business", "Skyline", "Blue Sky", "Limited", "Sky Deutschland", "(UK)"])
def test_another_provider_is_not_taken_for_it(name: str) -> None:
    assert read_rules(TABLE).schemes[0].member(name, DAY) is None


def test_holidays_of_a_part_and_of_the_first_part() -> None:
    rules = read_rules(TABLE)
    names = [found.name for region in ("GB-WLS", "gb-sct", "GB", "GB-XX") if (found := rules.holidays_in(region))]
    assert names == ["England and Wales", "Scotland", "England and Wales", "England and Wales"]
    assert rules.holidays_in("DE") is None


def test_working_days_over_christmas() -> None:
    england = read_rules(TABLE).holidays[0]
    # 25 December is a Friday, and Monday the 28th stands for Boxing Day.
    assert england.after(date(2026, 12, 23), 2) == date(2026, 12, 29)
    assert england.after(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert england.after(date(2026, 12, 26), 2) == date(2026, 12, 30)
    assert england.after(date(2026, 12, 26), 0) == date(2026, 12, 26)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 20), st.frozensets(st.dates(), max_size=5))
def test_so_many_working_days_and_no_more(day: date, count: int, days: frozenset[date]) -> None:
    kept = Holidays("", "", day, days, "", day)
    last = kept.after(day, count)
    between = [date.fromordinal(n) for n in range(day.toordinal() + 1, last.toordinal() + 1)]
    assert sum(kept.working(one) for one in between) == count
    assert count == 0 or kept.working(last)


def without(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(table: dict[str, Any]) -> None:
        for part in path[:-1]:
            table = table[part]
        del table[path[-1]]

    return change


def with_(value: Any, *path: Any) -> Callable[[dict[str, Any]], None]:
    def change(table: dict[str, Any]) -> None:
        for part in path[:-1]:
            table = table[part]
        table[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (without("scheme", 0, "as_of"), "as_of is missing"),
        (without("scheme", 0, "source"), "source is missing"),
        (without("scheme", 0, "rate"), "needs rates"),
        (without("scheme", 0, "provider"), "members where it is no law"),
        (without("scheme", 0, "rate", 0, "source"), "source is missing"),
        (with_("soon", "scheme", 0, "days"), "days of a known kind"),
        (with_(True, "scheme", 0, "grace_days"), "grace_days must be"),
        (with_("", "scheme", 0, "name"), "name must be"),
        (with_("2026-11-22", "scheme", 0, "as_of"), "as_of must be"),
        (with_(10.34, "scheme", 0, "rate", 0, "repair"), "must be an amount as text"),
        (with_("ten", "scheme", 0, "rate", 0, "repair"), "must be an amount"),
        (with_("-1", "scheme", 0, "rate", 0, "repair"), "must be an amount"),
        (with_("NaN", "scheme", 0, "rate", 0, "repair"), "must be an amount"),
        (with_(1, "scheme", 0, "rate", 0, "reparation"), "reparation is not known"),
        (with_(1, "scheme", 0, "colour"), "colour is not known"),
        (with_(1, "colour"), "colour is not known"),
        (with_("2026-12-25", "holidays", 0, "days"), "array of dates"),
        (with_(["2026-12-25"], "holidays", 0, "days"), "array of dates"),
        (with_({}, "holidays"), "array of tables"),
    ],
)
def test_what_cannot_be_used(change: Callable[[dict[str, Any]], None], wanted: str) -> None:
    table = copy.deepcopy(TABLE)
    change(table)
    with pytest.raises(ValueError, match=wanted):
        read_rules(table)
