"""The settings as a person changes them: everything checked while it is written, nothing lost when it is refused."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.settings import SMTP_PORTS, Settings
from netcheck.gui.card import Text, announce
from netcheck.gui.settings_fields import Complaint, PortField, read_table, told
from netcheck.gui.settings_pages import NO_CHOICES, Choices, Page, pages_of
from netcheck.gui.theme import CLOSE, FAR, SPACE, TIGHT, WIDE, Size, sized, tell_letters
from netcheck.gui.words import say

SERVICES = ("services",)
WIDE_EM, HIGH_EM = 46, 40
"""The size it opens with, in heights of a letter; less on a small screen."""


class _Contents(QListWidget):
    """The names of the pages, as wide as they need."""

    def __init__(self, parent: QWidget) -> None:
        self._titles: list[str] = []
        super().__init__(parent)
        self.setAccessibleName(say("Pages of settings"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet(
            f"QListWidget {{ background: transparent }} QListWidget::item {{ padding: 0 {CLOSE}px;"
            f" border: none; border-radius: {TIGHT}px }} QListWidget::item:selected {{ background: palette(highlight);"
            f" color: palette(highlighted-text) }}"
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def add(self, title: str) -> None:
        """One more page, with room for the sign that something is wrong there."""
        self._titles.append(title)
        self.addItem(QListWidgetItem(title))
        self._measure()

    def _measure(self) -> None:
        letters = self.fontMetrics()
        for row, title in enumerate(self._titles):
            wide = letters.horizontalAdvance(f"✗ {title}") + FAR + WIDE
            self.item(row).setSizeHint(QSize(wide, letters.height() + SPACE))
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room; a list with a style sheet does not hear of them by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(sized(Size.BODY))
            self._measure()

    def sizeHint(self) -> QSize:
        """As wide as the longest name."""
        width = max(self.sizeHintForIndex(self.indexFromItem(self.item(n))).width() for n in range(self.count()))
        return QSize(width, super().sizeHint().height())


class SettingsDialog(QDialog):
    """Shows settings and tells what the person wants changed.

    On "Save" it emits `autostart_wanted` where that was changed, and `changed` with a mapping of the changed keys to
    their values, as netcheck.world.settings_writer.write takes it. After `changed` it waits for `saved()`, which closes
    it, or `refused(sentence)`, which shows the sentence and leaves everything as it was typed; Cancel and Esc work
    all the while. Where nothing but start at login was changed, or nothing at all, it closes at once; a refusal that
    comes later opens it again. Make a new one each time.
    """

    changed = Signal(object)
    autostart_wanted = Signal(bool)
    learnt_wanted = Signal()
    """What was learnt is to be read; it comes by `show_learnt`."""
    forget_wanted = Signal(object)
    """A network (core.learnt.Learnt.network), or None for all: at once, whatever becomes of the settings."""

    def __init__(
        self,
        settings: Settings,
        file: str,
        autostart: bool,
        choices: Choices = NO_CHOICES,
        parent: QWidget | None = None,
    ) -> None:
        """`file` is where it will be written."""
        super().__init__(parent)
        self.setWindowTitle(say("Settings"))
        self._autostart = autostart
        self._waiting = self._cancelled = False
        made = pages_of(settings, autostart, choices)
        self.pages, self.services, self.autostart, self.learnt = made.pages, made.services, made.autostart, made.learnt
        self.learnt.wanted.connect(self.learnt_wanted)
        self.learnt.forget_wanted.connect(self.forget_wanted)
        self.learnt.asked.connect(self._scroll_to)
        self.learnt.name_wrong.connect(lambda: self.go_to(("isp", "name")))
        self.fields = {field.key: field for page in self.pages for field in page.fields if field.key}
        self._lay_out(file)
        self._security = str(self.fields["notify", "smtp_security"].value())
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self.services.edited.connect(self._edited)
        # As the fields show it, not as it was given: a pace of 2.25 s is shown as 2.3 and must not count as changed.
        self._before = read_table(self._table())
        self.check()

    def _lay_out(self, file: str) -> None:
        self.refusal = Complaint(self)
        self.list = _Contents(self)
        self.stack = QStackedWidget(self)
        for page in self.pages:
            self.list.add(page.title)
            sheet = QScrollArea()
            sheet.setWidget(page)
            sheet.setWidgetResizable(True)
            sheet.setFrameShape(QFrame.Shape.NoFrame)
            sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.stack.addWidget(sheet)
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self.where = Text(say("Kept in {file}").format(file=file), Size.SMALL, muted=True).selectable()
        box = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(box.Save | box.Cancel, self)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self._save_text = self._save_button().text()
        middle = QHBoxLayout()
        middle.setSpacing(WIDE)
        middle.addWidget(self.list)
        middle.addWidget(self.stack, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(WIDE)
        bottom.addWidget(self.where, 1, Qt.AlignmentFlag.AlignVCenter)
        bottom.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(self.refusal)
        column.addLayout(middle, 1)
        column.addLayout(bottom)
        em, room = self.fontMetrics().height(), self.screen().availableSize() * 0.9
        self.resize(min(WIDE_EM * em, room.width()), min(HIGH_EM * em, room.height()))

    # --- what the app calls ---

    def saved(self) -> None:
        """It was written: done."""
        if self._waiting:
            self._wait(False)
            self._before = read_table(self._table())
            self.accept()

    def refused(self, sentence: str) -> None:
        """It was not written, and why; whatever was typed stays."""
        if self._cancelled:
            return
        self._wait(False)
        self.refusal.tell(sentence)
        if not self.isVisible():
            self.show()
        announce(self, sentence, urgent=True)
        self._save_button().setFocus()

    def show_learnt(self, known: Sequence[Learnt]) -> None:
        """What was learnt of each network, the newest first."""
        self.learnt.show_learnt(known)

    def show_hosts(self, hosts: Sequence[AskedHost]) -> None:
        """Who is asked where learning is on."""
        self.learnt.show_hosts(hosts)

    def go_to(self, key: tuple[str, ...]) -> None:
        """Show this setting, such as ("isp", "area") or ("services",), with the focus; one that is not here changes
        nothing."""
        for row, page in enumerate(self.pages):
            field = next((field for field in page.fields if field.key == key), None)
            if field is None and not (key == SERVICES and page.services is not None):
                continue
            self.list.setCurrentRow(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            seen: QWidget = field or self.services
            (field.editor if field is not None else self.services.add).setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll_to(seen)

    def _scroll_to(self, part: QWidget) -> None:
        sheet = self.stack.currentWidget()
        if isinstance(sheet, QScrollArea):
            # What has just been shown gets its height when the layout comes to it.
            QTimer.singleShot(0, part, lambda: sheet.ensureWidgetVisible(part))

    def reject(self) -> None:
        """Leave everything as it is; a write that is under way goes on, unseen."""
        self._cancelled = True
        super().reject()

    # --- checking and saving ---

    def check(self) -> bool:
        """Say at every field and page what is wrong there; whether all is well."""
        faults: dict[tuple[str | int, ...], str] = {}
        for key, field in self.fields.items():
            found = read_table({key[0]: {key[1]: field.value()}})
            # What takes several fields to judge is no fault of this one alone.
            if not isinstance(found, Settings) and found.key == key:
                faults[key] = told(found)
        well = self.services.check() and not faults
        if well:
            found = read_table(self._table())
            if not isinstance(found, Settings):
                well = False
                faults[found.key] = told(found)
        for key, field in self.fields.items():
            field.complain(faults.get(key, ""))
        for row, page in enumerate(self.pages):
            self._mark(row, page)
        return well

    def save(self) -> None:
        """Tell what was changed; or, where something is wrong, go there."""
        self.refusal.tell("")
        if not self.check():
            self._to_fault()
            return
        changes = self._changes()
        start = self.autostart.value()
        if start != self._autostart:
            self._autostart = start
            self.autostart_wanted.emit(start)
        if not changes:
            self.accept()
            return
        self._wait(True)
        self.changed.emit(changes)

    def _changes(self) -> dict[tuple[str, ...], object]:
        before, after = self._before, read_table(self._table())
        if not isinstance(after, Settings):
            return {}
        changes: dict[tuple[str, ...], object] = {}
        for table, name in self.fields:
            value = getattr(getattr(after, table), name)
            if not isinstance(before, Settings) or value != getattr(getattr(before, table), name):
                changes[table, name] = value
        if not isinstance(before, Settings) or after.services != before.services:
            changes[SERVICES] = after.services
        return changes

    def _table(self) -> dict[str, object]:
        """Everything in the dialog as a settings file would have it."""
        found: dict[str, dict[str, object]] = {}
        for (table, name), field in self.fields.items():
            found.setdefault(table, {})[name] = field.value()
        return {**found, "services": self.services.value()}

    def _edited(self) -> None:
        security, port = self.fields["notify", "smtp_security"], self.fields["notify", "smtp_port"]
        now = str(security.value())
        # A port that was the usual one for the old way follows to that for the new way.
        if now != self._security and port.value() == SMTP_PORTS[self._security] and isinstance(port, PortField):
            port.tell(SMTP_PORTS[now])
        self._security = now
        self.check()

    # --- what is shown ---

    def changeEvent(self, event: QEvent) -> None:
        """The person has set other letters for all programs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            tell_letters(self)

    def _mark(self, row: int, page: Page) -> None:
        item = self.list.item(row)
        wrong = page.is_wrong()
        item.setText(f"✗ {page.title}" if wrong else page.title)
        spoken = say("{page}: something here needs a correction").format(page=page.title) if wrong else page.title
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _to_fault(self) -> None:
        row, page = next((row, page) for row, page in enumerate(self.pages) if page.is_wrong())
        self.list.setCurrentRow(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        field = page.to_fault()
        sheet = self.stack.currentWidget()
        if isinstance(sheet, QScrollArea):
            sheet.ensureWidgetVisible(field)

    def _wait(self, waiting: bool) -> None:
        """While it is being written nothing can be changed; Cancel still works."""
        self._waiting = waiting
        for widget in (self.list, self.stack, self._save_button()):
            widget.setEnabled(not waiting)
        self._save_button().setText(say("Saving…") if waiting else self._save_text)

    def _save_button(self) -> QPushButton:
        return self.buttons.button(QDialogButtonBox.StandardButton.Save)
