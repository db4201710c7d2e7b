"""Asks one status page: in time, for no more than is read, and by another way out where the usual one is dead."""

from __future__ import annotations

import contextlib
import ipaddress
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from netcheck.core.model import Failure
from netcheck.core.network import OtherWay
from netcheck.world.bounded_socket import Bounds
from netcheck.world.status_failed import Failed, failed
from netcheck.world.status_names import Lookup, addresses, meanwhile
from netcheck.world.status_reasons import AWAY, BUSY, CIRCLES, CLOSED, ERROR, NO_PAGE, NO_URL

if TYPE_CHECKING:  # needs requests, which takes its time: see _get_ready
    import requests

MOST_REDIRECTS, MOST_ADDRESSES = 3, 3
FIRST_WAY_S = 0.9
"""So long a way has to reach the page before the next one is tried, where there is another one."""


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

    def conditions(self) -> dict[str, str]:
        """The headers that ask for the page only where it is another one by now."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}


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
    Where a way takes its time, the next one is already asked for the name.
    """
    threading.Thread(target=_get_ready, name="status page means", daemon=True).start()
    order: list[Way | None] = [None, *ways]
    order.sort(key=lambda way: via is not None and _name(way) != via)
    problems: list[Failed] = []
    for number, way in enumerate(order):
        now = time.monotonic()
        if now >= until:
            break
        last = number == len(order) - 1
        following = None if last else order[number + 1]
        try:
            with meanwhile(_name_in(url), following.lookup if following else None):
                return _get(url, known, way, lookup, until if last else min(until, now + FIRST_WAY_S), until)
        except Failed as problem:
            problem.via = _name(way)
            problems.append(problem)
            if problem.reached:
                break
    raise max(problems, key=lambda each: each.reached, default=Failed(Failure.TIMEOUT))


def _get_ready() -> None:
    """Load what sends the question while the name is looked up: on Windows that took 0.6 s, on slow disks more.

    All that needs urllib3 comes by this one module: two threads that load its parts from two ends would meet half-way.
    """
    with contextlib.suppress(ImportError):  # told where it is used
        import netcheck.world.status_request  # noqa: F401


def _name(way: Way | None) -> str:
    return way.way.interface if way is not None else ""


def _get(url: str, known: Known | None, way: Way | None, lookup: Lookup, reach_until: float, until: float) -> Answer:
    """Follow at most three redirects to the page. Raises Failed."""
    here, been = url, {url}
    for _ in range(MOST_REDIRECTS + 1):
        response, bounds = _one(here, known, way, lookup, reach_until, until)
        with response:
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
            from netcheck.world.status_request import body

            fresh = Known(headers.get("etag", "")[:200], headers.get("last-modified", "")[:200])
            return Answer(body(response, bounds, headers), fresh, headers, _name(way), _secure(here))
    raise Failed(Failure.REDIRECTED, CIRCLES, reached=True)


def _secure(url: str) -> bool:
    return urlsplit(url).scheme == "https"


def _one(
    url: str, known: Known | None, way: Way | None, lookup: Lookup, reach_until: float, until: float
) -> tuple[requests.Response, Bounds]:
    """One GET to the first address of the host that can be reached. Raises Failed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Failed(Failure.BAD_ANSWER, NO_URL, reached=True) from None
    found = (host,) if _is_address(host) else addresses(host, way.lookup if way else lookup, reach_until)
    if not found:
        raise Failed(Failure.NAME_NOT_FOUND)
    found_at = time.monotonic()
    from netcheck.world.status_request import request

    reach_until += time.monotonic() - found_at  # a slow disk is not the way's fault
    conditions = known.conditions() if known else {}
    problem, bounds = Failed(Failure.TIMEOUT), Bounds(until)
    tries = found[:MOST_ADDRESSES]
    for number, address in enumerate(tries):
        left = reach_until - time.monotonic()
        if left <= 0:
            break
        target = (f"[{address}]" if ":" in address else address) + (f":{port}" if port else "")
        try:
            options = way.socket_options(6 if ":" in address else 4) if way else None
            connect_s, source = left / (len(tries) - number), _source(way, address)
            return request(parts, target, conditions, connect_s, options, bounds, source), bounds
        except Failed as refused:
            problem = refused
        except OSError as error:
            problem = failed(error, bounds)
    raise problem


def _refused(status: int) -> str:
    return {429: BUSY, 503: BUSY, 404: NO_PAGE, 410: NO_PAGE, 401: CLOSED, 403: CLOSED}.get(status, ERROR)


def _source(way: Way | None, address: str) -> tuple[str, int] | None:
    """What a socket must be bound to besides: on Windows the adapter's IPv4 address, see windows_sockets.source_of."""
    if sys.platform != "win32" or way is None or ":" in address or ":" in way.way.source:
        return None
    return way.way.source, 0


def _same_site(here: SplitResult, there: SplitResult) -> bool:
    """Whether a redirect stays with the same people: this host, one below or above it; never from https to http."""
    if there.scheme != here.scheme and (here.scheme, there.scheme) != ("http", "https"):
        return False
    old, new = (parts.hostname or "" for parts in (here, there))
    if there.username is not None or not new:
        return False
    return old == new or old.endswith(f".{new}") or new.endswith(f".{old}")


def _name_in(url: str) -> str:
    """The host's name in a URL; empty where none stands there that could be looked up."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return "" if _is_address(host) else host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
