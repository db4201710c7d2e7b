"""Takes files that are dropped on a window: each may be a report that somebody sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

MOST = 3
"""Files at once."""


class Dropped(QObject):
    """Looks at no file: it tells their paths."""

    file = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drags and drops of files; everything else goes its way."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            files = files_of(event.mimeData())
            if files:
                event.acceptProposedAction()
            for path in files:
                self.file.emit(path)
            return bool(files)
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter and files_of(event.mimeData()):
            event.acceptProposedAction()
            return True
        return False


def files_of(dragged: QMimeData) -> list[str]:
    """Paths of the files that are dragged, not many at once."""
    return [url.toLocalFile() for url in dragged.urls() if url.isLocalFile()][:MOST]
