"""Whatever a page of somebody else's says, what is not wanted counts as not there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.gui.provider_facts import mapping_of, moment_of, text_of
from netcheck.gui.words import when

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.tuples(st.text())


@given(ANYTHING)
def test_anything_at_all(value: object) -> None:
    known = {"it": value}
    assert "\n" not in text_of(known, "it")
    assert dict(mapping_of(known, "it")) == {}
    moment = moment_of(known, "it")
    assert moment is None or when(moment)


@pytest.mark.parametrize(
    "text", ["2026-11-21 14:02 UTC", "2026-11-21T14:02:00Z", "2026-11-21T15:02:00+01:00", "2026-11-21T14:02:00"]
)
def test_times_as_checks_write_them(text: str) -> None:
    assert moment_of({"at": text}, "at") == datetime(2026, 11, 21, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59Z"])
def test_what_is_no_time_of_news(text: str) -> None:
    assert moment_of({"at": text}, "at") is None
    assert moment_of({}, "at") is None
