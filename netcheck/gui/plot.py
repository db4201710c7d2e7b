"""A plot of how fast the internet and the router answered, and whether it worked, over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from netcheck.core.history import Gap, PastOutage, Point
from netcheck.gui import plot_paint
from netcheck.gui.plot_picture import Picture, View, picture
from netcheck.gui.plot_words import read, sentence, table
from netcheck.gui.theme import CLOSE, SPACE, TIGHT, Size, colours_of, sized
from netcheck.gui.timeline import Timeline
from netcheck.gui.words import duration, say

WINDOWS_S = (600.0, 3600.0, 6 * 3600.0, 86400.0)
"""Lengths that can be chosen, besides "everything"."""
USUAL_S = 3600.0
"""What is shown unasked: the last hour, and more while an outage lasts that began before it."""
BEFORE_S = 600.0
"""How much is shown from before such an outage."""
SHORTEST_S = 60.0
ALL = float("inf")

Key = Qt.Key


class Plot(QWidget):
    """Latency as lines, the state as a band under them.

    With `follow` (as it begins) the newest look is at the end; with `set_span` the time stands still. The arrow keys
    move a cursor that reads out what was measured, with Ctrl from one change of state to the next; + and - change the
    length of time, Ctrl+C copies what is shown as text.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline = Timeline()
        self._outages: tuple[PastOutage, ...] = ()
        self._span: tuple[float, float] | None = None
        self._window: float | None = None
        self._cursor: float | None = None
        self._hover: float | None = None
        self._empty = ""
        self._kept: tuple[object, Picture] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFont(sized(Size.SMALL))
        self.setAccessibleName(say("Latency and state over time"))
        self._changed()

    # --- what is shown ---

    def set_points(self, points: Iterable[Point], gaps: Iterable[Gap] = (), outages: Iterable[PastOutage] = ()) -> None:
        """Show these instead of what was shown, with a frame around each outage."""
        self._timeline, self._outages = Timeline(points, gaps), tuple(outages)
        self._empty, self._cursor, self._kept = "", None, None
        self._changed()

    def add(self, point: Point) -> None:
        """One more look."""
        self._timeline.add(point)
        self._changed(asked=False)

    def add_gap(self, gap: Gap) -> None:
        """Nobody looked for a while."""
        self._timeline.add_gap(gap)
        self._changed(asked=False)

    def set_span(self, begins: datetime, ends: datetime) -> None:
        """Show this time, and stand still."""
        self._span, self._window = (begins.timestamp(), ends.timestamp()), None
        self._changed()

    def follow(self, window_s: float | None = None) -> None:
        """Show the newest so many seconds; None: as many as tell the story, infinity: everything that is kept."""
        self._span, self._window = None, window_s
        self._changed()

    def set_waiting(self, text: str) -> None:
        """Say this instead of a picture until points come."""
        self._timeline, self._outages, self._empty = Timeline(), (), text
        self._changed()

    def view(self) -> View:
        """The time that is shown."""
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if self._span is not None:
            return View(*self._span, mirrored)
        at = self._timeline.at
        if not at:
            return View(0.0, SHORTEST_S, mirrored)
        ends = max(at[-1], self._timeline.gaps[-1].ends if self._timeline.gaps else 0.0)
        if self._window is not None:
            begins = ends - self._window
        else:
            trouble = self._timeline.trouble_since()
            begins = min(ends - USUAL_S, trouble - BEFORE_S if trouble is not None else ends)
        return View(min(max(at[0], begins), ends - SHORTEST_S), ends, mirrored)

    def sentence(self) -> str:
        """What is shown, in a sentence; also the accessible description."""
        view = self.view()
        return sentence(self._timeline.summary(view.begins, view.ends), self._span is None, self._nothing())

    def reading(self) -> str:
        """What stands at the cursor, in words; empty where there is none."""
        at = self._hover if self._hover is not None else self._cursor
        return "; ".join(read(self._timeline, at)) if at is not None else ""

    def as_text(self) -> str:
        """Every look that is shown, one a line."""
        view = self.view()
        return table(self._timeline, view.begins, view.ends)

    def _nothing(self) -> str:
        if self._empty:
            return self._empty
        if self._span is not None:
            return say("No look was kept from this time.")
        return say("Nothing seen yet. The plot begins with the first look.")

    def _changed(self, asked: bool = True) -> None:
        # The sentence costs a little, and 10,000 looks are added with nobody listening.
        if asked or QAccessible.isActive():
            self.setAccessibleDescription(self.sentence())
        self.update()

    # --- drawing ---

    def sizeHint(self) -> QSize:
        """Sixty letters wide, twelve lines high."""
        metrics = self.fontMetrics()
        return QSize(60 * metrics.averageCharWidth(), 12 * metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Narrow, but with room for both axes."""
        metrics = self.fontMetrics()
        return QSize(30 * metrics.averageCharWidth(), 9 * metrics.height())

    def picture(self) -> Picture:
        """What is drawn, in logical pixels; made anew only when something has changed."""
        view = self.view()
        key = (self._timeline.version, view, self.size(), self.font().toString())
        if self._kept is None or self._kept[0] != key:
            metrics = QFontMetricsF(self.font())
            area = QRectF(self.rect()).adjusted(TIGHT, TIGHT, -TIGHT, -TIGHT)
            self._kept = (key, picture(self._timeline, view, area, metrics, self._framed(view)))
        return self._kept[1]

    def _framed(self, view: View) -> Sequence[tuple[float, float, str]]:
        ends = [(past.outage, past.outage.up_since) for past in self._outages]
        return [(o.down_since.timestamp(), up.timestamp() if up else view.ends, duration(o.seconds)) for o, up in ends]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws all of it; nothing is asked or measured here."""
        painter, colours = QPainter(self), colours_of(self)
        # "12 ms" stays so where the rest is read from right to left.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        view = self.view()
        if len(self._timeline) or self._timeline.stretches(view.begins, view.ends):
            shown = self.picture()
            plot_paint.paint(painter, shown, colours)
            at = self._hover if self._hover is not None else self._cursor
            if at is not None and (place := self._timeline.nearest(at)) is not None:
                gap = self._timeline.gap_at(at)
                point = self._timeline.point(place)
                values = () if gap else (point.far_ms, point.gateway_ms)
                moment = at if gap else self._timeline.at[place]
                plot_paint.cursor(painter, shown, moment, values, read(self._timeline, at), colours)
        else:
            painter.setPen(QColor(colours.muted))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(SPACE, 0, -SPACE, 0), wrapped, self._nothing())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CLOSE / 2, CLOSE / 2)

    def changeEvent(self, event: QEvent) -> None:
        """Another direction, font or theme: another picture."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(Size.SMALL))
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange, QEvent.Type.PaletteChange):
            self._kept = None
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    # --- the cursor ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves the cursor; changes the length; copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        later = Key.Key_Left if self.view().mirrored else Key.Key_Right
        key, far = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Key.Key_Left, Key.Key_Right):
            self._move(1 if key == later else -1, far)
        elif key in (Key.Key_Home, Key.Key_End):
            view = self.view()
            self._to(self._timeline.nearest(view.begins if key == Key.Key_Home else view.ends))
        elif key in (Key.Key_PageUp, Key.Key_PageDown):
            view = self.view()
            now = view.ends if self._cursor is None else self._cursor
            tenth = (view.ends - view.begins) / 10
            self._to(self._timeline.nearest(now + (tenth if key == Key.Key_PageDown else -tenth)))
        elif key in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus):
            self._zoom(-1 if key == Key.Key_Minus else 1)
        elif key == Key.Key_Escape and self._cursor is not None:
            self._cursor = None
            self.update()
        else:
            super().keyPressEvent(event)

    def _move(self, step: int, far: bool) -> None:
        view = self.view()
        if self._cursor is None:
            self._to(self._timeline.nearest(view.ends if step < 0 or not far else view.begins))
        elif far:
            self._to(self._timeline.change(self._cursor, step))
        elif (place := self._timeline.nearest(self._cursor)) is not None:
            self._to(place + step)

    def _to(self, place: int | None) -> None:
        """Put the cursor on a point, if there is one in what is shown, and read it out."""
        if place is None or not 0 <= place < len(self._timeline):
            return
        at, view = self._timeline.at[place], self.view()
        if not view.begins <= at <= view.ends:
            return
        self._cursor, self._hover = at, None
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.reading()))
        self.setAccessibleDescription(say("{sentence} {reading}.").format(
            sentence=self.sentence(), reading=self.reading()))  # fmt: skip
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Reads out what stands under the mouse."""
        shown, place = self.picture(), event.position()
        inside = shown.chart.united(shown.band).adjusted(-TIGHT, -TIGHT, TIGHT, TIGHT).contains(place)
        self._hover = shown.at(place.x()) if inside and len(self._timeline) else None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse has gone."""
        self._hover = None
        self.update()

    # --- how much is shown, and copying ---

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl, changes the length of time; without, the page scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self._zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def _zoom(self, closer: int) -> None:
        if self._span is not None:
            return
        now = self.view()
        length = now.ends - now.begins
        lengths = [w for w in WINDOWS_S if (w < length - 1 if closer > 0 else w > length + 1)]
        if lengths:
            self.follow(lengths[-1] if closer > 0 else lengths[0])
        elif closer < 0:
            self.follow(ALL)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Lengths of time, and copying."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be chosen here."""
        menu = QMenu(self)
        if self._span is None:
            lengths: list[tuple[float | None, str]] = [(None, say("Since the outage, or the last hour"))]
            lengths += [(w, say("Last {length}").format(length=duration(w))) for w in WINDOWS_S]
            for window, text in [*lengths, (ALL, say("Everything"))]:
                action = QAction(text, menu, checkable=True, checked=window == self._window)
                action.triggered.connect(lambda _=False, window=window: self.follow(window))
                menu.addAction(action)
            menu.addSeparator()
        copy = menu.addAction(say("Copy as text"))
        copy.triggered.connect(lambda: self._copy())
        return menu

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())
