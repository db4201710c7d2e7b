"""The command line in processes of its own: what is printed, and the exit codes of the contract."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
FAKE = Path(__file__).with_name("fake_wiring.py")
ESCAPE = "\x1b"


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM", "COLUMNS", "LINES")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", **more}


def netcheck(story: str, *arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FAKE), story, *arguments],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(("story", "code"), [("none", 0), ("local", 1), ("upstream", 2), ("unknown", 3)])
def test_the_exit_code_says_the_side(story: str, code: int, tmp_path: Path) -> None:
    done = netcheck(story, "diagnose", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout[0] in "✓✗?"
    assert ESCAPE not in done.stdout


@pytest.mark.parametrize(("story", "code"), [("none", 0), ("local", 1), ("upstream", 2), ("unknown", 3)])
def test_json_is_one_object_of_the_schema(story: str, code: int, tmp_path: Path) -> None:
    done = netcheck(story, "diagnose", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (code, "")
    schema = json.loads((ROOT / "resources" / "report.schema.json").read_text(encoding="utf-8"))
    found = json.loads(done.stdout)
    Draft202012Validator(schema).validate(found)
    assert found["verdict"]["side"] == story
    assert found["checks"][1]["segment"] == "router"


def test_verbose_shows_the_evidence(tmp_path: Path) -> None:
    assert "did not answer" not in netcheck("local", "diagnose", cwd=tmp_path).stdout
    assert "did not answer" in netcheck("local", "diagnose", "--verbose", cwd=tmp_path).stdout


def test_the_provider_is_asked_in_any_case_where_the_person_wants_it(tmp_path: Path) -> None:
    assert netcheck("none", "diagnose", cwd=tmp_path).returncode == 0
    assert netcheck("none", "diagnose", "--ask-provider", cwd=tmp_path).returncode == 2


def test_an_open_question_comes_with_the_way_to_answer_it(tmp_path: Path) -> None:
    assert (
        "with --answer other_device=yes or --answer other_device=no\n"
        in netcheck("unknown", "diagnose", cwd=tmp_path).stdout
    )


@pytest.mark.parametrize("arguments", [(), ("gui",), ("gui", "--tray")])
def test_without_a_screen_the_window_is_not_opened_and_other_ways_are_named(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    done = netcheck("local", *arguments, cwd=tmp_path)
    assert done.returncode == 64
    assert "netcheck diagnose" in done.stderr
    assert "netcheck watch" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--wrong",),
        ("nonsense",),
        ("diagnose", "--deadline", "nan"),
        ("diagnose", "--deadline", "0"),
        ("diagnose", "--deadline", "soon"),
        ("diagnose", "--log-level", "loud"),
        ("diagnose", "--answer", "phone"),
        ("diagnose", "--answer", "nobody_asked=yes"),
        ("diagnose", "--answer", "other_device=perhaps"),
        ("diagnose", "--js"),
        ("diagnose", "--config", "not-there.toml"),
    ],
)
def test_wrong_usage_is_64_and_says_why(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = netcheck("local", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (64, "")
    assert done.stderr.startswith("netcheck: ")
    assert "Traceback" not in done.stderr


def test_wrong_settings_name_file_line_and_key(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('[isp]\nname = "LabTel"\nstatus_url = "gopher://x"\n', encoding="utf-8")
    done = netcheck("local", "diagnose", "--config", "my.toml", cwd=tmp_path)
    assert done.returncode == 64
    assert re.match(r"netcheck: my\.toml, line 3: \[isp\] status_url must be an address", done.stderr)


def test_unknown_settings_are_a_warning_and_the_look_goes_on(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('[isp]\nnam = "LabTel"\n', encoding="utf-8")
    done = netcheck("local", "diagnose", "--json", "--config", "my.toml", cwd=tmp_path)
    assert done.returncode == 1
    assert 'did you mean "name"?' in done.stderr
    json.loads(done.stdout)


def test_an_answer_reaches_the_look(tmp_path: Path) -> None:
    assert netcheck("unknown", "diagnose", "--answer", "other_device=yes", cwd=tmp_path).returncode == 2


def test_our_own_bug_is_70_with_a_file_that_tells_more(tmp_path: Path) -> None:
    done = netcheck("bug", "diagnose", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (70, "")
    assert len(done.stderr.splitlines()) == 1
    assert "crash.txt" in done.stderr
    assert "ZeroDivisionError: a bug for the test" in (tmp_path / "crash.txt").read_text(encoding="utf-8")


def test_our_own_bug_is_70_also_where_no_file_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "no-crash-files").touch()
    done = netcheck("bug", "diagnose", cwd=tmp_path)
    assert done.returncode == 70
    assert "ZeroDivisionError: a bug for the test" in done.stderr


def test_a_thread_that_never_ends_does_not_hold_the_exit(tmp_path: Path) -> None:
    assert netcheck("leftover", "diagnose", cwd=tmp_path).returncode == 0


def test_version_comes_without_importing_anything_else(tmp_path: Path) -> None:
    program = "import sys, netcheck.__main__ as m; m.run(['--version']); print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    version, *modules = done.stdout.splitlines()
    assert re.fullmatch(r"netcheck \S+", version)
    assert not {"argparse", "logging", "netcheck.core.model", "netcheck.wiring", "requests"} & set(modules)


@pytest.mark.parametrize("arguments", [("--help",), ("diagnose", "--help")])
def test_help_tells_the_exit_codes(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = netcheck("local", *arguments, cwd=tmp_path)
    assert done.returncode == 0
    assert "130" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.parametrize("coding", ["ascii", "latin-1", "cp1252"])
def test_an_output_without_utf_8_gets_signs_that_it_has(coding: str, tmp_path: Path) -> None:
    done = netcheck("local", "diagnose", cwd=tmp_path, PYTHONIOENCODING=coding)
    assert done.returncode == 1
    assert done.stdout.startswith("x Your router does not answer.")


def test_a_reader_that_has_gone_away_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, str(FAKE), "local", "diagnose"],
        cwd=tmp_path,
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=30,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, str(FAKE), "local", "diagnose", "--json"],
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 70
    assert "could not be written" in done.stderr


# --- Ctrl-C and SIGTERM


no_signals = pytest.mark.skipif(os.name != "posix", reason="Windows has no signals to send to one process")


@pytest.fixture
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A look that has begun and goes on until it is stopped."""
    arguments = [sys.executable, str(FAKE), *request.param]
    with subprocess.Popen(
        arguments, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "looking\n"
        yield process
        process.kill()


def test_ctrl_c_before_the_first_check_is_quiet(tmp_path: Path) -> None:
    done = netcheck("early", "diagnose", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@no_signals
@pytest.mark.parametrize("running", [("waits", "diagnose", "--json")], indirect=True)
def test_ctrl_c_prints_what_is_known(running: subprocess.Popen[str]) -> None:
    running.send_signal(signal.SIGINT)
    out, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert json.loads(out)["verdict"]["side"] == "unknown"
    assert "interrupted" in errors


@no_signals
@pytest.mark.parametrize("running", [("deaf", "diagnose")], indirect=True)
def test_ctrl_c_ends_a_look_that_does_not_listen(running: subprocess.Popen[str]) -> None:
    running.send_signal(signal.SIGINT)
    out, errors = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, "")
    assert "interrupted" in errors


@no_signals
@pytest.mark.parametrize("running", [("deaf", "diagnose")], indirect=True)
def test_sigterm_ends_at_once(running: subprocess.Popen[str]) -> None:
    running.terminate()
    assert running.wait(timeout=30) == 143


# --- a terminal


def on_a_terminal(story: str, cwd: Path, **more: str) -> tuple[str, int]:
    """What a person's terminal receives, and the exit code."""
    pty = pytest.importorskip("pty", reason="no terminals to make")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(FAKE), story, "diagnose"],
        cwd=cwd,
        env=environment(**{"TERM": "xterm", "COLUMNS": "90", "LINES": "30", **more}),
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    received = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            more_bytes = os.read(ours, 65536)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not more_bytes:
            break
        received += more_bytes
    os.close(ours)
    return received.decode("utf-8"), process.wait(timeout=30)


def test_a_terminal_sees_the_path_light_up_and_then_the_verdict(tmp_path: Path) -> None:
    shown, code = on_a_terminal("lights", tmp_path)
    assert code == 1
    live, final = shown.split(f"{ESCAPE}[J")
    assert "asking" in live
    assert "✗ not sure yet" in live
    assert final.startswith(f"{ESCAPE}[1m✗ Your router does not answer.")


def test_no_color_takes_the_colours_and_leaves_the_signs(tmp_path: Path) -> None:
    shown, _ = on_a_terminal("lights", tmp_path, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*m", shown)
    assert "✗ fault here" in shown


def test_a_dumb_terminal_gets_no_escape_codes(tmp_path: Path) -> None:
    shown, _ = on_a_terminal("lights", tmp_path, TERM="dumb")
    assert ESCAPE not in shown
    assert "✗ fault here" in shown


def test_a_narrow_terminal_gets_the_final_text_only(tmp_path: Path) -> None:
    shown, _ = on_a_terminal("lights", tmp_path, COLUMNS="36")
    assert f"{ESCAPE}[2K" not in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= 35
