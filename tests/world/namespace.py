"""A network namespace of the test's own: commands are run and questions asked inside, answers come out."""

import functools
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

_CHILD = """
import importlib, os, pickle, subprocess, sys, time
from netcheck.world import kernel, linux
def errno_of(ask):
    try:
        ask()
    except OSError as problem:
        return problem.errno
def run(*words):
    subprocess.run(words, check=True)
lines, questions = pickle.loads(sys.stdin.buffer.read())
subprocess.run(["ip", "-batch", "-"], input="\\n".join(lines).encode(), check=True)
answers = []
for question in questions:
    if question.startswith("ip "):
        subprocess.run(question.split(), check=True)
    else:
        answers.append(eval(question))
sys.stdout.buffer.write(pickle.dumps(answers))
"""


@functools.cache
def _enter() -> tuple[str, ...] | None:
    """How a namespace can be made here: as root, as an ordinary user in a user namespace, or not at all."""
    for words in (("unshare", "-n"), ("unshare", "-rn")):
        if shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
            return words
    return None


def inside(lines: Sequence[str], *questions: str, environment: Mapping[str, str] | None = None) -> list[Any]:
    """Run lines of `ip -batch` in a new namespace, then answer each question; "ip ..." questions are commands."""
    enter = _enter()
    if enter is None or not shutil.which("ip"):
        pytest.skip("needs root or user namespaces, and the program ip, to make a network namespace")
    done = subprocess.run(
        [*enter, sys.executable, "-c", _CHILD],
        input=pickle.dumps((list(lines), list(questions))),
        capture_output=True,
        timeout=30,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(environment or {})},
    )
    assert done.returncode == 0, done.stderr.decode()
    answers: list[Any] = pickle.loads(done.stdout)  # noqa: S301 - what our own child wrote
    return answers
