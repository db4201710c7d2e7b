"""Which addresses a run of hexadecimal digits and signs may be: MAC, IPv4 and IPv6 in every spelling that is in use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netcheck.core.redaction_ip import ip6, nibbles, quads, stations
from netcheck.core.redaction_mac import eui64, fours, pairs
from netcheck.core.redaction_shapes import LETTER, Group, Groups, Need, Shape, as_mac
from netcheck.core.redaction_values import Plain, Value, backward4, id6, net6, value4, value6

RUN = re.compile(r"[0-9A-Fa-f:._%-]{7,}")
"""Where an address may stand; a shorter one (1::2) is nobody's."""
AT_ONCE, AGAIN = 64, 32
"""So many groups of a run are read together, and so many of them again with those behind: no address has more, and a
run without end, from outside, costs no more than its length."""

LONGEST_ID = 40
"""Digits of an identifier within which a hardware address may stand: of DHCP (RFC 8415, 11)."""

_SIGNS = {sign: rf"(?:{re.escape(sign)}|%(?:25)*{ord(sign):02x})" for sign in ":.-_"}
_SIGN = {sign: re.compile(text) for sign, text in _SIGNS.items()}
_CHAIN = {sign: re.compile(rf"[0-9a-f]*(?:{text}[0-9a-f]*)+") for sign, text in _SIGNS.items()}
_APART = r"(?:(?<![0-9a-f])|(?<=%[0-9a-f]{2})|(?<=%25[0-9a-f]{2}))"
"""Before digits that begin here, also behind a sign that is written in digits itself."""
_UUID = re.compile(
    rf"{_APART}[0-9a-f]{{8}}-[0-9a-f]{{4}}-([0-9a-f])[0-9a-f]{{3}}-[0-9a-f]{{4}}-([0-9a-f]{{12}})(?![0-9a-f])"
)
_DIGITS = re.compile(r"[0-9a-f]{8,}")
_HALVES = re.compile(rf"{_APART}([0-9a-f]{{6}})[-:.]([0-9a-f]{{6}})(?![0-9a-f])")
_HALVES4 = re.compile(rf"{_APART}([0-9a-f]{{4}})-([0-9a-f]{{4}})(?![0-9a-f]|[-:.][0-9a-f]{{4}}(?![0-9a-f]))")
_TAIL4 = re.compile(r"(?:(?:\.|%(?:25)*2e)\d{1,3}){3}(?!\d)")


def shapes(run: str, glued: bool, plain: Plain) -> list[Shape]:
    """All that may be an address in a run; shapes may overlap. `glued`: a letter or digit stands right before it."""
    run = run.lower()
    found: list[Shape] = []
    for match in _UUID.finditer(run):
        # Of a UUID of version 1 the last part is the hardware address of its maker (RFC 9562, 5.1).
        need = Need.NOTHING if match[1] == "1" else Need.KNOWN
        found += as_mac(match.start(2), match.end(2), match[2], need)
    run = _UUID.sub(lambda match: "g" * len(match[0]), run)
    coded = "%" in run
    for sign, chain in _CHAIN.items():
        if sign in run or coded:
            for match in chain.finditer(run):
                for groups in _groups(run, match, sign):
                    found += _of_chain(sign, groups, run, glued, plain)
    for match in _DIGITS.finditer(run):
        start = _uncoded(run, match.start())
        found += _bare(start, run[start : match.end()], glued and start == 0, plain)
    for match in _HALVES4.finditer(run):
        number = int(match[1] + match[2], 16)
        if plain.secret4(number):
            found.append(Shape(match.start(), match.end(), (value4(number),), Need.KNOWN))
    for match in _HALVES.finditer(run):
        found += as_mac(match.start(), match.end(), match[1] + match[2], Need.KNOWN)
    return found


def _groups(run: str, match: re.Match[str], sign: str) -> Iterator[Groups]:
    groups: list[Group] = []
    at = _uncoded(run, match.start())
    for between in _SIGN[sign].finditer(run, at, match.end()):
        groups.append(Group(at, run[at : between.start()]))
        at = between.end()
    groups.append(Group(at, run[at : match.end()]))
    yield groups[:AT_ONCE]
    for place in range(AT_ONCE - AGAIN, len(groups) - AGAIN, AT_ONCE - AGAIN):
        yield groups[place : place + AT_ONCE]


def _uncoded(run: str, start: int) -> int:
    """Where digits really begin that follow a percent sign: after %2F, or %252F."""
    if start and run[start - 1] == "%":
        while run.startswith("25", start):
            start += 2
        start += 2
    return min(start, len(run))


def _of_chain(sign: str, groups: Groups, run: str, glued: bool, plain: Plain) -> Iterator[Shape]:
    yield from pairs(sign, groups)
    yield from fours(sign, groups)
    if sign != ".":
        yield from stations(groups)
    if sign == ":":
        yield from ip6(sign, groups, _TAIL4.match(run, groups[-1].end), plain)
    else:
        yield from quads(sign, groups, glued, plain)
        if len(groups) >= 5:
            yield from ip6(sign, groups, None, plain)
        if sign == ".":
            yield from nibbles(groups, plain)


# --- digits without any sign ------------------------------------------------------------------------------------------


def _bare(start: int, digits: str, glued: bool, plain: Plain) -> Iterator[Shape]:
    length, end = len(digits), start + len(digits)
    lettered = LETTER.search(digits) is not None
    values: list[Value] = []
    if length == 8:
        number = int(digits, 16)
        values += [value4(each) for each in (number, backward4(number)) if plain.secret4(each)]
    if 8 <= length <= 10 and not lettered and int(digits) < 1 << 32 and plain.secret4(int(digits)):
        values.append(value4(int(digits)))
    if values:
        numbered = any(sign.isdigit() for sign in digits)
        yield Shape(start, end, tuple(values), Need.HEX_LABEL if length == 8 and lettered and numbered else Need.HOST)
    if length == 12:
        octets = [digits[place : place + 3] for place in range(0, 12, 3)]
        if not lettered and all(int(each) < 256 for each in octets):
            number = int.from_bytes(bytes(map(int, octets)), "big")
            values4 = tuple(value4(each) for each in (number, backward4(number)) if plain.secret4(each))
            if values4:
                yield Shape(start, end, values4, Need.KNOWN)
        yield from as_mac(start, end, digits, Need.NOTHING if lettered and not glued else Need.KNOWN)
    elif 12 < length <= LONGEST_ID:
        for place in range(length - 11):
            yield from as_mac(start + place, start + place + 12, digits[place : place + 12], Need.KNOWN)
    if 9 <= length <= 15 and not lettered and int(digits) < 1 << 48:
        yield from as_mac(start, end, f"{int(digits):012x}", Need.KNOWN)
    if length == 16:
        number = int(digits, 16)
        if digits[6:10] == "fffe":
            yield from eui64(start, end, digits, Need.KNOWN)
        yield Shape(start, end, (id6(number), net6(number << 64)), Need.KNOWN)
    if length == 32 and plain.secret6(int(digits, 16)):
        yield Shape(start, end, (value6(int(digits, 16)),), Need.HEX_LABEL if digits[:2] in _GIVEN else Need.KNOWN)


_GIVEN = ("20", "24", "26", "28", "2a", "2c")
"""How addresses begin that the registries have given out (IANA, IPv6 unicast assignments)."""
