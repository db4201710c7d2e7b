"""One page on its way: name, connection, TLS, request, answer, each stage a fact of its own."""

from __future__ import annotations

import base64
import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from netcheck.core.model import Failure
from netcheck.core.network import Certificate, Reply, Said, WebAnswer, WebRequest
from netcheck.world.connect import Connection, connect
from netcheck.world.http_message import Target, read_body, read_head, read_url, skew, write_request
from netcheck.world.sockets import FAILURES, LINUX, endpoint, final_error, said_later

_RECEIVE = 65536
_PROXY_HEAD = 16384
_CONNECT_S = 1.0  # two SYNs, the second after 0.4 s: silence longer than that is no connection
_TCP_INFO, _RCV_OOOPACK = 11, 224  # tcpi_rcv_ooopack in struct tcp_info of linux/tcp.h


class Directory(Protocol):
    """The part of `SystemNames` that is needed here."""

    def search(self, name: str, family: int = 0) -> tuple[tuple[str, ...], Failure | None]:
        """Addresses of a name, or why there are none."""

    def hosts_file(self) -> Mapping[str, tuple[str, ...]]:
        """Name to addresses, from the hosts file."""


class _End(Exception):
    """The fetch ends here, with this failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


class Fetch:
    """One GET on its way; its attributes say how far it came."""

    def __init__(
        self,
        request: WebRequest,
        names: Directory,
        agent: str,
        now: Callable[[], datetime],
        deadline: float,
        heard: Callable[[Reply], None] = lambda reply: None,
    ) -> None:
        self._request, self._names, self._agent, self._now, self._heard = request, names, agent, now, heard
        self._deadline = deadline
        self._ended = threading.Event()
        self._began = time.monotonic()
        self._sock: socket.socket | None = None
        self._stage = "name"
        self._failure: Failure | None = None
        self._address: str | None = None
        self._sender: str | None = None
        self._status: int | None = None
        self._headers: dict[str, str] = {}
        self._body = b""
        self._certificate: Certificate | None = None
        self._connect_ms: float | None = None
        self._tls_ms: float | None = None
        self._first_byte_ms: float | None = None
        self._total_ms: float | None = None
        self._skew_s: float | None = None
        self._out_of_order: int | None = None

    def wait(self, deadline: float) -> WebAnswer:
        """The answer, or at the deadline (monotonic seconds) how far it has come."""
        self._ended.wait(max(0.0, deadline - time.monotonic()))
        stage = self._stage
        failure = self._failure if self._ended.is_set() else self._unfinished(stage)
        return WebAnswer(
            self._request,
            stage,
            failure,
            self._address,
            self._sender,
            self._status,
            self._headers,
            self._body,
            self._certificate,
            self._connect_ms,
            self._tls_ms,
            self._first_byte_ms,
            self._total_ms,
            self._skew_s,
            self._out_of_order,
        )

    def run(self) -> None:
        """Fetch; ends at the deadline, and never raises for what the network does."""
        try:
            self._fetch()
            self._stage = "done"
        except _End as end:
            self._failure = end.failure
        except TimeoutError:
            self._failure = self._unfinished(self._stage)
            self._out_of_order = self._count_out_of_order()
        except OSError as problem:
            self._failure = self._meaning(problem)
        finally:
            self._total_ms = self._since(self._began)
            self._close()
            self._ended.set()

    @staticmethod
    def _unfinished(stage: str) -> Failure:
        """What it means that the time was over at this stage: connected means stalled."""
        return Failure.TIMEOUT if stage in ("name", "connect") else Failure.STALLED

    def _fetch(self) -> None:
        target = read_url(self._request.url)
        if target is None:
            raise _End(Failure.NOT_AVAILABLE)
        proxy = None
        if self._request.proxy is not None:
            proxy = read_url(self._request.proxy)
            if proxy is None or proxy.scheme != "http":
                raise _End(Failure.NOT_AVAILABLE)  # another kind of proxy: not asked, so nothing is known
        self._sock = self._open(target, proxy)
        if target.scheme == "https":
            self._sock = self._secure(self._sock, target, proxy)
        self._stage = "request"
        what, headers = target.path, self._request.headers
        if proxy is not None and target.scheme == "http":
            what, headers = f"http://{target.authority}{target.path}", headers + _credentials(proxy)
        self._send(self._sock, write_request("GET", what, target.authority, headers, self._agent))
        self._receive(self._sock)
        if proxy is not None and self._status == 407:
            raise _End(Failure.PROXY_FAILED)

    def _open(self, target: Target, proxy: Target | None) -> socket.socket:
        """A connection to the target, through the proxy where there is one."""
        if proxy is None:
            made = self._reach(target.host, target.port, self._request.address)
            self._connect_ms = made.ms
            return made.sock
        try:
            made = self._reach(proxy.host, proxy.port, None)
        except (_End, TimeoutError):
            raise _End(Failure.PROXY_FAILED) from None
        self._connect_ms = made.ms
        if target.scheme == "https":
            try:
                self._tunnel(made.sock, target, proxy)
            except (OSError, ValueError):  # also TimeoutError
                made.sock.close()
                raise _End(Failure.PROXY_FAILED) from None
        return made.sock

    def _reach(self, host: str, port: int, address: str | None) -> Connection:
        self._stage = "name"
        addresses = (address,) if address else self._addresses(host)
        self._stage = "connect"
        until = min(self._deadline, time.monotonic() + _CONNECT_S)
        made = connect(addresses, port, until, self._request.device, self._request.segment_bytes, self._heard)
        self._address = made.address
        if isinstance(made, Connection):
            return made
        self._sender = made.sender
        if made.failure is Failure.TIMEOUT:
            raise TimeoutError
        raise _End(made.failure)

    def _addresses(self, host: str) -> tuple[str, ...]:
        with contextlib.suppress(ValueError):
            endpoint(host, 0)
            return (host,)
        found, failure = self._names.search(host)
        if not found and self._request.proxy is not None:
            found = self._names.hosts_file().get(host, ())  # a company's proxy may be known there only
        if not found:
            self._left()
            raise _End(failure or Failure.NAME_NOT_FOUND)
        return found

    def _tunnel(self, sock: socket.socket, target: Target, proxy: Target) -> None:
        host = f"[{target.host}]" if ":" in target.host else target.host
        where = f"{host}:{target.port}"
        self._send(sock, write_request("CONNECT", where, where, _credentials(proxy), self._agent))
        data = b""
        while (head := read_head(data)) is None:
            piece = self._some(sock)
            data += piece
            if not piece or len(data) > _PROXY_HEAD:
                raise ValueError("no answer of a proxy")
        if not 200 <= head.status < 300:
            self._status = head.status
            raise ValueError("the proxy refused")

    def _secure(self, sock: socket.socket, target: Target, proxy: Target | None) -> socket.socket:
        from netcheck.world import tls

        self._stage = "tls"
        began = time.monotonic()
        secured = tls.wrap(sock, target.host)
        if isinstance(secured, tls.Refused):
            sock.close()
            raise _End(secured.failure)
        self._sock = secured
        refused = tls.shake(secured, self._left())
        if refused is None:
            self._tls_ms = self._since(began)
            return secured
        if refused.of_certificate:
            self._certificate = tls.certificate(refused, None)
            if refused.failure is Failure.CERTIFICATE_UNTRUSTED:
                self._close()
                self._certificate = tls.certificate(refused, self._issuer(target, proxy))
                self._stage = "tls"
        raise _End(refused.failure)

    def _issuer(self, target: Target, proxy: Target | None) -> str | None:
        """Who issued the certificate that was refused, by a second connection on which nothing is asked."""
        from netcheck.world import tls

        kept = self._connect_ms, self._status
        try:
            return tls.look_at_certificate(self._open(target, proxy), target.host, self._left())
        except (_End, OSError):
            return None
        finally:
            self._connect_ms, self._status = kept

    def _receive(self, sock: socket.socket) -> None:
        """Read the answer until it is complete, the cap is reached or the time is over."""
        self._stage = "headers"
        asked_at, data, head, ended = time.monotonic(), b"", None, False
        try:
            while True:
                piece = self._some(sock)
                if self._first_byte_ms is None and piece:
                    self._first_byte_ms = self._since(asked_at)
                ended = not piece
                data += piece
                if head is None:
                    head = read_head(data)
                    if head is not None:
                        self._stage = "body"
                        self._status, self._headers = head.status, head.headers
                        self._skew_s = skew(head.headers, self._now())
                if head is not None:
                    self._body, complete = read_body(head, data[head.body_at :], ended, self._request.max_bytes)
                    if complete:
                        return
                if ended:
                    raise _End(Failure.RESET)  # cut off in the middle
        except ValueError:
            raise _End(Failure.BAD_ANSWER) from None

    def _send(self, sock: socket.socket, data: bytes) -> None:
        sock.settimeout(self._left())
        sock.sendall(data)

    def _some(self, sock: socket.socket) -> bytes:
        sock.settimeout(self._left())
        return sock.recv(_RECEIVE)

    def _left(self) -> float:
        """Seconds left; TimeoutError when there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _meaning(self, problem: OSError) -> Failure:
        """What an error on an open connection means; an ICMP error in the queue says more."""
        if self._sock is not None and self._address is not None and not isinstance(problem, ConnectionError):
            self._sock.setblocking(False)
            found = final_error(self._sock, self._address)
            if found is not None:
                self._sender = found[1].offender
                return FAILURES[found[0]]
        if isinstance(problem, ConnectionError):
            return Failure.RESET
        if type(problem).__module__ == "ssl":
            from netcheck.world.tls import broken

            return broken(problem)
        said = said_later(problem.errno)
        return Failure.RESET if said is Said.SILENT else FAILURES[said]

    def _count_out_of_order(self) -> int | None:
        if not LINUX or self._sock is None:
            return None
        with contextlib.suppress(OSError, struct.error):
            info = self._sock.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _RCV_OOOPACK + 4)
            return int(struct.unpack_from("=I", info, _RCV_OOOPACK)[0])
        return None

    def _since(self, began: float) -> float:
        return (time.monotonic() - began) * 1000

    def _close(self) -> None:
        if self._sock is not None:
            self._sock.close()
            self._sock = None


def _credentials(proxy: Target) -> tuple[tuple[str, str], ...]:
    if not proxy.credentials:
        return ()
    return (("Proxy-Authorization", "Basic " + base64.b64encode(proxy.credentials.encode()).decode()),)
