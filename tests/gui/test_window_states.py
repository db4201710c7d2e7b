"""In every state, at every size of letters and from both directions, nothing is cut and everything can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from netcheck.core.model import Segment
from netcheck.gui.main_window import MainWindow
from netcheck.gui.segment_button import SegmentButton
from tests.gui.states import STATES

VARIANTS = {
    "usual": (1.0, Qt.LayoutDirection.LeftToRight),
    "200 %": (2.0, Qt.LayoutDirection.LeftToRight),
    "mirrored": (1.0, Qt.LayoutDirection.RightToLeft),
}


@pytest.fixture(params=VARIANTS)
def app(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[QApplication]:
    scale, direction = VARIANTS[request.param]
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * scale)
    qapp.setFont(larger)
    qapp.setLayoutDirection(direction)
    yield qapp
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.setFont(font)


def window_in(state: str, qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    STATES[state](window)
    QApplication.processEvents()
    return window


def shown(window: MainWindow, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut(app: QApplication, qtbot: QtBot, state: str) -> None:
    window = window_in(state, qtbot)
    labels = [label for label in shown(window, QLabel) if isinstance(label, QLabel) and label.text()]
    assert len(labels) > 5
    wrapped = [label for label in labels if label.wordWrap()]
    assert [w.text() for w in wrapped if w.height() < w.heightForWidth(w.width())] == []
    narrow = [label.text() for label in labels if label.width() < label.minimumSizeHint().width()]
    assert narrow == []
    buttons = [button for button in shown(window, QPushButton) if isinstance(button, QPushButton)]
    assert [b.text() for b in buttons if b.width() < b.fontMetrics().horizontalAdvance(b.text().replace("&", ""))] == []
    page = window.view.widget()
    assert page is not None
    outside = [
        widget
        for widget in (*labels, *buttons)
        if page.isAncestorOf(widget) and widget.mapTo(page, QPoint(widget.width() - 1, 0)).x() >= page.width()
    ]
    assert outside == []
    assert window.view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("state", STATES)
def test_everything_has_a_name(qtbot: QtBot, state: str) -> None:
    window = window_in(state, qtbot)
    controls = [*shown(window, QAbstractButton), *shown(window, QLineEdit)]
    names = {}
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        names[control] = interface.text(QAccessible.Text.Name)
        assert interface.role() in (
            QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.EditableText,
            QAccessible.Role.PushButton, QAccessible.Role.ButtonMenu,
        )  # fmt: skip
    inside = {control for control in controls if isinstance(control.parentWidget(), QTabBar)}  # the bar's own arrows
    assert [control for control, name in names.items() if not name and control not in inside] == []


@pytest.mark.parametrize("state", ["upstream", "evidence", "restored", "paused", "report", "journal"])
def test_everything_can_be_reached_by_tab(qtbot: QtBot, state: str) -> None:
    window = window_in(state, qtbot)
    qtbot.waitUntil(window.isActiveWindow)
    wanted = {
        widget
        for widget in (*shown(window, QAbstractButton), *shown(window, QLineEdit))
        if widget.isEnabled() and not isinstance(widget.parentWidget(), QTabBar)
    }
    assert wanted
    reached: list[QWidget] = []
    window.strip.button(Segment.COMPUTER).setFocus()
    for _ in range(200):
        focus = QApplication.focusWidget()
        if focus is None or focus in reached:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    missing = [w for w in wanted if w not in reached and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert missing == []
    never = [w for w in wanted if not w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.parent() is not window._banner]
    assert never == []


@pytest.mark.parametrize("state", STATES)
def test_no_letter_belongs_to_two(qtbot: QtBot, state: str) -> None:
    window = window_in(state, qtbot)
    texts = [b.text() for b in shown(window, QPushButton) if isinstance(b, QPushButton)]
    texts += [
        label.text() for label in shown(window, QLabel) if isinstance(label, QLabel) and label.buddy() is not None
    ]
    texts += [window.pages.bar.tabText(place) for place in range(window.pages.bar.count())]
    texts += [action.text() for action in window.menuBar().actions()]
    letters = [text.replace("&&", "").split("&")[1][0].lower() for text in texts if "&" in text.replace("&&", "")]
    twice = [letter for letter, times in Counter(letters).items() if times > 1]
    assert twice == [], texts


def test_parts_of_the_path_come_before_the_steps(qtbot: QtBot) -> None:
    window = window_in("upstream", qtbot)
    qtbot.waitUntil(window.isActiveWindow)
    window.strip.button(Segment.SERVICE).setFocus()
    focus = QApplication.focusWidget()
    assert isinstance(focus, SegmentButton)
    QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.pages.bar
