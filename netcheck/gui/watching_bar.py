"""The line that shows that somebody is looking: last look, next look, looks so far, and how long it has lasted."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netcheck.core.watching import Depth, Due, Event, Happened, Phase, State, Tick
from netcheck.gui.theme import CLOSE, FAR, SPACE, Size, sized
from netcheck.gui.words import duration, say

TICK_MS = 1000
"""The numbers move once a second, and only while somebody can see them."""
SOON_S = 0.5
"""A look that is due sooner than this is said to be about to begin."""


class Figure(QWidget):
    """A small caption with its value under it."""

    def __init__(self, caption: str, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest
        self.caption, self.value = QLabel(caption, self), QLabel("–", self)
        self.caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.caption, self.value):
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self.value)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._dress()

    def _dress(self) -> None:
        self.caption.setFont(sized(Size.SMALL))
        self.value.setFont(sized(Size.BODY, bold=True))
        # As wide as the longest value, so that nothing moves to and fro while the seconds pass.
        self.value.setMinimumWidth(self.value.fontMetrics().horizontalAdvance(self._widest))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the letters that the person sets for all programs."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._dress()
        super().changeEvent(event)

    def tell(self, caption: str, value: str) -> None:
        """Show this."""
        for label, text in ((self.caption, caption), (self.value, value)):
            if label.text() != text:
                label.setText(text)


class WatchingBar(QWidget):
    """Four figures and two buttons.

    Between two events the figures are counted on by the computer's own clock, from the newest moment that was told.
    """

    look_wanted = Signal()
    pause_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = monotonic) -> None:
        """`clock` gives seconds that never jump back."""
        super().__init__(parent)
        self._clock = clock
        self._state = State()
        self._newest: Tick | None = None
        self._told_s = 0.0
        self._began: Tick | None = None
        self._due: Due | None = None
        self._looking: Depth | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        widest = duration(59 * 60 + 59)
        self.last = Figure(say("Last look"), say("{length} ago").format(length=widest), self)
        self.next = Figure(say("Next look"), say("looking now…"), self)
        self.looks = Figure(say("Looks"), "0000", self)
        self.lasts = Figure(say("Watching for"), widest, self)
        self._figures = (self.last, self.next, self.looks, self.lasts)
        self.check = QPushButton(say("&Check now"), self)
        self.check.setToolTip(say("Looks at the whole path, from this computer to your services."))
        self.check.clicked.connect(self.look_wanted)
        self.pause = QPushButton(say("&Pause"), self)
        self.pause.clicked.connect(lambda: self.pause_wanted.emit(self._state.phase is not Phase.PAUSED))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(FAR)
        self._grid.setVerticalSpacing(CLOSE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        # The figures move when there is less room than they take now.
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.addLayout(self._grid)
        row.addStretch(1)
        row.addWidget(self.check)
        row.addWidget(self.pause)
        self._across = 0
        self._arrange(4)

    # --- what is told ---

    def began(self, depth: Depth) -> None:
        """A look begins."""
        self._looking = depth
        self.refresh()

    def happened(self, event: Event, state: State) -> None:
        """Something happened; the state has the moment of it."""
        self._state = state
        if event.kind is Happened.LOOK:
            self._looking = None
        if state.tick is not None:
            self._now_is(state.tick)
        self.refresh()

    def planned(self, due: Due, tick: Tick) -> None:
        """When the next look is due, as seen from a moment."""
        self._due, self._looking = due, None
        self._now_is(tick)
        self.refresh()

    def _now_is(self, tick: Tick) -> None:
        self._newest, self._told_s = tick, self._clock()
        self._began = self._began or tick

    # --- what is shown ---

    def refresh(self) -> None:
        """Write the figures as they are now."""
        now_s = self._newest.s + self._clock() - self._told_s if self._newest else 0.0
        last = self._state.last_look
        ago = say("{length} ago").format(length=duration(now_s - last.s)) if last else say("none yet")
        self.last.tell(say("Last look"), ago)
        self.next.tell(say("Next look"), self._next(now_s))
        self.looks.tell(say("Looks"), str(self._state.looks))
        self.lasts.tell(*self._lasts(now_s))
        paused = self._state.phase is Phase.PAUSED
        self.pause.setText(say("&Go on") if paused else say("&Pause"))
        self.pause.setToolTip(
            say("Goes on watching, with a whole look.") if paused else say("Stops looking; nothing is sent until then.")
        )

    def _next(self, now_s: float) -> str:
        if self._state.phase is Phase.PAUSED:
            return say("paused")
        if self._looking is not None:
            return say("looking now…")
        if self._due is None or not math.isfinite(self._due.s):
            return "–"
        left = self._due.s - now_s
        return say("in {length}").format(length=duration(left)) if left >= SOON_S else say("about now")

    def _lasts(self, now_s: float) -> tuple[str, str]:
        outage = self._state.outage
        if outage is not None and outage.up_since is None and self._state.phase is Phase.LOOKING:
            # After sleep or a pause nobody knows yet whether it is still down.
            return say("Was down for"), duration(max(0.0, outage.seconds - outage.asleep_s))
        if outage is not None and outage.up_since is None:
            return say("Down for"), duration(max(outage.seconds, now_s - outage.began_s))
        if outage is not None:
            return say("Was down for"), duration(outage.seconds)
        return say("Watching for"), duration(now_s - self._began.s) if self._began else "–"

    # --- only while seen ---

    def showEvent(self, event: QShowEvent) -> None:
        """Count on."""
        self.refresh()
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it: no need to wake up every second."""
        self._timer.stop()
        super().hideEvent(event)

    # --- room ---

    def _wide(self, across: int) -> int:
        """How wide so many figures in a row are, with the buttons."""
        widths = [figure.sizeHint().width() for figure in self._figures]
        columns = [max(widths[i::across]) for i in range(across)]
        buttons = self.check.sizeHint().width() + self.pause.sizeHint().width() + 3 * SPACE
        return sum(columns) + (across - 1) * FAR + buttons

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for number, figure in enumerate(self._figures):
            self._grid.addWidget(figure, number // across, number % across)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Four figures in a row, two by two, or one under another, as there is room."""
        self._arrange(next((n for n in (4, 2) if self._wide(n) <= self.width()), 1))
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for one figure beside the buttons."""
        return QSize(self._wide(1), super().minimumSizeHint().height())
