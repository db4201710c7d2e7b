"""At which second, after which news, what is said of the connection."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netcheck.core.diagnose import conclude, judge
from netcheck.core.model import PENDING, Impact, Observation, Outcome, Report, Seen
from netcheck.core.monitor import awaited
from netcheck.core.watching import Glance, Phase
from netcheck.reports.json import read_looks
from tests.fake_watch import (
    ASLEEP,
    BROKEN,
    CANNOT_TELL,
    DISAGREED,
    DOWN,
    FIXED,
    ISP,
    LINE,
    NO_NAMES,
    NO_PING,
    NOT_ASKED,
    NOTHING_KNOWN,
    PAUSE,
    PORTAL,
    POSSIBLE,
    RESUME,
    ROUTER,
    ROUTER_GONE,
    SLOW,
    SLOW_WITHOUT_PAGES,
    TIME,
    UNCONFIRMED,
    UP,
    UP_WHEN_WELL,
    WELL,
    News,
    Story,
)
from tests.test_stories import STORIES, story_of

Row = tuple[float, News, str, str]
"""Second, news, the phase after it, and what happened since the row before (looks left out)."""

HEALTHY: tuple[Row, ...] = ((0, WELL, "working", ""),)
BROKEN_LINE: tuple[Row, ...] = (*HEALTHY, (10, DOWN, "suspected", ""), (14, LINE, "outage", "outage_started"))
COME_BACK: tuple[Row, ...] = (
    *BROKEN_LINE,
    (16, DOWN, "outage", ""),
    (60, UP, "back", "back"),
    (63, WELL, "restored", "restored"),
)
COMES_AND_GOES: tuple[Row, ...] = (
    *HEALTHY,
    (5, LINE, "outage", "outage_started"),
    (6, WELL, "back", "back"),
    (7, LINE, "outage", "relapsed"),
    (8, WELL, "back", "back"),
    (9, LINE, "flapping", "relapsed flapping"),
)

TABLES: dict[str, tuple[Row, ...]] = {
    # --- nothing is wrong
    "all is well": (*HEALTHY, (10, UP_WHEN_WELL, "working", ""), (3600, WELL, "working", "")),
    "slow is not down": (*HEALTHY, (10, SLOW, "working", ""), (20, UP_WHEN_WELL, "working", "")),
    "a glance that failed for nothing": (
        *HEALTHY,
        (10, DOWN, "suspected", ""),
        (14, WELL, "working", ""),
        (24, UP_WHEN_WELL, "working", ""),
    ),
    "one part of a glance is enough to look whole": (
        *HEALTHY,
        (10, NO_NAMES, "suspected", ""),
        (14, WELL, "working", ""),
        (24, NO_PING, "suspected", ""),
        (28, WELL, "working", ""),
    ),
    "a glance that could ask nothing is looked into": (*HEALTHY, (10, NOT_ASKED, "suspected", "")),
    "nothing is known at first": ((5, NOTHING_KNOWN, "looking", ""), (8, WELL, "working", "")),
    "nothing is known of a suspicion": (
        *HEALTHY,
        (10, DOWN, "suspected", ""),
        (14, NOTHING_KNOWN, "suspected", ""),
        (20, WELL, "working", ""),
    ),
    "a glance before the first whole look says nothing": ((3, DOWN, "looking", ""), (4, UP, "looking", "")),
    # --- an outage begins
    "an outage at the start": ((5, LINE, "outage", "outage_started"),),
    "an outage": BROKEN_LINE,
    "a whole look finds it": (*HEALTHY, (3600, PORTAL, "outage", "outage_started")),
    "a possible one that a second look has confirmed": ((5, POSSIBLE, "outage", "outage_started"),),
    "what nobody can name is told the second time": (
        *HEALTHY,
        (10, DOWN, "suspected", ""),
        (14, CANNOT_TELL, "suspected", ""),
        (20, CANNOT_TELL, "outage", "outage_started"),
    ),
    "what nobody can name, at the start": (
        (5, CANNOT_TELL, "looking", ""),
        (11, CANNOT_TELL, "outage", "outage_started"),
    ),
    "what nobody can name, once": (
        *HEALTHY,
        (3600, CANNOT_TELL, "suspected", ""),
        (3605, WELL, "working", ""),
        (7205, CANNOT_TELL, "suspected", ""),
    ),
    "what nobody can name, after glances": (
        *HEALTHY,
        (10, UP_WHEN_WELL, "working", ""),
        (20, DOWN, "suspected", ""),
        (24, CANNOT_TELL, "suspected", ""),
    ),
    "what nobody can name, then a name": (
        (5, CANNOT_TELL, "looking", ""),
        (11, LINE, "outage", "outage_started"),
    ),
    "what no second look confirmed is told the second time": (
        *HEALTHY,
        (10, DOWN, "suspected", ""),
        (14, UNCONFIRMED, "suspected", ""),
        (20, UNCONFIRMED, "outage", "outage_started"),
    ),
    "what the looks disagreed about is told the second time": (
        (5, DISAGREED, "looking", ""),
        (11, LINE, "outage", "outage_started"),
    ),
    "doubts that come to nothing": ((5, UNCONFIRMED, "looking", ""), (11, WELL, "working", "")),
    # --- it ends
    "it comes back": (
        *COME_BACK,
        (70, UP_WHEN_WELL, "restored", ""),
        (362, UP_WHEN_WELL, "restored", ""),
        (363, TIME, "working", "stable"),
    ),
    "a whole look so soon after the first good glance does not make it sure": (
        *BROKEN_LINE,
        (60, UP, "back", "back"),
        (61.9, WELL, "back", ""),
        (62, UP, "restored", "restored"),
    ),
    "the whole look comes first": (
        *BROKEN_LINE,
        (60, WELL, "back", "back"),
        (61, UP, "back", ""),
        (62, UP, "restored", "restored"),
    ),
    "no page was opened": (
        *BROKEN_LINE,
        (60, UP, "back", "back"),
        (64, SLOW_WITHOUT_PAGES, "back", ""),
        (70, UP, "back", ""),
        (75, SLOW, "restored", "restored"),
    ),
    "glances alone restore nothing": (
        *BROKEN_LINE,
        *((60 + 2 * n, UP, "back", "" if n else "back") for n in range(30)),
    ),
    "nothing is known of the return": (
        *BROKEN_LINE,
        (60, UP, "back", "back"),
        (64, NOTHING_KNOWN, "back", ""),
        (70, WELL, "restored", "restored"),
    ),
    "nothing is known of a return that was nearly sure": (
        *BROKEN_LINE,
        (60, WELL, "back", "back"),
        (61.5, NOTHING_KNOWN, "back", ""),
        (63, UP, "back", ""),
        (66, WELL, "restored", "restored"),
    ),
    "it was no return": (
        *BROKEN_LINE,
        (16, DOWN, "outage", ""),
        (60, UP, "back", "back"),
        (64, LINE, "outage", "relapsed"),
    ),
    "gone again at once": (
        *BROKEN_LINE,
        (16, DOWN, "outage", ""),
        (60, UP, "back", "back"),
        (62, DOWN, "outage", "relapsed"),
    ),
    "a glance that fails where pages open is no relapse": (
        *BROKEN_LINE,
        (60, WELL, "back", "back"),
        (62, NO_PING, "back", ""),
        (66, WELL, "restored", "restored"),
    ),
    "a glance that fails, and the whole look, too": (
        *BROKEN_LINE,
        (60, WELL, "back", "back"),
        (62, NO_PING, "back", ""),
        (66, LINE, "outage", "relapsed"),
    ),
    # --- it comes again
    "a relapse": (
        *COME_BACK,
        (100, DOWN, "suspected", ""),
        (104, LINE, "outage", "relapsed"),
    ),
    "no relapse, only a glance": (*COME_BACK, (100, DOWN, "suspected", ""), (104, WELL, "restored", "")),
    "no relapse, and stable meanwhile": (
        *COME_BACK,
        (362, DOWN, "suspected", ""),
        (366, WELL, "restored", ""),
        (367, UP_WHEN_WELL, "working", "stable"),
    ),
    "back a second time within five minutes comes and goes": (
        *COME_BACK,
        (100, DOWN, "suspected", ""),
        (104, LINE, "outage", "relapsed"),
        (110, WELL, "back", "back"),
        (112, UP, "flapping", "flapping"),
        *((112.0 + 5 * n, UP, "flapping", "") for n in range(1, 59)),
        (410, UP, "restored", "restored"),
        (710, TIME, "working", "stable"),
    ),
    "back a second time after five minutes is told again": (
        *COME_BACK,
        (350, DOWN, "suspected", ""),
        (354, LINE, "outage", "relapsed"),
        (364, UP, "back", "back"),
        (368, WELL, "restored", "restored"),
    ),
    "another outage": (
        *COME_BACK,
        (363, TIME, "working", "stable"),
        (1000, DOWN, "suspected", ""),
        (1004, ROUTER, "outage", "outage_started"),
    ),
    "stable comes before the news of the same second": (*COME_BACK, (363, LINE, "outage", "stable outage_started")),
    # --- the fault changes
    "another fault is believed the second time": (
        *BROKEN_LINE,
        (74, ROUTER, "outage", ""),
        (79, ROUTER, "outage", "outage_changed"),
    ),
    "another fault, once": (
        *BROKEN_LINE,
        (74, ROUTER, "outage", ""),
        (79, LINE, "outage", ""),
        (139, ROUTER, "outage", ""),
    ),
    "two looks that agree only that it is not the old one": (
        *BROKEN_LINE,
        (74, ROUTER, "outage", ""),
        (79, ISP, "outage", "outage_changed"),
    ),
    "what was known is not forgotten for one look that cannot tell": (
        *BROKEN_LINE,
        (74, CANNOT_TELL, "outage", ""),
        (79, LINE, "outage", ""),
    ),
    "nobody is accused any longer of what two looks could not see": (
        *BROKEN_LINE,
        (74, CANNOT_TELL, "outage", ""),
        (79, CANNOT_TELL, "outage", "outage_changed"),
        (139, LINE, "outage", "outage_changed"),
    ),
    # --- faults that glances do not show
    "a portal": (
        (0, PORTAL, "outage", "outage_started"),
        (2, UP, "outage", ""),
        (8, PORTAL, "outage", ""),
        (13, BROKEN, "outage", ""),
        (60, FIXED, "back", "back"),
        (64, WELL, "restored", "restored"),
    ),
    "a portal after glances that failed": (
        *BROKEN_LINE,
        (16, DOWN, "outage", ""),
        (30, UP, "back", "back"),
        (34, PORTAL, "outage", "relapsed"),
        (36, UP, "outage", ""),
        (41, PORTAL, "outage", "outage_changed"),
        (43, UP, "outage", ""),
        (46, BROKEN, "outage", ""),
        (60, FIXED, "back", "back"),
        (64, WELL, "restored", "restored"),
    ),
    "a fault that nothing but whole looks shows": (
        (0, PORTAL, "outage", "outage_started"),
        (2, UP, "outage", ""),
        (8, PORTAL, "outage", ""),
        (13, FIXED, "back", "back"),
        (17, PORTAL, "outage", "relapsed"),
        (22, FIXED, "outage", ""),
        (27, UP, "outage", ""),
        (77, WELL, "back", "back"),
        (79, UP, "back", ""),
        (83, WELL, "restored", "restored"),
    ),
    "glances always fail here, and the whole look ends it": (
        *BROKEN_LINE,
        (16, DOWN, "outage", ""),
        (76, WELL, "back", "back"),
        (78, DOWN, "back", ""),
        (82, WELL, "restored", "restored"),
        (87, DOWN, "suspected", ""),
        (91, WELL, "restored", ""),
        (96, DOWN, "restored", ""),
        (382, TIME, "working", "stable"),
        (390, DOWN, "working", ""),
    ),
    # --- it comes and goes
    "up and down at every look": (
        *HEALTHY,
        (5, LINE, "outage", "outage_started"),
        (7, DOWN, "outage", ""),
        (9, UP, "back", "back"),
        (11, DOWN, "outage", "relapsed"),
        (13, UP, "back", "back"),
        (15, DOWN, "flapping", "relapsed flapping"),
        *((17.0 + 2 * n, DOWN if n % 2 else UP, "flapping", "") for n in range(200)),
    ),
    "flapping ends for the better": (
        *COMES_AND_GOES,
        (20, UP, "flapping", ""),
        (21, UP, "flapping", ""),
        (319, WELL, "flapping", ""),
        (321, UP, "restored", "restored"),
        (621, TIME, "working", "stable"),
    ),
    "flapping ends for the worse": (
        *COMES_AND_GOES,
        (20, DOWN, "flapping", ""),
        (60, LINE, "flapping", ""),
        (70, DOWN, "flapping", ""),
        (80, ISP, "outage", "outage_changed"),
    ),
    "steady glances without a page restore no flapping": (
        *COMES_AND_GOES,
        (20, DOWN, "flapping", ""),
        *((30.0 + 5 * n, UP, "flapping", "") for n in range(100)),
        (530, SLOW_WITHOUT_PAGES, "flapping", ""),
        (540, WELL, "restored", "restored"),
    ),
    # --- nobody looked
    "a night": (
        *HEALTHY,
        (30000, ASLEEP, "looking", "slept"),
        (30004, WELL, "working", ""),
    ),
    "what fails in the first seconds after waking is no outage": (
        *HEALTHY,
        (30000, ASLEEP, "looking", "slept"),
        (30003, ROUTER, "looking", ""),
        (30008, ROUTER, "looking", ""),
        (30011, WELL, "working", ""),
    ),
    "what still fails after that is one": (
        *HEALTHY,
        (30000, ASLEEP, "looking", "slept"),
        (30003, ROUTER, "looking", ""),
        (30011, LINE, "outage", "outage_started"),
    ),
    "a suspicion is forgotten in sleep": (
        *HEALTHY,
        (10, DOWN, "suspected", ""),
        (30000, ASLEEP, "looking", "slept"),
        (30004, WELL, "working", ""),
    ),
    "an outage that is over after sleep": (
        *BROKEN_LINE,
        (30000, ASLEEP, "looking", "slept"),
        (30004, WELL, "back", "back"),
        (30006, UP, "restored", "restored"),
    ),
    "an outage that lasts after sleep": (
        *BROKEN_LINE,
        (30000, ASLEEP, "looking", "slept"),
        (30005, LINE, "looking", ""),
        (30011, LINE, "outage", ""),
    ),
    "another fault after sleep": (
        *BROKEN_LINE,
        (30000, ASLEEP, "looking", "slept"),
        (30011, ROUTER, "outage", "outage_changed"),
    ),
    "what was restored before sleep is over": (
        *COME_BACK,
        (30000, ASLEEP, "looking", "slept"),
        (30011, LINE, "outage", "outage_started"),
    ),
    "a return is not made sure in sleep": (
        *BROKEN_LINE,
        (60, WELL, "back", "back"),
        (30000, ASLEEP, "looking", "slept"),
        (30001, UP, "looking", ""),
        (30003, WELL, "back", "back"),
        (30005, UP, "restored", "restored"),
    ),
    "flapping before sleep": (
        *COMES_AND_GOES,
        (30000, ASLEEP, "looking", "slept"),
        (30011, LINE, "outage", "outage_changed"),
    ),
    # --- pause
    "a pause": (
        *HEALTHY,
        (10, PAUSE, "paused", "paused"),
        (20, LINE, "paused", ""),
        (9000, ASLEEP, "paused", ""),
        (9001, PAUSE, "paused", ""),
        (9002, RESUME, "looking", "resumed"),
        (9003, RESUME, "looking", ""),
        (9006, WELL, "working", ""),
    ),
    "a pause in an outage": (
        *BROKEN_LINE,
        (100, PAUSE, "paused", "paused"),
        (200, RESUME, "looking", "resumed"),
        (204, LINE, "outage", ""),
    ),
    "a pause after a return": (
        *COME_BACK,
        (100, PAUSE, "paused", "paused"),
        (500, RESUME, "looking", "resumed"),
        (504, LINE, "outage", "outage_started"),
    ),
    # --- the router is restarted
    "a restart of the router": (
        *BROKEN_LINE,
        (16, DOWN, "outage", ""),
        (20, ROUTER_GONE, "outage", ""),
        (22, ROUTER_GONE, "outage", ""),
        (24, ROUTER_GONE, "outage", "router_gone"),
        (26, ROUTER_GONE, "outage", ""),
        (90, DOWN, "outage", "router_back"),
        (92, DOWN, "outage", ""),
    ),
    "a router that never answers is not gone": (
        *BROKEN_LINE,
        *((16.0 + 2 * n, ROUTER_GONE, "outage", "") for n in range(30)),
    ),
    "a router that answers every other time is not gone": (
        *BROKEN_LINE,
        *((16.0 + 2 * n, ROUTER_GONE if n % 2 else DOWN, "outage", "") for n in range(30)),
    ),
    "a router that is the fault is not restarted": (
        (0, ROUTER, "outage", "outage_started"),
        (2, DOWN, "outage", ""),
        *((4.0 + 2 * n, ROUTER_GONE, "outage", "") for n in range(10)),
    ),
    "the router comes back together with the line": (
        *BROKEN_LINE,
        (16, DOWN, "outage", ""),
        *((18.0 + 2 * n, ROUTER_GONE, "outage", "router_gone" if n == 2 else "") for n in range(4)),
        (60, UP, "back", "router_back back"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_step_by_step(name: str) -> None:
    story = Story()
    for second, news, phase, events in TABLES[name]:
        told = " ".join(event.kind for event in story.tell(second, news))
        assert (second, story.state.phase.value, told) == (second, phase, events)


def seen(addresses: Observation, names: Observation) -> Seen:
    return {"internet_by_ip": addresses, "dns": names}


GOOD, BAD, OPEN = (Observation(each) for each in (Outcome.OK, Outcome.FAILED, Outcome.UNKNOWN))
DARK, SOME = (replace(BAD, facts={"answered": count}) for count in (0, 1))


@pytest.mark.parametrize(("found", "glance"), [
    (seen(DARK, BAD), Glance(far=False, names=False)),
    (seen(GOOD, BAD), Glance(far=True, names=False)),
    (seen(SOME, GOOD), Glance(names=True)),
    (seen(PENDING, OPEN), Glance()),
    ({}, Glance()),
])  # fmt: skip
def test_what_a_whole_look_lets_expect_of_glances(found: Seen, glance: Glance) -> None:
    assert awaited(found) == glance


def test_a_first_glance_that_does_not_fit_the_fault_asks_for_another_whole_look() -> None:
    dark = replace(LINE, looks=tuple(replace(look, seen={**look.seen, **seen(DARK, BAD)}) for look in LINE.looks))
    fits, not_ = Story(), Story()
    for story, glance in ((fits, DOWN), (not_, NO_NAMES)):
        story.all([(0, WELL), (10, DOWN), (14, dark), (16, glance)])
    assert (fits.state.again, not_.state.again) == (False, True)


# --- what the lab has recorded ----------------------------------------------------------------------------------------


def recorded(path: Path) -> Report:
    """The whole look of a story, as the program would have made it."""
    looks = read_looks(story_of(path)["report"])
    said = judge(looks[-1].seen) if len(looks) == 3 else conclude(looks)
    return Report("recorded", looks[0].at, said, tuple(looks), ())


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_recorded_looks_begin_and_end_outages(path: Path) -> None:
    look, healthy = recorded(path), recorded(next(each for each in STORIES if each.stem == "healthy"))
    story = Story()
    kinds = [event.kind.value for event in story.all([(0, healthy), (10, DOWN), (14, look)])]
    if look.verdict.impact is not Impact.OUTAGE:
        assert (kinds, story.state.phase) == ([], Phase.WORKING)
        return
    if not look.verdict.accuses:  # nobody can name it: it must be seen once more
        assert (kinds, story.state.phase) == ([], Phase.SUSPECTED)
        return
    assert kinds == ["outage_started"]
    assert story.state.outage is not None
    assert story.state.outage.verdict.fault == look.verdict.fault
    back = story.all([(16, DOWN), (60, look), (70, DOWN), (80, UP), (84, healthy)])
    assert [event.kind.value for event in back] == ["back", "restored"]
