"""Keeps what stations on the way said to any question of a look, for the check that wants to know."""

from __future__ import annotations

import threading

from netcheck.core.network import Reply, Said

MOST = 64
"""Words kept; a router says some six at once and then one a second."""
_WORDS = (Said.EXPIRED, Said.UNREACHABLE, Said.PROHIBITED)


class Overheard:
    """Words of stations, in the order in which they came; any thread may add one."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._words: list[Reply] = []

    def add(self, reply: Reply) -> None:
        """Keep a reply that is the word of a known station; others, and packets bound to an adapter, are left out."""
        if reply.said not in _WORDS or not reply.sender or reply.shot.device is not None:
            return
        with self._guard:
            if len(self._words) < MOST:
                self._words.append(reply)

    def words(self) -> tuple[Reply, ...]:
        """All that were kept so far."""
        with self._guard:
            return tuple(self._words)
