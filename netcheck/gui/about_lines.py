"""What a report can be about, as lines to choose from: when an outage began, how long it took, what it was."""

from __future__ import annotations

from collections.abc import Sequence

from netcheck.core.about import About, Period, offered
from netcheck.core.history import PastOutage
from netcheck.core.model import Report
from netcheck.core.record import Kind
from netcheck.core.retelling import retold_headline
from netcheck.core.words import CANNOT_TELL, N_
from netcheck.gui.outage_list import length_of
from netcheck.gui.words import say, when

PERIODS = {
    Period.WEEK: N_("All outages of the last 7 days"),
    Period.MONTH: N_("All outages of the last 30 days"),
    Period.YEAR: N_("All outages of this year"),
    Period.ALL: N_("All outages that are kept"),
}


def about_lines(outages: Sequence[PastOutage], look: Report | None) -> tuple[tuple[About, str], ...]:
    """Each thing that a report can be about, with its line; `outages` the newest first, `look` the newest one."""
    known = {past.outage.id: past for past in outages}
    return tuple((about, _line(about, known.get(about.outage))) for about in offered(outages, look))


def _line(about: About, past: PastOutage | None) -> str:
    if about.kind is Kind.LOG:
        return say(PERIODS[about.period])
    if past is None:
        at = when(about.look.created_at) if about.look else ""
        return say("How it looks now ({time})").format(time=at) if at else say("How it looks now")
    verdict = past.outage.verdict
    what = retold_headline(verdict.fault, verdict.headline or CANNOT_TELL.headline, say)
    if not past.over and past.outage.up_since is None:
        return say("Outage since {time}: {what}").format(time=when(past.outage.down_since), what=what)
    text = say("Outage of {time}, {length}: {what}")
    return text.format(time=when(past.outage.down_since), length=length_of(past), what=what)
