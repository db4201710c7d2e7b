"""What is told and when, over whole stories that the real monitor tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.model import Confidence
from netcheck.core.watching import Event, Happened, Phase, State
from netcheck.engine.watcher import Follower
from netcheck.gui import sound
from netcheck.gui.news import QUIET_S, Alert, Decision, News, message_of
from tests.desktop.played import ALL, NOTHING, PlayedHistory, PlayedSession
from tests.gui.recorded import report_of


def event_of(kind: Happened, state: State) -> Event:
    """That this happened, at the moment of the state."""
    assert state.tick is not None
    return Event(state.tick.at, kind, state.verdict, state.outage)


class Story:
    """A session whose alerts are gathered, each with the second at which it came."""

    def __init__(self) -> None:
        self.session = PlayedSession(PlayedHistory())
        self.decision = Decision()
        self.alerts: list[tuple[float, Alert]] = []
        self.session.start(Follower(happened=self._happened))

    def _happened(self, event: Event, state: State) -> None:
        now = self.session._s
        # As the timer of Alerts does: what was held back comes as soon as it is quiet again.
        if event.kind is Happened.LOOK and (late := self.decision.due(now)):
            self.alerts.append((now, late))
        if alert := self.decision.happened(event, state, now):
            self.alerts.append((now, alert))

    def told(self) -> list[News]:
        """The kinds, in order."""
        return [alert.news for _, alert in self.alerts]


@pytest.fixture
def story() -> Story:
    told = Story()
    told.session.works()
    return told


def test_nothing_is_told_while_all_is_well(story: Story) -> None:
    story.session.stays()
    assert story.alerts == []


def test_an_outage_and_its_end_are_told_at_once(story: Story) -> None:
    story.session.breaks()
    story.session.comes_back(100)
    story.session.stays()
    assert story.told() == [News.DOWN, News.BACK]
    down, back = (alert for _, alert in story.alerts)
    verdict = report_of("login-refused").verdict
    assert (down.title, down.sound) == (verdict.headline, sound.DOWN)
    why, sure, since = down.text.splitlines()
    assert why == verdict.explanation
    assert verdict.confidence is Confidence.POSSIBLE
    assert sure == "How sure: possible; there are other explanations."
    assert since.startswith("Since ")
    assert "so far" not in since
    assert (back.title, back.sound) == ("Your internet is back.", sound.BACK)
    assert "1 min 42 s" in back.text
    assert back.text.endswith("Is everything working for you?")


def test_a_short_outage_is_told_back_at_once_too(story: Story) -> None:
    story.session.breaks()
    story.session.comes_back(5)
    (down_s, _), (back_s, _) = story.alerts
    assert back_s - down_s < QUIET_S


def test_a_look_that_failed_once_is_not_told(story: Story) -> None:
    story.session.look(NOTHING, 10)
    story.session.works()
    assert story.alerts == []


def test_a_relapse_soon_after_is_told_once_it_lasts(story: Story) -> None:
    story.session.breaks()
    story.session.comes_back()
    back_s = story.alerts[-1][0]
    story.session.breaks(10)
    assert story.told() == [News.DOWN, News.BACK], "the minute after the last alert is quiet"
    for _ in range(10):
        story.session.look(NOTHING, 10)
    assert story.told() == [News.DOWN, News.BACK, News.DOWN]
    again_s, again = story.alerts[-1]
    assert again_s - back_s >= QUIET_S
    assert "It went away 2 times." in again.text


def relapsed(state: State) -> State:
    """Down again after a return."""
    assert state.outage is not None
    return replace(state, phase=Phase.OUTAGE, outage=replace(state.outage, up_since=None, drops=state.outage.drops + 1))


def test_a_relapse_that_is_over_before_the_minute_is_not_told(story: Story) -> None:
    story.session.breaks()
    story.session.comes_back()
    back, now = story.session.state, story.session._s
    again = relapsed(back)
    story._happened(event_of(Happened.RELAPSED, again), again)
    assert story.decision.pending()
    story._happened(event_of(Happened.RESTORED, back), back)
    assert not story.decision.pending()
    assert story.decision.due(now + QUIET_S) is None
    assert story.told() == [News.DOWN, News.BACK]


def test_coming_and_going_is_told_once(story: Story) -> None:
    story.session.flaps()
    assert story.told().count(News.COMES_AND_GOES) == 1
    before = len(story.alerts)
    story.session.flaps()
    assert len(story.alerts) == before, "no storm"
    for _ in range(40):
        story.session.look(ALL, 10)
    assert story.told()[before:] == [News.BACK]


def test_an_outage_and_its_end_by_the_dozen_make_no_storm(story: Story) -> None:
    for _ in range(12):
        story.session.breaks(3)
        story.session.comes_back(4)
    assert len(story.alerts) <= 4


def test_an_accusation_that_was_wrong_is_put_right_without_a_sound(story: Story) -> None:
    story.session.breaks()
    for _ in range(8):
        story.session.look(NOTHING, 10)
    for _ in range(2):
        story.session.look(report_of("cable-out"), 10)
    assert story.told() == [News.DOWN, News.DOWN]
    first, second = (alert for _, alert in story.alerts)
    assert second.title == report_of("cable-out").verdict.headline != first.title
    assert (first.sound, second.sound) == (sound.DOWN, "")


def test_the_same_fault_is_not_told_again(story: Story) -> None:
    story.session.breaks()
    for _ in range(30):
        story.session.look(report_of("login-refused"), 20)
    assert story.told() == [News.DOWN]


# --- alerts are paused


def test_paused_and_still_down_afterwards(story: Story) -> None:
    story.decision.paused = True
    story.session.breaks()
    assert story.alerts == []
    story.decision.paused = False
    late = story.decision.due(story.session._s)
    assert late is not None
    assert late.news is News.DOWN


@pytest.mark.parametrize("stays", [False, True])
def test_back_while_paused_is_told_afterwards_in_one_alert(story: Story, stays: bool) -> None:
    story.session.breaks()
    story.decision.paused = True
    story.session.comes_back()
    back = story.session.state
    again = relapsed(back)
    story._happened(event_of(Happened.RELAPSED, again), again)
    story._happened(event_of(Happened.RESTORED, back), back)
    if stays:
        story.session.stays()
    assert story.told() == [News.DOWN]
    story.decision.paused = False
    late = story.decision.due(story.session._s)
    assert late is not None
    assert (late.news, late.title) == (News.BACK, "Your internet is back.")
    assert story.decision.due(story.session._s + 1000) is None


def test_over_while_paused_and_never_told_is_no_news(story: Story) -> None:
    story.decision.paused = True
    story.session.breaks()
    story.session.comes_back()
    story.session.stays()
    story.decision.paused = False
    assert story.decision.due(story.session._s) is None


def test_another_outage_is_told_anew(story: Story) -> None:
    for _ in range(3):
        story.session.breaks()
        story.session.comes_back()
        story.session.stays()
    assert story.told() == [News.DOWN, News.BACK] * 3


# --- as a notice, and as a message


def test_good_news_stays_until_it_is_seen_and_takes_the_place_of_the_bad(story: Story) -> None:
    story.session.breaks()
    story.session.comes_back()
    (_, down), (_, back) = story.alerts
    bad, good = down.notice(True, seen=False), back.notice(True, seen=False)
    assert bad.key == good.key
    assert (bad.stays, good.stays) == (False, True)
    assert not back.notice(True, seen=True).stays
    assert (good.sound, back.notice(False, seen=False).sound) == (sound.BACK, "")
    assert bad.actions == (("default", "Open netcheck"),)


def test_the_message_has_both_times_and_the_total(story: Story) -> None:
    story.session.breaks()
    story.session.comes_back()
    outage = story.session.events[-1].outage
    assert outage is not None
    message = message_of(outage)
    assert (message.id, message.at) == (outage.id, outage.up_since)
    down, up, total = message.text.splitlines()
    assert down.startswith("Down since: ")
    assert up.startswith("Up since: ")
    assert total == "In total: 1 min 42 s"
    assert message_of(replace(outage, drops=3)).text.endswith("It went away 3 times.")
