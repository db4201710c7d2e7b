"""What the window says of the connection in each state: the sign, the sentence, why, since when and how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from netcheck.core.model import Confidence, Impact, Report, Seen, Side, Verdict
from netcheck.core.retelling import also_told, retold_state
from netcheck.core.watching import Outage, Phase, State
from netcheck.core.words import N_, SEGMENT_NAMES
from netcheck.gui.icons import Mark
from netcheck.gui.words import duration, local_times, roughly, say, say_many, when

SURE: Mapping[Confidence, str] = {
    Confidence.CERTAIN: N_("How sure: certain."),
    Confidence.LIKELY: N_("How sure: likely, but not proven."),
    Confidence.POSSIBLE: N_("How sure: possible; there are other explanations."),
}
"""Confidence in words, as a person would say it."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that the verdict card shows; every text is in the person's language."""

    mark: Mark
    headline: str
    """One sentence."""
    why: str = ""
    where: str = ""
    """The side and the part, e.g. "Outside your home: Line"; empty where nobody is blamed."""
    since: str = ""
    sure: str = ""
    also: str = ""
    """What else was seen."""


def tell(state: State, seen: Seen | None = None, asleep_s: float = 0.0, now: datetime | None = None) -> Told:
    """What to say in this state.

    `seen` fills the blanks of what else was seen; `asleep_s` is the gap after which netcheck looks again, 0 for none;
    `now` is for tests.
    """
    state = retold_state(state, say)
    verdict = state.verdict
    match state.phase:
        case Phase.LOOKING:
            return _looking(state, asleep_s)
        case Phase.PAUSED:
            return _paused(state, now)
        case Phase.BACK:
            return Told(
                Mark.BACK,
                say("It answers again."),
                say("netcheck looks once more, to be sure that your internet is really back."),
                since=_since(state.outage, now),
            )
        case Phase.RESTORED if state.outage:
            return _restored(state.outage, verdict, now)
    if verdict is None:
        return _looking(state, asleep_s)
    told = _verdict(verdict, seen or {}, now)
    since = _since(state.outage, now) if state.outage else _calm_since(state, verdict, now)
    doubt = say("Something did not answer just now. Looking again.") if state.phase is Phase.SUSPECTED else ""
    return Told(told.mark, told.headline, doubt or told.why, told.where, since, told.sure, told.also)


def doubted(report: Report, state: State) -> bool:
    """Whether a whole look names a fault that is not believed yet: it may be shown as evidence, but blames nobody."""
    other = state.verdict is None or report.verdict.fault != state.verdict.fault
    waits = state.phase in (Phase.LOOKING, Phase.SUSPECTED) or (state.phase is Phase.OUTAGE and other)
    return waits and report.verdict.impact is Impact.OUTAGE


def followed(state: State) -> Verdict | None:
    """The verdict whose steps are to be done now; None where there is nothing to do, or nothing is sure."""
    if state.phase in (Phase.LOOKING, Phase.BACK) or state.verdict is None:
        return None
    over = state.phase is Phase.RESTORED and state.verdict.impact is Impact.OUTAGE
    return None if over else state.verdict


def calm(state: State) -> str:
    """What stands in the place of a step where there is none."""
    match state.phase:
        case Phase.LOOKING:
            return say("One moment: what to do depends on what answers.")
        case Phase.BACK:
            return say("Nothing to do now: netcheck makes sure that it is really back.")
        case Phase.PAUSED:
            return say("Nothing to do while watching is paused.")
    return say("Nothing to do. netcheck goes on watching, and tells you when something fails.")


def _looking(state: State, asleep_s: float) -> Told:
    if state.verdict is not None and state.verdict.impact is Impact.OUTAGE and not asleep_s and not state.down:
        # Seen once, and not believed yet: nobody is blamed, and nothing is called an outage.
        return Told(
            Mark.LOOKING,
            say("Something does not answer."),
            say("That can be chance. Looking once more, before anything is called a fault."),
        )
    if asleep_s:
        why = say("This computer was asleep for {length}; what was known before may no longer hold.").format(
            length=duration(asleep_s)
        )
        return Told(Mark.LOOKING, say("Looking at your connection again…"), why)
    if state.looks:
        return Told(
            Mark.LOOKING,
            say("Looking at your connection again…"),
            say("In a few seconds you see what works and what does not."),
        )
    return Told(
        Mark.LOOKING,
        say("Looking at your connection…"),
        say("First this computer, then your router, then what lies beyond. It takes a few seconds."),
    )


def _paused(state: State, now: datetime | None) -> Told:
    since = say("Since {time}.").format(time=when(state.since.at, now)) if state.since else ""
    before = say("Before the pause: {headline}").format(headline=state.verdict.headline) if state.verdict else ""
    return Told(
        Mark.PAUSED,
        say("Watching is paused."),
        say("Nobody looks at your connection now, and nothing is sent."),
        since=since,
        also=before,
    )


def _restored(outage: Outage, verdict: Verdict | None, now: datetime | None) -> Told:
    away = say("It was away for {length}, from {start} to {end}.").format(
        length=duration(outage.seconds),
        start=when(outage.down_since, now),
        end=when(outage.up_since, now) if outage.up_since else "",
    )
    if outage.drops > 1:
        away += " " + say_many("It went away {n} time.", "It went away {n} times.", outage.drops)
    if verdict is not None and verdict.impact is Impact.DEGRADED:
        return Told(
            Mark.DEGRADED,
            say("Your internet is back, but not as good as it should be."),
            verdict.headline,
            since=away,
        )
    return Told(
        Mark.WORKING,
        say("Your internet is back."),
        say("netcheck watches for five minutes more that it stays."),
        since=away,
    )


def _verdict(verdict: Verdict, seen: Seen, now: datetime | None) -> Told:
    also = " ".join(also_told(code, seen, say) for code in verdict.also)
    return Told(
        mark_of(verdict),
        verdict.headline,
        local_times(verdict.explanation, now),
        where_of(verdict),
        sure=say(SURE[verdict.confidence]) if verdict.accuses else "",
        also=say("Also seen: {what}").format(what=also) if also else "",
    )


def mark_of(verdict: Verdict) -> Mark:
    """The sign that goes with a verdict."""
    if verdict.side is Side.NONE:
        return Mark.WORKING
    if verdict.side is Side.UNKNOWN:
        return Mark.UNSURE
    if verdict.impact is not Impact.OUTAGE:
        return Mark.DEGRADED
    return Mark.HOME if verdict.side is Side.LOCAL else Mark.UPSTREAM


def where_of(verdict: Verdict) -> str:
    """The side and the part that a verdict names; empty where it names none."""
    if not verdict.accuses or verdict.segment is None:
        return ""
    sure = verdict.confidence is not Confidence.POSSIBLE
    if verdict.side is Side.LOCAL:
        text = N_("At home: {part}") if sure else N_("Perhaps at home: {part}")
    else:
        text = N_("Outside your home: {part}") if sure else N_("Perhaps outside your home: {part}")
    return say(text).format(part=say(SEGMENT_NAMES[verdict.segment]))


def _since(outage: Outage | None, now: datetime | None) -> str:
    if outage is None:
        return ""
    text = say("Since {time}, {length} so far.").format(
        time=when(outage.down_since, now), length=roughly(outage.seconds)
    )
    if outage.drops > 1:
        text += " " + say_many("It went away {n} time.", "It went away {n} times.", outage.drops)
    return text


def _calm_since(state: State, verdict: Verdict, now: datetime | None) -> str:
    if state.since is None or verdict.side is Side.UNKNOWN:
        return ""
    text = N_("Since {time}.") if verdict.accuses else N_("No outage seen since {time}.")
    return say(text).format(time=when(state.since.at, now))
