"""Opens reports that somebody sent, each on a thread of its own: a file may lie on a drive that has gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from netcheck.core.document_text import lines_of
from netcheck.core.language import Translator
from netcheck.core.received import ReceivedError
from netcheck.core.record_document import document_of
from netcheck.core.words import one_line
from netcheck.gui.bridge import Errands
from netcheck.gui.outside import Outside
from netcheck.gui.words import say, speaks

if TYPE_CHECKING:
    from netcheck.gui.received_window import ReceivedWindow

LONG_MS = 8_000
"""After this the person is told that it takes long."""
MOST_OPEN = 8
"""Windows, and files that are being read."""
LETTERS = 300_000
"""Of a report that is shown; the rest is left out, and that is said."""
COLUMNS = 80


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read: its text, or one sentence about why it is not shown."""

    name: str
    text: str = ""
    problem: str = ""


def read(outside: Outside, path: Path, translator: Translator) -> Opened:
    """What stands in the file, in this language; may wait for the disk for ever. Raises nothing."""
    name = one_line(path.name)[:80]
    say_it = translator.say
    try:
        found = outside.open_report(path)
        if found.record is not None:
            lines = lines_of(document_of(found.record, translator, found.record.zone), COLUMNS)
        else:
            lines = list(found.lines)
    except ReceivedError as error:
        why = f"{say_it(error.reason)} ({error.detail})" if error.detail else say_it(error.reason)
        return Opened(name, problem=say_it("{file} cannot be opened: {why}.").format(file=name, why=why))
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Opened(name, problem=say_it("{file} cannot be read: {why}.").format(file=name, why=why))
    except (ValueError, OverflowError, RecursionError) as error:  # a hostile file found a hole: it is no report
        why = type(error).__name__
        return Opened(name, problem=say_it("{file} cannot be opened: {why}.").format(file=name, why=why))
    text = "\n".join(lines)
    if len(text) > LETTERS:
        text = f"{text[:LETTERS]}\n\n{say_it('The rest is left out: it is too long to be shown.')}"
    return Opened(name, text)


class Receiver(QObject):
    """Keeps the windows of what was opened."""

    refused = Signal(str)
    """One sentence about why a file is not shown, or not yet."""

    def __init__(self, outside: Outside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outside = outside
        self._open = 0

    def open(self, path: str, beside: QWidget) -> None:
        """Open this file; an empty path: ask for it first."""
        if path:
            self._read(Path(path), beside)
            return
        dialog = QFileDialog(beside, say("Open a report"))
        # The system's own dialog may hang on a network drive while the network is what fails.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([say("Reports") + " (*.txt *.md *.html *.json *.csv)", say("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._read(Path(chosen), beside))
        dialog.open()

    def _read(self, path: Path, beside: QWidget) -> None:
        if self._open >= MOST_OPEN:
            self.refused.emit(say("Too many reports are open. Close one of them first."))
            return
        self._open += 1
        outside, translator = self._outside, speaks()
        thread, patience = Errands("opening", self), QTimer(self, singleShot=True, interval=LONG_MS)
        text = say("It takes long to read {file}. It is shown as soon as it has been read.")
        patience.timeout.connect(lambda: self.refused.emit(text.format(file=one_line(path.name)[:80])))
        patience.start()

        def show(opened: Opened) -> None:
            patience.deleteLater()
            thread.close()
            thread.deleteLater()
            self._show(opened, beside)

        thread.run(lambda: read(outside, path, translator), show)

    def _show(self, opened: Opened, beside: QWidget) -> None:
        if opened.problem:
            self._closed()
            self.refused.emit(opened.problem)
            return
        from netcheck.gui.received_window import ReceivedWindow

        window: ReceivedWindow = ReceivedWindow(opened.name, opened.text, beside)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.destroyed.connect(self._closed)
        window.show()  # a new window comes in front by itself

    @Slot()
    def _closed(self) -> None:
        self._open -= 1
