"""Each kind of connection has its bounded pool."""

from __future__ import annotations

from netcheck.world.bounded_pools import pools
from netcheck.world.bounded_socket import HEAD, Bounds


def test_each_scheme_has_its_pool() -> None:
    assert set(pools(Bounds(0.0))) == {"http", "https"}
    assert Bounds(0.0).most == HEAD
