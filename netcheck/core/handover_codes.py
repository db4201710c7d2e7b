"""A whole report as a few numbered codes that any camera reads, and put together again from them in any order."""

# The format, "NC1". Each code is one line of letters that QR codes hold most densely (alphanumeric mode):
#
#     NC1 3/7 9F8E7D6C 1A2B3C4D MFRGGZDF...MZXW6.
#     |   |   |        |        the third seventh of the stream, in base32 (RFC 4648) without "=", and a full stop
#     |   |   |        CRC-32 (that of zlib) over "3/7 9F8E7D6C" in ASCII and the bytes of this payload
#     |   |   the first 8 digits of the SHA-256 of the report: which codes belong together
#     |   which of how many
#     the name of the format and its version
#
# The stream is the SHA-256 of the report (32 bytes), and the report compressed by zlib (RFC 1950). Base45 (RFC 9285)
# would save 6 % of the letters, but holds spaces, "%" and "+", which chat programs, mail and links change; base32
# survives capitals, wrapping and spaces.

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netcheck.core.words import N_

NAME = "NC1"
LARGEST = 1_000_000
"""Bytes of a report; what unpacks to more is no report."""
MOST_PARTS = 99
"""Codes of one report: nobody photographs more."""
LETTERS = 800
"""Letters of one code's payload: a QR code of version 20 (level M, 970 letters) is read off any screen."""
LONGEST = 8000
"""Letters of one code's payload that are read: the largest QR code holds 4,296; the rest is room for spaces."""
MOST_TEXT = 4_000_000
"""Letters that are searched for codes."""
_HASH = 32
_CODE = re.compile(
    rf"{NAME}\s+(?P<number>[0-9]{{1,2}})\s*/\s*(?P<total>[0-9]{{1,2}})\s+(?P<tag>[0-9A-F]{{8}})\s+(?P<crc>[0-9A-F]{{8}})\s+",
    re.I,
)
_PAYLOAD = re.compile(rf"[A-Z2-7\s>|]{{1,{LONGEST}}}+\.", re.I)
"""Lines may have been broken anywhere, and mail programs put ">" between them."""


class CodesError(ValueError):
    """Codes that cannot be put together; the text is one sentence, `template` the same with its {blanks}."""

    def __init__(self, template: str, **blanks: object) -> None:
        super().__init__(template.format(**blanks))
        self.template = template
        self.blanks = blanks


@dataclass(frozen=True, slots=True)
class Part:
    """One code, read and found undamaged."""

    number: int
    total: int
    tag: str
    payload: bytes


def codes_of(report: bytes, letters: int = LETTERS) -> tuple[str, ...]:
    """The report as codes with payloads of at most so many letters (64 to 4,000).

    Raises CodesError where it is larger than 1 MB or would take more than 99 codes.
    """
    if len(report) > LARGEST:
        raise CodesError(N_("the report is larger than {most} bytes"), most=LARGEST)
    digest = hashlib.sha256(report).digest()
    stream = digest + zlib.compress(report, 9)
    # 5 bytes are 8 letters; whole groups, so that no code ends in half a letter.
    each = max(1, min(max(letters, 64), 4000) // 8) * 5
    pieces = [stream[start : start + each] for start in range(0, len(stream), each)]
    if len(pieces) > MOST_PARTS:
        raise CodesError(N_("the report would take {n} codes; {most} can be made"), n=len(pieces), most=MOST_PARTS)
    tag = digest.hex()[:8].upper()
    return tuple(_written(Part(place, len(pieces), tag, piece)) for place, piece in enumerate(pieces, 1))


def join(texts: Iterable[str]) -> bytes:
    """The report out of its codes: in any order, several times, several in one text, with other words around them.

    Raises CodesError where there is none, where some are missing (it names them) or damaged, where they are of
    different reports, or where what they hold is no report. Takes texts from anybody.
    """
    parts, damaged = _read(texts)
    if not parts:
        if damaged:
            raise CodesError(N_("no code is whole; damaged: {numbers}"), numbers=_listed(sorted(damaged)))
        raise CodesError(N_("there is no code here; one begins with {name}"), name=NAME)
    kinds = {(part.tag, part.total) for part in parts}
    if len(kinds) > 1:
        raise CodesError(
            N_("these codes are of {n} different reports: {tags}; give those of one of them"),
            n=len(kinds),
            tags=", ".join(sorted({part.tag for part in parts})),
        )
    tag, total = next(iter(kinds))
    found = {part.number: part.payload for part in parts}
    missing = [number for number in range(1, total + 1) if number not in found]
    if missing:
        raise CodesError(_missing(missing, damaged), numbers=_listed(missing), total=total)
    return _unpacked(b"".join(found[number] for number in range(1, total + 1)), tag)


def _missing(missing: Sequence[int], damaged: set[int]) -> str:
    if set(missing) & damaged:
        return N_("missing or damaged: {numbers} of {total}; read them once more")
    return N_("missing: {numbers} of {total}")


# --- one code ---------------------------------------------------------------------------------------------------------


def _written(part: Part) -> str:
    payload = base64.b32encode(part.payload).decode().rstrip("=")
    return f"{NAME} {part.number}/{part.total} {part.tag} {_crc(part):08X} {payload}."


def _crc(part: Part) -> int:
    return zlib.crc32(f"{part.number}/{part.total} {part.tag}".encode() + part.payload)


def _read(texts: Iterable[str]) -> tuple[list[Part], set[int]]:
    """All whole codes, each once, and the numbers of those that are not whole."""
    parts: dict[tuple[str, int, int], Part] = {}
    damaged: set[int] = set()
    letters = 0
    for text in texts:
        letters += len(text)
        if letters > MOST_TEXT:
            raise CodesError(N_("this is more text than all codes of a report"))
        for head in _CODE.finditer(text):
            part = _whole(head)
            if part is None:
                damaged.add(int(head["number"]))
                continue
            known = parts.setdefault((part.tag, part.total, part.number), part)
            if known != part:
                both = N_("two different codes say that they are {n} of {total}")
                raise CodesError(both, n=part.number, total=part.total)
    return list(parts.values()), damaged


def _whole(head: re.Match[str]) -> Part | None:
    """The code that begins so; None where it is damaged."""
    found = _PAYLOAD.match(head.string, head.end())
    payload = _decoded(re.sub(r"[^A-Z2-7]", "", found[0].upper())) if found else None
    if payload is None:
        return None
    part = Part(int(head["number"]), int(head["total"]), head["tag"].upper(), payload)
    return part if 1 <= part.number <= part.total and _crc(part) == int(head["crc"], 16) else None


def _decoded(letters: str) -> bytes | None:
    try:
        return base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        return None


# --- the whole --------------------------------------------------------------------------------------------------------


def _unpacked(stream: bytes, tag: str) -> bytes:
    digest, packed = stream[:_HASH], stream[_HASH:]
    unpacking = zlib.decompressobj()
    try:
        report = unpacking.decompress(packed, LARGEST + 1)
    except zlib.error as error:
        raise CodesError(N_("what these codes hold cannot be unpacked")) from error
    if len(report) > LARGEST:
        raise CodesError(N_("what these codes hold is larger than {most} bytes, and so no report"), most=LARGEST)
    whole = unpacking.eof and not unpacking.unused_data
    if not whole or hashlib.sha256(report).digest() != digest or digest.hex()[:8].upper() != tag:
        raise CodesError(N_("these codes do not hold a whole report: its sum does not fit"))
    return report


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)
