"""What a screen reader finds: names for all that can be used, and buttons that it can press."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.desktop.conftest import Start
from tests.desktop.screen import HERE, SYSTEM_PYTHON, Desktop, desktop, needs, until

READER = HERE / "small_reader.py"
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")


class Node(NamedTuple):
    """One thing, as a screen reader knows it."""

    depth: int
    role: str
    shown: bool
    focusable: bool
    name: str


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop on which a screen reader is switched on."""
    needs("openbox", "dbus-send", SYSTEM_PYTHON, str(LAUNCHER))
    with desktop(tmp_path, activation=True) as screen:
        del screen.env["NO_AT_BRIDGE"]
        screen.start(["openbox"])
        screen.start([LAUNCHER])
        until(lambda: screen.has_name("org.a11y.Bus"), "the bus of screen readers")
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            screen.call(
                *("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties.Set"),
                *("org.a11y.Status", name, "<true>"),
            )
        yield screen


def nodes(screen: Desktop) -> list[Node]:
    """The whole program."""
    lines = screen.ask(SYSTEM_PYTHON, READER, "list").splitlines()
    parts = [line.split("\t") for line in lines]
    return [Node(int(p[0]), p[1], p[2] == "shown", p[3] == "focusable", p[4]) for p in parts if len(p) == 5]


def says(screen: Desktop, text: str) -> bool:
    """Whether one of the texts says this."""
    return any(text in node.name for node in nodes(screen) if node.role == "label")


def test_everything_that_can_be_used_has_a_name_and_can_be_pressed(read: Desktop, start: Start) -> None:
    window = start(read)
    window.tell("works")
    window.tell("breaks")
    until(lambda: says(read, "refuses your router's login"), "the verdict")
    found = nodes(read)
    (frame,) = [node for node in found if node.role == "frame"]
    assert "Your provider refuses your router's login." in frame.name
    roles = ("push button", "toggle button", "check box", "radio button", "page tab", "text", "combo box", "menu item")
    used = [node for node in found if node.role in roles]
    assert len(used) > 20
    assert [node for node in used if not node.name.strip()] == []
    assert [node for node in used if node.role == "push button" and not node.focusable] == []
    names = {node.name for node in found if node.shown}
    assert {"Router: works", "Line: fault here", "Internet: not checked"} <= names, "states in words"
    assert read.ask(SYSTEM_PYTHON, READER, "do", "push button", "Check now").strip() == "done"
    until(lambda: "look" in window.tell("asked"), "the look that was asked for")
    window.tell("comes_back")
    until(lambda: says(read, "Your internet is back"), "the return")
    assert read.ask(SYSTEM_PYTHON, READER, "do", "push button", "Yes, all works").strip() == "done"
    until(
        lambda: not [node for node in nodes(read) if node.name == "Yes, all works" and node.shown],
        "the question to be answered",
    )
