"""Asks a name server over TCP (RFC 7766) or TLS (RFC 7858), on a thread with its own deadline."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from dataclasses import replace

from netcheck.core.model import Failure
from netcheck.core.network import DnsAnswer, Said
from netcheck.world.dns_messages import Asked, failed, read
from netcheck.world.icmp import plain
from netcheck.world.sockets import FAILURES, endpoint, final_error, open_tcp, said_by_call, said_later

_MESSAGES = 4  # answers of other questions passed over on one connection; more is a broken server


class StreamQuestion:
    """One question over a stream; the thread ends at its deadline whether anybody waits for it or not."""

    def __init__(self, asked: Asked, deadline: float) -> None:
        """`deadline`: monotonic seconds."""
        self._asked = asked
        self._deadline = deadline
        self._ended = threading.Event()
        self._answer: DnsAnswer | None = None
        threading.Thread(target=self._run, name="dns-stream", daemon=True).start()

    def wait(self) -> DnsAnswer:
        """The answer, at the deadline at the latest."""
        self._ended.wait(max(0.0, self._deadline - time.monotonic()) + 0.02)
        return self._answer or failed(self._asked.question, Failure.TIMEOUT)

    def _run(self) -> None:
        began = time.monotonic()
        try:
            answer = self._ask()
        except TimeoutError:
            answer = failed(self._asked.question, Failure.TIMEOUT)
        except ConnectionError:
            answer = failed(self._asked.question, Failure.RESET)
        except OSError as problem:
            answer = failed(self._asked.question, FAILURES[said_later(problem.errno)])
        if answer.failure is not Failure.TIMEOUT:
            answer = replace(answer, ms=(time.monotonic() - began) * 1000)
        self._answer = answer
        self._ended.set()

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _ask(self) -> DnsAnswer:
        question = self._asked.question
        try:
            version, where = endpoint(question.server, question.port)
        except ValueError:
            return failed(question, Failure.NO_ROUTE)
        made = open_tcp(version, question.device, question.ttl)
        if isinstance(made, Said):
            return failed(question, FAILURES[made])
        stream = made
        try:
            problem = self._connect(stream, where)
            if problem is not None:
                return problem
            if question.over == "tls":
                from netcheck.world.tls import Refused, shake, wrap

                secured = wrap(stream, question.server_name or plain(question.server))
                if isinstance(secured, Refused):
                    return failed(question, secured.failure)
                stream = secured
                refused = shake(secured, self._left())
                if refused is not None:
                    return failed(question, refused.failure)
            return self._converse(stream)
        finally:
            stream.close()
            made.close()

    def _connect(self, sock: socket.socket, where: object) -> DnsAnswer | None:
        question = self._asked.question
        try:
            sock.connect(where)  # type: ignore[arg-type]
        except BlockingIOError:
            pass
        except OSError as problem:
            return failed(question, FAILURES[said_by_call(problem, "connect")])
        if not wait_for(sock, self._left(), writing=True):
            raise TimeoutError
        found = final_error(sock, question.server)
        if found is not None:
            return failed(question, FAILURES[found[0]], found[1].offender)
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            said = said_later(number)
            return failed(question, FAILURES[said], question.server if said is Said.REFUSED else None)
        return None

    def _converse(self, stream: socket.socket) -> DnsAnswer:
        stream.settimeout(self._left())
        stream.sendall(struct.pack("!H", len(self._asked.wire)) + self._asked.wire)
        for _ in range(_MESSAGES):
            head = self._exactly(stream, 2)
            if len(head) < 2:
                return failed(self._asked.question, Failure.RESET)
            size = struct.unpack("!H", head)[0]
            message = self._exactly(stream, size)
            answer = read(self._asked, message)
            if answer is not None:
                return answer
            if len(message) < size:
                break
        return failed(self._asked.question, Failure.BAD_ANSWER)

    def _exactly(self, stream: socket.socket, size: int) -> bytes:
        """So many bytes, fewer where the other side ends; TimeoutError at the deadline."""
        have = bytearray()
        while len(have) < size:
            stream.settimeout(self._left())
            piece = stream.recv(size - len(have))
            if not piece:
                break
            have += piece
        return bytes(have)


def wait_for(sock: socket.socket, seconds: float, writing: bool) -> bool:
    """Wait until a socket is ready (or has failed), so many seconds at most."""
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sock, select.POLLOUT if writing else select.POLLIN)
        return bool(poll.poll(max(0.0, seconds) * 1000))
    mine = [sock]
    ready = select.select([] if writing else mine, mine if writing else [], mine, max(0.0, seconds))
    return any(ready)
