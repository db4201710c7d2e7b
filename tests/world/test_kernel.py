"""The kernel itself is asked, inside a network namespace of the test's own."""

import socket
from unittest import mock

import pytest

from netcheck.world import kernel
from tests.world.namespace import inside

LINES = (
    "link set lo up",
    "link add eth0 type veth peer name far",
    "link set eth0 up",
    "link set far up",
    "addr add 192.168.1.23/24 dev eth0",
    "route add default via 192.168.1.1 metric 100",
    "route add default via 192.168.1.9 table 77",
    "route add unreachable default metric 900",
    "route add ::/0 via fe80::1 dev eth0 metric 512",
)


def test_tables_of_a_namespace() -> None:
    links, held, routes, near = inside(
        LINES, "kernel.links()", "kernel.addresses()", "kernel.default_routes()", "kernel.neighbours(4)"
    )
    assert {each.name for each in links} == {"lo", "eth0", "far"}
    assert "192.168.1.23" in {each.ip for each in held}
    assert [(each.family, each.gateway) for each in routes] == [(4, "192.168.1.1"), (6, "fe80::1")]
    assert near == ()


def test_many_adapters_arrive_whole() -> None:
    lines = [f"link add v{number} type veth peer name w{number}" for number in range(60)]
    (links,) = inside(lines, "kernel.links()")
    assert len(links) == 121


def test_the_kernels_refusal_is_an_error_with_its_number() -> None:
    (number,) = inside(("link set lo up",), "errno_of(lambda: kernel.route_to('192.0.2.1'))")
    assert number == 101


def test_a_kernel_that_says_nothing_is_not_waited_for() -> None:
    silent, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with silent, other, mock.patch("socket.socket", return_value=_Deaf(silent)), pytest.raises(TimeoutError):
        kernel.links()


class _Deaf:
    """A socket that takes everything and never answers."""

    def __init__(self, real: socket.socket) -> None:
        self.real = real

    def __enter__(self) -> "_Deaf":
        return self

    def __exit__(self, *_: object) -> None:
        self.real.close()

    def settimeout(self, seconds: float) -> None:
        self.real.settimeout(min(seconds, 0.05))

    def bind(self, _: object) -> None:
        """Nothing to bind."""

    def send(self, data: bytes) -> int:
        return self.real.send(data)

    def recv(self, size: int) -> bytes:
        return self.real.recv(size)
