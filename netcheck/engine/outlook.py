"""Adds to what happens in an outage how long it may still take, and what the provider has said in it so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from netcheck.core.estimate import NO_PAST, OLDEST, Past, estimate, facts_of, past_of
from netcheck.core.history import Said
from netcheck.core.model import NOTHING, Confidence, Fact, Impact, Report, Side
from netcheck.core.outage import STABLE_S
from netcheck.core.said import MOST, is_news, said_facts, said_of
from netcheck.core.watching import Event, Outage, Phase, State
from netcheck.plugins import History

BEFORE = timedelta(days=1)
"""How long before an outage the page may have been read that is an answer in it."""


def _unknown() -> str:
    return ""


@dataclass(slots=True)
class Outlook:
    """Follows one run of watching. The past is read once an outage; a look costs less than a millisecond.

    Waits for the disk when an outage begins and when the provider says something new: never on the window's thread.
    """

    history: History | None
    network: Callable[[], str] = _unknown
    """What the network of the newest whole look is recognised by; empty where that is not known."""
    _outage: str | None = None
    """Id of the outage that is followed."""
    _network: str = ""
    _said: list[Said] = field(default_factory=list)
    """What the provider said in it, or, without one, its last answer."""
    _provider: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    """Its newest answer."""
    _like: tuple[object, ...] = ()
    """What `_past` was asked for."""
    _past: Past = NO_PAST

    def added(self, event: Event, state: State) -> Event:
        """The same event: with the network of its outage, and while that lasts with what is known of its end.

        What the provider says for the first time is kept in the history.
        """
        self._follow(state.outage, event.report)
        if event.outage is not None and event.outage.id == self._outage:
            event = replace(event, outage=replace(event.outage, network=self._network))
        if state.outage is None or not state.down:
            return event
        found = self._estimate(event, state.outage) if state.phase is not Phase.BACK else None
        report = _with(event.report, found, self._said) if event.report is not None else None
        return replace(event, estimate=found, report=report)

    def _follow(self, outage: Outage | None, report: Report | None) -> None:
        """Take note of a new outage, and of what a whole look heard from the provider."""
        found = outage.id if outage else None
        if found != self._outage:
            self._outage, self._network = found, outage.network if outage else ""
            self._said, self._provider, self._like = [], NOTHING, ()
            if outage is not None and self.history is not None:
                # One that an earlier run of the program has begun goes on with what was said in it.
                self._said = _said_in(outage, self.history)
                self._provider = _answer(self._said)
        if report is None:
            return
        self._network = self._network or self.network()
        said_now = said_of(report.provider, report.created_at, found)
        if said_now is None:
            return
        if not said_now.failure or not self._provider:
            self._provider = report.provider
        if is_news(said_now, self._said):
            self._said = [*self._said[1 - MOST :], said_now]
            if self.history is not None:
                self.history.heard(said_now)

    def _estimate(self, event: Event, outage: Outage) -> dict[str, Fact] | None:
        if outage.verdict.side is not Side.UPSTREAM:
            return None  # at home, it takes as long as the person does
        like = (outage.id, outage.first_fault, outage.verdict.fault, outage.verdict.segment, self._network)
        if like != self._like:
            known = self.history.outages(event.at - OLDEST) if self.history is not None else ()
            self._like, self._past = like, past_of(replace(outage, network=self._network), known, event.at)
        sure = outage.verdict.confidence is not Confidence.POSSIBLE
        found = estimate(self._past, self._provider, outage.seconds, event.at, sure=sure)
        return facts_of(found) if found else None


def running(history: History, now: datetime) -> Outage | None:
    """The outage that lasted when somebody last looked, if that was so lately that it is the same one; up to now, and
    with the time since then as time in which nobody looked. Waits for the disk."""
    past = next((each.outage for each in history.outages() if not each.over), None)
    if past is None:
        return None
    lasted_s = max(0.0, (now - past.down_since).total_seconds())
    unseen_s = max(0.0, lasted_s - past.seconds)
    if unseen_s > STABLE_S:
        return None  # nobody knows when it ended: the history says so, and another one is another outage
    return replace(past, seconds=lasted_s, asleep_s=past.asleep_s + unseen_s)


def foretold(report: Report, history: History | None) -> Report:
    """The report of a single look with how long the outage may still take: by the provider's word, or, where the
    history knows that it runs, by what is known of the past. Waits for the disk; nothing is kept."""
    if report.verdict.side is not Side.UPSTREAM or report.verdict.impact is not Impact.OUTAGE:
        return report
    now = report.created_at
    outage = running(history, now) if history is not None else None
    said, past, provider = list[Said](), NO_PAST, report.provider
    if outage is not None and history is not None:
        said = _said_in(outage, history)
        past = past_of(outage, history.outages(now - OLDEST), now)
    said_now = said_of(provider, now, outage.id if outage else None)
    if said_now is not None and is_news(said_now, said):
        said.append(said_now)
    if said_now is None or said_now.failure:
        provider = _answer(said) or provider
    sure = report.verdict.confidence is not Confidence.POSSIBLE
    found = estimate(past, provider, outage.seconds if outage else 0.0, now, sure=sure)
    return _with(report, facts_of(found) if found else None, said)


def _with(report: Report, found: Mapping[str, Fact] | None, said: Sequence[Said]) -> Report:
    added: dict[str, Fact] = {"estimate": found} if found else {}
    added |= {"said": said_facts(said)} if said else {}
    return replace(report, provider={**report.provider, **added}) if added else report


def _said_in(outage: Outage, history: History) -> list[Said]:
    # A page that was read a little before counts for the outage as well, under the time at which it was read.
    return [each for each in history.said(outage.down_since - BEFORE) if each.outage == outage.id]


def _answer(said: Sequence[Said]) -> Mapping[str, Fact]:
    """What the provider said last of this outage, as far as an estimate needs it."""
    last = next((each for each in reversed(said) if not each.failure), None)
    if last is None or last.expected_end is None:
        return NOTHING
    return {"expected_end": last.expected_end.isoformat(), "as_of": last.at.isoformat()}
