"""One look from the terminal: started, shown while it runs, and stopped with Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from types import FrameType

from netcheck.cli.arguments import Request
from netcheck.cli.live import LivePath
from netcheck.cli.screen import Screen
from netcheck.core.model import Observation, Report
from netcheck.core.settings import Settings

GRACE_S = 10.0
"""Seconds past the deadline after which the engine is taken to be stuck: our own bug."""
PATIENCE_S = 2.0
"""Seconds that the engine has, after Ctrl-C, to hand over what is known."""
TICK_S = 0.1
"""Seconds between two glances at the clock and at Ctrl-C: on Windows a signal does not end a longer wait."""
INTERRUPTED, TERMINATED = 130, 143


@dataclass(slots=True)
class _Ended:
    """How the look ended: with a report, or with an error of our own."""

    report: Report | None = None
    error: BaseException | None = None

    def __enter__(self) -> _Ended:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        """Carry an error over to the thread that asked for the look; it is raised there."""
        self.error = error
        return True


def look(request: Request, settings: Settings, screen: Screen) -> tuple[Report | None, bool]:
    """Look once; the report and whether Ctrl-C ended it early. The report is None where nothing was known by then.

    The look runs on a daemon thread, so that Ctrl-C and the deadline hold whatever it is stuck in. Raises what the
    engine raises, and RuntimeError where it does not come back in time.
    """
    from netcheck import wiring

    stop = threading.Event()
    answers: SimpleQueue[tuple[str, Observation] | _Ended] = SimpleQueue()

    def work() -> None:
        with _Ended() as ended:
            ended.report = wiring.check_once(
                settings,
                deadline_s=request.deadline_s,
                on_answer=lambda check, said: answers.put((check, said)),
                answers=request.answers,
                stop=stop,
                ask_provider=request.ask_provider,
            )
        answers.put(ended)

    path = LivePath(screen, wiring.path_segments() if screen.moves and not request.json else {})
    _hear_signals(stop)
    threading.Thread(target=work, name="look", daemon=True).start()
    try:
        ended = _wait(answers, path, stop, request.deadline_s + GRACE_S)
    finally:
        path.clear()
    if ended is None:
        if not stop.is_set():
            raise RuntimeError(f"the look did not end within {request.deadline_s + GRACE_S:g} s")
        return None, True
    if ended.error is not None:
        raise ended.error
    return ended.report, stop.is_set()


def _wait(
    answers: SimpleQueue[tuple[str, Observation] | _Ended], path: LivePath, stop: threading.Event, limit_s: float
) -> _Ended | None:
    """Show each answer as it comes, until the look has ended; None where it does not end in time."""
    until = time.monotonic() + limit_s
    stopped = False
    path.draw()
    while time.monotonic() < until:
        if stop.is_set() and not stopped:
            stopped = True
            until = min(until, time.monotonic() + PATIENCE_S)
        try:
            news = answers.get(timeout=TICK_S)
        except Empty:
            continue
        if isinstance(news, _Ended):
            return news
        path.show(*news)
    return None


def _hear_signals(stop: threading.Event) -> None:
    """The first Ctrl-C asks for what is known so far, the second ends at once; SIGTERM ends at once, and so does
    Windows' Ctrl-Break.

    These two have a code of their own (128 + 15): whoever sends them does not wait for a report.
    """

    def interrupted(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(INTERRUPTED)
        stop.set()

    def terminated(number: int, frame: FrameType | None) -> None:
        os._exit(TERMINATED)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, interrupted)
        for name in ("SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), terminated)
