"""What is read out of somebody's report is of the kind that it should be, or is refused."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from netcheck.core.look_reader import flag, moment, number, optional_moment, read_look, read_looks, rows, text, texts
from netcheck.core.model import Failure, Look, Observation, Outcome


def test_a_look() -> None:
    written = {
        "at": "2026-11-21T14:02:11Z",
        "confirming": True,
        "checks": [{"id": "gateway", "outcome": "failed", "failure": "timeout", "summary": "silent", "duration_ms": 3}],
    }
    at = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
    seen = {"gateway": Observation(Outcome.FAILED, Failure.TIMEOUT, "silent", {}, None, 3.0)}
    assert read_look(written) == Look(at, seen, confirming=True)
    assert read_looks({"looks": [written]}) == (Look(at, seen, confirming=True),)


@pytest.mark.parametrize("looks", [None, {}, ["x"], [{}], [{"at": "x", "checks": []}], [{"at": 3, "checks": [{}]}]])
def test_what_is_no_look_is_refused(looks: object) -> None:
    with pytest.raises(ValueError, match=r"damaged|isoformat"):
        read_looks({"looks": looks})


@pytest.mark.parametrize("value", [None, True, "1", math.nan, math.inf, -1, 1e13, [1]])
def test_a_number_is_one(value: object) -> None:
    with pytest.raises(ValueError, match="damaged"):
        number({"n": value}, "n")
    assert number({"n": 3}, "n") == 3.0
    assert number({"n": -60}, "n", least=-1439) == -60.0


def test_a_text_is_one_and_half_a_sign_is_replaced() -> None:
    assert text({"t": "a\ud800b"}, "t") == "a?b"
    assert texts(["a", "b"]) == ("a", "b")
    for value in (None, 3, ["a"]):
        with pytest.raises(ValueError, match="damaged"):
            text({"t": value}, "t")
    for wrong in ("a", 3, None, [3]):
        with pytest.raises(ValueError, match="damaged"):
            texts(wrong)


def test_truth_is_neither_a_number_nor_a_word() -> None:
    assert flag({"f": False}, "f") is False
    for value in (None, 0, 1, "true"):
        with pytest.raises(ValueError, match="damaged"):
            flag({"f": value}, "f")


def test_a_list_holds_objects_alone() -> None:
    assert rows([{"a": 1}]) == [{"a": 1}]
    wrong: list[object] = [None, {}, [1], "x"]
    for value in wrong:
        with pytest.raises(ValueError, match="damaged"):
            rows(value)


def test_a_time_can_be_told_in_every_zone() -> None:
    assert moment("2026-11-21T15:02:11+01:00") == datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
    assert moment("2026-11-21T14:02:11").tzinfo is UTC
    assert optional_moment({"at": None}, "at") is None
    assert optional_moment({"at": "2026-11-21"}, "at") == datetime(2026, 11, 21, tzinfo=UTC)
    for value in (None, 5, "", "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-12-31"):
        with pytest.raises((ValueError, OverflowError)):
            moment(value)
