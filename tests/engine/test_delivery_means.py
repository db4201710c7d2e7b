"""Without more ado a deliverer tells nobody, takes the real time, and draws its luck anew each time."""

from __future__ import annotations

from datetime import UTC

from netcheck.core.delivery import Sent, Trouble
from netcheck.core.watching import Event, Happened
from netcheck.engine.delivery_means import Means
from tests.engine.test_deliverer import AT, FakeSpool


def test_what_is_not_given() -> None:
    means = Means(
        FakeSpool(),
        lambda delivery, parcel: Sent(),
        (OSError,),
        lambda error: Trouble(False, "x"),
        lambda parts: parts[0],
    )
    means.changed(())
    means.restored(Event(AT, Happened.RESTORED))
    assert means.now().tzinfo is UTC
    assert means.clock() <= means.clock()
    drawn = [means.chance() for _ in range(20)]
    assert len(set(drawn)) > 1
    assert all(0 <= each <= 1 for each in drawn)
