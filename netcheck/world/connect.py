"""Opens a connection to the first of several addresses that lets us (RFC 8305)."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netcheck.core.model import Failure
from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world.icmp import IcmpError, plain
from netcheck.world.sockets import FAILURES, endpoint, final_error, open_tcp, reply_to, said_by_call, said_later

_NEXT_S = 0.25  # RFC 8305, section 5
_SAME_S = 0.4  # the kernel repeats a lost SYN only after 1 s
_MOST = 4


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection that is open."""

    sock: socket.socket
    address: str
    ms: float


@dataclass(frozen=True, slots=True)
class NoConnection:
    """Why no connection could be opened."""

    failure: Failure
    address: str | None = None
    sender: str | None = None


def in_turns(addresses: Sequence[str]) -> tuple[str, ...]:
    """Addresses in the order in which to try them: IPv6 first, then the families in turns; four at most."""
    six = [each for each in addresses if ":" in each]
    four = [each for each in addresses if ":" not in each]
    mixed: list[str] = []
    for place in range(max(len(six), len(four))):
        mixed += six[place : place + 1] + four[place : place + 1]
    return tuple(dict.fromkeys(mixed))[:_MOST]


def connect(
    addresses: Sequence[str],
    port: int,
    deadline: float,
    device: str | None = None,
    segment: int | None = None,
    heard: Callable[[Reply], None] = lambda reply: None,
) -> Connection | NoConnection:
    """Try the addresses, each a little later than the one before; the first that answers wins, at the deadline
    (monotonic seconds) none has. All other sockets are closed; `heard` is told what stations say."""
    order = in_turns(addresses)
    if not order:
        return NoConnection(Failure.NO_ROUTE)
    return _Race(order if len(order) > 1 else order * 2, port, device, segment, heard).run(deadline)


class _Race:
    def __init__(
        self,
        order: Sequence[str],
        port: int,
        device: str | None,
        segment: int | None,
        heard: Callable[[Reply], None],
    ) -> None:
        self._coming = list(order)
        self._gap_s = _SAME_S if len(set(order)) == 1 else _NEXT_S
        self._port, self._device, self._segment, self._heard = port, device, segment, heard
        self._running: dict[socket.socket, tuple[str, float]] = {}
        self._lost: list[NoConnection] = []

    def run(self, deadline: float) -> Connection | NoConnection:
        winner: Connection | None = None
        with selectors.DefaultSelector() as selector:
            try:
                next_at = time.monotonic()
                while winner is None:
                    now = time.monotonic()
                    late = now >= deadline
                    if self._coming and not late and (now >= next_at or not self._running):
                        next_at = now + self._gap_s
                        self._start(self._coming.pop(0), selector)
                        continue
                    if not self._running:
                        break
                    until = min(deadline, next_at) if self._coming else deadline
                    # Also when it is late: what came while this computer was too busy to look is no silence.
                    for key, _ in selector.select(max(0.0, until - now)):
                        sock = key.fileobj
                        assert isinstance(sock, socket.socket)
                        selector.unregister(sock)
                        winner = winner or self._finish(sock)
                    if late:
                        break
            finally:
                for sock in self._running:
                    if winner is None or sock is not winner.sock:
                        sock.close()
        return winner or self._why_not()

    def _start(self, address: str, selector: selectors.BaseSelector) -> None:
        try:
            version, where = endpoint(address, self._port)
        except ValueError:
            self._lost.append(NoConnection(Failure.NO_ROUTE, address))
            return
        made = open_tcp(version, self._device, None, self._segment)
        if isinstance(made, Said):
            self._lose(address, made, None)
            return
        began = time.perf_counter()
        try:
            made.connect(where)
        except BlockingIOError:
            pass
        except OSError as problem:
            found = final_error(made, address)
            made.close()
            self._lose(address, *(found or (said_by_call(problem, "connect"), None)))
            return
        self._running[made] = (address, began)
        selector.register(made, selectors.EVENT_WRITE)

    def _lose(self, address: str, said: Said, error: IcmpError | None) -> None:
        if error is not None:
            self._heard(reply_to(Shot(address, How.TCP, self._port, device=self._device), said, error))
        sender = error.offender if error is not None else plain(address) if said is Said.REFUSED else None
        self._lost.append(NoConnection(FAILURES[said], address, sender))
        if said in (Said.REFUSED, Said.NO_ROUTE) and address in self._coming:
            self._coming.remove(address)  # a final word: the same address is not tried again

    def _finish(self, sock: socket.socket) -> Connection | None:
        """A socket is ready: open, or failed. The error queue is read first: that can clear SO_ERROR."""
        address, began = self._running[sock]
        found = final_error(sock, address)
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if found is None and not number:
            try:
                sock.getpeername()
            except OSError as problem:
                number = problem.errno or 0
            else:
                return Connection(sock, address, (time.perf_counter() - began) * 1000)
        del self._running[sock]
        sock.close()
        self._lose(address, *(found or (said_later(number), None)))
        return None

    def _why_not(self) -> NoConnection:
        if self._running or not self._lost:
            address = next(iter(self._running.values()))[0] if self._running else None
            return NoConnection(Failure.TIMEOUT, address)
        # A family without a route says least of why the others failed.
        return next((each for each in self._lost if each.failure is not Failure.NO_ROUTE), self._lost[0])
