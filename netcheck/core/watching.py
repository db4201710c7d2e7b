"""The nouns of watching: moments, glances, outages, and what happened when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from netcheck.core.model import Fact, Report, Verdict


@dataclass(frozen=True, slots=True)
class Tick:
    """One moment, told by two clocks."""

    at: datetime
    """Wall clock, UTC; may be set by somebody."""
    s: float
    """Seconds that go on while the computer sleeps and never jump back."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A light look: a few packets, enough to notice a change. None: not asked, or it could not be asked."""

    gateway_ms: float | None = None
    far_ms: float | None = None
    names_ms: float | None = None
    gateway: bool | None = None
    """Whether the router answered."""
    far: bool | None = None
    """Whether one of two landmarks answered by address."""
    names: bool | None = None
    """Whether a name server of this computer answered a fresh question."""
    focus: bool | None = None
    """Whether the checks that the fault rests on found it gone; asked where the others do not show the fault."""

    def failed(self, excused: frozenset[str] = frozenset()) -> frozenset[str]:
        """The parts that failed, those that always fail here left out."""
        return frozenset(part for part in ("far", "names", "focus") if getattr(self, part) is False) - excused

    def missing(self, excused: frozenset[str] = frozenset()) -> frozenset[str]:
        """The parts that should have answered: those that failed, or both where nothing at all could be asked."""
        asked = (self.far, self.names, self.focus) != (None, None, None)
        return self.failed(excused) if asked else frozenset({"far", "names"}) - excused

    def good(self, excused: frozenset[str] = frozenset()) -> bool:
        """The quorum: nothing that was asked failed, and something beyond the home answered."""
        return any((self.far, self.names, self.focus)) and not self.failed(excused)

    def differs(self, before: Glance) -> bool:
        """Whether a part that was asked both times answers now and did not, or the other way round."""
        pairs = ((self.gateway, before.gateway), (self.far, before.far), (self.names, before.names))
        return any(now is not None and then is not None and now is not then for now, then in pairs)


class Phase(StrEnum):
    """Where the watch stands."""

    LOOKING = "looking"
    """Nothing is known yet: at the start, and after a sleep."""
    WORKING = "working"
    SUSPECTED = "suspected"
    """A glance failed; a whole look decides. Nobody is told."""
    OUTAGE = "outage"
    BACK = "back"
    """It answers again; not confirmed yet."""
    RESTORED = "restored"
    """Confirmed; watched for some minutes more, since a relapse belongs to the same outage."""
    FLAPPING = "flapping"
    """It comes and goes."""
    PAUSED = "paused"

    @property
    def down(self) -> bool:
        """Whether a person would say that it does not work."""
        return self in (Phase.OUTAGE, Phase.BACK, Phase.FLAPPING)


class Happened(StrEnum):
    """The kinds of events."""

    LOOK = "look"
    OUTAGE_STARTED = "outage_started"
    OUTAGE_CHANGED = "outage_changed"
    BACK = "back"
    RESTORED = "restored"
    RELAPSED = "relapsed"
    STABLE = "stable"
    FLAPPING = "flapping"
    SLEPT = "slept"
    PAUSED = "paused"
    RESUMED = "resumed"
    ROUTER_GONE = "router_gone"
    """In an outage, the router stopped answering: it was probably switched off to restart it."""
    ROUTER_BACK = "router_back"


@dataclass(frozen=True, slots=True)
class Outage:
    """One time in which it did not work, relapses within the minutes after it included."""

    id: str
    down_since: datetime
    """When the first look saw it, UTC. It began after `last_good`."""
    verdict: Verdict
    """The newest one that was believed and names a fault; where none ever did, the first one."""
    began_s: float = 0.0
    """The same moment on the clock of `Tick.s`; means something within one run of the program only."""
    last_good: datetime | None = None
    """The last good look before it, UTC; None where there was none."""
    up_since: datetime | None = None
    """The first good look of those that confirmed the return; UTC. None while it lasts."""
    seconds: float = 0.0
    """Length so far, from down_since to up_since, or to now; sleep included."""
    asleep_s: float = 0.0
    """How much of it nobody looked: the computer slept, or watching was paused."""
    looks: int = 0
    """Looks and glances during it."""
    drops: int = 1
    """How often it went down; more than one after relapses."""
    first_fault: str = ""
    """Code of the fault that was named first; the verdict may name another one by now. Empty: none was, or an older
    netcheck kept it."""
    network: str = ""
    """What the network was recognised by; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and what was known then."""

    at: datetime
    kind: Happened
    verdict: Verdict | None = None
    outage: Outage | None = None
    report: Report | None = None
    """With a whole look: the record of it."""
    glance: Glance | None = None
    """With a light look: what it saw."""
    gap_s: float = 0.0
    """With SLEPT: seconds without a look."""
    estimate: Mapping[str, Fact] | None = None
    """While an outage outside the home lasts: how long it may still take (core.estimate.facts_of), where anybody
    knows."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment from which looks said the other thing: up, or down."""

    at: datetime
    s: float
    up: bool


@dataclass(frozen=True, slots=True)
class State:
    """All that the monitor remembers from one step to the next."""

    phase: Phase = Phase.LOOKING
    since: Tick | None = None
    """When this phase began."""
    tick: Tick | None = None
    """The newest moment of all."""
    verdict: Verdict | None = None
    """Of the newest whole look that was believed."""
    outage: Outage | None = None
    """The one that lasts, or that was restored but may still relapse; None otherwise."""
    looks: int = 0
    last_look: Tick | None = None
    last_full: Tick | None = None
    last_good: Tick | None = None
    first_bad: Tick | None = None
    """The look that raised the present suspicion."""
    first_good: Tick | None = None
    """The first good look of the present return."""
    opened: bool = False
    """A whole look in the present return has opened a page."""
    restored: Tick | None = None
    """When the return was confirmed."""
    well: Verdict | None = None
    """Of the newest whole look that found no outage."""
    told_back: Tick | None = None
    """When the return from this outage was told last."""
    turns: tuple[Turn, ...] = ()
    """The newest changes between up and down, for flapping."""
    glanced: Glance | None = None
    """The newest glance of those that show the present fault; None: whether they do is not known yet."""
    awaited: Glance | None = None
    """What a glance should show where the newest whole look that found an outage still holds."""
    blind: bool = False
    """Glances do not show the present fault: the checks that it rests on are asked instead."""
    whole_only: bool = False
    """Not even those checks show it: only whole looks tell."""
    deceived: int = 0
    """While it comes and goes: bad whole looks in a row with nothing but good glances between them."""
    again: bool = False
    """Something is not as it was: a whole look is due soon."""
    restless: int = 0
    """Whole looks in a row that came before their time, because something was not as it was."""
    undecided: int = 0
    """Whole looks in a row after which it was not clear how things stand."""
    alarms: tuple[float, ...] = ()
    """Seconds at which a whole look found all well after a glance had failed."""
    excused: frozenset[str] = frozenset()
    """Parts of a glance that fail here even when all is well (a network that lets no ping and no DNS out)."""
    doubts: frozenset[str] = frozenset()
    """Parts that failed once while a whole look found all well; twice in a row excuses them."""
    other: str = ""
    """A fault that was seen once and is not believed yet: one that no second look has confirmed or nobody can name,
    or another one than that of the outage."""
    woke: Tick | None = None
    """When the computer woke; until things have settled, a fault is not believed."""
    router_seen: bool = False
    """The router has answered a glance, so that its silence means something."""
    router_missed: int = 0
    """Glances in a row that it did not answer."""
    router_gone: bool = False
    paused: Phase | None = None
    """What a pause has interrupted."""

    @property
    def down(self) -> bool:
        """Whether an outage lasts."""
        return self.outage is not None and self.outage.up_since is None


class Depth(StrEnum):
    """How thorough a look is."""

    LIGHT = "light"
    FOCUS = "focus"
    """The checks that the fault rests on, and nothing else."""
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Due:
    """The next look: when and how."""

    depth: Depth
    s: float
    """Of the clock of `Tick.s`."""


@dataclass(frozen=True, slots=True)
class Counters:
    """What the system has counted so far; reading it costs nothing on the wire. None where it does not tell."""

    adapter: str | None = None
    sent: int | None = None
    """Packets that the adapter in use has sent."""
    received: int | None = None
    retransmitted: int | None = None
    """TCP segments sent again, all adapters."""
    unreachable: int | None = None
    """ICMP "unreachable" messages received."""
    router_silent: bool = False
    """The router's line in the neighbour table is incomplete or failed."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of sign that was given, so that it is not given again and again."""

    kind: str
    s: float
    """When it was given last."""
    times: int = 1
    """How often in a row, each followed by a look that found all well."""


@dataclass(frozen=True, slots=True)
class Suspicions:
    """What passive reading remembers between two readings."""

    counters: Counters | None = None
    """Of the last reading; None: the next one is only the beginning."""
    read_s: float = 0.0
    quiet_since_s: float | None = None
    """Since when the adapter sends and receives nothing."""
    sent_since: int = 0
    given: tuple[Sign, ...] = ()
    """At most one of each kind."""
