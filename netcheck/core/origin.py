"""Whose network is this line in: which questions tell, and what their answers mean, word by word."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

from netcheck.core.addresses import inside, parsed
from netcheck.core.network import DnsAnswer, DnsQuestion, WebAnswer
from netcheck.core.settings import Landmark
from netcheck.core.words import one_line

LONGEST = 80
"""Letters of a name from outside; longer ones are cut."""
KEPT_BITS: Mapping[int, int] = {4: 24, 6: 48}
"""How much of the public address is kept and told to anybody, by family. No smaller network is announced to the world
(RFC 7454, 6.1.3 and what providers filter), so whose it is does not depend on the rest."""
SMALLEST_BITS: Mapping[int, int] = {4: 8, 6: 16}
"""A "network" that is larger than any that was ever given to one owner is a default route, or a lie."""
REDIRECTS = (301, 302, 303, 307, 308)
_COUNTRY = re.compile(r"[A-Z]{2}")
_MAINTAINER = re.compile(r"-(MNT|RIPE|NIC|HM)$|^MNT-|^MAINT-", re.I)
_NO_PROVIDER = frozenset({"individual"})
"""Kinds of entity (vCard, RFC 6350, 6.1.4) that name a person or a password, not a company."""


# --- which address does this line have -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Echo:
    """A public name server that answers one name with the address of whoever asks."""

    operator: str
    servers: Mapping[int, str]
    """Its address, by family."""
    name: str
    types: Mapping[int, str]
    klass: str = "IN"


ECHOES = (
    # `dig CH TXT whoami.cloudflare @1.1.1.1`
    Echo("Cloudflare", {4: "1.1.1.1", 6: "2606:4700:4700::1111"}, "whoami.cloudflare", {4: "TXT", 6: "TXT"}, "CH"),
    # `dig myip.opendns.com @208.67.222.222`
    Echo("OpenDNS", {4: "208.67.222.222", 6: "2620:119:35::35"}, "myip.opendns.com", {4: "A", 6: "AAAA"}),
)
"""Both are landmarks, too: nobody learns of this computer who does not hear of it every ten seconds anyway."""
AGREEING = 2
"""So many operators must see the same network: one alone may have been answered for by somebody on the way."""


def echo_questions(family: int, landmarks: Sequence[Landmark]) -> tuple[DnsQuestion, ...]:
    """Questions for the address of this line to those servers that are still among the landmarks; none where fewer are
    left than must agree."""
    allowed = {parsed(address) for host in landmarks for address in (host.v4, host.v6) if address}
    found = tuple(
        DnsQuestion(echo.servers[family], echo.name, echo.types[family], echo.klass)
        for echo in ECHOES
        if parsed(echo.servers[family]) in allowed
    )
    return found if len(found) >= AGREEING else ()


def echoed(answers: Sequence[DnsAnswer], family: int) -> str | None:
    """The network (see `prefix_of`) in which all of these servers saw this line; None where they do not agree.

    Whole addresses need not be equal: a provider's shared NAT may give each connection another one.
    """
    found = set()
    for answer in answers:
        told = [*answer.addresses, *answer.texts]
        networks = {prefix_of(text) for text in told if public(text, family)}
        if len(told) != 1 or len(networks) != 1:
            return None
        found |= networks
    return found.pop() if len(found) == 1 and len(answers) >= AGREEING else None


def public(text: str | None, family: int = 0) -> bool:
    """Whether this is an address that the world can reach, of this family (0: of any), and no transition of IPv6."""
    address = parsed(text or "")
    if address is None or not address.is_global or address.is_multicast or family not in (0, address.version):
        return False
    if isinstance(address, IPv6Address):  # 6to4 and Teredo name a relay, NAT64 the other end
        return address.sixtofour is None and address.teredo is None and not inside(str(address), "64:ff9b::", 96)
    return True


def prefix_of(address: str) -> str:
    """The network that is kept of a public address: "203.0.113.0/24", "2001:db8:12::/48". Raises ValueError for what
    is no address."""
    plain = address.partition("%")[0]
    return str(ip_network(f"{plain}/{KEPT_BITS[ip_address(plain).version]}", strict=False))


def within(prefix: object, network: object) -> bool | None:
    """Whether one network lies in another; None where they cannot be compared (other families, no networks)."""
    try:
        small, large = ip_network(str(prefix)), ip_network(str(network))
    except ValueError:
        return None
    if small.version != large.version:
        return None
    return small.prefixlen >= large.prefixlen and small.network_address in large


# --- whose is that address, by DNS ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """Who announces a network to the world."""

    asn: int
    announced: str
    """The network as it is announced, much larger than one home's."""
    country: str = ""
    """Two letters, where the network is registered; often, not always, where it is used."""


def origin_name(prefix: str, zone: str) -> str:
    """The name whose TXT record tells who announces this network (team-cymru.com, "IP to ASN Mapping", DNS)."""
    network = ip_network(prefix)
    address = network.network_address
    if address.version == 4:
        return ".".join([*reversed(str(address).split(".")), "origin", zone])
    nibbles = address.exploded.replace(":", "")
    return ".".join([*reversed(nibbles), "origin6", zone])


def read_origin(texts: Sequence[str], prefix: str) -> Origin | None:
    """The most exact announcement among records like "64500 | 203.0.113.0/24 | AT | ripencc | 2004-01-01".

    None where no record is about this network. Where several announce it, the first one named counts.
    """
    found: list[tuple[int, Origin]] = []
    for text in texts:
        parts = [part.strip() for part in text[:500].split("|")]
        numbers = parts[0].split()
        asn = _asn(numbers[0]) if numbers else None
        if asn is None or len(parts) < 3 or not within(prefix, parts[1]):
            continue
        network = ip_network(parts[1])
        if network.prefixlen < SMALLEST_BITS[network.version]:
            continue
        country = parts[2] if _COUNTRY.fullmatch(parts[2]) else ""
        found.append((network.prefixlen, Origin(asn, str(network), country)))
    return max(found, key=lambda each: each[0])[1] if found else None


def owner_name(asn: int, zone: str) -> str:
    """The name whose TXT record tells what an autonomous system is called."""
    return f"AS{asn}.{zone}"


def read_owner(texts: Sequence[str], asn: int) -> str:
    """The name in a record like "64500 | AT | ripencc | 2004-01-01 | LABTEL Lab Telecom GmbH, AT", without the
    country; empty where there is none."""
    for text in texts:
        parts = text[:500].split("|", 4)
        if len(parts) == 5 and _asn(parts[0].strip()) == asn:
            return _name(re.sub(r",\s*[A-Z]{2}\s*$", "", parts[4]))
    return ""


def _asn(text: str) -> int | None:
    """A number of 32 bits (RFC 6793); 0 is nobody's (RFC 7607)."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return int(text) if 0 < int(text) < 1 << 32 else None


# --- whose is that address, by the registry ---------------------------------------------------------------------------


def registry_page(base: str, prefix: str) -> str:
    """The address of the registry's record (RDAP, RFC 9082, 3.1.1)."""
    return f"{base.rstrip('/')}/{ip_network(prefix).network_address}"


def next_page(answer: WebAnswer) -> str | None:
    """Where a registry sends its asker (RFC 7480, 5.2): to another host by name, over HTTPS; None for anything else."""
    if not answer.done or answer.status not in REDIRECTS:
        return None
    try:
        there = urljoin(answer.request.url, answer.headers.get("location", ""))
        parts = urlsplit(there)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    named = "." in host and parsed(host) is None and not re.fullmatch(r"[0-9.]+", host)
    plain = parts.username is None and parts.password is None and port in (None, 443) and there.isascii()
    return there if parts.scheme == "https" and named and plain and there != answer.request.url else None


def read_registrant(body: bytes) -> str:
    """The company to which the network is registered (RFC 9083, 5.1 and 5.4; jCard, RFC 7095); empty where none is
    told. Persons are left out, and so are the registries' own marks for who may change a record."""
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    entities = record.get("entities") if isinstance(record, dict) else None
    found: list[tuple[bool, str]] = []
    for entity in entities[:50] if isinstance(entities, list) else ():
        roles = entity.get("roles") if isinstance(entity, dict) else None
        if not isinstance(roles, list) or "registrant" not in roles:
            continue
        card = _card(entity.get("vcardArray"))
        name, kind = _name(card.get("fn", "")), card.get("kind", "")
        if name and kind.lower() not in _NO_PROVIDER and not _MAINTAINER.search(name):
            found.append((kind.lower() != "org", name))
    return min(found, key=lambda each: each[0])[1] if found else ""


def _card(value: object) -> dict[str, str]:
    """The texts of a jCard by property; the first of each."""
    lines = value[1] if isinstance(value, list) and len(value) > 1 else None
    card: dict[str, str] = {}
    for line in lines[:100] if isinstance(lines, list) else ():
        if isinstance(line, list) and len(line) > 3 and isinstance(line[0], str) and isinstance(line[3], str):
            card.setdefault(line[0].lower(), line[3])
    return card


def _name(text: str) -> str:
    """A name from outside, on one line and not too long."""
    return one_line(text[: 4 * LONGEST])[:LONGEST].strip(" ,|")
