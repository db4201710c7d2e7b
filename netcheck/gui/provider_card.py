"""The provider: its name and phone, where it tells of troubles, what it said and when it said it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QWidget

from netcheck.core.model import NOTHING, Fact
from netcheck.gui.card import Card, Heading, Hint, Link, Text
from netcheck.gui.theme import CLOSE, SPACE, Size
from netcheck.gui.words import say, when

LONGEST = 400
"""Letters of an announcement; the rest stands on the provider's own page."""

_FOR_PROGRAMS = re.compile(r"/api/v2/[a-z-]+\.json$")
"""The end of an address at which status pages answer programs; the page for people stands before it."""


class ProviderCard(Card):
    """Shows what is known of the provider; where nothing is, how to change that."""

    settings_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Mapping[str, Fact] | None = None
        self._heading = Heading("")
        self._said_sheet = Hint()
        self._said, self._said_more, self._quiet = Text(bold=True), Text(), Text(muted=True)
        self._said_when = Text(size=Size.SMALL, muted=True)
        for text in (self._said, self._said_more, self._said_when):
            self._said_sheet.column.addWidget(text)
        self._none = Text(say("No provider is set. Its phone number and what it announces can stand here."))
        self._set = Link(say("Name your provider…"))
        self._set.clicked.connect(self.settings_wanted)
        self._facts = QWidget()
        self._rows = QFormLayout(self._facts)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(SPACE)
        self._rows.setVerticalSpacing(CLOSE // 2)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.column.addWidget(self._heading)
        for part in (self._said_sheet, self._quiet, self._facts, self._none):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self._set)
        row.addStretch(1)
        self.column.addLayout(row)
        self.show_provider(NOTHING)

    def show_provider(self, known: Mapping[str, Fact]) -> None:
        """Show what a report holds under `provider`."""
        if known == self._known:
            return
        self._known = dict(known)
        name, phone, page = (_text(known.get(key)) for key in ("name", "support_phone", "status_url"))
        page = _FOR_PROGRAMS.sub("/", page)
        self._heading.tell(name or say("Your provider"))
        while self._rows.rowCount():
            self._rows.removeRow(0)
        for caption, value in ((say("Phone"), phone), (say("Status page"), page)):
            if value:
                label, field = Text(caption, muted=True), self._copyable(caption, value)
                self._rows.addRow(label, field)
                label.show()
                field.show()
        self._facts.setVisible(bool(phone or page))
        self._tell_said(known, bool(page))
        nothing = not (name or phone or page)
        self._none.setVisible(nothing)
        self._set.setVisible(nothing)

    def _copyable(self, caption: str, value: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        copy = Link(say("Copy"))
        copy.setAccessibleName(say("Copy: {what}").format(what=caption))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(value))
        row.addWidget(Text(value).selectable(), 1)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _tell_said(self, known: Mapping[str, Fact], page: bool) -> None:
        title, as_of = _text(known.get("title")), _moment(known.get("as_of"))
        said, more, quiet, asked = "", "", "", known.get("asked") is True
        if title:
            said = say("It announces: {title}").format(title=title)
            more = _text(known.get("text"))
            more = more if len(more) <= LONGEST else more[:LONGEST].rsplit(" ", 1)[0] + " …"
        elif asked and as_of:
            quiet = say("It announces nothing for your area (as of {time}).").format(time=when(as_of))
        elif asked:
            quiet = say("Its status page could not be read.")
        elif page:
            quiet = say("netcheck reads its status page while the fault is outside your home.")
        times = []
        if (ends := _moment(known.get("expected_end"))) is not None and title:
            times.append(say("Expected to end: {time}.").format(time=when(ends)))
        if as_of is not None and title:
            text = say("Said at {time}; its page cannot be read now.") if known.get("stale") else say("As of {time}.")
            times.append(text.format(time=when(as_of)))
        self._said.tell(said)
        self._said_more.tell(more, hide_empty=True)
        self._said_when.tell(" ".join(times), hide_empty=True)
        self._quiet.tell(quiet, hide_empty=True)
        self._said_sheet.setVisible(bool(said))


def _text(value: Fact) -> str:
    return value if isinstance(value, str) else ""


def _moment(value: Fact) -> datetime | None:
    """A time as the check writes it: ISO 8601, or "2026-11-21 14:02 UTC"."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(_text(value).removesuffix(" UTC"))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
