"""What the tests of the world share."""

import pytest

from netcheck.world import windows_calls


@pytest.fixture(autouse=True)
def _no_adapters_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test let Windows say of its adapters is not believed in the next one."""
    monkeypatch.setattr(windows_calls._Kept, "at_s", float("-inf"))
