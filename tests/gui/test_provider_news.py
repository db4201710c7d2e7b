"""News of the provider: told once, only in an outage, and only when it was said twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from netcheck.core.model import Fact
from netcheck.core.watching import Outage, Phase, State
from netcheck.gui.provider_news import ProviderNews
from tests.gui.provider_states import NOW, PROVIDER, SAID_HERE, ago, later, told_by

FIRST = told_by(SAID_HERE)
DOWN = State(phase=Phase.OUTAGE, verdict=FIRST.verdict, outage=Outage("one", NOW, FIRST.verdict))
UNCOUNTED = {name: value for name, value in SAID_HERE.items() if name != "confirmed"}


def heard(news: ProviderNews, facts: Mapping[str, Fact], state: State = DOWN) -> tuple[str, str] | None:
    return news.heard(replace(FIRST, provider=facts), state)


def test_the_first_word_is_no_news_and_another_one_is() -> None:
    news = ProviderNews()
    assert heard(news, SAID_HERE) is None
    assert heard(news, SAID_HERE) is None
    told = heard(news, {**SAID_HERE, "expected_end": later(90)})
    assert told is not None
    assert told[0] == "Your provider's word has changed."
    assert "Internet outage in Linz and Urfahr" in told[1]
    assert "Expected to end: " in told[1]
    assert heard(news, {**SAID_HERE, "expected_end": later(90)}) is None


def test_an_announcement_after_silence_is_news() -> None:
    news = ProviderNews()
    assert heard(news, {**PROVIDER, "overall": "operational"}) is None
    assert heard(news, SAID_HERE) is not None


def test_the_text_alone_is_none() -> None:
    news = ProviderNews()
    heard(news, SAID_HERE)
    assert heard(news, {**SAID_HERE, "text": "Still working on it."}) is None


def test_what_was_said_once_is_not_believed() -> None:
    news = ProviderNews()
    heard(news, SAID_HERE)
    other = {**SAID_HERE, "title": "Another one", "confirmed": False}
    assert heard(news, other) is None
    assert heard(news, {**other, "confirmed": True}) is not None


def test_where_nobody_counts_two_answers_in_a_row_count() -> None:
    news = ProviderNews()
    heard(news, {**UNCOUNTED, "as_of": ago(9)})
    other = {**UNCOUNTED, "title": "Another one", "as_of": ago(5)}
    assert heard(news, other) is None
    assert heard(news, other) is None  # the same answer, told again
    assert heard(news, {**other, "as_of": ago(4)}) is not None


@pytest.mark.parametrize("facts", [{"stale": True}, {"failure": "timeout"}, {"asked": False}, {"asked": None}])
def test_a_page_that_was_not_read_says_nothing(facts: Mapping[str, Fact]) -> None:
    news = ProviderNews()
    heard(news, SAID_HERE)
    assert heard(news, {**SAID_HERE, "title": "Another one", **facts}) is None


def test_another_outage_begins_anew_and_without_one_nothing_is_told() -> None:
    news = ProviderNews()
    heard(news, SAID_HERE)
    other = {**SAID_HERE, "title": "Another one"}
    assert DOWN.outage is not None
    over = replace(DOWN, outage=replace(DOWN.outage, up_since=NOW))
    assert heard(news, other, over) is None
    assert heard(news, other, State()) is None
    assert heard(news, other, replace(DOWN, outage=replace(DOWN.outage, id="two"))) is None
