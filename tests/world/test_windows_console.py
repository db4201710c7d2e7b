"""Every way in which Windows ends a console's program is heard, and Ctrl-C is told from the others."""

from typing import Any

import pytest

from netcheck.world import windows_console


@pytest.mark.parametrize(("kind", "by_ctrl_c"), [(0, True), (1, False), (2, False), (5, False), (6, False)])
def test_the_end_is_heard(monkeypatch: pytest.MonkeyPatch, kind: int, by_ctrl_c: bool) -> None:
    routines: list[Any] = []

    def call(routine: Any, add: Any) -> int:
        assert add.value == 1
        routines.append(routine)
        return 1

    monkeypatch.setattr(windows_console, "function", lambda where, name: call)
    monkeypatch.setattr(windows_console, "_called_by_windows", [])
    heard: list[bool] = []
    assert windows_console.hear_the_end(heard.append)
    assert windows_console._called_by_windows == routines, "what Windows calls later is not given back"
    assert routines[0](kind) == 1, "Windows need ask nobody else"
    assert heard == [by_ctrl_c]


def test_windows_may_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_console, "function", lambda where, name: lambda *arguments: 0)
    monkeypatch.setattr(windows_console, "_called_by_windows", [])
    assert not windows_console.hear_the_end(lambda by_ctrl_c: None)


def test_elsewhere_nobody_tells() -> None:
    assert not windows_console.hear_the_end(lambda by_ctrl_c: None)
