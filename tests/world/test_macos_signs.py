"""What a Mac tells by itself is a change only where addresses or ways out have become others."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import DefaultRoute, Neighbour
from netcheck.core.watching import Counters
from netcheck.world import macos, macos_signs, signs
from netcheck.world.macos_signs import MacTables, networks

ROUTE = DefaultRoute(4, "192.168.1.1", "en0", 0)
SCOPED = DefaultRoute(4, "172.20.10.1", "en8", 1)


@dataclass
class Mac:
    """What its tables say, and a socket on which it tells."""

    routes: tuple[DefaultRoute, ...] | None = (ROUTE, SCOPED)
    addresses: dict[str, list[str]] = field(default_factory=lambda: {"en0": ["192.168.1.23"]})
    router: str = "stale"
    looked: int = 0
    ends: tuple[socket.socket, socket.socket] = field(
        default_factory=lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    )

    def tell(self, kind: int) -> None:
        """One routing message of this kind."""
        self.ends[1].send(bytes((8, 0, 5, kind, 0, 0, 0, 0)))

    def default_routes(self) -> tuple[DefaultRoute, ...] | None:
        """See macos.default_routes."""
        self.looked += 1
        return self.routes

    def neighbour(self, address: str, interface: str | None = None) -> Neighbour:
        """See macos.neighbour."""
        assert (address, interface) == ("192.168.1.1", "en0")
        return Neighbour(address, self.router)


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mac]:
    made = Mac()
    monkeypatch.setattr(macos, "default_routes", made.default_routes)
    monkeypatch.setattr(macos, "neighbour", made.neighbour)
    monkeypatch.setattr(macos_signs, "_addresses", lambda: made.addresses)
    monkeypatch.setattr(macos_signs, "_packets_of", lambda adapter: (22, 11) if adapter == "en0" else (None, None))
    yield made
    for end in made.ends:
        end.close()


@pytest.fixture
def tables(mac: Mac) -> MacTables:
    made = MacTables()
    made.close()
    made.events = mac.ends[0]
    made.events.setblocking(False)
    return made


def test_counters(tables: MacTables, mac: Mac) -> None:
    assert tables.counters() == Counters("en0", sent=11, received=22, router_silent=False)
    mac.router = "failed"
    assert tables.counters().router_silent


def test_chatter_of_neighbours_and_radios_is_no_change(tables: MacTables, mac: Mac) -> None:
    for kind in (0x1, 0x7, 0xE, 0xC):
        mac.tell(kind)
    assert not tables.changed()


@pytest.mark.parametrize("kind", [0x1, 0x2, 0x3, 0xC, 0xD, 0xE])
def test_a_way_that_is_gone_is_a_change(tables: MacTables, mac: Mac, kind: int) -> None:
    mac.routes = ()
    mac.tell(kind)
    assert tables.changed()
    assert not tables.changed()
    assert tables.counters() == Counters(None)


def test_another_address_is_a_change_and_a_new_temporary_one_is_not(tables: MacTables, mac: Mac) -> None:
    mac.addresses = {"en0": ["192.168.1.24"], "awdl0": ["fe80::1%awdl0"]}
    mac.tell(0xC)
    assert tables.changed()
    for last in ("77", "78"):
        mac.addresses["en0"] = ["192.168.1.24", "2001:db8:1::23", f"2001:db8:1::{last}"]
        mac.tell(0xC)
        assert tables.changed() is (last == "77")


def test_nothing_is_read_for_other_news(tables: MacTables, mac: Mac) -> None:
    before = mac.looked
    mac.routes = ()
    mac.tell(0x7)
    assert not tables.changed()
    assert mac.looked == before


def test_lost_news_are_news(tables: MacTables, mac: Mac) -> None:
    mac.routes = ()
    with mock.patch.object(tables, "events") as broken:
        broken.recv.side_effect = OSError(55, "No buffer space available")
        assert tables.changed()


def test_where_the_tables_are_not_told_the_old_picture_stays(tables: MacTables, mac: Mac) -> None:
    mac.routes = None
    mac.tell(0xE)
    assert not tables.changed()
    assert tables.counters().adapter == "en0"


def test_the_tables_are_read_again_after_half_a_minute(
    tables: MacTables, mac: Mac, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [time.monotonic()]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    tables.counters()
    before = mac.looked
    now[0] += 31
    tables.counters()
    assert mac.looked == before + 1


def test_it_is_what_a_mac_gets(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    waiting = signs.SystemSigns()
    assert waiting.counters().adapter == "en0"
    waiting.close()


@given(st.dictionaries(st.text(max_size=5), st.lists(st.one_of(st.text(max_size=20), st.ip_addresses().map(str)))))
def test_any_address_is_survived(held: dict[str, list[str]]) -> None:
    networks(held)
