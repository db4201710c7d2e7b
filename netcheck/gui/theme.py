"""How everything looks: colours by day and by night, one scale of spaces and one of letters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

TIGHT, CLOSE, SPACE, WIDE, FAR = 4, 8, 12, 16, 24
"""The only distances between things, in logical pixels; nothing that holds text has a fixed size."""
RADIUS = 8
"""Of a card's corners, in logical pixels."""


class Size(StrEnum):
    """The only sizes of letters."""

    HEADLINE = "headline"
    TITLE = "title"
    BODY = "body"
    SMALL = "small"


_SCALE = {Size.HEADLINE: 1.55, Size.TITLE: 1.2, Size.BODY: 1.0, Size.SMALL: 0.92}
"""Against the letters that the person has set for all programs."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme. Signs of a state are Okabe-Ito's hues, in a shade that this background can bear."""

    window: str
    card: str
    line: str
    """Borders and separators: they carry no meaning."""
    text: str
    muted: str
    """Of texts that stand back; still readable (4.5:1)."""
    accent: str
    """Links, focus, the main button: the only colour that is no sign of a state."""
    on_accent: str
    hint: str
    """Behind notes within a card."""
    field: str
    """Behind what can be typed into, lists and tables."""
    ok: str
    home: str
    """A fault at home."""
    upstream: str
    """A fault outside the home."""
    degraded: str
    unknown: str
    looking: str
    on_sign: str
    """What is drawn on a sign."""

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every pair of text and background that is used: 4.5:1 at least."""
        plain = [
            (text, back) for text in (self.text, self.muted) for back in (self.window, self.card, self.hint, self.field)
        ]
        return (*plain, (self.accent, self.card), (self.accent, self.window), (self.on_accent, self.accent))

    def signs(self) -> tuple[tuple[str, str], ...]:
        """Every pair of a sign and what it stands on, and of what is drawn on it: 3:1 at least."""
        colours = (self.ok, self.home, self.upstream, self.degraded, self.unknown, self.looking)
        behind = (self.window, self.card, self.hint)
        return (*((c, back) for c in colours for back in behind), *((self.on_sign, c) for c in colours))


LIGHT = Colours(
    window="#f3f4f6", card="#ffffff", line="#d3d7dd", text="#1b1e23", muted="#555c66", accent="#00629e",
    on_accent="#ffffff", hint="#eaf1f7", field="#ffffff",
    ok="#007f5f", home="#c54e00", upstream="#9c4682", degraded="#a06400", unknown="#656d78", looking="#0072b2",
    on_sign="#ffffff",
)  # fmt: skip
DARK = Colours(
    window="#1e2125", card="#282c31", line="#454b53", text="#eceef1", muted="#adb4bd", accent="#74baec",
    on_accent="#10202c", hint="#2b363f", field="#1b1e22",
    ok="#3dc296", home="#f58b4c", upstream="#de97c9", degraded="#efb42e", unknown="#a6aeb8", looking="#62b7ec",
    on_sign="#1a1d21",
)  # fmt: skip


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances; 1 to 21."""
    low, high = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def palette_of(colours: Colours) -> QPalette:
    """The theme as Qt's own widgets know it."""
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in (
        (roles.Window, colours.window), (roles.WindowText, colours.text),
        (roles.Base, colours.field), (roles.AlternateBase, colours.window), (roles.Text, colours.text),
        (roles.Button, colours.card), (roles.ButtonText, colours.text), (roles.BrightText, colours.text),
        (roles.PlaceholderText, colours.muted), (roles.ToolTipBase, colours.card), (roles.ToolTipText, colours.text),
        (roles.Highlight, colours.accent), (roles.HighlightedText, colours.on_accent), (roles.Accent, colours.accent),
        (roles.Link, colours.accent), (roles.LinkVisited, colours.accent),
        (roles.Light, colours.card), (roles.Midlight, colours.line), (roles.Mid, colours.line),
        (roles.Dark, colours.muted), (roles.Shadow, colours.line),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    faint = QColor(colours.muted)
    faint.setAlphaF(0.6)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    palette.setColor(QPalette.ColorGroup.Disabled, roles.Highlight, QColor(colours.line))
    return palette


def colours_of(widget: QWidget | None = None) -> Colours:
    """The theme that a widget, or the program, is in; ask whenever you paint, and a change of theme needs no more."""
    palette = widget.palette() if widget else QApplication.palette()
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def sized(size: Size, bold: bool | None = None) -> QFont:
    """A font of the scale, after the letters that the person has set; headlines and titles are bold."""
    font = QApplication.font()
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * _SCALE[size])
    else:
        font.setPixelSize(round(font.pixelSize() * _SCALE[size]))
    font.setBold(size in (Size.HEADLINE, Size.TITLE) if bold is None else bold)
    return font


def tell_letters(window: QWidget) -> None:
    """Tell everything in a window that the person has set other letters for all programs.

    Qt tells windows only, so call it when a window hears of it (QEvent.FontChange in changeEvent); its parts get an
    ApplicationFontChange.
    """
    event = QEvent(QEvent.Type.ApplicationFontChange)
    for part in window.findChildren(QWidget):
        part.changeEvent(event)


def apply(app: QApplication, scheme: str = "system") -> Colours:
    """Dress the program: light, dark, or as the system is, now and when it changes."""
    app.setProperty("scheme", scheme)
    hints = app.styleHints()
    if not app.property("follows"):
        app.setProperty("follows", True)
        hints.colorSchemeChanged.connect(lambda: _dress(app))
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
    hints.setColorScheme(wanted)  # for what the system draws itself, such as the frame of the window
    return _dress(app)


def _dress(app: QApplication) -> Colours:
    scheme = app.property("scheme")
    dark = scheme == "dark" or (scheme != "light" and app.styleHints().colorScheme() is Qt.ColorScheme.Dark)
    colours = DARK if dark else LIGHT
    app.setPalette(palette_of(colours))
    return colours
