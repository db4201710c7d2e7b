"""Keeps Qt for Python from reading and keeping the source of everything that is imported, a tenth of all memory."""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401  # loads what is spared here


def spare() -> bool:
    """From now on no module's source is read; whether that could be had.

    Qt for Python offers to write its names in another way (`from __feature__ import snake_case`). To know whether a
    module may want that, it looks for "PySide6" in the source of each one that is imported, whoever imports it, and
    the library linecache keeps every line: 6 MB before the window opens, 14 MB when all of it was opened. Nobody here
    uses another way, so no module needs to be looked at. This is not documented (PySide 6.11,
    shibokensupport/feature.py); where it is not there any more, nothing is changed.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is None or not hasattr(feature, "_mod_uses_pyside"):
        return False
    setattr(feature, "_mod_uses_pyside", lambda _module: False)  # noqa: B010
    return True
