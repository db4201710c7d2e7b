"""The icon: when it is made, what it shows, what its menu wants. Real trays are in tests/desktop."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from netcheck.gui.icons import Mark
from netcheck.gui.tray import LONGEST, RETRIES_S, SIZES, Tray
from tests.gui.fake_tray import FakeIcon, fake

REASONS = QSystemTrayIcon.ActivationReason


@pytest.fixture
def icons(monkeypatch: pytest.MonkeyPatch) -> type[FakeIcon]:
    """A desktop with a tray."""
    return fake(monkeypatch, there=True)


def newest(icons: type[FakeIcon]) -> FakeIcon:
    """The icon that is shown."""
    (shown,) = [icon for icon in icons.made if icon.shown]
    return shown


def test_an_icon_where_there_is_a_tray(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    with qtbot.waitSignal(tray.available_changed) as told:
        tray.start()
    assert told.args == [True]
    assert tray.available()
    assert len(icons.made) == 1
    tray.close()
    assert [icon for icon in icons.made if icon.shown] == []


def test_no_tray_no_place_to_hide_though_qt_shows_an_icon(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    icons.there = False
    tray = Tray()
    tray.start()
    assert not tray.available()
    assert newest(icons).shown
    assert not tray.show_message("title", "text")


def test_a_tray_that_comes_late_gets_a_new_icon(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    icons.there = False
    tray = Tray()
    tray.start()
    icons.there = True
    with qtbot.waitSignal(tray.available_changed):
        tray.look_for_tray()
    assert len(icons.made) == 2
    assert newest(icons) is icons.made[1]
    tray.look_for_tray()
    assert len(icons.made) == 2, "once is enough"


def test_late_trays_are_looked_for(qtbot: QtBot, icons: type[FakeIcon], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("netcheck.gui.tray.RETRIES_S", RETRIES_S)
    monkeypatch.setattr("netcheck.gui.tray.QTimer.singleShot", lambda ms, tray, deed: asked.append(ms))
    Tray().start()
    assert asked == [1000, 3000, 10_000, 30_000]


def test_a_tray_that_goes_is_told(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    tray.start()
    icons.there = False
    with qtbot.waitSignal(tray.available_changed) as told:
        tray.look_for_tray()
    assert told.args == [False]
    assert not tray.available()


def test_nobody_wants_an_icon(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray(wanted=False)
    tray.start()
    tray.look_for_tray()
    assert (icons.made, tray.available()) == ([], False)


def test_what_it_shows(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    tray.start()
    tray.show_state(Mark.UPSTREAM, "The fault is with your provider.", "Since 14:02.")
    assert newest(icons).tip == tray.tip() == "netcheck: The fault is with your provider.\nSince 14:02."
    tray.show_state(Mark.UPSTREAM, "x" * LONGEST, "Since 14:02.")
    assert "Since" not in tray.tip()
    tray.show_state(Mark.UPSTREAM, "Down.", "Since 14:02.", "Provider expects 18:30")
    assert tray.tip() == "netcheck: Down.\nSince 14:02.\nProvider expects 18:30"
    tray.show_state(Mark.UPSTREAM, "Down.", "x" * LONGEST, "Provider expects 18:30")
    assert tray.tip() == "netcheck: Down.\nProvider expects 18:30"


def test_an_icon_made_anew_shows_the_same(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    tray.start()
    tray.show_state(Mark.HOME, "Your router does not answer.", "")
    icons.there = False
    tray.look_for_tray()
    icons.there = True
    tray.look_for_tray()
    assert newest(icons).tip == "netcheck: Your router does not answer."
    assert newest(icons).picture.cacheKey() == icons.made[0].picture.cacheKey()


@pytest.mark.parametrize("mark", list(Mark))
def test_five_sizes_of_each_sign(qtbot: QtBot, icons: type[FakeIcon], mark: Mark) -> None:
    tray = Tray()
    tray.start()
    tray.show_state(mark, "text")
    sizes = sorted(size.width() for size in newest(icons).picture.availableSizes())
    assert sizes == sorted(SIZES)


def shape(icon: QIcon) -> bytes:
    """Light and dark of the icon on a panel, without its colours."""
    image = icon.pixmap(22, 22).toImage()
    return bytes(255 if image.pixelColor(x, y).lightness() > 200 else image.pixelColor(x, y).alpha() // 128
                 for y in range(22) for x in range(22))  # fmt: skip


def test_signs_differ_in_shape_and_not_only_in_colour(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    tray.start()
    shapes = set()
    for mark in Mark:
        tray.show_state(mark, "text")
        shapes.add(shape(newest(icons).picture))
    assert len(shapes) == len(Mark)


@pytest.mark.parametrize("panel", [0, 50, 255])
@pytest.mark.parametrize("mark", list(Mark))
def test_each_sign_stands_out_on_light_and_dark_panels(
    qtbot: QtBot, icons: type[FakeIcon], mark: Mark, panel: int
) -> None:
    tray = Tray()
    tray.start()
    tray.show_state(mark, "text")
    image = newest(icons).picture.pixmap(22, 22).toImage()
    solid = [image.pixelColor(x, y) for y in range(22) for x in range(22) if image.pixelColor(x, y).alpha() > 250]
    luminances = [_luminance(c.redF(), c.greenF(), c.blueF()) for c in solid]
    behind = _luminance(panel / 255, panel / 255, panel / 255)
    best = max((max(one, behind) + 0.05) / (min(one, behind) + 0.05) for one in luminances)
    assert best >= 3


def _luminance(*parts: float) -> float:
    """WCAG 2.2."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_menu_wants_what_it_says(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    actions = {action.text(): action for action in tray.menu().actions() if action.text()}
    assert list(actions) == ["Open netcheck", "Check now", "Pause alerts", "Copy report", "Quit netcheck"]
    for text, wish in (
        ("Open netcheck", tray.open_wanted), ("Check now", tray.look_wanted), ("Quit netcheck", tray.quit_wanted),
    ):  # fmt: skip
        with qtbot.waitSignal(wish):
            actions[text].trigger()
    assert not actions["Copy report"].isEnabled(), "there is no report yet"
    tray.report_ready()
    with qtbot.waitSignal(tray.copy_wanted):
        actions["Copy report"].trigger()
    for paused in (True, False):
        with qtbot.waitSignal(tray.alerts_paused) as told:
            actions["Pause alerts"].trigger()
        assert told.args == [paused]


def test_the_menu_shows_that_alerts_are_paused(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    tray.show_paused(True)
    assert [action.isChecked() for action in tray.menu().actions() if action.isCheckable()] == [True]


@pytest.mark.parametrize(("reason", "opens"), [(REASONS.Trigger, True), (REASONS.DoubleClick, True),
                                               (REASONS.Context, False), (REASONS.MiddleClick, False)])  # fmt: skip
def test_a_click_opens_the_window(
    qtbot: QtBot, icons: type[FakeIcon], reason: QSystemTrayIcon.ActivationReason, opens: bool
) -> None:
    tray = Tray()
    tray.start()
    heard: list[bool] = []
    tray.open_wanted.connect(lambda: heard.append(True))
    newest(icons).activated.emit(reason)
    assert bool(heard) is opens


def test_a_balloon_and_a_click_on_it(qtbot: QtBot, icons: type[FakeIcon]) -> None:
    tray = Tray()
    tray.start()
    assert tray.show_message("It works again", "After 3 min")
    assert newest(icons).messages == [("It works again", "After 3 min")]
    with qtbot.waitSignal(tray.message_clicked):
        newest(icons).messageClicked.emit()
