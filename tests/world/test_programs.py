"""Small programs are asked with a limit, and a missing library only leaves its numbers out."""

import sys
import time

import pytest

from netcheck.world.programs import byte_counters, output


def test_output_in_english() -> None:
    assert output([sys.executable, "-c", "import os; print(os.environ['LC_ALL'])"], 10) == "C\n"


def test_failing_missing_and_slow_programs_are_unknown() -> None:
    assert output([sys.executable, "-c", "raise SystemExit(3)"], 10) is None
    assert output(["/nonexistent/program"]) is None
    assert output(["nul\0byte"]) is None
    began = time.monotonic()
    assert output([sys.executable, "-c", "import time; time.sleep(9)"], 0.2) is None
    assert time.monotonic() - began < 3


def test_counters_of_this_computer() -> None:
    pytest.importorskip("psutil")
    assert all(sent >= 0 and received >= 0 for sent, received in byte_counters().values())


def test_without_the_library_there_are_no_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert byte_counters() == {}
