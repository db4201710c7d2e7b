"""Windows is told the one name that the desktop knows netcheck by."""

from typing import Any

import pytest

from netcheck.core.notices import APP_ID
from netcheck.world import windows_identity

E_FAIL = -2147467259


@pytest.mark.parametrize(("result", "taken"), [(0, True), (E_FAIL, False)])
def test_a_name_is_taken_or_not(monkeypatch: pytest.MonkeyPatch, result: int, taken: bool) -> None:
    asked: list[str] = []

    def call(name: Any) -> int:
        asked.append(name.value)
        return result

    monkeypatch.setattr(windows_identity, "function", lambda where, name, result: call)
    assert windows_identity.introduce(APP_ID) is taken
    assert asked == [APP_ID]


def test_elsewhere_nobody_asks() -> None:
    assert not windows_identity.introduce(APP_ID)


def test_such_a_name_has_no_blanks_and_is_short() -> None:
    """At most 128 letters, CompanyName.ProductName, learn.microsoft.com/windows/win32/shell/appids."""
    assert len(APP_ID) <= 128
    assert " " not in APP_ID
