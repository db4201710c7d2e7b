"""Pins every library with its hashes: writes the constraints files anew from pyproject.toml."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# {purpose}
# Written by packaging/lock.py from pyproject.toml; change that and run it again.
# No package stands in two of the lists: install those you need with --require-hashes --no-deps -r LIST,
# then the project with --no-deps.
"""
PURPOSES = {
    "constraints.txt": "What netcheck needs to run, apart from its window.",
    "constraints-window.txt": "What the window needs on top.",
    "constraints-build.txt": "What building netcheck's wheel needs on top.",
    "constraints-dev.txt": "What the tests and checks need on top.",
}


def main() -> None:
    """Resolve everything together, so that the lists agree, and share the packages out among the lists."""
    wanted = _wanted()
    with tempfile.TemporaryDirectory() as folder:
        uv = _uv(Path(folder))
        pins = _pins(_resolve(uv, [line for lines in wanted.values() for line in lines], "--generate-hashes"))
        versions = [text.split(" \\")[0] for texts in pins.values() for text in texts]
        given: set[str] = set()
        for name, lines in wanted.items():
            names = sorted(_pins(_resolve(uv, lines, constraints=versions)).keys() - given)
            given.update(names)
            text = HEADER.format(purpose=PURPOSES[name]) + "".join("".join(pins[package]) for package in names)
            (ROOT / "packaging" / name).write_text(text, encoding="utf-8")
            print(f"packaging/{name}: {len(names)} packages")


def _wanted() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"]
    window = [line for line in runtime if line.lower().startswith("pyside6")]
    return {
        "constraints.txt": [line for line in runtime if line not in window],
        "constraints-window.txt": window,
        "constraints-build.txt": project["build-system"]["requires"],
        "constraints-dev.txt": project["dependency-groups"]["dev"],
    }


def _uv(folder: Path) -> str:
    """Install the resolver in a throw-away environment and return its path."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", "uv"], check=True)
    return str(programs / "uv")


def _resolve(uv: str, lines: list[str], *options: str, constraints: list[str] | None = None) -> str:
    """Return one resolution that holds for every system and every Python from 3.11 on, free of addresses."""
    with tempfile.TemporaryDirectory() as folder:
        limits = Path(folder, "limits.txt")
        limits.write_text("\n".join(constraints or []), encoding="utf-8")
        plain = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet")
        command = [uv, "pip", "compile", "--universal", "--python-version", "3.11", *plain, *options]
        done = subprocess.run(
            [*command, "--constraint", str(limits), "-"],
            input="\n".join(lines),
            capture_output=True,
            text=True,
            check=True,
        )
    return done.stdout


def _pins(resolution: str) -> dict[str, list[str]]:
    """Split a resolution into its entries by package; a package has two where systems need different versions."""
    pins: dict[str, list[str]] = {}
    for entry in re.split(r"^(?=\S)", resolution, flags=re.MULTILINE):
        if entry.strip():
            pins.setdefault(re.split(r"[=\[ ]", entry, maxsplit=1)[0], []).append(entry)
    return pins


if __name__ == "__main__":
    main()
