"""Real trays: old and modern, late, gone, and none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.conftest import Start
from tests.desktop.screen import Desktop, Running, desktop, needs, until

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


class Item:
    """The program's icon in a modern tray, as the tray sees it: that of the latest registration that still stands."""

    def __init__(self, screen: Desktop) -> None:
        self._screen = screen

    def registered(self) -> list[str]:
        """The icons that the tray has: a connection each, with the object's path where one was told."""
        told = self._screen.call(
            WATCHER,
            "/StatusNotifierWatcher",
            "org.freedesktop.DBus.Properties.Get",
            WATCHER,
            "RegisteredStatusNotifierItems",
        )
        return told.split("'")[1::2]

    def call(self, path: str, member: str, *arguments: str) -> str:
        """What it answers; empty where it is not there."""
        names = self.registered()
        name, _, own = names[-1].partition("/") if names else ("", "", "")
        return self._screen.call(name, path or f"/{own or 'StatusNotifierItem'}", member, *arguments) if name else ""

    def get(self, name: str) -> str:
        """One of its properties."""
        return self.call("", "org.freedesktop.DBus.Properties.Get", ITEM, name)

    def activate(self) -> None:
        """A click."""
        self.call("", f"{ITEM}.Activate", "0", "0")

    def menu(self) -> dict[str, str]:
        """Labels of the menu, each with its number."""
        layout = self.call("/MenuBar", f"{MENU}.GetLayout", "0", "-1", "[]")
        found = {}
        for part in layout.split("<(")[1:]:
            number = part.split(",")[0].removeprefix("int32 ").strip()
            if "'label': <'" in part:
                found[part.split("'label': <'")[1].split("'")[0].replace("_", "")] = number
        return found

    def choose(self, label: str) -> None:
        """A click on a line of the menu."""
        number = self.menu()[label]
        self.call("/MenuBar", f"{MENU}.Event", number, "clicked", "<''>", "0")


def trayer(screen: Desktop) -> Running:
    """An old tray."""
    needs("trayer", "xwininfo")
    return screen.start(
        [
            "trayer",
            "--edge",
            "top",
            "--align",
            "right",
            "--widthtype",
            "request",
            "--height",
            "28",
            "--SetDockType",
            "true",
        ]
    )


def docked(screen: Desktop) -> bool:
    """Whether the program's icon stands in an old tray."""
    tree = screen.ask("xwininfo", "-root", "-tree")
    panel = tree.partition('"trayer")')[2].partition('("trayer" "Trayer")')[0]
    return '("netcheck" "netcheck")' in tree.partition("panel")[2] if panel else False


def test_an_old_tray(screen: Desktop, start: Start) -> None:
    tray = trayer(screen)
    window = start(screen)
    until(lambda: docked(screen), "the icon in the tray")
    until(lambda: screen.where() == "shown", "the window")
    screen.close_window()
    until(lambda: screen.where() == "hidden", "the window to hide in the tray")
    tray.stop()
    until(lambda: screen.where() == "minimised", "the window to come back, since the tray is gone")
    window.process.terminate()
    assert window.end() == "ended 0"


def test_an_old_tray_that_comes_late(screen: Desktop, start: Start) -> None:
    start(screen)
    until(lambda: screen.where() == "shown", "the window")
    trayer(screen)
    until(lambda: docked(screen), "the icon in the tray")


def test_a_modern_tray_that_comes_late_and_goes(screen: Desktop, start: Start) -> None:
    needs("/usr/bin/python3")
    window = start(screen)
    until(lambda: screen.where() == "shown", "the window")
    tray = screen.start_watcher()
    item = Item(screen)
    until(lambda: "netcheck" in item.get("Id"), "the icon's name")
    assert "netcheck" in item.get("Title")
    pixmaps = item.get("IconPixmap")
    # Numbers of GVariant: the first of an array bears its type.
    assert [size for size in (16, 22, 24, 32, 48) if f"({size}, {size}, " not in pixmaps.replace("int32 ", "")] == []
    assert list(item.menu()) == ["Open netcheck", "Check now", "Pause alerts", "Copy report", "Quit netcheck"]
    screen.close_window()
    until(lambda: screen.where() == "hidden", "the window to hide in the tray")
    item.activate()
    until(lambda: screen.where() == "shown", "the window to come from the tray")
    item.choose("Check now")
    until(lambda: "look" in window.tell("asked"), "the look that the menu asks for")
    window.tell("works")
    window.tell("breaks")
    until(lambda: "Your provider refuses" in item.get("ToolTip"), "the verdict under the pointer")
    screen.close_window()
    until(lambda: screen.where() == "hidden", "the window to hide again")
    tray.stop()
    until(lambda: screen.where() == "minimised", "the window to come back, since the tray is gone")
    screen.start_watcher()
    until(lambda: "Quit netcheck" in item.menu(), "the icon in a tray that was started anew")
    until(lambda: len(item.registered()) == 1, "one icon and no more")
    item.choose("Quit netcheck")
    assert window.end() == "ended 0"


def test_start_in_a_tray_that_is_there(screen: Desktop, start: Start) -> None:
    screen.start_watcher()
    until(lambda: screen.has_name(WATCHER), "the tray")
    start(screen, "--tray")
    item = Item(screen)
    until(lambda: "Open netcheck" in item.menu(), "the menu")
    assert screen.where() == "hidden"
    item.choose("Open netcheck")
    until(lambda: screen.where() == "shown", "the window")


def test_start_in_a_tray_that_never_comes(screen: Desktop, start: Start) -> None:
    start(screen, "--tray")
    assert screen.where() == "hidden"
    until(lambda: screen.where() == "minimised", "a window that can be found")


@pytest.mark.parametrize("arguments", [(), ("--no-tray",)])
def test_no_tray(screen: Desktop, start: Start, arguments: tuple[str, ...]) -> None:
    if arguments:
        screen.start_watcher()
        until(lambda: screen.has_name(WATCHER), "the tray that is not wanted")
    window = start(screen, *arguments)
    until(lambda: screen.where() == "shown", "the window")
    screen.close_window()
    until(lambda: screen.where() == "minimised", "the window to be minimised")
    screen.close_window()
    assert window.end() == "ended 0"


def test_the_panel_of_xfce(tmp_path: Path, start: Start) -> None:
    needs("xfce4-panel", "openbox")
    with desktop(tmp_path, activation=True) as screen:
        screen.start(["openbox"])
        start(screen)
        screen.start(["xfce4-panel", "--disable-wm-check"])
        until(lambda: screen.has_name(WATCHER), "the panel's tray", 30.0)
        until(lambda: len(Item(screen).registered()) == 1, "one icon in the panel", 30.0)
        until(lambda: screen.where() == "shown", "the window")
        screen.close_window()
        until(lambda: screen.where() == "hidden", "the window to hide in the panel's tray")
