"""What a check may ask of the world, and what each kind of plugin must export."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Protocol, TypeVar

from netcheck.core.chain import Head, Wanted
from netcheck.core.chain_check import Verified
from netcheck.core.history import Entry, Gap, PastOutage, Point, Said
from netcheck.core.model import Observation, Segment
from netcheck.core.network import (
    DefaultRoute,
    DnsAnswer,
    DnsQuestion,
    How,
    Interface,
    Memory,
    Neighbour,
    OtherWay,
    ProxyChoice,
    Reply,
    Resolver,
    RouterWord,
    Shot,
    StatusPage,
    SystemAnswer,
    Way,
    WebAnswer,
    WebRequest,
)
from netcheck.core.news import News, Reading
from netcheck.core.provider_entries import Vendor
from netcheck.core.settings import Settings
from netcheck.core.watching import Counters, Event

# --- the world, as checks see it ----------------------------------------------------------------------------------
# Nothing here raises for a network condition: failing is an answer. Every call that waits takes its own limit.


class Machine(Protocol):
    """The computer's own tables: adapters, routes, neighbours, and its habits."""

    def interfaces(self) -> tuple[Interface, ...] | None:
        """All adapters; None where this system does not tell; remembered for this look."""

    def default_routes(self) -> tuple[DefaultRoute, ...] | None:
        """Default routes of both families, best metric first; None where this system does not tell; remembered for
        this look."""

    def way_to(self, address: str) -> Way:
        """Where the kernel would send a packet for this address (policy rules and tunnels included)."""

    def neighbour(self, address: str, interface: str | None = None) -> Neighbour | None:
        """The neighbour table's line for an address, read now; None where there is none."""

    def proxies(self) -> tuple[ProxyChoice, ...]:
        """Proxies that programs on this system are told to use; remembered for this look."""

    def refused_retransmissions(self) -> int | None:
        """How many TCP retransmissions our own stack refused to send since boot (Linux TcpExt TCPRetransFail)."""

    def strict_return_path(self, interface: str) -> bool | None:
        """Whether answers that come in by an adapter other than the route's are dropped (rp_filter 1)."""

    def guards_local_network(self) -> bool:
        """Whether this system may keep programs from devices beside it until the person allows it (macOS 15)."""

    def describe(self) -> Mapping[str, object]:
        """System, release and such, without names of people or hosts."""


class Wire(Protocol):
    """Packets out, answers in: many at once, none waited for longer than asked."""

    @property
    def stations_by(self) -> How | None:
        """The packets by which this system hears which station on the way turned them away: TCP where connections
        tell, ECHO where only echoes do; None where nothing does."""

    def ask(
        self,
        shots: Sequence[Shot],
        wait_s: float = 1.2,
        retry_s: float = 0.4,
        enough: Callable[[Sequence[Reply]], bool] | None = None,
    ) -> tuple[Reply, ...]:
        """Send all shots at once, repeat silent ones every retry_s (same socket, same id), answer after wait_s at the
        latest, at once when all have an answer, or when `enough` says so. One Reply per shot, in the order of the
        shots; `enough` is given the same, with SILENT for those that are still awaited."""

    def burst(self, shots: Sequence[Shot], count: int, gap_s: float = 0.025, wait_s: float = 0.9) -> tuple[Reply, ...]:
        """Send every shot `count` times without repeating, shuffled and jittered, about gap_s between packets to one
        target; count * len(shots) replies, grouped by shot in order."""


class Names(Protocol):
    """Name servers asked by our own packets, and the system's own answer."""

    def resolvers(self) -> tuple[Resolver, ...] | None:
        """The name servers this system is told to use, in order; None where this system does not tell; remembered for
        this look."""

    def ask(self, questions: Sequence[DnsQuestion], wait_s: float = 1.2) -> tuple[DnsAnswer, ...]:
        """All questions at once, each repeated every 0.4 s with the same id and socket; answers in their order."""

    def lookup(self, name: str, family: int = 0) -> tuple[str, ...]:
        """Addresses of a name by our own packets: all configured resolvers and two public ones at once, the first
        positive answer of a configured one preferred; at most about 1.1 s; remembered for this look. Empty: none."""

    def system(self, name: str, wait_s: float = 1.5) -> SystemAnswer:
        """The system's own answer (getaddrinfo on a daemon thread that may be left behind); remembered."""

    def hosts_file(self) -> Mapping[str, tuple[str, ...]]:
        """Name (lower case) to addresses, from the hosts file; remembered."""


class Web(Protocol):
    """Pages over HTTP and HTTPS, each stage a fact of its own."""

    def fetch(self, requests: Sequence[WebRequest], wait_s: float = 1.8) -> tuple[WebAnswer, ...]:
        """All at once, each on its own daemon thread, size-capped, no redirects followed, ended after wait_s. Equal
        requests within one look are asked once and remembered."""


class Router(Protocol):
    """The router's own word about its way out."""

    def word(self, gateway: str, wait_s: float = 0.7) -> RouterWord:
        """NAT-PMP external address, and UPnP IGD by unicast M-SEARCH to the gateway (multicast too), description,
        GetStatusInfo, GetCommonLinkProperties, GetExternalIPAddress; remembered. Asks nothing that changes the
        router's state."""

    def counters(self, gateway: str, wait_s: float = 0.5) -> RouterWord | None:
        """The byte counters (GetTotalBytesSent/Received) read now, as learnt in `word`; None: there are none."""


class Clock(Protocol):
    """Time, as an argument."""

    def now(self) -> datetime:
        """UTC."""

    def monotonic(self) -> float:
        """Seconds that never jump."""

    def pause(self, seconds: float) -> None:
        """Wait; ends early when the run is over."""


class Signs(Protocol):
    """What can be noticed of the network without sending anything."""

    def counters(self) -> Counters:
        """What the system has counted so far: adapter in use, TCP, ICMP, and the router's neighbour entry."""

    def wait(self, seconds: float) -> bool:
        """Wait until the system tells of a change (link, address, route), `wake` is called, or so many seconds have
        passed; whether the system told of a change. A burst of changes is one."""

    def wake(self) -> None:
        """End the wait that runs, or the next one, at once; may be called from any thread."""


class History(Protocol):
    """What was seen, kept in one file. Nothing here raises: where it cannot be kept, `problem` says so.

    All of it may be called from any thread. It waits for the disk, 2 s at most where another program holds the file:
    never on the window's thread.
    """

    @property
    def problem(self) -> str:
        """Why the history is not kept, or what was set aside; empty where all is well."""

    def add(self, event: Event, line: str = "") -> None:
        """Keep an event; when it returns, the event is on the disk or `problem` says why not. `line` is the event as
        one JSON object, for other programs that follow this one."""

    def note(self, entry: Entry) -> None:
        """Keep a line of the journal."""

    def heard(self, said: Said) -> None:
        """Keep an answer of the provider's page that differs from the one before."""

    def outages(self, since: datetime | None = None, until: datetime | None = None) -> tuple[PastOutage, ...]:
        """Outages that touch this time, the newest first."""

    def journal(self, since: datetime | None = None, outage: str | None = None) -> tuple[Entry, ...]:
        """Lines of the journal, the oldest first."""

    def said(self, since: datetime | None = None, until: datetime | None = None) -> tuple[Said, ...]:
        """What the provider's page said in this time, the oldest first: each answer that was another one."""

    def points(self, since: datetime, until: datetime) -> tuple[Point, ...]:
        """What looks saw in this time, the oldest first, as fine as it was kept."""

    def gaps(self, since: datetime, until: datetime) -> tuple[Gap, ...]:
        """Times in which nobody looked, the oldest first."""

    def newest_event(self) -> int:
        """The number of the newest event that was kept; 0 where there is none."""

    def events_after(self, number: int) -> list[tuple[int, dict[str, object]]]:
        """Events after that one, the oldest first, at most a thousand, each with its number and its `line` read."""

    def head(self) -> Head | None:
        """The newest entry of the chain, whose hash stands for all that was kept so far; None where there is none."""

    def verify(self, wanted: Wanted | None = None) -> Verified | None:
        """Whether all that was kept is as it was entered; None where that cannot be told. Waits for the disk."""

    def close(self) -> None:
        """Let go of the file; asked anything later, it is opened again."""


class World(Protocol):
    """Everything a check may touch. One World lasts one look and remembers what several checks ask."""

    machine: Machine
    wire: Wire
    names: Names
    web: Web
    router: Router
    clock: Clock
    settings: Settings
    remembers_any: bool
    """Whether any network was ever learnt (so that "never seen here" means something)."""
    answers: Mapping[str, str]
    """What the person answered, by question id."""
    began: float
    """Monotonic seconds at which the first look of this diagnosis began."""
    look: int
    """0 for the first look, 1 for the confirming one: landmarks are taken in another order."""
    outage: bool
    """Whether the looks before this one found the default way dead: only then is anything asked by another one."""
    asks_provider: bool
    """Whether the provider's page is asked in this look."""
    down_since: datetime | None
    """UTC: since when the outage lasts that is being watched; None: none is known."""

    @property
    def memory(self) -> Memory | None:
        """What was learnt of this very network while it worked, or None."""

    def families(self) -> tuple[int, ...]:
        """4 and 6, as far as this machine has a usable address and a way out of that family; remembered."""

    def gateways(self) -> tuple[DefaultRoute, ...]:
        """The routers of the adapter in use (never a tunnel's), one a family, the one in use first; remembered."""

    def own_networks(self) -> tuple[tuple[str, int], ...]:
        """Address and prefix of each network that this computer's adapters are in (tunnels left out)."""

    def way_past_tunnel(self) -> str | None:
        """The physical adapter to bind to when a tunnel holds the way to the landmarks; None where none does."""

    def other_ways(self) -> tuple[OtherWay, ...]:
        """The adapters that lead out and are not in use, those that cost nothing first; none where the settings switch
        this off; remembered. To know them sends nothing."""

    def ladder(self) -> tuple[Reply, ...]:
        """UDP datagrams with TTL 1 to 4 towards two landmarks, past any tunnel; and the stations learnt while all
        was well asked directly (those shots have no ttl); remembered."""

    def overheard(self) -> tuple[Reply, ...]:
        """What stations on the default way (never in a tunnel) have said so far to whichever question of this look:
        they say such things some six times at once and then once a second, so that most questions hear nothing."""

    def vendor(self, url: str) -> Vendor | None:
        """Who makes the work service at this address, as far as the catalogue knows; sends nothing."""

    def status_page(self, url: str, wait_s: float = 2.0) -> StatusPage:
        """The provider's page, fetched and understood; size- and time-capped; a kept copy where it can't be asked."""


# --- what plugins export --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Probe:
    """One check: a question to the world, and where its answer belongs on the path."""

    title: str
    segment: Segment
    ask: Callable[[World], Observation]
    timeout_s: float = 3.5
    """After this many seconds the runner takes NOT_FINISHED for an answer, which accuses nobody."""
    on_demand: bool = False
    """Asked only after an upstream verdict (the provider's status page)."""
    in_outages: bool = False
    """On demand as well, but after every verdict of a dead way, at home or upstream, whether or not a page is set."""


@dataclass(frozen=True, slots=True)
class StatusFormat:
    """One format of provider status page: bytes in, news out."""

    title: str
    recognises: Callable[[bytes], bool]
    parse: Callable[[bytes, Reading], News]
    """Raises ValueError for bytes that are not of this format."""
    last: bool = False
    """Tried only when no other format takes the bytes: it takes what others read better."""


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One format of report: a record in, text out."""

    title: str
    suffix: str
    write: Callable[..., str]


T = TypeVar("T")


def discover(package: ModuleType, attribute: str, kind: type[T]) -> dict[str, T]:
    """All plugins of a room by file name.

    Raises RuntimeError for an empty room (a frozen build that lists no modules finds nothing and says nothing) and
    TypeError where a file does not export its record.
    """
    found: dict[str, T] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
        record = getattr(importlib.import_module(f"{package.__name__}.{module}"), attribute, None)
        if not isinstance(record, kind):
            raise TypeError(f"{package.__name__}.{module} exports no {attribute} of kind {kind.__name__}")
        found[module] = record
    if not found:
        raise RuntimeError(f"the room {package.__name__} is empty")
    return found
