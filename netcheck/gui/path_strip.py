"""The path from this computer to a service, left to right: what works, where it breaks, and what was not checked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from netcheck.core.model import Observation, Report, Segment
from netcheck.gui import path_parts
from netcheck.gui.card import Card, Text, announce
from netcheck.gui.path_parts import Part
from netcheck.gui.path_row import Row
from netcheck.gui.segment_button import SegmentButton
from netcheck.gui.services_panel import ServicesPanel
from netcheck.gui.theme import CLOSE, SPACE, Size
from netcheck.gui.words import say


class PathStrip(Card):
    """The path with its parts, and below it why some were not checked."""

    segment_chosen = Signal(object)
    """Segment: its evidence is wanted."""
    services_wanted = Signal()
    """The settings of work addresses are wanted."""
    opened = Signal(QWidget)
    """This part is to be scrolled into view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: Mapping[str, Segment] = {}
        self._seen: dict[str, Observation] | None = None
        """What has answered in the look that runs; None: no look is shown while it runs."""
        self._row = Row()
        self._row.chosen.connect(self._chosen)
        self._caption = Text(size=Size.SMALL, muted=True)
        self.column.setContentsMargins(SPACE, CLOSE, SPACE, SPACE)
        self.column.addWidget(self._row)
        self.column.addWidget(self._caption)
        self.services = ServicesPanel()
        self.services.settings_wanted.connect(self.services_wanted)
        self.services.evidence_wanted.connect(lambda: self.segment_chosen.emit(Segment.SERVICE))
        self.services.closed.connect(self._close_services)
        self.services.hide()
        self._blamed = False
        """The services are shown because one of them is the fault; a person who closes them then is heeded."""
        self.column.addWidget(self.services)
        self.parts: tuple[Part, ...] = ()
        self._show(path_parts.waiting())

    def set_segments(self, segments: Mapping[str, Segment]) -> None:
        """Where each check stands."""
        self._segments = dict(segments)

    def button(self, segment: Segment) -> SegmentButton:
        """The button of a part."""
        return self._row.buttons[segment.place]

    def begin(self) -> None:
        """A look begins that is shown while it runs."""
        self._seen = {}
        self._show(path_parts.lighting(self._segments, self._seen))

    def answered(self, check: str, said: Observation) -> None:
        """A check has answered; shown only in a look that is shown while it runs."""
        if self._seen is not None:
            self._seen[check] = said
            self._show(path_parts.lighting(self._segments, self._seen))

    def show_report(self, report: Report, comes_and_goes: Segment | None = None) -> None:
        """A whole look is over; a part that comes and goes is shown as such, whatever this one look saw of it."""
        self._seen = None
        self._show(path_parts.judged(report, comes_and_goes))
        self.services.show_report(report)
        blamed = report.verdict.accuses and report.verdict.segment is Segment.SERVICE
        if blamed is not self._blamed:
            self._blamed = blamed
            self.services.setVisible(blamed)

    def look_again(self, first: Segment | None = None) -> None:
        """What was known from this part on (None: from the first that did not work) holds no longer."""
        self._seen = None
        self._show(path_parts.again(self.parts, first or path_parts.first_in_doubt(self.parts)))

    def _chosen(self, segment: Segment) -> None:
        """The end of the path opens to its services; of the other parts the evidence is wanted."""
        if segment is not Segment.SERVICE:
            self.segment_chosen.emit(segment)
        elif self.services.isHidden():
            self.services.show()
            self.opened.emit(self.services)
            announce(self.services, say("Your services are listed below the path."))
        else:
            self._close_services()

    def _close_services(self) -> None:
        self.services.hide()
        self.button(Segment.SERVICE).setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_low(self, low: bool) -> None:
        """Whether there is little height: where names and words have no room beside the icons, a sentence says them."""
        self._row.keep_low(low)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names and words below the icons, or in a sentence."""
        super().resizeEvent(event)
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._tell()

    def _show(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self._row.show_parts(parts)
        self._tell()

    def _tell(self) -> None:
        margins = self.column.contentsMargins()
        bare = self._row.bare(self.width() - margins.left() - margins.right())
        lines = path_parts.in_words(self.parts) if bare else path_parts.why_not(self.parts)
        self._caption.tell(" ".join(lines), hide_empty=True)
