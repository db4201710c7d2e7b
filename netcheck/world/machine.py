"""What this computer's own tables say: its adapters, its routes, its neighbours and its habits."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from netcheck.core.network import DefaultRoute, Interface, Neighbour, ProxyChoice, Resolver, Way
from netcheck.world.remembered import Remembered


class System(Protocol):
    """What one operating system's file must know; nothing here raises for a state of the network."""

    def interfaces(self) -> tuple[Interface, ...] | None:
        """All adapters; None where the system does not tell."""

    def default_routes(self) -> tuple[DefaultRoute, ...] | None:
        """Default routes, best metric first; None where the system does not tell."""

    def way_to(self, address: str) -> Way:
        """Where a packet for this address would go."""

    def neighbour(self, address: str, interface: str | None = None) -> Neighbour | None:
        """The neighbour table's line for an address."""

    def resolvers(self) -> tuple[Resolver, ...] | None:
        """The name servers programs are told to ask; None where the system does not tell."""

    def proxies(self) -> tuple[ProxyChoice, ...]:
        """The proxies programs are told to use, without names and passwords."""

    def hosts_path(self) -> Path:
        """Where the hosts file stands."""

    def refused_retransmissions(self) -> int | None:
        """TCP retransmissions that this computer itself refused to send since it was started."""

    def strict_return_path(self, interface: str) -> bool | None:
        """Whether answers that come in by another adapter than the route's are dropped."""

    def guards_local_network(self) -> bool:
        """Whether it may keep programs from devices beside it until the person allows it."""

    def describe(self) -> Mapping[str, object]:
        """System, release and such, without names of people or hosts."""


def this_system() -> System:
    """The file of the operating system we run on; systems that resemble macOS get its file."""
    name = {"linux": "linux", "win32": "windows"}.get(sys.platform, "macos")
    return cast(System, import_module(f"netcheck.world.{name}"))


class SystemMachine:
    """The computer's own tables, each read once a look unless it must be read now."""

    def __init__(self, remembered: Remembered, system: System | None = None) -> None:
        self._remembered = remembered
        self._system = system or this_system()

    def interfaces(self) -> tuple[Interface, ...] | None:
        """All adapters; None where this system does not tell; remembered for this look."""
        return self._remembered.get("machine.interfaces", self._system.interfaces)

    def default_routes(self) -> tuple[DefaultRoute, ...] | None:
        """Default routes of both families, best metric first; None where this system does not tell; remembered."""
        return self._remembered.get("machine.default_routes", self._system.default_routes)

    def way_to(self, address: str) -> Way:
        """Where the kernel would send a packet for this address, read now."""
        return self._system.way_to(address)

    def neighbour(self, address: str, interface: str | None = None) -> Neighbour | None:
        """The neighbour table's line for an address, read now; None where there is none."""
        return self._system.neighbour(address, interface)

    def proxies(self) -> tuple[ProxyChoice, ...]:
        """Proxies that programs on this system are told to use; remembered for this look."""
        return self._remembered.get("machine.proxies", self._system.proxies)

    def refused_retransmissions(self) -> int | None:
        """How many TCP retransmissions our own stack refused to send since boot, read now."""
        return self._system.refused_retransmissions()

    def strict_return_path(self, interface: str) -> bool | None:
        """Whether answers that come in by an adapter other than the route's are dropped (rp_filter 1)."""
        return self._system.strict_return_path(interface)

    def guards_local_network(self) -> bool:
        """Whether this system may keep programs from devices beside it until the person allows it (macOS 15)."""
        return self._system.guards_local_network()

    def describe(self) -> Mapping[str, object]:
        """System, release and such, without names of people or hosts."""
        return self._remembered.get("machine.describe", self._system.describe)
