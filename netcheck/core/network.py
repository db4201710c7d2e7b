"""The nouns of the network: adapters, routes, packets, names and pages as the world reports them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from netcheck.core.model import NOTHING, Fact, Failure
from netcheck.core.news import News

# --- adapters, addresses, routes ---------------------------------------------------------------------------------


class Kind(StrEnum):
    """What an adapter is; only WIRED, WIFI and MODEM count as a way out of the computer."""

    WIRED = "wired"
    WIFI = "wifi"
    MODEM = "modem"
    TUNNEL = "tunnel"
    LOOPBACK = "loopback"
    BRIDGE = "bridge"
    PORT = "port"
    """A member of a bridge or bond: its master speaks for it."""

    @property
    def counts(self) -> bool:
        """Whether an adapter of this kind can be a person's way to the network."""
        return self in (Kind.WIRED, Kind.WIFI, Kind.MODEM)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of an adapter."""

    ip: str
    """Without zone or prefix."""
    prefix: int
    origin: str | None = None
    """dhcp, auto (SLAAC), manual, or None where the system does not tell. A permanent flag alone is not "manual"."""
    conflict: bool = False
    """The system itself reports that another device holds this address."""

    @property
    def family(self) -> int:
        """4 or 6."""
        return 6 if ":" in self.ip else 4


@dataclass(frozen=True, slots=True)
class Wifi:
    """What the system tells of a wireless adapter; None where it withholds it."""

    joined: bool | None = None
    ssid: str | None = None
    signal_percent: int | None = None
    rate_mbit: float | None = None
    band_ghz: float | None = None
    refused: str | None = None
    """Why joining failed, in the system's terms translated: wrong-key, refused, not-found, no-lease, other."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One network adapter and its state."""

    name: str
    index: int
    kind: Kind
    up: bool | None
    """Administratively switched on; None where the system does not tell."""
    carrier: bool | None
    """Cable plugged or Wi-Fi joined; None where the system does not tell."""
    addresses: tuple[Address, ...] = ()
    mac: str | None = None
    mtu: int | None = None
    speed_mbit: int | None = None
    off_reason: str | None = None
    """airplane, hardware-switch, disabled: why it is off, where known."""
    bytes_sent: int | None = None
    bytes_received: int | None = None
    wifi: Wifi | None = None
    driver: str | None = None
    """What drives it, as Linux calls it (rndis_host, ipheth, bluetooth, ...); None where that is not told."""
    metered: bool | None = None
    """Whether what passes here is counted and may cost; None where nobody says, or merely guesses that it is not."""
    resolvers: tuple[str, ...] = ()
    """Name servers that the system keeps for this very adapter, where it tells."""


@dataclass(frozen=True, slots=True)
class DefaultRoute:
    """A route for everything else."""

    family: int
    gateway: str | None
    """None for a route without next hop (point-to-point)."""
    interface: str
    metric: int = 0
    origin: str | None = None
    """dhcp, auto, manual or None."""


@dataclass(frozen=True, slots=True)
class Way:
    """Which way the system's own tables would send a packet."""

    interface: str | None
    gateway: str | None = None
    source: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class OtherWay:
    """An adapter that has a way out of its own and is not the one in use: a phone, a second Wi-Fi, a second cable."""

    interface: str
    kind: Kind
    source: str
    """The address that is spoken from, of the first of `families`."""
    gateway: str | None
    """The next station, with its zone where it is link-local; None on a point-to-point way."""
    metered: bool | None
    """Whether it may cost money to use it; None where nothing speaks for that and nobody says."""
    words: str
    """As a person calls it, in English: "your phone (usb0)"."""
    families: tuple[int, ...] = (4,)
    """4 and 6, as far as it has an address and a route for everything else."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A line of the neighbour table (ARP or ND)."""

    address: str
    state: str
    """incomplete, reachable, stale, delay, probe, failed, permanent, noarp."""
    confirmed_s: float | None = None
    """Seconds since the neighbour was last confirmed; the only proof of life the table has."""
    mac: str | None = None


@dataclass(frozen=True, slots=True)
class Resolver:
    """A name server this system is told to use."""

    address: str
    """May carry a zone (fe80::1%eth0)."""
    port: int = 53
    interface: str | None = None
    uplink_of_stub: bool = False
    """Behind a local stub (systemd-resolved): the stub asks it, programs do not."""


# --- packets ------------------------------------------------------------------------------------------------------


class How(StrEnum):
    """The kinds of packets a question can be put in."""

    ECHO = "echo"
    UDP = "udp"
    TCP = "tcp"


class Said(StrEnum):
    """What came back for one packet."""

    ANSWERED = "answered"
    """Echo reply, SYN-ACK, or a UDP payload."""
    REFUSED = "refused"
    """RST or port unreachable, from the target itself: it lives."""
    EXPIRED = "expired"
    """Time exceeded, from a hop on the way."""
    UNREACHABLE = "unreachable"
    """Net, host or port unreachable, told by somebody on the way (see sender)."""
    PROHIBITED = "prohibited"
    """Administratively prohibited, told by somebody on the way."""
    TOO_BIG = "too-big"
    NO_NEIGHBOUR = "no-neighbour"
    """Our own system could not find the neighbour's hardware address."""
    NO_ROUTE = "no-route"
    """Our own system has no route: the call itself failed."""
    BLOCKED = "blocked"
    """Our own system refused to send, or answered in the target's place (local firewall)."""
    NOT_PERMITTED = "not-permitted"
    """This user may not ask in this way (no ping): tells nothing."""
    WITHHELD = "withheld"
    """Our own system would not send it, for one of several reasons that it tells by one word (macOS): a privacy
    setting, a packet filter, or a router that is gone. Tells nothing by itself."""
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Shot:
    """One packet to send, repeated early while nothing comes back."""

    address: str
    how: How
    port: int = 0
    payload: bytes = b""
    ttl: int | None = None
    device: str | None = None
    """Leave by this adapter whatever the routes say (SO_BINDTODEVICE)."""
    size: int = 0
    """Bytes of padding for an echo or an empty UDP datagram."""
    tries: int = 3
    after_s: float = 0.0
    """Seconds to hold it back: it is not sent at all when enough has been heard by then."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one shot."""

    shot: Shot
    said: Said
    sender: str | None = None
    """Who answered; for ICMP errors the offender."""
    ms: float | None = None
    """Milliseconds from the try that was answered (or the first one) to the answer."""
    icmp: tuple[int, int] | None = None
    """Type and code; codes -1 (net) and -2 (host): Windows does not tell which of several."""
    ttl: int | None = None
    """Time to live of the answer, where the system tells it."""
    payload: bytes = b""
    untold: bool = False
    """Silent only as far as is known: the system's own call had not come back when the time was over (a busy
    computer). Such a packet is not counted as lost."""

    @property
    def from_target(self) -> bool:
        """Whether the target itself said something."""
        return self.said in (Said.ANSWERED, Said.REFUSED)


# --- names --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DnsQuestion:
    """One question to one name server."""

    server: str
    name: str
    type: str = "A"
    klass: str = "IN"
    over: str = "udp"
    """udp, tcp or tls."""
    port: int = 53
    server_name: str | None = None
    """For tls: the name the certificate must bear."""
    device: str | None = None
    ttl: int | None = None
    spare: bool = False
    """Not waited for (0.15 s apart) once all other questions asked with it have an answer."""


@dataclass(frozen=True, slots=True)
class DnsAnswer:
    """What a name server answered, or how asking it failed."""

    question: DnsQuestion
    rcode: str | None = None
    """NOERROR, NXDOMAIN, SERVFAIL, REFUSED, ...; None when no DNS message came."""
    addresses: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    failure: Failure | None = None
    sender: str | None = None
    """Who sent the ICMP error, if one ended it."""
    ms: float | None = None
    ttl: int | None = None
    """IP time to live of the answer."""

    @property
    def resolved(self) -> bool:
        """Whether recursion works: the name exists, or it is certain that it does not."""
        return self.rcode in ("NOERROR", "NXDOMAIN")


@dataclass(frozen=True, slots=True)
class SystemAnswer:
    """What the system's own name look-up (hosts file, stub, mDNS, DNS) says."""

    name: str
    addresses: tuple[str, ...] = ()
    failure: Failure | None = None
    """NAME_NOT_FOUND, SERVER_FAILURE (try again), TIMEOUT (still hanging), ..."""
    ms: float | None = None


# --- web ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One GET, connected to an address we chose ourselves."""

    url: str
    address: str | None = None
    """Connect here with the URL's host as Host and SNI; None: look the name up first (`names.lookup`)."""
    max_bytes: int = 16384
    segment_bytes: int | None = None
    """Largest TCP segment to offer (TCP_MAXSEG), to get around an MTU black hole."""
    device: str | None = None
    proxy: str | None = None
    """http://host:port to go through."""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why a certificate was not accepted."""

    reason: Failure
    """CERTIFICATE_DATE, CERTIFICATE_UNTRUSTED or CERTIFICATE_NAME."""
    text: str = ""
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """How far a GET came, and what it brought."""

    request: WebRequest
    stage: str
    """The last stage begun: name, connect, tls, request, headers, body, done."""
    failure: Failure | None = None
    address: str | None = None
    sender: str | None = None
    """Who refused, where an ICMP error told."""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    certificate: Certificate | None = None
    connect_ms: float | None = None
    tls_ms: float | None = None
    first_byte_ms: float | None = None
    total_ms: float | None = None
    skew_s: float | None = None
    """Our clock minus the Date header, seconds."""
    out_of_order: int | None = None
    """Segments the kernel holds that cannot be delivered since one before them is missing (Linux TCP_INFO)."""

    @property
    def done(self) -> bool:
        """Whether a whole HTTP answer came (any status)."""
        return self.stage == "done"


# --- the router's own word, the provider's page, memory -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RouterWord:
    """What the router says of its own way out. Only negative words count."""

    nat_pmp_result: int | None = None
    """RFC 6886 result code: 0 fine, 3 "network failure" (no WAN address)."""
    external_address: str | None = None
    connection: str | None = None
    """UPnP ConnectionStatus: Connected, Disconnected, Connecting, ..."""
    last_error: str | None = None
    """UPnP LastConnectionError, e.g. ERROR_AUTHENTICATION_FAILURE."""
    physical_link: str | None = None
    """UPnP PhysicalLinkStatus: Up, Down, ..."""
    access_type: str | None = None
    """UPnP WANAccessType: DSL, POTS, Cable, Ethernet."""
    make: str | None = None
    """Server header or maker's name."""
    maker: str | None = None
    """The maker's name, in its description's words."""
    model: str | None = None
    bytes_sent: int | None = None
    bytes_received: int | None = None
    link_up_bps: int | None = None
    link_down_bps: int | None = None
    answered: tuple[str, ...] = ()
    """Which of nat-pmp, upnp said anything at all (a refusal is a sign of life too)."""


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What a provider's status page said, and when."""

    url: str
    fetched_at: datetime | None = None
    news: News = field(default_factory=News)
    failure: Failure | None = None
    format: str | None = None
    stale: bool = False
    """A kept copy: the page could not be asked now."""
    via: str = ""
    """The adapter that it was asked through, where that was not the default way."""
    reason: str = ""
    """Why it could not be read or understood, or was not asked, as part of a sentence."""
    asked_at: datetime | None = None
    """UTC; None: it has not been asked."""
    again_at: datetime | None = None
    """Before then, UTC, nobody asks it again, not even a person."""
    confirmed: bool = False
    """Two answers in a row have said what stands in `news`."""
    secure: bool = True
    """It came over TLS from whoever its address names; else anybody on the way could have written it."""
    ways: Mapping[str, bool | None] = field(default_factory=dict)
    """The other ways it was asked through, by adapter, and whether they work: True where it was read, False where
    nobody said anything there, None where that is not known."""


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """A proxy the system or the environment tells programs to use."""

    url: str
    source: str
    """environment, desktop, system: where the setting stands."""
    is_pac: bool = False
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What was learnt of this network while it worked."""

    network: str
    """What the network is recognised by: the gateway's hardware address, else its IP address."""
    learnt_at: datetime
    facts: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
