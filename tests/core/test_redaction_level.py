"""The levels by the names that stand in settings and in reports."""

from __future__ import annotations

from netcheck.core.redaction_level import Level
from netcheck.core.settings import Deliver


def test_the_names_stay_as_they_are() -> None:
    assert [level.value for level in Level] == ["public", "helpdesk", "full"]


def test_a_desk_gets_its_own_level_by_default() -> None:
    assert Deliver().level == Level.HELPDESK
