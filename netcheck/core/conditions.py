"""The words that rules are written in: ok, failed, facts, and, or, not - with "unknown" and "not yet" as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netcheck.core.model import Fact, Failure, Observation, Outcome, Seen, Truth


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a condition says, and the checks that made it say so."""

    truth: Truth
    because: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """A question to the observations of one look. Combine with &, | and ~ (Kleene's three values, and PENDING)."""

    judge: Callable[[Seen], Judgement]
    checks: frozenset[str]
    """Every check the condition may look at."""
    text: str
    """The condition as it reads, for tests and for people who ask why."""

    def __and__(self, other: Condition) -> Condition:
        """True where both are; false as soon as one is."""
        return _joined(self, other, " and ", Truth.FALSE, Truth.TRUE)

    def __or__(self, other: Condition) -> Condition:
        """True as soon as one is; false where both are."""
        return _joined(self, other, " or ", Truth.TRUE, Truth.FALSE)

    def __invert__(self) -> Condition:
        """The opposite; unknown stays unknown."""

        def judge(seen: Seen) -> Judgement:
            said = self.judge(seen)
            return Judgement(_OPPOSITE[said.truth], said.because)

        return Condition(judge, self.checks, f"not ({self.text})")

    def __str__(self) -> str:
        return self.text


_OPPOSITE = {
    Truth.TRUE: Truth.FALSE,
    Truth.FALSE: Truth.TRUE,
    Truth.UNKNOWN: Truth.UNKNOWN,
    Truth.PENDING: Truth.PENDING,
}


def _joined(left: Condition, right: Condition, word: str, decisive: Truth, weak: Truth) -> Condition:
    """One decisive side decides; else what is pending, then unknown, wins over the weak value."""

    def judge(seen: Seen) -> Judgement:
        sides = (left.judge(seen), right.judge(seen))
        deciding = [side.because for side in sides if side.truth is decisive]
        if deciding:
            return Judgement(decisive, frozenset().union(*deciding))
        for truth in (Truth.PENDING, Truth.UNKNOWN):
            if any(side.truth is truth for side in sides):
                return Judgement(truth)
        return Judgement(weak, sides[0].because | sides[1].because)

    return Condition(judge, left.checks | right.checks, f"({left.text}{word}{right.text})")


def _leaf(check: str, text: str, holds: Callable[[Observation], bool | None]) -> Condition:
    """A condition on one observation; `holds` answers None for "cannot tell"."""

    def judge(seen: Seen) -> Judgement:
        observation = seen.get(check)
        if observation is None:
            return Judgement(Truth.UNKNOWN)
        if observation.outcome is Outcome.PENDING:
            return Judgement(Truth.PENDING)
        held = holds(observation)
        if held is None:
            return Judgement(Truth.UNKNOWN)
        return Judgement(Truth.TRUE if held else Truth.FALSE, frozenset({check}))

    return Condition(judge, frozenset({check}), text)


def ok(check: str) -> Condition:
    """The check found all well."""
    return _leaf(
        check,
        f"{check} ok",
        lambda seen: None if seen.outcome is Outcome.UNKNOWN else seen.outcome is Outcome.OK,
    )


def failed(check: str, *failures: Failure) -> Condition:
    """The check failed - in one of these ways, where any are named."""

    def holds(seen: Observation) -> bool | None:
        if seen.outcome is Outcome.UNKNOWN:
            return None
        return seen.outcome is Outcome.FAILED and (not failures or seen.failure in failures)

    named = f" by {', '.join(failures)}" if failures else ""
    return _leaf(check, f"{check} failed{named}", holds)


@dataclass(frozen=True, slots=True)
class FactOf:
    """One fact of one check, to be compared. A fact that is missing or None is unknown."""

    check: str
    name: str

    def _compared(self, text: str, compare: Callable[[Fact], bool | None]) -> Condition:
        def holds(seen: Observation) -> bool | None:
            value = seen.facts.get(self.name)
            return None if value is None else compare(value)

        return _leaf(self.check, f"{self.check}.{self.name} {text}", holds)

    def is_(self, *wanted: Fact) -> Condition:
        """Equal to one of these."""
        return self._compared(f"is {' or '.join(map(str, wanted))}", lambda value: value in wanted)

    def at_least(self, number: float) -> Condition:
        """A number of this size or more; anything but a number is unknown."""
        return self._compared(f">= {number}", lambda value: value >= number if isinstance(value, int | float) else None)

    def below(self, number: float) -> Condition:
        """A number smaller than this; anything but a number is unknown."""
        return self._compared(f"< {number}", lambda value: value < number if isinstance(value, int | float) else None)


def fact(check: str, name: str) -> FactOf:
    """A fact of a check, to be compared with `is_`, `at_least` or `below`."""
    return FactOf(check, name)


def known(condition: Condition) -> Condition:
    """The condition, with unknown taken for false: for marks that strengthen a verdict when they are there."""

    def judge(seen: Seen) -> Judgement:
        said = condition.judge(seen)
        return Judgement(Truth.FALSE) if said.truth is Truth.UNKNOWN else said

    return Condition(judge, condition.checks, f"certainly ({condition.text})")
