"""Each check tells whom it asked, what it saw, how long that took, and why it was skipped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.document import Path, Points, Table
from netcheck.core.model import Failure, Observation, Outcome
from netcheck.core.record import Record
from netcheck.core.record_checks import ASKED, IN_TIME, OTHERS, asked, checks, path
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_record import PROBES, of_log, of_look, of_outage
from tests.fake_world import observed


def with_seen(**seen: Observation) -> Record:
    record = of_look()
    assert record.report is not None
    return replace(record, report=replace(record.report, looks=(replace(record.report.looks[0], seen=seen),)))


def rows(record: Record) -> dict[str, tuple[str, ...]]:
    (table,) = checks(record, str)
    assert isinstance(table, Table)
    return {row[0].rpartition("(")[2].rstrip(")"): row for row in table.rows}


def test_every_check_that_was_asked_has_a_row() -> None:
    record = of_look()
    assert record.report is not None
    assert set(rows(record)) == set(record.report.seen)


def test_a_row() -> None:
    said = Observation(Outcome.FAILED, Failure.TIMEOUT, "it is silent", {"address": "192.168.1.1"}, None, 1234.4)
    row = rows(with_seen(gateway=said))["gateway"]
    assert row[:5] == ("Router (gateway)", "failed (timeout)", "1234 ms", "192.168.1.1", "it is silent")


def test_what_was_skipped_says_why() -> None:
    record = with_seen(dns=Observation(Outcome.FAILED), loss=Observation(Outcome.PENDING, summary="still running"))
    assert record.report is not None
    record = replace(record, report=replace(record.report, blocked_by={"dns": "line-down", "isp_status": "line-down"}))
    found = rows(record)
    assert "line-down" in found["dns"][5]
    assert found["loss"][4:] == ("", IN_TIME)


def test_the_providers_page_has_reasons_of_its_own() -> None:
    record = with_seen(isp_status=Observation(Outcome.UNKNOWN, None, "left alone"))
    assert record.report is not None
    record = replace(record, report=replace(record.report, blocked_by={"isp_status": "line-down"}))
    assert rows(record)["isp_status"][3:] == ("https://status.labtel.example/", "left alone", "")


def test_of_an_outage_without_its_look_the_evidence_is_told() -> None:
    assert checks(replace(of_outage(), report=None), str) == (Points(("gateway: it answered",)),)
    assert checks(of_log(), str) == ()


@pytest.mark.parametrize("check", sorted(set(PROBES) - {"isp_status", "second_way", "proxy", "vpn", "services"}))
def test_some_home_tells_whom_each_check_asks(check: str) -> None:
    record = of_look()
    homes = {**HEALTHY, **BROKEN}
    found = {asked(check, observed(homes[home]())[check], record, str) for home in list(homes)[:12]}
    assert found - {""}, f"neither ASKED nor OTHERS tells whom {check} asks"


def test_each_of_several_is_told() -> None:
    services = ({"url": "https://a.example/"}, {"url": "https://b.example/"}, {"url": None}, "c")
    said = Observation(Outcome.OK, facts={"services": services})
    assert asked("services", said, of_look(), str) == "https://a.example/, https://b.example/"


def test_nothing_is_said_of_checks_that_do_not_exist() -> None:
    assert set(ASKED) | set(OTHERS) <= set(PROBES)


def test_many_names_are_counted() -> None:
    said = Observation(Outcome.OK, facts={"servers": tuple(f"10.0.0.{n}" for n in range(9))})
    assert asked("dns", said, of_look(), str).endswith("10.0.0.5 (+3)")


@pytest.mark.parametrize("facts", [{}, {"servers": None}, {"servers": 3}, {"servers": {"a": "b"}}, {"servers": [[]]}])
def test_other_facts_than_are_expected_tell_nothing(facts: dict[str, object]) -> None:
    assert asked("dns", Observation(Outcome.OK, facts=facts), of_look(), str) == ""


def test_the_path() -> None:
    (found,) = path(of_outage(), str)
    assert isinstance(found, Path)
    assert [state for _, state, _ in found.steps] == ["ok", "ok", "ok", "ok", "failed", "skipped", "skipped"]
    assert found.steps[4][2].startswith("fault here: ")
    assert found.steps[5][2] == "not checked, because of the fault before it"
    assert path(of_log(), str) == ()
