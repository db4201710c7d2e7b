"""The watcher's loop in a time of its own: what is looked at when, what is told in which order, who may interfere."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest

from netcheck.core.model import Observation, Outcome, Report
from netcheck.core.settings import Watch
from netcheck.core.watching import Counters, Depth, Due, Event, Glance, Happened, Phase, State, Tick
from netcheck.engine.watcher import APART_S, SETTLING_S, Follower, Means, Watcher
from netcheck.plugins import Signs
from tests.fake_watch import BROKEN, DOWN, FIXED, LINE, PORTAL, START_S, UP, WELL, at

LONG_S = 20.0
"""Never waited for where all is well."""
WHOLE_S, GLANCE_S = 3.0, 0.1
ANSWER = Observation(Outcome.OK)


@dataclass
class Theatre:
    """A home, a clock and a system, all on paper; the watcher runs on the test's own thread until `ends`."""

    ends: float = 100.0
    breaks: float = float("inf")
    mends: float = float("inf")
    whole: Report = LINE
    light: Glance = DOWN
    focus: Glance = BROKEN
    """What looks see between `breaks` and `mends`."""
    now: float = 0.0
    tells: list[float] = field(default_factory=list)
    """Seconds at which the system tells of a change."""
    calls: list[tuple[float, Callable[[Watcher], None]]] = field(default_factory=list)
    """What others do, and when; between looks or within one."""
    counting: Callable[[float], Counters] = lambda second: Counters("eth0", int(second), int(second))
    sleeps: list[tuple[float, float]] = field(default_factory=list)
    """When the computer falls asleep, and for how long."""
    told: list[tuple[float, str]] = field(default_factory=list)
    """Everything that the follower heard, with its second."""
    plans: list[Due] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    """When the counters were read."""
    woken: int = 0
    pace: Watch = field(default_factory=Watch)
    watcher: Watcher = field(init=False)

    def __post_init__(self) -> None:
        means = Means(self.diagnose, self.glance, self, self.tick, lambda: self.pace, chance=lambda: 0.5)
        follower = Follower(self._began, self._answered, self._happened, self._planned)
        self.watcher = Watcher(means, follower)

    def play(self) -> Theatre:
        self.watcher.run()
        return self

    def tick(self) -> Tick:
        return at(self.now)

    def _pass(self, seconds: float) -> None:
        """Time passes, and others do what they do meanwhile."""
        self.now += seconds
        for call in [each for each in self.calls if each[0] <= self.now]:
            self.calls.remove(call)
            call[1](self.watcher)
        if self.now >= self.ends:
            self.watcher.stop()

    @property
    def _broken(self) -> bool:
        return self.breaks <= self.now < self.mends

    def diagnose(self, told: Callable[[str, Observation], None]) -> Report:
        broken = self._broken
        told("gateway", ANSWER)
        self._pass(WHOLE_S)
        told("https", ANSWER)
        return self.whole if broken else WELL

    def glance(self, depth: Depth, state: State) -> Glance:
        broken = self._broken
        self._pass(GLANCE_S)
        if depth is Depth.FOCUS:
            return self.focus if broken else FIXED
        return self.light if broken else UP

    # --- the signs

    def counters(self) -> Counters:
        self.read.append(self.now)
        return self.counting(self.now)

    def wait(self, seconds: float) -> bool:
        assert 0 < seconds <= 1.0
        until = self.now + seconds
        if self.sleeps and self.sleeps[0][0] <= until:
            until += self.sleeps.pop(0)[1]
        if self.tells and self.tells[0] <= until:
            self._pass(max(0.0, self.tells.pop(0) - self.now))
            return True
        self._pass(until - self.now)
        return False

    def wake(self) -> None:
        self.woken += 1

    # --- the follower

    def _began(self, depth: Depth) -> None:
        self.told.append((self.now, f"began {depth}"))

    def _answered(self, check: str, answer: Observation) -> None:
        assert answer is ANSWER
        self.told.append((self.now, f"answered {check}"))

    def _happened(self, event: Event, state: State) -> None:
        self.states.append(state)
        self.told.append((self.now, event.kind.value))

    def _planned(self, due: Due, tick: Tick) -> None:
        assert tick == at(self.now)
        assert due.s >= tick.s
        self.plans.append(due)
        self.told.append((self.now, f"planned {due.depth} {due.s - tick.s:.1f}"))

    def looks(self) -> list[tuple[float, str]]:
        """When looks began."""
        return [
            (round(second, 1), what.removeprefix("began ")) for second, what in self.told if what.startswith("began")
        ]

    def events(self) -> list[str]:
        """What happened, looks left out."""
        return [what for _, what in self.told if what in set(Happened) - {Happened.LOOK}]


_IS_SIGNS: Signs = Theatre()
"""Checked by mypy."""


# --- the order of things ----------------------------------------------------------------------------------------------


def test_a_look_begins_answers_happens_and_the_next_one_is_planned() -> None:
    play = Theatre(ends=14).play()
    assert play.told == [
        (0.0, "planned full 0.0"),
        (0.0, "began full"),
        (0.0, "answered gateway"),
        (3.0, "answered https"),
        (3.0, "look"),
        (3.0, "planned light 10.0"),
        (13.0, "began light"),
        (13.1, "look"),
        (13.1, "planned light 10.0"),
    ]


def test_an_outage_from_its_break_to_its_return() -> None:
    play = Theatre(ends=400, breaks=20, mends=60).play()
    assert play.events() == ["outage_started", "back", "restored", "stable"]
    assert play.looks()[:6] == [
        (0, "full"),
        (13, "light"),
        (23.1, "light"),
        (23.2, "full"),
        (26.7, "light"),
        (28.8, "light"),
    ]
    seconds = {what: second for second, what in play.told}
    assert seconds["outage_started"] == pytest.approx(26.2)
    assert 60 < seconds["back"] < 63
    assert seconds["restored"] < 66


def test_a_fault_that_glances_do_not_show_is_asked_for_by_its_checks() -> None:
    play = Theatre(ends=60, breaks=-1, whole=PORTAL, light=UP).play()
    assert [what for _, what in play.looks()[:5]] == ["full", "light", "full", "focus", "focus"]
    assert play.events() == ["outage_started"]


def test_the_follower_is_given_the_state_after_each_event() -> None:
    play = Theatre(ends=30, breaks=0).play()
    assert play.states[0].phase is Phase.OUTAGE
    assert play.states[0].outage is not None
    assert [state.looks for state in play.states[1:4]] == [1, 2, 3]


def test_the_pace_that_is_set_now_holds() -> None:
    play = Theatre(ends=60)
    play.calls.append((20.0, lambda watcher: setattr(play, "pace", Watch(healthy_s=4.0))))
    play.play()
    assert [second for second, _ in play.looks()][1:5] == pytest.approx([13.0, 20.0, 24.1, 28.2], abs=1.0)


def test_time_alone_makes_it_stable() -> None:
    play = Theatre(ends=400, breaks=0, mends=10).play()
    assert play.events()[-1] == "stable"
    assert play.plans[-1].depth is Depth.LIGHT


# --- signs ------------------------------------------------------------------------------------------------------------


def test_a_change_that_the_system_tells_brings_a_look_once_it_has_settled() -> None:
    play = Theatre(ends=15, tells=[5.5]).play()
    assert play.looks()[1] == (5.5 + SETTLING_S, "light")
    assert (5.5, f"planned light {SETTLING_S}") in play.told


def test_many_changes_bring_few_looks() -> None:
    play = Theatre(ends=30, tells=[5.0 + n / 10 for n in range(200)]).play()
    starts = [second for second, what in play.looks() if what == "light"]
    assert all(later - earlier >= APART_S - 0.05 for earlier, later in pairwise(starts))
    assert 8 < len(starts) < 16


def test_a_change_never_puts_a_look_off() -> None:
    play = Theatre(ends=14, tells=[12.9]).play()
    assert play.looks()[1] == (13.0, "light")


def test_a_change_in_an_outage_brings_a_look_too() -> None:
    play = Theatre(ends=4000, breaks=0, tells=[3700.5]).play()
    assert any(3701.0 <= second <= 3701.5 for second, _ in play.looks())


def test_silence_brings_a_look_before_its_time() -> None:
    def silent_after_five(second: float) -> Counters:
        return Counters("eth0", sent=int(second * 10), received=int(min(second, 5.0) * 10))

    play = Theatre(ends=12, counting=silent_after_five, breaks=5).play()
    (_, (second, first), (_, then), *_) = play.looks()
    assert (first, then) == ("light", "full")
    assert 7.0 <= second <= 8.6
    assert play.events() == ["outage_started"]


def test_our_own_packets_are_no_sign() -> None:
    def only_ours(second: float) -> Counters:
        return Counters("eth0", sent=100 * sum(1 for start, _ in play.looks() if start < second), received=0)

    play = Theatre(ends=64)
    play.counting = only_ours
    play.play()
    assert [second for second, _ in play.looks()] == pytest.approx([0, 13, 23.1, 33.2, 43.3, 53.4, 63.5])


def test_counters_are_read_once_a_second_while_all_is_well_and_never_in_an_outage() -> None:
    play = Theatre(ends=60, breaks=33, mends=50).play()
    down = next(second for second, what in play.told if what == "outage_started")
    up = next(second for second, what in play.told if what == "restored")
    assert len([second for second in play.read if second < 30]) >= 20
    assert not [second for second in play.read if down < second < up]
    assert [second for second in play.read if second > up]


# --- sleep ------------------------------------------------------------------------------------------------------------


def test_after_sleep_the_first_look_is_whole_and_at_once() -> None:
    play = Theatre(ends=3700, sleeps=[(7.0, 3600.0)]).play()
    assert play.events() == ["slept"]
    second, depth = play.looks()[1]
    assert depth == "full"
    assert 3607 <= second <= 3608


def test_a_look_in_which_the_computer_slept_counts_for_nothing() -> None:
    play = Theatre(ends=3700, breaks=10, mends=1000)
    glance = play.glance

    def nap(depth: Depth, state: State) -> Glance:
        seen = glance(depth, state)
        play.now += 3600.0 if play.now < 100 else 0.0
        return seen

    play.watcher.means = Means(play.diagnose, nap, play, play.tick, Watch, lambda: 0.5)
    play.play()
    assert play.events() == ["slept"]


# --- others -----------------------------------------------------------------------------------------------------------


def test_between_looks_somebody_is_told_at_least_once_a_second() -> None:
    play = Theatre(ends=60, breaks=10)
    told: list[tuple[float, bool]] = []
    means = play.watcher.means
    play.watcher.means = replace(means, between=lambda state, tick: told.append((tick.s - at(0.0).s, state.down)))
    play.play()
    # A whole look takes WHOLE_S here, and two may follow one another.
    assert max(later - earlier for (earlier, _), (later, _) in pairwise(told)) <= WHOLE_S + 1.0
    assert {down for _, down in told} == {False, True}


def test_a_bug_between_looks_does_not_end_the_watch(caplog: pytest.LogCaptureFixture) -> None:
    play = Theatre(ends=30, breaks=10)

    def broken(state: State, tick: Tick) -> None:
        raise KeyError("ours")

    play.watcher.means = replace(play.watcher.means, between=broken)
    assert "outage_started" in play.play().events()
    assert "what is done between looks broke" in caplog.text


def test_somebody_wants_a_look_now() -> None:
    play = Theatre(ends=12, calls=[(5.0, Watcher.look_now)]).play()
    assert play.looks() == [(0, "full"), (5.0, "full")]
    assert play.woken >= 1


def test_a_wish_during_a_look_is_granted_after_it() -> None:
    play = Theatre(ends=12, calls=[(2.0, Watcher.look_now)]).play()
    assert play.looks()[:2] == [(0, "full"), (3.0, "full")]


def test_many_wishes_are_one_look() -> None:
    play = Theatre(ends=12, calls=[(5.0, Watcher.look_now)] * 7).play()
    assert play.looks() == [(0, "full"), (5.0, "full")]


def test_a_pause_and_its_end() -> None:
    play = Theatre(ends=100, calls=[(5.0, Watcher.pause), (60.0, Watcher.resume)]).play()
    assert play.events() == ["paused", "resumed"]
    assert [start for start in play.looks() if 5 < start[0] < 60] == []
    assert (60.0, "full") in play.looks()
    assert Due(Depth.LIGHT, float("inf")) in play.plans


def test_a_pause_during_a_look_lets_it_end_and_no_other_begin() -> None:
    play = Theatre(ends=100, calls=[(1.0, Watcher.pause)]).play()
    assert play.looks() == [(0, "full")]
    assert play.events() == ["paused"]


def test_a_pause_is_heard_even_where_looks_follow_one_another_at_once() -> None:
    play = Theatre(ends=100, breaks=0, calls=[(1.0, Watcher.look_now), (1.5, Watcher.pause)])
    play.play()
    assert play.looks() == [(0, "full")]


def test_a_wish_in_a_pause_waits_for_its_end_and_is_granted_once() -> None:
    play = Theatre(ends=80, calls=[(5.0, Watcher.pause), (20.0, Watcher.look_now), (60.0, Watcher.resume)]).play()
    assert play.looks()[:3] == [(0, "full"), (60.0, "full"), (73.0, "light")]


def test_changes_in_a_pause_bring_no_look() -> None:
    play = Theatre(ends=60, calls=[(5.0, Watcher.pause)], tells=[10.0, 20.0, 30.0]).play()
    assert play.looks() == [(0, "full")]
    assert play.read[-1] <= 5.0


def test_a_bug_in_a_look_ends_neither_the_watch_nor_accuses_anybody(caplog: pytest.LogCaptureFixture) -> None:
    play = Theatre(ends=60.0)
    genuine = play.watcher.means.diagnose

    def broken(told: Callable[[str, Observation], None]) -> Report:
        if play.now < 12:
            raise ZeroDivisionError("a bug for the test")
        return genuine(told)

    play.watcher.means = replace(play.watcher.means, diagnose=broken)
    play.play()
    assert 1 <= sum("a whole look broke" in line for line in caplog.messages) <= 3
    assert play.states[-1].phase is Phase.WORKING
    assert play.states[-1].outage is None


def test_a_look_that_was_told_to_end_tells_nothing_more() -> None:
    play = Theatre(ends=2.0).play()
    assert [what for _, what in play.told] == ["planned full 0.0", "began full", "answered gateway", "answered https"]


def test_a_day_of_it_leaves_nothing_behind() -> None:
    play = Theatre(ends=24 * 3600, breaks=7000, mends=9000).play()
    state = play.watcher._state
    assert (state.phase, state.outage) == (Phase.WORKING, None)
    assert len(state.turns) < 10
    assert play.watcher._wishes.empty()


# --- threads ----------------------------------------------------------------------------------------------------------


class Door:
    """Signs that wait until somebody wakes them, and looks that wait until they are let go on."""

    def __init__(self) -> None:
        self.rung = threading.Event()
        self.go_on = threading.Event()
        self.heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.threads: set[int] = set()
        follower = Follower(
            lambda depth: self._hear(f"began {depth}"), happened=lambda event, state: self._hear(event.kind.value)
        )
        self.watcher = Watcher(Means(self._diagnose, lambda depth, state: UP, self, lambda: at(0), Watch), follower)

    def _hear(self, words: str) -> None:
        self.threads.add(threading.get_ident())
        self.heard.put(words)

    def _diagnose(self, told: Callable[[str, Observation], None]) -> Report:
        self.go_on.wait(LONG_S)
        self.go_on.clear()
        return WELL

    def counters(self) -> Counters:
        return Counters()

    def wait(self, seconds: float) -> bool:
        self.rung.wait(LONG_S)
        self.rung.clear()
        return False

    def wake(self) -> None:
        self.rung.set()

    def next(self) -> str:
        return self.heard.get(timeout=LONG_S)


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    made.watcher.start()
    yield made
    made.go_on.set()
    assert made.watcher.stop(LONG_S)


def test_it_watches_on_a_thread_of_its_own(door: Door) -> None:
    assert door.next() == "began full"
    door.go_on.set()
    assert door.next() == "look"
    assert threading.get_ident() not in door.threads
    assert len(door.threads) == 1


def test_wishes_of_other_threads_wake_it(door: Door) -> None:
    assert door.next() == "began full"
    door.go_on.set()
    assert door.next() == "look"
    door.watcher.look_now()
    assert door.next() == "began full"
    door.go_on.set()
    assert door.next() == "look"
    door.watcher.pause()
    assert door.next() == "paused"
    door.watcher.resume()
    assert [door.next(), door.next()] == ["resumed", "began full"]


def test_no_wish_is_lost_while_a_look_takes_long(door: Door) -> None:
    assert door.next() == "began full"
    askers = [threading.Thread(target=wish) for wish in (door.watcher.look_now, door.watcher.look_now)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()  # they come back at once, though the look does not
    door.go_on.set()
    assert [door.next(), door.next()] == ["look", "began full"]


def test_the_end_does_not_wait_for_a_look(door: Door) -> None:
    assert door.next() == "began full"
    assert not door.watcher.stop()
    assert not door.watcher.stop(0.01)
    door.go_on.set()
    assert door.watcher.stop(LONG_S)
    assert door.heard.empty()


def test_the_end_wakes_it(door: Door) -> None:
    assert door.next() == "began full"
    door.go_on.set()
    assert door.next() == "look"
    assert door.watcher.stop(LONG_S)


def test_starting_twice_is_starting(door: Door) -> None:
    assert door.next() == "began full"
    door.watcher.start()
    door.go_on.set()
    assert door.next() == "look"
    assert len(door.threads) == 1


def test_the_follower_may_end_it(door: Door) -> None:
    ended: queue.SimpleQueue[bool] = queue.SimpleQueue()
    door.watcher.follower = Follower(happened=lambda event, state: ended.put(door.watcher.stop(LONG_S)))
    door.go_on.set()
    assert not ended.get(timeout=LONG_S)  # it cannot wait for itself
    assert door.watcher.stop(LONG_S)


def test_what_never_began_has_ended() -> None:
    assert Door().watcher.stop(LONG_S)


def test_where_the_clock_begins_does_not_matter() -> None:
    assert START_S > 0
    play = Theatre(ends=14)
    play.now = -3 * START_S
    play.ends += play.now
    play.play()
    assert [what for _, what in play.looks()] == ["full", "light"]
