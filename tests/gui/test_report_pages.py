"""The preview's pages are those that will be printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.fitting import CannotMakeError
from netcheck.gui import report_pages
from netcheck.gui.report_pages import MOST_PAGES, WIDTH, first_pages
from tests.fake_record import of_log, of_outage


def test_the_first_pages_are_drawn(qtbot: QtBot) -> None:
    images, count = first_pages(replace(of_outage(), redaction="helpdesk"))
    assert 1 <= len(images) == min(count, MOST_PAGES)
    for image in images:
        assert image.width() == WIDTH < image.height()
    first = images[0].convertToFormat(images[0].Format.Format_Grayscale8)
    dark = sum(value < 100 for value in bytes(first.constBits()))
    assert 0.005 < dark / (first.width() * first.height()) < 0.3, "there are words on it"


def test_a_log_has_pages(qtbot: QtBot) -> None:
    images, count = first_pages(replace(of_log(), redaction="helpdesk"))
    assert count >= len(images) >= 1


def test_without_letters_it_says_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pages, "family", lambda: "")
    with pytest.raises(CannotMakeError):
        first_pages(replace(of_outage(), redaction="helpdesk"))
