"""When a report is tried again and when it is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.delivery import Delivery, Sent, State, Trouble, Way
from netcheck.core.delivery_pace import (
    FIRST_S,
    INTERRUPTED,
    LEAST_S,
    LEAST_TRIES,
    LONGEST_REST_S,
    LONGEST_S,
    PATIENCE,
    SET_BACK,
    SPREAD_S,
    TOO_LONG,
    after_return_s,
    begun,
    digest_groups,
    digest_key,
    ended,
    is_due,
    next_try_s,
    once_more,
    retry_after_s,
    taken_up,
)

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
MADE = Delivery("0" * 32, AT, "t", Way.MAIL, "desk@firm.example")
LATER, NEVER = Trouble(True, "later"), Trouble(False, "never")


@given(st.integers(0, 10_000), st.floats(allow_nan=False), st.floats(0, 1))
def test_a_wait_is_bounded(attempts: int, asked_s: float, chance: float) -> None:
    wait_s = next_try_s(attempts, asked_s, chance)
    assert max(LEAST_S, min(asked_s, LONGEST_REST_S)) <= wait_s <= LONGEST_REST_S + LONGEST_S


def test_a_wait_grows_over_its_whole_width() -> None:
    assert [next_try_s(n, 0, 1.0) for n in (1, 2, 3, 7, 50)] == [60, 120, 240, LONGEST_S, LONGEST_S]
    assert next_try_s(3, 0, 0.0) == LEAST_S
    assert next_try_s(2, 0, 0.5) == FIRST_S
    assert next_try_s(1, 600, 0.5) == 630  # not all in the same second


def test_a_town_does_not_come_back_in_one_second() -> None:
    assert [after_return_s(chance) for chance in (0.0, 0.5, 1.0, 7.0)] == [0, SPREAD_S / 2, SPREAD_S, SPREAD_S]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999", LONGEST_REST_S),
        (format_datetime(AT + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime((AT + timedelta(minutes=5)).astimezone(timezone(timedelta(hours=2)))), 300),
        (format_datetime(AT - timedelta(days=1), usegmt=True), 0),
        (format_datetime(AT + timedelta(days=30), usegmt=True), LONGEST_REST_S),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
        ("٣", 0),
        ("Sun, 99 Nov 2026 99:00:00 GMT", 0),
    ],
)
def test_what_a_desk_asks_for(text: str, seconds: float) -> None:
    assert retry_after_s(text, AT) == seconds


@given(st.text(max_size=60))
def test_a_hostile_header_asks_for_a_bounded_wait(text: str) -> None:
    assert 0 <= retry_after_s(text, AT) <= LONGEST_REST_S


def test_a_try_that_failed_is_repeated_later() -> None:
    tried = ended(begun(MADE), replace(LATER, ticket="T-1", url="https://d/1", blanks={"a": "b"}), AT, 0.5)
    assert (tried.state, tried.attempts, tried.trouble, tried.blanks) == (State.FAILED, 1, "later", {"a": "b"})
    assert (tried.ticket, tried.made_ticket, tried.ticket_url) == ("", "T-1", "https://d/1")
    assert tried.next_at == AT + timedelta(seconds=30)
    assert not is_due(tried, AT)
    assert is_due(tried, AT + timedelta(seconds=30))


def test_what_cannot_heal_is_given_up_at_once() -> None:
    tried = ended(begun(MADE), NEVER, AT, 0.5)
    assert (tried.state, tried.next_at, tried.trouble) == (State.GIVEN_UP, None, "never")


def test_after_a_week_it_is_given_up() -> None:
    made = replace(MADE, attempts=LEAST_TRIES)
    assert ended(made, LATER, AT + PATIENCE, 0.5).state is State.FAILED
    tried = ended(made, LATER, AT + PATIENCE + timedelta(seconds=1), 0.5)
    assert (tried.state, tried.trouble, tried.blanks) == (State.GIVEN_UP, TOO_LONG, {"days": "7"})


def test_a_clock_that_leaps_by_years_gives_up_nothing() -> None:
    made = begun(replace(MADE, made_at=datetime(1970, 1, 2, tzinfo=UTC)))  # offline, without a clock that runs on
    assert ended(made, LATER, AT, 0.5).state is State.FAILED


def test_what_was_sent_says_where_and_what_was_not_taken() -> None:
    tried = ended(begun(replace(MADE, ticket="")), Sent("T-1", "https://d/1", "no files"), AT, 0.5)
    assert (tried.state, tried.ticket, tried.ticket_url, tried.trouble) == (
        State.SENT,
        "T-1",
        "https://d/1",
        "no files",
    )
    assert tried.sent_at == AT
    assert once_more(tried) == tried


def test_a_program_that_was_killed_is_taken_over_from() -> None:
    found = taken_up(begun(MADE), AT, 0.5)
    assert (found.state, found.trouble, found.attempts) == (State.FAILED, INTERRUPTED, 1)
    assert taken_up(MADE, AT, 0.5) == MADE


def test_a_person_may_want_it_again() -> None:
    given_up = replace(ended(begun(MADE), NEVER, AT, 0.5), ticket="wrong")
    found = once_more(given_up, "right")
    assert (found.state, found.trouble, found.ticket) == (State.WAITING, "", "right")
    assert is_due(found, AT)
    assert once_more(given_up).ticket == "wrong"


def test_a_moment_far_away_was_written_before_the_clock_was_set_back() -> None:
    assert is_due(replace(MADE, state=State.FAILED, next_at=AT + timedelta(days=300)), AT)


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    tried = ended(begun(MADE), replace(LATER, after_s=600), AT, 0.5)
    for hours in (1, 5, 24 * 365):
        assert is_due(tried, AT - timedelta(hours=hours))
    assert not is_due(tried, AT - SET_BACK)  # a small correction is none
    assert not is_due(tried, AT)
    assert is_due(tried, AT + timedelta(hours=5))


def test_only_those_go_as_one_which_no_desk_can_know() -> None:
    first, second = replace(MADE, key="1"), replace(MADE, key="2", made_at=AT + timedelta(hours=1))
    others = [
        replace(MADE, key="3", ticket="T-1"),
        replace(MADE, key="4", to="other@firm.example"),
        replace(MADE, key="5", attempts=1),
        replace(MADE, key="6", state=State.SENT),
        replace(MADE, key="7", state=State.FAILED),
    ]
    assert digest_groups([second, *others, first]) == ((first, second),)
    assert digest_groups([first, *others]) == ()


def test_the_key_of_several_is_always_the_same() -> None:
    assert digest_key(["b", "a"]) == digest_key(["a", "b"]) != digest_key(["a"])
    assert len(digest_key(["a"])) == 32
