"""Runs of digits and signs: what may be an address in them, and how long that takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcheck.core.redaction_chains import AT_ONCE, RUN, shapes
from netcheck.core.redaction_shapes import Need
from netcheck.core.redaction_values import Plain

PLAIN = Plain()


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789abcdefABCDEF:._%-", max_size=80), st.booleans())
def test_every_shape_lies_within_its_run(run: str, glued: bool) -> None:
    for shape in shapes(run, glued, PLAIN):
        assert 0 <= shape.start < shape.end <= len(run)
        assert shape.readings


@pytest.mark.parametrize(
    ("run", "text", "need"),
    [
        ("54700d17", "84.112.13.23", Need.HEX_LABEL),
        ("1416629527", "84.112.13.23", Need.HOST),
        ("084112013023", "84.112.13.23", Need.KNOWN),
        ("2a028388123400010000000000000007", "2a02:8388:1234:1::7", Need.HEX_LABEL),
        ("0250560000c00008", "250:5600:c0:8", Need.KNOWN),
    ],
)
def test_digits_without_any_sign(run: str, text: str, need: Need) -> None:
    assert (text, need) in [(value.text, shape.need) for shape in shapes(run, False, PLAIN) for value in shape.readings]


def test_a_hash_is_no_address() -> None:
    assert shapes("9f3a12bc77de0a41" * 4, False, PLAIN) == []


def test_an_address_deep_in_a_long_run_is_found() -> None:
    for before in range(AT_ONCE * 3):
        run = "7." * before + "84.112.13.23"
        texts = {value.text for shape in shapes(run, False, PLAIN) for value in shape.readings}
        assert "84.112.13.23" in texts


def test_where_to_look() -> None:
    assert [match[0] for match in RUN.finditer("at 84.112.13.23 on 2026")] == ["84.112.13.23"]
