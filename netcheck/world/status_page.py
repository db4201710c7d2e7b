"""Fetches the provider's status page, and keeps a copy for when it cannot be asked."""

from __future__ import annotations

import base64
import errno
import hashlib
import ipaddress
import json
import logging
import os
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from netcheck.core.model import Failure
from netcheck.core.network import StatusPage
from netcheck.core.news import Reading
from netcheck.plugins import StatusFormat
from netcheck.world.tls import refusal

if TYPE_CHECKING:
    from requests import Response

LOG = logging.getLogger(__name__)
LARGEST = 1 << 20
"""Bytes of a page; real ones have some tens of kilobytes."""
MOST_REDIRECTS, MOST_ADDRESSES = 3, 3
PAUSE = timedelta(minutes=1)
"""Between two questions to one page: after an outage everybody asks at once."""
LONGEST_PAUSE = timedelta(hours=1)
"""However long the page asks to be left alone (Retry-After)."""
OLDEST = timedelta(hours=24)
"""A kept copy that is older says nothing of the trouble at hand."""
MOST_LEFT_BEHIND = 3
"""Threads that hang in a server that trickles; while so many do, nothing more is asked."""
BY_ERRNO: Mapping[int | None, Failure] = {
    errno.ECONNREFUSED: Failure.REFUSED,
    errno.ECONNRESET: Failure.RESET,
    errno.ENETUNREACH: Failure.UNREACHABLE,
    errno.EHOSTUNREACH: Failure.UNREACHABLE,
}


class _Failed(Exception):
    """Why the page could not be read; `retry_after` is how long it wants to be left alone."""

    def __init__(self, failure: Failure, retry_after: timedelta = PAUSE) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page as it came, and what is needed to ask whether it is still the same."""

    fetched_at: datetime
    body: bytes
    etag: str = ""
    modified: str = ""


class StatusPages:
    """The providers' pages of this process.

    `formats` are the formats by name, `lookup` gives the addresses of a host by our own packets and with its own
    deadline, `cache_folder` keeps a copy of each page.
    """

    def __init__(
        self, formats: Mapping[str, StatusFormat], lookup: Callable[[str], tuple[str, ...]], cache_folder: Path
    ) -> None:
        self._formats = formats
        self._lookup = lookup
        self._folder = cache_folder
        self._lock = threading.Lock()
        self._answers: dict[str, tuple[datetime, datetime, StatusPage]] = {}
        self._left_behind: list[threading.Thread] = []

    def fetch(self, url: str, format_name: str, wait_s: float, now: datetime) -> StatusPage:
        """What the page says, within `wait_s` seconds; `now` is UTC. Raises nothing: failing is an answer.

        An empty `format_name`: the first format that recognises the page. Within a minute (or as long as the page asks
        to be left alone, up to an hour) the last answer is given again. Where the page cannot be read, the failure
        comes with a kept copy of at most 24 hours (stale, with the time at which it was fetched), if there is one.
        """
        with self._lock:
            asked_at, rests_until, page = self._answers.get(url, (now, now, None))
            if page is not None and asked_at <= now < rests_until:
                return page
            page, pause = self._ask(url, format_name, wait_s, now)
            self._answers[url] = (now, now + min(max(pause, PAUSE), LONGEST_PAUSE), page)
            return page

    def _ask(self, url: str, format_name: str, wait_s: float, now: datetime) -> tuple[StatusPage, timedelta]:
        kept = self._recall(url)
        try:
            fresh = self._in_time(url, kept, wait_s, now)
            page = self._understood(url, fresh, format_name)
        except _Failed as problem:
            LOG.info("the status page could not be read: %s", problem.failure.value)
            page = StatusPage(url, failure=problem.failure)
            if kept is not None and timedelta() <= now - kept.fetched_at <= OLDEST:
                try:
                    old = self._understood(url, kept, format_name)
                    page = replace(old, failure=problem.failure, stale=True)
                except _Failed:
                    pass
            return page, problem.retry_after
        self._keep(url, fresh)
        return page, PAUSE

    def _understood(self, url: str, copy: _Kept, format_name: str) -> StatusPage:
        """The incidents on a page. Raises _Failed where it is of no known format."""
        names = [format_name] if format_name in self._formats else list(self._formats)
        for name in names:
            form = self._formats[name]
            if len(names) > 1 and not form.recognises(copy.body):
                continue
            try:
                news = form.parse(copy.body, Reading(url, now=copy.fetched_at))
            except ValueError:
                continue
            return StatusPage(url, copy.fetched_at, news, format=name)
        raise _Failed(Failure.BAD_ANSWER)

    # --- asking ---

    def _in_time(self, url: str, kept: _Kept | None, wait_s: float, now: datetime) -> _Kept:
        """The page, fetched on a thread that is left behind when it does not come in time. Raises _Failed."""
        self._left_behind = [thread for thread in self._left_behind if thread.is_alive()]
        if len(self._left_behind) >= MOST_LEFT_BEHIND:
            raise _Failed(Failure.TIMEOUT)
        until = time.monotonic() + wait_s
        answers: SimpleQueue[_Kept | _Failed] = SimpleQueue()

        def work() -> None:
            answer: _Kept | _Failed = _Failed(Failure.INTERNAL)
            try:
                answer = self._get(url, kept, until, now)
            except _Failed as problem:
                answer = problem
            finally:
                answers.put(answer)

        thread = threading.Thread(target=work, name="status page", daemon=True)
        thread.start()
        try:
            answer = answers.get(timeout=wait_s)
        except Empty:
            self._left_behind.append(thread)
            raise _Failed(Failure.TIMEOUT) from None
        if isinstance(answer, _Failed):
            raise answer
        return answer

    def _get(self, url: str, kept: _Kept | None, until: float, now: datetime) -> _Kept:
        """Follow at most three redirects to the page. Raises _Failed."""
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            with self._one(here, kept, until) as response:
                if response.status_code in (301, 302, 303, 307, 308):
                    there = urljoin(here, response.headers.get("Location", ""))
                    if not _same_site(urlsplit(here), urlsplit(there)):
                        break
                    here = there
                    continue
                if response.status_code == 304 and kept is not None:
                    return replace(kept, fetched_at=now)
                if response.status_code != 200:
                    raise _Failed(Failure.HTTP_ERROR, _retry_after(response.headers.get("Retry-After", "")))
                etag, modified = (response.headers.get(name, "")[:200] for name in ("ETag", "Last-Modified"))
                return _Kept(now, _body(response, until), etag, modified)
        raise _Failed(Failure.REDIRECTED)

    def _one(self, url: str, kept: _Kept | None, until: float) -> Response:
        """One GET to the first address of the host that can be reached. Raises _Failed."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise _Failed(Failure.BAD_ANSWER) from None
        addresses = (host,) if _is_address(host) else self._lookup(host)
        if not addresses:
            raise _Failed(Failure.NAME_NOT_FOUND)
        problem = _Failed(Failure.TIMEOUT)
        tries = addresses[:MOST_ADDRESSES]
        for number, address in enumerate(tries):
            left = until - time.monotonic()
            if left <= 0:
                break
            target = (f"[{address}]" if ":" in address else address) + (f":{port}" if port else "")
            try:
                return _request(parts, target, kept, left / (len(tries) - number), left)
            except _Failed as failed:
                problem = failed
        raise problem

    # --- the kept copy ---

    def _path(self, url: str) -> Path:
        return self._folder / f"status-{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"

    def _recall(self, url: str) -> _Kept | None:
        try:
            with self._path(url).open("rb") as file:
                told = json.loads(file.read(2 * LARGEST))
            if told["url"] != url:
                return None
            moment = datetime.fromisoformat(told["fetched_at"]).astimezone(UTC)
            return _Kept(moment, base64.b64decode(told["body"]), str(told["etag"]), str(told["modified"]))
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None

    def _keep(self, url: str, page: _Kept) -> None:
        """Keep this copy, whole or not at all; where that is impossible, do without."""
        told = {"url": url, "fetched_at": page.fetched_at.isoformat(), "etag": page.etag, "modified": page.modified}
        told["body"] = base64.b64encode(page.body).decode("ascii")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix=".status-", dir=self._folder)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump(told, file)
            Path(name).replace(self._path(url))
        except OSError as error:
            LOG.info("no copy of the status page could be kept: %s", error)


def _request(parts: SplitResult, target: str, kept: _Kept | None, connect_s: float, read_s: float) -> Response:
    """Ask the host of this URL at this address, with its name as Host and in TLS. Raises _Failed."""
    import requests
    import truststore
    from requests.adapters import HTTPAdapter
    from urllib3.exceptions import HTTPError

    class Named(HTTPAdapter):
        """Sends and verifies the host's name though it connects to an address.

        The context checks the name itself. urllib3's assert_hostname would switch that off and read the certificate
        afterwards, which is empty where truststore leaves verifying to the system (macOS, Windows).
        """

        def init_poolmanager(self, *arguments: object, **options: object) -> None:
            context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            options.update(ssl_context=context, server_hostname=parts.hostname)
            super().init_poolmanager(*arguments, **options)  # type: ignore[arg-type]

        def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:
            """Trust what the system trusts; requests would add its own list, which a company's proxy is not on."""
            conn.cert_reqs = "CERT_REQUIRED"

    headers = {
        "Host": parts.netloc,
        "User-Agent": "netcheck",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if kept is not None and kept.etag:
        headers["If-None-Match"] = kept.etag
    if kept is not None and kept.modified:
        headers["If-Modified-Since"] = kept.modified
    session = requests.Session()
    # Proxies, .netrc and certificate bundles from the environment are another check's business.
    session.trust_env = False
    session.headers.clear()
    session.mount("https://", Named(max_retries=0))
    session.mount("http://", HTTPAdapter(max_retries=0))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return session.get(
            f"{parts.scheme}://{target}{path}",
            headers=headers,
            timeout=(connect_s, read_s),
            allow_redirects=False,
            stream=True,
        )
    except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
        raise _Failed(_failure(error)) from error


def _body(response: Response, until: float) -> bytes:
    """The body, read as it trickles in, so that the deadline holds. Raises _Failed."""
    from urllib3.exceptions import HTTPError

    body = b""
    try:
        while more := response.raw.read1(1 << 16, decode_content=False):
            body += more
            if len(body) > LARGEST:
                raise _Failed(Failure.BAD_ANSWER)
            if time.monotonic() > until:
                raise _Failed(Failure.TIMEOUT)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise _Failed(_failure(error)) from error
    return body


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


def _retry_after(value: str) -> timedelta:
    """How long the page wants to be left alone, where it says so in seconds."""
    return timedelta(seconds=int(value)) if value.isascii() and value.isdigit() and len(value) < 7 else PAUSE


def _failure(error: BaseException) -> Failure:
    """requests and urllib3 wrap the system's error several times: the innermost that says something counts."""
    from urllib3.exceptions import TimeoutError as Urllib3Timeout

    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            # Before its errno, which is 1 and would read as "not permitted".
            return refusal(cause).failure
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno in BY_ERRNO:
            return BY_ERRNO[cause.errno]
    if any(isinstance(cause, TimeoutError | Urllib3Timeout) for cause in causes):
        return Failure.TIMEOUT
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Failure.TLS_FAILED
    if any(isinstance(cause, ConnectionError) for cause in causes):
        return Failure.RESET
    return Failure.BAD_ANSWER


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it wraps, in whatever way."""
    waiting, seen = [error], list[BaseException]()
    while waiting and len(seen) < 20:
        cause = waiting.pop(0)
        if not any(cause is other for other in seen):
            seen.append(cause)
            inner = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
            waiting += [one for one in inner if isinstance(one, BaseException)]
            yield cause
