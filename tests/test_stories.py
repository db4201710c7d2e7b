"""Each story recorded in the lab still leads to its verdict, and no shortened version of it blames the wrong side."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netcheck.core.diagnose import conclude, judge
from netcheck.core.model import Observation, Outcome, merged
from netcheck.reports.json import read_looks

STORIES = sorted((Path(__file__).parent / "scenarios").glob("*.json"))


def story_of(path: Path) -> dict[str, Any]:
    """One recorded story."""
    found = json.loads(path.read_text())
    assert isinstance(found, dict)
    return found


def test_there_are_stories() -> None:
    assert len(STORIES) > 40


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_leads_to_its_verdict(path: Path) -> None:
    story = story_of(path)
    looks = read_looks(story["report"])
    alone = len(looks) == 3  # two looks that disagreed, and one that decided alone
    verdict = judge(looks[-1].seen) if alone else conclude(looks)
    assert verdict.fault == story["verdict"]
    assert verdict.side.value == story["side"]
    assert (verdict.segment.value if verdict.segment else "none") == story["segment"]
    assert list(verdict.also) == story["also"]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_check_that_could_not_be_made_never_turns_home_into_upstream_or_well_into_ill(path: Path) -> None:
    story = story_of(path)
    seen = merged(read_looks(story["report"]))
    for check, said in seen.items():
        less = {**seen, check: replace(said, outcome=Outcome.UNKNOWN, failure=None, facts={})}
        verdict = judge(less)
        if story["side"] == "none":
            assert not verdict.accuses, f"{verdict.fault} without {check}"
        elif story["side"] == "local" and verdict.side.value == "upstream":
            assert verdict.confidence.value == "possible", f"{verdict.fault} without {check}"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_nothing_known_blames_nobody(path: Path) -> None:
    looks = read_looks(story_of(path)["report"])
    blank = {check: Observation(Outcome.UNKNOWN) for look in looks for check in look.seen}
    assert not judge(blank).accuses


def test_unknown_authorities_that_differ_are_no_box_in_the_network() -> None:
    """A box signs all that it opens in one name; a computer that lacks its list of authorities trusts none of them."""
    seen = merged(read_looks(story_of(Path(__file__).parent / "scenarios" / "tls-intercepted.json")["report"]))
    secure = seen["https"]
    assert judge(seen).fault == "tls-intercepted"
    lacking = {**seen, "https": replace(secure, facts={**secure.facts, "issuers": 3, "untrusted": 3})}
    verdict = judge(lacking)
    assert (verdict.accuses, "authorities-unknown" in verdict.also) == (False, True), verdict.fault
