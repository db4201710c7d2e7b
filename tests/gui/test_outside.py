"""What the window asks of the rest of the program is there, and is played as it is."""

from __future__ import annotations

import inspect

import pytest

from netcheck import wiring
from netcheck.gui.outside import Outside, Session
from tests.desktop.played import PlayedOutside, PlayedSession


def asked(protocol: type) -> list[str]:
    """The names of what a Protocol asks for."""
    return [name for name in vars(protocol) if not name.startswith("_")]


def parameters(deed: object, method: bool) -> list[str]:
    """The names of what it takes."""
    assert callable(deed)
    names = list(inspect.signature(deed).parameters)
    return names[1:] if method and names[:1] == ["self"] else names


@pytest.mark.parametrize("name", asked(Outside))
def test_wiring_has_all_of_it(name: str) -> None:
    taken = parameters(getattr(wiring, name), method=False)
    wanted = parameters(getattr(Outside, name), method=True)
    assert taken[: len(wanted)] == wanted


@pytest.mark.parametrize("name", asked(Session))
def test_a_session_has_all_of_it(name: str) -> None:
    if name != "history":  # an attribute of the instance
        wanted = parameters(getattr(Session, name), method=True)
        assert parameters(getattr(wiring.Session, name), method=True)[: len(wanted)] == wanted


def test_the_played_ones_are_alike() -> None:
    for protocol, played in ((Outside, PlayedOutside), (Session, PlayedSession)):
        assert [name for name in asked(protocol) if not hasattr(played, name)] in ([], ["history"])
