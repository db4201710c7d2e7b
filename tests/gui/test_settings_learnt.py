"""What was learnt is read when it is looked at, shown line by line, and forgotten when the person says so twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.learnt import AskedHost, Learnt, shown
from netcheck.core.network import Memory
from netcheck.gui.settings_learnt import LearntPanel
from tests.gui.provider_states import NOW, ago

HOME = shown(
    Memory(
        "mac 02:00:5e:10:00:01",
        NOW,
        {
            "provider_name": "Example Net", "provider_asn": 64500, "public_prefix": "192.0.2.0/24",
            "router_model": "Box <b>3</b>", "hop_ms": 8.4, "told_by": ("asn.example",), "asked_at": ago(60),
        },
    )
)  # fmt: skip
AWAY = shown(Memory("ip 10.0.0.138", NOW - timedelta(days=20), {"gateway": "10.0.0.138"}))


@pytest.fixture
def panel(qtbot: QtBot) -> LearntPanel:
    made = LearntPanel()
    qtbot.addWidget(made)
    made.resize(500, 600)
    return made


def texts(panel: LearntPanel) -> list[str]:
    return [label.text().replace("\u200b", "") for label in panel.findChildren(QLabel) if label.isVisible()]


def shown_with(panel: LearntPanel, *known: Learnt) -> None:
    panel.show()
    panel.show_learnt(known)


def test_it_is_read_once_when_somebody_looks(panel: LearntPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.wanted):
        panel.show()
    assert "Reading…" in texts(panel)
    panel.hide()
    with qtbot.assertNotEmitted(panel.wanted):
        panel.show()
    panel.show_learnt(())
    assert "Nothing is known yet: it comes while all is well." in texts(panel)
    assert not panel.forget_one.isVisible()


def test_each_network_with_all_that_is_known_of_it(panel: LearntPanel) -> None:
    shown_with(panel, HOME, AWAY)
    told = texts(panel)
    for part in ("Example Net", "AS64500", "192.0.2.0/24", "Box <b>3</b>", "8.4 ms", "asn.example", "Told by"):
        assert part in told
    panel.list.setCurrentRow(1)
    told = texts(panel)
    assert "AS64500" not in told
    assert "10.0.0.138" in told
    assert not panel.wrong.isVisible()


def test_who_is_asked_and_nobody_where_it_is_off(panel: LearntPanel) -> None:
    panel.show()
    panel.show_hosts((AskedHost("whose.example", "to which provider an address belongs"),))
    assert "whose.example: to which provider an address belongs." in texts(panel)
    panel.switched(False)
    assert "Nobody is asked." in texts(panel)
    assert not any("whose.example" in text for text in texts(panel))
    panel.switched(True)
    assert any("whose.example" in text for text in texts(panel))


def test_one_is_forgotten_after_a_second_yes(panel: LearntPanel, qtbot: QtBot) -> None:
    shown_with(panel, HOME, AWAY)
    panel.list.setCurrentRow(1)
    with qtbot.waitSignal(panel.asked):
        QTest.keyClick(panel.forget_one, Qt.Key.Key_Space)
    assert any("Forget what is known of 10.0.0.138" in text for text in texts(panel))
    with qtbot.waitSignal(panel.forget_wanted) as wanted:
        panel.question.yes.click()
    assert wanted.args == [AWAY.network]
    panel.show_learnt((HOME,))
    assert panel.list.count() == 1
    assert panel.list.currentRow() == 0
    assert not panel.forget_all.isVisible()


def test_all_are_forgotten_after_a_second_yes(panel: LearntPanel, qtbot: QtBot) -> None:
    shown_with(panel, HOME, AWAY)
    panel.forget_all.click()
    assert any("Forget all 2 networks?" in text for text in texts(panel))
    with qtbot.waitSignal(panel.forget_wanted) as wanted:
        panel.question.yes.click()
    assert wanted.args == [None]


def test_no_and_esc_keep_everything(panel: LearntPanel, qtbot: QtBot) -> None:
    shown_with(panel, HOME, AWAY)
    with qtbot.assertNotEmitted(panel.forget_wanted):
        panel.forget_all.click()
        panel.question.no.click()
        assert not panel.question.isVisible()
        panel.forget_all.click()
        QTest.keyClick(panel.question.no, Qt.Key.Key_Escape)
        assert not panel.question.isVisible()
        panel.forget_one.click()
        panel.list.setCurrentRow(1)  # another one: the question was about the first
        assert not panel.question.isVisible()


def test_the_name_can_be_corrected(panel: LearntPanel, qtbot: QtBot) -> None:
    shown_with(panel, HOME)
    with qtbot.waitSignal(panel.name_wrong):
        panel.wrong.click()


def test_everything_has_a_name(panel: LearntPanel) -> None:
    shown_with(panel, HOME, AWAY)
    panel.forget_all.click()
    controls = [*[b for b in panel.findChildren(QPushButton) if b.isVisible()], panel.list]
    assert len(controls) == 6
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.text(QAccessible.Text.Name)
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert QAccessible.queryAccessibleInterface(panel.list).role() == QAccessible.Role.List
