"""What this computer knows of its person and their home, as names and addresses to look for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netcheck.core.redaction_find import candidates, settled
from netcheck.core.redaction_level import Level
from netcheck.core.redaction_tokens import TOKEN
from netcheck.core.redaction_tree import Leaf
from netcheck.core.redaction_values import Kind, Plain, Value
from netcheck.core.redaction_words import folded, is_harmless

LONG_PART = 4
"""Letters from which on a part of a name is looked for by itself: shorter ones are "von", "de", "dr"."""
_HOST_OF = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:\s]+|[0-9a-f:.]+)(?::\d+)?(?:/.*)?$", re.I
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What this computer knows of its person and their home, in whatever spelling; each may be empty."""

    host_names: tuple[str, ...] = ()
    user_names: tuple[str, ...] = ()
    real_names: tuple[str, ...] = ()
    home_folders: tuple[str, ...] = ()
    ssids: tuple[str, ...] = ()
    search_domains: tuple[str, ...] = ()
    account_numbers: tuple[str, ...] = ()
    """Of the provider's customer, contract or line."""
    vpn_gateways: tuple[str, ...] = ()
    """Names and addresses."""
    addresses: tuple[str, ...] = ()
    """Their own public addresses, and the hardware addresses of their devices."""
    words: tuple[str, ...] = ()
    """What the person has named besides (`[report] secrets`): taken out even where it is a common word."""
    keys: tuple[str, ...] = ()
    """Passwords, and addresses that work like one: gone at every level."""
    places: tuple[str, ...] = ()
    """Where they live: taken out for the public only, since a desk asks the provider about that area."""
    told: tuple[str, ...] = ()
    """Those of the names above that the person means to tell the desk: they go in public only."""
    harmless: tuple[str, ...] = ()
    """Addresses and names that everybody may know, such as landmarks."""


FIELDS: Mapping[str, Kind] = {
    **dict.fromkeys(("ssid", "essid"), Kind.WIFI),
    **dict.fromkeys(("user_name", "username", "login", "real_name", "Person.user"), Kind.NAME),
    **dict.fromkeys(("host_name", "hostname", "computer_name", "Person.host"), Kind.HOST),
    **dict.fromkeys(("search_domains", "search_domain", "dns_suffix"), Kind.DOMAIN),
    **dict.fromkeys(("vpn_gateway", "vpn_server", "vpn_gateways"), Kind.VPN),
    **dict.fromkeys(("account", "account_number", "customer_number", "contract"), Kind.ACCOUNT),
}
"""Fields, or Class.field, whose text is a secret whatever it is: a record may tell of another network than today's."""
GIVEN_NUMBERS = frozenset(("reference", "ticket", "id"))
"""Fields with a number that a desk, a provider or this program has given: in hexadecimal it may look like hardware."""
FIELDS_IN_PUBLIC: Mapping[str, Kind] = {
    **dict.fromkeys(("reach_at", "callback", "call_back", "spoke_with", "agent"), Kind.CONTACT),
    "Call.reference": Kind.ACCOUNT,
}
"""Those that a desk must read and nobody else."""


def names(secrets: Secrets, level: Level) -> list[tuple[Kind, str]]:
    """Every name to look for at this level, the most particular kind first."""
    found = [(Kind.KEY, text) for text in secrets.keys]
    if level is Level.FULL:
        return found
    found += [(Kind.VPN, host_of(text)) for text in secrets.vpn_gateways]
    for host in secrets.host_names:
        found += [(Kind.HOST, host), (Kind.HOST, host.partition(".")[0])]
    users = [*secrets.user_names, *(re.split(r"[/\\]", home.rstrip("/\\"))[-1] for home in secrets.home_folders)]
    found += [(Kind.NAME, text) for text in (*users, *secrets.real_names)]
    parts = (part for text in (*users, *secrets.real_names) for part in re.split(r"[\W\d_]+", text))
    found += [(Kind.NAME, part) for part in parts if len(part) >= LONG_PART]
    found += [(Kind.WIFI, text) for text in secrets.ssids]
    found += [(Kind.ACCOUNT, text) for text in secrets.account_numbers]
    found += [(Kind.DOMAIN, text.strip(".")) for text in secrets.search_domains]
    found += [(Kind.WORD, text) for text in secrets.words]
    if level is Level.PUBLIC:
        found += [(Kind.PLACE, text) for text in secrets.places]
    kept = {folded(text) for text in (*secrets.harmless, *(secrets.told if level is Level.HELPDESK else ()))}
    return [(kind, text) for kind, text in found if kind is Kind.KEY or folded(text) not in kept]


def in_fields(leaves: Iterable[Leaf], level: Level, secrets: Secrets) -> Iterator[tuple[int, Value]]:
    """Texts of the record that are a secret by the field in which they stand: the number of each, and what it is."""
    if level is Level.FULL:
        return
    fields = {**FIELDS, **FIELDS_IN_PUBLIC} if level is Level.PUBLIC else FIELDS
    told = {folded(text) for text in secrets.told} if level is Level.HELPDESK else set()
    for place, leaf in enumerate(leaves):
        kind = fields.get(leaf.key) or fields.get(f"{leaf.owner}.{leaf.key}")
        if not kind or TOKEN.fullmatch(leaf.text):
            continue
        if folded(leaf.text) not in told and (kind is Kind.WIFI or not is_harmless(leaf.text)):
            yield place, Value(kind, leaf.text)


def own_addresses(
    addresses: Iterable[str], gateways: Iterable[str], plain: Plain
) -> tuple[set[Value], dict[Value, Value]]:
    """The person's own addresses, and those that are better called otherwise: a VPN gateway's."""
    own = {value for text in addresses for value in _addresses(text, plain)}
    called = {value: Value(Kind.VPN, text) for text in map(host_of, gateways) for value in _addresses(text, plain)}
    return own | set(called), called


def host_of(text: str) -> str:
    """The host of an address such as "https://vpn.example:443/", "[2001:db8::1]:500" or "vpn.example"."""
    match = _HOST_OF.match(text.strip())
    return match[1].strip("[]").rstrip(".") if match else text


def _addresses(text: str, plain: Plain) -> list[Value]:
    return [span.value for span in settled(candidates(text, plain, True), ())]
