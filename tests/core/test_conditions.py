"""Conditions have four values: one decisive side decides, pending comes before unknown, and known() ends doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.conditions import Condition, Judgement, fact, failed, known, ok
from netcheck.core.model import PENDING, Fact, Failure, Observation, Outcome, Truth

T, F, U, P = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN, Truth.PENDING
TRUTHS = st.sampled_from(Truth)


def always(truth: Truth, check: str = "a") -> Condition:
    """A condition with a set value."""
    because = frozenset({check}) if truth in (T, F) else frozenset()
    return Condition(lambda seen: Judgement(truth, because), frozenset({check}), check)


def value(condition: Condition) -> Truth:
    return condition.judge({}).truth


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T), (T, F, F, T), (T, U, U, T), (T, P, P, T),
        (F, T, F, T), (F, F, F, F), (F, U, F, U), (F, P, F, P),
        (U, T, U, T), (U, F, F, U), (U, U, U, U), (U, P, P, P),
        (P, T, P, T), (P, F, F, P), (P, U, P, P), (P, P, P, P),
    ],
)  # fmt: skip
def test_and_or(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert value(always(left) & always(right)) is both
    assert value(always(left) | always(right)) is either


@pytest.mark.parametrize(("truth", "opposite"), [(T, F), (F, T), (U, U), (P, P)])
def test_not(truth: Truth, opposite: Truth) -> None:
    assert value(~always(truth)) is opposite


@pytest.mark.parametrize(("truth", "certain"), [(T, T), (F, F), (U, F), (P, P)])
def test_known_takes_unknown_for_false_and_waits_for_what_is_pending(truth: Truth, certain: Truth) -> None:
    assert value(known(always(truth))) is certain


@given(TRUTHS, TRUTHS, TRUTHS)
def test_the_laws_of_logic_hold(x: Truth, y: Truth, z: Truth) -> None:
    a, b, c = always(x, "a"), always(y, "b"), always(z, "c")
    assert value(a & b) is value(b & a)
    assert value(a & (b & c)) is value((a & b) & c)
    assert value(a | (b | c)) is value((a | b) | c)
    assert value(~(a & b)) is value(~a | ~b)
    assert value(~~a) is value(a)


@given(TRUTHS, TRUTHS, st.sampled_from([T, F, U]))
def test_what_is_decided_stays_so_whatever_the_pending_one_becomes(x: Truth, y: Truth, becomes: Truth) -> None:
    def settled(truth: Truth) -> Truth:
        return becomes if truth is P else truth

    for joined, later in (
        (always(x) & always(y), always(settled(x)) & always(settled(y))),
        (always(x) | always(y), always(settled(x)) | always(settled(y))),
        (known(always(x)), known(always(settled(x)))),
    ):
        if value(joined) is not P:
            assert value(joined) is value(later)


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        (always(T, "a") & always(T, "b"), {"a", "b"}),
        (always(F, "a") & always(T, "b"), {"a"}),
        (always(F, "a") & always(F, "b"), {"a", "b"}),
        (always(T, "a") | always(F, "b"), {"a"}),
        (always(F, "a") | always(F, "b"), {"a", "b"}),
        (always(U, "a") & always(T, "b"), set()),
        (~always(T, "a"), {"a"}),
        (known(always(T, "a")), {"a"}),
        (known(always(U, "a")), set()),
    ],
)
def test_the_evidence_is_what_decided(condition: Condition, because: set[str]) -> None:
    assert condition.judge({}).because == because


def test_every_check_that_may_be_looked_at_is_named() -> None:
    condition = ~ok("a") & (failed("b") | known(fact("c", "n").is_(1)))
    assert condition.checks == {"a", "b", "c"}


GOOD = Observation(Outcome.OK)
BAD = Observation(Outcome.FAILED, Failure.TIMEOUT)
UNSURE = Observation(Outcome.UNKNOWN, Failure.TIMEOUT)


@pytest.mark.parametrize(
    ("observation", "is_ok", "has_failed", "by_timeout", "by_reset"),
    [(GOOD, T, F, F, F), (BAD, F, T, T, F), (UNSURE, U, U, U, U), (PENDING, P, P, P, P), (None, U, U, U, U)],
)
def test_outcomes(
    observation: Observation | None, is_ok: Truth, has_failed: Truth, by_timeout: Truth, by_reset: Truth
) -> None:
    seen = {"x": observation} if observation else {}
    conditions = (ok("x"), failed("x"), failed("x", Failure.TIMEOUT), failed("x", Failure.RESET, Failure.REFUSED))
    assert [c.judge(seen).truth for c in conditions] == [is_ok, has_failed, by_timeout, by_reset]


@pytest.mark.parametrize(
    ("found", "is_one", "at_least_one", "below_one"),
    [
        (1, T, T, F), (0, F, F, T), (1.5, F, T, F), ("1", F, U, U), (None, U, U, U), ((1,), F, U, U), ({}, F, U, U),
    ],
)  # fmt: skip
def test_facts(found: Fact, is_one: Truth, at_least_one: Truth, below_one: Truth) -> None:
    seen = {"x": Observation(Outcome.FAILED, facts={"n": found})}
    n = fact("x", "n")
    assert [c.judge(seen).truth for c in (n.is_(1), n.at_least(1), n.below(1))] == [is_one, at_least_one, below_one]


@pytest.mark.parametrize("seen", [{}, {"x": GOOD}, {"x": UNSURE}])
def test_a_fact_that_is_missing_is_unknown(seen: dict[str, Observation]) -> None:
    assert fact("x", "n").is_(None, 1, 2).judge(seen).truth is U


def test_a_fact_of_an_unknown_outcome_still_counts() -> None:
    seen = {"x": Observation(Outcome.UNKNOWN, facts={"n": 3})}
    assert fact("x", "n").at_least(3).judge(seen).truth is T


def test_a_check_that_still_runs_has_no_facts_yet() -> None:
    assert fact("x", "n").is_(1).judge({"x": PENDING}).truth is P


def test_a_condition_reads_as_it_was_written() -> None:
    condition = ~(ok("link") & failed("gateway", Failure.TIMEOUT)) | known(fact("path", "said").is_("no-route"))
    assert str(condition) == "(not ((link ok and gateway failed by timeout)) or certainly (path.said is no-route))"
