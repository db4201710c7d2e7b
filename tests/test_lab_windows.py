"""What surrounds the Windows program in the lab, without Wine: the starter, what is left out, and the table."""

import fnmatch
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import watches
from tests.lab.scenario import all_scenarios
from tests.lab.windows import cannot, made, otherwise, session, side_by_side

STARTER = Path(made.__file__).with_name("start.py")


def run(scenario: str, *, side: str, told: str, right: bool, seconds: float = 3.0) -> dict[str, object]:
    """A run as the lab stores it."""
    return {
        "scenario": scenario,
        "right": right,
        "seconds": seconds,
        "verdict": {"side": told, "fault": f"fault of {told}"},
        "expected": {"side": side, "segment": "line", "codes": ["line-down"], "sides": []},
    }


def test_windows_gets_its_own_libraries() -> None:
    pins = made.for_windows(made.PINS[1].read_text("utf-8"))
    assert "\ntzdata==" in pins
    assert "psutil==" in pins
    assert "jeepney" not in pins
    assert "sys_platform" not in pins
    assert all(line.startswith(("#", " ")) or "==" in line for line in pins.splitlines())


def test_each_reason_is_for_scenarios_that_exist() -> None:
    every = all_scenarios().values()
    for pattern in cannot.NOT_UNDER_WINE:
        assert any(fnmatch.fnmatch(each.name, pattern) for each in every), pattern
    shown, left_out = cannot.split(every)
    assert len(shown) + len(left_out) == len(every)
    assert all(left_out.values())
    assert len(shown) > 250


def test_what_is_staged_otherwise_keeps_its_name_and_its_label() -> None:
    every = all_scenarios()
    assert otherwise.STAGED
    for name in otherwise.STAGED:
        told = otherwise.staged(every[name])
        assert told.stage is not every[name].stage
        assert (told.name, told.segment, told.codes) == (name, every[name].segment, every[name].codes)
    assert otherwise.staged(every["healthy"]) is every["healthy"]


def test_each_reason_not_to_watch_is_for_stories_that_exist() -> None:
    every = watches.every_story()
    for pattern in cannot.WATCHES_NOT_UNDER_WINE:
        assert any(fnmatch.fnmatch(name, pattern) for name in every), pattern
    shown, left_out = watches.to_play((), whole=True, windows=True)
    assert {*shown, *left_out} == {*every}
    assert all(left_out.values())
    assert len(shown) > len(left_out) > 0


def test_stories_are_chosen_by_name_or_by_how_quick_they_are() -> None:
    assert [*watches.to_play(["relapse"], whole=False, windows=True)[0]] == ["relapse"]
    assert watches.to_play(["only-six-dies"], whole=False, windows=True)[0] == {}
    quick, left_out = watches.to_play((), whole=False, windows=False)
    assert {*watches.STORIES, "blips"} < {*quick}
    assert "relapse" not in quick
    assert not left_out


@pytest.mark.skipif(os.name != "posix", reason="the lab is for Linux")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 256 - signal.SIGKILL)])
def test_the_starter_makes_ctrl_c_of_sigint_and_ends_it_unasked_on_sigterm(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    wine = tmp_path / "wine64"
    wine.write_text('#!/bin/sh\ntrap "exit 130" INT\necho began\nwhile :; do sleep 0.05; done\n')
    wine.chmod(0o755)
    copy = tmp_path / "start.py"
    copy.write_text(STARTER.read_text().replace(str(made.WINE), str(wine)))
    command = [sys.executable, "-S", str(copy), str(tmp_path), "watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "began\n"
        starter.send_signal(number)
        assert starter.wait(20) == code


@pytest.mark.skipif(os.name != "posix", reason="the lab is for Linux")
def test_the_starter_spells_paths_and_passes_words_and_exit_code_on(tmp_path: Path) -> None:
    wine = tmp_path / "wine64"
    wine.write_text('#!/bin/sh\nprintf "%s\\n" "$*"; echo "cert=$SSL_CERT_FILE" >&2; exit 22\n')
    wine.chmod(0o755)
    text = STARTER.read_text()
    copy = tmp_path / "start.py"
    copy.write_text(text.replace(str(made.WINE), str(wine)))
    assert copy.read_text() != text
    done = subprocess.run(
        [sys.executable, "-S", str(copy), str(tmp_path), "diagnose", "--config", "/tmp/a b/settings.toml"],
        env=os.environ | {"SSL_CERT_FILE": "/etc/certs"},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.stdout == f"{tmp_path}/python/python.exe -m netcheck diagnose --config Z:\\tmp\\a b\\settings.toml\n"
    assert (done.stderr, done.returncode) == ("cert=\n", 22)


def test_a_program_is_the_windows_one_by_what_lies_beside_it(tmp_path: Path) -> None:
    program = tmp_path / "netcheck"
    assert session.python_beside(str(program)) is None
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "python.exe").touch()
    assert session.python_beside(str(program)) == tmp_path / "python" / "python.exe"


def test_the_table_sets_the_runs_side_by_side() -> None:
    linux = [
        run("line-silent", side="upstream", told="upstream", right=True),
        run("wifi-weak", side="local", told="local", right=True),
    ]
    windows = [run("line-silent", side="upstream", told="local", right=False, seconds=9.5)]
    lines = list(side_by_side.table(linux, windows, {"wifi-weak": "no radio"}))
    assert "| line-silent | right | fault of upstream | 3.0 | **wrong side** | fault of local | 9.5 |" in lines
    assert "| wifi-weak | right | fault of local | 3.0 | not under Wine |  |  |" in lines
    assert any(each.startswith("Linux: 2 scenarios; right side 2 (100.0%), all right 2 (100.0%)") for each in lines)
    assert any("right side 0 (0.0%)" in each and "over 9 s: line-silent 9.5 s" in each for each in lines)
    assert lines[-1] == "- no radio: wifi-weak"


def test_a_wrong_code_on_the_right_side_is_told_apart_from_a_wrong_side() -> None:
    assert not side_by_side.wrong_side(run("a", side="upstream", told="upstream", right=False))
    assert side_by_side.wrong_side(run("a", side="upstream", told="none", right=False))
    assert side_by_side.wrong_side(run("a", side="upstream", told="unknown", right=False))
    assert not side_by_side.wrong_side(run("a", side="upstream", told="unknown", right=True))
