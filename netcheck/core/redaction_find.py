"""Finds hardware, IPv4 and IPv6 addresses in a text, also within host names, and settles which one each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv6Address
from typing import NamedTuple

from netcheck.core.redaction_chains import RUN, shapes
from netcheck.core.redaction_mac import spaced
from netcheck.core.redaction_shapes import Need, Shape
from netcheck.core.redaction_values import Kind, Plain, Value, backward4, id6, implied, value4


class Span(NamedTuple):
    """A place in a text and the secret that stands there."""

    start: int
    end: int
    value: Value


class Candidate(NamedTuple):
    """A place where an address may stand, and what it may be, the likeliest first."""

    start: int
    end: int
    readings: tuple[Value, ...]
    sure: bool
    """False: it is one only where the same address stands elsewhere, too."""


WIDE: dict[Kind, int] = {Kind.IPV4: 24, Kind.IPV6: 32}
"""Networks of so many bits and fewer name a provider or a quarter of a town, no home: the same that is told to anybody
of an IPv4 address (KEPT_BITS in core/origin.py); of IPv6, what a registry gives to a provider."""

_BACKWARD = (".in-addr", ".origin.", "-in-addr")
"""What stands behind an address that is written backward: the reverse tree, and zones that tell whose it is."""
_BACKWARD6 = (".ip6.", ".origin6.")
_AT_HOME = frozenset(
    ("lan", "local", "home", "internal", "localdomain", "arpa", "intranet", "corp", "private", "box", "test", "invalid")
)
_VERSION = re.compile(r"(?:(?<![a-z0-9])v|(?:version|firmware|release|build|ver\.?|commit|revision|rev)[ =:]*)$")
_DOMAIN = re.compile(r"\.(?:[a-z0-9-]+\.)+([a-z]{2,})(?![a-z0-9-])")
_NAME_BEFORE = re.compile(r"[^\W\d_][-_]?$")
_NAME_AFTER = re.compile(r"[-_.]?[^\W\d_]")
_NAME_BEHIND = re.compile(r"\.[a-z_]")
_URL_BEFORE = re.compile(r"(?://|@)(?:0x)?$")
_PREFIX = re.compile(r"/(\d{1,3})(?!\d)")
_PART = re.compile(r"((?:\d{1,3}[.-]){2,3})(?=in-addr\.arpa|origin\.)")


def candidates(text: str, plain: Plain, wide_too: bool) -> list[Candidate]:
    """Every place where an address may stand, in order. `wide_too`: also networks that only name a provider."""
    found: list[Candidate] = []
    seen: dict[tuple[str, bool], list[Shape]] = {}
    for match in RUN.finditer(text):
        start = match.start()
        glued = start > 0 and text[start - 1].isalnum()
        key = (match[0], glued)
        if key not in seen:
            seen[key] = shapes(match[0], glued, plain)
        for shape in seen[key]:
            one = _placed(shape, text, start, plain)
            if one is not None and (wide_too or not _is_wide(one, text)):
                found.append(one)
    for shape in spaced(text.lower() if len(text.lower()) == len(text) else text):
        found.append(Candidate(shape.start, shape.end, shape.readings, shape.need is Need.NOTHING))
    if wide_too:
        found += _parts_of_reverse_names(text, plain)
    return found


def _placed(shape: Shape, text: str, offset: int, plain: Plain) -> Candidate | None:
    """A shape with what stands around it."""
    start, end, need = offset + shape.start, offset + shape.end, shape.need
    if need in (Need.NOTHING, Need.KNOWN) and shape.readings[0].kind is not Kind.IPV4:
        # Twelve digits without a sign may also be a part of a hash.
        built = (
            end - start == 12
            and text[start:end].isalnum()
            and _VERSION.search(text[max(0, start - 12) : start].lower())
        )
        return Candidate(start, end, shape.readings, need is Need.NOTHING and not built)
    before, behind = text[max(0, start - 12) : start].lower(), text[end : end + 80].lower()
    if shape.readings[0].kind is Kind.IPV4 and behind.startswith(_BACKWARD):
        octets = [int(each) for each in re.findall(r"\d+", text[start:end])]
        if len(octets) == 4 and max(octets) < 256:
            number = backward4(int.from_bytes(bytes(octets), "big"))
            return Candidate(start, end, (value4(number),), True) if plain.secret4(number) else None
    # Outside of host names nobody writes an address backward.
    readings = shape.readings if need is not Need.DOTS or _NAME_BEHIND.match(behind) else shape.readings[:1]
    return Candidate(start, end, readings, _holds(need, before, behind))


def _holds(need: Need, before: str, behind: str) -> bool:
    if need is Need.DOTS:
        return _VERSION.search(before) is None
    if need is Need.IN_NAME:
        return _NAME_BEFORE.search(before) is not None or _NAME_AFTER.match(behind) is not None
    if need is Need.ARPA:
        return behind.startswith(_BACKWARD6)
    if need is Need.HOST:
        return _URL_BEFORE.search(before) is not None
    domain = _DOMAIN.match(behind)
    outside = domain is not None and domain[1] not in _AT_HOME
    if need is Need.BACKWARD_NAME:
        return outside
    if need is Need.HEX_LABEL:
        return (outside and not before.endswith("//")) or before.endswith(("//0x", "@0x"))
    return need is Need.NOTHING


def _is_wide(one: Candidate, text: str) -> bool:
    """Whether it is written as a network that is wide enough to name no home: 84.112.0.0/15."""
    kind = one.readings[0].kind
    match = _PREFIX.match(text, one.end) if kind in WIDE else None
    if match is None or int(match[1]) > WIDE[kind]:
        return False
    bits = 32 if kind is Kind.IPV4 else 128
    number = _number(one.readings[0])
    return number & ((1 << (bits - int(match[1]))) - 1) == 0


def _number(value: Value) -> int:
    if value.kind is Kind.IPV4:
        return int.from_bytes(bytes(map(int, value.text.split("."))), "big")
    return int(IPv6Address(value.text))


def _parts_of_reverse_names(text: str, plain: Plain) -> Iterator[Candidate]:
    """13.112.84.in-addr.arpa: the zone of a network."""
    for match in _PART.finditer(text.lower()) if "in-addr" in text or "origin." in text else ():
        octets = [int(each) for each in re.findall(r"\d+", match[1])][::-1]
        before = text[max(0, match.start() - 1) : match.start()]
        if max(octets) > 255 or before.isdigit() or (before in (".", "-") and len(octets) == 3):
            continue
        number = int.from_bytes(bytes([*octets, 0, 0])[:4], "big")
        if plain.secret4(number):
            yield Candidate(match.start(), match.end() - 1, (value4(number),), True)


def settled(found: Iterable[Candidate], own: Iterable[Value]) -> list[Span]:
    """Which of the candidates are addresses, and which one each of them is; `own` are the person's, known beforehand.

    What can be read in two ways (66-2-0-192) is read in that in which it stands elsewhere, if it does.
    """
    found = _outermost(found)
    firm = {inner for value in own for inner in implied(value)}
    alone = {one.readings[0] for one in found if one.sure and len(one.readings) == 1}
    firm.update(inner for value in alone for inner in implied(value))
    spans: list[Span] = []
    known = set(firm)
    for one in found:
        if one.sure:
            value = next((each for each in one.readings if each in firm), one.readings[0])
            if value not in known:
                known.update(implied(value))
            spans.append(Span(one.start, one.end, value))
    for one in found:
        if not one.sure:
            taken = next((each for each in one.readings if _is_known(each, known)), None)
            if taken is not None:
                spans.append(Span(one.start, one.end, taken))
    return spans


def _outermost(found: Iterable[Candidate]) -> list[Candidate]:
    """Without those that lie within a sure one: the first six pairs of an IPv6 address are no hardware address."""
    kept: list[Candidate] = []
    end = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end, not one.sure)):
        if one.end <= end:
            continue
        kept.append(one)
        if one.sure:
            end = max(end, one.end)
    return kept


def _is_known(value: Value, known: set[Value]) -> bool:
    """Of an address of the link alone, its station is enough."""
    if value in known:
        return True
    return value.kind is Kind.IPV6 and id6(int(IPv6Address(value.text)) & (1 << 64) - 1) in known
