"""What a step changed is said only where two looks really differ, and a fault that stays is never called mended."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core import progress
from netcheck.core.diagnose import judge, path_of
from netcheck.core.model import Confidence, Impact, Look, Observation, Outcome, Report, Segment, Side
from netcheck.core.progress import what_changed
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_world import FakeWorld, observed

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)


def report_of(seen: dict[str, Observation]) -> Report:
    """A whole look at once, as it would be reported."""
    verdict = judge(seen)
    return Report("r", AT, verdict, (Look(AT, seen),), path_of(seen, verdict))


HOMES = {name: report_of(observed(make())) for name, make in BROKEN.items()}
WELL = report_of(observed(FakeWorld()))
MENDED = tuple(progress._ANSWERS.values())


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ("router-silent", "router-silent", ("Your router still does not answer.",)),
        ("router-silent", "line-down", ("Your router answers now.", "What fails now is the line.")),
        ("line-down", "line-down", ("The line is still down.",)),
        ("line-down", "isp-outage",
         ("Something beyond your router answers now.", "What fails now is at your provider.")),
        ("line-down", "router-silent",
         ("Your router does not answer now.", "What fails now is at your router.")),
        ("line-down", "link-lossy",
         ("The internet answers now.", "Something gets through now, but not as well as it should.")),
        ("link-down", "link-down", ("This computer is still not connected to your router.",)),
        ("link-lossy", "link-lossy", ("It works no better than before.",)),
        ("isp-dns-down", "isp-dns-down", ("The fault at your provider is still there.",)),
    ],
)  # fmt: skip
def test_what_differs_is_said(before: str, after: str, sentences: tuple[str, ...]) -> None:
    assert what_changed(HOMES[before], HOMES[after]) == sentences


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_that_stays_is_never_called_mended(name: str) -> None:
    sentences = what_changed(HOMES[name], HOMES[name])
    assert sentences
    assert not set(sentences) & {*MENDED, progress.WORKS, progress.BADLY}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mended_fault_is_said_in_one_sentence(name: str) -> None:
    assert what_changed(HOMES[name], WELL) == ("Your internet connection works now.",)


@pytest.mark.parametrize("name", HEALTHY)
def test_where_all_is_well_nothing_has_changed(name: str) -> None:
    report = report_of(observed(HEALTHY[name]()))
    if report.verdict.side is Side.NONE:
        assert what_changed(report, report) == ("Nothing has changed.",)


def test_a_surer_verdict_is_news() -> None:
    line = HOMES["line-down"]
    unsure = replace(line, verdict=replace(line.verdict, confidence=Confidence.POSSIBLE))
    sure = replace(line, verdict=replace(line.verdict, confidence=Confidence.CERTAIN))
    assert what_changed(unsure, sure) == ("The line is still down.", progress.CLEARER)
    assert what_changed(sure, unsure) == ("The line is still down.",)


def test_what_fits_no_cause_names_none() -> None:
    line = HOMES["line-down"]
    unclear = replace(line, verdict=replace(line.verdict, side=Side.UNKNOWN, segment=Segment.LINE, fault="unknown"))
    assert what_changed(line, unclear) == (progress.UNCLEAR_NOW,)
    assert what_changed(unclear, unclear) == (progress.UNCLEAR,)
    assert what_changed(unclear, line) == (progress.CLEARER,)


def test_an_answer_that_was_not_awaited_is_no_news() -> None:
    line = HOMES["line-down"]
    seen = {**line.looks[0].seen, "gateway": Observation(Outcome.UNKNOWN)}
    cut = replace(line, looks=(Look(AT, seen),))
    assert what_changed(line, cut) == what_changed(cut, line) == ("The line is still down.",)


@given(st.sampled_from(sorted(BROKEN)), st.sampled_from(sorted(BROKEN)))
def test_a_part_that_answers_now_did_not_answer_before(one: str, other: str) -> None:
    before, after = HOMES[one], HOMES[other]
    sentences = what_changed(before, after)
    assert sentences
    assert len(set(sentences)) == len(sentences)
    now = {step.segment: step.state for step in after.path}
    for segment, sentence in progress._ANSWERS.items():
        if sentence in sentences:
            assert now[segment] == "ok" or after.seen["gateway"].outcome is Outcome.OK
    assert progress.WORKS not in sentences or after.verdict.side is Side.NONE


def test_every_kind_of_fault_has_its_words() -> None:
    for before, after in product(HOMES.values(), HOMES.values()):
        if before.verdict.fault != after.verdict.fault and after.verdict.impact is Impact.OUTAGE:
            assert what_changed(before, after) != ("Nothing has changed.",)
