"""IPv4 and IPv6 addresses within groups of digits, also as host names and the reverse tree write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import AddressValueError, IPv6Address

from netcheck.core.redaction_mac import eui64
from netcheck.core.redaction_shapes import LETTER, Groups, Need, Shape
from netcheck.core.redaction_values import SMALL_ID, Plain, backward4, id6, net6, site6, value4, value6


def quads(sign: str, groups: Groups, glued: bool, plain: Plain) -> Iterator[Shape]:
    """84.112.13.23, 84-112-13-23 and 084_112_013_023, in both directions."""
    for place in range(len(groups) - 3):
        first, second, third, last = groups[place : place + 4]
        head = re.search(r"\d{1,3}$", first.text)
        tail = re.match(r"\d{1,3}", last.text)
        inner = all(0 < len(each.text) <= 3 and each.text.isdigit() for each in (second, third))
        if not inner or head is None or tail is None:
            continue
        if first.text[: head.start()][-1:].isdigit() or last.text[tail.end() :][:1].isdigit():
            continue
        octets = [int(text) for text in (head[0], second.text, third.text, tail[0])]
        if max(octets) > 255:
            continue
        number = int.from_bytes(bytes(octets), "big")
        before = groups[place - 1].text if place and head.start() == 0 else ""
        labelled = place == 1 and glued and groups[0].start == 0
        chained = (before[-1:].isdigit() and not labelled) or _goes_on(groups, place + 4, tail.end() == len(last.text))
        span = (first.start + head.start(), last.start + tail.end())
        yield from _quad(span, number, sign, chained, plain)


def _goes_on(groups: Groups, place: int, whole: bool) -> bool:
    return whole and place < len(groups) and groups[place].text[:1].isdigit()


def _quad(span: tuple[int, int], number: int, sign: str, chained: bool, plain: Plain) -> Iterator[Shape]:
    turned = backward4(number)
    values = [value4(each) for each in (number, turned) if plain.secret4(each)]
    if chained:
        if values:
            yield Shape(*span, tuple(values), Need.KNOWN)
    elif plain.secret4(number):
        yield Shape(*span, tuple(values), Need.DOTS if sign == "." else Need.IN_NAME)
    elif values:
        # 10-13-112-84.isp.example may be 84.112.13.10 backward; 192-168-0-66 is what it seems to be.
        odd = number >> 24 in (0, 10, 127) or number >> 29 == 7
        yield Shape(*span, tuple(values), Need.BACKWARD_NAME if odd else Need.KNOWN)


def ip6(sign: str, groups: Groups, tail: re.Match[str] | None, plain: Plain) -> Iterator[Shape]:
    """2a02:8388::1, with what is glued to its ends left out, and 2a02-8388--1 as in host names."""
    texts = [each.text for each in groups]
    if "" not in texts[1:-1] and len(texts) + (1 if tail else 0) < 8:
        if not tail:
            yield from _cut_off(sign, groups)
        return
    end = tail.end() if tail else groups[-1].end
    for dropped in range(4):
        for front in range(dropped + 1):
            back = dropped - front
            if front + back > len(texts) - 2 or (tail and back):
                continue
            kept = texts[front : len(texts) - back]
            written = ":".join(kept) + (tail[0].replace("%252e", ".").replace("%2e", ".") if tail else "")
            try:
                number = int(IPv6Address(written))
            except AddressValueError:
                continue
            if not _meant(number):
                continue
            last = groups[len(groups) - back - 1]
            span = (groups[front].start, end if not back else last.end)
            yield from _six(sign, span, kept, number, plain)
            return


def _meant(number: int) -> bool:
    """Whether addresses there are in use: of the world, a site, a link, to many, or with IPv4 within."""
    return (
        number >> 125 == 1
        or number >> 118 in (0x3FA, 0x3FB)
        or number >> 120 in (0xFC, 0xFD, 0xFF)
        or (number >> 32 in (0x64FF9B << 64, 0xFFFF))
    )


def _six(sign: str, span: tuple[int, int], kept: Sequence[str], number: int, plain: Plain) -> Iterator[Shape]:
    filled = [text for text in kept if text]
    lettered = any(LETTER.search(text) for text in filled)
    long = len(filled) >= 4 and len(filled[0]) == 4
    need = Need.NOTHING if sign == ":" or (long and lettered) else Need.IN_NAME if long and "" in kept else Need.KNOWN
    if plain.secret6(number):
        yield Shape(*span, (value6(number),), need)
    elif number >> 118 == 0x3FA and number & (1 << 64) - 1 > 0xFFFF:
        yield Shape(*span, (value6(number),), Need.KNOWN)


def _cut_off(sign: str, groups: Groups) -> Iterator[Shape]:
    """The first groups of an address, with nothing behind them but their sign ("2a02:8388:1234:1:")."""
    # In a host name others may stand before them: ip6-2a02-8388-1234-1.
    first = next((place for place, each in enumerate(groups[:3]) if re.fullmatch(r"[23][0-9a-f]{3}", each.text)), 0)
    groups = groups[first : len(groups) - (not groups[-1].text)]
    if not 3 <= len(groups) <= 7 or not re.fullmatch(r"[23][0-9a-f]{3}", groups[0].text):
        return
    if any(not 0 < len(each.text) <= 4 for each in groups):
        return
    number = sum(int(each.text, 16) << (112 - 16 * place) for place, each in enumerate(groups))
    # Of the world's, with colons, nothing else looks so; with hyphens a date does that begins 2026-11-22.
    telling = "".join(each.text for each in (groups if sign == ":" else groups[:1]))
    lettered = LETTER.search(telling) is not None and len(groups) >= 4
    value = net6(number) if len(groups) >= 4 else site6(number)
    need = (Need.NOTHING if sign == ":" else Need.IN_NAME) if lettered else Need.KNOWN
    yield Shape(groups[0].start, groups[-1].end, (value,), need)


def stations(groups: Groups) -> Iterator[Shape]:
    """The last 64 bits of an address by themselves, also without their leading zeros: ::250:56ff:fec0:8."""
    filled = [each for each in groups if each.text]
    if len(filled) == 4 and all(len(each.text) <= 4 for each in filled) and filled == list(groups[-4:]):
        digits = "".join(each.text.zfill(4) for each in filled)
        start, end = filled[0].start, filled[-1].end
        if digits[6:10] == "fffe":
            yield from eui64(start, end, digits, Need.KNOWN)
        elif int(digits, 16) > SMALL_ID:
            yield Shape(start, end, (id6(int(digits, 16)),), Need.KNOWN)


def nibbles(groups: Groups, plain: Plain) -> Iterator[Shape]:
    """Single digits from the last to the first, as below ip6.arpa (RFC 3596, 2.5), whole or from the front on."""
    place = 0
    while place < len(groups):
        first = place
        while place < len(groups) and len(groups[place].text) == 1:
            place += 1
        row = groups[first:place][-32:]
        digits = "".join(each.text for each in reversed(row))
        if len(row) > 8:
            number = int(digits.ljust(32, "0"), 16)
            forward = int(digits[::-1].ljust(32, "0"), 16)
            values = tuple(value6(each) for each in (number, forward) if plain.secret6(each))
            if values:
                need = Need.NOTHING if len(row) >= 16 and LETTER.search(digits) else Need.ARPA
                yield Shape(row[0].start, row[-1].end, values, need)
        place = max(place, first + 1)
