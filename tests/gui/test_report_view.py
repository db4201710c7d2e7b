"""The part "Report" shows what is handed on, and hands on only what is shown and agreed to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from netcheck.core.about import About
from netcheck.core.record import Kind
from netcheck.core.redaction import Level
from netcheck.gui.paper import Paper
from netcheck.gui.prepared import FAILED, NO_OUTAGE, Prepared, Wish
from netcheck.gui.report_view import FORMATS, LEVELS, LINES, ReportView
from tests.fake_record import of_outage

ABOUT = About(Kind.OUTAGE, "a")
TEXT = Prepared(Wish(ABOUT), record=of_outage(), data=b"The report", shown="The report", adds={"wifi-1": "Home-Net"})
IDS = ("csv", "html", "json", "markdown", "pdf", "text")


@pytest.fixture
def view(qtbot: QtBot) -> ReportView:
    made = ReportView()
    qtbot.addWidget(made)
    made.show_formats(IDS)
    made.show()
    return made


def button(view: ReportView, name: str) -> QPushButton:
    return next(each for each in view.findChildren(QPushButton) if each.text().replace("&", "") == name)


def shown(view: ReportView) -> str:
    (text,) = view.findChildren(QPlainTextEdit)
    return text.toPlainText()


def ways(view: ReportView) -> list[bool]:
    return [button(view, name).isEnabled() for name in ("Copy", "Save as…", "Mail…", "QR codes…")]


def choose(view: ReportView, *, form: str = "", level: str = "") -> None:
    for box, value in ((view._format, form), (view._level, level)):
        if value:
            box.setCurrentIndex(box.findData(value))


def agree(view: ReportView) -> None:
    (tick,) = view.findChildren(QCheckBox)
    tick.click()


def test_before_the_first_look_nothing_can_be_handed_on(view: ReportView, qtbot: QtBot) -> None:
    assert ways(view) == [False] * 4
    view.ask_where()
    assert view.findChildren(QFileDialog) == []


def test_the_help_desks_text_is_what_is_shown_at_first(view: ReportView) -> None:
    assert (view.format(), view.level()) == ("text", "helpdesk")
    view.show_prepared(TEXT)
    assert shown(view) == "The report"
    assert ways(view) == [True] * 4


def test_every_format_and_level_has_a_name(view: ReportView) -> None:
    assert [view._format.itemData(n) for n in range(view._format.count())] == list(FORMATS)
    assert set(FORMATS) == set(IDS)
    assert set(LEVELS) == set(Level)


def test_another_form_is_wished(view: ReportView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.wish_changed) as wished:
        choose(view, form="markdown")
    assert wished.args == ["markdown", "helpdesk"]


def test_everything_is_told_only_after_a_tick(view: ReportView, qtbot: QtBot) -> None:
    view.show_prepared(TEXT)
    with qtbot.waitSignal(view.wish_changed) as wished:
        choose(view, level="full")
    assert wished.args == ["text", "helpdesk"]
    with qtbot.waitSignal(view.wish_changed) as wished:
        agree(view)
    assert wished.args == ["text", "full"]
    choose(view, level="public")
    assert view.level() == "public"
    choose(view, level="full")
    assert view.level() == "helpdesk", "it has to be agreed to again"


def test_what_came_after_the_tick_is_not_told(view: ReportView, qtbot: QtBot) -> None:
    view.show_prepared(TEXT)
    choose(view, level="full")
    agree(view)
    view.show_prepared(replace(TEXT, wish=Wish(ABOUT, level="full"), shown="Home-Net"))
    assert shown(view) == "Home-Net"
    more = replace(TEXT, wish=Wish(ABOUT, level="full"), shown="Home-Net, Jo", adds={**TEXT.adds, "name-1": "Jo"})
    with qtbot.waitSignal(view.wish_changed) as wished:
        view.show_prepared(more)
    assert wished.args == ["text", "helpdesk"]
    assert "Jo" not in shown(view)


def test_about_something_else_it_has_to_be_agreed_to_again(view: ReportView) -> None:
    view.show_prepared(TEXT)
    choose(view, level="full")
    agree(view)
    assert view.level() == "full"
    view.begin_anew()
    assert view.level() == "helpdesk"


def test_while_another_one_is_made_nothing_is_handed_on(view: ReportView) -> None:
    view.show_prepared(TEXT)
    view.show_making()
    assert ways(view) == [False] * 4
    assert not view.is_ready()
    assert shown(view) == "The report", "it does not flicker"


@pytest.mark.parametrize(
    ("problem", "why", "words"),
    [(NO_OUTAGE, "", "There is no such outage any more."), (FAILED, "disk", "The report could not be made: disk.")],
)
def test_a_failure_is_one_sentence(view: ReportView, problem: str, why: str, words: str) -> None:
    view.show_prepared(TEXT)
    view.show_prepared(Prepared(Wish(ABOUT), problem, why))
    assert shown(view) == ""
    assert words in [label.text() for label in view.findChildren(QLabel)]
    assert ways(view) == [False] * 4


def test_pages_are_shown_in_place_of_their_source(view: ReportView) -> None:
    (paper,), (text,) = view.findChildren(Paper), view.findChildren(QPlainTextEdit)
    choose(view, form="pdf")
    pages = (QImage(80, 100, QImage.Format.Format_RGB32),)
    view.show_prepared(replace(TEXT, wish=Wish(ABOUT, "pdf"), suffix=".pdf", shown="", pages=pages, page_count=3))
    assert (paper.isVisible(), text.isVisible(), paper.pages()) == (True, False, 1)
    assert ways(view) == [False, True, False, True], "a PDF is no text that could be copied or mailed"
    choose(view, form="text")
    view.show_prepared(TEXT)
    assert (paper.isVisible(), text.isVisible()) == (False, True)


@pytest.mark.parametrize(("form", "suffix"), [("text", ".txt"), ("json", ".json"), ("pdf", ".pdf")])
def test_the_file_has_a_name_without_spaces(view: ReportView, qtbot: QtBot, form: str, suffix: str) -> None:
    view.show_prepared(replace(TEXT, wish=Wish(ABOUT, form), suffix=suffix))
    button(view, "Save as…").click()
    (dialog,) = view.findChildren(QFileDialog)
    (chosen,) = dialog.selectedFiles()
    assert chosen.endswith(suffix)
    name = chosen.rpartition("/")[2]
    assert name.startswith("netcheck-outage-2026-")
    assert " " not in name
    with qtbot.waitSignal(view.save_wanted) as saved:
        dialog.accept()
    assert saved.args == [chosen]


def test_wishes_are_told(view: ReportView, qtbot: QtBot) -> None:
    view.show_prepared(TEXT)
    view.show_saved("/tmp/x.txt")
    for name, signal in (
        ("Copy", view.copy_wanted), ("Mail…", view.mail_wanted), ("QR codes…", view.codes_wanted),
        ("Open folder", view.folder_wanted),
    ):  # fmt: skip
        with qtbot.waitSignal(signal):
            button(view, name).click()


def test_the_folder_is_offered_after_saving(view: ReportView) -> None:
    assert not button(view, "Open folder").isVisible()
    view.show_saved("/tmp/x.txt")
    assert button(view, "Open folder").isVisible()
    view.begin_anew()
    assert not button(view, "Open folder").isVisible()


def test_reading_on_is_not_disturbed(view: ReportView) -> None:
    view.resize(500, 300)
    (text,) = view.findChildren(QPlainTextEdit)
    view.show_prepared(replace(TEXT, shown="\n".join(map(str, range(300)))))
    text.verticalScrollBar().setValue(150)
    view.show_prepared(replace(TEXT, shown="\n".join(map(str, range(301)))))
    assert text.verticalScrollBar().value() == 150
    view.show_prepared(replace(TEXT, wish=Wish(ABOUT, "markdown"), shown="\n".join(map(str, range(302)))))
    assert text.verticalScrollBar().value() == 0, "another form begins at its beginning"


def test_there_is_room_for_some_lines(view: ReportView) -> None:
    (text,) = view.findChildren(QPlainTextEdit)
    assert text.minimumHeight() >= LINES * text.fontMetrics().lineSpacing()
