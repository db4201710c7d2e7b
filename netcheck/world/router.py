"""Asks the router what it says of its own way out, and nothing that would change it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from netcheck.core.network import How, RouterWord, Said, Shot
from netcheck.world import nat_pmp, ssdp, upnp
from netcheck.world.connect import NoConnection, connect
from netcheck.world.http import AGENT
from netcheck.world.http_message import Target, read_body, read_head, write_request
from netcheck.world.names import Exchange
from netcheck.world.remembered import Remembered

_REPEAT_S = 0.25
_SPARE_S = 0.02
_UNUSED = ("Unconfigured", "")  # what routers say of the kind of connection that they do not use


class SystemRouter:
    """The router by NAT-PMP and UPnP."""

    def __init__(self, remembered: Remembered, wire: Exchange, agent: str = AGENT) -> None:
        self._remembered = remembered
        self._wire = wire
        self._agent = agent
        self._common: dict[str, upnp.Service] = {}

    def word(self, gateway: str, wait_s: float = 0.7) -> RouterWord:
        """What it says after `wait_s` seconds at the latest, as far as it has said it by then. See `Router.word`."""
        deadline = time.monotonic() + wait_s
        asking = self._remembered.get(("router", gateway), lambda: self._start(gateway, deadline - _SPARE_S))
        return asking.wait(deadline)

    def counters(self, gateway: str, wait_s: float = 0.5) -> RouterWord | None:
        """The byte counters read again now, by the way learnt in `word`. See `Router.counters`."""
        common = self._common.get(gateway)
        if common is None:
            return None
        talk = _Talk(gateway, self._agent, time.monotonic() + wait_s)
        said = talk.ask_all([(common, action) for action in upnp.COUNTERS])
        word = replace(
            RouterWord(), bytes_sent=_counter(said, "BytesSent"), bytes_received=_counter(said, "BytesReceived")
        )
        return None if word.bytes_sent is None and word.bytes_received is None else word

    def _start(self, gateway: str, deadline: float) -> _Asking:
        asking = _Asking(
            gateway,
            self._wire,
            _Talk(gateway, self._agent, deadline),
            deadline,
            partial(self._common.__setitem__, gateway),
        )
        asking.start()
        return asking


Answers = Mapping[tuple[upnp.Service, str], Mapping[str, str]]


class _Talk:
    """Questions to the router over HTTP, ended at a deadline (monotonic seconds)."""

    def __init__(self, gateway: str, agent: str, deadline: float) -> None:
        self._gateway, self._agent, self._deadline = gateway, agent, deadline

    def fetch(self, target: Target) -> tuple[dict[str, str], bytes] | None:
        """Headers and body of a page on the router; None where there is no whole answer within the cap."""
        return self._exchange(target, write_request("GET", target.path, target.authority, (), self._agent))

    def ask_all(
        self,
        questions: Sequence[tuple[upnp.Service, str]],
        tell: Callable[[tuple[upnp.Service, str], Mapping[str, str]], None] | None = None,
    ) -> Answers:
        """Ask all at once, each on a daemon thread; the answers that came until the deadline."""
        answers: dict[tuple[upnp.Service, str], Mapping[str, str]] = {}

        def ask(question: tuple[upnp.Service, str]) -> None:
            said = self._ask(*question)
            if said is not None:
                answers[question] = said
                if tell is not None:
                    tell(question, said)

        threads = [threading.Thread(target=ask, args=(each,), name="upnp", daemon=True) for each in questions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, self._deadline - time.monotonic()))
        return dict(answers)

    def _ask(self, service: upnp.Service, action: str) -> Mapping[str, str] | None:
        body, headers = upnp.write_question(service, action)
        control = service.control
        said = self._exchange(
            control, write_request("POST", control.path, control.authority, headers, self._agent, body)
        )
        return upnp.read_answer(said[1], action) if said is not None else None

    def _exchange(self, target: Target, request: bytes) -> tuple[dict[str, str], bytes] | None:
        """Always with the gateway itself, whatever the target's name says."""
        made = connect((self._gateway,), target.port, self._deadline)
        if isinstance(made, NoConnection):
            return None
        with made.sock as sock, contextlib.suppress(OSError, ValueError):  # also TimeoutError
            self._limit(sock)
            sock.sendall(request)
            data, ended = b"", False
            while not ended:
                self._limit(sock)
                piece = sock.recv(65536)
                ended, data = not piece, data + piece
                head = read_head(data)
                if head is None:
                    continue
                # One byte over the cap, so that a longer answer shows and is refused.
                body, complete = read_body(head, data[head.body_at :], ended, upnp.MOST_BYTES + 1)
                if complete:
                    return (head.headers, body) if len(body) <= upnp.MOST_BYTES else None
        return None

    def _limit(self, sock: socket.socket) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        sock.settimeout(left)


class _Asking:
    """Both ways of asking at once, and what has been said so far."""

    def __init__(
        self, gateway: str, wire: Exchange, talk: _Talk, deadline: float, learn: Callable[[upnp.Service], None]
    ) -> None:
        self._gateway, self._wire, self._talk, self._deadline, self._learn = gateway, wire, talk, deadline, learn
        self._guard = threading.Lock()
        self._nat_pmp: nat_pmp.NatPmp | None = None
        self._answered: set[str] = set()
        self._server: str | None = None
        self._description = upnp.Description()
        self._said: dict[tuple[upnp.Service, str], Mapping[str, str]] = {}
        self._threads = [
            threading.Thread(target=each, name="router", daemon=True) for each in (self._ask_nat_pmp, self._ask_upnp)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait(self, deadline: float) -> RouterWord:
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return self._word()

    def _ask_nat_pmp(self) -> None:
        if ":" in self._gateway:
            return  # NAT-PMP is IPv4 alone
        shot = Shot(self._gateway, How.UDP, nat_pmp.PORT, nat_pmp.REQUEST, tries=4)
        reply = self._wire.exchange(
            [shot],
            max(0.0, self._deadline - time.monotonic()),
            _REPEAT_S,
            accept=lambda _, payload: nat_pmp.read(payload) is not None,
        )[0]
        with self._guard:
            if reply.said is Said.ANSWERED:
                self._nat_pmp = nat_pmp.read(reply.payload)
            if reply.from_target:
                self._answered.add("nat-pmp")

    def _ask_upnp(self) -> None:
        for found in ssdp.search(self._gateway, self._deadline):
            with self._guard:
                self._answered.add("upnp")
                self._server = (found.server if found else None) or self._server
            if found is not None and self._learn_from(found):
                return

    def _learn_from(self, found: ssdp.Found) -> bool:
        """Read the description and ask the services in it; False for a description that is of no use."""
        page = self._talk.fetch(found.location)
        description = upnp.read_description(page[1], found.location) if page is not None else None
        if description is None:
            return False
        with self._guard:
            self._description = description
        questions = [(service, action) for service in description.connections for action in upnp.CONNECTION_QUESTIONS]
        if description.common is not None:
            self._learn(description.common)
            questions += [(description.common, action) for action in upnp.COMMON_QUESTIONS]
        self._talk.ask_all(questions, self._hear)
        return True

    def _hear(self, question: tuple[upnp.Service, str], said: Mapping[str, str]) -> None:
        with self._guard:
            self._said[question] = said

    def _word(self) -> RouterWord:
        with self._guard:
            said = dict(self._said)
            status, external = choose_connection(self._description.connections, said)
            common = {
                key: value
                for (_, action), each in said.items()
                if action in upnp.COMMON_QUESTIONS
                for key, value in each.items()
            }
            return RouterWord(
                nat_pmp_result=self._nat_pmp.result if self._nat_pmp else None,
                external_address=(self._nat_pmp.address if self._nat_pmp else None) or external,
                connection=status.get("NewConnectionStatus") or None,
                last_error=status.get("NewLastConnectionError") or None,
                physical_link=common.get("NewPhysicalLinkStatus") or None,
                access_type=common.get("NewWANAccessType") or None,
                make=self._server or self._description.make,
                maker=self._description.make,
                model=self._description.model,
                link_up_bps=upnp.number(common.get("NewLayer1UpstreamMaxBitRate")),
                link_down_bps=upnp.number(common.get("NewLayer1DownstreamMaxBitRate")),
                answered=tuple(each for each in ("nat-pmp", "upnp") if each in self._answered),
            )


def choose_connection(services: Sequence[upnp.Service], said: Answers) -> tuple[Mapping[str, str], str | None]:
    """Status and external address of the connection that the router uses: the one that is up; else a dialled one that
    tells an error; else one that is set up at all."""

    def rank(service: upnp.Service) -> tuple[bool, bool, bool]:
        status = said.get((service, "GetStatusInfo"), {})
        error = status.get("NewLastConnectionError", "ERROR_NONE") not in ("ERROR_NONE", "")
        return (
            status.get("NewConnectionStatus") != "Connected",
            not (service.is_ppp and error),
            status.get("NewConnectionStatus", "") in _UNUSED,
        )

    for service in sorted(services, key=rank):
        status = said.get((service, "GetStatusInfo"), {})
        address = said.get((service, "GetExternalIPAddress"), {}).get("NewExternalIPAddress", "")
        if status or address:
            return status, address if _is_address(address) else None
    return {}, None


def _is_address(text: str) -> bool:
    try:
        return any(socket.inet_pton(socket.AF_INET, text))
    except (OSError, ValueError):
        return False


def _counter(said: Answers, what: str) -> int | None:
    for (_, action), values in said.items():
        if action == f"GetTotal{what}":
            return upnp.number(values.get(f"NewTotal{what}"))
    return None
