"""What a look says of computer, connection, router and impact, in the words of a desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.document import Facts, Part
from netcheck.core.history import Entry
from netcheck.core.model import Impact, Observation, Outcome, Segment
from netcheck.core.record import Record
from netcheck.core.record_facts import (
    SERVICE_IMPACT,
    connection,
    evidence,
    impact,
    is_tried,
    router,
    who,
)
from netcheck.core.words import OTHER_DEVICE_WORKS
from tests.fake_record import BEGAN, of_log, of_look, of_outage


def with_seen(**seen: Observation) -> Record:
    record = of_look()
    assert record.report is not None
    return replace(record, report=replace(record.report, looks=(replace(record.report.looks[0], seen=seen),)))


def told(parts: tuple[Part, ...]) -> dict[str, str]:
    return {name: value for part in parts if isinstance(part, Facts) for name, value in part.rows}


def seen(summary: str = "", **facts: object) -> Observation:
    return Observation(Outcome.OK, None, summary, facts)


def test_who_and_which_machine() -> None:
    found = told(who(of_look(), str))
    assert found["Name"] == "Jo Smith"
    assert found["Computer"] == "laptop-7"
    assert found["Reach me at"] == "+44 7700 900123"
    assert found["System"] == "Linux 6.1"
    assert found["netcheck"] == "1.2.3"
    assert found["Health"] == "processor 12 %, memory 40 %, battery 80 %"


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ({"battery_percent": 9, "plugged_in": True, "up_s": 7260}, "battery 9 %, plugged in, running for 2 h 1 min"),
        ({"load_percent": True, "memory_percent": "40"}, None),
        ({}, None),
    ],
)
def test_health_tells_what_is_known_of_it(host: dict[str, object], words: str | None) -> None:
    record = of_look()
    assert record.report is not None
    found = told(who(replace(record, report=replace(record.report, host=host)), str))
    assert found.get("Health") == words


def test_impact_and_scope() -> None:
    services = (
        {"name": "CRM", "failure": None},
        {"name": "Files", "failure": "timeout"},
        {"name": "Wiki", "failure": "loss"},
        "damaged",
    )
    record = with_seen(
        services=seen(services=services), person=seen(other_device="no"), second_way=seen("your phone works")
    )
    found = told(impact(record, str))
    assert found["Work addresses"] == "CRM: answers; Files: it does not answer; Wiki: loss"
    assert found[OTHER_DEVICE_WORKS.text] == "no"
    assert found["A second way out"] == "your phone works"
    assert found["Announced by the provider for here"] == "yes, it names this area"


def test_a_service_that_fails_is_no_outage_of_all() -> None:
    record = of_look()
    assert record.report is not None
    assert told(impact(record, str))["Impact"] == "Nothing that needs the internet works."
    verdict = replace(record.report.verdict, segment=Segment.SERVICE)
    assert (
        told(impact(replace(record, report=replace(record.report, verdict=verdict)), str))["Impact"] == SERVICE_IMPACT
    )
    verdict = replace(verdict, impact=Impact.DEGRADED)
    found = told(impact(replace(record, report=replace(record.report, verdict=verdict)), str))
    assert found["Impact"] == "It works, but badly."
    assert impact(of_log(), str) == ()


def test_the_connection_and_what_has_changed() -> None:
    link = seen("joined", wifi=True, signal_percent=42, rate_mbit=54.0, band_ghz=2.4)
    found = told(connection(with_seen(link=link, vpn=seen("no tunnel is in use")), str))
    assert found["Link"] == "joined"
    assert found["Wi-Fi"] == "signal 42 %, 54 Mbit/s, 2.4 GHz"
    assert found["VPN"] == "no tunnel is in use"
    assert found["Changed since the last good look"] == "Your router has another address than before."
    assert "Wi-Fi" not in told(connection(with_seen(link=seen("plugged in", wifi=False)), str))


def test_what_was_not_finished_is_not_told() -> None:
    pending = Observation(Outcome.PENDING, summary="still running")
    assert "VPN" not in told(connection(with_seen(vpn=pending, link=seen("joined")), str))


def test_the_router() -> None:
    said = seen(
        "it says: connected", maker="AVM", model="7590", access="DSL", last_error="ERROR_NONE", external="1.2.3.4"
    )
    found = told(router(with_seen(router_wan=said), str))
    assert found == {
        "Model": "AVM 7590",
        "Its own word": "it says: connected",
        "Kind of line": "DSL",
        "Address outside": "1.2.3.4",
    }
    assert router(of_log(), str) == ()


def test_without_its_look_the_evidence_speaks() -> None:
    record = replace(of_outage(), report=None)
    assert told(connection(record, str))["Router answers"] == "it answered"
    assert evidence(record, str) != ()


def test_what_a_person_did_is_told_from_what_happened() -> None:
    assert is_tried(Entry(BEGAN, "done", ""))
    assert not is_tried(Entry(BEGAN, "restored", ""))
