"""The services a person needs for work: a table to choose from, and below it what the chosen one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netcheck.core.settings import Service, Settings
from netcheck.gui.card import Text
from netcheck.gui.settings_fields import Complaint, LineField, SwitchField, read_table, told
from netcheck.gui.theme import CLOSE, SPACE
from netcheck.gui.words import say

ROWS_SHOWN = 4
EMPTY = Service("", "")
LATIN = "\u2066{}\u2069"
"""Keeps an address as it is, from left to right, among letters that run the other way."""


class ServicesEditor(QWidget):
    """Adds, changes and removes services; a row in which nothing was written yet counts for nothing."""

    edited = Signal()

    def __init__(self, services: Sequence[Service]) -> None:
        super().__init__()
        self._rows = list(services)
        self._faults: dict[int, dict[str, str]] = {}
        self._telling = False
        self.table = QTableWidget(0, 3, self)
        self.nothing = Text(
            say("None yet. Add what you need for work, so that netcheck can tell when only that does not answer."),
            muted=True,
        )
        self.add = QPushButton(say("&Add"), self)
        self.remove = QPushButton(say("&Remove"), self)
        self.name = LineField(("name",), say("&Name"), "", example=say("Mail"))
        self.url = LineField(
            ("url",),
            say("A&ddress"),
            "",
            say("A web page, or a server with its port as in tcp://files.example:445. No password in it."),
            example="https://mail.example/",
            latin=True,
        )
        self.page = LineField(
            ("status_url",),
            say("&Page where its maker tells of troubles"),
            "",
            say("Empty: that of a maker that netcheck knows."),
            example="https://status.example/",
            latin=True,
        )
        self.vpn = SwitchField(("via",), say("Reached only through the &VPN"), False)
        self.complaint = Complaint(self)
        self._lay_out()
        self._show_rows()
        self._choose(0)

    def _lay_out(self) -> None:
        self.table.setHorizontalHeaderLabels([say("Name"), say("Address"), say("VPN")])
        self.table.setAccessibleName(say("Services"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.table.currentCellChanged.connect(lambda row, *_: self._show_chosen(row))
        self.table.cellActivated.connect(self._to_name)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        for field in (self.name, self.url, self.page, self.vpn):
            field.edited.connect(self._take)
        buttons = QHBoxLayout()
        buttons.setSpacing(CLOSE)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.nothing)
        column.addWidget(self.table)
        column.addLayout(buttons)
        column.addWidget(self.complaint)
        for field in (self.name, self.url, self.page, self.vpn):
            column.addWidget(field)

    # --- what the dialog asks ---

    def value(self) -> list[dict[str, str]]:
        """As the settings file would have them."""
        return [asdict(row) for row in self._rows if not _is_empty(row)]

    def check(self) -> bool:
        """Say what is wrong, row by row; whether all is well."""
        self._faults, whole = {}, ""
        written = [n for n, row in enumerate(self._rows) if not _is_empty(row)]
        for n in written:
            one = self._rows[n]
            # Each field by itself, so that one fault does not hide the other.
            plain = Service("a", "https://a.example/")
            alone = (
                ("name", replace(plain, name=one.name)),
                ("url", replace(plain, url=one.url)),
                ("status_url", replace(plain, status_url=one.status_url)),
            )
            for name, row in alone:
                found = read_table({"services": [asdict(row)]})
                if not isinstance(found, Settings):
                    self._faults.setdefault(n, {})[name] = told(found)
        if not self._faults:
            found = read_table({"services": self.value()})
            if not isinstance(found, Settings):
                if len(found.key) == 3 and isinstance(found.key[1], int):
                    self._faults[written[found.key[1]]] = {str(found.key[2]): told(found)}
                else:
                    whole = told(found)
        self.complaint.tell(whole)
        self._show_faults()
        return not self.is_wrong()

    def is_wrong(self) -> bool:
        """Whether something was wrong when it was last checked."""
        return bool(self._faults) or bool(self.complaint.told())

    def to_fault(self) -> QWidget:
        """Go to the first thing that is wrong; what is to be seen of it."""
        if not self._faults:
            self.table.setFocus()
            return self.complaint
        row = min(self._faults)
        self._choose(row)
        faults = self._faults[row]
        field = self.name if "name" in faults else self.url if "url" in faults else self.page
        field.line.setFocus()
        return field

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A third of the width for names, the rest for addresses."""
        self.table.setColumnWidth(0, self.width() // 3)
        super().resizeEvent(event)

    # --- rows ---

    def _add(self) -> None:
        # An empty row that is there already will do.
        row = next((n for n, one in enumerate(self._rows) if _is_empty(one)), len(self._rows))
        if row == len(self._rows):
            self._rows.append(EMPTY)
            self._show_rows()
        self._choose(row)
        self._to_name()
        self.edited.emit()

    def _to_name(self) -> None:
        self.name.line.setFocus()
        self.name.line.end(False)

    def _remove(self) -> None:
        row = self._chosen()
        if row is None:
            return
        del self._rows[row]
        self._show_rows()
        self._choose(min(row, len(self._rows) - 1))
        (self.remove if self._rows else self.add).setFocus()
        self.edited.emit()

    def _take(self) -> None:
        """The person has changed something about the chosen one."""
        row = self._chosen()
        if row is None or self._telling:
            return
        via = "vpn" if self.vpn.value() else ""
        self._rows[row] = Service(self.name.value(), self.url.value(), via, self.page.value())
        self._show_row(row)
        self.edited.emit()

    def _chosen(self) -> int | None:
        row = self.table.currentRow()
        return row if 0 <= row < len(self._rows) else None

    def _choose(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.setCurrentCell(row, 0, flags)
        self._show_chosen(row)

    # --- what is shown ---

    def _show_rows(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._rows))
        for row in range(len(self._rows)):
            self._show_row(row)
        self.table.blockSignals(False)
        self.table.setVisible(bool(self._rows))
        self.nothing.setVisible(not self._rows)
        height = self.table.fontMetrics().height() + CLOSE
        self.table.verticalHeader().setDefaultSectionSize(height)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(height * min(len(self._rows), ROWS_SHOWN) + header + 2 * self.table.frameWidth())

    def _show_row(self, row: int) -> None:
        service = self._rows[row]
        sign = "✗ " if row in self._faults else ""
        name = sign + (service.name.strip() or say("(no name)"))
        texts = (name, LATIN.format(service.url), say("yes") if service.via else "–")
        for column, text in enumerate(texts):
            item = self.table.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                self.table.setItem(row, column, item)
            item.setText(text)
            if column == 1:
                item.setToolTip(service.url)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, service.url)

    def _show_chosen(self, row: int) -> None:
        here = 0 <= row < len(self._rows)
        service = self._rows[row] if here else EMPTY
        self._telling = True
        self.name.tell(service.name)
        self.url.tell(service.url)
        self.page.tell(service.status_url)
        self.vpn.switch.setChecked(service.via == "vpn")
        self._telling = False
        for field in (self.name, self.url, self.page, self.vpn):
            field.setVisible(here)
        self.remove.setEnabled(here)
        self._show_faults()

    def _show_faults(self) -> None:
        for row in range(self.table.rowCount()):
            self._show_row(row)
        chosen = self._chosen()
        faults = self._faults.get(chosen, {}) if chosen is not None else {}
        self.name.complain(faults.get("name", ""))
        self.url.complain(faults.get("url", ""))
        self.page.complain(faults.get("status_url", ""))


def _is_empty(row: Service) -> bool:
    return not row.name.strip() and not row.url.strip()
