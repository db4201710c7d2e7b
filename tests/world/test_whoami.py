"""Who sits here is told by the system itself, and where it is silent there are no names."""

from __future__ import annotations

import getpass
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from netcheck.world import whoami as room
from netcheck.world import windows_calls
from netcheck.world.whoami import whoami


@pytest.fixture(autouse=True)
def resolv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "resolv.conf"
    monkeypatch.setattr(room, "RESOLV_CONF", file)
    monkeypatch.delenv("USERDNSDOMAIN", raising=False)
    monkeypatch.setattr(socket, "gethostname", lambda: "laptop-7.Corp.example")
    return file


def test_host_and_domains(resolv: Path) -> None:
    resolv.write_text("# search no.example\nsearch  home.arpa lan. local . # x\ndomain Lan\nnameserver 192.168.1.1\n")
    found = whoami()
    assert found.host == "laptop-7"
    assert found.domains == ("corp.example", "home.arpa", "lan")


def test_windows_tells_its_domain_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERDNSDOMAIN", "CORP.EXAMPLE")
    assert whoami().domains == ("corp.example",)


def test_a_user_without_a_name_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("no user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert (whoami().login, whoami().full_name) == ("", "")


def test_the_login_and_the_name_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pwd = pytest.importorskip("pwd")
    monkeypatch.setattr(getpass, "getuser", lambda: "jo")
    entry = pwd.struct_passwd(("jo", "x", 1, 1, "& Smith,Room 7,,", "/home/jo", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda number: entry)
    assert (whoami().login, whoami().full_name) == ("jo", "Jo Smith")

    def unknown(number: int) -> object:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert (whoami().login, whoami().full_name) == ("jo", "")


def test_the_name_behind_the_login_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no secret there, but in many a phone's and a network's name, so a report has to leave it out."""

    def call(form: Any, memory: Any, size: Any) -> int:
        assert (form.value, size._obj.value) == (3, len(memory))
        memory[: len("Änna Example")] = [ord(letter) for letter in "Änna Example"]
        return 1

    monkeypatch.setattr(windows_calls, "function", lambda where, name, result: call)
    monkeypatch.setattr(getpass, "getuser", lambda: "annae")
    monkeypatch.setitem(sys.modules, "pwd", None)
    assert (whoami().login, whoami().full_name) == ("annae", "Änna Example")
    monkeypatch.setattr(windows_calls, "function", lambda where, name, result: lambda *arguments: 0)
    assert whoami().full_name == "", "ERROR_NONE_MAPPED: an account without one"


@pytest.mark.skipif(sys.platform == "win32", reason="how it is elsewhere")
def test_elsewhere_there_is_no_such_call() -> None:
    assert room.display_name() == ""


def test_a_list_of_users_that_never_answers_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A company's list of users stands on a server, which is as unreachable as all else in an outage."""
    asked, over = threading.Event(), threading.Event()

    def waits() -> str:
        asked.set()
        over.wait(30)
        return "too late"

    monkeypatch.setattr(getpass, "getuser", waits)
    monkeypatch.setattr(room, "PATIENCE_S", 0.05)
    monkeypatch.setenv("LOGNAME", "jo")
    try:
        assert (whoami().login, whoami().full_name) == ("jo", "")
        assert asked.is_set()
    finally:
        over.set()
