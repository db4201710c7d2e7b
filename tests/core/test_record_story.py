"""The story of an outage: times, what was tried, what the provider said, and when nobody looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from netcheck.core.course import NO_COURSE
from netcheck.core.document import Bars, Facts, Part, Points, Prose, Strip, Table
from netcheck.core.history import Gap
from netcheck.core.language import ENGLISH
from netcheck.core.record import Call, Kind, Record
from netcheck.core.record_story import BLANK, KINDS, bars, course, gaps, provider, story, times, tried
from netcheck.core.watching import Happened
from tests.fake_record import BEGAN, ENDED, VIENNA, of_log, of_look, of_outage, past


def told(parts: tuple[Part, ...]) -> dict[str, str]:
    return {name: value for part in parts if isinstance(part, Facts) for name, value in part.rows}


def when(record: Record) -> dict[str, str]:
    return told(times(record, str, VIENNA))


def test_start_detection_and_return_in_local_time_and_utc() -> None:
    found = when(of_outage())
    assert found["Began"] == "2026-11-22 00:16:44 +01:00 (2026-11-21 23:16:44 UTC)"
    assert found["Last good look before"] == "2026-11-22 00:16:34 +01:00 (2026-11-21 23:16:34 UTC)"
    assert found["Told as an outage"] == "2026-11-22 00:16:49 +01:00 (2026-11-21 23:16:49 UTC)"
    assert found["Back"] == "2026-11-22 00:36:44 +01:00 (2026-11-21 23:36:44 UTC)"
    assert found["Return confirmed"] == "2026-11-22 00:36:48 +01:00 (2026-11-21 23:36:48 UTC)"
    assert found["Lasted"] == "20 min 0 s"
    assert found["Drops"] == "2 (it came back in between)"


def test_one_that_lasts_has_no_end() -> None:
    record = replace(of_outage(), past=past(up_since=None, last_good=None))
    found = when(record)
    assert found["Back"] == "not yet"
    assert found["Lasted"] == "20 min 0 s so far"
    assert found["Last good look before"] == "none; it may have begun before that"
    assert "Return confirmed" not in found


def test_one_that_nobody_watches_any_more_is_not_said_to_last() -> None:
    found = when(replace(of_outage(), past=past(up_since=None), seen_until=ENDED))
    assert found["Back"].startswith("not known: nobody has watched since 2026-11-22 00:36:44 +01:00")
    assert found["Lasted"] == "20 min 0 s or more"


def test_one_that_ended_unseen_says_so() -> None:
    found = when(replace(of_outage(), past=replace(past(asleep_s=300.0), unseen=True)))
    assert found["Back"].startswith("some time before 2026-11-22")
    assert found["Lasted"] == "15 min 0 s or more"
    assert found["Of that, nobody looked for"] == "5 min 0 s"
    assert "Return confirmed" not in found


def test_a_look_has_its_time() -> None:
    found = when(of_look())
    assert found["Looked at"].startswith("2026-11-22 00:19:44 +01:00")
    assert found["Rounds of questions"] == "2"


def test_the_strip_shows_outage_and_gap() -> None:
    (strip,) = course(of_outage().course, str, VIENNA)
    assert isinstance(strip, Strip)
    assert {"ok", "outage", "gap"} <= set(strip.states)
    assert {state for state, _, _ in strip.legend} == set(strip.states)
    assert strip.delay_words == "Delay to far hosts: 12.5 to 12.5 ms."
    assert strip.near_words == "Delay to the router: 1 to 1 ms."
    assert [word for _, word in strip.marks] == ["00:15", "00:20", "00:25", "00:30", "00:35", "00:40"]
    assert all(0 < place < 1 for place, _ in strip.marks)
    assert course(NO_COURSE, str, VIENNA) == ()


def test_what_was_tried_stands_apart_from_what_happened() -> None:
    (table,) = tried(of_outage(), str, VIENNA)
    assert isinstance(table, Table)
    assert [(row[1], row[2][:12]) for row in table.rows] == [("Done", "Restart the "), ("Note", "The neighbou")]
    (table,) = story(of_outage(), str, VIENNA)
    assert isinstance(table, Table)
    assert [row[1] for row in table.rows] == ["Outage began", "Back"]
    assert tried(of_look(), str, VIENNA) == (Prose("Nothing is written in the journal."),)


def test_each_kind_of_event_has_its_word() -> None:
    assert {kind.value for kind in Happened} - {"look"} <= set(KINDS)


def test_gaps_are_told_with_their_reason() -> None:
    (found,) = gaps(of_outage(), str, VIENNA)
    assert isinstance(found, Points)
    assert found.items[0].endswith("the computer slept (4 min 0 s)")
    assert gaps(replace(of_outage(), gaps=()), str, VIENNA) == (Prose("Never in this outage."),)
    assert gaps(of_look(), str, VIENNA) == ()
    log = of_log()
    assert log.log is not None
    (found,) = gaps(log, str, VIENNA)
    assert isinstance(found, Points)
    assert len(found.items) == 2
    assert gaps(replace(log, log=replace(log.log, gaps=())), str, VIENNA) == (Prose("Never in this time."),)
    odd = Gap(BEGAN, BEGAN + timedelta(hours=1), "moonshine")
    (found,) = gaps(replace(of_outage(), gaps=(odd,)), str, VIENNA)
    assert isinstance(found, Points)
    assert "moonshine" in found.items[0]


def test_the_provider_what_it_said_and_when() -> None:
    parts = provider(of_outage(), ENGLISH, VIENNA)
    found = told(parts)
    assert found["Provider"] == "LabTel"
    assert found["It says"] == "Outage in Linz"
    assert found["As of"].startswith("2026-11-22 00:16:44 +01:00")
    assert (found["Provider's ticket number"], found["Spoke with"]) == ("LT-4711", "Priya")
    assert found["Time of the call"].startswith("2026-11-22 00:25:44 +01:00")
    (table,) = (part for part in parts if isinstance(part, Table))
    assert table.rows[0][1] == "Its page could not be asked (timeout)."
    assert "We work on it." in table.rows[1][1]


def test_lines_to_write_on_where_nobody_called() -> None:
    found = told(provider(replace(of_outage(), calls=()), ENGLISH, VIENNA))
    assert {found[name] for name in ("Provider's ticket number", "Time of the call", "Spoke with")} == {BLANK}
    found = told(provider(replace(of_outage(), calls=(Call(reference="7"),)), ENGLISH, VIENNA))
    assert (found["Provider's ticket number"], found["Time of the call"]) == ("7", BLANK)
    local = replace(of_look("router-silent"), kind=Kind.LOOK)
    assert "Provider's ticket number" not in told(provider(local, ENGLISH, VIENNA))


def test_an_estimate_is_told_with_whose_word_it_is() -> None:
    record = of_outage()
    assert record.report is not None
    estimate = {"source": "provider", "median_s": 3600.0, "ends_at": (BEGAN + timedelta(hours=1)).isoformat()}
    report = replace(record.report, provider={**record.report.provider, "estimate": estimate})
    found = told(provider(replace(record, report=report), ENGLISH, VIENNA))
    assert found["How long it may take"].startswith("Your provider expects it to end at 2026-11-22 01:16:44 +01:00")


def test_bars_are_by_month_and_side() -> None:
    log = of_log().log
    assert log is not None
    (found,) = bars(log, str)
    assert isinstance(found, Bars)
    assert [name for name, _, _ in found.rows] == ["2026-10", "2026-11"]
    assert found.rows[1][1] == (0.0, 1200.0, 0.0)
