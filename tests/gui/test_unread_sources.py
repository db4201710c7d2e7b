"""Nothing of the program's source stays in memory."""

from __future__ import annotations

import linecache
import subprocess
import sys

from netcheck.gui.unread_sources import spare

ASK = """
import linecache
import netcheck.gui.main_window, netcheck.wiring
print(sum(name.endswith(".py") for name in linecache.cache))
"""
MOST = 10
"""What Qt for Python reads while it is being imported itself, before anybody can tell it."""


def test_it_can_be_had() -> None:
    assert spare()


def test_no_source_is_kept() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, timeout=60, check=True)
    assert int(told.stdout) <= MOST


def test_a_traceback_still_shows_its_lines() -> None:
    assert "def spare" in "".join(linecache.getlines(spare.__code__.co_filename))
