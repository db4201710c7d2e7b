"""A real reader reads the codes off the real window, by day and by night, at several sizes; they make the report."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from netcheck.cli.main import main
from netcheck.core.settings import Helpdesk
from netcheck.core.shown_codes import plain, shown_codes
from netcheck.gui import theme
from netcheck.gui.codes_window import CodesWindow
from netcheck.wiring import written
from tests.desktop.screen import needs
from tests.fake_record import VIENNA, of_outage

ROOT = Path(__file__).resolve().parents[2]
DESK = Helpdesk("help@company.example", "+44 20 1", "+44 20 7946 0000")
RECORD = of_outage()
REPORT = written(RECORD, "json")
CODES = shown_codes(RECORD, REPORT, DESK, zone=VIENNA)
GROUPS = ("Short report", "By SMS", "By mail", "Whole report")


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


def opened(qtbot: QtBot) -> CodesWindow:
    window = CodesWindow()
    qtbot.addWidget(window)
    window.open()
    window.tell([code.text for code in CODES], [code.title for code in CODES])
    return window


def pictures(window: CodesWindow, qtbot: QtBot, folder: Path) -> list[Path]:
    """Screenshots of all codes, in the order in which the person comes to them."""
    taken = list[Path]()
    for group in range(len(GROUPS)):
        assert window.row is not None
        window.row.take(str(group))
        while True:
            qtbot.waitUntil(lambda: window.code.drawn)
            QApplication.processEvents()
            taken.append(folder / f"{len(taken):02}.png")
            assert window.grab().save(str(taken[-1]))
            if not window.next.isEnabled():
                break
            QTest.keyClick(window, Qt.Key.Key_Right)
    return taken


def read_by_a_phone(picture: Path) -> str:
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "--oneshot", str(picture)], capture_output=True, check=False, timeout=30
    )
    assert done.returncode == 0, (picture, done.stderr)
    return done.stdout.decode().removesuffix("\n")


@pytest.mark.parametrize("app", [("light", 1.0), ("light", 1.5), ("dark", 1.0), ("dark", 1.5)], indirect=True, ids=str)
def test_what_a_phone_reads_makes_the_report_bit_for_bit(app: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    needs("zbarimg")
    read = [read_by_a_phone(picture) for picture in pictures(opened(qtbot), qtbot, tmp_path)]
    assert read == [code.text for code in CODES]
    assert len(read) >= 5
    texts, out = tmp_path / "codes.txt", tmp_path / "report.json"
    texts.write_text("\n".join(reversed(read[3:])), encoding="utf-8")
    assert main(["report", "join", str(texts), "-o", str(out)]) == 0
    assert out.read_bytes() == plain(REPORT)


GRAB = """
import sys
from PySide6.QtWidgets import QApplication
from netcheck.gui import theme
from netcheck.gui.codes_window import CodesWindow
app = QApplication([])
theme.apply(app, "dark")
window = CodesWindow()
window.open()
window.tell([sys.argv[2]], ["Whole report"])
def grab():
    if window.code.drawn:
        assert window.devicePixelRatioF() == 1.5
        app.exit(0 if window.grab().save(sys.argv[1]) else 1)
window.shown.connect(lambda _place: grab())
raise SystemExit(app.exec())
"""


def test_it_is_read_off_a_screen_at_150_percent(tmp_path: Path) -> None:
    needs("zbarimg")
    code = CODES[3].text
    picture = tmp_path / "grab.png"
    done = subprocess.run(
        [sys.executable, "-c", GRAB, str(picture), code],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": "1.5", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert read_by_a_phone(picture) == code


@pytest.mark.parametrize("app", [("dark", 1.0), ("light", 1.5)], indirect=True, ids=str)
def test_black_on_white_with_its_quiet_zone_and_nothing_over_it(app: QApplication, qtbot: QtBot) -> None:
    window = opened(qtbot)
    assert window.row is not None
    window.row.take("3")
    qtbot.waitUntil(lambda: window.code.drawn)
    QApplication.processEvents()
    assert window.rect().contains(window.code.geometry())
    for label in window.findChildren(QLabel):
        if label is not window.code and label.isVisible() and label.parent() is window:
            assert not label.geometry().intersects(window.code.geometry()), label.text()
    shown = window.code.pixmap().toImage()
    edge = {QColor(shown.pixel(x, y)).name() for x in range(shown.width()) for y in range(11)}
    assert edge == {"#ffffff"}
    every = {QColor(shown.pixel(x, y)).name() for x in range(shown.width()) for y in range(0, shown.height(), 5)}
    assert every == {"#000000", "#ffffff"}


def test_next_back_and_where_one_is(qtbot: QtBot) -> None:
    window = opened(qtbot)
    assert not window.next.isVisible()
    assert window.row is not None
    window.row.take("3")
    many = len(CODES) - 3
    assert window.count.told() == f"1 of {many}"
    assert not window.back.isEnabled()
    window.next.click()
    assert (window.count.told(), window.text()) == (f"2 of {many}", CODES[4].text)
    qtbot.waitUntil(lambda: window.code.drawn)
    assert window.code.accessibleName() == CODES[4].text
    QTest.keyClick(window, Qt.Key.Key_Left)
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert window.count.told() == f"1 of {many}"
    for _ in range(many + 2):
        QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.count.told() == f"{many} of {many}"
    assert not window.next.isEnabled()


def test_the_codes_can_be_copied_as_text(qtbot: QtBot) -> None:
    window = opened(qtbot)
    assert window.row is not None
    window.row.take("3")
    window.copy.click()
    assert QGuiApplication.clipboard().text().split("\n") == [code.text for code in CODES[3:]]


def test_before_there_are_codes_it_says_so(qtbot: QtBot) -> None:
    window = CodesWindow()
    qtbot.addWidget(window)
    window.open()
    assert not window.code.isVisible()
    assert window.text() == ""
    window.tell(["netcheck\nshort"], ["Short report"])
    assert window.row is None
    assert window.code.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
