"""Another Python is looked for by the names that it has on this system, and Ctrl-C is for the program alone."""

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "right_python.py"


def script() -> ModuleType:
    found = importlib.util.spec_from_file_location("right_python_tested", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("system", "first"), [("nt", ["py", "-3.13"]), ("posix", ["python3.13"])])
def test_each_system_has_its_own_names(system: str, first: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "name", system)
        candidates = script().CANDIDATES
    assert candidates[0] == first
    assert ["python3.11"] in candidates


def test_ctrl_c_reaches_the_program_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile: list[object] = []

    def call(command: list[str]) -> int:
        meanwhile.append(signal.getsignal(signal.SIGINT))
        return 130

    module, before = script(), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(subprocess, "call", call)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "name", "nt")
        assert module.call([sys.executable]) == 130
    assert meanwhile == [signal.SIG_IGN]
    assert signal.getsignal(signal.SIGINT) is before
