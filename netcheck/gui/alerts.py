"""Tells a person who does not look at the window that it is down, and that it works again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from netcheck.core import settings
from netcheck.core.notices import NOT_SHOWN, Message, Notice, Shown
from netcheck.core.watching import Event, Happened, State
from netcheck.gui import sound
from netcheck.gui.bridge import Errands
from netcheck.gui.news import KEY, OPEN, Alert, Decision, News, message_of
from netcheck.gui.tray import Tray
from netcheck.gui.words import say

PROVIDER = "provider"
"""Key of notices of what the provider says: the newest takes the place of the one before."""
REPORT = "report"
"""Key of notices of reports that were sent, or were not."""


class Desk(Protocol):
    """The desktop's own notices; its calls wait, so they are made on another thread."""

    def show(self, notice: Notice) -> Shown:
        """Show it; whether the desktop took it."""

    def withdraw(self, key: str) -> None:
        """Take it back."""


class Post(Protocol):
    """Messages to the person's phone or mailbox; its calls wait for the disk."""

    def tell(self, message: Message) -> None:
        """Send this, once it can be sent."""

    def withdraw(self, outage: str) -> None:
        """It is down again: what was to be told is no longer true."""


class Alerts(QObject):
    """Brings alerts by the first way that works: a notice of the desktop, the tray's balloon, a line in the window."""

    banner_wanted = Signal(str, str)
    """text, kind: no other way works."""

    def __init__(
        self,
        desk: Desk | None,
        tray: Tray,
        seen: Callable[[], bool],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`seen` says whether the person has the window before them; `desk` is None where the tray is the only way."""
        super().__init__(parent)
        self._desk, self._tray, self._seen, self._clock = desk, tray, seen, clock
        self._post: Post | None = None
        self._settings = settings.Alerts()
        self._decision = Decision()
        self._desk_errands = Errands("notices", self)
        self._post_errands = Errands("post", self)
        self._stands = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._catch_up)

    def change(self, chosen: settings.Alerts) -> None:
        """Other settings."""
        self._settings = chosen

    def use(self, post: Post) -> None:
        """Send messages to the phone or mailbox, too."""
        self._post = post

    def use_tray(self, tray: Tray) -> None:
        """Another icon."""
        self._tray = tray

    def paused(self) -> bool:
        """Whether nothing is told for a while."""
        return self._decision.paused

    def pause(self, paused: bool) -> None:
        """Tell nothing for a while; afterwards what is news by then, in one alert."""
        self._decision.paused = paused
        if not paused:
            self._catch_up()

    def happened(self, event: Event, state: State) -> None:
        """What the watcher tells."""
        if self._post is not None and event.outage is not None:
            if event.kind is Happened.RESTORED:
                message, post = message_of(event.outage), self._post
                self._post_errands.run(lambda: post.tell(message))
            elif event.kind is Happened.RELAPSED:
                outage, post = event.outage.id, self._post
                self._post_errands.run(lambda: post.withdraw(outage))
        self._give(self._decision.happened(event, state, self._clock()))

    def tell_once(self, title: str, text: str, key: str) -> None:
        """A hint that is no alert: no sound, and not kept."""
        self._show(Notice(title, text, key, actions=((OPEN, say("Open netcheck")),)), News.NOTHING)

    def tell_quietly(self, title: str, text: str) -> None:
        """News within an outage: without a sound, and only where outages are told at all and nobody sees the window."""
        chosen = self._settings
        if chosen.popup and chosen.outage and not self._decision.paused and not self._seen():
            self._show(Notice(title, text, PROVIDER, actions=((OPEN, say("Open netcheck")),)), News.NOTHING)

    def tell_of_report(self, title: str, text: str) -> bool:
        """A report was sent, or was given up; without a sound. Whether the person did not see the window, so that they
        were told here as far as they want to be."""
        if self._seen():
            return False
        if self._settings.popup and not self._decision.paused:
            self._show(Notice(title, text, REPORT, actions=((OPEN, say("Open netcheck")),)), News.NOTHING)
        return True

    def window_seen(self) -> None:
        """The person has opened the window: what stands on the screen has served."""
        if self._stands and self._desk is not None:
            self._stands = False
            desk = self._desk
            self._desk_errands.run(lambda: desk.withdraw(KEY))

    def close(self) -> None:
        """Tell nothing more."""
        self._quiet.stop()
        self._desk_errands.close()
        self._post_errands.close()

    def _catch_up(self) -> None:
        self._give(self._decision.due(self._clock()))

    def _give(self, alert: Alert | None) -> None:
        if alert is None:
            if self._decision.pending() and not self._decision.paused:
                self._quiet.start(round(1000 * self._decision.wait_s(self._clock())) + 1)
            return
        self._quiet.stop()
        chosen = self._settings
        if not (chosen.restored if alert.news is News.BACK else chosen.outage):
            return
        seen = self._seen()
        if alert.news is not News.BACK and seen:
            return  # it stands before their eyes
        if chosen.popup:
            self._show(alert.notice(chosen.sound, seen), alert.news, alert.sound if chosen.sound else "")
        elif chosen.sound and alert.sound:
            sound.play(alert.sound)

    def _show(self, notice: Notice, news: News, noise: str = "") -> None:
        desk = self._desk
        if desk is None:
            self._shown(notice, news, noise, NOT_SHOWN)
        else:
            self._desk_errands.run(lambda: desk.show(notice), lambda shown: self._shown(notice, news, noise, shown))

    def _shown(self, notice: Notice, news: News, noise: str, shown: Shown) -> None:
        if shown.told:
            self._stands = self._stands or notice.key == KEY
        elif not self._tray.show_message(notice.title, notice.text) and news is not News.NOTHING:
            kind = "good" if news is News.BACK else "bad"
            self.banner_wanted.emit(f"{notice.title} {notice.text}".replace("\n", " "), kind)
        if noise and not shown.sounded:
            sound.play(noise)
