"""Words for each state; what a desk's answer names opens nothing but a page of the web."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.delivery import Delivery, State
from netcheck.core.words import one_line
from netcheck.gui.delivery_words import BADGES, STATES, news_of, tell_delivery
from netcheck.gui.words import when

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
MADE = NOW - timedelta(minutes=25)
WAITS = Delivery("0" * 32, MADE, "The fault is with your provider", "jira", "company.atlassian.net")


def at(moment: datetime) -> str:
    return when(moment, NOW)


def test_each_state_has_its_words_and_sign() -> None:
    assert set(STATES) == set(BADGES) == set(State)
    assert len(set(BADGES.values())) == len(State)


def test_one_that_waits() -> None:
    told = tell_delivery(WAITS, NOW)
    assert (told.state, told.details) == ("Will be sent when the line works again.", f"Made {at(MADE)}.")
    assert (told.again, told.remove) == (False, True)


def test_one_that_is_being_sent_is_left_alone() -> None:
    told = tell_delivery(replace(WAITS, state=State.SENDING), NOW)
    assert (told.state, told.again, told.remove) == ("Is being sent now…", False, False)


def test_one_that_was_sent() -> None:
    url = "https://company.atlassian.net/browse/HELP-7"
    sent = replace(WAITS, state=State.SENT, sent_at=NOW, ticket="HELP-7", ticket_url=url, parts=("a", "b"))
    told = tell_delivery(sent, NOW)
    assert told.state == f"Sent at {at(NOW)} to company.atlassian.net."
    assert told.details == f"Made {at(MADE)}. 2 reports in one."
    assert (told.ticket, told.url, told.again, told.remove) == ("HELP-7", url, False, False)
    assert news_of(sent) == ("Your help desk has the report.", "The fault is with your provider · Ticket HELP-7")
    left_out = replace(sent, trouble="{file} was not taken.", blanks={"file": "report.pdf"}, parts=())
    assert tell_delivery(left_out, NOW).details == f"report.pdf was not taken. Made {at(MADE)}."


def test_one_that_failed_says_why_and_when_it_is_tried_again() -> None:
    again = NOW + timedelta(minutes=4)
    failed = replace(WAITS, state=State.FAILED, trouble="{to} is busy.", blanks={"to": "The desk"}, next_at=again)
    told = tell_delivery(failed, NOW)
    assert told.state == "The desk is busy."
    assert told.details == f"It is tried again by itself, at {at(again)}. Made {at(MADE)}."
    assert told.again
    assert told.remove
    assert tell_delivery(replace(failed, trouble="", next_at=None), NOW).state == "Not sent yet."


def test_one_that_was_given_up() -> None:
    lost = replace(WAITS, state=State.GIVEN_UP, trouble="The password is wrong.")
    told = tell_delivery(lost, NOW)
    assert told.details == f"It is not tried again by itself. Made {at(MADE)}."
    assert told.spoken().startswith("The fault is with your provider: The password is wrong.")
    assert news_of(lost) == ("The report could not be sent to your help desk.", "The password is wrong.")


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/1", "file:///etc/passwd", "javascript:alert(1)", "https://", "https://[", "//x.example/",
        "https://desk.example@evil.example/", "https://desk.example/a b", "https://desk.example/\u202e", "ms-word:x",
    ],
)  # fmt: skip
def test_nothing_else_is_opened(url: str) -> None:
    assert tell_delivery(replace(WAITS, state=State.SENT, ticket_url=url), NOW).url == ""


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_hostile_texts_stay_on_one_short_line(title: str, ticket: str, url: str) -> None:
    told = tell_delivery(replace(WAITS, state=State.SENT, title=title, ticket=ticket, ticket_url=url), NOW)
    for text in (told.title, told.ticket):
        assert len(text) <= 120
        assert text == one_line(text)
    assert told.url == "" or told.url.startswith("https://")
    assert told.title
