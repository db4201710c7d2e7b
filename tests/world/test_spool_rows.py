"""What stands in the files of a delivery is read as it was written, and hostile files raise what is expected."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.delivery import Attachment, Delivery, Parcel, State, Way
from netcheck.world.spool_rows import (
    FORM,
    NewerError,
    delivery_row,
    parcel_of,
    parcel_row,
    read_delivery,
    read_parcel_row,
)

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
EXPECTED = (ValueError, LookupError, TypeError, RecursionError, OverflowError)
MADE = Delivery("a" * 32, AT, "t", Way.JIRA, "desk.example")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    state=st.sampled_from(State),
    way=st.sampled_from(Way),
    attempts=st.integers(0, 999_999),
    trouble=st.text(max_size=100),
    blanks=st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=3),
    when=st.none() | st.datetimes(timezones=st.just(UTC)),
    parts=st.lists(st.text("0123456789abcdef", min_size=32, max_size=32), max_size=3),
)
def test_it_is_read_as_it_was_written(
    state: State, way: Way, attempts: int, trouble: str, blanks: dict[str, str], when: datetime | None, parts: list[str]
) -> None:
    made = Delivery(
        "a" * 32, AT, "title", way, "desk.example", "o", state, attempts, when, trouble, blanks, "T-1",
        "https://desk.example/1", "T-2", when, tuple(parts), True, when,
    )  # fmt: skip
    assert read_delivery(delivery_row(made)) == made


def test_what_a_newer_netcheck_wrote_is_known_as_such() -> None:
    row = json.loads(delivery_row(MADE)) | {"form": FORM + 1, "state": "read aloud"}
    with pytest.raises(NewerError):
        read_delivery(json.dumps(row).encode())


def test_what_an_older_one_did_not_write_is_not_needed() -> None:
    row = json.loads(delivery_row(MADE))
    del row["tried_at"]
    assert read_delivery(json.dumps(row).encode()) == MADE


def test_an_address_that_is_not_https_is_not_shown() -> None:
    row = json.loads(delivery_row(MADE)) | {"ticket_url": "javascript:alert(1)"}
    assert read_delivery(json.dumps(row).encode()).ticket_url == ""


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_hostile_files_are_refused(data: bytes) -> None:
    with pytest.raises(EXPECTED):
        read_delivery(data)


@given(st.sampled_from(sorted(json.loads(delivery_row(MADE)))), JSON)
def test_a_hostile_value_is_refused_or_harmless(name: str, value: object) -> None:
    row = json.loads(delivery_row(MADE)) | {name: value}
    try:
        found = read_delivery(json.dumps(row).encode())
    except EXPECTED:
        return
    assert found.title.isprintable()
    assert found.ticket_url == "" or found.ticket_url.startswith("https://")


@given(st.text(max_size=50), st.lists(st.binary(max_size=50), max_size=3))
def test_a_parcel_is_read_as_it_was_written(text: str, files: list[bytes]) -> None:
    made = Parcel("t", text, tuple(Attachment(f"{n}.txt", "text/plain", data) for n, data in enumerate(files)), "o", AT)
    row, written = parcel_row(made)
    assert parcel_of(read_parcel_row(row), lambda name: written[int(name.partition(".")[0])]) == made


def test_a_file_that_is_another_one_is_refused() -> None:
    row, _ = parcel_row(Parcel("t", "x", (Attachment("a", "text/plain", b"one"),)))
    with pytest.raises(ValueError, match="not the file"):
        parcel_of(read_parcel_row(row), lambda name: b"two")
