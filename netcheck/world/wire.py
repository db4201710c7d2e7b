"""Sends packets, many at once, and waits for none of them longer than asked."""

from __future__ import annotations

import contextlib
import random
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world.flight import Flight
from netcheck.world.overheard import Overheard
from netcheck.world.ping import start_echo, takes
from netcheck.world.sockets import LINUX, MACOS, stations_by

Enough = Callable[[Sequence[Reply]], bool]
Accept = Callable[[int, bytes], bool]
_SLICE_S = 0.01
"""How long sockets are waited for while an echo of the library's is on its way; its time is taken by the library."""
_TCP_REPEATS_S = 0.9  # the kernel repeats a SYN after 1.0 s: a later answer would hide that the first one was lost


class SystemWire:
    """The computer's own packets: echo, UDP and TCP, by one loop without threads."""

    def __init__(self, echo_by_library: bool = not (LINUX or MACOS), overheard: Overheard | None = None) -> None:
        """`echo_by_library`: echoes by ping3 on daemon threads, for systems without usable ICMP sockets. `overheard`
        is told every reply."""
        self._by_library = echo_by_library
        self._overheard = overheard

    @property
    def stations_by(self) -> How | None:
        """See `Wire.stations_by`."""
        return stations_by()

    def ask(
        self, shots: Sequence[Shot], wait_s: float = 1.2, retry_s: float = 0.4, enough: Enough | None = None
    ) -> tuple[Reply, ...]:
        """Send all shots at once, repeat silent ones, answer after `wait_s` seconds at the latest. See `Wire.ask`.

        An echo that a call of the system sends is waited for a little longer, LATE_S of flight, until it is told.
        """
        return self.exchange(shots, wait_s, retry_s, enough)

    def exchange(
        self,
        shots: Sequence[Shot],
        wait_s: float = 1.2,
        retry_s: float = 0.4,
        enough: Enough | None = None,
        accept: Accept | None = None,
        limit: Callable[[], float] | None = None,
    ) -> tuple[Reply, ...]:
        """As `ask`; `accept` (number of the shot, payload) tells whether a UDP payload is an answer or to be passed
        over; `limit` tells, after each event, the monotonic second at which to stop waiting."""
        began = time.monotonic()
        flights = [Flight(s, began + s.after_s, max(0.0, wait_s - s.after_s), retry_s) for s in shots]
        return _Loop(flights, self._by_library, enough, accept, limit, self._overheard).run()

    def burst(self, shots: Sequence[Shot], count: int, gap_s: float = 0.025, wait_s: float = 0.9) -> tuple[Reply, ...]:
        """Send every shot `count` times without repeating, shuffled and jittered. See `Wire.burst`."""
        began = time.monotonic()
        flights: list[list[Flight]] = [[] for _ in shots]
        for turn in range(count):
            places = random.sample(range(len(shots)), len(shots))
            for shot, mine, place in zip(shots, flights, places, strict=True):
                # Equal distances would lock on to any periodic dropper: each packet lies anywhere in its own slice.
                start = began + gap_s * (turn + (place + random.random()) / len(shots))
                limit_s = min(wait_s, _TCP_REPEATS_S) if shot.how is How.TCP else wait_s
                mine.append(Flight(shot, start, limit_s, limit_s, tries=1))
        return _Loop([each for mine in flights for each in mine], self._by_library, overheard=self._overheard).run()


@dataclass(slots=True)
class _Loop:
    """All flights of one call, until each has its reply or the time is over."""

    flights: list[Flight]
    by_library: bool = False
    enough: Enough | None = None
    accept: Accept | None = None
    limit: Callable[[], float] | None = None
    overheard: Overheard | None = None
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    told: deque[tuple[int, Reply]] = field(default_factory=deque)
    rung: threading.Event = field(default_factory=threading.Event)
    """An echo of the library's is told. No pair of sockets: a local firewall may swallow even what goes to itself."""
    rings: bool = False
    """Some echo was sent by the library."""
    over: bool = False

    def run(self) -> tuple[Reply, ...]:
        try:
            waiting = dict(enumerate(self.flights))
            while True:
                now = time.monotonic()
                if any(flight.end <= now for flight in waiting.values()):
                    self._take_in(0.0)  # what came while this computer was too busy to look is no silence
                for index, flight in list(waiting.items()):
                    while flight.reply is None and flight.next_try <= now:
                        self._launch(index, flight, now)
                    if flight.reply is None and flight.end <= now:
                        flight.give_up()
                    if flight.reply is not None:
                        self._done(flight)
                        del waiting[index]
                until = self.limit() if self.limit is not None else None
                if not waiting or self.over or (until is not None and time.monotonic() >= until):
                    break
                self._wait(min(flight.due for flight in waiting.values()), until)
            return tuple(flight.outcome() for flight in self.flights)
        finally:
            self._close()

    def _launch(self, index: int, flight: Flight, now: float) -> None:
        if self.by_library and flight.version and takes(flight.shot):
            flight.count_try(now)
            flight.untold += 1
            start_echo(
                flight.shot, flight.version, max(0.05, flight.deadline - now), lambda reply: self._tell(index, reply)
            )
            self.rings = True
            return
        fresh = flight.launch()
        if fresh is not None:
            wanted = selectors.EVENT_WRITE if flight.shot.how is How.TCP else selectors.EVENT_READ
            self.selector.register(fresh, wanted, (index, flight))

    def _tell(self, index: int, reply: Reply) -> None:
        """Called by a library thread, perhaps long after the loop is over."""
        self.told.append((index, reply))
        self.rung.set()

    def _wait(self, due: float, until: float | None) -> None:
        """Wait for the next thing that happens, until `due` or `until`, and take in what came."""
        end = due if until is None else min(due, until)
        self._take_in(max(0.0, end - time.monotonic()))

    def _take_in(self, seconds: float) -> None:
        """Take in what came, or comes within these seconds."""
        for key in self._ready(seconds):
            index, flight = key.data
            if flight.reply is None and flight.take(key.fileobj, self._accepts(index)) is False:
                with contextlib.suppress(KeyError, ValueError):
                    self.selector.unregister(key.fileobj)
            if flight.reply is not None:
                self._done(flight)

    def _ready(self, seconds: float) -> list[selectors.SelectorKey]:
        """Wait for sockets and for what the library tells; the sockets that are ready."""
        if not self.selector.get_map():  # Windows cannot wait for no socket at all
            self.rung.wait(seconds)
            self._take_told()
            return []
        end = time.monotonic() + seconds
        while True:
            left = max(0.0, end - time.monotonic())
            ready = self.selector.select(min(left, _SLICE_S) if self.rings else left)
            if self.rung.is_set():
                self._take_told()
                return [key for key, _ in ready]
            if ready or left <= _SLICE_S:
                return [key for key, _ in ready]

    def _accepts(self, index: int) -> Callable[[bytes], bool] | None:
        accept = self.accept
        return None if accept is None else lambda payload: accept(index, payload)

    def _take_told(self) -> None:
        self.rung.clear()
        while self.told:
            index, reply = self.told.popleft()
            flight = self.flights[index]
            flight.untold -= 1
            if flight.reply is None and reply.said is not Said.SILENT:
                flight.reply = reply
                self._done(flight)

    def _done(self, flight: Flight) -> None:
        """A flight has its reply: close its sockets, and ask whether that is enough."""
        if flight.counted:
            return
        flight.counted = True
        for sock in flight.sockets:
            with contextlib.suppress(KeyError, ValueError):
                self.selector.unregister(sock)
        flight.close()
        heard = flight.reply is not None and flight.reply.said is not Said.SILENT
        if flight.reply is not None and self.overheard is not None:
            self.overheard.add(flight.reply)
        if heard and self.enough is not None and self.enough([each.outcome() for each in self.flights]):
            self.over = True

    def _close(self) -> None:
        for flight in self.flights:
            flight.close()
        self.selector.close()
