"""What is shown and sent of a delivery."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.delivery import Delivery, State, Way, body, left, reference, ticket_number, trouble_words

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
KEY = "0123456789abcdef0123456789abcdef"


def test_a_trouble_is_said_with_its_blanks() -> None:
    made = Delivery(KEY, AT, "t", Way.MAIL, "d", trouble="{to} is shut", blanks={"to": "desk.example"})
    assert trouble_words(made) == "desk.example is shut"
    assert trouble_words(made, lambda text: "{to} ist zu") == "desk.example ist zu"
    assert trouble_words(made, lambda text: "{other} {to.x}") == "{other} {to.x}"
    assert trouble_words(Delivery(KEY, AT, "t", Way.MAIL, "d"), lambda text: "the catalogue's own header") == ""


@pytest.mark.parametrize(
    ("typed", "number"),
    [("#123", "123"), (" HELP-7\n", "HELP-7"), ("", ""), ("INC1\u202e", "INC1"), ("x" * 99, "x" * 64)],
)
def test_a_number_as_people_type_it(typed: str, number: str) -> None:
    assert ticket_number(typed) == number


@given(st.text(max_size=3000), st.integers(100, 2000))
def test_the_key_is_never_cut_off(text: str, most: int) -> None:
    found = body(text, KEY, most)
    assert found.endswith(f"netcheck {KEY}\n")
    assert len(found) <= most


def test_the_reference_is_one_word() -> None:
    assert reference(KEY) == "nc0123456789ab"


def test_what_is_left_to_send_is_told_oldest_first() -> None:
    made = [Delivery(str(n), AT - timedelta(hours=n), "t", "mail", "d", state=state) for n, state in enumerate(State)]
    assert [each.state for each in left(made)] == [State.FAILED, State.SENDING, State.WAITING]
