"""A real notification daemon: what it is told by the whole program, and what a click does."""

from __future__ import annotations

import json

from tests.desktop.conftest import Start
from tests.desktop.playing import COMMAND, Playing
from tests.desktop.screen import Desktop, needs, until

BACK = "Your internet is back."


def displayed(screen: Desktop) -> int:
    """How many notices stand on the screen."""
    return int(screen.ask("dunstctl", "count", "displayed").strip() or 0)


def history(screen: Desktop) -> dict[str, dict[str, object]]:
    """Notices that were closed, by title."""
    entries = json.loads(screen.ask("dunstctl", "history") or '{"data": [[]]}')["data"][0]
    return {entry["summary"]["data"]: {name: value["data"] for name, value in entry.items()} for entry in entries}


def in_the_tray(screen: Desktop, start: Start) -> Playing:
    """The program, hidden in a tray, with a daemon that shows notices."""
    needs("dunst", "dunstctl")
    screen.start_dunst()
    screen.start_watcher()
    until(lambda: screen.has_name("org.kde.StatusNotifierWatcher"), "the tray")
    window = start(screen, "--tray")
    window.tell("works")
    assert screen.where() == "hidden"
    return window


def test_down_and_back_in_one_place_until_it_is_seen(screen: Desktop, start: Start) -> None:
    window = in_the_tray(screen, start)
    window.tell("breaks")
    until(lambda: displayed(screen) == 1, "the notice of the outage")
    window.tell("comes_back")
    # The one of the outage is replaced, and is in no history.
    until(lambda: displayed(screen) == 1 and not history(screen), "the notice of the return in its place")
    screen.ask("dunstctl", "action", "0")
    until(lambda: screen.where() == "shown", "the window that the click opens")
    screen.ask("dunstctl", "close-all")
    shown = until(lambda: history(screen), "the history")
    assert list(shown) == [BACK]
    assert shown[BACK]["timeout"] == 0, "it stays"
    assert "It was away for 1 min 42 s" in str(shown[BACK]["body"])


def test_opening_the_window_takes_the_notice_away(screen: Desktop, start: Start) -> None:
    window = in_the_tray(screen, start)
    window.tell("breaks")
    until(lambda: displayed(screen) == 1, "the notice of the outage")
    other = Playing(screen.start(COMMAND).process)
    assert other.end() == "ended 0"
    until(lambda: screen.where() == "shown", "the window")
    until(lambda: displayed(screen) == 0, "the notice to go")


def test_who_sees_the_window_gets_no_notice_of_the_outage(screen: Desktop, start: Start) -> None:
    needs("dunst", "dunstctl")
    screen.start_dunst()
    window = start(screen)
    (number,) = until(screen.windows, "the window")
    until(lambda: screen.ask("xdotool", "getactivewindow").strip() == number, "the window to be active")
    window.tell("works")
    window.tell("breaks")
    window.tell("comes_back")
    until(lambda: displayed(screen) == 1, "the notice of the return")
    screen.ask("dunstctl", "close-all")
    assert list(until(lambda: history(screen), "the history")) == [BACK]


def test_closing_says_once_that_it_goes_on_watching(screen: Desktop, start: Start) -> None:
    window = in_the_tray(screen, start)
    for _ in range(2):
        other = Playing(screen.start(COMMAND).process)
        assert other.end() == "ended 0"
        until(lambda: screen.where() == "shown", "the window")
        screen.close_window()
        until(lambda: screen.where() == "hidden", "the window to hide")
        window.tell("works")
    screen.ask("dunstctl", "close-all")
    assert list(until(lambda: history(screen), "the hint")) == ["netcheck keeps watching"]


def test_a_daemon_that_comes_late_is_used(screen: Desktop, start: Start) -> None:
    needs("dunst", "dunstctl")
    screen.start_watcher()
    until(lambda: screen.has_name("org.kde.StatusNotifierWatcher"), "the tray")
    window = start(screen, "--tray")
    window.tell("works")
    window.tell("breaks")
    until(lambda: screen.where() == "minimised", "the window, since nobody else tells of the outage")
    screen.start_dunst()
    window.tell("comes_back")
    until(lambda: displayed(screen) == 1, "the notice of the return")
