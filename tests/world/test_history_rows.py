"""What is kept of an event is what comes back, whatever it holds, and whatever the disk has made of it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.history import Entry, Said
from netcheck.core.model import Confidence, Impact, Question, Segment, Side, Step, Verdict
from netcheck.core.seen_point import state_of
from netcheck.core.watching import Event, Glance, Happened, Outage
from netcheck.world import history_rows as rows
from netcheck.world.history_schema import open_memory
from tests.world.history_events import (
    BAD,
    CANNOT_TELL,
    DEAD_LINE,
    GOOD,
    NOW,
    SLOW,
    WORKS,
    at,
    light,
    report,
    told,
    whole,
)

DOWN = Outage("a", NOW, DEAD_LINE, last_good=at(-10), seconds=12.5, asleep_s=1.5, looks=4, drops=2)
UP = replace(DOWN, up_since=at(60))
words = st.text(max_size=20)
lists = st.lists(words, max_size=3).map(tuple)
steps = st.builds(Step, words, words, words, words, words, lists)
verdicts = st.builds(
    Verdict,
    st.sampled_from(Side),
    st.none() | st.sampled_from(Segment),
    words,
    st.sampled_from(Impact),
    st.sampled_from(Confidence),
    words,
    words,
    st.lists(steps, max_size=3).map(tuple),
    lists,
    lists,
    st.lists(st.builds(Question, words, words, lists), max_size=2).map(tuple),
    lists,
)


@pytest.mark.parametrize("moment", [NOW, datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)])
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    assert rows.moment(rows.micros(moment)) == moment


def test_a_moment_of_a_clock_gone_mad_is_the_nearest_that_can_be_kept() -> None:
    assert rows.moment(rows.micros(datetime(1904, 1, 1, tzinfo=UTC))).year == 1970
    assert rows.moment(rows.micros(datetime.max.replace(tzinfo=UTC))).year == 2200


@pytest.mark.parametrize("value", [None, "soon", b"\x00", 1.5, -1, rows.LAST + 1])
def test_what_is_no_moment_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no moment"):
        rows.moment(value)


def kept(*deeds: rows.Deed, asked: str) -> list[tuple[object, ...]]:
    db = open_memory()
    for statement, values in deeds:
        db.execute(statement, values)
    found = db.execute(asked).fetchall()
    db.close()
    return found


@given(verdicts)
def test_every_verdict_comes_back_as_it_was(verdict: Verdict) -> None:
    event = Event(NOW, Happened.OUTAGE_STARTED, verdict, replace(DOWN, verdict=verdict))
    assert event.outage is not None
    [row] = kept(rows.outage_deed(event, event.outage), asked=rows.READ_OUTAGES)
    past = rows.past_outage(row)
    assert past is not None
    assert past.outage == replace(DOWN, verdict=verdict)


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    verdict = replace(DEAD_LINE, headline="a\ud800b", evidence=("\udfff",))
    event = Event(NOW, Happened.OUTAGE_STARTED, verdict, replace(DOWN, verdict=verdict))
    assert event.outage is not None
    [row] = kept(rows.outage_deed(event, event.outage), asked=rows.READ_OUTAGES)
    past = rows.past_outage(row)
    assert past is not None
    assert (past.outage.verdict.headline, past.outage.verdict.evidence) == ("a?b", ("?",))


def test_an_outage_comes_back_with_its_evidence() -> None:
    event = whole(0, DEAD_LINE, DOWN, path={"ms": None}, gateway={"ms": 1.2})
    [row] = kept(rows.outage_deed(event, DOWN), asked=rows.READ_OUTAGES)
    past = rows.past_outage(row)
    assert past is not None
    assert past.outage == DOWN
    assert past.first_evidence == past.last_evidence == ("gateway: gateway was asked", "path: path was asked")
    assert not past.over
    assert not past.unseen


def test_the_first_evidence_stays_and_the_last_is_that_of_the_last_bad_look() -> None:
    first, second, good = (
        whole(0, DEAD_LINE, DOWN, gateway={}),
        whole(60, DEAD_LINE, DOWN, path={}),
        whole(70, WORKS, UP, https={}),
    )
    deeds = [rows.outage_deed(event, event.outage) for event in (first, second, good) if event.outage]
    [row] = kept(*deeds, asked=rows.READ_OUTAGES)
    past = rows.past_outage(row)
    assert past is not None
    assert past.first_evidence == ("gateway: gateway was asked",)
    assert past.last_evidence == ("path: path was asked",)
    assert past.over
    assert past.outage == UP


def test_a_light_look_changes_the_numbers_alone() -> None:
    longer = replace(DOWN, seconds=99.0, looks=9, asleep_s=3.0)
    event = light(99, BAD, outage=longer)
    [row] = kept(
        rows.outage_deed(whole(0, DEAD_LINE, DOWN), DOWN), rows.count_deed(event, longer), asked=rows.READ_OUTAGES
    )
    past = rows.past_outage(row)
    assert past is not None
    assert past.outage == longer


def test_an_outage_whose_words_are_damaged_is_still_an_outage() -> None:
    deed = rows.outage_deed(whole(0, DEAD_LINE, DOWN), DOWN)
    for column in ("verdict", "evidence", "first_evidence", "last_evidence"):
        for damage in ("", "{", "[1", "{}", '{"side": "nowhere"}', "[" * 100_000, b"\xff"):
            change = (f"UPDATE outages SET {column} = ?", (damage,))
            [row] = kept(deed, change, asked=rows.READ_OUTAGES)
            past = rows.past_outage(row)
            assert past is not None
            assert past.outage.down_since == DOWN.down_since


@pytest.mark.parametrize("column", ["down_since", "up_since", "seconds", "looks", "drops"])
def test_an_outage_whose_numbers_are_damaged_is_left_out(column: str) -> None:
    [row] = kept(
        rows.outage_deed(whole(0, DEAD_LINE, DOWN), DOWN),
        (f"UPDATE outages SET {column} = ?", ("damage",)),
        asked=rows.READ_OUTAGES,
    )
    assert rows.past_outage(row) is None


def test_damaged_lines_of_other_tables_are_left_out() -> None:
    assert rows.point(("x", 0, "ok", None, None, None, 1)) is None
    assert rows.gap((1, "x", "asleep")) is None
    assert rows.entry((None, "note", "x", None)) is None
    assert rows.told((1, 1, "look", "{")) is None
    assert rows.told((1, 1, "look", "[]")) is None


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (whole(0), "ok"),
        (whole(0, SLOW), "degraded"),
        (whole(0, DEAD_LINE), "outage"),
        (whole(0, CANNOT_TELL), "unknown"),
        (whole(0, replace(CANNOT_TELL, impact=Impact.OUTAGE)), "outage"),
        (light(0, GOOD), "ok"),
        (light(0, GOOD, SLOW), "degraded"),
        (light(0, BAD), "unknown"),  # no outage is told: it accuses nobody
        (light(0, Glance()), "unknown"),
        (light(0, Glance(gateway=True, far=False, names=True)), "ok"),  # no echo passes here, ever
        (light(0, BAD, DEAD_LINE, DOWN), "outage"),
        (light(0, Glance(), DEAD_LINE, DOWN), "outage"),
        (light(0, Glance(gateway=True, far=True, names=False), DEAD_LINE, DOWN), "outage"),
        (light(0, GOOD, DEAD_LINE, DOWN), "ok"),
        (light(0, BAD, DEAD_LINE, UP), "unknown"),
        (Event(NOW, Happened.LOOK), "unknown"),
    ],
    ids=range(16),
)
def test_the_state_that_a_look_saw(event: Event, state: str) -> None:
    assert state_of(event) == state


@pytest.mark.parametrize(
    ("event", "times"),
    [
        (whole(0, gateway={"ms": 1.5}, internet_by_ip={"ms": 20}, dns={"ms": 15.0}), (1.5, 20.0, 15.0)),
        (whole(0, gateway={"ms": None}, dns={"ms": "fast"}), (None, None, None)),
        (whole(0, gateway={"ms": math.nan}, internet_by_ip={"ms": math.inf}, dns={"ms": True}), (None, None, None)),
        (light(0, GOOD), (1.5, 20.0, 15.0)),
        (light(0, BAD), (1.5, None, None)),
        (Event(NOW, Happened.LOOK), (None, None, None)),
    ],
    ids=range(6),
)
def test_the_latency_of_the_segments(event: Event, times: tuple[float | None, ...]) -> None:
    [row] = kept(rows.look_deed(event), asked="SELECT gateway_ms, far_ms, names_ms FROM looks")
    assert row == times


def test_lengths_that_cannot_be_are_kept_as_none() -> None:
    mad = replace(DOWN, seconds=math.nan, asleep_s=math.inf)
    [row] = kept(rows.outage_deed(whole(0, DEAD_LINE, mad), mad), asked=rows.READ_OUTAGES)
    past = rows.past_outage(row)
    assert past is not None
    assert (past.outage.seconds, past.outage.asleep_s) == (0.0, 0.0)


def test_the_journal_tells_what_happened_and_no_looks() -> None:
    assert rows.entry_of(whole(0)) is None
    assert rows.entry_of(told(0, Happened.SLEPT)) is None
    assert rows.entry_of(told(0, Happened.PAUSED)) is None
    assert rows.entry_of(told(5, Happened.SLEPT, DOWN)) == Entry(at(5), "slept", "", "a")
    assert rows.entry_of(told(5, Happened.OUTAGE_STARTED, DOWN)) == Entry(
        at(5), "outage_started", "The line is dead.", "a"
    )
    assert rows.entry_of(told(5, Happened.RESTORED, UP)) == Entry(at(5), "restored", "", "a")
    assert rows.entry_of(told(5, Happened.ROUTER_GONE)) == Entry(at(5), "router_gone", "", None)


def test_a_line_of_the_journal_comes_back() -> None:
    entry = Entry(NOW, "note", "Zurücksetzen \U0001f4a1", "a")
    [row] = kept(rows.entry_deed(entry), asked="SELECT at, kind, text, outage FROM journal")
    assert rows.entry(row) == entry
    [row] = kept(
        rows.entry_deed(replace(entry, text="\ud800", outage=None)), asked="SELECT at, kind, text, outage FROM journal"
    )
    assert rows.entry(row) == replace(entry, text="?", outage=None)


def test_an_event_without_a_line_still_says_when_and_what() -> None:
    assert rows.told((7, rows.micros(NOW), "look", "")) == (7, {"at": NOW.isoformat(), "event": "look"})
    assert rows.told((7, rows.micros(NOW), "look", '{"a": 1}')) == (7, {"a": 1})


def test_numbers_of_events_begin_with_the_time_and_go_on_by_one() -> None:
    event = (rows.ADD_EVENT, (1000, 1, "look", ""))
    found = kept(event, event, (rows.FORGET_EVENTS, (5,)), asked="SELECT id FROM events")
    assert found == [(1000,), (1001,)]
    assert kept(*[event] * 9, (rows.FORGET_EVENTS, (5,)), asked="SELECT min(id), max(id) FROM events") == [(1004, 1008)]


def test_the_pauses_that_last_are_ended() -> None:
    now = rows.micros(NOW)
    found = kept(
        (rows.ADD_GAP, (now, None, "paused")),
        (rows.ADD_GAP, (now + 5, None, "paused")),
        (rows.ADD_GAP, (now - 5, now - 4, "asleep")),
        (rows.END_PAUSES, (now + 3,)),
        asked="SELECT begins, ends FROM gaps ORDER BY id",
    )
    assert found == [(now, now + 3), (now + 5, now + 5), (now - 5, now - 4)]


def test_a_look_from_a_report_needs_no_checks() -> None:
    event = Event(NOW, Happened.LOOK, WORKS, None, replace(report(WORKS), looks=()))
    with_none = kept(rows.look_deed(event), asked="SELECT state, gateway_ms FROM looks")
    assert with_none == [("ok", None)]


@given(
    st.builds(
        Said,
        st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - of hypothesis
        *(words, words, words, words),
        st.none() | st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        *(words, words),
        st.none() | words.filter(bool),
    )
)
def test_what_the_provider_said_comes_back(said: Said) -> None:
    db = open_memory()
    db.execute(*rows.said_deed(said))
    [row] = db.execute(rows.READ_SAID).fetchall()
    assert rows.said(row) == said
    db.close()


def test_of_endless_words_the_beginning_is_kept() -> None:
    _, values = rows.said_deed(Said(NOW, "x" * 10**6, text="\ud800" * 10**6))
    assert max(len(value) for value in values if isinstance(value, str)) == rows.LONGEST


@pytest.mark.parametrize("place", [0, 5])
def test_an_answer_whose_times_are_bent_is_passed_over(place: int) -> None:
    row: list[object] = [rows.micros(NOW), "", "", "", "", None, "", "", None]
    assert rows.said(row) == Said(NOW)
    row[place] = "bent"
    assert rows.said(row) is None
