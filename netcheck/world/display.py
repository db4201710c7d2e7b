"""Tells whether a window can be opened here, before Qt is asked: Qt ends the whole program where it cannot."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from netcheck.core.notices import APP_ID

PATIENCE_S = 3.0
"""Seconds for a screen to answer; one on another computer may be far away, and one that hangs must not hang us."""
NO_SCREEN = "there is no screen to open a window on"


def problem(environment: Mapping[str, str] | None = None, plugins: Path | None = None) -> str:
    """Why no window can be opened, as the first part of a sentence; empty where one can.

    Tries what Qt will do: connect to the Wayland or X11 display that the environment names, and load the part of Qt
    that draws there, whose libraries may be missing. `plugins` is Qt's folder of such parts.
    """
    if sys.platform == "win32":
        # Elsewhere Windows' tables would lie there for nothing: 0.7 MB.
        from netcheck.world.windows_identity import introduce

        introduce(APP_ID)  # where nothing can be in the way, this is the moment before the first window
        return ""
    if not sys.platform.startswith(("linux", "freebsd", "openbsd", "netbsd")):
        return ""
    named = os.environ if environment is None else environment
    asked = named.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if asked and asked not in ("xcb", "wayland", "wayland-egl"):
        return ""  # somebody knows what they want
    wayland, x11 = named.get("WAYLAND_DISPLAY", ""), named.get("DISPLAY", "")
    reason = NO_SCREEN
    if wayland and asked != "xcb":
        reason = _within(lambda: _wayland(wayland, named)) or _missing("qwayland", plugins)
        if not reason:
            return ""
    if x11 and not asked.startswith("wayland"):
        reason = _within(lambda: _x11(x11)) or _missing("qxcb", plugins)
    return reason


def _within(ask: Callable[[], str]) -> str:
    answer: list[str] = []
    thread = threading.Thread(target=lambda: answer.append(ask()), name="display", daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    return answer[0] if answer else "the screen does not answer"


def _wayland(name: str, named: Mapping[str, str]) -> str:
    """Connect to the compositor's socket; a relative name stands in the runtime folder (wl_display_connect(3))."""
    path = Path(named.get("XDG_RUNTIME_DIR", "")) / name
    if not path.is_absolute():
        return "the screen cannot be opened: XDG_RUNTIME_DIR is not set"
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(PATIENCE_S)
        try:
            sock.connect(str(path))
        except OSError as error:
            return f"the screen {name} cannot be opened ({error.strerror or error})"
    return ""


def _x11(name: str) -> str:
    """Connect as Qt does, by libxcb, which knows all forms of DISPLAY and shows the server who we are."""
    try:
        xcb = _library("libxcb.so.1", "xcb")
    except OSError:
        return "the window needs libxcb, which is not installed"
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(name), None)
    wrong = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"the screen {name} cannot be opened (is it another user's?)" if wrong else ""


def _library(usual: str, name: str) -> ctypes.CDLL:
    """A library of the system by its usual file, else wherever it is found; OSError where there is none."""
    try:
        return ctypes.CDLL(usual)
    except OSError:
        # To search runs a program, and to be able to run one takes 0.7 MB.
        from ctypes.util import find_library

        return ctypes.CDLL(find_library(name) or usual)


def _missing(plugin: str, plugins: Path | None) -> str:
    """The library that keeps a part of Qt from being loaded; Qt itself names a wrong one (xcb-cursor, always)."""
    folder = plugins or _qt_plugins()
    path = folder / "platforms" / f"lib{plugin}.so" if folder else None
    if path is None or not path.exists():
        return ""  # a Qt that is laid out in another way: let it try
    try:
        ctypes.CDLL(str(path))
    except OSError as error:
        found = re.match(r"(\S+?): cannot open shared object", str(error))
        return f"the window needs {found[1]}, which is not installed" if found else f"Qt cannot be loaded ({error})"
    return ""


def _qt_plugins() -> Path | None:
    spec = importlib.util.find_spec("PySide6")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "Qt" / "plugins" if places else None
