"""Keeps the password for the help desk where it belongs and tries the connection, without making the window wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from netcheck.core.delivery_secret import Kept, Tried
from netcheck.core.settings import Settings
from netcheck.gui.bridge import Errands
from netcheck.gui.outside import Outside

if TYPE_CHECKING:
    from netcheck.gui.settings_dialog import SettingsDialog


class DeliverySetup(QObject):
    """Serves one dialog of settings at a time.

    It has threads of its own, made when they are first wanted: a keyring may ask its person for a password, and a
    help desk may not answer for a while.
    """

    trouble = Signal(str)
    """Why a password was not kept, where the dialog is gone that wanted it."""

    def __init__(self, outside: Outside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside = outside
        self._dialog: SettingsDialog | None = None
        self._keyring: Errands | None = None
        self._trials: Errands | None = None
        self._newest = 0
        """Of the trials: what came of an earlier one is of no use any more."""

    def serve(self, dialog: SettingsDialog) -> None:
        """Serve this one from now on."""
        self._dialog = dialog
        dialog.secret_asked.connect(self._ask)
        dialog.secret_wanted.connect(self._keep)
        dialog.try_wanted.connect(self._try)

    def leave(self) -> None:
        """The dialog is gone."""
        self._dialog = None

    def close(self) -> None:
        """Serve nobody any more."""
        self._dialog = None
        for thread in (self._keyring, self._trials):
            if thread is not None:
                thread.close()

    def _ask(self, settings: Settings) -> None:
        outside, dialog = self._outside, self._dialog

        def show(kept: Kept) -> None:
            if dialog is not None and self._dialog is dialog:
                dialog.show_kept(kept)

        self._keyring_thread().run(lambda: outside.delivery_secret(settings), show)

    def _keep(self, settings: Settings, secret: str) -> None:
        outside, dialog = self._outside, self._dialog

        def kept(found: Kept) -> None:
            if dialog is not None and self._dialog is dialog:
                dialog.secret_told(found)
            else:
                self._tell_trouble(found)

        self._keyring_thread().run(lambda: outside.keep_delivery_secret(settings, secret), kept)

    def _tell_trouble(self, found: Kept) -> None:
        # Imported with the dialog: a tray in which nobody opens the settings does without its fields.
        from netcheck.gui.secret_field import trouble_of

        if problem := trouble_of(found):
            self.trouble.emit(problem)

    def _try(self, settings: Settings, secret: str) -> None:
        outside, dialog = self._outside, self._dialog

        self._newest += 1
        number = self._newest

        def tried(found: Tried) -> None:
            if dialog is not None and self._dialog is dialog and number == self._newest:
                dialog.show_tried(found)

        if self._trials is None:
            self._trials = Errands("trial", self)
        self._trials.run(lambda: outside.try_delivery(settings, secret), tried)

    def _keyring_thread(self) -> Errands:
        if self._keyring is None:
            self._keyring = Errands("keyring", self)
        return self._keyring
