"""The path lights up in order, blames nobody before the verdict, and puts the break where the verdict has it."""

from __future__ import annotations

import pytest

from netcheck.core.model import Impact, Observation, Outcome, Segment, Side
from netcheck.gui import path_parts
from netcheck.gui.icons import Badge
from netcheck.gui.path_parts import Part, again, first_in_doubt, judged, lighting, waiting, why_not
from tests.gui.recorded import SEGMENTS, STORIES, report_of

NAMES = sorted(path.stem for path in STORIES.glob("*.json"))
HEALTHY = report_of("healthy")
LINE = report_of("wifi-weak-on-dead-line")


def words(parts: tuple[Part, ...]) -> list[str]:
    return [part.word for part in parts]


def test_at_first_everything_waits() -> None:
    assert words(waiting()) == ["waiting"] * 7
    assert words(lighting(SEGMENTS, {}))[:2] == ["looking…", "waiting"]


def test_it_lights_up_in_order_whatever_comes_first() -> None:
    seen: dict[str, Observation] = {}
    for check in ("internet_by_ip", "gateway", "link", "adapter"):
        seen[check] = HEALTHY.seen[check]
        lit = [part.badge is not None for part in lighting(SEGMENTS, seen)]
        assert lit == sorted(lit, reverse=True), "a part is lit beyond one that is not"
    assert words(lighting(SEGMENTS, seen))[:4] == ["answers", "answers", "answers", "looking…"]


def test_all_answers_light_all_parts() -> None:
    parts = lighting(SEGMENTS, HEALTHY.seen)
    assert words(parts)[:6] == ["answers"] * 6
    assert parts[6].word == "not checked", "no services are set: nothing answered there"


@pytest.mark.parametrize("name", NAMES)
def test_before_the_verdict_nothing_is_called_a_fault(name: str) -> None:
    for part in lighting(SEGMENTS, report_of(name).seen):
        assert not part.broken
        assert part.badge is not Badge.DEGRADED
        assert "fault" not in part.word


@pytest.mark.parametrize("name", NAMES)
def test_the_break_is_where_the_verdict_has_it(name: str) -> None:
    report = report_of(name)
    parts = judged(report)
    assert [part.segment for part in parts] == list(Segment)
    broken = [part for part in parts if part.broken or part.badge is Badge.DEGRADED]
    if report.verdict.accuses:
        (part,) = broken
        assert part.segment is report.verdict.segment
        assert part.broken is (report.verdict.impact is Impact.OUTAGE)
        home = report.verdict.side is Side.LOCAL
        if part.broken:
            assert part.badge is (Badge.FAILED_HOME if home else Badge.FAILED_UPSTREAM)
    else:
        assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_every_word_has_its_room(name: str) -> None:
    for parts in (judged(report_of(name)), lighting(SEGMENTS, report_of(name).seen)):
        assert set(words(parts)) <= set(path_parts.WORDS)


def test_beyond_the_break_it_says_why_nothing_was_checked() -> None:
    assert why_not(judged(LINE)) == (
        "Provider, Internet and Your services: not checked, because of the fault before it.",
    )
    assert why_not(judged(HEALTHY)) == ("Your services: no work addresses are set.",)
    assert why_not(waiting()) == ()


def test_what_no_longer_holds_is_looked_at_again() -> None:
    parts = judged(LINE)
    assert first_in_doubt(parts) is Segment.LINE
    assert words(again(parts, Segment.LINE)) == ["works"] * 3 + ["looking again"] * 4
    assert first_in_doubt(judged(HEALTHY)) is Segment.SERVICE


def test_a_part_that_comes_and_goes_is_shown_as_such_while_it_works() -> None:
    parts = judged(HEALTHY, Segment.LINE)
    assert (parts[3].badge, parts[3].word) == (Badge.DEGRADED, "comes and goes")


def test_a_report_without_a_path_is_not_known() -> None:
    from dataclasses import replace

    assert set(words(judged(replace(HEALTHY, path=())))) == {"not known"}


def test_a_check_that_is_not_awaited_lights_nothing() -> None:
    seen = {"adapter": Observation(Outcome.PENDING)}
    assert words(lighting(SEGMENTS, seen))[:2] == ["looking…", "waiting"]
