"""Everything can be read in both themes, letters follow the person's, and the theme follows the system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netcheck.gui import theme
from netcheck.gui.theme import DARK, LIGHT, Colours, Size, apply, colours_of, contrast, palette_of, sized

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    palette, font = qapp.palette(), qapp.font()
    yield qapp
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_the_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#0072b2", "#ffffff") == contrast("#ffffff", "#0072b2") == pytest.approx(5.2, abs=0.05)


@THEMES
def test_every_text_can_be_read(colours: Colours) -> None:
    pairs = colours.texts()
    assert len(pairs) > 8
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


@THEMES
def test_every_sign_can_be_seen(colours: Colours) -> None:
    pairs = colours.signs()
    assert len(pairs) > 20
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 3} == {}


@THEMES
def test_the_palette_pairs_can_be_read(colours: Colours) -> None:
    palette = palette_of(colours)
    roles = QPalette.ColorRole
    for front, back in (
        (roles.WindowText, roles.Window), (roles.Text, roles.Base), (roles.ButtonText, roles.Button),
        (roles.HighlightedText, roles.Highlight), (roles.PlaceholderText, roles.Base), (roles.Link, roles.Base),
        (roles.ToolTipText, roles.ToolTipBase), (roles.Text, roles.AlternateBase),
    ):  # fmt: skip
        assert contrast(palette.color(front).name(), palette.color(back).name()) >= 4.5, (front, back)


@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_person_may_choose(app: QApplication, scheme: str, colours: Colours, qtbot: QtBot) -> None:
    assert apply(app, scheme) is colours
    widget = QWidget()
    qtbot.addWidget(widget)
    assert colours_of(widget) is colours
    assert colours_of() is colours
    assert widget.palette().color(QPalette.ColorRole.Window) == QColor(colours.window)


def test_a_system_that_does_not_tell_is_light(app: QApplication) -> None:
    assert apply(app, "system") is LIGHT


def test_it_changes_at_run_time(app: QApplication, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    apply(app, "dark")
    apply(app, "light")
    assert colours_of(widget) is LIGHT


def test_letters_grow_with_the_persons(app: QApplication) -> None:
    small = sized(Size.HEADLINE).pointSizeF()
    font = app.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    app.setFont(font)
    assert sized(Size.HEADLINE).pointSizeF() == pytest.approx(2 * small)


def test_letters_given_in_pixels_grow_too(app: QApplication) -> None:
    font = app.font()
    font.setPixelSize(20)
    app.setFont(font)
    assert sized(Size.BODY).pixelSize() == 20
    assert sized(Size.HEADLINE).pixelSize() == 31


def test_one_scale(app: QApplication) -> None:
    sizes = [sized(size).pointSizeF() for size in (Size.SMALL, Size.BODY, Size.TITLE, Size.HEADLINE)]
    assert sizes == sorted(sizes)
    assert [sized(size).bold() for size in Size] == [True, True, False, False]
    assert [theme.TIGHT, theme.CLOSE, theme.SPACE, theme.WIDE, theme.FAR] == [4, 8, 12, 16, 24]
