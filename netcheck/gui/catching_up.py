"""Remembers what a window that is made later must hear, to show what one shows that was there all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcheck.core.watching import Due, Event, Happened, State, Tick

if TYPE_CHECKING:
    from netcheck.gui.main_window import MainWindow

TELLING = (
    *(Happened.OUTAGE_STARTED, Happened.RELAPSED, Happened.FLAPPING, Happened.RESTORED),
    *(Happened.ROUTER_GONE, Happened.ROUTER_BACK, Happened.PAUSED),
)
"""What leaves its mark on a window; of whole looks the newest does so, too."""


class CatchingUp:
    """Of each kind the newest, in the order in which they came: a dozen things at most."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._newest: Event | None = None
        self._due: tuple[Due, Tick] | None = None
        self._said: tuple[str, str] | None = None

    def happened(self, event: Event) -> None:
        """What the watcher told."""
        self._newest = event
        if event.kind is Happened.OUTAGE_STARTED:
            self._events = [each for each in self._events if each.kind is Happened.LOOK]
        if event.kind is Happened.RESUMED:
            self.forget(Happened.PAUSED)
        whole = event.kind is Happened.LOOK and event.report is not None
        if whole or event.kind in TELLING:
            self.forget(event.kind)
            self._events.append(event)

    def forget(self, kind: Happened) -> None:
        """This has been answered."""
        self._events = [each for each in self._events if each.kind is not kind]

    def planned(self, due: Due, tick: Tick) -> None:
        """When the next look is due."""
        self._due = (due, tick)

    def said(self, text: str, kind: str) -> None:
        """A line on top of the window."""
        self._said = (text, kind)

    def kinds(self) -> list[Happened]:
        """What is remembered."""
        return [event.kind for event in self._events]

    def tell(self, window: MainWindow, state: State) -> None:
        """Let a window hear all of it; the state is the one of now."""
        for event in self._events:
            window.happened(event, state)
        if self._newest is not None and self._newest not in self._events:
            window.happened(self._newest, state)
        if self._due is not None:
            window.planned(*self._due)
        if self._said is not None:
            window.banner(*self._said)
