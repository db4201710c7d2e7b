"""What is told to a person who does not look at the window: a notice on the screen, or a message to their phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

APP_ID = "net.netcheck.Netcheck"
"""The name by which desktops know the program: of its desktop file, its icon and its start at login."""


class Urgency(IntEnum):
    """How loudly a notice asks to be seen (org.freedesktop.Notifications, hint "urgency")."""

    LOW = 0
    NORMAL = 1
    CRITICAL = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of the desktop; a newer one with the same key takes its place."""

    title: str
    text: str
    key: str = "connection"
    urgency: Urgency = Urgency.NORMAL
    stays: bool = False
    """Until the person has seen it; else as long as the desktop likes."""
    sound: str = ""
    """A name of the freedesktop sound theme; empty: silent."""
    category: str = ""
    """A freedesktop category, e.g. "network.error"."""
    actions: tuple[tuple[str, str], ...] = ()
    """Id and label of what can be clicked; "default" is a click on the notice itself."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of a notice."""

    told: bool
    """Whether the desktop took it."""
    sounded: bool = False
    """Whether the desktop plays sounds by itself."""


NOT_SHOWN = Shown(told=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to the person's phone or mailbox once it works again."""

    id: str
    """Of the outage: there is one message for each."""
    title: str
    text: str
    at: datetime
    """When it was restored, UTC; hours later nobody wants to hear it."""
