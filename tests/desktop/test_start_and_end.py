"""The program on a real screen: a second start, the end of the session, and what is kept."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

from tests.desktop.conftest import Start
from tests.desktop.playing import COMMAND, Playing
from tests.desktop.screen import Desktop, until

END_S = 2.0
"""Seconds that a session which ends gives its programs, at the least."""


def test_a_second_start_brings_the_first_to_the_front(screen: Desktop, start: Start) -> None:
    start(screen)
    (number,) = until(screen.windows, "the window")
    screen.ask("xdotool", "windowminimize", number)
    until(lambda: screen.where() == "minimised", "the window to be minimised")
    second = Playing(screen.start(COMMAND).process)
    assert second.end() == "ended 0"
    until(lambda: screen.windows() == {number: "shown"}, "the same window, and no other")
    until(lambda: screen.ask("xdotool", "getactivewindow").strip() == number, "the window to be active")


def test_sigterm_ends_it_in_time_and_in_good_order(screen: Desktop, start: Start) -> None:
    window = start(screen)
    until(lambda: screen.where() == "shown", "the window")
    window.tell("works")
    window.tell("breaks")
    window.process.send_signal(signal.SIGTERM)
    assert window.end(END_S) == "ended 0"
    assert screen.where() == "hidden"


def test_the_window_opens_where_it_was(screen: Desktop, start: Start) -> None:
    sizes: list[tuple[int, int] | None] = []
    for _ in range(2):
        window = start(screen)
        (number,) = until(screen.windows, "the window")
        if not sizes:
            screen.ask("xdotool", "windowsize", "--sync", number, "710", "520")
        sizes.append(until(partial(_size, screen, number), "its size"))
        window.process.terminate()
        assert window.end() == "ended 0"
    assert sizes == [(710, 520)] * 2


def test_no_screen(screen: Desktop) -> None:
    command = "from netcheck.__main__ import run; import sys; sys.exit(run(['gui']))"
    for display in ("", ":987654"):
        running = screen.start([sys.executable, "-c", command], env={"DISPLAY": display})
        assert running.process.wait(20) == os.EX_USAGE
        assert "screen" in running.said()
        assert "Traceback" not in running.said()


def test_gtk_is_not_loaded_on_gnome(screen: Desktop, start: Start) -> None:
    screen.env["XDG_CURRENT_DESKTOP"] = "GNOME"
    window = start(screen)
    until(lambda: screen.where() == "shown", "the window")
    assert "libgtk-3" not in Path(f"/proc/{window.process.pid}/maps").read_text()


def _size(screen: Desktop, number: str) -> tuple[int, int] | None:
    said = screen.ask("xdotool", "getwindowgeometry", "--shell", number)
    found = dict(line.split("=") for line in said.splitlines() if "=" in line)
    return (int(found["WIDTH"]), int(found["HEIGHT"])) if found else None
