"""The document of a record holds what a desk asks for, for every fault, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.document import Document, Facts
from netcheck.core.document_text import lines_of
from netcheck.core.record import LOG_SCHEMA, SCHEMA, Kind, Record
from netcheck.core.record_document import document_of
from netcheck.core.words import CANNOT_TELL
from tests.fake_homes import BROKEN
from tests.fake_record import HOSTILE, VIENNA, blank, of_log, of_look, of_outage, past
from tests.fake_translator import MARKED


def told(record: Record) -> str:
    return "\n".join(lines_of(document_of(record, zone=VIENNA)))


def facts(document: Document) -> dict[str, str]:
    parts = (part for section in document.sections for part in section.parts)
    return {name: value for part in parts if isinstance(part, Facts) for name, value in part.rows}


def test_all_that_a_desk_asks_for_stands_in_it() -> None:
    titles = [section.title for section in document_of(of_outage(), zone=VIENNA).sections]
    assert titles == [
        "Verdict", "When it was", "Who and which computer", "Impact and scope", "Already tried", "Provider",
        "The path, from here to there", "Connection", "Router", "What happened", "When nobody looked",
        "What the verdict rests on", "All checks",
    ]  # fmt: skip
    text = told(of_outage())
    for wanted in (
        "outside the home, Provider (isp-outage)", "certain", "What would change this:", "Jo Smith", "laptop-7",
        "2026-11-22 00:16:44 +01:00 (2026-11-21 23:16:44 UTC)", "Drops:", "LT-4711", "Restart the router.",
        "the computer slept", "It began as:", "netcheck 1.2.3", "12:9f3a12bc77de0a41", SCHEMA, "full.",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "Doctor" not in text
    assert "9f3a12bc77de0a419" not in text


@pytest.mark.parametrize("home", [*BROKEN])
def test_every_fault_can_be_handed_over(home: str) -> None:
    document = document_of(of_look(home), zone=VIENNA)
    assert document.headline
    assert document.state in ("failed", "unknown", "ok")
    assert "{" not in "\n".join(lines_of(document)).replace("{blank}", "")
    assert document_of(of_outage(home), zone=VIENNA).headline == document_of(of_outage(), zone=VIENNA).headline


def test_the_headline_is_that_of_the_outage() -> None:
    record = of_outage("router-silent")
    assert record.past is not None
    assert document_of(record).headline == record.past.outage.verdict.headline


def test_a_verdict_that_the_disk_has_damaged_accuses_nobody() -> None:
    broken = replace(past().outage.verdict, headline="", explanation="")
    assert document_of(replace(of_outage(), past=past(verdict=broken))).headline == CANNOT_TELL.headline
    assert document_of(blank(Kind.LOOK)).state == "unknown"


def test_an_outage_that_lasts_is_titled_so() -> None:
    record = replace(of_outage(), past=past(up_since=None))
    assert document_of(record, zone=VIENNA).title == "netcheck report: outage since 2026-11-22 00:16 +01:00"
    assert document_of(of_outage(), zone=VIENNA).title.endswith("outage of 2026-11-22 00:16 +01:00, 20 min 0 s")


def test_a_log_counts_what_was_measured() -> None:
    document = document_of(of_log(), zone=VIENNA)
    assert document.headline == "3 outages were measured."
    found = facts(document)
    assert found["Outages"] == "3"
    assert found["Down in all"] == "2 h 20 min"
    assert found["Longest"] == "1 h 0 min"
    assert found["Nobody looked for"] == "2 h 0 min"
    assert "closed" in told(of_log())
    assert LOG_SCHEMA in told(of_log())


def test_a_log_without_outages_says_so() -> None:
    log = of_log().log
    assert log is not None
    document = document_of(replace(of_log(), log=replace(log, outages=(), count=0, months=())))
    assert (document.headline, document.state) == ("No outage was measured.", "ok")


def test_a_log_says_what_it_left_out() -> None:
    log = of_log().log
    assert log is not None
    assert "4 older outages are in the sums" in told(replace(of_log(), log=replace(log, count=7)))


def test_it_is_said_in_the_readers_language() -> None:
    document = document_of(of_outage(), MARKED)
    plain = [section.title for section in document_of(of_outage()).sections]
    assert not {section.title for section in document.sections} & set(plain)
    assert document.headline != document_of(of_outage()).headline
    assert document_of(of_log(), MARKED).headline != document_of(of_log()).headline


def test_nothing_in_it_can_harm_a_terminal() -> None:
    record = of_outage()
    assert record.report is not None
    report = replace(record.report, host={"distribution": HOSTILE}, provider={"name": HOSTILE, "title": HOSTILE})
    found = document_of(replace(record, report=report, version=HOSTILE, id=HOSTILE), zone=VIENNA)
    for line in lines_of(found):
        assert all(sign.isprintable() for sign in line), line
