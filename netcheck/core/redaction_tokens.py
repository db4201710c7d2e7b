"""Gives each secret its token, the same wherever it stands, and keeps the list that stays on this computer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv6Address

from netcheck.core.redaction_find import Span
from netcheck.core.redaction_level import Level
from netcheck.core.redaction_values import MAPPED, NAT64, Kind, Value, id6, inner4, mac_within, net6, value4
from netcheck.core.redaction_words import folded

_LEFT = r"random|(?:[0-9a-f]{2}:){2}[0-9a-f]{2}|(?:\d{1,3}\.){3}x|[0-9a-f]{1,4}:[0-9a-f]{1,4}"
_GOES_ON = r"\d|[0-9A-Fa-f]*[A-Fa-f][0-9A-Fa-f]*(?![^\W_])|[0-9A-Fa-f]*(?:[-_.:][0-9A-Fa-f]{1,4}(?![^\W_])){2}"
TOKEN = re.compile(rf"\b({'|'.join(sorted(Kind, key=len, reverse=True))})-\d{{1,5}}(?!{_GOES_ON})(\((?:{_LEFT})\))?")
"""A token, and what is left of its value in brackets behind it. "host-84-112-13-23" and "ip6-2a02-8388-1234" are none:
so providers name their customers."""
_BEFORE4 = {NAT64: "64:ff9b::", MAPPED: "::ffff:"}
"""How an IPv6 address begins that ends in an IPv4 address."""
NOT_KEPT = "(a password or key: not kept)"


class Tokens:
    """The tokens of one report, numbered as they come, each kind by itself."""

    def __init__(self, level: Level, taken: Callable[[str], bool], names: Mapping[Value, Value]) -> None:
        """`taken` says of a token that it must not be given: it stands in the text already, or is itself somebody's
        name. `names` are addresses that have another name: a VPN gateway's."""
        self._level = level
        self._taken = taken
        self._names = names
        self._given: dict[tuple[Kind, str], str] = {}
        self._count: dict[Kind, int] = {}
        self._values: dict[str, str] = {}
        self._told: dict[Value, str] = {}

    @property
    def values(self) -> Mapping[str, str]:
        """Token to secret, in the order of their first appearance."""
        return dict(self._values)

    def told(self, value: Value) -> str:
        """What stands in the place of this secret."""
        if value not in self._told:
            self._told[value] = self._fresh(value)
        return self._told[value]

    def _fresh(self, value: Value) -> str:
        value = self._names.get(value, value)
        if value.kind is Kind.IPV6:
            return self._six(int(IPv6Address(value.text)))
        token = self._token(value)
        if self._level is not Level.HELPDESK:
            return token
        if value.kind is Kind.IPV4:
            return f"{token}({value.text.rpartition('.')[0]}.x)"
        if value.kind is Kind.MAC:
            # The second bit says that software has made it up: then its first half is no maker's.
            return f"{token}(random)" if int(value.text[:2], 16) & 2 else f"{token}({value.text[:8]})"
        return f"{token}({_provider6(value.text)})" if value.kind is Kind.NET6 else token

    def _six(self, number: int) -> str:
        """An IPv6 address by its parts, so that one sees which are in one network and which are one device."""
        if (inner := inner4(number)) is not None:
            return _BEFORE4.get(number >> 32, "fe80::5efe:") + self.told(value4(inner))
        station = number & (1 << 64) - 1
        mac = mac_within(number)
        routed = number >> 125 == 1
        network = self.told(net6(number)) if routed else str(IPv6Address(number >> 64 << 64)).removesuffix("::")
        if mac:
            return f"{network}::{self._token(Value(Kind.MAC, mac))}"
        if station <= 0xFFFF:
            return f"{network}::{station:x}" if station else f"{network}::"
        return f"{network}::{self._token(id6(number))}"

    def _token(self, value: Value) -> str:
        named = value.kind not in (Kind.MAC, Kind.IPV4, Kind.NET6, Kind.ID6, Kind.KEY)
        key = (Kind.WORD, folded(value.text)) if named else (value.kind, value.text)
        if key not in self._given:
            number = self._count.get(value.kind, 0) + 1
            while self._taken(f"{value.kind}-{number}"):
                number += 1
            self._count[value.kind] = number
            token = f"{value.kind}-{number}"
            self._given[key] = token
            self._values[token] = NOT_KEPT if value.kind is Kind.KEY else value.text
        return self._given[key]


def _provider6(network: str) -> str:
    """The first 32 bits: what a registry gives to a provider."""
    first = int(IPv6Address(network.partition("/")[0])) >> 96
    return f"{first >> 16:x}:{first & 0xFFFF:x}"


def untangled(spans: Iterable[Span]) -> list[Span]:
    """The spans without overlaps, in order: the longest is taken whole, of the others what sticks out."""
    cluster: list[Span] = []
    result: list[Span] = []
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if cluster and span.start >= end:
            result += _apart(cluster)
            cluster = []
        cluster.append(span)
        end = max(end, span.end)
    return result + _apart(cluster)


def _apart(cluster: list[Span]) -> list[Span]:
    if len(cluster) < 2:
        return cluster
    taken: list[Span] = []
    for span in sorted(cluster, key=lambda span: span.start - span.end):
        pieces = [(span.start, span.end)]
        for other in taken:
            pieces = [
                part
                for start, end in pieces
                for part in ((start, min(end, other.start)), (max(start, other.end), end))
                if part[0] < part[1]
            ]
        if (span.start, span.end) in pieces or not any(o.start <= span.start and span.end <= o.end for o in taken):
            taken += [Span(start, end, span.value) for start, end in pieces]
    return sorted(taken)


def replaced(text: str, spans: Iterable[Span], tokens: Tokens) -> str:
    """The text with each of the untangled spans replaced."""
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += (text[at : span.start], tokens.told(span.value))
        at = span.end
    return "".join((*parts, text[at:]))
