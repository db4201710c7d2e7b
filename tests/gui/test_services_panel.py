"""The services open below the path, by themselves where one of them is the fault, and lead on from there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.model import Segment
from netcheck.gui.main_window import MainWindow
from netcheck.gui.pages import EVIDENCE
from netcheck.gui.path_strip import PathStrip
from netcheck.gui.qr_code import CodeDialog
from netcheck.gui.services_panel import ServicesPanel
from tests.gui.provider_states import services
from tests.gui.recorded import report_of
from tests.gui.told_window import started


@pytest.fixture
def strip(qtbot: QtBot) -> PathStrip:
    made = PathStrip()
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def texts(panel: ServicesPanel) -> list[str]:
    return [label.text().replace("\u200b", "") for label in panel.findChildren(QLabel) if label.isVisible()]


def button(panel: ServicesPanel, name: str) -> QPushButton:
    spoken = {QAccessible.queryAccessibleInterface(b).text(QAccessible.Text.Name): b
              for b in panel.findChildren(QPushButton) if b.isVisible()}  # fmt: skip
    return spoken[name]


def test_the_end_of_the_path_opens_to_them_by_keyboard_and_esc_closes(strip: PathStrip, qtbot: QtBot) -> None:
    strip.show_report(services(down=False))
    assert not strip.services.isVisible()
    end = strip.button(Segment.SERVICE)
    qtbot.waitUntil(strip.isActiveWindow)
    end.setFocus()
    with qtbot.waitSignal(strip.opened):
        QTest.keyClick(end, Qt.Key.Key_Space)
    shown = texts(strip.services)
    for name in ("Mail", "Video meetings", "Files", "answers after 120 ms"):
        assert name in shown
    QTest.keyClick(end, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert strip.services.isAncestorOf(focus)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not strip.services.isVisible()
    assert QApplication.focusWidget() is end
    QTest.keyClick(end, Qt.Key.Key_Space)
    QTest.keyClick(end, Qt.Key.Key_Space)
    assert not strip.services.isVisible()


def test_one_that_is_the_fault_opens_them_and_closing_is_heeded(strip: PathStrip, qtbot: QtBot) -> None:
    strip.show_report(services(down=True))
    assert strip.services.isVisible()
    assert "does not work: it does not answer" in texts(strip.services)
    button(strip.services, "Close the list of services").click()
    strip.show_report(services(down=True))
    assert not strip.services.isVisible()
    strip.show_report(services(down=False))
    strip.show_report(services(down=True))
    assert strip.services.isVisible()
    strip.show_report(services(down=False))
    assert not strip.services.isVisible()


def test_the_maker_s_page_becomes_a_code(strip: PathStrip, qtbot: QtBot) -> None:
    strip.show_report(services(down=True))
    assert "https://status.vendor.example/" in texts(strip.services)
    button(strip.services, "Show as QR code: Its status page of Video meetings").click()
    (dialog,) = strip.findChildren(CodeDialog)
    qtbot.waitUntil(lambda: dialog.code.drawn)
    dialog.close()


def test_none_set_leads_to_the_settings(strip: PathStrip, qtbot: QtBot) -> None:
    strip.show_report(report_of("announced-outage"))
    strip.button(Segment.SERVICE).click()
    assert "No work addresses are set." in texts(strip.services)
    with qtbot.waitSignal(strip.services_wanted):
        button(strip.services, "Name what you need for work…").click()


def test_before_the_first_look(strip: PathStrip) -> None:
    strip.button(Segment.SERVICE).click()
    assert "They have not been asked yet." in texts(strip.services)


def test_the_window_leads_on(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    started(window).look(services(down=False))
    window.strip.button(Segment.SERVICE).click()
    with qtbot.waitSignal(window.setting_wanted) as wanted:
        button(window.strip.services, "Change them…").click()
    assert wanted.args == [("services",)]
    button(window.strip.services, "All that was seen of them…").click()
    assert window.pages.bar.currentIndex() == EVIDENCE


def test_fewer_services_leave_nothing_behind(strip: PathStrip) -> None:
    strip.show_report(services(down=True))
    strip.show_report(report_of("service-silent"))
    shown = texts(strip.services)
    assert "CRM" in shown
    assert "Mail" not in shown
    assert "https://status.vendor.example/" not in shown
