"""Everything that was seen, in the order of the path; each check opens to its facts, and all of it can be copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netcheck.core.diagnose import in_path_order
from netcheck.core.model import Observation, Report, Segment
from netcheck.core.words import SEGMENT_NAMES
from netcheck.gui.card import Heading, Link, Text, announce
from netcheck.gui.check_row import CheckRow
from netcheck.gui.theme import CLOSE, SPACE
from netcheck.gui.words import say, when

NO_SEGMENTS: Mapping[str, Segment] = {}


class EvidenceView(QWidget):
    """A heading for each part of the path, and a row for each check, which opens in place.

    Ctrl+C copies the row that has the focus, or all of it; Esc closes what is open, and asks to leave when nothing is.
    """

    left = Signal()
    seen = Signal(QWidget)
    """This row is to be scrolled into view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: Mapping[str, Segment] = NO_SEGMENTS
        self._titles: Mapping[str, str] = {}
        self._rows: dict[str, CheckRow] = {}
        self._headings: dict[Segment | None, Heading] = {}
        self._head = Text(say("What was asked and what answered, from this computer outwards."), muted=True)
        self._copy, self._close = QPushButton(say("Copy &all")), Link(say("C&lose all"))
        self._copy.clicked.connect(self._copy_all)
        self._close.clicked.connect(self.close_all)
        top = QHBoxLayout()
        top.setSpacing(CLOSE)
        top.addWidget(self._head, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(CLOSE)
        column.addLayout(top)
        column.addLayout(self._list)
        column.addStretch(1)

    def set_checks(self, segments: Mapping[str, Segment], titles: Mapping[str, str]) -> None:
        """Where each check stands, and what it is called."""
        self._segments, self._titles = dict(segments), dict(titles)

    def answered(self, check: str, said: Observation) -> None:
        """One answer of a look that still runs."""
        self._row(check).show_answer(said)

    def show_report(self, report: Report) -> None:
        """A whole look is over."""
        seen = report.seen
        self._have_rows(in_path_order(seen))
        for check in in_path_order(seen):
            self._row(check).show_answer(
                seen[check], rests_on=check in report.verdict.rests_on, beyond=check in report.blocked_by
            )
        gone = self._rows.keys() - seen.keys()
        for check in gone:
            row = self._rows.pop(check)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        if gone:
            self._arrange()
        self._head.tell(
            say("What was asked and what answered, from this computer outwards. Seen at {time}.").format(
                time=when(report.created_at)
            )
        )

    def open_segment(self, segment: Segment) -> None:
        """Show the checks of one part, the first of them open and with the focus."""
        rows = [row for check, row in self._rows.items() if self._segments.get(check) is segment]
        for row in self._rows.values():
            row.open(False)
        rows.sort(key=lambda row: in_path_order(list(self._rows)).index(row.check))
        chosen = next((row for row in rows if row.failed), rows[0] if rows else None)
        if chosen is None:
            announce(self, say("Nothing was seen of this part."))
            return
        chosen.open(True)
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.seen.emit(chosen)

    def close_all(self) -> bool:
        """Close the facts of every check; whether any were open."""
        was_open = [row for row in self._rows.values() if row.is_open]
        for row in was_open:
            row.open(False)
        return bool(was_open)

    def as_text(self) -> str:
        """All of it, as plain text."""
        return "\n".join(self._rows[check].as_text() for check in in_path_order(list(self._rows)))

    def rows(self) -> list[CheckRow]:
        """The rows in the order in which they are shown."""
        items = (self._list.itemAt(place) for place in range(self._list.count()))
        return [row for item in items if item is not None and isinstance(row := item.widget(), CheckRow)]

    def _row(self, check: str) -> CheckRow:
        self._have_rows([check])
        return self._rows[check]

    def _have_rows(self, checks: Sequence[str]) -> None:
        """Make those that are missing, and arrange all of them once."""
        missing = [check for check in checks if check not in self._rows]
        for check in missing:
            title = say(self._titles.get(check, check.replace("_", " ")))
            self._rows[check] = CheckRow(check, title, self._segments.get(check))
        if missing:
            self._arrange()

    def _arrange(self) -> None:
        """Headings and rows in the order of the path."""
        place, before = 0, None
        order = [(segment, [c for c in in_path_order(list(self._rows)) if self._segments.get(c) is segment])
                 for segment in (*Segment, None)]  # fmt: skip
        for segment, checks in order:
            if not checks:
                if segment in self._headings:
                    self._list.removeWidget(self._headings[segment])
                    self._headings[segment].hide()
                continue
            name = say(SEGMENT_NAMES[segment]) if segment else say("Other")
            heading = self._heading(segment, name)
            for widget in (heading, *(self._rows[check] for check in checks)):
                if self._list.indexOf(widget) != place:
                    self._list.insertWidget(place, widget)
                    widget.show()
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget if isinstance(widget, CheckRow) else before
                place += 1

    def _heading(self, segment: Segment | None, name: str) -> Heading:
        if segment not in self._headings:
            heading = self._headings[segment] = Heading(name)
            heading.setContentsMargins(0, SPACE, 0, 0)
        return self._headings[segment]

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())
        announce(self, say("Copied."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C and Esc."""
        if event.matches(QKeySequence.StandardKey.Copy):
            row = next((row for row in self._rows.values() if row.hasFocus()), None)
            QGuiApplication.clipboard().setText(row.as_text() if row else self.as_text())
            announce(self, say("Copied."))
        elif event.key() == Qt.Key.Key_Escape:
            if not self.close_all():
                self.left.emit()
        else:
            super().keyPressEvent(event)
