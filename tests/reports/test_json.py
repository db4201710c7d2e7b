"""The JSON report keeps its contract, whatever is put into it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

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
from netcheck.reports.json import FORMAT, to_object

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
