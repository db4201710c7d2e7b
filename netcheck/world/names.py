"""Asks name servers by our own packets, and the system for its own answer."""

from __future__ import annotations

import math
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from netcheck.core.model import Failure
from netcheck.core.network import DnsAnswer, DnsQuestion, How, Reply, Resolver, Said, Shot, SystemAnswer
from netcheck.world.dns_messages import Asked, failed, is_cut, read, timed, write
from netcheck.world.dns_streams import StreamQuestion
from netcheck.world.lookup import Lookup, usable
from netcheck.world.remembered import Remembered
from netcheck.world.sockets import FAILURES

LOOKUP_S = 1.1
_PUBLIC_AFTER_S = 0.2
_SPARE_S = 0.15
_HOSTS_BYTES = 1 << 20
PUBLIC_SERVERS = ("1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "2001:4860:4860::8888")


class Exchange(Protocol):
    """The part of `SystemWire` that is needed here."""

    def exchange(
        self,
        shots: Sequence[Shot],
        wait_s: float = 1.2,
        retry_s: float = 0.4,
        enough: Callable[[Sequence[Reply]], bool] | None = None,
        accept: Callable[[int, bytes], bool] | None = None,
        limit: Callable[[], float] | None = None,
    ) -> tuple[Reply, ...]:
        """Send shots, take only payloads that are accepted, stop at the limit."""


class SystemNames:
    """Name servers and the system's own look-up."""

    def __init__(
        self,
        remembered: Remembered,
        wire: Exchange,
        resolvers: Callable[[], tuple[Resolver, ...] | None],
        hosts_path: Path | None = None,
        public_servers: Sequence[str] = PUBLIC_SERVERS,
    ) -> None:
        """`resolvers` reads the system's settings (None: unknown); `public_servers` are literal addresses, the first
        two usable ones are asked beside the configured ones."""
        self._remembered = remembered
        self._wire = wire
        self._resolvers = resolvers
        self._hosts_path = hosts_path
        self._public = tuple(public_servers)

    def resolvers(self) -> tuple[Resolver, ...] | None:
        """The name servers this system is told to use, in order; None where it does not tell."""
        return self._remembered.get(("resolvers",), self._resolvers)

    def ask(self, questions: Sequence[DnsQuestion], wait_s: float = 1.2) -> tuple[DnsAnswer, ...]:
        """All questions at once; answers in their order after `wait_s` seconds at the latest. See `Names.ask`."""
        asked = [write(question) for question in questions]
        # Only now: the first question ever written loads a library, which takes a busy computer longer than `wait_s`.
        deadline = time.monotonic() + wait_s
        streams: dict[int, StreamQuestion] = {
            index: StreamQuestion(each, deadline)
            for index, each in enumerate(asked)
            if each is not None and each.question.over != "udp"
        }
        plain = [index for index, each in enumerate(asked) if each is not None and each.question.over == "udp"]
        answers: dict[int, DnsAnswer] = {}
        if plain:
            answers = self._by_udp(
                {index: each for index in plain if (each := asked[index]) is not None}, deadline, streams
            )
        for index, stream in streams.items():
            answers[index] = stream.wait()
        return tuple(
            # A name that cannot be written into a message exists nowhere.
            replace(answers.get(index) or failed(question, Failure.NAME_NOT_FOUND), question=question)
            for index, question in enumerate(questions)
        )

    def _by_udp(
        self, asked: Mapping[int, Asked], deadline: float, streams: dict[int, StreamQuestion]
    ) -> dict[int, DnsAnswer]:
        """Answers by UDP; a question whose answer was cut is asked again over a stream, at once."""
        numbers = list(asked)
        read_so_far: dict[int, DnsAnswer] = {}
        garbage: set[int] = set()

        def accept(place: int, payload: bytes) -> bool:
            number = numbers[place]
            answer = read(asked[number], payload)
            if answer is None:
                garbage.add(number)
                return False
            read_so_far[number] = answer
            if is_cut(payload):
                again = replace(asked[number], question=replace(asked[number].question, over="tcp"))
                streams[number] = StreamQuestion(again, deadline)
            return True

        shots = [
            Shot(each.question.server, How.UDP, each.question.port, each.wire, each.question.ttl, each.question.device)
            for each in asked.values()
        ]
        needed = [place for place, each in enumerate(asked.values()) if not each.question.spare]
        done_at: list[float] = []

        def note(replies: Sequence[Reply]) -> bool:
            if not done_at and all(replies[place].said is not Said.SILENT for place in needed):
                done_at.append(time.monotonic())
            return False

        def limit() -> float:  # without one, each question ends its own wait, counted from when it left
            return done_at[0] + _SPARE_S if done_at else math.inf

        wait_s = max(0.0, deadline - time.monotonic())
        replies = self._wire.exchange(shots, wait_s, accept=accept, enough=note, limit=limit)
        answers = {}
        for number, reply in zip(numbers, replies, strict=True):
            question = asked[number].question
            if reply.said is Said.ANSWERED:
                answers[number] = timed(read_so_far[number], reply.ms, reply.ttl)
            elif reply.said is Said.SILENT and number in garbage:
                answers[number] = failed(question, Failure.BAD_ANSWER)
            else:
                answers[number] = failed(question, FAILURES[reply.said], reply.sender, reply.ms)
        return answers

    def lookup(self, name: str, family: int = 0) -> tuple[str, ...]:
        """Addresses of a name by our own packets, IPv6 first where usable; at most about 1.4 s. See `Names.lookup`."""
        return self.search(name, family)[0]

    def search(self, name: str, family: int = 0) -> tuple[tuple[str, ...], Failure | None]:
        """As `lookup`, with the reason where there is no address: NAME_NOT_FOUND when a server said so, else what
        kept the servers from answering."""
        plain = name.rstrip(".").lower()
        return self._remembered.get(("lookup", plain, family), lambda: self._search(plain, family))

    def _search(self, name: str, family: int) -> tuple[tuple[str, ...], Failure | None]:
        if name == "localhost" or name.endswith(".localhost"):  # RFC 6761: never asked of a server
            return tuple(each for each in ("::1", "127.0.0.1") if family in (0, 6 if ":" in each else 4)), None
        types = {4: ("A",), 6: ("AAAA",)}.get(family, ("AAAA", "A") if usable(6) else ("A",))
        configured = [(each.address, each.port) for each in self.resolvers() or ()]
        public = [(each, 53) for each in self._public if usable(6 if ":" in each else 4)]
        public = [each for each in public if each not in configured][:2]
        asked: list[Asked] = []
        for server, port in (*configured, *public):
            for kind in types:
                written = write(DnsQuestion(server, name, kind, port=port))
                if written is None:
                    return (), Failure.NAME_NOT_FOUND
                asked.append(written)
        if not asked:
            return (), Failure.NOT_CONFIGURED
        state = Lookup(asked, len(configured) * len(types), len(types), time.monotonic() + LOOKUP_S)
        # Strangers are only told the name when our own servers do not answer at once.
        patience = _PUBLIC_AFTER_S if configured else 0.0
        shots = [
            Shot(q.server, How.UDP, q.port, each.wire, after_s=patience if (q.server, q.port) in public else 0.0)
            for each in asked
            for q in (each.question,)
        ]
        replies = self._wire.exchange(
            shots, LOOKUP_S, accept=state.accept, limit=state.limit, enough=lambda _: state.good
        )
        return state.result(replies)

    def system(self, name: str, wait_s: float = 1.5) -> SystemAnswer:
        """The system's own answer, after `wait_s` seconds at the latest; the look-up may be left behind."""
        job = self._remembered.get(("system", name), lambda: _SystemLookup(name))
        return job.wait(wait_s)

    def hosts_file(self) -> Mapping[str, tuple[str, ...]]:
        """Name (lower case) to addresses, from the hosts file; empty where it cannot be read."""
        return self._remembered.get(("hosts",), self._read_hosts)

    def _read_hosts(self) -> Mapping[str, tuple[str, ...]]:
        if self._hosts_path is None:
            return {}
        try:
            with self._hosts_path.open("rb") as file:
                return parse_hosts(file.read(_HOSTS_BYTES))
        except OSError:
            return {}


class _SystemLookup:
    """getaddrinfo cannot be timed out nor cancelled: it runs on a daemon thread that may hang for a minute."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._answer: SystemAnswer | None = None
        threading.Thread(target=self._run, name="system-lookup", daemon=True).start()

    def wait(self, wait_s: float) -> SystemAnswer:
        self._ended.wait(wait_s)
        return self._answer or SystemAnswer(self._name, failure=Failure.TIMEOUT)

    def _run(self) -> None:
        addresses: tuple[str, ...] = ()
        failure: Failure | None = None
        try:
            found = socket.getaddrinfo(self._name, None, type=socket.SOCK_STREAM)
            addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
            failure = None if addresses else Failure.NAME_NOT_FOUND
        except socket.gaierror as problem:
            failure = _NOT_THERE.get(problem.errno or 0, Failure.SERVER_FAILURE)
        except (UnicodeError, ValueError):
            failure = Failure.NAME_NOT_FOUND
        except OSError:
            failure = Failure.SERVER_FAILURE
        self._answer = SystemAnswer(self._name, addresses, failure, (time.monotonic() - self._began) * 1000)
        self._ended.set()


_NOT_THERE = {
    number: Failure.NAME_NOT_FOUND
    for number in (
        getattr(socket, "EAI_NONAME", None),
        getattr(socket, "EAI_NODATA", None),
        getattr(socket, "EAI_ADDRFAMILY", None),
        11001,
        11004,
    )  # the last two are Windows'
    if number is not None
}


def parse_hosts(data: bytes) -> dict[str, tuple[str, ...]]:
    """Names (lower case) and addresses of a hosts file (hosts(5)); lines that make no sense are passed over."""
    found: dict[str, tuple[str, ...]] = {}
    for line in data.decode("utf-8-sig", "replace").splitlines():
        address, *names = line.partition("#")[0].split() or [""]
        if not names or not _is_address(address):
            continue
        for name in names:
            key = name.rstrip(".").lower()
            known = found.get(key, ())
            if key and address not in known:
                found[key] = (*known, address)
    return found


def _is_address(text: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text.partition("%")[0])
    except (OSError, ValueError):
        return False
    return True
