"""No window on the screen: Qt draws into memory, and this is said before it is first imported."""

from __future__ import annotations

import gc
import os

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture
def swept(qapp: object) -> None:
    """What earlier tests left is thrown away now, on this thread.

    A thread that makes a report needs so much memory that Python would clean up there; and what Qt has made must not be
    deleted on another thread than its own.
    """
    gc.collect()
