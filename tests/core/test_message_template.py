"""A message with blanks: refused where it cannot be filled, and never filled twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.message_template import BLANKS, BlankError, checked_template, filled


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("off {sinse}", "{sinse} is none"),
        ("off {since.year}", "{since.year} is none"),
        ("off {}", "{} is none"),
        ("off {since", "closing brace"),
        ("off }since{", "closing brace"),
        ("off [{since}", "closing bracket"),
        ("off [a [{since}]]", "within another"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(template: str, wanted: str) -> None:
    with pytest.raises(BlankError, match=wanted.replace("{", r"\{").replace("}", r"\}")):
        checked_template(template)


@given(st.text(st.sampled_from("{}[]ab since"), max_size=40), st.text(max_size=30))
def test_what_is_filled_in_is_never_a_template(template: str, value: str) -> None:
    values = dict.fromkeys(BLANKS, value)
    try:
        checked_template(template)
    except BlankError:
        return
    told = filled(template, values)
    assert "\n" not in told
    assert told.isprintable() or not value.isprintable()


def test_braces_in_a_name_stay() -> None:
    assert filled("{name}[ {reach}]", {"name": "{since} [x]", "reach": "{name}"}) == "{since} [x] {name}"


def test_a_part_with_an_empty_blank_is_left_out() -> None:
    assert filled("off[, {a} {b}][; {b}] {a}", {"a": "", "b": "now"}) == "off; now ?"
