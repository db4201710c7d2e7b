"""`netcheck demo` in processes of its own, which have no network at all: each recorded outage is played to its end."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from netcheck.cli.arguments import Request, parse
from netcheck.cli.main import main
from netcheck.core.recording import DEMOS

ROOT = Path(__file__).resolve().parents[2]
FASTEST = "100"
ALONE = """
import os, sys
def watched(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname" or event in ("subprocess.Popen", "os.fork"):
        os.write(2, f"forbidden: {event}".encode())
        os._exit(99)
sys.addaudithook(watched)
sys.argv = ["netcheck", *sys.argv[1:]]
from netcheck.__main__ import main
main()
"""
"""Ends at once, with 99, where anything asks for a socket or another program."""


@functools.cache
def enclosure() -> tuple[str, ...]:
    """What begins a command line that has no network adapter but a loopback that is down; nothing where that cannot be
    had, and then the hook alone must do."""
    for words in (("unshare", "-n"), ("unshare", "-rn")):
        if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    return ()


def netcheck(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    folders = {f"XDG_{each}_HOME": str(home) for each in ("CONFIG", "DATA", "STATE", "CACHE")}
    return subprocess.run(
        [*enclosure(), sys.executable, "-c", ALONE, *arguments],
        cwd=home,
        env={
            **environment,
            **folders,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "LC_ALL": "C.UTF-8",
            "TMPDIR": str(home),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=50,
        check=False,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[subprocess.CompletedProcess[str], list[Path]]]:
    """All of them, two at a time: what was printed, and what was left in the person's folders."""

    def play(name: str) -> tuple[subprocess.CompletedProcess[str], list[Path]]:
        home = tmp_path_factory.mktemp(name)
        return netcheck(home, "demo", name, "--speed", FASTEST), list(home.rglob("*"))

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(DEMOS, pool.map(play, DEMOS), strict=True))


def test_the_hook_sees_a_socket(tmp_path: Path) -> None:
    script = ALONE.partition("sys.argv")[0] + "import socket; socket.socket()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (99, "forbidden: socket.__new__")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("announced-outage", "isp-announced-outage"),
        ("wifi-dropped", "link-down"),
        ("router-hung", "router-silent"),
        ("provider-dns-dead", "isp-dns-down"),
        ("captive-portal", "captive-portal"),
        ("flapping-line", "line-down"),
    ],
)
def test_each_is_played_to_its_end_without_any_network(
    name: str, fault: str, played: dict[str, tuple[subprocess.CompletedProcess[str], list[Path]]]
) -> None:
    done, left = played[name]
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert all(line.startswith("demo: ") for line in lines)
    assert lines[0] == f"demo: {DEMOS[name].title}"
    assert lines[-1] == "demo: The recording ends here."
    outage = next(n for n, line in enumerate(lines) if "Outage: " in line)
    back = next(n for n, line in enumerate(lines) if "It is back, after " in line)
    assert f"({fault})" in lines[outage]
    assert outage < back
    assert ("It comes and goes" in done.stdout) is (name == "flapping-line")
    assert left == [], "a demo writes nothing into the person's folders"


def test_the_list_names_all_of_them(tmp_path: Path) -> None:
    done = netcheck(tmp_path, "demo", "--list")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines() if not line.startswith(" ")] == list(DEMOS)
    assert all(story.title in done.stdout for story in DEMOS.values())


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("no-such",), "there is no demo 'no-such'; there are: announced-outage, "),
        (("--speed", "0"), "--speed"),
        (("--speed", "1000"), "--speed"),
        (("--speed", "nan"), "--speed"),
        (("--speed", "fast"), "'fast' is not a number from 1 to 100"),
        (("router-hung", "wifi-dropped"), "wifi-dropped"),
    ],
)
def test_wrong_usage_is_64_and_says_why(arguments: tuple[str, ...], word: str, tmp_path: Path) -> None:
    done = netcheck(tmp_path, "demo", *arguments)
    assert (done.returncode, done.stdout) == (64, "")
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_where_there_is_a_screen_the_window_plays_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    asked: list[Request] = []

    def window(request: Request) -> int:
        asked.append(request)
        return 5

    assert main(["demo", "wifi-dropped", "--speed", "3", "--loop"], window) == 5
    assert main(["demo"], window) == 5
    assert [(each.demo, each.speed, each.loop) for each in asked] == [
        ("wifi-dropped", 3.0, True),
        ("announced-outage", 1.0, False),
    ]


def test_without_options_it_is_played_once_as_it_was() -> None:
    found = parse(["demo"])
    assert (found.command, found.demo, found.speed, found.loop, found.list_demos) == ("demo", "", 1.0, False, False)


def test_without_recordings_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("netcheck.wiring.demos", lambda: ())
    assert main(["demo"]) == 64
    assert "did not come with this program" in capsys.readouterr().err
