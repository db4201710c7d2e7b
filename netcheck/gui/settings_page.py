"""One page of the settings: a sheet with the settings of one kind, which knows what is wrong on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from netcheck.gui.card import Card, Heading, Text
from netcheck.gui.settings_fields import Field
from netcheck.gui.settings_services import ServicesEditor
from netcheck.gui.theme import CLOSE, SPACE, Size


class Page(Card):
    """A sheet with the settings of one kind."""

    def __init__(self, title: str, lead: str = "") -> None:
        super().__init__()
        self.title = title
        self.fields: list[Field] = []
        self.services: ServicesEditor | None = None
        self.column.setSpacing(SPACE)
        self.column.addWidget(Heading(title))
        if lead:
            self.column.addWidget(Text(lead, muted=True))

    def add(self, *fields: Field) -> Page:
        """These settings, below the others."""
        for field in fields:
            self.fields.append(field)
            self.column.addWidget(field)
        return self

    def part(self, title: str, lead: str = "") -> Page:
        """A smaller title: what follows belongs together."""
        head = Text(title, Size.BODY, bold=True)
        head.setContentsMargins(0, CLOSE, 0, 0)
        self.column.addWidget(head)
        if lead:
            self.column.addWidget(Text(lead, muted=True))
        return self

    def is_wrong(self) -> bool:
        """Whether something here needs a correction."""
        at_fault = any(field.complaint.told() for field in self.fields if field.offered)
        return at_fault or (self.services is not None and self.services.is_wrong())

    def to_fault(self) -> QWidget:
        """Go to the first thing that is wrong; what is to be seen of it."""
        for field in self.fields:
            if field.offered and field.complaint.told():
                field.editor.setFocus()
                return field
        return self.services.to_fault() if self.services is not None else self


class Sheet(QScrollArea):
    """A page that can be scrolled; the page belongs to it from now on."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(page)
