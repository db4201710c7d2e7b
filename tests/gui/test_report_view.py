"""The report is shown in both forms, says what is left out, and is copied and saved by others."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.gui.report_view import LINES, ReportView


@pytest.fixture
def view(qtbot: QtBot) -> ReportView:
    made = ReportView()
    qtbot.addWidget(made)
    made.show()
    return made


def button(view: ReportView, name: str) -> QPushButton:
    return next(b for b in view.findChildren(QPushButton) if b.text().replace("&", "") == name)


def shown(view: ReportView) -> str:
    (text,) = view.findChildren(QPlainTextEdit)
    return text.toPlainText()


def test_before_the_first_look_nothing_can_be_copied(view: ReportView) -> None:
    assert not button(view, "Copy").isEnabled()
    assert not button(view, "Save as…").isEnabled()


def test_both_forms(view: ReportView) -> None:
    view.show_report("The line is down.", '{"verdict": 1}')
    assert shown(view) == view.shown() == "The line is down."
    (kind,) = view.findChildren(QComboBox)
    kind.setCurrentIndex(1)
    assert shown(view) == '{"verdict": 1}'
    assert button(view, "Copy").isEnabled()


def test_it_says_what_is_left_out_and_what_is_not(view: ReportView) -> None:
    texts = " ".join(label.text() for label in view.findChildren(QLabel))
    assert "Left out:" in texts
    assert "Not left out:" in texts


def test_copying_is_wanted_and_acknowledged(view: ReportView, qtbot: QtBot) -> None:
    view.show_report("a", "b")
    with qtbot.waitSignal(view.copy_wanted):
        button(view, "Copy").click()
    assert any(label.text() == "Copied." for label in view.findChildren(QLabel))
    view.tell("Saved.")
    assert any(label.text() == "Saved." for label in view.findChildren(QLabel))


@pytest.mark.parametrize(("form", "suffix"), [(0, "txt"), (1, "json")])
def test_saving_tells_a_path_and_writes_nothing(
    view: ReportView, qtbot: QtBot, tmp_path: Path, form: int, suffix: str
) -> None:
    view.show_report("a", "b")
    (kind,) = view.findChildren(QComboBox)
    kind.setCurrentIndex(form)
    button(view, "Save as…").click()
    (dialog,) = view.findChildren(QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    wanted = tmp_path / "report"
    dialog.selectFile(str(wanted))
    with qtbot.waitSignal(view.save_wanted) as saved:
        dialog.accept()
    assert saved.args == [f"{wanted}.{suffix}"]
    assert list(tmp_path.iterdir()) == []


def test_reading_on_is_not_disturbed(view: ReportView) -> None:
    (text,) = view.findChildren(QPlainTextEdit)
    view.show_report("line\n" * 500, "b")
    text.verticalScrollBar().setValue(50)
    view.show_report("line\n" * 500 + "new", "b")
    assert text.verticalScrollBar().value() == 50


def test_there_is_room_for_some_lines(view: ReportView) -> None:
    (text,) = view.findChildren(QPlainTextEdit)
    assert text.minimumHeight() >= LINES * text.fontMetrics().height()
    assert text.accessibleName() == "The report"
    assert text.isReadOnly()
