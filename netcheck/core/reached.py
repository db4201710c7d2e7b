"""How far a work address was reached, and how that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from netcheck.core.model import Fact, Failure
from netcheck.core.network import Reply, Said, WebAnswer
from netcheck.core.settings import Service
from netcheck.core.words import WHY_NOT

MOST_NAMED = 6
"""Services that are named in one sentence; all of them stand in the evidence."""
_SILENCE = (Failure.TIMEOUT, Failure.STALLED, Failure.SERVER_FAILURE)
_TURNED_AWAY = (Failure.PROHIBITED, Failure.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one work address was reached, and how long each part took."""

    service: Service
    failure: Failure | None = Failure.NOT_FINISHED
    stage: str | None = None
    """Where it failed: name, connect, tls, answer."""
    ms: float | None = None
    dns_ms: float | None = None
    answer: WebAnswer | None = None
    connect_ms: float | None = None
    in_tunnel: bool | None = None
    """Whether the system would send it into a tunnel; None where that cannot be known."""
    addresses: tuple[str, ...] = ()
    """Where it may be found."""
    used: str | None = None
    """The address that was connected to, or tried last."""
    sender: str | None = None
    """The station that turned the connection away, where that was told."""
    here: str = ""
    """What at home may be the cause, so that the service is not: a part of the summary. Empty: nothing."""

    @property
    def failed(self) -> bool:
        """Whether it does not work."""
        return self.failure is not None and self.failure is not Failure.NOT_FINISHED

    @property
    def surely(self) -> bool:
        """It failed by something that was said, not by silence, which loss looks like too."""
        return self.failed and self.failure not in _SILENCE

    @property
    def slow(self) -> bool:
        """It lets us connect and has not answered yet."""
        return self.failure is Failure.NOT_FINISHED and self.connect_ms is not None

    @property
    def silent(self) -> bool:
        """Nobody answered the attempt to connect."""
        return self.failure is Failure.TIMEOUT and self.stage == "connect"

    @property
    def turned_away(self) -> bool:
        """Some station on the way did not pass the connection on."""
        return self.failure in _TURNED_AWAY

    @property
    def by_nobody_knows(self) -> bool:
        """The same, and which station was not told: it may stand at home."""
        return self.turned_away and self.sender is None


def meaning(answer: WebAnswer) -> Failure | None:
    """Why a page does not work; None where it does, NOT_FINISHED where it lets us connect and is merely slow."""
    if not answer.done:
        failure = answer.failure or Failure.TIMEOUT
        waiting = failure in (Failure.STALLED, Failure.TIMEOUT) and answer.connect_ms is not None
        return Failure.NOT_FINISHED if waiting and answer.stage != "body" else failure
    return Failure.HTTP_ERROR if (answer.status or 0) >= 500 else None


MEANS = {
    Said.REFUSED: Failure.REFUSED,
    Said.PROHIBITED: Failure.PROHIBITED,
    Said.UNREACHABLE: Failure.UNREACHABLE,
    Said.BLOCKED: Failure.BLOCKED_LOCALLY,
    Said.NO_ROUTE: Failure.NO_ROUTE,
    Said.NO_NEIGHBOUR: Failure.NO_NEIGHBOUR,
    Said.WITHHELD: Failure.NOT_PERMITTED,
}
"""What it means for a connection; what is not here is silence."""


def best(replies: Sequence[Reply]) -> Reply:
    """One that answers is enough; silence says least, and of errors that of the service's own machine most."""
    order = (Said.ANSWERED, Said.BLOCKED, Said.PROHIBITED, Said.REFUSED, Said.UNREACHABLE)
    return min(replies, key=lambda r: order.index(r.said) if r.said in order else len(order) + (r.said is Said.SILENT))


def only_family(down: Sequence[Reached]) -> int | None:
    """4 or 6, where silent ones have addresses of that family alone: it may be the family that is dead."""
    families = {6 if ":" in address else 4 for result in down if not result.surely for address in result.addresses}
    return families.pop() if len(families) == 1 else None


# --- in words -------------------------------------------------------------------------------------------------------


def facts_of(result: Reached, status_page: str) -> dict[str, Fact]:
    """What the report says of one; `status_page` is where its maker tells troubles."""
    answer = result.answer
    return {
        "name": result.service.name,
        "url": result.service.url,
        "failure": result.failure.value if result.failure else None,
        "stage": result.stage,
        "ms": _tenths(result.ms),
        "dns_ms": _tenths(result.dns_ms),
        "connect_ms": _tenths(result.connect_ms),
        "tls_ms": _tenths(answer.tls_ms) if answer else None,
        "first_byte_ms": _tenths(answer.first_byte_ms) if answer else None,
        "status": answer.status if answer else None,
        "slow": result.slow,
        "sender": result.sender,
        "here": result.here,
        "passed_over": _passed_over(result),
        "status_page": status_page,
    }


def why(result: Reached) -> str:
    """Why it does not work, as a person would say it."""
    failure = result.failure or Failure.INTERNAL
    if result.stage == "name" and failure is Failure.TIMEOUT:
        failure = Failure.SERVER_FAILURE  # nobody said where it is: it was not asked itself
    return WHY_NOT.get(failure, failure.value)


def called(service: Service) -> str:
    """Its name, and the host it stands at: "Jira (jira.example.com)"."""
    host = urlsplit(service.url).netloc
    return service.name if service.name.casefold() == host.casefold() else f"{service.name} ({host})"


def listed(results: Sequence[Reached]) -> str | None:
    """Their names in one line, the first six; None where there are none."""
    names = [called(result.service) for result in results]
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "") if names else None


def said_of(result: Reached) -> str:
    """One that failed, as technical people write it: where, how, and after how long."""
    how = str(result.failure)
    if result.answer is not None and result.answer.status is not None:
        how += f" {result.answer.status}"
    after = f", {result.ms:.0f} ms" if result.ms is not None else ""
    here = f"; {result.here}" if result.here else ""
    return f"{called(result.service)}: {how} ({result.stage}{after}{here})"


def well(results: Sequence[Reached]) -> str:
    """That all of them answer, and how soon."""
    slowest = max(results, key=lambda result: result.ms or 0.0)
    one = len(results) == 1
    time = f", {'' if one else f'the slowest ({slowest.service.name}) '}in {slowest.ms:.0f} ms" if slowest.ms else ""
    return (f"{called(results[0].service)} answers" if one else f"all {len(results)} work addresses answer") + time


def _passed_over(result: Reached) -> tuple[str, ...]:
    """Its IPv6 addresses, where IPv4 was quicker or the only one that answered."""
    by_four = result.failure is None and result.used is not None and ":" not in result.used
    return tuple(address for address in result.addresses if ":" in address) if by_four else ()


def _tenths(ms: float | None) -> float | None:
    return None if ms is None else round(ms, 1)
