"""Names are asked through the other adapter alone, of its own name servers first; sockets are bound or not used."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import dns.message
import dns.rcode
import dns.rrset
import pytest

from netcheck.core.network import Address, DefaultRoute, Interface, Kind, OtherWay, Reply, Resolver, Said, Shot
from netcheck.world import other_way
from netcheck.world.other_way import PUBLIC_AFTER_S, OpenWay, open_ways, own_servers
from netcheck.world.sockets import device_option
from tests.fake_world import FAR, FAR6, FakeMachine, FakeNames, FakeWorld

NAME, FOUND, FOUND6 = "status.example", "198.51.100.80", "2001:db8:80::80"
PHONE = OtherWay("usb0", Kind.WIRED, "172.20.10.4", "172.20.10.1", True, "your phone (usb0)")
USB = Interface("usb0", 5, Kind.WIRED, True, True, (Address("172.20.10.4", 28, "dhcp"),))

Server = Callable[[Shot], bytes | Said]


def good(shot: Shot) -> bytes:
    """Every name has an address of each family."""
    question = dns.message.from_wire(shot.payload)
    answer = dns.message.make_response(question)
    (asked,) = question.question
    kind = dns.rdatatype.to_text(asked.rdtype)
    answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, FOUND if kind == "A" else FOUND6))
    return answer.to_wire()


def says(code: dns.rcode.Rcode) -> Server:
    def serve(shot: Shot) -> bytes:
        answer = dns.message.make_response(dns.message.from_wire(shot.payload))
        answer.set_rcode(code)
        return answer.to_wire()

    return serve


def dead(shot: Shot) -> Said:
    return Said.SILENT


@dataclass
class Wire:
    """Name servers by address; whoever is not named is silent."""

    servers: dict[str, Server]
    asked: list[Shot] = field(default_factory=list)

    def exchange(
        self,
        shots: Sequence[Shot],
        wait_s: float = 1.2,
        retry_s: float = 0.4,
        enough: Callable[[Sequence[Reply]], bool] | None = None,
        accept: Callable[[int, bytes], bool] | None = None,
        limit: Callable[[], float] | None = None,
    ) -> tuple[Reply, ...]:
        """In the order in which the packets leave, until enough was heard."""
        replies = [Reply(shot, Said.SILENT) for shot in shots]
        for place, shot in sorted(enumerate(shots), key=lambda each: each[1].after_s):
            if enough is not None and enough(replies):
                break
            self.asked.append(shot)
            said = self.servers.get(shot.address, dead)(shot)
            if isinstance(said, Said):
                replies[place] = Reply(shot, said)
            elif accept is None or accept(place, said):
                replies[place] = Reply(shot, Said.ANSWERED, payload=said)
        return tuple(replies)


def opened(
    servers: dict[str, Server], way: OtherWay = PHONE, own: Sequence[str] = ("172.20.10.1",)
) -> tuple[OpenWay, Wire]:
    wire = Wire(servers)
    return OpenWay(way, wire, own, (*FAR, *FAR6)), wire


def test_its_own_name_server_is_asked_and_nobody_else_where_it_answers() -> None:
    way, wire = opened({"172.20.10.1": good, FAR[0]: good})
    assert not way.asked
    assert way.lookup(f"{NAME}.") == (FOUND,)
    assert [(shot.address, shot.device, shot.port) for shot in wire.asked] == [("172.20.10.1", "usb0", 53)]
    assert way.lookup(NAME.upper()) == (FOUND,)
    assert len(wire.asked) == 1, "a name is asked once"
    assert way.asked


def test_public_ones_are_asked_later_where_its_own_is_silent() -> None:
    way, wire = opened({FAR[0]: good})
    assert way.lookup(NAME) == (FOUND,)
    assert [(shot.address, shot.after_s) for shot in wire.asked] == [
        ("172.20.10.1", 0.0),
        (FAR[0], PUBLIC_AFTER_S),
        (FAR[1], PUBLIC_AFTER_S),
    ]
    assert {shot.device for shot in wire.asked} == {"usb0"}


def test_public_ones_are_asked_at_once_where_it_has_none() -> None:
    way, wire = opened({FAR[1]: good}, own=())
    assert way.lookup(NAME) == (FOUND,)
    assert {shot.after_s for shot in wire.asked} == {0.0}


@pytest.mark.parametrize(
    ("families", "own", "found"),
    [((6,), ("fe80::1%usb0",), (FOUND6,)), ((4, 6), ("172.20.10.1", "fe80::1%usb0"), (FOUND, FOUND6))],
)
def test_only_what_its_families_reach_is_asked(
    families: tuple[int, ...], own: tuple[str, ...], found: tuple[str, ...]
) -> None:
    way, wire = opened(dict.fromkeys((*own, FAR6[0]), good), replace(PHONE, families=families), own)
    assert set(way.lookup(NAME)) == set(found)
    if families == (6,):
        assert all(":" in shot.address for shot in wire.asked)


@pytest.mark.parametrize(
    ("server", "works"),
    [
        pytest.param(good, None, id="names are found, the page was not read"),
        pytest.param(says(dns.rcode.NXDOMAIN), None, id="no such name: somebody far away said so"),
        pytest.param(says(dns.rcode.SERVFAIL), False, id="the phone alone answers"),
        pytest.param(dead, False, id="silent"),
        pytest.param(lambda shot: Said.UNREACHABLE, False, id="no way on"),
        pytest.param(lambda shot: Said.NOT_PERMITTED, None, id="this system does not let us"),
    ],
)
def test_what_asking_shows_of_the_way(server: Server, works: bool | None) -> None:
    way, _ = opened(dict.fromkeys(("172.20.10.1", *FAR), server))
    assert way.works(read=False) is None, "nothing was asked so far"
    way.lookup(NAME)
    assert way.works(read=False) is works
    assert way.works(read=True) is True


def test_a_name_that_cannot_be_written_is_not_found() -> None:
    way, wire = opened({"172.20.10.1": good})
    assert way.lookup("a" * 64 + ".example") == ()
    assert wire.asked == []


@pytest.mark.parametrize(
    ("way", "adapter", "configured", "servers"),
    [
        pytest.param(PHONE, USB, (Resolver("192.168.1.1"),), ("172.20.10.1",), id="else its gateway"),
        pytest.param(PHONE, USB, (Resolver("172.20.10.2"),), ("172.20.10.2",), id="one that is beside it"),
        pytest.param(PHONE, USB, (Resolver("10.4.4.4", interface="usb0"),), ("10.4.4.4",), id="one named for it"),
        pytest.param(
            PHONE,
            replace(USB, resolvers=("10.5.5.5",)),
            (Resolver("127.0.0.53"),),
            ("10.5.5.5",),
            id="told by the system",
        ),
        pytest.param(PHONE, USB, (Resolver("fe80::9%usb0"), Resolver("fe80::8%eth0")), ("fe80::9%usb0",), id="zones"),
        pytest.param(
            PHONE, replace(USB, resolvers=("fe80::9",)), (), ("fe80::9%usb0",), id="link-local, asked on its adapter"
        ),
        pytest.param(replace(PHONE, gateway=None), USB, (), (), id="none at all"),
    ],
)
def test_which_name_servers_are_its_own(
    way: OtherWay, adapter: Interface, configured: tuple[Resolver, ...], servers: tuple[str, ...]
) -> None:
    assert own_servers(way, adapter, configured) == servers


# --- which ways are open --------------------------------------------------------------------------------------------


def world(outage: bool = True, strict: bool = False) -> FakeWorld:
    machine = FakeMachine(adapters=(USB,), routes=(DefaultRoute(4, "172.20.10.1", "usb0", 700),), strict=strict)
    return FakeWorld(machine=machine, names=FakeNames(configured=()), others=(PHONE,), outage=outage)


def test_ways_are_open_in_outages_where_sockets_can_be_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, str | None]] = []

    def bound(address: str, device: str | None = None) -> str | None:
        tried.append((address, device))
        return "172.20.10.4"

    monkeypatch.setattr(other_way, "source_towards", bound)
    assert [each.way for each in open_ways(world(), Wire({}))] == [PHONE]
    assert tried == [(FAR[0], "usb0")]
    assert open_ways(world(outage=False), Wire({})) == ()
    assert open_ways(world(strict=True), Wire({})) == ()
    monkeypatch.setattr(other_way, "source_towards", lambda address, device=None: None)
    assert open_ways(world(), Wire({})) == (), "the system refuses to bind: never the default way instead"


# --- what binds a socket, on each system ----------------------------------------------------------------------------


def test_options_as_each_system_documents_them() -> None:
    name, index = socket.if_indextoname(1), 1
    assert device_option(4, name, "linux") == (1, 25, name.encode() + b"\0")
    assert device_option(4, name, "darwin") == (0, 25, index)
    assert device_option(6, name, "darwin") == (41, 125, index)
    assert device_option(4, name, "win32") == (0, 31, struct.pack("!I", index))
    assert device_option(6, name, "win32") == (41, 31, struct.pack("=I", index))
    with pytest.raises(OSError, match=r"."):
        device_option(4, "no-such-adapter", "linux")


@pytest.mark.skipif(not hasattr(socket, "SO_BINDTODEVICE"), reason="Linux alone binds to a device")
def test_an_ordinary_socket_takes_the_option_and_can_then_be_bound_to_nothing_else() -> None:
    lo = socket.if_indextoname(1)
    way, _ = opened({}, replace(PHONE, interface=lo))
    ((level, option, value),) = way.socket_options(4)
    assert way.asked
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.setsockopt(level, option, value)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16).rstrip(b"\0") == lo.encode()
