"""The code is read by a real reader off the real dialog, by day and by night, at every size; others say the address."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui import qr_code, theme
from netcheck.gui.qr_code import LONGEST, QUIET, CodeDialog, drawable, picture_of, rows_of
from tests.desktop.screen import needs

ADDRESS = "https://status.example.net/region/upper-austria?lang=de"


@pytest.fixture
def app(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[QApplication]:
    """In a theme, with letters of a size."""
    scheme, scale = request.param
    palette, usual = qapp.palette(), qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * scale)
    qapp.setFont(larger)
    qapp.setPalette(theme.palette_of(theme.DARK if scheme == "dark" else theme.LIGHT))
    yield qapp
    qapp.setPalette(palette)
    qapp.setFont(usual)


def opened(qtbot: QtBot, address: str = ADDRESS) -> CodeDialog:
    dialog = CodeDialog("Status page", address)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.code.drawn)
    QApplication.processEvents()
    return dialog


def read_by_a_phone(picture: Path) -> str:
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "app", [(scheme, scale) for scheme in ("light", "dark") for scale in (1.0, 2.0)], indirect=True, ids=str
)
@pytest.mark.parametrize("address", [ADDRESS, "http://a.example/", "https://x.example/" + "q" * (LONGEST - 18)])
def test_a_phone_reads_the_address_off_the_screen(
    app: QApplication, qtbot: QtBot, tmp_path: Path, address: str
) -> None:
    needs("zbarimg")
    dialog = opened(qtbot, address)
    assert dialog.grab().save(str(tmp_path / "grab.png"))
    assert read_by_a_phone(tmp_path / "grab.png") == address


@pytest.mark.parametrize("app", [("dark", 1.0), ("light", 2.0)], indirect=True, ids=str)
def test_nothing_lies_over_the_code_and_it_is_black_on_white(app: QApplication, qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    code = dialog.code
    for label in dialog.findChildren(QLabel):
        if label is not code and label.isVisible():
            assert not label.geometry().intersects(code.geometry()), label.text()
            assert label.height() >= label.heightForWidth(label.width())
    assert dialog.rect().contains(code.geometry())
    shown: QImage = code.pixmap().toImage()
    colours = {QColor(shown.pixel(x, y)).name() for x in range(shown.width()) for y in range(0, shown.height(), 3)}
    assert colours == {"#000000", "#ffffff"}
    side = shown.width() / len(rows_of(ADDRESS)) * QUIET
    corner = [shown.pixelColor(QPoint(int(side) - 1, y)).name() for y in range(shown.height())]
    assert set(corner) == {"#ffffff"}  # the quiet zone


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 2.5])
def test_each_module_is_of_whole_pixels(qapp: QApplication, ratio: float) -> None:
    rows = rows_of(ADDRESS)
    picture = picture_of(rows, 260, ratio)
    assert picture.width() % len(rows) == 0
    assert picture.deviceIndependentSize().width() <= 260
    tiny = picture_of(rows, 10, ratio)
    assert tiny.width() == 2 * len(rows)


def test_the_window_does_not_wait_for_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    go = threading.Event()

    def slow(text: str) -> qr_code.Rows:
        threads.append(threading.current_thread())
        assert go.wait(10)
        return rows_of(text)

    monkeypatch.setattr(qr_code, "rows_of", slow)
    dialog = CodeDialog("Status page", ADDRESS)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: bool(threads))
    assert not dialog.code.drawn
    assert threads[0] is not threading.main_thread()
    go.set()
    qtbot.waitUntil(lambda: dialog.code.drawn)


def test_who_does_not_see_it_hears_the_address(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    spoken = QAccessible.queryAccessibleInterface(dialog.code)
    assert spoken.role() == QAccessible.Role.Graphic
    assert spoken.text(QAccessible.Text.Name) == ADDRESS
    copy = next(b for b in dialog.findChildren(QPushButton) if "opy" in b.text())
    copy.setFocus()
    QTest.keyClick(copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == ADDRESS
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_code_grows_with_the_letters(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = opened(qtbot)
    before, usual = dialog.code.minimumWidth(), qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * 1.4)
    qapp.setFont(larger)
    try:
        qtbot.waitUntil(lambda: dialog.code.minimumWidth() > before)
        qtbot.waitUntil(lambda: dialog.rect().contains(dialog.code.geometry()))
    finally:
        qapp.setFont(usual)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("https://status.example/", True),
        ("HTTP://STATUS.EXAMPLE/", True),
        ("0800 123 4567", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://a.example/\n", False),
        ("https://a.example/" + "x" * LONGEST, False),
    ],
)
def test_only_addresses_of_pages_become_codes(text: str, fits: bool) -> None:
    assert drawable(text) is fits


def test_nobody_loads_it_before_it_is_wanted() -> None:
    code = "import sys; import netcheck.gui.main_window; print('segno' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
