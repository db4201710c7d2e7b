"""No window on the screen: Qt draws into memory, and this is said before it is first imported."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from netcheck.gui.tidying import tidy


@pytest.fixture(autouse=True, scope="module")
def only_here() -> Iterator[None]:
    """Python tidies up on this thread only, as in the program (netcheck/gui/tidying.py says why)."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def tidied() -> Iterator[None]:
    """What a test left is thrown away before the next."""
    yield
    tidy()
