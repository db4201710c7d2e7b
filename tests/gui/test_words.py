"""Texts, moments and lengths of time are said as a person expects them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from netcheck.core.language import ENGLISH, Translator
from netcheck.gui import words
from netcheck.gui.words import duration, local_times, roughly, say, say_list, say_many, speak, speaks, when

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.C))
    yield
    QLocale.setDefault(before)
    speak(ENGLISH)


def local(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"


def test_says_what_the_catalogue_has() -> None:
    speak(Translator("de", {"Done": "Fertig"}.get, lambda one, many, n: "{n} Blick" if n == 1 else "{n} Blicke"))  # type: ignore[arg-type]
    assert say("Done") == "Fertig"
    assert say_many("{n} look", "{n} looks", 3) == "3 Blicke"
    assert speaks().language == "de"


def test_an_empty_text_stays_empty() -> None:
    speak(Translator("de", lambda text: "Project-Id-Version: header"))
    assert say("") == ""


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), (["Line"], "Line"), (["Line", "Provider"], "Line and Provider"), (["A", "B", "C"], "A, B and C")],
)
def test_names_in_one_sentence(parts: list[str], text: str) -> None:
    assert say_list(parts) == text


def test_today_needs_no_date() -> None:
    assert when(NOW, NOW) == local(NOW)


def test_another_day_has_its_date() -> None:
    before = NOW - timedelta(days=3)
    assert when(before, NOW) == f"18 Nov, {local(before)}"


def test_another_year_has_its_year() -> None:
    before = NOW - timedelta(days=400)
    assert when(before, NOW) == f"17 Oct 2025, {local(before)}"


def test_a_time_without_zone_is_utc() -> None:
    assert when(NOW.replace(tzinfo=None), NOW) == local(NOW)


def test_the_clock_is_the_readers() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert when(NOW, NOW).endswith("M")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (45.4, "45 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"), (-5, "0 s")],
)
def test_lengths(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(3, "less than a minute"), (59.9, "less than a minute"), (200, "3 min"), (7500, "2 h 5 min")]
)
def test_lengths_that_stand_still(seconds: float, text: str) -> None:
    assert roughly(seconds) == text


def test_there_is_one_language_at_a_time() -> None:
    speak(Translator("fr", str.upper))
    assert words.say("a") == "A"
    speak(ENGLISH)
    assert words.say("a") == "a"


def test_times_in_a_text_are_the_persons_own() -> None:
    at = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
    told = local_times("Outage (as of 2026-11-21 14:02 UTC). Not 2026-99-99 14:02 UTC.", at)
    assert told == f"Outage (as of {when(at, at)}). Not 2026-99-99 14:02 UTC."
