"""The JSON report keeps its contract, whatever is put into it."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from netcheck.core.diagnose import conclude
from netcheck.core.model import (
    Confidence,
    Failure,
    Impact,
    Look,
    Observation,
    Outcome,
    PathStep,
    Question,
    Report,
    Segment,
    Side,
    Step,
    Verdict,
)
from netcheck.reports.json import FORMAT, read_looks, to_object
from tests import fake_record
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_world import observed

SCHEMA = json.loads((Path(__file__).parents[2] / "resources" / "report.schema.json").read_text(encoding="utf-8"))
VALID = Draft202012Validator(SCHEMA)
AT = datetime(2026, 11, 21, 15, 2, 11, 123456, tzinfo=timezone(timedelta(hours=1)))
SEGMENTS = {"adapter": Segment.COMPUTER, "gateway": Segment.ROUTER, "services": Segment.SERVICE}
LOCAL = Verdict(
    Side.LOCAL,
    Segment.ROUTER,
    "router-silent",
    Impact.OUTAGE,
    Confidence.CERTAIN,
    "Your router does not answer.",
    "It said nothing, twice.",
    steps=(Step("Restart it.", "the router", "3 minutes", "", "often", ("gateway",)),),
    evidence=("gateway: silent",),
    also=("wifi-weak",),
    questions=(Question("phone", "Does your phone work?", ("yes", "no")),),
    rests_on=("gateway",),
)


def told(verdict: Verdict = LOCAL, **more: object) -> Report:
    first = {
        "services": Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED),
        "gateway": Observation(Outcome.FAILED, Failure.TIMEOUT, "silent", {"tries": 3}, AT, 1300.04),
        "adapter": Observation(Outcome.OK, None, "on", {}, AT, 0.26),
    }
    again = {"gateway": Observation(Outcome.FAILED, Failure.NO_NEIGHBOUR, "still silent")}
    parts: dict[str, object] = {
        "id": "r-1",
        "created_at": AT,
        "verdict": verdict,
        "looks": (Look(AT, first), Look(AT, again, confirming=True)),
        "path": (PathStep(Segment.COMPUTER, "ok", "on"), PathStep(Segment.LINK, "unknown", "")),
        "blocked_by": {"services": "router-silent"},
        "duration_ms": 2345.678,
    }
    return Report(**(parts | more))  # type: ignore[arg-type]


def test_the_object_of_the_contract() -> None:
    found = to_object(told(), SEGMENTS)
    VALID.validate(found)
    assert found["schema"] == "netcheck-report/1"
    assert found["created_at"] == "2026-11-21T14:02:11Z"
    assert found["duration_ms"] == 2345.7
    verdict = found["verdict"]
    assert isinstance(verdict, dict)
    assert (verdict["side"], verdict["segment"]) == ("local", "router")
    assert verdict["also"] == ["wifi-weak"]
    assert verdict["questions"] == [{"id": "phone", "text": "Does your phone work?", "answers": ["yes", "no"]}]
    assert verdict["steps"] == [
        {
            "text": "Restart it.",
            "needs": "the router",
            "cost": "3 minutes",
            "risk": "",
            "helps": "often",
            "looks": ["gateway"],
        }
    ]


def test_checks_stand_in_the_order_of_the_path_and_the_newest_answer_counts() -> None:
    found = json.loads(FORMAT.write(told(), SEGMENTS))
    assert [check["id"] for check in found["checks"]] == ["adapter", "gateway", "services"]
    adapter, gateway, services = found["checks"]
    assert adapter == {
        "id": "adapter",
        "segment": "computer",
        "outcome": "ok",
        "failure": None,
        "blocked_by": None,
        "summary": "on",
        "started_at": "2026-11-21T14:02:11.123Z",
        "duration_ms": 0.3,
        "facts": {},
    }
    assert gateway["failure"] == "no-neighbour"
    assert services["blocked_by"] == "router-silent"
    assert [(look["confirming"], len(look["checks"])) for look in found["looks"]] == [(False, 3), (True, 1)]
    assert found["looks"][0]["checks"][1]["facts"] == {"tries": 3}


def test_a_check_without_a_known_segment_comes_last() -> None:
    found = json.loads(FORMAT.write(told(), {"services": Segment.SERVICE}))
    VALID.validate(found)
    assert (found["checks"][0]["id"], found["checks"][0]["segment"]) == ("services", "service")
    assert {check["segment"] for check in found["checks"][1:]} == {"none"}


def test_no_fault_says_none_three_times() -> None:
    fine = Verdict(Side.NONE, Segment.LINK, "wifi-weak", Impact.NOTE, Confidence.LIKELY, "It works.", "All answered.")
    found = json.loads(FORMAT.write(told(fine)))
    VALID.validate(found)
    assert [found["verdict"][key] for key in ("side", "segment", "fault")] == ["none"] * 3


@pytest.mark.parametrize(
    ("segment", "path", "expected"),
    [
        (Segment.ISP, (), "isp"),
        (None, (PathStep(Segment.COMPUTER, "ok", ""), PathStep(Segment.LINK, "unknown", "")), "link"),
        (None, (), "computer"),
    ],
)
def test_unknown_names_the_first_unproven_segment(
    segment: Segment | None, path: tuple[PathStep, ...], expected: str
) -> None:
    verdict = Verdict(Side.UNKNOWN, segment, "whatever", Impact.NONE, Confidence.POSSIBLE, "Cannot tell.", "")
    found = json.loads(FORMAT.write(told(verdict, path=path)))
    VALID.validate(found)
    assert found["verdict"]["segment"] == expected
    assert found["verdict"]["fault"] == "unknown"


class Colour(Enum):
    RED = "red"


def test_facts_become_what_json_can_hold() -> None:
    facts = {
        "when": datetime(2026, 1, 2, tzinfo=UTC),
        "naive": datetime(2026, 1, 2),  # noqa: DTZ001 - that it lacks a zone is the point
        "nan": float("nan"),
        "far": float("inf"),
        "raw": b"\x00\xff",
        "set": frozenset({"b", "a"}),
        "list": (1, [2.5, None, True]),
        "enum": Colour.RED,
        "table": MappingProxyType({1: "one"}),
        "half": "\ud800",
        "record": PathStep(Segment.LINK, "ok", "x"),
        "other": 1j,
    }
    found = json.loads(FORMAT.write(told(looks=(Look(AT, {"a": Observation(Outcome.OK, facts=facts)}),))))
    assert found["checks"][0]["facts"] == {
        "when": "2026-01-02T00:00:00.000Z",
        "naive": "2026-01-02T00:00:00.000Z",
        "nan": None,
        "far": None,
        "raw": "00ff",
        "set": ["a", "b"],
        "list": [1, [2.5, None, True]],
        "enum": "red",
        "table": {"1": "one"},
        "half": "?",
        "record": {"segment": "link", "state": "ok", "detail": "x"},
        "other": "1j",
    }


FACTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), FACTS), st.text(), st.floats())
def test_any_fact_gives_ascii_json_that_keeps_the_contract(facts: dict[str, object], text: str, number: float) -> None:
    seen = {"adapter": Observation(Outcome.OK, None, text, facts, AT, abs(number))}
    written = FORMAT.write(told(looks=(Look(AT, seen),), host=facts, changed=(text,)), SEGMENTS)
    assert written.isascii()
    VALID.validate(json.loads(written, parse_constant=pytest.fail))


@pytest.mark.parametrize("name", [*HEALTHY, *BROKEN])
def test_what_provider_and_services_said_keeps_the_contract(name: str) -> None:
    seen = observed({**HEALTHY, **BROKEN}[name]())
    written = json.loads(FORMAT.write(told(looks=(Look(AT, seen),), provider=seen["isp_status"].facts), SEGMENTS))
    VALID.validate(written)
    for wrong in ({"stage": "asleep"}, {"overall": "fine"}, {"denies": "yes"}, {"planned": 1}):
        with pytest.raises(ValidationError):
            VALID.validate({**written, "provider": {**written["provider"], **wrong}})


def test_the_schema_is_strict_on_the_contract_and_open_to_additions() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    found = to_object(told(), SEGMENTS)
    VALID.validate({**found, "new": 1})
    for key in found:
        with pytest.raises(ValidationError):
            VALID.validate({name: value for name, value in found.items() if name != key})
    verdict = found["verdict"]
    assert isinstance(verdict, dict)
    for wrong in ({"side": "both"}, {"side": "none"}, {"segment": "moon"}, {"fault": "none"}, {"confidence": "sure"}):
        with pytest.raises(ValidationError):
            VALID.validate({**found, "verdict": {**verdict, **wrong}})


# --- reading it again -------------------------------------------------------------------------------------------------

PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN_FACTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | PLAIN_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(PLAIN_TEXT, inner),
    max_leaves=8,
)
"""What JSON holds as it is."""
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - hypothesis wants them so
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
)
"""Milliseconds: more is not written."""
ANY_MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.timezones())  # noqa: DTZ001
OBSERVATIONS = st.builds(
    Observation,
    st.sampled_from(Outcome),
    st.none() | st.sampled_from(Failure),
    PLAIN_TEXT,
    st.dictionaries(PLAIN_TEXT, PLAIN_FACTS, max_size=4),
    st.none() | MOMENTS,
    st.none() | st.integers(0, 600_000).map(lambda tenths: tenths / 10),
)
LOOKS = st.lists(
    st.builds(Look, MOMENTS, st.dictionaries(PLAIN_TEXT, OBSERVATIONS, max_size=4), st.booleans()), max_size=3
)


def read_again(report: Report) -> tuple[Look, ...]:
    """The looks of a report that went through a file."""
    return read_looks(json.loads(FORMAT.write(report, SEGMENTS)))


@given(LOOKS)
def test_what_json_can_hold_is_read_as_it_was_written(looks: list[Look]) -> None:
    assert read_again(told(looks=tuple(looks))) == tuple(looks)


@given(st.dictionaries(st.text(), FACTS), st.text(), ANY_MOMENTS, st.floats())
def test_what_json_cannot_hold_is_read_in_the_nearest_form_and_stays_so(
    facts: dict[str, object], text: str, moment: datetime, number: float
) -> None:
    seen = {"adapter": Observation(Outcome.OK, None, text, facts, moment, abs(number))}
    first = read_again(told(looks=(Look(moment, seen),)))
    assert read_again(told(looks=first)) == first


@pytest.mark.parametrize("home", [*HEALTHY, *BROKEN])
def test_what_is_read_leads_to_the_same_verdict(home: str) -> None:
    seen = observed({**HEALTHY, **BROKEN}[home]())
    looks = (Look(AT, seen), Look(AT, seen, confirming=True))
    assert conclude(read_again(told(looks=looks))) == conclude(looks)


def test_what_is_missing_is_read_as_the_nouns_have_it() -> None:
    written = {"schema": "netcheck-report/1", "looks": [{"at": "2026-11-21T14:02:11Z", "checks": []}]}
    assert read_looks(written) == (Look(datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC), {}),)
    written["looks"] = [{"at": "2026-11-21T14:02:11Z", "checks": [{"id": "a", "outcome": "ok"}]}]
    assert read_looks(written)[0].seen == {"a": Observation(Outcome.OK, facts={})}


def broken(change: Callable[[dict[str, object]], object]) -> dict[str, object]:
    """The report as it was written, with the first check of its first look changed."""
    found: dict[str, object] = json.loads(FORMAT.write(told(), SEGMENTS))
    looks = found["looks"]
    assert isinstance(looks, list)
    change(looks[0]["checks"][0])
    return found


@pytest.mark.parametrize(
    "written",
    [
        pytest.param({}, id="empty"),
        pytest.param({"schema": "netcheck-report/2", "looks": []}, id="another schema"),
        pytest.param({"looks": []}, id="no schema"),
        pytest.param({"schema": "netcheck-report/1"}, id="no looks"),
        pytest.param({"schema": "netcheck-report/1", "looks": {}}, id="looks are no list"),
        pytest.param({"schema": "netcheck-report/1", "looks": [[]]}, id="a look is no object"),
        pytest.param({"schema": "netcheck-report/1", "looks": [{"checks": []}]}, id="a look without its time"),
        pytest.param({"schema": "netcheck-report/1", "looks": [{"at": "now", "checks": []}]}, id="no time"),
        pytest.param({"schema": "netcheck-report/1", "looks": [{"at": "2026-11-21T14:02:11Z"}]}, id="no checks"),
        pytest.param(broken(lambda check: check.pop("id")), id="no id"),
        pytest.param(broken(lambda check: check.pop("outcome")), id="no outcome"),
        pytest.param(broken(lambda check: check.update(outcome="fine")), id="no such outcome"),
        pytest.param(broken(lambda check: check.update(failure="bad luck")), id="no such failure"),
        pytest.param(broken(lambda check: check.update(started_at="yesterday")), id="no such time"),
    ],
)
def test_what_is_not_ours_is_refused(written: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_looks(written)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def places(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value inside an object."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*way, key)
        yield from places(inner, (*way, key))


WHOLE = json.loads(FORMAT.write(told(), SEGMENTS))
PLACES = sorted((way for way in places(WHOLE) if way[0] in ("schema", "looks")), key=str)


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.none() | ANY_JSON.map(lambda new: (new,))), max_size=4))
def test_whatever_is_damaged_it_is_read_or_refused(
    damages: list[tuple[tuple[str | int, ...], tuple[object] | None]],
) -> None:
    written: Any = copy.deepcopy(WHOLE)
    for way, new in damages:
        holder = written
        try:
            for key in way[:-1]:
                holder = holder[key]
            if new is None:
                del holder[way[-1]]
            else:
                holder[way[-1]] = new[0]
        except (LookupError, TypeError):
            continue  # what stood there is damaged already
    try:
        looks = read_looks(written)
    except ValueError:
        return
    assert all(isinstance(said, Observation) for look in looks for said in look.seen.values())


@given(st.dictionaries(st.sampled_from(["schema", "looks", "id"]) | st.text(), ANY_JSON))
def test_any_object_is_read_or_refused(written: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_looks(written)
    with contextlib.suppress(ValueError):
        assert isinstance(read_looks({**written, "schema": "netcheck-report/1"}), tuple)


def test_a_duration_that_no_clock_can_show_is_refused() -> None:
    written = broken(lambda check: check.update(duration_ms=10**400))
    with pytest.raises(ValueError, match=r"."):
        read_looks(written)


def test_every_time_that_is_read_has_its_zone() -> None:
    written = {"schema": "netcheck-report/1", "looks": [{"at": "2026-11-21T14:02:11", "checks": []}]}
    try:
        (look,) = read_looks(written)
    except ValueError:
        return
    assert look.at.tzinfo is not None


# --- records --------------------------------------------------------------------------------------------------------

RECORDS = {
    "outage": fake_record.of_outage(),
    "an outage without its look": replace(fake_record.of_outage(), report=None),
    "one that lasts": replace(fake_record.of_outage(), past=fake_record.past(up_since=None, last_good=None)),
    "look": fake_record.of_look(),
    "a look at home": fake_record.of_look("router-silent"),
}


@pytest.mark.parametrize("name", [*RECORDS])
def test_a_record_keeps_the_schema(name: str) -> None:
    found = json.loads(FORMAT.write(RECORDS[name]))
    Draft202012Validator(SCHEMA).validate(found)
    assert set(SCHEMA["$defs"]["record"]["required"]) == set(found["record"])


@pytest.mark.parametrize("side", [Side.NONE, Side.LOCAL, Side.UPSTREAM, Side.UNKNOWN])
def test_a_record_of_an_outage_keeps_it_whatever_its_verdict(side: Side) -> None:
    verdict = replace(fake_record.past().outage.verdict, side=side, headline="", segment=None)
    verdict = replace(verdict, segment=Segment.LINE) if side in (Side.LOCAL, Side.UPSTREAM) else verdict
    for record in (RECORDS["outage"], RECORDS["an outage without its look"]):
        found = json.loads(FORMAT.write(replace(record, past=fake_record.past(verdict=verdict))))
        Draft202012Validator(SCHEMA).validate(found)
        assert found["verdict"]["side"] == side.value


def test_a_record_holds_all_of_its_look() -> None:
    record = RECORDS["outage"]
    assert record.report is not None
    plain, found = to_object(record.report, record.segments), json.loads(FORMAT.write(record))
    for part in ("id", "host", "path", "checks", "looks", "verdict", "changed"):
        assert found[part] == plain[part], part
    assert found["provider"]["name"] == "LabTel"


def test_a_log_has_a_schema_of_its_own() -> None:
    found = json.loads(FORMAT.write(fake_record.of_log()))
    assert found["schema"] == "netcheck-outage-log/1"
    assert found["sum"]["outages"] == len(found["outages"]) == 3


def test_a_record_that_tells_nothing_is_not_written() -> None:
    with pytest.raises(ValueError, match="tells nothing"):
        FORMAT.write(fake_record.blank())
