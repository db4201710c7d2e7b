"""What to pick up again: only what the outage took away, meetings, and the person's own list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from netcheck.core.calls import KIND
from netcheck.core.model import Impact, Segment
from netcheck.core.pick_up import MEETING, PICKED, UNPICKED, Point, out_of_reach, pick_up
from tests.fake_situation import BEGAN, LINE_DOWN, NOW, PERSON, clock, entry, situation
from tests.fake_translator import MARKED

UP = BEGAN + timedelta(minutes=90)


def texts(points: tuple[Point, ...]) -> tuple[str, ...]:
    """What they say."""
    return tuple(point.text for point in points)


def test_everything_after_the_line_was_dead() -> None:
    person = replace(PERSON, check_list=("Push today's work",))
    journal = (
        entry(3, MEETING, "15:00 with Ana"),
        entry(20, KIND, "reference: A1"),
        entry(95, "answer", "Mail is slow"),
    )
    told = pick_up(situation(up=UP, journal=journal, person=person), str, clock)
    assert told.first == "It works again since 15:32; it was away from 14:02 (1 h 30 min)."
    assert texts(told.services) == (
        "CRM: out of reach from 14:02 to 15:32. Look for what came in, and for what was not sent.",
        "Files: out of reach from 14:02 to 15:32. Look for what came in, and for what was not sent.",
        "Connect the VPN again; then Files.",
        "You said: Mail is slow",
    )
    assert texts(told.meetings) == ("15:00 with Ana",)
    assert texts(told.others) == (
        "Tell your provider that it works again, so that it closes A1.",
        "Tell your colleagues that you are back.",
    )
    assert texts(told.check_list) == ("Push today's work",)
    assert told.points[-1].text == "Push today's work"
    assert not any(point.done for point in told.points)


def test_while_it_lasts() -> None:
    told = pick_up(situation(), str, clock)
    assert told.first == "It lasts still, since 14:02 (1 h 0 min)."
    assert told.services[0].text == "CRM: out of reach since 14:02."
    assert told.others == ()


def test_only_what_failed_where_one_service_was_down() -> None:
    verdict = replace(
        LINE_DOWN, segment=Segment.SERVICE, fault="service-down", headline="CRM (crm.example) does not work: ...",
        evidence=("services: does not work: CRM (crm.example): timeout (connect, 3000 ms) (1 other answers)",),
    )  # fmt: skip
    assert out_of_reach(situation(verdict)) == ("CRM",)


def test_nothing_where_it_was_only_slow() -> None:
    slow = replace(LINE_DOWN, fault="line-lossy", impact=Impact.DEGRADED)
    told = pick_up(situation(slow, up=UP), str, clock)
    assert told.services == ()


def test_an_end_that_nobody_saw() -> None:
    told = situation(up=NOW, asleep_s=3000.0)
    told = replace(told, past=replace(told.past, unseen=True))
    assert "some time before 15:02" in pick_up(told, str, clock).first


def test_what_was_ticked_off_stays_so_on_another_day_and_in_another_language() -> None:
    ticks = (entry(100, PICKED, "CRM"), entry(101, PICKED, "Files"), entry(102, UNPICKED, "Files"))
    told = pick_up(situation(up=UP, journal=ticks), MARKED.say, lambda moment: f"{moment:%c}")
    assert [point.name for point in told.points if point.done] == ["CRM"]
    names = [point.name for point in told.points]
    assert names == [point.name for point in pick_up(situation(up=UP), str, clock).points]
