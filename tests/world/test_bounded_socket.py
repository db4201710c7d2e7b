"""A server is held to its bounds with each byte, over plain connections as over secured ones."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from netcheck.world.bounded_socket import BoundedSocket, Bounds, TooMuch

ALWAYS_S = 20.0


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def bounded(sock: socket.socket, bounds: Bounds) -> socket.socket:
    return BoundedSocket(sock, bounds)  # type: ignore[return-value]


def test_what_is_within_bounds_is_read(pair: tuple[socket.socket, socket.socket]) -> None:
    bounds = Bounds(time.monotonic() + ALWAYS_S)
    pair[1].sendall(b"one\ntwo\n")
    file = bounded(pair[0], bounds).makefile("rb")
    assert (file.readline(), file.readline(), bounds.read) == (b"one\n", b"two\n", 8)


def test_more_than_there_is_room_for_is_not(pair: tuple[socket.socket, socket.socket]) -> None:
    bounds = Bounds(time.monotonic() + ALWAYS_S, most=10)
    file = bounded(pair[0], bounds).makefile("rb")
    pair[1].sendall(b"0123456789\n")
    with pytest.raises(TooMuch):
        file.readline()


def test_a_time_that_is_over_is_over(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[1].sendall(b"here already\n")
    with pytest.raises(TimeoutError):
        bounded(pair[0], Bounds(time.monotonic() - 1)).makefile("rb").readline()
    with pytest.raises(TimeoutError):
        bounded(pair[0], Bounds(time.monotonic() + 0.05)).makefile("rb").read(100)


def test_it_is_read_on_after_the_connection_was_closed_on_our_side(pair: tuple[socket.socket, socket.socket]) -> None:
    wrapped = bounded(pair[0], Bounds(time.monotonic() + ALWAYS_S))
    file = wrapped.makefile("rb")
    wrapped.close()
    pair[1].sendall(b"rest\n")
    assert file.readline() == b"rest\n"
    file.close()
    assert pair[0].fileno() == -1


def test_all_else_is_the_socket_s(pair: tuple[socket.socket, socket.socket]) -> None:
    wrapped = bounded(pair[0], Bounds(0.0))
    wrapped.sendall(b"x")
    assert pair[1].recv(1) == b"x"
    assert wrapped.fileno() == pair[0].fileno()
