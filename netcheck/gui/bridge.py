"""Carries what happens on other threads to the window's thread, and work of the window to other threads."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance, Slot

from netcheck.core.model import Observation
from netcheck.core.watching import Depth, Due, Event, State, Tick
from netcheck.engine.watcher import Follower

T = TypeVar("T")


TURN_S = 0.008
"""How long what has come may be handed on before the window may paint and hear its person again."""
GATHER_MS = 200
"""Beginnings and answers are gathered for so long: as a look begins, its twenty threads want the interpreter, and what
the window paints then takes ten times as long. Whatever else happens is handed on at once, and what was gathered with
it."""


class Stir(IntEnum):
    """What the window's thread was told of things that wait for it."""

    NONE = 0
    GATHERING = 1
    SOON = 2


class Bridge(QObject):
    """What the watcher tells, as signals that come on the window's thread, in the order in which it was told.

    PySide6 calls a plain function on the thread that emits, whatever kind of connection was asked for; a slot of a
    QObject it calls on the object's own thread. So the watcher's thread emits only `_woken`, whose slot is here. Qt
    hands on in one go what was posted meanwhile, a look's twenty answers with all their painting; hence the turns.
    """

    began = Signal(object)
    """Depth"""
    answered = Signal(str, object)
    """check, Observation"""
    happened = Signal(object, object)
    """Event, State"""
    planned = Signal(object, object)
    """Due, Tick"""
    _woken = Signal(bool)
    """Whether it is urgent"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._stir = Stir.NONE
        self._gathering = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._gathering.timeout.connect(self._hand_on)
        self._waiting: deque[tuple[SignalInstance, tuple[object, ...]]] = deque()
        self._woken.connect(self._wake, Qt.ConnectionType.QueuedConnection)

    def follower(self) -> Follower:
        """What a watcher tells, from its thread; returns at once."""
        return Follower(self._began, self._answered, self._happened, self._planned)

    def close(self) -> None:
        """Let nothing more through; to be called on the window's thread, at the end."""
        self._closed = True
        self._waiting.clear()

    def _began(self, depth: Depth) -> None:
        self._cross(self.began, depth, urgent=False)

    def _answered(self, check: str, said: Observation) -> None:
        self._cross(self.answered, check, said, urgent=False)

    def _happened(self, event: Event, state: State) -> None:
        self._cross(self.happened, event, state)

    def _planned(self, due: Due, now: Tick) -> None:
        self._cross(self.planned, due, now)

    def _cross(self, signal: SignalInstance, *told: object, urgent: bool = True) -> None:
        # A watcher that is left behind at the end may speak when there is no Qt any more.
        if self._closed:
            return
        self._waiting.append((signal, told))
        stir = Stir.SOON if urgent else Stir.GATHERING
        if self._stir < stir:
            self._stir = stir
            self._woken.emit(urgent)

    @Slot(bool)
    def _wake(self, urgent: bool) -> None:
        if urgent:
            self._hand_on()
        elif not self._gathering.isActive():
            self._gathering.start()

    @Slot()
    def _hand_on(self) -> None:
        self._gathering.stop()
        until = time.perf_counter() + TURN_S
        while self._waiting and time.perf_counter() < until:
            signal, told = self._waiting.popleft()
            signal.emit(*told)
        if not self._waiting:
            self._stir = Stir.NONE
        # What came after the last look into the queue has woken nobody.
        if self._waiting:
            self._stir = Stir.SOON
            QTimer.singleShot(0, self, self._hand_on)


_left: list[tuple[threading.Thread, object]] = []
"""What threads held when they ended; it is let go on the window's thread."""


class Errands(QObject):
    """Does work on one thread of its own, one piece after the other, and brings the results to the window's thread.

    That thread is never the last to hold a piece of work: with it goes what the work knows of, which may be a window,
    and Qt forbids to delete one on another thread than its own.
    """

    _finished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._closed = False
        self._waiting: queue.SimpleQueue[tuple[Callable[[], object], Callable[[object], None] | None] | None]
        self._waiting = queue.SimpleQueue()
        self._finished.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._start()

    def run(self, work: Callable[[], T], then: Callable[[T], None] | None = None) -> None:
        """Do this when what was asked before is done; `then` gets the result, on the window's thread.

        Work that raises is our own bug: it is told as such, `then` is not called, and the next piece goes on.
        """
        self._waiting.put((work, then))  # type: ignore[arg-type]  # each `then` takes what its own work gives

    def close(self) -> None:
        """Do nothing more; what is being done is left behind on its daemon thread."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
        self._waiting.put(None)
        _left[:] = [(thread, held) for thread, held in _left if thread.is_alive()]

    def _start(self) -> None:
        threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _work(self) -> None:
        box: list[object] = []
        try:
            while (piece := self._waiting.get()) is not None:
                box = [*piece, None]
                del piece
                if not self._closed:
                    box[2] = _done(box)
                try:
                    self._finished.emit(box)
                except RuntimeError:
                    break  # this very object has gone with its window
        except BaseException:
            self._start()  # this thread ends with the error, which threading.excepthook tells
            raise
        finally:
            _left.append((threading.current_thread(), (self, box)))

    @Slot(object)
    def _arrived(self, box: list[object]) -> None:
        work, then, result = box
        box.clear()
        del work
        if then is not None and not self._closed:
            cast(Callable[[object], None], then)(result)


def _done(box: list[object]) -> object:
    """What the work in it gives."""
    return cast(Callable[[], object], box[0])()
