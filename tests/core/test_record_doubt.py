"""What would change a verdict: the person's word, what nobody could ask, and what it rests on."""

from __future__ import annotations

from dataclasses import replace

from netcheck.core.model import Confidence, Failure, Impact, Observation, Outcome, Segment, Side, Verdict
from netcheck.core.record import Record
from netcheck.core.record_doubt import LATER, MOST_UNASKED, PAGE, SECOND, WELL, would_change
from netcheck.core.words import OTHER_DEVICE_WORKS
from tests.fake_record import of_log, of_look, of_outage

VERDICT = Verdict(
    Side.UPSTREAM, Segment.ISP, "isp-outage", Impact.OUTAGE, Confidence.LIKELY, "The provider.", "",
    questions=(OTHER_DEVICE_WORKS,), rests_on=("gateway", "path", "dns"),
)  # fmt: skip
SEEN = {
    "gateway": Observation(Outcome.OK, None, "it answered"),
    "path": Observation(Outcome.UNKNOWN, Failure.NOT_PERMITTED, "not allowed"),
    "dns": Observation(Outcome.PENDING),
}


def record(
    verdict: Verdict = VERDICT, seen: dict[str, Observation] = SEEN, looks: int = 2, **provider: object
) -> Record:
    base = of_look()
    assert base.report is not None
    each = replace(base.report.looks[0], seen=seen)
    return replace(
        base, report=replace(base.report, verdict=verdict, looks=(each,) * looks, provider=provider), provider={}
    )


def test_all_that_can_be_said() -> None:
    found = would_change(record(looks=1, status_url="https://x/", asked=False))
    assert found[0] == f'An answer to: "{OTHER_DEVICE_WORKS.text}"'
    assert SECOND in found
    assert "What could not be found out: Path (not allowed)." in found
    assert PAGE in found
    assert found[-1] == "Another answer of what it rests on: Router."


def test_what_is_known_is_not_asked_for() -> None:
    person = {"person": Observation(Outcome.OK, None, "", {"other_device": "no"})}
    assert not any(OTHER_DEVICE_WORKS.text in line for line in would_change(record(seen={**SEEN, **person})))
    assert PAGE not in would_change(record(status_url="https://x/", asked=True))
    assert PAGE not in would_change(record())
    assert SECOND not in would_change(record(replace(VERDICT, confidence=Confidence.CERTAIN), looks=1))


def test_not_more_is_named_than_a_person_reads() -> None:
    many = {f"check{n}": Observation(Outcome.UNKNOWN, None, "not allowed") for n in range(20)}
    found = would_change(record(replace(VERDICT, rests_on=tuple(many)), many))
    assert sum("not allowed" in line for line in found) == MOST_UNASKED


def test_a_connection_that_works_is_doubted_where_nothing_is_set_to_be_tested() -> None:
    well = replace(VERDICT, side=Side.NONE, segment=None, fault="none", questions=(), impact=Impact.NONE)
    assert would_change(record(well))[0] == WELL
    services = {"services": Observation(Outcome.OK, None, "", {"asked": 2})}
    assert WELL not in would_change(record(well, {**SEEN, **services}))


def test_of_an_outage_without_its_look_less_is_known() -> None:
    base = of_outage()
    assert base.past is not None
    past = replace(base.past, outage=replace(base.past.outage, verdict=VERDICT))
    found = would_change(replace(base, report=None, past=past))
    assert found[-1] == LATER
    assert "Another answer of what it rests on: Router, Path, Name servers." in found


def test_a_log_is_no_verdict() -> None:
    assert would_change(of_log()) == ()
