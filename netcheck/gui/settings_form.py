"""What stands in the fields of the settings, taken together: checked as one, and compared with how it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from netcheck.core.settings import Settings
from netcheck.gui.settings_fields import Field, read_table, told
from netcheck.gui.settings_page import Page
from netcheck.gui.settings_services import ServicesEditor

SERVICES = ("services",)


class Form(QObject):
    """All fields of all pages. A field that is not offered counts as it was: nothing is changed that nobody sees."""

    edited = Signal()

    def __init__(self, pages: Sequence[Page], services: ServicesEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields = {field.key: field for page in pages for field in page.fields if field.key}
        self.services = services
        self.at_large = ""
        """What is wrong with the whole, where no field is to blame; a sentence."""
        self._first = {key: field.value() for key, field in self.fields.items()}
        # As the fields show it, not as it was given: a pace of 2.25 s is shown as 2.3 and must not count as changed.
        self._before = self.settings()
        for field in self.fields.values():
            field.edited.connect(self.edited)
        services.edited.connect(self.edited)

    def settings(self) -> Settings | None:
        """What the fields stand for; None where something is wrong."""
        found = read_table(self._table())
        return found if isinstance(found, Settings) else None

    def taken(self) -> None:
        """It was written: from now on this is how it was."""
        self._first = {key: self._value(field) for key, field in self.fields.items()}
        self._before = self.settings()

    def check(self) -> bool:
        """Say at each field what is wrong with it; whether all is well."""
        faults: dict[tuple[str | int, ...], str] = {}
        for key, field in self.fields.items():
            found = read_table({key[0]: {key[1]: self._value(field)}})
            # What takes several fields to judge is no fault of this one alone.
            if not isinstance(found, Settings) and found.key[:2] == key:
                faults[key] = field.told(found)
        well = self.services.check() and not faults
        self.at_large = ""
        if well and not isinstance(found := read_table(self._table()), Settings):
            well = False
            at_fault = next((field for key, field in self.fields.items() if key == found.key[:2]), None)
            if at_fault is not None:
                faults[at_fault.key] = at_fault.told(found)
            else:
                self.at_large = told(found)
        for key, field in self.fields.items():
            field.complain(faults.get(key, ""))
        return well

    def changes(self) -> dict[tuple[str, ...], object]:
        """The keys whose values are others than before, with them, as netcheck.world.settings_writer.write takes it."""
        before, after = self._before, self.settings()
        if after is None:
            return {}
        changes: dict[tuple[str, ...], object] = {}
        for table, name in self.fields:
            value = getattr(getattr(after, table), name)
            if before is None or value != getattr(getattr(before, table), name):
                changes[table, name] = value
        if before is None or after.services != before.services:
            changes[SERVICES] = after.services
        return changes

    def _value(self, field: Field) -> object:
        return field.value() if field.offered else self._first[field.key]

    def _table(self) -> dict[str, object]:
        """Everything as a settings file would have it."""
        found: dict[str, dict[str, object]] = {}
        for (table, name), field in self.fields.items():
            found.setdefault(table, {})[name] = self._value(field)
        return {**found, "services": self.services.value()}
