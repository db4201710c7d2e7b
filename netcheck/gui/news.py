"""Decides what of all that happens a person is told, and when: no storms, and nothing that is no longer true."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from netcheck.core.model import Confidence
from netcheck.core.notices import Message, Notice
from netcheck.core.watching import Event, Happened, Outage, Phase, State
from netcheck.gui.sound import BACK, DOWN
from netcheck.gui.telling import tell
from netcheck.gui.words import duration, say, say_many, when

QUIET_S = 60.0
"""After an alert, seconds in which further news of the same outage are gathered into one."""
KEY = "connection"
OPEN = "default"
"""The action of a click on a notice (org.freedesktop.Notifications)."""


class News(StrEnum):
    """What a person can have been told last."""

    NOTHING = ""
    DOWN = "down"
    COMES_AND_GOES = "comes and goes"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to tell."""

    news: News
    title: str
    text: str
    sound: str = ""

    def notice(self, with_sound: bool, seen: bool) -> Notice:
        """As the desktop shows it. Good news takes the place of the bad, and stays until it is seen."""
        back = self.news is News.BACK
        return Notice(
            self.title,
            self.text,
            KEY,
            stays=back and not seen,
            sound=self.sound if with_sound else "",
            category="network.connected" if back else "network.error",
            actions=((OPEN, say("Open netcheck")),),
        )


class Decision:
    """Remembers what was told.

    The beginning of an outage and its end are told at once. Other news of the same outage within a minute of the last
    alert wait until that minute is over; then the newest is told, if it is still news. `now_s` is a clock that only
    goes forward.
    """

    def __init__(self) -> None:
        self.paused = False
        self.told = News.NOTHING
        self._side = ""
        self._told_s = float("-inf")
        self._outage = ""
        self._ended = False
        """Whether the end of this outage was told once."""
        self._flapped = False
        self._state = State()
        self._back: State | None = None
        """As it was when the last outage ended."""

    def happened(self, event: Event, state: State, now_s: float) -> Alert | None:
        """The alert that this event asks for now."""
        self._state = state
        if event.kind is Happened.RESTORED:
            self._back = state
        if event.kind is Happened.OUTAGE_STARTED or (event.outage and event.outage.id != self._outage):
            self._outage = event.outage.id if event.outage else ""
            self._ended = self._flapped = False
            if self.told is not News.DOWN:
                self.told = News.NOTHING
        at_once = event.kind is Happened.OUTAGE_STARTED or (event.kind is Happened.RESTORED and not self._ended)
        if event.kind not in _TELLING:
            return None
        return self.due(now_s, at_once or event.kind is Happened.FLAPPING)

    def due(self, now_s: float, at_once: bool = False) -> Alert | None:
        """What is still to be told; None while alerts are paused, while it is quiet, and when all is told."""
        alert = self._alert()
        if alert is None or self.paused or (not at_once and self.wait_s(now_s) > 0):
            return None
        self.told, self._told_s = alert.news, now_s
        verdict = self._state.verdict
        self._side = verdict.side if verdict else ""
        self._ended = self._ended or alert.news is News.BACK
        self._flapped = self._flapped or alert.news is News.COMES_AND_GOES
        return alert

    def wait_s(self, now_s: float) -> float:
        """Seconds until the quiet after the last alert is over."""
        return max(0.0, self._told_s + QUIET_S - now_s)

    def pending(self) -> bool:
        """Whether there is news that was held back."""
        return self._alert() is not None

    def _alert(self) -> Alert | None:
        state = self._state
        news = _news(state)
        if state.phase is Phase.WORKING and self.told in (News.DOWN, News.COMES_AND_GOES) and self._back:
            state, news = self._back, News.BACK  # it ended while alerts were paused
        if news is News.COMES_AND_GOES and self._flapped:
            return None
        if news is News.NOTHING:
            return None
        if news is self.told:
            # The same, unless it names another side now: an accusation that was wrong is put right, without a sound.
            side = state.verdict.side if state.verdict else ""
            if news is not News.DOWN or side == self._side:
                return None
            return _down(state, silent=True)
        return _back(state) if news is News.BACK else _down(state)


_TELLING = (
    Happened.OUTAGE_STARTED,
    Happened.OUTAGE_CHANGED,
    Happened.RELAPSED,
    Happened.RESTORED,
    Happened.FLAPPING,
)


def _news(state: State) -> News:
    if state.phase is Phase.FLAPPING:
        return News.COMES_AND_GOES
    if state.phase is Phase.RESTORED:
        return News.BACK
    return News.DOWN if state.phase is Phase.OUTAGE else News.NOTHING


def _down(state: State, silent: bool = False) -> Alert:
    told, verdict, outage = tell(state), state.verdict, state.outage
    news = News.COMES_AND_GOES if state.phase is Phase.FLAPPING else News.DOWN
    # An accusation that may be wrong says so here, too; how long it lasts would be wrong a minute later.
    unsure = verdict is not None and verdict.accuses and verdict.confidence is Confidence.POSSIBLE
    lines = [told.why, told.sure if unsure else ""]
    if outage is not None:
        lines.append(say("Since {time}.").format(time=when(outage.down_since)))
        if outage.drops > 1:
            lines[-1] += " " + say_many("It went away {n} time.", "It went away {n} times.", outage.drops)
    return Alert(news, told.headline, "\n".join(line for line in lines if line), "" if silent else DOWN)


def _back(state: State) -> Alert:
    told = tell(state)
    return Alert(News.BACK, told.headline, f"{told.since}\n{say('Is everything working for you?')}", BACK)


def message_of(outage: Outage) -> Message:
    """What goes to the phone or mailbox: down since, up since, total."""
    up = outage.up_since or outage.down_since
    lines = [
        say("Down since: {time}").format(time=when(outage.down_since)),
        say("Up since: {time}").format(time=when(up)),
        say("In total: {length}").format(length=duration(outage.seconds)),
    ]
    if outage.drops > 1:
        lines.append(say_many("It went away {n} time.", "It went away {n} times.", outage.drops))
    return Message(outage.id, say("Your internet is back."), "\n".join(lines), up)
