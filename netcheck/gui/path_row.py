"""The parts of the path side by side, or below one another, and the lines that join them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from netcheck.core.model import Segment
from netcheck.gui.icons import Badge, badge_colour
from netcheck.gui.path_parts import Part
from netcheck.gui.segment_button import SegmentButton, longest_name, name_font, narrowest, text_heights
from netcheck.gui.theme import CLOSE, FAR, SPACE, TIGHT, Colours, colours_of


class Row(QWidget):
    """Places the parts side by side, or below one another where letters are too large, and draws what joins them."""

    chosen = Signal(object)
    """Segment: its evidence is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = [SegmentButton(segment, self) for segment in Segment]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, segment=button.segment: self.chosen.emit(segment))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._low = False
        self._measure()

    def _measure(self) -> None:
        self._narrowest = narrowest()
        self._tall = round(QFontMetrics(name_font()).height() * 2.2) + 2 * CLOSE
        # A layout asks ten times for the same few widths.
        self._heights: dict[int, int] = {}

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show these."""
        for button, part in zip(self.buttons, parts, strict=True):
            button.show_part(part)
        self.update()

    def keep_low(self, low: bool) -> None:
        """Whether there is too little height for parts that stand below one another."""
        if low != self._low:
            self._low = low
            self.updateGeometry()
            self._place()

    def stacked(self, wide: int) -> bool:
        """Whether the parts stand below one another at this width."""
        return not self._low and self._crowded(wide)

    def bare(self, wide: int) -> bool:
        """Whether only the icons stand side by side at this width."""
        return self._low and self._crowded(wide)

    def _crowded(self, wide: int) -> bool:
        return wide < self._narrowest * len(self.buttons)

    def hasHeightForWidth(self) -> bool:
        """It is low where it is wide."""
        return True

    def heightForWidth(self, wide: int) -> int:
        """Logical pixels."""
        if self.stacked(wide):
            return self._step() * len(self.buttons)
        if self.bare(wide):
            return self._tall + TIGHT
        room = wide // len(self.buttons) - 2 * TIGHT
        if room not in self._heights:
            self._heights[room] = sum(text_heights(room))
        return self._tall + self._heights[room] + CLOSE

    def _step(self) -> int:
        return round(QFontMetrics(name_font()).height() * 1.7) + FAR + SPACE

    def sizeHint(self) -> QSize:
        """As wide as it needs to stand side by side."""
        wide = self._narrowest * len(self.buttons)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """As narrow as one part."""
        return QSize(longest_name() + self._narrowest + self._tall + 4 * SPACE, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, other sizes; another direction, other places."""
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange):
            self._measure()
            self.updateGeometry()
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        self._place()
        super().resizeEvent(event)

    def _place(self) -> None:
        count, upright, bare = len(self.buttons), self.stacked(self.width()), self.bare(self.width())
        for place, button in enumerate(self.buttons):
            if upright:
                step = self._step()
                rect = QRect(0, place * step, self.width(), step)
            else:
                left, right = self.width() * place // count, self.width() * (place + 1) // count
                rect = QRect(left, 0, right - left, self.height())
            button.upright, button.bare = upright, bare
            button.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), rect))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines that join the parts, with the break."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        for first, second in zip(self.buttons, self.buttons[1:], strict=False):
            draw_joint(painter, joint(first, second), first.part, second.part, colours)
        painter.end()


def joint(first: SegmentButton, second: SegmentButton) -> QLineF:
    """The line between two icons, in their parent's coordinates."""
    one, other = (QRectF(b.icon_rect()).translated(QPointF(b.pos())) for b in (first, second))
    line = QLineF(one.center(), other.center())
    room = one.width() / 2 + CLOSE
    if line.length() > 2 * room:
        unit = QLineF(line)
        unit.setLength(room)
        step = unit.p2() - unit.p1()
        return QLineF(line.p1() + step, line.p2() - step)
    return line


def draw_joint(painter: QPainter, line: QLineF, first: Part, second: Part, colours: Colours) -> None:
    """A line for what passes, dashes for what nobody knows, and a break where nothing does."""
    unknown = _pen(colours.unknown, Qt.PenStyle.DotLine)
    broken = second if second.broken else first if first.broken and first.segment is Segment.COMPUTER else None
    if broken is not None and broken.badge is not None:
        _draw_break(painter, line, colours.ok if first.badge is Badge.OK else colours.unknown,
                    badge_colour(broken.badge, colours), colours)  # fmt: skip
        return
    if second.badge in (Badge.OK, Badge.DEGRADED) and first.badge in (Badge.OK, Badge.DEGRADED):
        painter.setPen(_pen(badge_colour(second.badge, colours), Qt.PenStyle.SolidLine))
    elif second.badge is Badge.LOOKING:
        painter.setPen(_pen(colours.looking, Qt.PenStyle.DotLine))
    elif second.badge is None:
        painter.setPen(_pen(colours.line, Qt.PenStyle.SolidLine))
    else:
        painter.setPen(unknown)
    painter.drawLine(line)


def _draw_break(painter: QPainter, line: QLineF, before: str, fault: str, colours: Colours) -> None:
    gap = min(7.0, line.length() / 5)
    share = gap / max(line.length(), 1.0)
    near, far = line.pointAt(0.5 - share), line.pointAt(0.5 + share)
    painter.setPen(_pen(before, Qt.PenStyle.SolidLine))
    painter.drawLine(QLineF(line.p1(), near))
    painter.setPen(_pen(colours.unknown, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(far, line.p2()))
    painter.setPen(_pen(fault, Qt.PenStyle.SolidLine, 3.0))
    across = line.normalVector()
    across.setLength(8.0)
    slant = QLineF(line)
    slant.setLength(3.0)
    side = (across.p2() - across.p1()) + (slant.p2() - slant.p1())
    for middle in (near, far):
        painter.drawLine(QLineF(middle - side, middle + side))


def _pen(colour: str, style: Qt.PenStyle, width: float = 2.5) -> QPen:
    return QPen(QColor(colour), width, style, Qt.PenCapStyle.RoundCap)
