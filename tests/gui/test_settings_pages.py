"""The pages: every setting has its place, every key of the keyboard but one meaning on a page."""

from __future__ import annotations

import re
from dataclasses import fields

from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from netcheck.core.settings import Settings, Window
from netcheck.gui.settings_fields import ChoiceField
from netcheck.gui.settings_page import Page
from netcheck.gui.settings_pages import Choices, pages_of

WRITTEN_BY_HAND = {("isp", "page_url"), ("learn", "asn_zone"), ("learn", "rdap")}

LISTS = ("services", "landmarks", "providers", "vendors")
"""Tables whose entries are no single values."""


def made(qtbot: QtBot, settings: Settings | None = None) -> tuple[Page, ...]:
    pages = pages_of(settings or Settings(), False, Choices((("de", "Deutsch"),))).pages
    for page in pages:
        qtbot.addWidget(page)
    return pages


def test_every_setting_has_one_place(qtbot: QtBot) -> None:
    keys = [field.key for page in made(qtbot) for field in page.fields if field.key]
    tables = [table.name for table in fields(Settings) if table.name not in LISTS]
    known = {(table, key.name) for table in tables for key in fields(getattr(Settings(), table))}
    assert set(keys) == known - WRITTEN_BY_HAND
    assert len(keys) == len(set(keys))


def test_no_key_means_two_things_on_a_page(qtbot: QtBot) -> None:
    for page in made(qtbot):
        texts = [button.text() for button in page.findChildren(QAbstractButton)]
        texts += [label.text() for label in page.findChildren(QLabel) if label.buddy() is not None]
        keys = [found[1].lower() for text in texts if (found := re.search("&(.)", text))]
        assert len(keys) == len(set(keys)), page.title
        # Alt+S and Alt+C are for Save and Cancel.
        assert not {"s", "c"} & set(keys), page.title
        assert len(keys) >= len(page.fields)


def test_a_language_without_a_name_is_not_lost(qtbot: QtBot) -> None:
    page = made(qtbot, Settings(window=Window(language="eo")))[-1]
    language = next(field for field in page.fields if field.key == ("window", "language"))
    assert isinstance(language, ChoiceField)
    assert language.value() == "eo"
    assert [language.box.itemData(n) for n in range(language.box.count())] == ["", "de", "eo"]


def test_a_page_knows_its_first_fault(qtbot: QtBot) -> None:
    page = made(qtbot)[0]
    assert not page.is_wrong()
    page.fields[2].complain("Must not be empty.")
    assert page.is_wrong()
    assert page.to_fault() is page.fields[2]
