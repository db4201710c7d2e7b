"""All checks together, over whole homes: what works is left in peace, and what is broken is called by its name."""

import pytest

from netcheck.core.diagnose import judge
from netcheck.core.model import Impact, Side
from netcheck.core.rules import RULES
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_world import observed


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_home_stays_healthy(name: str) -> None:
    seen = observed(HEALTHY[name]())
    verdict = judge(seen)
    assert (verdict.side, verdict.fault) == (Side.NONE, "none"), verdict.evidence


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_home_is_called_by_its_fault(name: str) -> None:
    verdict = judge(observed(BROKEN[name]()))
    assert verdict.fault == name, verdict.evidence
    assert verdict.accuses


def test_each_fault_that_can_be_a_verdict_has_its_home() -> None:
    assert {rule.code for rule in RULES if rule.impact is not Impact.NOTE} == set(BROKEN)
