"""Fetches pages over HTTP and HTTPS, to addresses we chose, and tells how far each came."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from netcheck import __version__
from netcheck.core.network import Reply, WebAnswer, WebRequest
from netcheck.world.fetch import Directory, Fetch
from netcheck.world.remembered import Remembered

AGENT = f"netcheck/{__version__}"
"""How every request names its sender: program and version, nothing of the person."""

_SPARE_S = 0.02  # the thread ends a little before its caller, so that what it learnt last is told


class SystemWeb:
    """Pages, each fetched on a daemon thread with its own deadline."""

    def __init__(
        self,
        remembered: Remembered,
        names: Directory,
        agent: str = AGENT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        heard: Callable[[Reply], None] = lambda reply: None,
    ) -> None:
        """`agent` is the User-Agent header: program and version, nothing of the person. `heard` is told what stations
        say of connections."""
        self._remembered = remembered
        self._names = names
        self._agent = agent
        self._now = now
        self._heard = heard

    def fetch(self, requests: Sequence[WebRequest], wait_s: float = 1.8) -> tuple[WebAnswer, ...]:
        """All at once; each answer says how far it came after `wait_s` seconds at the latest. See `Web.fetch`."""
        deadline = time.monotonic() + wait_s
        jobs = [
            self._remembered.get(("web", each), partial(self._start, each, deadline - _SPARE_S)) for each in requests
        ]
        return tuple(job.wait(deadline) for job in jobs)

    def _start(self, request: WebRequest, deadline: float) -> Fetch:
        job = Fetch(request, self._names, self._agent, self._now, deadline, self._heard)
        threading.Thread(target=job.run, name="fetch", daemon=True).start()
        return job
