"""Hardware addresses in the spellings of Linux, Windows, macOS, Cisco and DHCP, within groups of digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from netcheck.core.redaction_shapes import LETTER, Group, Groups, Need, Shape, as_mac
from netcheck.core.redaction_values import value_mac

_SPACED = re.compile(r"(?<![0-9a-z])[0-9a-f]{2}(?: [0-9a-f]{2}){5,63}(?![0-9a-z])")
_SIGN = "[:._ -]?"


def pairs(sign: str, groups: Groups) -> Iterator[Shape]:
    """00:50:56:c0:00:08, also with more before it (a DHCP client id) and, as macOS writes it, without leading zeros."""
    filled = [each for each in groups if each.text]
    if sign == ":" and len(filled) == 6 and all(len(each.text) <= 2 for each in filled):
        if any(not each.text for each in groups[1:-1]):
            return  # "1::2:3:4:5:6" is no hardware address
        digits = "".join(each.text.zfill(2) for each in filled)
        yield from as_mac(filled[0].start, filled[-1].end, digits, Need.NOTHING)
        return
    place = 0
    while place < len(groups):
        first = place
        while place < len(groups) and len(groups[place].text) == 2:
            place += 1
        if place - first >= 4:
            yield from _row(sign, list(groups[first:place]), groups, first, place)
        place = max(place, first + 1)


def _row(sign: str, row: list[Group], groups: Groups, first: int, behind: int) -> Iterator[Shape]:
    """A row of pairs, with what is glued to its ends: "mac00:50:56:c0:00:08" begins with the group "ac00"."""
    before = groups[first - 1] if first else Group(0, "")
    after = groups[behind] if behind < len(groups) else Group(0, "")
    wanted = 6 - len(row)
    exact = sign == ":"
    if wanted > 0 and len(before.text) > 2:
        row.insert(0, Group(before.end - 2, before.text[-2:]))
        wanted -= 1
    if wanted > 0 and len(after.text) > 2:
        row.append(Group(after.start, after.text[:2]))
        wanted -= 1
    if wanted > 0:
        return
    digits = "".join(each.text for each in row)
    glued = len(row) > behind - first
    lettered = LETTER.search(digits) is not None
    sure = exact or (not glued and (sign != "." or lettered))
    need = Need.NOTHING if sure else Need.KNOWN
    start, end, length = row[0].start, row[-1].end, len(row)
    if length == 6:
        yield from as_mac(start, end, digits, need)
    elif length in (7, 10, 14):  # with a type before it: a DHCP client id, a DUID of RFC 8415, 11.2 and 11.4
        values = tuple(value for part in (digits[-12:], digits[:12]) if (value := value_mac(part)))
        if values:
            yield Shape(start, end, values, need)
    elif length == 8:
        yield from eui64(start, end, digits, need)
    if length > 6:
        for place in range(length - 5):
            part = row[place : place + 6]
            yield from as_mac(part[0].start, part[-1].end, "".join(each.text for each in part), Need.KNOWN)


def eui64(start: int, end: int, digits: str, need: Need) -> Iterator[Shape]:
    """Eight pairs: with ff:fe in the middle, they were made of a hardware address, as it is or with one bit turned."""
    if digits[6:10] == "fffe":
        turned = f"{int(digits[:2], 16) ^ 2:02x}"
        readings = [value_mac(first + digits[2:6] + digits[10:]) for first in (digits[:2], turned)]
        values = tuple(value for value in readings if value)
        if values:
            yield Shape(start, end, values, need)
    else:
        yield from as_mac(start, end, digits, need)


def fours(sign: str, groups: Groups) -> Iterator[Shape]:
    """0050.56c0.0008, as Cisco writes it, with two such groups more or less ff:fe in its middle."""
    place = 0
    while place < len(groups):
        first = place
        while place < len(groups) and len(groups[place].text) == 4:
            place += 1
        row = groups[first:place]
        if len(row) in (3, 4) and (sign == "." or not (_goes_on(groups, first - 1) or _goes_on(groups, place))):
            digits = "".join(each.text for each in row)
            # 0050-56c0-0008 is how Huawei and H3C write it; 1234-5678-abcd may be the number of somebody's ticket.
            given = LETTER.search(digits) is not None and not int(digits[:2], 16) & 2
            need = Need.NOTHING if sign == "." or (sign == "-" and given) else Need.KNOWN
            if len(row) == 3:
                yield from as_mac(row[0].start, row[-1].end, digits, need)
            elif digits[6:10] == "fffe":
                yield from eui64(row[0].start, row[-1].end, digits, need)
        place = max(place, first + 1)


def _goes_on(groups: Groups, place: int) -> bool:
    """Whether digits stand there: then it is a part of something longer."""
    return 0 <= place < len(groups) and any(sign.isdigit() for sign in groups[place].text)


def spaced(text: str) -> Iterator[Shape]:
    """00 50 56 c0 00 08, as Windows lists it with its routes; `text` is in lower case."""
    for match in _SPACED.finditer(text):
        pairs_there = match[0].split(" ")
        sure = len(pairs_there) == 6 and LETTER.search(match[0]) and any(map(str.isdigit, match[0]))
        for place in range(len(pairs_there) - 5):
            start = match.start() + 3 * place
            digits = "".join(pairs_there[place : place + 6])
            yield from as_mac(start, start + 17, digits, Need.NOTHING if sure else Need.KNOWN)


def ends(text: str, known: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Where the last half of a known hardware address stands alone, as in the names that makers give to devices.

    With the maker's half, which a desk sees, it is all of it. Without a letter it may be any number, and is left.
    """
    by_end = {mac.replace(":", "")[6:]: mac for mac in known}
    by_end = {end: mac for end, mac in by_end.items() if LETTER.search(end)}
    if not by_end:
        return
    spelled = "|".join(_SIGN.join((end[:2], end[2:4], end[4:])) for end in by_end)
    for match in re.finditer(rf"(?<![0-9a-f])(?:{spelled})(?![0-9a-f])", text):
        yield match.start(), match.end(), by_end[re.sub("[^0-9a-f]", "", match[0])]
