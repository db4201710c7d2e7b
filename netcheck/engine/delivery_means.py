"""What a deliverer needs of the world: reports that are kept, a way to hand one over, a clock and chance."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from netcheck.core.delivery import Delivery, Outcome, Parcel, Trouble
from netcheck.core.watching import Event

Change = Callable[[Delivery], Delivery]


class Spooled(Protocol):
    """What is kept; world.spool.Spool."""

    def all(self) -> tuple[Delivery, ...]:
        """All, the newest first."""

    def parcel(self, key: str) -> Parcel:
        """What is to be sent."""

    def amend(self, key: str, change: Change) -> Delivery | None:
        """Change how far one has come; None where it is gone."""

    def join(self, parts: Sequence[Delivery], digest: Delivery, parcel: Parcel) -> Delivery:
        """One in the place of several."""

    def tidy(self) -> None:
        """Let go what is old."""

    def sending(self) -> AbstractContextManager[bool]:
        """The right to send; False where another program has it."""


def _nothing(*told: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a deliverer needs."""

    spool: Spooled
    deliver: Callable[[Delivery, Parcel], Outcome]
    """One try, with deadlines of its own; raises nothing for what the network does."""
    unusable: tuple[type[Exception], ...]
    """What the spool raises where the disk or a parcel cannot be used."""
    damaged: Callable[[Exception], Trouble]
    """What to say of such a parcel."""
    digest: Callable[[Sequence[tuple[Delivery, Parcel]]], tuple[Delivery, Parcel]]
    changed: Callable[[tuple[Delivery, ...]], None] = _nothing
    """Told all of them whenever one has changed, on the deliverer's thread; returns at once."""
    restored: Callable[[Event], None] = _nothing
    """Told on the deliverer's thread that an outage is over; may put a report of it into the spool."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
