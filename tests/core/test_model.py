"""The nouns keep their order and their sides."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.model import (
    PENDING,
    Confidence,
    Fact,
    Failure,
    Impact,
    Look,
    Observation,
    Outcome,
    Report,
    Segment,
    Side,
    Verdict,
    left_out,
    merged,
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


# --- several looks ----------------------------------------------------------------------------------------------------

SAID = Observation(Outcome.FAILED, Failure.TIMEOUT, "silent", {"said": "no-route", "n": 1})
OTHER = Observation(Outcome.OK, summary="fine", facts={"n": 2})
NOT_FINISHED = Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED)
CHECKS = st.dictionaries(
    st.sampled_from("abc"),
    st.builds(
        Observation,
        st.sampled_from(Outcome),
        st.none() | st.sampled_from([Failure.TIMEOUT, Failure.NOT_FINISHED]),
        facts=st.dictionaries(st.sampled_from(["x", "y"]), st.none() | st.integers(0, 3)),
    ),
)
LOOKS = st.lists(st.builds(Look, st.just(AT), CHECKS, st.booleans()), max_size=4)


@pytest.mark.parametrize(
    ("outcome", "facts"), [(Outcome.FAILED, {"said": "no-route", "n": 2}), (Outcome.OK, {"said": None, "n": 2})]
)
def test_what_was_said_once_stands_until_the_outcome_is_another(outcome: Outcome, facts: dict[str, Fact]) -> None:
    first = {"path": Observation(Outcome.FAILED, facts={"said": "no-route", "n": 1})}
    second = {"path": Observation(outcome, facts={"said": None, "n": 2})}
    assert merged([Look(AT, first), Look(AT, second, confirming=True)])["path"] == Observation(outcome, facts=facts)


@pytest.mark.parametrize("answer", [PENDING, NOT_FINISHED])
def test_a_confirming_question_that_did_not_end_takes_nothing_back(answer: Observation) -> None:
    first, again = Look(AT, {"a": SAID, "b": OTHER}), Look(AT, {"a": answer}, confirming=True)
    assert left_out(again, "a")
    assert merged([first, again]) == {"a": SAID, "b": OTHER}


@pytest.mark.parametrize("answer", [PENDING, NOT_FINISHED])
def test_a_whole_look_that_did_not_end_counts_as_it_is(answer: Observation) -> None:
    second = Look(AT, {"a": answer})
    assert not left_out(second, "a")
    assert merged([Look(AT, {"a": SAID}), second])["a"] == answer


def test_what_only_the_confirming_look_asked_is_there_even_where_it_did_not_end() -> None:
    assert merged([Look(AT, {}), Look(AT, {"page": NOT_FINISHED}, confirming=True)]) == {"page": NOT_FINISHED}


def test_what_ended_or_was_never_asked_was_not_left_out() -> None:
    again = Look(AT, {"a": SAID, "b": Observation(Outcome.UNKNOWN, Failure.NOT_PERMITTED)}, confirming=True)
    assert [left_out(again, check) for check in "abc"] == [False, False, False]


@given(LOOKS)
def test_every_check_that_was_asked_has_one_answer_that_somebody_gave(looks: list[Look]) -> None:
    seen = merged(looks)
    assert set(seen) == {check for look in looks for check in look.seen}
    for check, said in seen.items():
        given = [look.seen[check] for look in looks if check in look.seen]
        assert (said.outcome, said.failure) in [(one.outcome, one.failure) for one in given]
        for name, value in said.facts.items():
            assert value in [one.facts[name] for one in given if name in one.facts]


@given(LOOKS)
def test_one_look_is_merged_into_itself(looks: list[Look]) -> None:
    for look in looks:
        assert merged([look]) == look.seen
        assert merged([look, look]) == look.seen
