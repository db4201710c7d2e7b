"""What is known of the end of an outage comes with each of its events, and what the provider said is kept once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from netcheck.core.history import Said
from netcheck.core.model import Fact, Report
from netcheck.core.watching import Event, Happened, Outage, State
from netcheck.engine.outlook import Outlook, foretold, running
from netcheck.plugins import History
from netcheck.world.history import HistoryFile
from tests.fake_watch import DOWN, ISP, LINE, RESUME, ROUTER, SLOW, UP, WELL, News, Story, at

ANNOUNCED: dict[str, Fact] = {
    "asked": True, "as_of": at(1).at.isoformat(), "overall": "major_outage", "title": "Fibre cut", "text": "A digger.",
    "expected_end": at(7200).at.isoformat(), "here": "yes",
}  # fmt: skip
SILENT: dict[str, Fact] = {"asked": True, "failure": "timeout"}


def saying(provider: dict[str, Fact], report: Report = LINE) -> Report:
    """The same look with an answer of the provider."""
    return replace(report, provider={"name": "Example Net", **provider})


@dataclass
class Watched:
    """A story whose events are told as a run of watching tells them: first with what the outlook adds, then kept."""

    history: HistoryFile
    outlook: Outlook
    story: Story

    def tell(self, second: float, news: News) -> list[Event]:
        """The events of this moment, looks included, as the follower gets them."""
        before = len(self.story.events)
        self.story.tell(second, news)
        told = [self.outlook.added(event, self.story.state) for event in self.story.events[before:]]
        for event in told:
            self.history.add(event)
        return told

    def estimate(self, second: float, news: News = DOWN) -> dict[str, Fact]:
        """What the newest event then knows of the end."""
        found = self.tell(second, news)[-1].estimate
        return dict(found) if found else {}


def past(history: HistoryFile, count: int, report: Report = LINE, network: str = "mac aa") -> None:
    """Outages of 10, 20, 30 ... minutes, one a day, watched to their end."""
    for number in range(1, count + 1):
        began = at(-86400.0 * number).at
        seconds = 600.0 * number
        verdict = report.verdict
        outage = Outage(
            f"{verdict.fault}-{number}", began, verdict, up_since=began + timedelta(seconds=seconds), seconds=seconds,
            first_fault=verdict.fault, network=network,
        )  # fmt: skip
        history.add(Event(began + timedelta(seconds=seconds), Happened.RESTORED, verdict, outage))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[HistoryFile]:
    """A history with nothing in it."""
    history = HistoryFile(tmp_path, lambda: at(3600).at)
    yield history
    history.close()


@pytest.fixture
def watched(kept: HistoryFile) -> Watched:
    """A run that has just begun, in a home whose router is known by its address."""
    return Watched(kept, Outlook(kept, lambda: "mac aa"), Story())


def test_each_event_of_an_outage_has_it_and_it_moves_on(watched: Watched) -> None:
    past(watched.history, 12)
    told = watched.tell(0, LINE)
    assert [event.kind for event in told] == [Happened.LOOK, Happened.OUTAGE_STARTED]
    first = told[1].estimate
    assert first is not None
    assert (first["source"], first["outages"], first["alike"]) == ("own", 12, "fault")
    assert told[1].report is not None
    assert told[1].report.provider["estimate"] == first
    later = watched.estimate(900)
    assert (later["outages"], later["low_s"]) == (11, 600 * 2.2 - 900)


def test_a_light_look_waits_for_no_disk(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    past(watched.history, 12)
    watched.tell(0, LINE)
    asked: list[str] = []
    monkeypatch.setattr(watched.history, "outages", lambda *_: asked.append("outages"))
    monkeypatch.setattr(watched.history, "said", lambda *_: asked.append("said"))
    monkeypatch.setattr(watched.history, "heard", lambda *_: asked.append("heard"))
    for second in range(2, 60, 2):
        event = watched.outlook.added(watched.story.events[-1], watched.story.state)
        assert event.estimate is not None
        watched.story.tell(second, DOWN)
    assert asked == []


def test_without_an_outage_or_a_history_nothing_is_known(watched: Watched) -> None:
    assert all(event.estimate is None for event in watched.tell(0, WELL))
    alone = Outlook(None)
    story = Story()
    story.tell(0, LINE)
    assert alone.added(story.events[-1], story.state).estimate is None


def test_a_fault_at_home_has_none_even_if_the_provider_speaks(watched: Watched) -> None:
    past(watched.history, 12, ROUTER)
    told = watched.tell(0, saying(ANNOUNCED, ROUTER))
    assert all(event.estimate is None for event in told)
    assert watched.story.state.down


def test_other_networks_tell_nothing_of_this_line(watched: Watched) -> None:
    past(watched.history, 12, network="mac bb")
    assert watched.estimate(0, LINE) == {}


def test_the_network_is_kept_with_the_outage(watched: Watched) -> None:
    watched.tell(0, LINE)
    [outage] = [each.outage for each in watched.history.outages()]
    assert (outage.network, outage.first_fault) == ("mac aa", "line-down")


def test_while_it_answers_again_nobody_asks_how_long_it_takes(watched: Watched) -> None:
    past(watched.history, 12)
    watched.tell(0, LINE)
    watched.tell(10, DOWN)
    told = watched.tell(20, UP)
    assert told[-1].kind is Happened.BACK
    assert told[-1].estimate is None


def test_the_provider_comes_first_and_its_word_stays_between_whole_looks(watched: Watched) -> None:
    past(watched.history, 12)
    assert watched.estimate(0, saying(ANNOUNCED))["source"] == "provider"
    later = watched.estimate(600)
    assert (later["source"], later["median_s"]) == ("provider", 6600.0)
    assert watched.estimate(610, LINE)["source"] == "provider"  # it was not asked again
    assert watched.estimate(620, saying(SILENT))["source"] == "provider"  # nor could it be
    withdrawn = saying({**ANNOUNCED, "title": "", "expected_end": None, "as_of": at(630).at.isoformat()})
    assert watched.estimate(630, withdrawn)["source"] == "own"


def test_its_time_may_pass(watched: Watched) -> None:
    past(watched.history, 12)
    watched.tell(0, saying({**ANNOUNCED, "expected_end": at(300).at.isoformat()}))
    later = watched.estimate(400)
    assert (later["source"], later["passed"]) == ("own", at(300).at.isoformat(timespec="milliseconds"))


def test_each_answer_is_kept_once_and_told_with_the_report(watched: Watched) -> None:
    answers = enumerate((ANNOUNCED, ANNOUNCED, SILENT, SILENT, ANNOUNCED))
    told = [watched.tell(s, saying({**provider, "as_of": at(s).at.isoformat()})) for s, provider in answers]
    kept = watched.history.said()
    assert [(said.title, said.failure) for said in kept] == [("Fibre cut", ""), ("", "timeout"), ("Fibre cut", "")]
    assert {said.outage for said in kept} == {watched.story.state.outage.id if watched.story.state.outage else ""}
    newest = told[-1][-1].report
    assert newest is not None
    listed = cast("tuple[dict[str, Fact], ...]", newest.provider["said"])
    assert [said["title"] for said in listed] == ["Fibre cut", "", "Fibre cut"]


def test_what_was_said_while_all_was_well_belongs_to_no_outage(watched: Watched) -> None:
    told = watched.tell(0, saying(ANNOUNCED, WELL))
    assert told[-1].report is not None
    assert "said" not in told[-1].report.provider
    assert [said.outage for said in watched.history.said()] == [None]
    watched.tell(60, saying(ANNOUNCED, LINE))
    assert [said.outage is None for said in watched.history.said()] == [True, False]


def test_a_second_outage_begins_with_nothing_said(watched: Watched) -> None:
    watched.tell(0, saying(ANNOUNCED))
    watched.tell(60, WELL)
    watched.tell(63, UP)
    watched.tell(400, RESUME)  # five minutes have passed
    told = watched.tell(500, LINE)
    assert told[-1].kind is Happened.OUTAGE_STARTED
    assert told[-1].estimate is not None
    assert told[-1].estimate["source"] == "few"
    assert told[-1].report is not None
    assert "said" not in told[-1].report.provider


def test_the_next_run_of_the_program_goes_on_with_what_was_said(watched: Watched, tmp_path: Path) -> None:
    watched.tell(0, saying(ANNOUNCED))
    watched.tell(2, saying(SILENT))
    again = HistoryFile(tmp_path, lambda: at(60).at)
    outage = running(again, at(60).at)
    assert outage is not None
    assert (outage.seconds, outage.network, outage.first_fault) == (60.0, "mac aa", "line-down")
    state = State(outage=replace(outage, began_s=at(0).s))
    after = Watched(again, Outlook(again, lambda: "mac bb"), Story(state, second=60))
    told = after.tell(61, saying(SILENT))
    assert told[0].estimate is not None
    assert told[0].estimate["source"] == "provider"
    assert told[0].outage is not None
    assert told[0].outage.network == "mac aa"
    assert len(again.said()) == 2
    again.close()


# --- a single look ----------------------------------------------------------------------------------------------------


def looked(second: float, provider: dict[str, Fact], report: Report = LINE) -> Report:
    """A report of that moment."""
    return replace(saying(provider, report), created_at=at(second).at)


def test_a_single_look_has_the_providers_word_without_any_history() -> None:
    found = foretold(looked(60, ANNOUNCED), None)
    assert cast("dict[str, Fact]", found.provider["estimate"])["source"] == "provider"
    assert len(cast("tuple[Fact, ...]", found.provider["said"])) == 1


@pytest.mark.parametrize("report", [WELL, ROUTER, SLOW])
def test_where_nothing_is_broken_outside_the_home_it_stays_as_it_is(report: Report) -> None:
    assert foretold(looked(60, ANNOUNCED, report), None) == looked(60, ANNOUNCED, report)


def test_a_single_look_beside_a_watch_knows_since_when_it_lasts(watched: Watched) -> None:
    past(watched.history, 12)
    watched.tell(0, saying(SILENT))
    watched.tell(900, DOWN)
    found = foretold(looked(960, {}, ISP), watched.history)
    known = cast("dict[str, Fact]", found.provider["estimate"])
    assert (known["source"], known["outages"], known["low_s"]) == ("own", 11, 600 * 2.2 - 960)
    assert [said["failure"] for said in cast("tuple[dict[str, Fact], ...]", found.provider["said"])] == ["timeout"]
    assert len(watched.history.said()) == 1  # nothing is kept


def test_an_outage_that_nobody_has_seen_for_long_is_not_known_to_run(watched: Watched) -> None:
    past(watched.history, 12)
    watched.tell(0, LINE)
    assert running(watched.history, at(900).at) is None
    found = foretold(looked(900, {}), watched.history)
    known = cast("dict[str, Fact]", found.provider.get("estimate", {}))
    assert known == {}


def test_histories_are_what_plugins_call_one(kept: HistoryFile) -> None:
    history: History = kept
    history.heard(Said(at(0).at))
    assert history.said() == (Said(at(0).at),)
