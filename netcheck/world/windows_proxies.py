"""Finds the proxies that programs on Windows are told to use."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Mapping
from ctypes import byref, c_int32

from netcheck.core.network import ProxyChoice
from netcheck.world import proxies as settings
from netcheck.world.windows_calls import function
from netcheck.world.windows_layouts import ProxyWord

SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"


def proxies(environment: Mapping[str, str]) -> tuple[ProxyChoice, ...]:
    """Proxies of the environment, then those of Windows' settings for this user.

    A proxy that Windows is to look for by itself (WPAD) is none until it has found one: looking for it can take half a
    minute, so it is not asked to.
    """
    told = of_winhttp()
    if told is None or not (told[1] or told[3]):
        told = of_registry()
    return settings.of_environment(environment) + (settings.of_windows(*told) if told else ())


def of_winhttp() -> tuple[object, object, object, object] | None:
    """Whether a proxy is set, the proxy, its exceptions and the script; None where Windows does not tell.

    learn.microsoft.com/windows/win32/api/winhttp/nf-winhttp-winhttpgetieproxyconfigforcurrentuser
    """
    call = function("winhttp", "WinHttpGetIEProxyConfigForCurrentUser", c_int32)
    if call is None:
        return None
    word = ProxyWord()
    if not call(byref(word)):
        return None
    proxy, exceptions, script = _text(word.proxy), _text(word.exceptions), _text(word.script)
    return bool(proxy), proxy, exceptions, script


def of_registry() -> tuple[object, object, object, object] | None:
    """The same from this user's registry (ProxyEnable, ProxyServer, ProxyOverride, AutoConfigURL)."""
    if sys.platform != "win32":
        return None
    import winreg

    values: list[object] = []
    for name in ("ProxyEnable", "ProxyServer", "ProxyOverride", "AutoConfigURL"):
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, SETTINGS) as key:
                values.append(winreg.QueryValueEx(key, name)[0])
        except OSError:
            values.append(None)
    return values[0], values[1], values[2], values[3]


def _text(pointer: int | None) -> str | None:
    """A text that WinHTTP made for us, given back to it (GlobalFree, winbase.h)."""
    if not pointer:
        return None
    found = ctypes.wstring_at(pointer)
    free = function("kernel32", "GlobalFree", ctypes.c_void_p)
    if free is not None:
        free(ctypes.c_void_p(pointer))
    return found
