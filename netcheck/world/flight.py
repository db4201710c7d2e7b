"""One question on its way: its packets, their repetitions, and the answer that settles it."""

from __future__ import annotations

import secrets
import socket
import sys
import time
from collections.abc import Callable

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world.icmp import echo_request, plain, read_echo
from netcheck.world.sockets import (
    Endpoint,
    endpoint,
    final_error,
    is_own,
    open_for,
    read_datagram,
    reply_to,
    said_by_call,
    said_later,
)

_NEVER = float("inf")
LATE_S = 0.25
"""How long after its time an echo of the library's is still waited for, while its thread has not told what came: on a
busy computer it begins late and tells late, and what it heard in time is no silence."""
GRACE_S = 1.0
"""By how much the patience of one flight grows at most for packets that left late."""


def by_whom(said: Said, target: str) -> Said:
    """A datagram's refusal on Windows, which does not tell whose it is: a router may say "port unreachable" in the
    place of a far host, so only one that is beside us is known to have spoken for itself."""
    if sys.platform == "win32" and said is Said.REFUSED:
        from netcheck.world import windows

        return said if windows.way_to(target).gateway is None else Said.UNREACHABLE
    return said


class Flight:
    """A shot and what became of it so far. Times are monotonic seconds."""

    def __init__(self, shot: Shot, start: float, wait_s: float, retry_s: float, tries: int | None = None) -> None:
        self.shot = shot
        self.deadline = start + wait_s
        self.next_try = start
        self.reply: Reply | None = None
        self.counted = False
        self.untold = 0
        """Echoes of the library's whose threads have not told yet."""
        self.sockets: list[socket.socket] = []
        self.version = 0
        self._retry_s = max(retry_s, 0.01)
        self._tries_left = max(1, shot.tries if tries is None else tries)
        self._grace_s = GRACE_S
        self._sent_at: list[float] = []
        self._socket_sent: dict[socket.socket, float] = {}
        self._own: str | None = None
        self._late: Said | None = None
        self._token = secrets.token_bytes(8)
        self._where: Endpoint = ("", 0)
        try:
            self.version, self._where = endpoint(shot.address, shot.port)
        except ValueError:
            self.reply = Reply(shot, Said.NO_ROUTE)

    @property
    def end(self) -> float:
        """When to give up."""
        return self.deadline + LATE_S if self.untold else self.deadline

    @property
    def due(self) -> float:
        """When to look at this flight again if nothing comes."""
        return min(self.next_try, self.end)

    def count_try(self, now: float) -> None:
        """A packet goes out now: when may the next one? What it leaves late, on a busy computer, is added to the time
        that its answer has: otherwise what was hardly asked would count as silent."""
        late_s = min(max(0.0, now - self.next_try), self._grace_s)
        self._grace_s -= late_s
        self.deadline += late_s
        self._tries_left -= 1
        self._sent_at.append(now)
        self.next_try = now + self._retry_s if self._tries_left > 0 else _NEVER
        if self.next_try >= self.deadline:
            self.next_try = _NEVER

    def launch(self) -> socket.socket | None:
        """Send the first packet or the next one; a socket that is new and has to be watched, if any."""
        now = time.monotonic()
        self.count_try(now)
        if self.shot.how is not How.TCP and self.sockets:
            self._send(self.sockets[0])
            return None
        made = open_for(self.shot, self.version)
        if isinstance(made, Said):
            self._settle(Reply(self.shot, made, ms=0.0))
            return None
        self.sockets.append(made)
        self._socket_sent[made] = time.perf_counter()
        try:
            made.connect(self._where)
        except BlockingIOError:
            pass
        except OSError as problem:
            self._own = self._own or self._name_of(made)
            self._call_failed(made, problem, "connect")
            return None
        self._own = self._own or self._name_of(made)
        if self._strayed():
            self._settle(Reply(self.shot, Said.NOT_PERMITTED, ms=0.0))
            return None
        if self.shot.how is not How.TCP:
            self._send(made)
        return made if self.reply is None else None

    def _strayed(self) -> bool:
        """Whether Windows let a socket that was bound to an adapter leave by another one after all."""
        if sys.platform != "win32" or self.shot.device is None or self._own in (None, "", "0.0.0.0", "::"):
            return False
        from netcheck.world import windows_sockets

        return not windows_sockets.holds(self.shot.device, self._own)

    def _send(self, sock: socket.socket) -> None:
        packet = self._packet()
        for attempt in (0, 1):  # an error of an earlier packet may be waiting, and comes out of this call instead
            try:
                sock.send(packet)
                return
            except BlockingIOError:
                return  # the queue is full: as good as lost
            except OSError as problem:
                if self._believe_queue(sock) or attempt:
                    if self.reply is None:
                        self._call_failed(sock, problem, "send")
                    return

    def _packet(self) -> bytes:
        if self.shot.how is How.ECHO:
            data = self._token + bytes(max(0, self.shot.size - len(self._token)))
            return echo_request(self.version, len(self._sent_at), data)
        return self.shot.payload or bytes(self.shot.size)

    def _call_failed(self, sock: socket.socket, problem: OSError, stage: str) -> None:
        if self._believe_queue(sock):
            return
        said = said_by_call(problem, stage)
        if said is Said.SILENT or (said is Said.NO_NEIGHBOUR and self.next_try != _NEVER):
            self._late = said  # carrier just lost, or a full queue: the next try tells
            return
        self._settle(reply_to(self.shot, said, ms=self._ms(sock)))

    def take(self, sock: socket.socket, accept: Callable[[bytes], bool] | None) -> bool:
        """Something happened on a socket; False when that socket will not say any more."""
        if self.shot.how is How.TCP:
            return self._take_connection(sock)
        try:
            data, ttl, sender = read_datagram(sock)
        except BlockingIOError:
            self._believe_queue(sock)
            return True
        except OSError as problem:
            if not self._believe_queue(sock):
                said = by_whom(said_later(problem.errno), self.shot.address)
                if said is not Said.SILENT:
                    self._settle(reply_to(self.shot, said, ms=self._ms(sock)))
            return True
        now = time.monotonic()
        if self.shot.how is How.UDP:
            if accept is None or accept(data):
                self._settle(
                    Reply(
                        self.shot,
                        Said.ANSWERED,
                        sender or plain(self.shot.address),
                        self._ms(sock),
                        ttl=ttl,
                        payload=data,
                    )
                )
            return True
        echo = read_echo(self.version, data)
        if echo is not None and echo[1][: len(self._token)] == self._token and sender == plain(self.shot.address):
            sequence = echo[0]
            sent = self._sent_at[sequence - 1] if 1 <= sequence <= len(self._sent_at) else self._sent_at[0]
            self._settle(Reply(self.shot, Said.ANSWERED, sender, (now - sent) * 1000, ttl=ttl, payload=echo[1]))
        return True

    def _take_connection(self, sock: socket.socket) -> bool:
        """The queue first: reading it can clear SO_ERROR, and then a dead connection looks like an open one."""
        if self._believe_queue(sock):
            return False
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        ms = self._ms(sock)
        if number:
            said = said_later(number)
            if said is not Said.SILENT:
                self._settle(reply_to(self.shot, said, ms=ms))
            return False
        try:
            sock.getpeername()
        except OSError:
            return False
        self._settle(Reply(self.shot, Said.ANSWERED, plain(self.shot.address), ms))
        return False

    def _believe_queue(self, sock: socket.socket) -> bool:
        """Whether the error queue settled this flight."""
        found = final_error(sock, self.shot.address, self._is_own)
        if found is not None:
            self._settle(reply_to(self.shot, *found, self._ms(sock)))
        return self.reply is not None

    def _is_own(self, address: str) -> bool:
        return address == self._own or is_own(address)

    @staticmethod
    def _name_of(sock: socket.socket) -> str | None:
        try:
            return plain(str(sock.getsockname()[0]))
        except OSError:
            return None

    def _ms(self, sock: socket.socket) -> float:
        """By the finest clock: Windows' monotonic one moves on only every 15.6 ms."""
        now = time.perf_counter()
        return (now - self._socket_sent.get(sock, now)) * 1000

    def _settle(self, reply: Reply) -> None:
        if self.reply is None:
            self.reply = reply

    def give_up(self) -> None:
        """The time is over."""
        self._settle(Reply(self.shot, self._late or Said.SILENT, untold=self.untold > 0))

    def outcome(self) -> Reply:
        """The reply; silence where there is none yet."""
        return self.reply if self.reply is not None else Reply(self.shot, Said.SILENT)

    def close(self) -> None:
        """Close all sockets."""
        for sock in self.sockets:
            sock.close()
        self.sockets.clear()
        self._socket_sent.clear()
