"""Draws every window in every state: python3 -m tests.shots [--only NAME ...] [--folder DIR]."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from netcheck.core.handover_codes import codes_of
from netcheck.core.history import days, months
from netcheck.core.learnt import asked_hosts
from netcheck.core.settings import Isp, Service, Settings
from netcheck.core.shown_codes import LETTERS
from netcheck.core.situation import Situation
from netcheck.gui import theme
from netcheck.gui.afterwards_page import AfterwardsPage
from netcheck.gui.call_page import CallPage
from netcheck.gui.card import Card
from netcheck.gui.claim_page import ClaimPage
from netcheck.gui.codes_window import CodesWindow
from netcheck.gui.colleagues_page import ColleaguesPage
from netcheck.gui.history_window import HistoryWindow
from netcheck.gui.main_window import MainWindow
from netcheck.gui.qr_code import CodeDialog
from netcheck.gui.settings_dialog import SettingsDialog
from netcheck.gui.settings_pages import Choices
from tests.gui.spoken_states import AT_HOME, BARE, LASTS, OVER, OWED, spoken_of
from tests.gui.states import STATES
from tests.shots import years

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = {
    "light": ("light", 1.0, QSize(1200, 800), False),
    "light-small": ("light", 1.0, QSize(900, 600), False),
    "light-200": ("light", 2.0, QSize(1200, 800), False),
    "dark": ("dark", 1.0, QSize(1200, 800), False),
    "dark-small": ("dark", 1.0, QSize(900, 600), False),
    "mirrored": ("light", 1.0, QSize(1200, 800), True),
}
"""Theme, size of letters, size of the window, and whether it reads from the right."""


def pictures(size: QSize) -> Iterator[tuple[str, QWidget]]:
    """Every window, shown, with the name of its state."""
    for name, bring_about in STATES.items():
        window = MainWindow()
        window.resize(size)
        window.show()
        bring_about(window)
        yield name, window
    yield "history", _history(size)
    yield "history-empty", _history(size, empty=True)
    dialog = SettingsDialog(_settings(), "netcheck.toml", True, Choices((("de", "Deutsch"), ("fr", "Français"))))
    dialog.show_hosts(asked_hosts(_settings()))
    dialog.show_learnt(years.networks())
    dialog.resize(min(size.width(), 900), min(size.height(), 640))
    dialog.show()
    for number in range(len(dialog.pages)):
        dialog.list.setCurrentRow(number)
        yield f"settings-{number + 1}", dialog
    dialog.list.setCurrentRow(5)
    dialog.learnt.forget_all.click()
    yield "settings-forget", dialog
    yield from _speaking(size)
    code = CodeDialog("Status page", "https://status.example.net/region/upper-austria")
    code.show()
    wait_for(lambda: code.code.drawn)
    yield "qr-code", code


def _speaking(size: QSize) -> Iterator[tuple[str, QWidget]]:
    """The pages on which the program speaks for the person, and the codes of a report."""
    made: tuple[tuple[str, type[CallPage | ColleaguesPage | ClaimPage | AfterwardsPage], Situation], ...] = (
        ("say-call", CallPage, LASTS),
        ("say-call-home", CallPage, AT_HOME),
        ("say-call-bare", CallPage, BARE),
        ("say-colleagues", ColleaguesPage, LASTS),
        ("say-claim", ClaimPage, OWED),
        ("say-claim-bare", ClaimPage, BARE),
        ("say-afterwards", AfterwardsPage, OVER),
    )
    for name, kind, found in made:
        card, page = Card(), kind()
        card.column.addWidget(page)
        view = QScrollArea()
        view.setWidgetResizable(True)
        view.setWidget(card)
        view.resize(size)
        view.show()
        page.tell(spoken_of(found))
        until = time.monotonic() + 0.3  # small codes are drawn on another thread
        wait_for(lambda until=until: time.monotonic() > until)  # type: ignore[misc]
        yield name, view
    window = CodesWindow()
    parts = codes_of(b"A report. " * 900, LETTERS)
    window.tell([*parts], ["Whole report"] * len(parts))
    window.show()
    wait_for(lambda: window.code.drawn)
    yield "qr-codes", window


def wait_for(done: Callable[[], bool]) -> None:
    """Let the program run until this is so, ten seconds at most."""
    until = time.monotonic() + 10
    while not done() and time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)


def _history(size: QSize, empty: bool = False) -> HistoryWindow:
    window = HistoryWindow()
    window.resize(size)
    window.show()
    outages = () if empty else years.outages()
    begin, today = (years.NOW - timedelta(days=370)).date(), years.NOW.date()
    window.show_history(
        outages, days(outages, begin, today, None), months(outages, None), () if empty else years.journal()
    )
    QApplication.processEvents()
    if not empty:
        window.show_points(years.points(), years.gaps())
    return window


def _settings() -> Settings:
    services = (
        Service("CRM", "https://crm.company.example/"),
        Service("Files", "tcp://files.company.example:445", "vpn"),
    )
    return Settings(Isp("Example Telecom", "https://status.isp.example/", "", "+43 1 234567", "Linz"), services)


def main(arguments: list[str] | None = None) -> int:
    """Draw what was asked for, and say where it is."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.shots", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these states; default: all")
    parser.add_argument("--variant", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    parser.add_argument("--folder", type=Path, default=ROOT / "shots")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    usual, count = app.font(), 0
    for variant in options.variant:
        scheme, scale, size, mirrored = VARIANTS[variant]
        letters = app.font()
        letters.setPointSizeF(usual.pointSizeF() * scale)
        app.setFont(letters)
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        theme.apply(app, scheme)
        for name, window in pictures(size):
            if not options.only or name in options.only:
                for _ in range(5):
                    app.processEvents()
                window.grab().save(str(options.folder / f"{name}-{variant}.png"))
                count += 1
            if not isinstance(window, SettingsDialog):
                window.hide()
                window.deleteLater()
    print(f"{count} pictures in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
