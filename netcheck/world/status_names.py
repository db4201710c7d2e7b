"""Finds the address of a provider's page, and already asks the next way out for it while the first one is silent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from netcheck.core.model import Failure
from netcheck.world.status_failed import Failed

MEANWHILE_S = 0.3
"""A way that works has mostly reached the page by then; so long the next one, which may cost, is asked nothing."""

Lookup = Callable[[str], tuple[str, ...]]


def addresses(host: str, lookup: Lookup, until: float) -> tuple[str, ...]:
    """The addresses of a name, looked up on a thread that is left behind when it takes too long. Raises Failed."""
    found: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    threading.Thread(target=lambda: found.put(lookup(host)), name="status page name", daemon=True).start()
    try:
        return found.get(timeout=max(0.0, until - time.monotonic()))
    except Empty:
        raise Failed(Failure.TIMEOUT) from None


@contextmanager
def meanwhile(host: str, lookup: Lookup | None) -> Iterator[None]:
    """While one way is tried, begin to look the name up through the next one, where the first takes its time.

    A way that is silent costs its whole time, and two of them, one after the other, more than a look can wait. So they
    are silent side by side; `lookup` remembers what it found, and nobody asks the page itself by two ways at once.
    """
    over = threading.Event()

    def look_up() -> None:
        if lookup is not None and not over.wait(MEANWHILE_S):
            lookup(host)

    if host and lookup is not None:
        threading.Thread(target=look_up, name="status page name", daemon=True).start()
    try:
        yield
    finally:
        over.set()
