"""Asks one status page: in time, for no more than is read, and by another way out where the usual one is dead."""

from __future__ import annotations

import io
import ipaddress
import ssl
import sys
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from queue import Empty, SimpleQueue
from typing import Any, Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from netcheck import __version__
from netcheck.core.model import Failure
from netcheck.core.network import OtherWay
from netcheck.world.bounded_socket import Bounds, pools
from netcheck.world.status_copies import LARGEST
from netcheck.world.status_failed import Failed, failed
from netcheck.world.status_reasons import (
    AWAY,
    BUSY,
    CIRCLES,
    CLOSED,
    CUT,
    ERROR,
    LARGE,
    NO_PAGE,
    NO_URL,
    PACKED,
)  # fmt: skip

MOST_REDIRECTS, MOST_ADDRESSES = 3, 3
PIECE = 1 << 14
"""Bytes at once."""
FIRST_WAY_S = 0.9
"""So long a way has to reach the page before the next one is tried, where there is another one."""

Lookup = Callable[[str], tuple[str, ...]]


class Way(Protocol):
    """What is needed to ask through another adapter than the one in use (world.other_way.OpenWay)."""

    @property
    def way(self) -> OtherWay:
        """Which one it is."""

    @property
    def asked(self) -> bool:
        """Whether anything was asked through it so far."""

    def works(self, read: bool) -> bool | None:
        """What asking has shown of it, the page being `read` through it or not; None: nothing."""

    def lookup(self, name: str) -> tuple[str, ...]:
        """The addresses of a name, asked through it alone, with a deadline of its own."""

    def socket_options(self, family: int = 4) -> list[tuple[int, int, int | bytes]]:
        """What binds a fresh socket to it. Raises OSError where the adapter is gone."""


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a page which copy of it we have (RFC 9110, 13.1)."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it came; `body` is None where it is still the one we have (304)."""

    body: bytes | None
    known: Known
    headers: Mapping[str, str]
    via: str = ""
    """The adapter, where that was not the default way."""
    secure: bool = True
    """It came over TLS from the host of its address, a redirect followed or not."""


def ask(
    url: str, known: Known | None, lookup: Lookup, ways: Sequence[Way], until: float, via: str | None = None
) -> Answer:
    """The page, by the default way, or by the first of `ways` that reaches it; never by two at once. Raises Failed.

    `until` is monotonic seconds. `via` is what reached it the last time ("" for the default way): that is tried first.
    """
    order: list[Way | None] = [None, *ways]
    order.sort(key=lambda way: via is not None and _name(way) != via)
    problems: list[Failed] = []
    for number, way in enumerate(order):
        now = time.monotonic()
        if now >= until:
            break
        last = number == len(order) - 1
        try:
            return _get(url, known, way, lookup, until if last else min(until, now + FIRST_WAY_S), until)
        except Failed as problem:
            problem.via = _name(way)
            problems.append(problem)
            if problem.reached:
                break
    raise max(problems, key=lambda each: each.reached, default=Failed(Failure.TIMEOUT))


def _name(way: Way | None) -> str:
    return way.way.interface if way is not None else ""


def _get(url: str, known: Known | None, way: Way | None, lookup: Lookup, reach_until: float, until: float) -> Answer:
    """Follow at most three redirects to the page. Raises Failed."""
    here, been = url, {url}
    for _ in range(MOST_REDIRECTS + 1):
        bounds = Bounds(until)
        with _one(here, known, way, lookup, reach_until, bounds) as response:
            headers = {name.lower(): value[:500] for name, value in response.headers.items()}
            status = response.status_code
            if status in (301, 302, 303, 307, 308):
                there = urljoin(here, headers.get("location", ""))
                if there in been:
                    raise Failed(Failure.REDIRECTED, CIRCLES, reached=True, headers=headers)
                if not _same_site(urlsplit(here), urlsplit(there)):
                    raise Failed(Failure.REDIRECTED, AWAY, headers=headers)
                here = there
                been.add(there)
                continue
            if status == 304 and known is not None:
                return Answer(None, known, headers, _name(way), _secure(here))
            if status != 200:
                raise Failed(Failure.HTTP_ERROR, _refused(status), reached=True, headers=headers)
            fresh = Known(headers.get("etag", "")[:200], headers.get("last-modified", "")[:200])
            return Answer(_body(response, bounds, headers), fresh, headers, _name(way), _secure(here))
    raise Failed(Failure.REDIRECTED, CIRCLES, reached=True)


def _secure(url: str) -> bool:
    return urlsplit(url).scheme == "https"


def _refused(status: int) -> str:
    return {429: BUSY, 503: BUSY, 404: NO_PAGE, 410: NO_PAGE, 401: CLOSED, 403: CLOSED}.get(status, ERROR)


def _one(
    url: str, known: Known | None, way: Way | None, lookup: Lookup, reach_until: float, bounds: Bounds
) -> requests.Response:
    """One GET to the first address of the host that can be reached. Raises Failed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Failed(Failure.BAD_ANSWER, NO_URL, reached=True) from None
    addresses = (host,) if _is_address(host) else _addresses(host, way.lookup if way else lookup, reach_until)
    if not addresses:
        raise Failed(Failure.NAME_NOT_FOUND)
    problem = Failed(Failure.TIMEOUT)
    tries = addresses[:MOST_ADDRESSES]
    for number, address in enumerate(tries):
        left = reach_until - time.monotonic()
        if left <= 0:
            break
        target = (f"[{address}]" if ":" in address else address) + (f":{port}" if port else "")
        try:
            options = way.socket_options(6 if ":" in address else 4) if way else None
            return _request(parts, target, known, left / (len(tries) - number), options, bounds, _source(way, address))
        except Failed as refused:
            problem = refused
        except OSError as error:
            problem = failed(error, bounds)
    raise problem


def _addresses(host: str, lookup: Lookup, until: float) -> tuple[str, ...]:
    """The addresses of a name, looked up on a thread that is left behind when it takes too long. Raises Failed."""
    found: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    threading.Thread(target=lambda: found.put(lookup(host)), name="status page name", daemon=True).start()
    try:
        return found.get(timeout=max(0.0, until - time.monotonic()))
    except Empty:
        raise Failed(Failure.TIMEOUT) from None


def _source(way: Way | None, address: str) -> tuple[str, int] | None:
    """What a socket must be bound to besides: on Windows the adapter's IPv4 address, see windows_sockets.source_of."""
    if sys.platform != "win32" or way is None or ":" in address or ":" in way.way.source:
        return None
    return way.way.source, 0


def _request(
    parts: SplitResult,
    target: str,
    known: Known | None,
    connect_s: float,
    options: list[tuple[int, int, int | bytes]] | None,
    bounds: Bounds,
    source: tuple[str, int] | None = None,
) -> requests.Response:
    """Ask the host of this URL at this address, with its name as Host and in TLS. Raises Failed."""

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
    if known is not None and known.etag:
        headers["If-None-Match"] = known.etag
    if known is not None and known.modified:
        headers["If-Modified-Since"] = known.modified
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


def _body(response: requests.Response, bounds: Bounds, headers: Mapping[str, str]) -> bytes:
    """The body, unpacked as it comes in and never beyond what is read. Raises Failed."""
    coding, length = headers.get("content-encoding", "").strip().lower(), headers.get("content-length", "")
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Failed(Failure.BAD_ANSWER, PACKED, reached=True, headers=headers)
    if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST:
        raise Failed(Failure.BAD_ANSWER, LARGE, reached=True, headers=headers)
    unpack = zlib.decompressobj(31) if coding.endswith("gzip") else None
    body = io.BytesIO()  # hands over what it holds without a second copy
    bounds.most = bounds.read + LARGEST + (1 << 16)
    try:
        while more := response.raw.read1(PIECE, decode_content=False):
            while more:
                body.write(unpack.decompress(more, PIECE) if unpack else more)
                more = unpack.unconsumed_tail if unpack else b""
                if body.tell() > LARGEST:
                    raise Failed(Failure.BAD_ANSWER, LARGE, reached=True, headers=headers)
    except zlib.error:
        raise Failed(Failure.BAD_ANSWER, PACKED, reached=True, headers=headers) from None
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise failed(error, bounds) from error
    if unpack is not None and not unpack.eof:
        raise Failed(Failure.BAD_ANSWER, CUT, reached=True, headers=headers)
    return body.getvalue()


def _same_site(here: SplitResult, there: SplitResult) -> bool:
    """Whether a redirect stays with the same people: this host, one below or above it; never from https to http."""
    if there.scheme != here.scheme and (here.scheme, there.scheme) != ("http", "https"):
        return False
    old, new = (parts.hostname or "" for parts in (here, there))
    if there.username is not None or not new:
        return False
    return old == new or old.endswith(f".{new}") or new.endswith(f".{old}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
