"""In each state the window says what is known, and blames nobody before it is sure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netcheck.core import monitor
from netcheck.core.diagnose import conclude, path_of
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.model import Confidence, Report, Side
from netcheck.core.watching import Glance, Phase, State, Tick
from netcheck.gui.icons import Mark
from netcheck.gui.telling import calm, doubted, followed, mark_of, tell, where_of
from netcheck.gui.words import speak
from tests.gui.recorded import STORIES, report_of

BEGINS = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
NAMES = sorted(path.stem for path in STORIES.glob("*.json"))
NOTHING = Glance(gateway=True, far=False, names=False)
ALL = Glance(gateway=True, far=True, names=True)
LINE = report_of("wifi-weak-on-dead-line")


def after(*news: tuple[float, Report | Glance | None], state: State | None = None) -> State:
    """The state after these looks, each at its second."""
    now = state or State()
    for s, seen in news:
        now, _ = monitor.step(now, seen, Tick(BEGINS + timedelta(seconds=s), s))
    return now


def test_at_first_it_looks() -> None:
    told = tell(State())
    assert (told.mark, told.headline) == (Mark.LOOKING, "Looking at your connection…")
    assert not told.where
    assert followed(State()) is None
    assert "One moment" in calm(State())


@pytest.mark.parametrize("name", NAMES)
def test_sign_and_side_are_those_of_the_verdict(name: str) -> None:
    verdict = report_of(name).verdict
    mark = mark_of(verdict)
    where = where_of(verdict)
    if verdict.side is Side.NONE:
        assert (mark, where) == (Mark.WORKING, "")
    elif verdict.impact.value == "degraded":
        assert mark is Mark.DEGRADED
    else:
        assert mark is {Side.LOCAL: Mark.HOME, Side.UPSTREAM: Mark.UPSTREAM}.get(verdict.side, Mark.UNSURE)
    begins = {"local": "At home: ", "upstream": "Outside your home: "}.get(verdict.side.value, "")
    if verdict.accuses and verdict.confidence is Confidence.POSSIBLE:
        begins = f"Perhaps {begins[0].lower()}{begins[1:]}"
    assert where.startswith(begins)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_seen_once_and_not_confirmed_blames_nobody(name: str) -> None:
    report = report_of(name)
    seen = report.looks[0].seen
    verdict = conclude(report.looks[:1])
    state = after((0, replace(report, verdict=verdict, looks=report.looks[:1], path=path_of(seen, verdict))))
    if state.phase is Phase.LOOKING and verdict.accuses:
        told = tell(state)
        assert told.mark is Mark.LOOKING
        assert told.where == ""
        assert told.headline == "Something does not answer."
        assert followed(state) is None


def test_an_outage_says_since_when_how_long_and_how_sure() -> None:
    state = after((0, LINE), *((s, None) for s in range(10, 201, 10)))
    told = tell(state, LINE.seen, now=BEGINS)
    assert told.mark is Mark.UPSTREAM
    assert told.headline == LINE.verdict.headline
    assert told.since.startswith("Since ")
    assert told.since.endswith("3 min so far.")
    assert told.sure == "How sure: possible; there are other explanations."
    assert followed(state) is not None


def test_what_else_was_seen_is_said_with_its_blanks_filled() -> None:
    report = report_of("ipv6-dark")
    told = tell(after((0, report)), report.seen)
    assert told.also.startswith("Also seen: IPv6 does not work")
    assert "{" not in told.also


def test_a_doubt_does_not_cry_outage() -> None:
    state = after((0, report_of("healthy")), (10, NOTHING))
    assert state.phase is Phase.SUSPECTED
    told = tell(state)
    assert told.mark is Mark.WORKING
    assert told.why == "Something did not answer just now. Looking again."


def back() -> State:
    return after((0, LINE), (4, NOTHING), (8, NOTHING), (12, ALL))


def test_what_answers_again_is_not_yet_back() -> None:
    state = back()
    assert state.phase is Phase.BACK
    told = tell(state)
    assert (told.mark, told.headline) == (Mark.BACK, "It answers again.")
    assert followed(state) is None
    assert "makes sure" in calm(state)


def restored() -> State:
    return after((13, report_of("healthy")), (16, ALL), state=back())


def test_restored_says_how_long_it_was_away() -> None:
    state = restored()
    assert state.phase is Phase.RESTORED
    told = tell(state, now=BEGINS)
    assert (told.mark, told.headline) == (Mark.WORKING, "Your internet is back.")
    assert told.since.startswith("It was away for 12 s, from ")
    assert followed(state) is None or followed(state).steps == ()  # type: ignore[union-attr]


def test_back_but_badly_is_no_false_cheer() -> None:
    degraded = report_of("wifi-weak")
    state = after((13, report_of("healthy")), (16, ALL), state=back())
    state = replace(state, verdict=degraded.verdict)
    assert tell(state).mark is Mark.DEGRADED
    assert "not as good" in tell(state).headline


def test_paused_says_since_when_and_what_was_before() -> None:
    state, _ = monitor.pause(after((0, LINE)), Tick(BEGINS, 5.0))
    told = tell(state, now=BEGINS)
    assert told.mark is Mark.PAUSED
    assert told.since.startswith("Since ")
    assert told.also.endswith(LINE.verdict.headline)
    assert "paused" in calm(state)


def test_after_a_sleep_nothing_from_before_is_said_to_hold() -> None:
    state = after((0, LINE), (4000, None))
    told = tell(state, asleep_s=4000.0)
    assert told.mark is Mark.LOOKING
    assert "1 h 7 min" in told.why
    assert followed(state) is None


def test_after_a_pause_it_looks_again() -> None:
    state, _ = monitor.pause(after((0, report_of("healthy"))), Tick(BEGINS, 5.0))
    state, _ = monitor.resume(state, Tick(BEGINS, 9.0))
    assert tell(state).headline == "Looking at your connection again…"


def test_coming_and_going_counts_how_often() -> None:
    verdict = monitor.comes_and_goes(LINE.verdict)
    state = after((0, LINE))
    assert state.outage is not None
    outage = replace(state.outage, verdict=verdict, drops=3)
    told = tell(replace(state, phase=Phase.FLAPPING, verdict=verdict, outage=outage))
    assert told.headline == "Your connection comes and goes."
    assert "It went away 3 times." in told.since


def test_it_speaks_the_persons_language() -> None:
    speak(Translator("xx", lambda text: f"«{text}»"))
    try:
        told = tell(after((0, LINE)))
        assert told.headline == f"«{LINE.verdict.headline}»"
        assert told.sure.startswith("«How sure")
    finally:
        speak(ENGLISH)


def test_what_cannot_be_told_blames_nobody() -> None:
    verdict = replace(LINE.verdict, side=Side.UNKNOWN, fault="unknown")
    state = after((0, LINE))
    told = tell(replace(state, verdict=verdict))
    assert (told.mark, told.where, told.sure) == (Mark.UNSURE, "", "")


def test_only_what_is_believed_is_drawn() -> None:
    well, cable = report_of("healthy"), report_of("cable-out")
    assert not doubted(well, State())
    assert doubted(LINE, State()), "at the start nothing is believed"
    state = after((0, LINE))
    assert state.phase is Phase.OUTAGE
    assert not doubted(LINE, state)
    assert doubted(cable, state), "another fault than the one that is told"
    assert not doubted(well, state)
