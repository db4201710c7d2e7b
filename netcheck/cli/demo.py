"""Plays a recorded outage: in the window where there is a screen, else line by line, as `netcheck watch` tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue

from netcheck.cli.arguments import Request, wrong_usage
from netcheck.cli.language import say
from netcheck.cli.screen import emit
from netcheck.cli.watch import as_line, end_on_signals, first_line
from netcheck.core.watching import Event, Happened
from netcheck.core.words import N_
from netcheck.engine.watcher import Follower

MARK = N_("demo: {line}")
NO_SUCH = N_("there is no demo {name}; there are: {names}.")
NONE = N_("the recorded outages did not come with this program.")


def demo(request: Request, window: Callable[[Request], int] | None) -> int:
    """Play the recorded outage, or list what there is; `window` opens the window, None where it cannot.

    Codes: 0 it was played to its end, 64 no such demo, 130 and 143 ended by a signal.
    """
    from netcheck import wiring

    names = wiring.demos()
    if not names:
        return wrong_usage(say(NONE))
    if request.list_demos:
        for name in names:
            recording = wiring.demo(name)
            emit(f"{name:20} {say(recording.title)}\n{'':20} {say(recording.text)}\n")
        return 0
    request = replace(request, demo=request.demo or names[0])
    if request.demo not in names:
        return wrong_usage(say(NO_SUCH).format(name=repr(request.demo), names=", ".join(names)))
    return window(request) if window is not None else _play(request)


def _play(request: Request) -> int:
    """Print what happens until the recording is over."""
    from netcheck import wiring

    end_on_signals()
    session = wiring.demo_session(request.demo, request.speed, loop=request.loop, kept=False)
    news: SimpleQueue[Event | None] = SimpleQueue()
    session.over = lambda: news.put(None)
    _print(say(session.recording.title))
    _print(say(session.recording.text))
    session.start(Follower(happened=lambda event, state: news.put(event)))
    first = True
    while (event := news.get()) is not None:
        if event.kind is not Happened.LOOK:
            _print(as_line(event))
        elif first and event.verdict is not None:
            _print(first_line(event.at, event.verdict))
            first = False
    session.stop()
    _print(say("The recording ends here."))
    return 0


def _print(line: str) -> None:
    emit(say(MARK).format(line=line) + "\n")
