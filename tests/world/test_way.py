"""A connected datagram socket tells our own address for a target, and sends nothing."""

import errno

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import Way
from netcheck.world.way import by_connecting, failure_of


def test_to_ourselves() -> None:
    assert by_connecting("127.0.0.1") == Way(None, source="127.0.0.1")


@pytest.mark.parametrize("name", ["example.com", "", "1.2.3", "zz:zz", "fe80::1%no-such-adapter", "127.0.0.1 x"])
def test_names_are_never_looked_up(name: str) -> None:
    assert by_connecting(name).failure is Failure.NOT_AVAILABLE


@pytest.mark.parametrize(
    ("number", "failure"),
    [
        (errno.ENETUNREACH, Failure.NO_ROUTE), (10051, Failure.NO_ROUTE), (errno.EACCES, Failure.BLOCKED_LOCALLY),
        (10013, Failure.BLOCKED_LOCALLY), (errno.EHOSTUNREACH, Failure.NOT_AVAILABLE), (None, Failure.NOT_AVAILABLE),
    ],
)  # fmt: skip
def test_errors(number: int | None, failure: Failure) -> None:
    assert failure_of(number) is failure
