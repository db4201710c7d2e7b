"""What is at hand when the program speaks for the person: one outage, the provider, the router, the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from netcheck.core.calls import calls_of
from netcheck.core.history import Entry, PastOutage, Said
from netcheck.core.model import Verdict
from netcheck.core.record import Call
from netcheck.core.settings import Handover, Service

NOBODY = Handover()
"""Where the settings say nothing of the person."""
UNWATCHED = timedelta(seconds=300)
"""Without a look for so long, nobody knows whether an outage lasts (as core/outage.STABLE_S)."""
When = Callable[[datetime], str]
"""Writes a moment as the person's local time, with the date when it is not today."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One outage with all that is known around it; each text may be empty."""

    past: PastOutage
    now: datetime
    """UTC."""
    handover: Handover = NOBODY
    provider: str = ""
    phone: str = ""
    """The provider's help line."""
    area: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, or with its subdivision."""
    router: str = ""
    """Make and model, as the router told them or the person wrote them."""
    services: tuple[Service, ...] = ()
    journal: tuple[Entry, ...] = ()
    """Lines of this outage, the oldest first."""
    said: tuple[Said, ...] = ()
    """What the provider's page said in it, the oldest first."""

    @property
    def verdict(self) -> Verdict:
        """The newest answer."""
        return self.past.outage.verdict

    @property
    def began(self) -> datetime:
        """When it was first seen to be down."""
        return self.past.outage.down_since

    @property
    def ended(self) -> datetime | None:
        """When it answered again; None while it lasts."""
        return self.past.outage.up_since if self.past.over else None

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        return max(0.0, ((self.ended or self.now) - self.began).total_seconds())

    @property
    def seen_until(self) -> datetime:
        """Until when it was seen to be down, at least."""
        if self.past.unseen:
            return self.began + timedelta(seconds=self.past.down_s)
        return self.ended or min(self.now, self.began + timedelta(seconds=self.past.outage.seconds))

    @property
    def stale(self) -> bool:
        """Whether nobody watches it any more, so that it may be over."""
        return self.ended is None and self.now - self.seen_until > UNWATCHED

    @property
    def calls(self) -> tuple[Call, ...]:
        """Calls to the provider, the oldest first."""
        return calls_of(self.journal, self.past.outage.id)

    @property
    def word(self) -> Said | None:
        """The provider's newest word; None where its page said nothing in this outage."""
        return next((said for said in reversed(self.said) if not said.failure), None)

    @property
    def expected(self) -> datetime | None:
        """The end that the provider names, as long as it lies ahead; one that has passed is no promise any more."""
        end = self.word.expected_end if self.word and not self.past.over else None
        return end if end is not None and end > self.now else None
