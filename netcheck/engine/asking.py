"""Follows an outage for the provider's page: asks it between looks when it is due, and leaves it alone afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from netcheck.core.courtesy import Who
from netcheck.core.model import Segment, Side, Verdict
from netcheck.core.watching import Phase, State, Tick

ASKED_IN = (Phase.OUTAGE, Phase.FLAPPING)
"""Not while it answers again: in that second the lines of a whole town do."""


class Page(Protocol):
    """The provider's page. Its methods return at once, but for `restored`, which waits for the disk."""

    def began(self, now: datetime, since: datetime) -> None:
        """An upstream outage is measured."""

    def restored(self, now: datetime) -> None:
        """Service is back."""

    def calm(self) -> None:
        """There is no outage that the page could tell of."""

    def step(self, now: datetime, who: Who) -> None:
        """Ask, where it is time to."""


@dataclass(slots=True)
class Asker:
    """Told the state between looks, on the watcher's thread."""

    page: Callable[[], Page | None]
    """None where none is set."""
    present: bool = False
    """Whether a person is before the window."""
    _restored: Tick | None = None
    """The return that the page was told of last."""

    @property
    def who(self) -> Who:
        """For whom the program asks by itself now."""
        return Who.PRESENT if self.present else Who.NOBODY

    def between(self, state: State, tick: Tick) -> None:
        """What this state means for the page; returns at once."""
        page = self.page()
        if page is None:
            return
        outage = state.outage
        if state.down and outage is not None:
            if _of_provider(outage.verdict):
                page.began(tick.at, outage.down_since)
                if state.phase in ASKED_IN:
                    page.step(tick.at, self.who)
        elif state.restored is not None:
            if state.restored != self._restored:
                self._restored = state.restored
                page.restored(tick.at)
        elif state.phase is Phase.WORKING and not _of_provider(state.verdict):
            page.calm()


def _of_provider(verdict: Verdict | None) -> bool:
    """Whether the provider's page may tell of this: not of a single service that is down."""
    return verdict is not None and verdict.side is Side.UPSTREAM and verdict.segment is not Segment.SERVICE
