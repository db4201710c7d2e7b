"""The computer's tables are asked of the right system, and once a look where that is promised."""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from netcheck.core.network import DefaultRoute, Interface, Neighbour, ProxyChoice, Resolver, Way
from netcheck.plugins import Machine
from netcheck.world.machine import System, SystemMachine, this_system
from netcheck.world.remembered import Remembered


class Counted:
    """A system that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def interfaces(self) -> tuple[Interface, ...] | None:
        self.asked["interfaces"] += 1
        return ()

    def default_routes(self) -> tuple[DefaultRoute, ...] | None:
        self.asked["default_routes"] += 1
        return None

    def way_to(self, address: str) -> Way:
        self.asked["way_to"] += 1
        return Way("eth0", source=address)

    def neighbour(self, address: str, interface: str | None = None) -> Neighbour | None:
        self.asked["neighbour"] += 1
        return None

    def resolvers(self) -> tuple[Resolver, ...] | None:
        return None

    def proxies(self) -> tuple[ProxyChoice, ...]:
        self.asked["proxies"] += 1
        return ()

    def hosts_path(self) -> Path:
        return Path("hosts")

    def refused_retransmissions(self) -> int | None:
        self.asked["refused_retransmissions"] += 1
        return 1

    def strict_return_path(self, interface: str) -> bool | None:
        return None

    def guards_local_network(self) -> bool:
        return True

    def describe(self) -> Mapping[str, object]:
        self.asked["describe"] += 1
        return {"system": "Test"}


def test_what_is_promised_to_be_remembered_is_asked_once() -> None:
    system = Counted()
    machine: Machine = SystemMachine(Remembered(), system)
    for _ in range(3):
        assert machine.interfaces() == ()
        assert machine.default_routes() is None
        assert machine.proxies() == ()
        assert machine.describe() == {"system": "Test"}
        assert machine.way_to("192.0.2.1").source == "192.0.2.1"
        assert machine.neighbour("192.0.2.1") is None
        assert machine.refused_retransmissions() == 1
        assert machine.strict_return_path("eth0") is None
        assert machine.guards_local_network()
    assert system.asked == {
        "interfaces": 1, "default_routes": 1, "proxies": 1, "describe": 1,
        "way_to": 3, "neighbour": 3, "refused_retransmissions": 3,
    }  # fmt: skip


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_every_system_has_all_functions(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    system = this_system()
    monkeypatch.undo()
    for name in (each for each in vars(System) if not each.startswith("_")):
        assert callable(getattr(system, name)), name
