"""What the provider's page said: taken from a report, compared with the answer before, told again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.history import Said
from netcheck.core.model import Fact
from netcheck.core.said import MOST, UNREAD, is_news, moment_of, said_facts, said_of

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
ANSWER: dict[str, Fact] = {
    "name": "Example Net", "asked": True, "as_of": "2026-11-21 14:01 UTC", "stale": False, "overall": "partial_outage",
    "title": "Fibre cut", "text": "A digger.", "link": "https://status.example/1", "via": "usb0",
    "expected_end": "2026-11-21T18:30:00+01:00",
}  # fmt: skip


def heard(**other: Fact) -> Said:
    """What is taken from that answer with other parts."""
    found = said_of({**ANSWER, **other}, NOW, "o-1")
    assert found is not None
    return found


def test_an_answer_is_taken_with_its_own_time() -> None:
    assert heard() == Said(
        datetime(2026, 11, 21, 14, 1, tzinfo=UTC), "partial_outage", "Fibre cut", "A digger.",
        "https://status.example/1", datetime(2026, 11, 21, 17, 30, tzinfo=UTC), "usb0", "", "o-1",
    )  # fmt: skip


def test_a_time_to_come_is_that_of_the_report() -> None:
    assert heard(as_of="2031-01-01T00:00:00Z").at == NOW


@pytest.mark.parametrize("asked", [False, None, "yes"])
def test_where_it_was_not_asked_there_is_no_answer(asked: Fact) -> None:
    assert said_of({**ANSWER, "asked": asked}, NOW) is None
    assert said_of({}, NOW) is None


@pytest.mark.parametrize(
    ("other", "failure"),
    [({"failure": "timeout"}, "timeout"), ({"stale": True}, UNREAD), ({"as_of": None}, UNREAD)],
)
def test_that_it_could_not_be_asked_says_nothing_else(other: dict[str, Fact], failure: str) -> None:
    assert heard(**other) == Said(NOW, via="usb0", failure=failure, outage="o-1")


def test_time_and_way_make_no_other_answer_and_each_word_does() -> None:
    first = heard()
    assert is_news(first, [])
    assert not is_news(replace(first, at=NOW, via=""), [heard(title="Before"), first])
    for part in ("overall", "title", "text", "link", "expected_end", "failure"):
        assert is_news(heard(**{part: None if part != "failure" else "timeout"}), [first])


def test_what_was_said_again_after_something_else_is_news() -> None:
    assert is_news(heard(), [heard(), heard(failure="timeout")])


def test_facts_are_the_newest_with_the_oldest_first() -> None:
    many = [replace(heard(), at=NOW + timedelta(minutes=n)) for n in range(MOST + 5)]
    facts = said_facts(many)
    assert len(facts) == MOST
    assert facts[0] == {
        "at": "2026-11-21T14:07:11+00:00", "overall": "partial_outage", "title": "Fibre cut", "text": "A digger.",
        "link": "https://status.example/1", "expected_end": "2026-11-21T17:30:00+00:00", "via": "usb0", "failure": "",
    }  # fmt: skip


facts = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.just("2026-11-21 14:01 UTC"))


@given(st.dictionaries(st.sampled_from(sorted({*ANSWER, "failure"})), facts))
def test_bent_facts_break_nothing(given: dict[str, Fact]) -> None:
    found = said_of({**given, "asked": True}, NOW)
    assert found is not None
    assert found.at <= NOW
    assert len(said_facts([found])) == 1


@given(st.text(max_size=40))
def test_a_moment_is_one_or_none(text: str) -> None:
    found = moment_of(text)
    assert found is None or found.tzinfo is UTC
