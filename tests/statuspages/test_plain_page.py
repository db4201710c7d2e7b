"""A page with a pattern: found in words, never in tags, scripts or comments, and never a sign of health."""

from __future__ import annotations

import pytest

from netcheck.core.news import News, Overall, Reading
from netcheck.statuspages.plain_page import FORMAT, MOST_WORDS, NOT_FOUND, WINDOW
from tests.statuspages.samples import NOW, at, read

PATTERN = r"^Störung: (?P<area>.+)\n(?P<text>.*?Ende: (?P<end>.*))"


def parse(page: str, pattern: str) -> News:
    return FORMAT.parse(page.encode(), Reading("https://isp.example/", pattern, NOW))


def test_what_the_pattern_finds() -> None:
    (found,) = read(FORMAT, "provider.html", pattern=PATTERN).incidents
    assert found.areas == ("Übersee",)
    assert found.text == "Kabelschaden. Ende: 21.11.2026 18:30 Uhr MEZ"
    assert (found.kind, found.expected_end, found.estimate_from_text) == ("outage", at(21, 17, 30), True)
    assert found.link == "https://status.provider.example/"


def test_an_end_that_is_open_is_none() -> None:
    (found,) = read(FORMAT, "provider.html", pattern=PATTERN.replace("Störung", "Wartung")).incidents
    assert (found.kind, found.expected_end, found.estimate_from_text) == ("maintenance", None, False)


def test_without_groups_all_that_is_found_is_the_title() -> None:
    (found,) = parse("<p>Outage in <i>Linz</i> today</p>", "outage.*").incidents
    assert (found.title, found.text, found.kind) == ("Outage in Linz today", "Outage in Linz today", "outage")


@pytest.mark.parametrize("name", ["portal.html", "provider.html"])
def test_a_page_on_which_nothing_is_found_is_not_well(name: str) -> None:
    page = read(FORMAT, name, pattern="Teststadt|Musterstadt")
    assert (page.overall, page.incidents, page.clears, page.note) == (Overall.UNKNOWN, (), False, NOT_FOUND)


def test_a_page_without_words_or_without_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match="without words"):
        read(FORMAT, "app.html", pattern="outage")
    with pytest.raises(ValueError, match="no pattern"):
        read(FORMAT, "provider.html")
    with pytest.raises(ValueError, match="must be"):
        read(FORMAT, "provider.html", pattern="(")


def test_every_place_is_found_also_far_into_the_page() -> None:
    page = "".join(f"<p>Outage {number}</p><p>{'word ' * 100}</p>" for number in range(12))
    found = parse(page, r"outage (?P<title>\d+)\n.*").incidents
    assert [one.title for one in found] == [str(number) for number in range(12)]
    assert all(one.text.endswith("word") for one in found)


@pytest.mark.parametrize("pattern", ["", "^", "$", r"\b", "(?=x)", "x*"])
def test_a_pattern_that_finds_nothing_at_many_places_ends(pattern: str) -> None:
    if pattern:
        assert parse("<p>" + "word " * MOST_WORDS, pattern).incidents == ()


def test_a_line_without_end_is_looked_at_in_parts() -> None:
    (found,) = parse("word " * WINDOW + "outage", "outage").incidents
    assert found.title == "outage"
