"""One HTTPS conversation with a help desk: to that host alone, encrypted, bounded, and over at its deadline."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from netcheck.world.delivery_grip import Grip
from netcheck.world.http import AGENT
from netcheck.world.tls import trusting

STEP_S, WHOLE_S = 20.0, 60.0
"""Seconds for one step (connection, handshake, one read), and for one question with its answer, name included."""
LARGEST = 1 << 20
"""Bytes of an answer that are read; a desk's have some thousand."""


class Unanswered(Exception):
    """No answer came, or not all of it; `sent` tells whether the desk may have got the question."""

    def __init__(self, kind: str, sent: bool, of_certificate: bool = False) -> None:
        super().__init__(kind)
        self.kind, self.sent, self.of_certificate = kind, sent, of_certificate


@dataclass(frozen=True, slots=True)
class Answer:
    """What a desk said."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes = field(repr=False)
    """What is longer is cut off, and so no JSON."""

    @property
    def good(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.status < 300

    def json(self) -> dict[str, object]:
        """The object in it. Raises ValueError for anything else."""
        try:
            found = json.loads(self.body)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return found


@dataclass(frozen=True, slots=True)
class Door:
    """Where a desk is, and what lets in."""

    url: str
    """https only."""
    user: str = ""
    secret: str = field(default="", repr=False)
    whole_s: float = WHOLE_S

    @property
    def speakable(self) -> bool:
        """Whether a header can hold what lets in."""
        return bool(self.user) or (self.secret.isascii() and self.secret.isprintable())

    def authorization(self) -> str:
        """The header's value; empty where nothing lets in. With a user Basic (RFC 7617), else Bearer (RFC 6750)."""
        if not self.secret:
            return ""
        if self.user:
            return "Basic " + base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
        return f"Bearer {self.secret}"

    def ask(
        self, method: str, path: str = "", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask this path below the address ("": the address itself). No redirect is followed.

        Raises Unanswered, at the deadline at the latest; then the connection is cut, so that a request which was given
        up does not go on.
        """
        talk = _Talk(self, method, path, body, headers or {})
        thread = threading.Thread(target=talk.run, name="delivery", daemon=True)
        thread.start()
        thread.join(self.whole_s)
        return talk.result()


def json_body(value: object) -> tuple[bytes, dict[str, str]]:
    """A body of JSON, and the header for it."""
    return json.dumps(value).encode(), {"Content-Type": "application/json"}


class _Talk:
    """One question on its way, on a thread of its own."""

    def __init__(self, door: Door, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> None:
        self._door, self._method, self._path, self._body, self._headers = door, method, path, body, headers
        self._until = time.monotonic() + door.whole_s
        self._grip = Grip()
        self._answer: Answer | None = None
        self._problem: Unanswered | None = None

    def run(self) -> None:
        """Ask; never raises for what the network does."""
        try:
            self._answer = self._ask()
        except ssl.SSLCertVerificationError:
            self._problem = Unanswered("certificate", self._grip.sent, of_certificate=True)
        except (OSError, http.client.HTTPException, ValueError, UnicodeError) as error:
            # Its last step may see the end before the other thread does. Its text may hold the address.
            kind = "deadline" if time.monotonic() >= self._until else type(error).__name__
            self._problem = Unanswered(kind, self._grip.sent)

    def result(self) -> Answer:
        """What came of it by now; what still runs is cut off."""
        answer, problem = self._answer, self._problem
        if answer is not None:
            return answer
        if problem is None:
            self._grip.cut()
            raise Unanswered("deadline", self._grip.sent)
        raise problem

    def _ask(self) -> Answer:
        parts = urlsplit(self._door.url)
        if parts.scheme != "https" or not parts.hostname:
            raise ValueError("not an address of HTTPS")
        if not self._door.speakable:
            raise ValueError("no secret that a header can hold")
        connection = self._connection(parts.hostname, parts.port or 443)
        try:
            connection.connect()
            headers = {
                "User-Agent": AGENT,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Connection": "close",
                **self._headers,
            }
            authorization = self._door.authorization()
            if authorization:
                headers["Authorization"] = authorization
            base = parts.path if not self._path else parts.path.rstrip("/") + "/" + self._path.lstrip("/")
            way, _, query = base.partition("?")
            target = urlunsplit(("", "", way or "/", query or parts.query, ""))
            self._grip.goes_out()
            reply = self._reply(connection, target, headers)
            body = self._read(reply)
            return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, body)
        finally:
            connection.close()
            self._grip.let_go()

    def _reply(
        self, connection: http.client.HTTPSConnection, target: str, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        try:
            connection.request(self._method, target, self._body, headers)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError) as error:
            # A server to which a report is too large answers, and reads no further: its answer says why.
            try:
                return connection.getresponse()
            except (OSError, http.client.HTTPException):
                raise error from None
        return connection.getresponse()

    def _connection(self, host: str, port: int) -> http.client.HTTPSConnection:
        """A connection that is secured with the desk itself, through the proxy where the environment names one."""
        proxy, step_s = self._proxy(), min(STEP_S, self._door.whole_s)
        if proxy:
            name, number, credentials = proxy
            made = http.client.HTTPSConnection(name, number, timeout=step_s, context=trusting())
            made.set_tunnel(host, port, {"Proxy-Authorization": credentials} if credentials else {})
        else:
            made = http.client.HTTPSConnection(host, port, timeout=step_s, context=trusting())
        made._create_connection = self._dialled  # type: ignore[attr-defined]  # else a handshake could not be cut off
        return made

    def _dialled(
        self, address: tuple[str, int], timeout: float, source: tuple[str, int] | None = None
    ) -> socket.socket:
        return self._grip.take(socket.create_connection(address, timeout, source))

    def _proxy(self) -> tuple[str, int, str] | None:
        from requests.utils import get_environ_proxies

        known = get_environ_proxies(self._door.url)
        found = known.get("https") or known.get("all")
        if not found:
            return None
        parts = urlsplit(found if "://" in found else f"http://{found}")
        if parts.scheme != "http" or not parts.hostname:
            raise OSError("a kind of proxy that is not known")
        credentials = ""
        if parts.username:
            told = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            credentials = "Basic " + base64.b64encode(told).decode()
        return parts.hostname, parts.port or 80, credentials

    def _read(self, reply: http.client.HTTPResponse) -> bytes:
        data, announced = b"", reply.length  # counted here: from 3.13 on read1 counts it down itself
        while announced is None or len(data) < announced:
            if time.monotonic() > self._until:
                raise TimeoutError
            piece = reply.read1(65536)
            if not piece:
                if announced is not None:
                    raise http.client.IncompleteRead(b"", announced - len(data))
                break
            data += piece
            if len(data) > LARGEST:
                break  # what it is about stands in its status
        return data
