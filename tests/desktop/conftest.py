"""A desktop for each test, and the window on it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desktop.playing import COMMAND, Playing
from tests.desktop.screen import Desktop, desktop, needs

Start = Callable[..., Playing]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    """A screen with a window manager, and a session bus on which nothing is started unasked."""
    needs("openbox", "xprop", "gdbus")
    with desktop(tmp_path) as made:
        made.start(["openbox"])
        yield made


@pytest.fixture
def start() -> Start:
    """Start the window, or another one, and wait until it watches."""

    def begin(made: Desktop, *arguments: str) -> Playing:
        running = made.start([*COMMAND, *arguments], stdin=subprocess.PIPE)
        playing = Playing(running.process)
        assert playing.line() == "started", running.said()
        return playing

    return begin
