"""What a record adds to the JSON: times in UTC and in the person's own, and nothing that JSON cannot hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC

from netcheck.core.model import Segment, Side
from netcheck.core.record_object import added, fault_of, instant, log_object, outage_object, segment_of
from tests.fake_record import BEGAN, VIENNA, of_log, of_look, of_outage, past


def test_an_outage_has_its_times_twice() -> None:
    found = outage_object(past(), VIENNA)
    assert found["down_since"] == "2026-11-21T23:16:44.000Z"
    assert found["down_since_local"] == "2026-11-22T00:16:44+01:00"
    assert (found["seconds"], found["drops"], found["over"], found["end_unseen"]) == (1200, 2, True, False)
    assert outage_object(past(up_since=None), VIENNA)["up_since_local"] is None


def test_what_a_record_adds() -> None:
    found = added(of_outage())
    assert found["person"] == {"user": "Jo Smith", "host": "laptop-7", "reach_at": "+44 7700 900123"}
    assert (found["redaction"], found["utc_offset_minutes"], found["has_look"]) == ("full", 60, True)
    assert found["chain_head"] == "9f3a12bc77de0a41" * 4
    assert found["what_would_change_it"]
    for part, least in (("calls", 1), ("journal", 4), ("said", 2), ("gaps", 1)):
        listed = found[part]
        assert isinstance(listed, list)
        assert len(listed) == least, part
    assert json.dumps(found)


def test_of_a_look_there_is_no_outage_and_no_course() -> None:
    found = added(of_look())
    assert (found["outage"], found["course"]) == (None, None)


def test_a_log_has_its_sums() -> None:
    log = of_log().log
    assert log is not None
    found = log_object(log, UTC)
    sums = found["sum"]
    assert isinstance(sums, dict)
    assert sums["outages"] == 3
    assert sums["down_seconds"] == log.down_s
    assert sums["unwatched_seconds"] == 7200
    rows = found["outages"]
    assert isinstance(rows, list)
    assert rows[2]["down_seconds"] == 3600
    assert rows[0]["side"] == "upstream"
    assert "first_evidence" not in rows[0]
    assert json.dumps(found)


def test_codes_that_the_schema_allows() -> None:
    verdict = past().outage.verdict
    assert (segment_of(verdict), fault_of(verdict)) == ("isp", "isp-outage")
    unknown = replace(verdict, side=Side.UNKNOWN, segment=None)
    assert (segment_of(unknown), fault_of(unknown)) == (Segment.COMPUTER.value, "unknown")
    none = replace(verdict, side=Side.NONE)
    assert (segment_of(none), fault_of(none)) == ("none", "none")


def test_an_instant_is_utc() -> None:
    assert instant(BEGAN.astimezone(VIENNA)) == "2026-11-21T23:16:44.000Z"
