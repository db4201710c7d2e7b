"""Whether a window can be opened: real screens, screens of others, and none."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from netcheck.world import display
from netcheck.world.display import NO_SCREEN, problem
from tests.desktop.screen import desktop

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
ASK = "import os; from netcheck.world.display import problem; print(problem())"


XCB = {"QT_QPA_PLATFORM": "xcb"}


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ""}, XCB, {**XCB, "WAYLAND_DISPLAY": "wayland-0"}])
def test_no_screen(environment: dict[str, str]) -> None:
    assert problem(environment) == NO_SCREEN


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_somebody_asks_for_another_way(platform: str) -> None:
    assert problem({"QT_QPA_PLATFORM": platform}) == ""


def test_a_real_screen_and_the_part_of_qt_for_it(tmp_path: Path) -> None:
    with desktop(tmp_path) as made:
        assert made.ask(sys.executable, "-c", ASK) == "\n"


def test_a_screen_that_is_gone() -> None:
    assert problem({"DISPLAY": ":987654"}).startswith("the screen :987654 cannot be opened")


def test_another_users_screen(tmp_path: Path) -> None:
    if not shutil.which("xauth"):
        pytest.fail("not installed: xauth (tests/run.py names the packages)")
    for name, cookie in (("server", "a" * 32), ("client", "b" * 32)):
        subprocess.run(["xauth", "-f", tmp_path / name, "add", ":0", ".", cookie], check=True, timeout=10)
    (tmp_path / "made").mkdir()
    with desktop(tmp_path / "made", cookies=tmp_path / "server") as made:
        made.env["XAUTHORITY"] = str(tmp_path / "client")
        said = made.ask(sys.executable, "-c", ASK)
        assert said.strip() == f"the screen {made.env['DISPLAY']} cannot be opened (is it another user's?)"


def test_wayland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert problem(named) == f"the screen wayland-0 cannot be opened ({os.strerror(errno.ENOENT)})"
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert problem(named, plugins=tmp_path) == ""
        assert problem({"WAYLAND_DISPLAY": str(tmp_path / "wayland-0")}, plugins=tmp_path) == ""
    assert "XDG_RUNTIME_DIR" in problem({"WAYLAND_DISPLAY": "wayland-0"})


def test_a_library_is_missing(tmp_path: Path) -> None:
    if not shutil.which("gcc"):
        pytest.fail("not installed: gcc (tests/run.py names the packages)")
    platforms = tmp_path / "platforms"
    platforms.mkdir()
    (tmp_path / "empty.c").write_text("int nothing;\n")
    build: list[str | Path] = ["gcc", "-shared", "-fPIC", tmp_path / "empty.c"]
    subprocess.run([*build, "-o", tmp_path / "libgone.so.4"], check=True, timeout=30)
    subprocess.run(
        [*build, "-Wl,--no-as-needed", "-o", platforms / "libqxcb.so", tmp_path / "libgone.so.4"],
        check=True,
        timeout=30,
    )
    (tmp_path / "libgone.so.4").unlink()
    said = display._missing("qxcb", tmp_path)
    assert said.startswith("the window needs ")
    assert said.endswith("libgone.so.4, which is not installed")


def test_a_screen_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "PATIENCE_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert problem({"DISPLAY": f"tcp/127.0.0.1:{port - 6000}"}) == "the screen does not answer"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of files as Linux has them")
def test_a_library_is_searched_where_its_usual_file_is_missing() -> None:
    assert display._library("libnothing-of-ours.so.9", "c")._name.startswith("libc.")
    with pytest.raises(OSError, match="nothing-of-ours"):
        display._library("libnothing-of-ours.so.9", "nothing-of-ours")
