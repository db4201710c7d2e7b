"""Tells Windows which program this is, so that its taskbar and its notices show netcheck's name and not Python's."""

from __future__ import annotations

from ctypes import c_int32, c_uint32, c_wchar_p

from netcheck.world.windows_calls import function

ANY = 0xFFFFFFFF
"""ASFW_ANY of winuser.h."""


def introduce(app_id: str) -> bool:
    """Take a name (an AppUserModelID) for this process; before its first window. Whether Windows took it.

    The installer's shortcut must bear the same one: notices show the name of that shortcut.
    learn.microsoft.com/windows/win32/api/shobjidl_core/nf-shobjidl_core-setcurrentprocessexplicitappusermodelid

    A second start asks the first to come to the front, which Windows lets only those do whom the person has just dealt
    with: that is this process, which hands the right on. Without it only the taskbar's button would blink.
    learn.microsoft.com/windows/win32/api/winuser/nf-winuser-allowsetforegroundwindow
    """
    hand_on = function("user32", "AllowSetForegroundWindow", c_int32)
    if hand_on is not None:
        hand_on(c_uint32(ANY))
    call = function("shell32", "SetCurrentProcessExplicitAppUserModelID", c_int32)
    return call is not None and call(c_wchar_p(app_id)) == 0
