"""Finding the address of a status page: in time, and by two ways at once where the first is silent."""

import threading
import time

import pytest

from netcheck.core.model import Failure
from netcheck.world import status_names
from netcheck.world.status_failed import Failed
from netcheck.world.status_names import addresses, meanwhile

ALWAYS_S = 30.0
NAME = "status.labtel.example"


class Phone:
    """Another way out that notes for which names it was asked."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.asked = threading.Event()

    def lookup(self, name: str) -> tuple[str, ...]:
        self.names.append(name)
        self.asked.set()
        return ("192.0.2.80",)


def end_of_lookups() -> None:
    for thread in threading.enumerate():
        if thread.name == "status page name":
            thread.join(ALWAYS_S)
            assert not thread.is_alive()


def test_a_name_is_looked_up_in_time() -> None:
    over = threading.Event()

    def hangs(name: str) -> tuple[str, ...]:
        over.wait(ALWAYS_S)
        return ()

    assert addresses(NAME, Phone().lookup, time.monotonic() + ALWAYS_S) == ("192.0.2.80",)
    try:
        with pytest.raises(Failed) as problem:
            addresses(NAME, hangs, time.monotonic() + 0.02)
        assert problem.value.failure is Failure.TIMEOUT
    finally:
        over.set()


def test_the_next_way_is_asked_for_the_name_while_the_first_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_names, "MEANWHILE_S", 0.01)
    phone = Phone()
    with meanwhile(NAME, phone.lookup):
        assert phone.asked.wait(ALWAYS_S)
    assert phone.names == [NAME]


def test_the_next_way_is_asked_nothing_where_the_first_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_names, "MEANWHILE_S", ALWAYS_S)
    phone = Phone()
    with pytest.raises(Failed), meanwhile(NAME, phone.lookup):
        raise Failed(Failure.REFUSED)
    end_of_lookups()
    assert phone.names == []


@pytest.mark.parametrize("named", [True, False])
def test_there_is_nothing_to_look_up_without_a_name_or_a_next_way(named: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_names, "MEANWHILE_S", 0.0)
    phone = Phone()
    with meanwhile(NAME if named else "", None if named else phone.lookup):
        end_of_lookups()
    assert phone.names == []
