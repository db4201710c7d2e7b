"""Decides when enough name servers have answered to go on with the addresses of a name."""

from __future__ import annotations

import time
from collections.abc import Sequence

from netcheck.core.model import Failure
from netcheck.core.network import DnsAnswer, Reply, Said
from netcheck.world.dns_messages import Asked, read
from netcheck.world.sockets import FAILURES, source_towards

GRACE_S = 0.25
"""How long a better answer is waited for, once there is one to go on with."""

_FAR = {4: "8.8.8.8", 6: "2001:4860:4860::8888"}  # any public address: only our own routing table is asked


def usable(family: int) -> bool:
    """Whether this computer has a way and a source address for a family, by its own tables. No packet."""
    source = source_towards(_FAR[family])
    return source is not None and not source.lower().startswith("fe80")


class Lookup:
    """The answers to one look-up as they come in. Questions are grouped by server, configured ones first."""

    def __init__(self, asked: Sequence[Asked], configured: int, types: int, deadline: float) -> None:
        """`configured`: how many of the questions go to configured servers; `types`: questions per server."""
        self._asked = asked
        self._configured = configured
        self._types = types
        self._deadline = deadline
        self._answers: dict[int, DnsAnswer] = {}

    @property
    def good(self) -> bool:
        """Whether a configured server has answered completely and positively."""
        firsts = range(0, self._configured, self._types)
        return any(self._complete(first) and self._addresses(first) for first in firsts)

    def _complete(self, first: int) -> bool:
        return all(first + each in self._answers for each in range(self._types))

    def _addresses(self, first: int) -> tuple[str, ...]:
        found: list[str] = []
        for place in range(first, first + self._types):
            answer = self._answers.get(place)
            found += answer.addresses if answer is not None else ()
        return tuple(dict.fromkeys(found))

    def accept(self, place: int, payload: bytes) -> bool:
        """A payload came in: is it an answer? A cut one serves as well: it names some addresses or none."""
        answer = read(self._asked[place], payload)
        if answer is None:
            return False
        self._answers[place] = answer
        denied = all(self._denied(each) for each in range(self._configured)) and self._configured > 0
        if answer.addresses or denied:
            self._deadline = min(self._deadline, time.monotonic() + GRACE_S)
        return True

    def _denied(self, place: int) -> bool:
        answer = self._answers.get(place)
        return answer is not None and answer.resolved and not answer.addresses

    def limit(self) -> float:
        """Until when to wait, monotonic seconds."""
        return self._deadline

    def result(self, replies: Sequence[Reply]) -> tuple[tuple[str, ...], Failure | None]:
        """The addresses of the first server that gave any, configured ones before public ones, complete ones before
        others; or why there are none."""
        servers = range(0, len(self._asked), self._types)
        for first in sorted(servers, key=lambda each: (each >= self._configured, not self._complete(each))):
            found = self._addresses(first)
            if found:
                return found, None
        if any(answer.resolved for answer in self._answers.values()):
            return (), Failure.NAME_NOT_FOUND
        if self._answers:
            return (), Failure.SERVER_FAILURE
        failures = [FAILURES[reply.said] for reply in replies if reply.said is not Said.ANSWERED]
        return (), failures[0] if len(set(failures)) == 1 else Failure.TIMEOUT
