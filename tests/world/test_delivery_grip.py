"""A conversation is ended from another thread, at once, whatever it is about."""

from __future__ import annotations

import errno
import socket
import threading
from contextlib import closing

import pytest

from netcheck.world.delivery_grip import Grip


def test_what_is_cut_ends_for_both_sides() -> None:
    near, far = socket.socketpair()
    grip, heard = Grip(), list[bytes]()
    with closing(near), closing(far):
        assert grip.take(near) is near
        near.settimeout(20)
        thread = threading.Thread(target=lambda: heard.append(near.recv(10)), daemon=True)
        thread.start()
        grip.cut()
        thread.join(20)
        far.settimeout(20)
        assert (heard, far.recv(10)) == ([b""], b"")
        grip.let_go()
        grip.let_go()


class Closing(socket.socket):
    """One whose other side has closed it: macOS takes no option of it any more (EINVAL)."""

    def setsockopt(self, *option: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")


def test_what_takes_no_option_any_more_is_cut_all_the_same() -> None:
    near, far = socket.socketpair()
    held = Closing(near.family, near.type, near.proto, near.detach())
    grip = Grip()
    with closing(held), closing(far):
        grip.take(held)
        grip.cut()
        far.settimeout(20)
        assert far.recv(10) == b""
        grip.let_go()


def test_after_it_is_cut_nothing_begins() -> None:
    near, far = socket.socketpair()
    grip = Grip()
    grip.cut()
    with closing(far):
        with pytest.raises(TimeoutError):
            grip.take(near)
        assert near.fileno() == -1
        with pytest.raises(TimeoutError):
            grip.goes_out()
    assert not grip.sent


def test_what_was_sent_is_known() -> None:
    grip = Grip()
    assert not grip.sent
    grip.goes_out()
    grip.cut()
    assert grip.sent
    grip.refused()
    assert not grip.sent


def test_the_other_side_sees_the_end_when_it_is_let_go() -> None:
    near, far = socket.socketpair()
    grip = Grip()
    with closing(far):
        grip.take(near)
        near.close()
        grip.let_go()
        far.settimeout(20)
        assert far.recv(10) == b""
