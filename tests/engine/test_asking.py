"""The page is asked while an upstream outage lasts, and at no other time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from netcheck.core import monitor
from netcheck.core.courtesy import Who
from netcheck.core.model import Report, Segment, Side
from netcheck.core.watching import Glance, Outage, Phase, State, Tick
from netcheck.engine.asking import Asker
from tests.fake_watch import LINE, UP, WELL, at


@dataclass
class PlayedPage:
    told: list[tuple[object, ...]] = field(default_factory=list)

    def began(self, now: datetime, since: datetime) -> None:
        self.told.append(("began", since))

    def restored(self, now: datetime) -> None:
        self.told.append(("restored", now))

    def calm(self) -> None:
        self.told.append(("calm",))

    def step(self, now: datetime, who: Who) -> None:
        self.told.append(("step", now, who))

    def words(self) -> list[object]:
        return [each[0] for each in self.told]


def state(phase: Phase, side: Side = Side.UPSTREAM, down: bool = True, restored: Tick | None = None) -> State:
    verdict = replace(LINE.verdict, side=side)
    outage = Outage("o", at(10.0).at, verdict, up_since=None if down else at(90.0).at)
    return State(phase=phase, verdict=verdict, outage=outage, restored=restored)


def told(*states: State, present: bool = False) -> PlayedPage:
    page = PlayedPage()
    asker = Asker(lambda: page, present)
    for second, each in enumerate(states):
        asker.between(each, at(100.0 + second))
    return page


def test_in_an_upstream_outage_it_is_asked() -> None:
    for phase in (Phase.OUTAGE, Phase.FLAPPING):
        page = told(state(phase))
        assert page.told == [("began", at(10.0).at), ("step", at(100.0).at, Who.NOBODY)]
    assert told(state(Phase.OUTAGE), present=True).told[1][2] is Who.PRESENT


def test_in_an_outage_at_home_it_is_not() -> None:
    assert told(state(Phase.OUTAGE, Side.LOCAL)).told == []


def test_where_a_single_service_is_down_the_provider_s_page_is_not() -> None:
    found = state(Phase.OUTAGE)
    assert found.outage is not None
    of_service = replace(found.outage.verdict, segment=Segment.SERVICE)
    assert told(replace(found, outage=replace(found.outage, verdict=of_service))).told == []


def test_while_it_answers_again_or_nobody_has_looked_it_is_not() -> None:
    for phase in (Phase.BACK, Phase.LOOKING, Phase.PAUSED):
        assert told(state(phase)).words() == ["began"]


def test_the_return_is_told_once() -> None:
    back = state(Phase.RESTORED, down=False, restored=at(95.0))
    assert told(back, back, back).told == [("restored", at(100.0).at)]
    again = replace(back, restored=at(99.0))
    assert told(back, state(Phase.OUTAGE), again).words() == ["restored", "began", "step", "restored"]


def test_where_all_is_well_there_is_peace() -> None:
    well = State(phase=Phase.WORKING, verdict=WELL.verdict)
    assert told(well).words() == ["calm"]
    assert told(State(phase=Phase.WORKING, verdict=LINE.verdict)).words() == [], "a line that is merely bad"
    for phase in (Phase.SUSPECTED, Phase.LOOKING):
        assert told(State(phase=phase)).words() == [], "not known yet"


def test_without_a_page_nothing_is_done() -> None:
    asker = Asker(lambda: None)
    asker.between(state(Phase.OUTAGE), at(100.0))
    assert asker.who is Who.NOBODY


def test_a_whole_outage_as_the_monitor_sees_it() -> None:
    page = PlayedPage()
    asker = Asker(lambda: page)
    watched, second = State(), 0.0
    down = Glance(far=False, names=False, gateway=True)
    looks: list[tuple[Report | Glance, float]] = [
        (WELL, 5),
        (UP, 5),
        (down, 1),
        (LINE, 3),
        *[(down, 2)] * 5,
        (LINE, 3),
        (UP, 2),
        (WELL, 2),
        (UP, 9),
    ]
    for news, seconds in looks:
        second += seconds
        watched, _ = monitor.step(watched, news, at(second))
        asker.between(watched, at(second))
    words = page.words()
    assert words[:2] == ["calm", "calm"]
    assert words[2:4] == ["began", "step"]
    assert words[-1] == "restored"
    assert words.count("restored") == 1
    assert all(one != "restored" or other == "restored" for one, other in pairwise(words)), "nothing after the return"
