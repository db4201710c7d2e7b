"""The house rules that neither ruff nor import-linter can see."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from netcheck.core import rules
from netcheck.plugins import Probe, ReportFormat, StatusFormat, discover

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "netcheck"
TESTS = ROOT / "tests"

PLUGIN_ROOMS: dict[str, tuple[str, type[object]]] = {
    "probes": ("PROBE", Probe),
    "reports": ("FORMAT", ReportFormat),
    "statuspages": ("FORMAT", StatusFormat),
}
ROOMS_WITH_MIRRORED_TESTS = ("core", "probes", "reports", "statuspages")
OBSERVED_BESIDES_CHECKS: frozenset[str] = frozenset()
"""Ids that rules may name though no check makes them: what was learnt before, and what the person answered."""

TOP_LEVEL = {
    "netcheck",
    "resources",
    "packaging",
    "tests",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".gitignore",
    ".ci",
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "misc", "helpers", "helper", "common", "manager"}
SLOW_TO_IMPORT = {"PySide6", "requests", "dns"}


def modules(*rooms: str) -> list[Path]:
    """Every module of these rooms, or of the whole package."""
    folders = [PACKAGE / room for room in rooms] or [PACKAGE]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def plugins(room: str) -> list[Path]:
    return [path for path in modules(room) if path.name != "__init__.py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh Python in the project, so that what this test has imported already does not count."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )


# --- plugins and rules


@pytest.mark.parametrize("room", [room for room in PLUGIN_ROOMS if plugins(room)])
def test_each_plugin_exports_its_record(room: str) -> None:
    attribute, kind = PLUGIN_ROOMS[room]
    found = discover(importlib.import_module(f"netcheck.{room}"), attribute, kind)
    assert set(found) == {path.stem for path in plugins(room)}


def test_there_are_checks() -> None:
    assert plugins("probes")


def test_no_fault_code_stands_twice() -> None:
    codes = [rule.code for rule in rules.RULES]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.code)
def test_rules_name_only_checks_that_exist(rule: rules.Rule) -> None:
    checks = {path.stem for path in plugins("probes")}
    assert rules.checks_named(rule) - checks - OBSERVED_BESIDES_CHECKS == set()


def test_each_fault_code_has_a_story() -> None:
    stories = [json.loads(path.read_text(encoding="utf-8")) for path in (TESTS / "scenarios").glob("*.json")]
    told = {code for story in stories for code in (story["verdict"], *story["also"])}
    assert [rule.code for rule in rules.RULES if rule.code not in told] == []


# --- the tree


@pytest.mark.parametrize("room", ROOMS_WITH_MIRRORED_TESTS)
def test_each_module_has_its_test_at_the_mirrored_path(room: str) -> None:
    missing = [
        name_of(test)
        for path in plugins(room)
        if not (test := TESTS / path.relative_to(PACKAGE).with_name(f"test_{path.name}")).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_says_in_one_sentence_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, "no docstring"
    assert re.search(r"[.?!]$", docstring), "the sentence does not end"
    assert not re.search(r"[.?!]\s+[A-Z]", docstring), "more than one sentence"


def test_every_file_name_says_something() -> None:
    files = [path for folder in (PACKAGE, TESTS, ROOT / "packaging") for path in folder.rglob("*.py")]
    assert [name_of(path) for path in files if NAMES_THAT_SAY_NOTHING & set(path.stem.split("_"))] == []


@pytest.mark.skipif(not (shutil.which("git") and (ROOT / ".git").exists()), reason="no git checkout")
def test_the_top_level_holds_only_what_belongs_there() -> None:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {line.split("/")[0] for line in listing.stdout.splitlines()} - TOP_LEVEL == set()


def test_the_scripts_do_not_hide_the_library_packaging() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_each_dependency_is_pinned_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    names = [re.split(r"[^\w-]", line)[0].lower() for line in wanted]
    lists = [path.read_text(encoding="utf-8") for path in (ROOT / "packaging").glob("constraints*.txt")]
    holders = {name: sum(bool(re.search(rf"^{name}==", text, re.MULTILINE)) for text in lists) for name in names}
    assert {name: count for name, count in holders.items() if count != 1} == {}


# --- what is imported, and when


def test_nothing_uses_urllib_request() -> None:
    assert [name_of(path) for path in modules() if "urllib.request" in imports(path)] == []


def test_only_the_runner_catches_everything() -> None:
    excused = [name_of(path) for path in modules() if "noqa: BLE001" in path.read_text(encoding="utf-8")]
    assert set(excused) <= {"netcheck/engine/runner.py"}


def test_the_version_comes_at_once() -> None:
    shown = python("-X", "importtime", "-m", "netcheck", "--version")
    assert shown.returncode == 0, shown.stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in shown.stderr.splitlines()}
    assert "netcheck" in imported, "the list of imports was not understood"
    assert imported & SLOW_TO_IMPORT == set()


def test_the_command_line_works_without_qt() -> None:
    without_qt = "import sys; sys.modules.update(PySide6=None, shiboken6=None); sys.argv = ['netcheck', '--help']"
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in plugins("cli")]
    everything = f"import {', '.join([*names, 'netcheck.wiring'])}"
    shown = python("-c", f"{without_qt}; {everything}; from netcheck.__main__ import main; main()")
    assert shown.returncode == 0, shown.stderr
    assert "usage" in shown.stdout.lower()
