"""Who sits at this computer, what it is called, and which domains it belongs to, as this system tells it."""

from __future__ import annotations

import getpass
import os
import re
import socket
import threading
from ctypes import byref, c_int32, c_uint8, c_uint16, c_uint32
from dataclasses import dataclass
from pathlib import Path

RESOLV_CONF = Path("/etc/resolv.conf")
MOST_BYTES = 65536
NAME_DISPLAY, LONGEST_NAME = 3, 1024
"""NameDisplay of EXTENDED_NAME_FORMAT, secext.h; letters, the last a nought."""
PATIENCE_S = 1.0
"""Seconds for the list of users: a company's may be kept on a server (LDAP) that is as unreachable as all others."""


@dataclass(frozen=True, slots=True)
class Whoami:
    """Names; each may be empty."""

    login: str = ""
    full_name: str = ""
    host: str = ""
    """Without a domain."""
    domains: tuple[str, ...] = ()
    """Search domains, and the one in the computer's own name."""
    home: str = ""
    """The user's folder: its last part is a name, too."""


def whoami() -> Whoami:
    """All of it, as far as this system tells; never waits for a name server, never raises."""
    login, full = _login()
    name, _, domain = socket.gethostname().partition(".")
    found = (domain, *_search_domains(), os.environ.get("USERDNSDOMAIN", ""))
    domains = dict.fromkeys(each.strip(".").lower() for each in found)
    return Whoami(login, full, name, tuple(each for each in domains if each), os.path.expanduser("~"))  # noqa: PTH111


def _login() -> tuple[str, str]:
    """Login and full name; where the list of users does not answer, what the environment says."""
    answers: list[tuple[str, str]] = []
    thread = threading.Thread(target=lambda: answers.append(_listed()), name="whoami", daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    named = (os.environ.get(name, "") for name in ("LOGNAME", "USER", "LNAME", "USERNAME"))
    return answers[-1] if answers else (next((name for name in named if name), ""), "")


def _listed() -> tuple[str, str]:
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "", ""
    try:
        import pwd
    except ImportError:
        return login, display_name()
    try:
        # The first part of GECOS is the name; "&" in it stands for the login (passwd(5)).
        gecos = pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0]
    except (KeyError, OSError):
        return login, ""
    return login, gecos.replace("&", login.capitalize()).strip()


def display_name() -> str:
    """The name behind the login on Windows ("Anna Example"); empty elsewhere, and where it knows none. May ask the
    server of a company's domain.

    learn.microsoft.com/windows/win32/api/secext/nf-secext-getusernameexw
    """
    # Elsewhere Windows' tables would lie there for nothing.
    from netcheck.world.windows_calls import function

    call = function("secur32", "GetUserNameExW", c_uint8)
    size = c_uint32(LONGEST_NAME)
    memory = (c_uint16 * LONGEST_NAME)()  # letters of two bytes, on any system
    if call is None or not call(c_int32(NAME_DISPLAY), memory, byref(size)):
        return ""
    return bytes(memory).decode("utf-16-le", "replace").partition("\0")[0].strip()


def _search_domains() -> tuple[str, ...]:
    """The domains in resolv.conf (resolv.conf(5)), which Linux and macOS keep up to date."""
    try:
        with RESOLV_CONF.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ()
    lines = re.findall(r"(?m)^\s*(?:search|domain)[ \t]+(.*)$", text)
    return tuple(word for line in lines for word in line.split("#")[0].split() if word not in (".", "local"))
