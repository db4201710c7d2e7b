"""What only a desktop has: notices, start at login, the message to a phone, and the lock of the one window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from netcheck.core.settings import Notify
from netcheck.wiring.files import history
from netcheck.world.memory import state_folder
from netcheck.world.window_lock import TERMINAL, WindowLock

if TYPE_CHECKING:  # only a window needs them
    from netcheck.world.autostart import Autostart
    from netcheck.world.notify import DesktopNotices
    from netcheck.world.push import Phone

NEWS_S = 0.3
"""Seconds between two readings of what the window tells."""


def display_problem() -> str:
    """Why no window can be opened here, as the first part of a sentence; empty where one can."""
    from netcheck.world import display

    return display.problem()


def autostart() -> Autostart:
    """The switch "start at login" of this system; its methods wait for the disk."""
    from netcheck.world.autostart import this_autostart

    return this_autostart()


def desktop_notices(clicked: Callable[[str, str], None]) -> DesktopNotices | None:
    """The notices of a Linux desktop; None elsewhere, where the tray shows them. `clicked` is told on another
    thread."""
    from netcheck.world.notify import DesktopNotices

    return DesktopNotices(clicked) if sys.platform.startswith("linux") else None


def phone(settings: Callable[[], Notify], trouble: Callable[[str], None]) -> Phone:
    """The queue of messages to the person's phone or mailbox, which is kept in the state folder."""
    from netcheck.world.push import Phone

    return Phone(state_folder(), settings, trouble=trouble)


def hear_the_end(ended: Callable[[bool], object]) -> bool:
    """Have `ended` called as soon as a console of Windows is to end, on another thread, with whether it was Ctrl-C;
    False on other systems, whose signals say so."""
    from netcheck.world import windows_console

    return windows_console.hear_the_end(ended)


def window_watches() -> bool:
    """Whether a window of this user watches already, in another process."""
    return WindowLock(state_folder()).held_by_another()


def hold_window() -> WindowLock:
    """Tell other programs of this user that the window watches, for as long as this process lives."""
    lock = WindowLock(state_folder())
    lock.hold()
    return lock


def turn_to_watch() -> WindowLock:
    """The right to look, of which `netcheck watch` needs one; not held yet."""
    return WindowLock(state_folder(), TERMINAL)


def news_of_watcher() -> Iterator[dict[str, object]]:
    """What another process that watches tells, as event_line writes it, as it comes; ends when none does any more."""
    kept, pause = history(), threading.Event()
    seen = kept.newest_event()
    while window_watches() or turn_to_watch().held_by_another():
        for number, told in kept.events_after(seen):
            seen = number
            yield told
        pause.wait(NEWS_S)
