"""The chain of the outage log: its head for reports, and whether all is as it was entered."""

from __future__ import annotations

from netcheck.core.chain import Head
from netcheck.wiring.files import known_history


def chain_head() -> Head | None:
    """The newest entry of this user's chain, for a report; None where nothing is kept. Waits for the disk."""
    kept = known_history()
    if kept is None:
        return None
    found = kept.head()
    kept.close()
    return found
