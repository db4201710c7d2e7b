"""Sends one question for a status page to one address, and reads no more of the answer than fits."""

from __future__ import annotations

import io
import ssl
import time
import zlib
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from netcheck import __version__
from netcheck.core.model import Failure
from netcheck.world.bounded_pools import pools
from netcheck.world.bounded_socket import Bounds
from netcheck.world.status_copies import LARGEST
from netcheck.world.status_failed import Failed, failed
from netcheck.world.status_reasons import CUT, LARGE, PACKED

PIECE = 1 << 14
"""Bytes at once."""


def request(
    parts: SplitResult,
    target: str,
    conditions: Mapping[str, str],
    connect_s: float,
    options: list[tuple[int, int, int | bytes]] | None,
    bounds: Bounds,
    source: tuple[str, int] | None = None,
) -> requests.Response:
    """Ask the host of this URL at this address, with its name as Host and in TLS. Raises Failed.

    `conditions` are headers that ask for a newer page alone; `options` bind the socket to an adapter, `source` to an
    address of ours; `connect_s` is for the connection alone.
    """

    class Named(HTTPAdapter):
        """Sends and verifies the host's name though it connects to an address.

        The context checks the name itself. urllib3's assert_hostname would switch that off and read the certificate
        afterwards, which is empty where truststore leaves verifying to the system (macOS, Windows).
        """

        def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
            if parts.scheme == "https":
                more["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                more["server_hostname"] = parts.hostname
            if options is not None:
                more["socket_options"] = options
            if source is not None:
                more["source_address"] = source
            super().init_poolmanager(*arguments, **more)
            self.poolmanager.pool_classes_by_scheme = pools(bounds)

        def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:
            """Trust what the system trusts; requests would add its own list, which a company's proxy is not on."""
            conn.cert_reqs = "CERT_REQUIRED"

    headers = {
        "Host": parts.netloc,
        "User-Agent": f"netcheck/{__version__}",
        "Accept": "application/json, application/atom+xml, application/rss+xml, text/html;q=0.8, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    headers.update(conditions)
    session = requests.Session()
    # Proxies, .netrc and certificate bundles from the environment are another check's business.
    session.trust_env = False
    session.headers.clear()
    session.mount(f"{parts.scheme}://", Named(max_retries=0))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    left = max(0.01, bounds.until - time.monotonic())
    try:
        return session.get(
            f"{parts.scheme}://{target}{path}",
            headers=headers,
            timeout=(min(connect_s, left), left),
            allow_redirects=False,
            stream=True,
        )
    except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
        raise failed(error, bounds) from error


def body(response: requests.Response, bounds: Bounds, headers: Mapping[str, str]) -> bytes:
    """The body, unpacked as it comes in and never beyond what is read. Raises Failed."""
    coding, length = headers.get("content-encoding", "").strip().lower(), headers.get("content-length", "")
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Failed(Failure.BAD_ANSWER, PACKED, reached=True, headers=headers)
    if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST:
        raise Failed(Failure.BAD_ANSWER, LARGE, reached=True, headers=headers)
    unpack = zlib.decompressobj(31) if coding.endswith("gzip") else None
    whole = io.BytesIO()  # hands over what it holds without a second copy
    bounds.most = bounds.read + LARGEST + (1 << 16)
    try:
        while more := response.raw.read1(PIECE, decode_content=False):
            while more:
                whole.write(unpack.decompress(more, PIECE) if unpack else more)
                more = unpack.unconsumed_tail if unpack else b""
                if whole.tell() > LARGEST:
                    raise Failed(Failure.BAD_ANSWER, LARGE, reached=True, headers=headers)
    except zlib.error:
        raise Failed(Failure.BAD_ANSWER, PACKED, reached=True, headers=headers) from None
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise failed(error, bounds) from error
    if unpack is not None and not unpack.eof:
        raise Failed(Failure.BAD_ANSWER, CUT, reached=True, headers=headers)
    return whole.getvalue()
