"""Tells Windows which program this is, so that its taskbar and its notices show netcheck's name and not Python's."""

from __future__ import annotations

from ctypes import c_int32, c_wchar_p

from netcheck.world.windows_calls import function


def introduce(app_id: str) -> bool:
    """Take a name (an AppUserModelID) for this process; before its first window. Whether Windows took it.

    The installer's shortcut must bear the same one: notices show the name of that shortcut.
    learn.microsoft.com/windows/win32/api/shobjidl_core/nf-shobjidl_core-setcurrentprocessexplicitappusermodelid
    """
    call = function("shell32", "SetCurrentProcessExplicitAppUserModelID", c_int32)
    return call is not None and call(c_wchar_p(app_id)) == 0
