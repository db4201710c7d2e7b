"""What holds for every format of status page: each page is taken by one, and words alone are never health."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from netcheck.core.news import Incident, News, Overall, Reading
from tests.statuspages.reading import FORMATS, harmless, read, takers
from tests.statuspages.samples import FOLDER, HTML, JSON, SAMPLES, XML, sample


def test_every_sample_is_of_a_format_and_names_its_source() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(SAMPLES)
    assert {form for form, _ in SAMPLES.values()} | {"plain_page"} == set(FORMATS)
    assert all(source for _, source in SAMPLES.values())


@pytest.mark.parametrize("name", [*JSON, *XML])
def test_a_page_for_programs_is_taken_by_its_format_alone(name: str) -> None:
    assert takers(sample(name)) == {SAMPLES[name][0]}
    assert not FORMATS["link"].recognises(sample(name))


@pytest.mark.parametrize("name", HTML)
def test_a_page_for_people_is_taken_by_the_pattern_and_by_the_last_resort(name: str) -> None:
    assert takers(sample(name)) == {"plain_page"}
    assert FORMATS["link"].recognises(sample(name))
    assert read("plain_page", sample(name), pattern="") is None


def test_only_the_last_resort_is_last() -> None:
    assert [name for name, form in FORMATS.items() if form.last] == ["link"]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_encoding_changes_nothing(name: str, encoding: str) -> None:
    form, data = SAMPLES[name][0], sample(name)
    again = data.decode().encode(encoding)
    assert FORMATS[form].recognises(again)
    assert read(form, again) == read(form, data)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_that_breaks_off_is_read_or_refused(name: str) -> None:
    data = sample(name)
    for end in range(0, len(data), 97):
        for form in FORMATS:
            news = read(form, data[:end])
            assert news is None or harmless(news)


@pytest.mark.parametrize("name", [*JSON, *XML])
def test_a_word_that_nobody_knows_is_never_health(name: str) -> None:
    form, text = SAMPLES[name][0], sample(name).decode()
    for word in ("none", "operational", "UP", "success"):
        text = text.replace(f'"{word}"', '"splendid"')
    for number in ("100", "1"):
        text = text.replace(f'"status_code": {number}', '"status_code": 777').replace(
            f'"value": {number}', '"value": 777'
        )
    news = read(form, text.encode())
    assert news is None or news.overall is not Overall.OPERATIONAL
    assert news is None or Overall.OPERATIONAL not in news.parts.values() or form == "cachet"


@pytest.mark.parametrize("name", [*XML, *HTML])
def test_words_alone_never_clear_an_outage_and_are_never_health(name: str) -> None:
    for form in (SAMPLES[name][0], "plain_page"):
        news = read(form, sample(name))
        assert news is None or (not news.clears and news.overall is Overall.UNKNOWN)


# --- times ---------------------------------------------------------------------------------------------------------


def all_incidents(news: News) -> tuple[Incident, ...]:
    return (*news.incidents, *news.planned)


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("year", ["1970", "1999", "2999", "0001"])
def test_a_year_that_cannot_be_is_none(name: str, year: str) -> None:
    news = read(SAMPLES[name][0], sample(name).replace(b'"2026-', f'"{year}-'.encode()))
    assert news is not None
    assert news.updated_at is None
    for one in all_incidents(news):
        assert (one.started_at, one.updated_at, one.expected_start) == (None, None, None)


@pytest.mark.parametrize("name", [*JSON, *XML])
def test_nothing_has_started_in_the_future(name: str) -> None:
    before = datetime(2026, 10, 1, tzinfo=UTC)
    news = FORMATS[SAMPLES[name][0]].parse(sample(name), Reading("", "", before))
    for one in all_incidents(news):
        assert one.started_at is None
        assert one.updated_at is None
