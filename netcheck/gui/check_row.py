"""One check in a line: how it ended and what it saw; pressed, it opens to its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from netcheck.core.model import Fact, Observation, Outcome, Segment, Side
from netcheck.core.words import N_, one_line
from netcheck.gui.card import Text
from netcheck.gui.icons import Badge, BadgeSign
from netcheck.gui.theme import CLOSE, RADIUS, SPACE, TIGHT, Size, colours_of
from netcheck.gui.words import say

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.OK: N_("answered"),
    Outcome.FAILED: N_("failed"),
    Outcome.UNKNOWN: N_("not known"),
    Outcome.PENDING: N_("not awaited"),
}

NOTHING = "–"
"""Of a fact that is empty; on the screen all that are empty share one line."""


class CheckRow(QAbstractButton):
    """The name of the check, one line of what it saw, and below them, when open, every fact."""

    def __init__(self, check: str, title: str, segment: Segment | None) -> None:
        super().__init__()
        self.check = check
        self._title, self._segment = title, segment
        self._said = Observation(Outcome.PENDING)
        self._beyond = self._rests_on = False
        self._details: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCheckable(True)
        self.toggled.connect(self._toggled)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._sign = BadgeSign()
        self._name, self._summary = Text(title, bold=True), Text(muted=True)
        self._note: Text | None = None
        self._texts = texts = QVBoxLayout()
        texts.setSpacing(0)
        for text in (self._name, self._summary):
            self._add(text)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(CLOSE, CLOSE, CLOSE, CLOSE)
        self._column.setSpacing(CLOSE)
        self._column.addLayout(line)

    def _add(self, text: Text) -> Text:
        text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._texts.addWidget(text)
        return text

    @property
    def failed(self) -> bool:
        """Whether the check failed by itself, not for a fault before it."""
        return self._said.outcome is Outcome.FAILED and not self._beyond

    @property
    def is_open(self) -> bool:
        """Whether the facts are shown."""
        return self.isChecked()

    def open(self, wanted: bool) -> None:
        """Show or hide the facts."""
        self.setChecked(wanted)

    def show_answer(self, said: Observation, rests_on: bool = False, beyond: bool = False) -> None:
        """Show this answer; the verdict rests on it, or it lies beyond the fault and says nothing of itself."""
        self._said, self._rests_on, self._beyond = said, rests_on, beyond
        self._sign.show_badge(self._badge())
        self._summary.tell(said.summary, hide_empty=True)
        note = say("The answer at the top rests on this.") if rests_on else ""
        note = say("Comes after the fault, so it could not be judged.") if beyond else note
        if note and self._note is None:
            self._note = self._add(Text(size=Size.SMALL, muted=True))
        if self._note is not None:
            self._note.tell(note, hide_empty=True)
        words = [self._title, say(OUTCOMES[said.outcome]), one_line(said.summary), note]
        self.setText(". ".join(word.rstrip(".") for word in words if word).replace("&", "&&"))
        if self._details is not None:
            self._details.hide()
            self._details.deleteLater()
            self._details = None
            self._toggled(self.isChecked())

    def _badge(self) -> Badge:
        if self._beyond:
            return Badge.SKIPPED
        home = self._segment is not None and self._segment.side is Side.LOCAL
        return {
            Outcome.OK: Badge.OK,
            Outcome.FAILED: Badge.FAILED_HOME if home else Badge.FAILED_UPSTREAM,
            Outcome.UNKNOWN: Badge.UNKNOWN,
            Outcome.PENDING: Badge.LOOKING,
        }[self._said.outcome]

    def _toggled(self, wanted: bool) -> None:
        if wanted and self._details is None:
            self._details = _facts_sheet(self._said)
            self._column.addWidget(self._details)
        if self._details is not None:
            self._details.setVisible(wanted)
        self.update()

    def as_text(self) -> str:
        """The check with all its facts, as plain text."""
        said = self._said
        head = f"{self.check}: {said.outcome.value}" + (f" ({said.failure.value})" if said.failure else "")
        lines = [f"{head}: {one_line(said.summary)}" if said.summary else head]
        lines += [f"    {name}: {value}" for name, value in _details_of(said)]
        return "\n".join(lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground where it can be pressed, and a ring where the focus is."""
        if not (self.underMouse() or self.isChecked() or self.hasFocus()):
            return
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.hint if self.underMouse() or self.isChecked() else colours.card))
        painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The ground follows the mouse."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """What its texts need."""
        return self._column.sizeHint()


def _facts_sheet(said: Observation) -> QWidget:
    sheet = QWidget()
    sheet.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    grid = QGridLayout(sheet)
    grid.setContentsMargins(SPACE * 2 + TIGHT, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE)
    grid.setVerticalSpacing(TIGHT // 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 3)
    facts = list(_details_of(said))
    told = [(name, value) for name, value in facts if value != NOTHING]
    if empty := ", ".join(name for name, value in facts if value == NOTHING):
        told.append((NOTHING, empty))
    for row, (name, value) in enumerate(told):
        grid.addWidget(Text(name, Size.SMALL, muted=True), row, 0)
        grid.addWidget(Text(value, Size.SMALL), row, 1)
    return sheet


def _details_of(said: Observation) -> Iterator[tuple[str, str]]:
    """Names and values; technical, so they stay in English and in the digits of every country."""
    if said.failure is not None:
        yield "failure", said.failure.value
    if said.started_at is not None:
        yield "asked at", f"{said.started_at.astimezone():%H:%M:%S}"
    if said.duration_ms is not None:
        yield "took", f"{said.duration_ms:.0f} ms"
    for name, value in said.facts.items():
        yield name.replace("_", " "), shown(value)


def shown(value: Fact) -> str:
    """A fact as a technical reader expects it; nothing is left out."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return ", ".join(shown(part) for part in value) or NOTHING
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {shown(part)}" for name, part in value.items()) or NOTHING
    return one_line(str(value)) or NOTHING
