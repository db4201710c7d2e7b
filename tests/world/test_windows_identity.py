"""Windows is told the one name that the desktop knows netcheck by."""

from collections.abc import Callable
from typing import Any

import pytest

from netcheck.core.notices import APP_ID
from netcheck.world import windows_identity

E_FAIL = -2147467259


@pytest.mark.parametrize(("result", "taken"), [(0, True), (E_FAIL, False)])
def test_a_name_is_taken_or_not(monkeypatch: pytest.MonkeyPatch, result: int, taken: bool) -> None:
    asked: list[tuple[str, object]] = []

    def find(where: str, name: str, kind: object) -> Callable[[Any], int]:
        def call(what: Any) -> int:
            asked.append((name, what.value))
            return result if where == "shell32" else 1

        return call

    monkeypatch.setattr(windows_identity, "function", find)
    assert windows_identity.introduce(APP_ID) is taken
    assert asked == [
        ("AllowSetForegroundWindow", 0xFFFFFFFF), ("SetCurrentProcessExplicitAppUserModelID", APP_ID),
    ]  # fmt: skip


def test_elsewhere_nobody_asks() -> None:
    assert not windows_identity.introduce(APP_ID)


def test_such_a_name_has_no_blanks_and_is_short() -> None:
    """At most 128 letters, CompanyName.ProductName, learn.microsoft.com/windows/win32/shell/appids."""
    assert len(APP_ID) <= 128
    assert " " not in APP_ID
