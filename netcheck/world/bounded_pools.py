"""Connections of urllib3 whose answers keep within bounds."""

from __future__ import annotations

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from netcheck.world.bounded_socket import BoundedSocket, Bounds


def pools(bounds: Bounds) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools for a urllib3.PoolManager, by scheme, whose answers keep within these bounds."""

    def bound(connection: HTTPConnection) -> None:
        connection.sock = BoundedSocket(connection.sock, bounds)

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            bound(self)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            bound(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
