"""The nouns keep their order and their sides."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from netcheck.core.model import (
    PENDING,
    Confidence,
    Failure,
    Impact,
    Look,
    Observation,
    Outcome,
    Report,
    Segment,
    Side,
    Verdict,
)

AT = datetime(2026, 11, 21, tzinfo=UTC)
NONE = Verdict(Side.NONE, None, "none", Impact.NONE, Confidence.CERTAIN, "It works.", "")


def test_the_path_runs_from_the_computer_to_the_service() -> None:
    assert [segment.value for segment in sorted(Segment, key=lambda s: s.place)] == [
        "computer", "link", "router", "line", "isp", "internet", "service",
    ]  # fmt: skip


def test_local_is_what_a_person_can_touch() -> None:
    assert {s for s in Segment if s.side is Side.LOCAL} == {Segment.COMPUTER, Segment.LINK, Segment.ROUTER}
    assert {s.side for s in Segment} == {Side.LOCAL, Side.UPSTREAM}


@pytest.mark.parametrize("one", Confidence)
@pytest.mark.parametrize("other", Confidence)
def test_at_most_is_the_less_sure_of_two(one: Confidence, other: Confidence) -> None:
    order = [Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE]
    assert one.at_most(other) is order[max(order.index(one), order.index(other))]


@pytest.mark.parametrize(("side", "accuses"), [(Side.NONE, False), (Side.UNKNOWN, False), (Side.LOCAL, True)])
def test_only_a_side_of_the_door_is_an_accusation(side: Side, accuses: bool) -> None:
    assert Verdict(side, None, "x", Impact.NONE, Confidence.LIKELY, "", "").accuses is accuses


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PENDING.summary = "done"  # type: ignore[misc]


def test_an_observation_starts_without_facts() -> None:
    assert dict(Observation(Outcome.OK).facts) == {}


def test_a_report_shows_the_newest_answer_of_each_check() -> None:
    old, new = Observation(Outcome.FAILED, Failure.TIMEOUT), Observation(Outcome.OK)
    report = Report("r", AT, NONE, (Look(AT, {"a": old, "b": old}), Look(AT, {"a": new}, confirming=True)), ())
    assert report.seen == {"a": new, "b": old}
