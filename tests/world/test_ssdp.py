"""A router that refuses the search, as Windows tells it; answers are read in test_upnp.py."""

import socket
import sys
import time
from typing import Any

import pytest

from netcheck.world import ssdp

GATEWAY = "127.0.0.1"


class Refusing(socket.socket):
    """Windows' socket, to which a host has said "port unreachable": the next call that reads fails."""

    asked: list[str]

    def sendto(self, data: Any, place: Any) -> int:  # type: ignore[override]
        self.asked.append(place[0])
        return super().sendto(b"x", self.getsockname()) if place[0] == GATEWAY else len(data)

    def recvfrom(self, *sizes: int) -> tuple[bytes, object]:
        super().recvfrom(*sizes)
        raise ConnectionResetError(10054, "An existing connection was forcibly closed by the remote host")


def test_a_refusal_on_windows_is_a_sign_of_life_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sock = Refusing(socket.AF_INET, socket.SOCK_DGRAM)
    sock.asked = []
    sock.bind((GATEWAY, 0))
    sock.setblocking(False)
    monkeypatch.setattr(ssdp, "open_datagrams", lambda version: sock)
    monkeypatch.setattr(ssdp, "source_towards", lambda address: None)
    monkeypatch.setattr(ssdp, "_AFTER_REFUSAL_S", 0.05)
    monkeypatch.setattr(sys, "platform", "win32")
    assert list(ssdp.search(GATEWAY, time.monotonic() + 30.0)) == [None]
    assert ssdp.GROUP in sock.asked, "the group is asked at once"
