"""The settings as a person changes them: everything checked while it is written, nothing lost when it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netcheck.core.delivery_secret import Kept, Tried
from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.settings import Settings
from netcheck.gui.card import Text, announce
from netcheck.gui.secret_field import trouble_of
from netcheck.gui.settings_contents import Contents
from netcheck.gui.settings_fields import Complaint
from netcheck.gui.settings_form import SERVICES, Form
from netcheck.gui.settings_page import Sheet
from netcheck.gui.settings_pages import NO_CHOICES, Choices, Pages, pages_of
from netcheck.gui.theme import SPACE, WIDE, Size, tell_letters
from netcheck.gui.words import say

WIDE_EM, HIGH_EM = 46, 40
"""The size it opens with, in heights of a letter; less on a small screen."""


class SettingsDialog(QDialog):
    """Shows settings and tells what the person wants changed.

    On "Save" it emits `autostart_wanted` where that was changed, and `changed` with a mapping of the changed keys to
    their values, as netcheck.world.settings_writer.write takes it. After `changed` it waits for `saved()`, which closes
    it, or `refused(sentence)`, which shows the sentence and leaves everything as it was typed; Cancel and Esc work
    all the while. Where nothing but start at login was changed, or nothing at all, it closes at once; a refusal that
    comes later opens it again. A password that was typed is told by `secret_wanted` when the rest is written; then it
    waits for `secret_told`. Make a new one each time.
    """

    changed = Signal(object)
    autostart_wanted = Signal(bool)
    learnt_wanted = Signal()
    """What was learnt is to be read; it comes by `show_learnt`."""
    forget_wanted = Signal(object)
    """A network (core.learnt.Learnt.network), or None for all: at once, whatever becomes of the settings."""
    secret_asked = Signal(object)
    """Where the password for the help desk is, with these Settings; it comes by `show_kept`."""
    secret_wanted = Signal(object, str)
    """The password is to be kept for these Settings, or forgotten where it is empty; then comes `secret_told`."""
    try_wanted = Signal(object, str)
    """The connection to the help desk is to be tried with these Settings and this password (empty: the one that is
    kept); what came of it comes by `show_tried`."""

    def __init__(
        self,
        settings: Settings,
        file: str,
        autostart: bool,
        choices: Choices = NO_CHOICES,
        parent: QWidget | None = None,
        made: Pages | None = None,
    ) -> None:
        """`file` is where it will be written; `made` are the pages of these settings, where they were made before."""
        super().__init__(parent)
        self.setWindowTitle(say("Settings"))
        self._settings, self._autostart = settings, autostart
        self._waiting = self._cancelled = False
        made = made or pages_of(settings, autostart, choices)
        self.pages, self.services, self.autostart, self.learnt = made.pages, made.services, made.autostart, made.learnt
        self.learnt.wanted.connect(self.learnt_wanted)
        self.learnt.forget_wanted.connect(self.forget_wanted)
        self.learnt.asked.connect(self._scroll_to)
        self.learnt.name_wrong.connect(lambda: self.go_to(("isp", "name")))
        self.delivery = made.delivery
        self.delivery.kept_wanted.connect(self.secret_asked)
        self.delivery.forget_wanted.connect(lambda: self.secret_wanted.emit(self._typed(), ""))
        self.delivery.try_wanted.connect(self._try)
        self.form = Form(self.pages, self.services, self)
        self.fields = self.form.fields
        self._lay_out(file, made)
        self.form.edited.connect(self.check)
        self.check()

    def _lay_out(self, file: str, made: Pages) -> None:
        self.refusal = Complaint(self)
        self.list = Contents(self)
        self.stack = QStackedWidget(self)
        for page in self.pages:
            self.list.add(page.title)
        for sheet in made.sheets or [Sheet(page) for page in self.pages]:
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
            self.form.taken()
            self._keep_secret()

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

    def show_kept(self, kept: Kept) -> None:
        """Where the password for the help desk is."""
        self.delivery.show_kept(kept)

    def secret_told(self, kept: Kept) -> None:
        """What came of keeping or forgetting the password."""
        if problem := trouble_of(kept):
            self.refused(problem)
            return
        self.delivery.secret.clear()
        self.delivery.show_kept(kept)
        if self._waiting:
            self._wait(False)
            self.accept()

    def show_tried(self, tried: Tried) -> None:
        """What came of trying the connection to the help desk."""
        self.delivery.show_tried(tried)

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
        well = self.form.check()
        for row, page in enumerate(self.pages):
            self.list.mark(row, page.is_wrong())
        return well

    def save(self) -> None:
        """Tell what was changed; or, where something is wrong, go there."""
        self.refusal.tell("")
        if not self.check():
            self._to_fault()
            return
        changes = self.form.changes()
        start = self.autostart.value()
        if start != self._autostart:
            self._autostart = start
            self.autostart_wanted.emit(start)
        self._wait(True)
        if changes:
            self.changed.emit(changes)
        else:
            self._keep_secret()

    def _keep_secret(self) -> None:
        """The settings are written; what was typed of the password follows."""
        secret = self.delivery.secret
        if secret.offered and secret.value():
            self.secret_wanted.emit(self._typed(), secret.value())
        else:
            self._wait(False)
            self.accept()

    def _try(self) -> None:
        self.refusal.tell("")
        if not self.check():
            self._to_fault()
            return
        self.delivery.show_trying()
        self.try_wanted.emit(self._typed(), self.delivery.secret.value())

    def _typed(self) -> Settings:
        """The settings with what the fields say of the help desk; as they were where something is wrong."""
        found = self.form.settings()
        return replace(self._settings, delivery=found.delivery, helpdesk=found.helpdesk) if found else self._settings

    # --- what is shown ---

    def changeEvent(self, event: QEvent) -> None:
        """The person has set other letters for all programs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            tell_letters(self)

    def _to_fault(self) -> None:
        row, page = next(((row, page) for row, page in enumerate(self.pages) if page.is_wrong()), (-1, None))
        if page is None:
            self.refusal.tell(self.form.at_large)
            announce(self, self.form.at_large, urgent=True)
            return
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
