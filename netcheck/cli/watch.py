"""Watches from the terminal: one line for each thing that happens, until it is told to end."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from queue import Empty, SimpleQueue
from types import FrameType
from typing import NoReturn

from netcheck.cli.arguments import Request
from netcheck.cli.language import say
from netcheck.cli.outlook import Outlook
from netcheck.cli.screen import emit
from netcheck.core.model import Impact, Verdict
from netcheck.core.retelling import retold_headline
from netcheck.core.settings import Settings
from netcheck.core.watching import Event, Happened, State
from netcheck.core.words import N_, lasted, one_line
from netcheck.engine.watcher import Follower

INTERRUPTED, TERMINATED = 130, 143
WORDS = {
    Happened.OUTAGE_STARTED: N_("Outage."),
    Happened.OUTAGE_CHANGED: N_("Still down, and it looks different now."),
    Happened.BACK: N_("It answers again; making sure."),
    Happened.RESTORED: N_("It is back, after {length}."),
    Happened.RELAPSED: N_("Down again."),
    Happened.STABLE: N_("It has stayed up for five minutes."),
    Happened.FLAPPING: N_("It comes and goes."),
    Happened.SLEPT: N_("Nobody looked: the computer slept or stood still, for {length}."),
    Happened.PAUSED: N_("Paused."),
    Happened.RESUMED: N_("Watching again."),
    Happened.ROUTER_GONE: N_("The router is gone; it was perhaps switched off."),
    Happened.ROUTER_BACK: N_("The router is there again."),
}
"""What happened, for people."""
WITH_FAULT = {
    Happened.OUTAGE_STARTED: N_("Outage: {fault}."),
    Happened.OUTAGE_CHANGED: N_("Still down, and it looks different now: {fault}."),
    Happened.RELAPSED: N_("Down again: {fault}."),
    Happened.FLAPPING: N_("It comes and goes: {fault}."),
}
"""The same, with the headline of the verdict where there is one."""


def watch(request: Request, settings: Settings) -> int:
    """Watch until Ctrl-C or SIGTERM, or with --until-restored until all works; the exit code.

    Where a window or another terminal of this user watches already, its news are passed on and nothing is sent. Codes:
    0 restored, 130 ended by Ctrl-C, 143 by SIGTERM or, on Windows, by Ctrl-Break, a closed console, log-off, shutdown.
    """
    from netcheck import wiring

    end_on_signals()
    history = wiring.history()
    news: SimpleQueue[tuple[Event, State]] = SimpleQueue()
    began, turn = False, wiring.turn_to_watch()
    while True:
        # Without a history there are no news to pass on; where no lock can be had, nobody has it.
        taken = not history.problem and not turn.hold() and turn.held_by_another()
        if wiring.window_watches() or taken:
            if not began:
                _tell(say("another netcheck watches already; this passes its news on."))
            restored = _pass_on(request)
        else:
            if history.problem:
                _tell(history.problem)
            session = wiring.Session(settings, history=history)
            session.attend(request.attended)
            session.start(Follower(happened=lambda event, state: news.put((event, state))))
            restored = _show(request, news, wiring.event_line, wiring.window_watches)
            session.stop(0.5)
            turn.release()
        if restored:
            return 0
        began = True


def _show(
    request: Request,
    news: SimpleQueue[tuple[Event, State]],
    line: Callable[[Event, bool], str],
    window_watches: Callable[[], bool],
) -> bool:
    """Print what our own watcher tells, until it is restored (True) or a window takes over (False)."""
    first, outlook = True, Outlook()
    told: tuple[Event, State] | None
    while True:
        try:
            told = news.get(timeout=5.0)
        except Empty:
            told = None
        # Also between the looks of an outage, which leave no pause: two watchers would ask twice.
        if window_watches():
            return False
        if told is None:
            continue
        event, state = told
        if request.json:
            _say(line(event, request.verbose))
        elif first and event.kind is Happened.LOOK and event.verdict is not None:
            _say(first_line(event.at, event.verdict))
            first = False
        elif event.kind is not Happened.LOOK:
            _say(as_line(event))
        if not request.json:
            _foretell(event.at, outlook.line(event.kind, event.outage.id if event.outage else None, event.estimate))
        if request.until_restored and ends(event, state):
            return True


def ends(event: Event, state: State) -> bool:
    """Whether --until-restored has come to its end: it is back, or the first whole look found no outage."""
    if event.kind is Happened.RESTORED:
        return True
    well = event.verdict is not None and event.verdict.impact is not Impact.OUTAGE
    return (
        event.kind is Happened.LOOK and event.report is not None and state.outage is None and well and not state.other
    )


def _pass_on(request: Request) -> bool:
    """Print what the other watcher keeps, until it is restored (True) or that one is gone (False)."""
    from netcheck import wiring

    outlook = Outlook()
    for told in wiring.news_of_watcher():
        kind, verdict, outage = told["event"], told.get("verdict"), told.get("outage")
        if request.json:
            _say(json.dumps(told))
        elif kind != Happened.LOOK:
            fault = _fault(str(verdict["fault"]), str(verdict["headline"])) if isinstance(verdict, dict) else ""
            seconds = outage["seconds"] if isinstance(outage, dict) else told.get("gap_seconds", 0.0)
            _say(_line(datetime.fromisoformat(str(told["at"])), Happened(str(kind)), fault, float(str(seconds))))
        if not request.json:
            name = outage.get("id") if isinstance(outage, dict) else None
            _foretell(datetime.fromisoformat(str(told["at"])), outlook.line(kind, name, told.get("estimate")))
        if request.until_restored and (kind == Happened.RESTORED or _all_well(told)):
            return True
    return False


def _all_well(told: Mapping[str, object]) -> bool:
    """Whether a light look of the window's was good, and no outage is known."""
    glance = told.get("glance")
    good = isinstance(glance, dict) and glance.get("far") is True and glance.get("names") is not False
    return told["event"] == Happened.LOOK and told.get("outage") is None and good


def first_line(at: datetime, verdict: Verdict) -> str:
    """What the first look found, as one line for people."""
    headline = one_line(retold_headline(verdict.fault, verdict.headline, say))
    return f"{_clock(at)}  {say('Watching. {headline}').format(headline=headline)}"


def as_line(event: Event) -> str:
    """An event as one line for people, in their language and in local time."""
    fault = _fault(event.verdict.fault, event.verdict.headline) if event.verdict else ""
    seconds = event.gap_s if event.kind is Happened.SLEPT else event.outage.seconds if event.outage else 0.0
    return _line(event.at, event.kind, fault, seconds)


def _line(at: datetime, kind: Happened, fault: str, seconds: float) -> str:
    text = WITH_FAULT[kind] if fault and kind in WITH_FAULT else WORDS[kind]
    return f"{_clock(at)}  {say(text).format(fault=fault, length=lasted(seconds, say))}"


def _foretell(at: datetime, line: str) -> None:
    """How long it may still take, where there is something to say."""
    if line:
        _say(f"{_clock(at)}  {one_line(line)}")


def _fault(code: str, headline: str) -> str:
    """The English headline of a verdict in the person's language, with the code of the fault."""
    return one_line(f"{retold_headline(code, headline, say)} ({code})")


def _clock(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def end_on_signals() -> None:
    """At once: every line is written when it happens, and the history is on the disk.

    On Windows the console is listened to as well: a signal would wait there for the pause between two news.
    """
    from netcheck import wiring

    def ended(by_ctrl_c: bool) -> NoReturn:
        os._exit(INTERRUPTED if by_ctrl_c else TERMINATED)

    def heard(number: int, frame: FrameType | None) -> NoReturn:
        ended(number == signal.SIGINT)

    wiring.hear_the_end(ended)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, heard)
        signal.signal(signal.SIGTERM, heard)


def _say(line: str) -> None:
    """One line of the output. Raises SystemExit where its reader has gone: nobody is watched for any more."""
    if not emit(line + "\n"):
        raise SystemExit(0)


def _tell(sentence: str) -> None:
    if sys.stderr is not None:
        print(f"netcheck: {sentence}", file=sys.stderr, flush=True)
