"""Which netcheck this is."""

from __future__ import annotations

import netcheck


def version() -> str:
    """The version of this program, e.g. "1.0.0"."""
    return netcheck.__version__
