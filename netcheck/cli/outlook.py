"""Says on the terminal how long an outage may still take, once for each source of that knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from netcheck.cli.language import say
from netcheck.core.estimate_words import in_words
from netcheck.core.watching import Happened


@dataclass(slots=True)
class Outlook:
    """Remembers what was said of the outage that lasts."""

    _outage: object = None
    _told: object = None
    """The source that was told last."""

    def line(self, kind: object, outage: object, known: object) -> str:
        """What is to be said, after an event of this kind, of the outage with this id, by the facts of an estimate
        (core.estimate.facts_of); empty where nothing is known, or nothing from another source than before."""
        if outage != self._outage:
            self._outage, self._told = outage, None
            if kind == Happened.LOOK:
                return ""  # that it has begun is told next
        if not isinstance(known, Mapping) or known.get("source") == self._told:
            return ""
        words = in_words(known, say, when)
        if words is None:
            return ""
        self._told = known.get("source")
        return f"{words.line} {words.basis}".rstrip()


def when(moment: datetime) -> str:
    """A moment as local time, with the date when it is not today."""
    local, now = moment.astimezone(), datetime.now().astimezone()
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%Y-%m-%d %H:%M}"
