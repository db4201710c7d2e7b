"""Certificates for servers on loopback: of an authority that is trusted while tests run, and of one that is not."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from netcheck.world import tls
from tests.world.small_authority import REASON_NOT_TO, make_authority, serving


@dataclass(frozen=True, slots=True)
class Identities:
    """What servers on 127.0.0.1 show."""

    right: ssl.SSLContext
    """Of an authority that is trusted."""
    wrong: ssl.SSLContext
    """Of one that is not."""


def identities(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identities]:
    """Made once for a module: it takes a moment."""
    if REASON_NOT_TO:
        pytest.skip(REASON_NOT_TO)
    make_authority(folder, "root", "Trusted")
    make_authority(folder, "else", "Snooping Box Ltd")
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "root.pem"))
    monkeypatch.setenv("no_proxy", "*")
    tls._loaded.cache_clear()
    yield Identities(serving(folder, "root", "IP:127.0.0.1"), serving(folder, "else", "IP:127.0.0.1"))
    tls._loaded.cache_clear()
