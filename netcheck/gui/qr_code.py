"""An address as a code that a phone's camera reads, at a size that it can be read at, and as text below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPixmap, QScreen, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netcheck.gui.bridge import Errands
from netcheck.gui.card import Link, Text, announce
from netcheck.gui.theme import CLOSE, SPACE, WIDE, Size, tell_letters
from netcheck.gui.words import say

QUIET = 4
"""Light modules around the code (ISO/IEC 18004, 6.3.8): without them many cameras do not find it."""
EM = 20
"""Side of the code in heights of a letter: 6 to 8 cm on most screens, read from an arm's length."""
ROOM = 0.5
"""Of a small screen, what the code may take of its height: its words need room as well."""
LONGEST = 600
"""Letters; more make a code that is too fine for a camera, and long to draw."""
WEB = ("https://", "http://")

Rows = tuple[bytes, ...]
"""Of a code with its quiet zone: one byte a module, 1 for dark."""


def drawable(text: str) -> bool:
    """Whether this is an address of a page that a code can hold."""
    return text.lower().startswith(WEB) and len(text) <= LONGEST and text.isprintable()


def rows_of(text: str) -> Rows:
    """The modules of the code, drawn on this computer: nobody is asked. Takes up to 100 ms, at first."""
    import segno  # imports half of Python's ways to the web; nobody else needs them

    # A quarter of M's modules may be dirty or reflect a lamp; micro codes are what phones do not read.
    code = segno.make(text, error="m", micro=False)
    return tuple(bytes(row) for row in code.matrix_iter(border=QUIET))


def picture_of(rows: Rows, side: int, ratio: float) -> QPixmap:
    """Black on white in every theme, at most `side` logical pixels: whole pixels of the screen for each module, two at
    least."""
    count = len(rows)
    image = QImage(count, count, QImage.Format.Format_RGB32)
    dark, light = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            image.setPixelColor(x, y, dark if module else light)
    pixels = count * max(2, int(side * ratio / count))
    picture = QPixmap.fromImage(image.scaled(pixels, pixels))
    picture.setDevicePixelRatio(ratio)
    return picture


class Code(QLabel):
    """The code as a picture; white until it is drawn. What a screen reader says of it is the address."""

    def __init__(
        self, text: str, parent: QWidget | None = None, em: float = EM, pixels: int = 2, *, tight: bool = False
    ) -> None:
        """`em`: its side in heights of a letter; `pixels`: those of the screen for each module, at least; `tight`: no
        larger than the code itself."""
        super().__init__(parent)
        self._rows: Rows = ()
        self._em, self._pixels, self._tight = em, pixels, tight
        self.setAccessibleName(text)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._measure()

    @property
    def drawn(self) -> bool:
        """Whether the code is there."""
        return bool(self._rows)

    def show_rows(self, rows: Rows) -> None:
        """Draw it."""
        self._rows = rows
        self._measure()

    def sizeHint(self) -> QSize:
        """A square."""
        side = self._side()
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._measure()

    def _side(self) -> int:
        screen: QScreen | None = self.screen()
        room = min(screen.availableSize().toTuple()) * ROOM if screen is not None else 10_000.0
        least = -(-len(self._rows) * self._pixels // self.devicePixelRatioF())
        return round(max(min(self._em * self.fontMetrics().height(), room), least))

    def _measure(self) -> None:
        side = self._side()
        if self._rows:
            self.setPixmap(picture_of(self._rows, side, self.devicePixelRatioF()))
            drawn = round(self.pixmap().deviceIndependentSize().width())
            side = drawn if self._tight else max(side, drawn)
        self.setMinimumSize(side, side)
        if self._tight:
            self.setMaximumSize(side, side)
        self.updateGeometry()


class CodeDialog(QDialog):
    """A code, the address as text, and a button that copies it; Esc closes it."""

    def __init__(self, title: str, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._address = address
        self.code = Code(address, self)
        self._lead = Text(say("Point your phone's camera at it: the phone opens the page by its own connection."))
        self._text = Text(address).selectable()
        # An address reads from left to right in every language.
        self._text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._copied = Text(size=Size.SMALL, muted=True)
        copy = Link(say("&Copy the address"))
        copy.clicked.connect(self._copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(CLOSE)
        foot.addWidget(copy)
        foot.addWidget(self._copied, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(SPACE)
        column.addWidget(self._lead)
        column.addWidget(self.code, 1, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._text)
        column.addLayout(foot)
        self._errands = Errands("code", self)
        self.finished.connect(self._errands.close)
        self._errands.run(lambda: rows_of(address), self.code.show_rows)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self._copied.tell(say("Copied."))
        announce(self, say("Copied."))

    def changeEvent(self, event: QEvent) -> None:
        """The person has set other letters for all programs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            tell_letters(self)
            QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need beside the code: left to itself, Qt takes two thirds of the screen at most."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.code.minimumWidth() + 2 * WIDE
        layout = self.layout()
        if layout is not None:
            wide = max(wide, layout.totalMinimumSize().width())
            self.resize(wide, layout.totalHeightForWidth(wide))
