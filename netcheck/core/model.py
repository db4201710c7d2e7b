"""The nouns of a diagnosis: what was seen, what it means, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

Fact = object
"""A fact is what JSON can hold: None, bool, int, float, str, a tuple of facts, or a mapping from str to fact."""

NOTHING: Mapping[str, Fact] = MappingProxyType({})


class Side(StrEnum):
    """On which side of the front door the fault is."""

    NONE = "none"
    LOCAL = "local"
    UPSTREAM = "upstream"
    UNKNOWN = "unknown"


class Segment(StrEnum):
    """The parts of the path from the computer to a service, in the order in which packets pass them."""

    COMPUTER = "computer"
    LINK = "link"
    ROUTER = "router"
    LINE = "line"
    ISP = "isp"
    INTERNET = "internet"
    SERVICE = "service"

    @property
    def side(self) -> Side:
        """Local is what a person at home can touch; everything beyond is upstream."""
        return Side.LOCAL if self in (Segment.COMPUTER, Segment.LINK, Segment.ROUTER) else Side.UPSTREAM

    @property
    def place(self) -> int:
        """Position on the path, 0 (computer) to 6 (service)."""
        return list(Segment).index(self)


class Outcome(StrEnum):
    """How a check ended. UNKNOWN accuses nobody; PENDING is still running."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"
    PENDING = "pending"


class Failure(StrEnum):
    """The closed list of ways in which something can fail; set where the world is touched, never guessed later."""

    TIMEOUT = "timeout"
    REFUSED = "refused"
    RESET = "reset"
    UNREACHABLE = "unreachable"
    PROHIBITED = "prohibited"
    NO_NEIGHBOUR = "no-neighbour"
    NO_ROUTE = "no-route"
    BLOCKED_LOCALLY = "blocked-locally"
    NOT_PERMITTED = "not-permitted"
    NO_ADAPTER = "no-adapter"
    SWITCHED_OFF = "switched-off"
    NO_CARRIER = "no-carrier"
    NOT_JOINED = "not-joined"
    WRONG_KEY = "wrong-key"
    NO_ADDRESS = "no-address"
    CONFLICT = "conflict"
    NOT_CONFIGURED = "not-configured"
    NAME_NOT_FOUND = "name-not-found"
    SERVER_FAILURE = "server-failure"
    BAD_ANSWER = "bad-answer"
    WRONG_CONTENT = "wrong-content"
    REDIRECTED = "redirected"
    CERTIFICATE_DATE = "certificate-date"
    CERTIFICATE_UNTRUSTED = "certificate-untrusted"
    CERTIFICATE_NAME = "certificate-name"
    TLS_FAILED = "tls-failed"
    HTTP_ERROR = "http-error"
    STALLED = "stalled"
    LOSS = "loss"
    WAN_DOWN = "wan-down"
    SKEWED = "skewed"
    PROXY_FAILED = "proxy-failed"
    INCIDENT = "incident"
    NOT_AVAILABLE = "not-available"
    NOT_FINISHED = "not-finished"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Observation:
    """What one check saw: what happened, never what it means."""

    outcome: Outcome
    failure: Failure | None = None
    summary: str = ""
    """One line for a technical reader, e.g. "192.168.1.1 answered after 1.2 ms (echo)"."""
    facts: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    """Parts and numbers; rules read them by name. A fact that is missing is unknown."""
    started_at: datetime | None = None
    """UTC; set by the runner."""
    duration_ms: float | None = None
    """Milliseconds; set by the runner."""


PENDING = Observation(Outcome.PENDING, summary="still running")
Seen = Mapping[str, Observation]
"""All observations of one look, by check id."""


class Impact(StrEnum):
    """How bad a fault is: nothing works, it works badly, or it is only worth knowing."""

    OUTAGE = "outage"
    DEGRADED = "degraded"
    NOTE = "note"
    NONE = "none"


class Confidence(StrEnum):
    """How sure a verdict is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    def at_most(self, other: Confidence) -> Confidence:
        """The less sure of the two."""
        order = list(Confidence)
        return max(self, other, key=order.index)


class Truth(StrEnum):
    """The four values of a condition. PENDING may still become any of the others."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person can do next, and what it asks of them."""

    text: str
    needs: str = ""
    """What must be at hand, e.g. "your phone"."""
    cost: str = ""
    """What it takes, e.g. "2 minutes"."""
    risk: str = ""
    """What may go wrong; empty where nothing can."""
    helps: str = "sometimes"
    """How likely it helps: often, sometimes, rarely, or "keeps you working"."""
    looks: tuple[str, ...] = ()
    """The checks to repeat after it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about what was seen."""

    code: str
    segment: Segment
    impact: Impact
    truth: Truth
    confidence: Confidence = Confidence.LIKELY
    evidence: tuple[str, ...] = ()
    """Ids of the checks whose answers made the rule true, in the order of the path."""
    facts: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    """What the rule's words need: names, addresses, numbers."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the person can see; the answer is one more observation."""

    id: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: where the fault is, which one, how sure, why, and what to do now."""

    side: Side
    segment: Segment | None
    fault: str
    impact: Impact
    confidence: Confidence
    headline: str
    explanation: str
    steps: tuple[Step, ...] = ()
    evidence: tuple[str, ...] = ()
    """Lines "check: what it saw", in the order of the path."""
    also: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    rests_on: tuple[str, ...] = ()
    """Ids of the checks that a confirming look has to repeat."""

    @property
    def accuses(self) -> bool:
        """Whether this verdict lays a fault on a side."""
        return self.side in (Side.LOCAL, Side.UPSTREAM)


@dataclass(frozen=True, slots=True)
class PathStep:
    """One segment as the person sees it on the path."""

    segment: Segment
    state: str
    """ok, failed, unknown or skipped."""
    detail: str


@dataclass(frozen=True, slots=True)
class Look:
    """All answers of one round of questions."""

    at: datetime
    seen: Seen
    confirming: bool = False


def merged(looks: Sequence[Look]) -> dict[str, Observation]:
    """The newest answer of each check.

    A confirming question that was not finished takes nothing back, and a fact that it did not bring stays as it was:
    stations say "no way on" only a few times a second, so the second silence of one that spoke is not news.
    """
    seen: dict[str, Observation] = {}
    for look in looks:
        for check, said in look.seen.items():
            before = seen.get(check)
            if before is None:
                seen[check] = said
            elif not left_out(look, check):
                kept = before.facts if before.outcome is said.outcome else {}
                fresh = {name: value for name, value in said.facts.items() if value is not None or name not in kept}
                seen[check] = replace(said, facts={**kept, **fresh})
    return seen


def left_out(look: Look, check: str) -> bool:
    """Whether a confirming look asked this and ran out of time."""
    said = look.seen.get(check)
    return (
        look.confirming
        and said is not None
        and (said.outcome is Outcome.PENDING or said.failure is Failure.NOT_FINISHED)
    )


@dataclass(frozen=True, slots=True)
class Report:
    """The whole record of one diagnosis: what faces show and reports write."""

    id: str
    created_at: datetime
    verdict: Verdict
    looks: tuple[Look, ...]
    path: tuple[PathStep, ...]
    changed: tuple[str, ...] = ()
    duration_ms: float = 0.0
    tool: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    host: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    provider: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    blocked_by: Mapping[str, str] = field(default_factory=dict)
    """Check id to fault code: checks beyond the cause that say nothing about themselves."""

    @property
    def seen(self) -> Seen:
        """The newest answer of each check over all looks."""
        return merged(self.looks)
