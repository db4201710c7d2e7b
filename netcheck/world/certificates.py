"""Reads from a certificate (RFC 5280) who issued it."""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _EXPLICIT_0 = 0x30, 0xA0
_COMMON_NAME, _ORGANISATION = b"\x55\x04\x03", b"\x55\x04\x0a"
# How strings are encoded, by tag: UTF8String, PrintableString, T61String, IA5String, UniversalString, BMPString.
_TEXT = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}
_LONGEST = 200


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each DER element, in order; stops where the bytes make no sense."""
    at = 0
    while at + 2 <= len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4 or at + count > len(data):
                return
            length = int.from_bytes(data[at : at + count], "big")
            at += count
        if at + length > len(data):
            return
        yield tag, data[at : at + length]
        at += length


def issuer(certificate: bytes) -> str | None:
    """ "Organisation, common name" of a DER certificate's issuer; None where it cannot be read."""
    outer = next(_items(certificate), None)
    inner = next(_items(outer[1]), None) if outer else None
    if inner is None or inner[0] != _SEQUENCE:
        return None
    fields = [each for each in _items(inner[1]) if each[0] != _EXPLICIT_0]
    # serial number, signature algorithm, issuer, validity, subject, ...
    if len(fields) < 3 or fields[2][0] != _SEQUENCE:
        return None
    names: dict[bytes, str] = {}
    for _, group in _items(fields[2][1]):
        for _, pair in _items(group):
            parts = list(_items(pair))
            if len(parts) == 2 and parts[0][0] == 0x06:
                text = _text(*parts[1])
                if text:
                    names.setdefault(parts[0][1], text)
    found = dict.fromkeys(names[each] for each in (_ORGANISATION, _COMMON_NAME) if each in names)
    return ", ".join(found) or None


def _text(tag: int, data: bytes) -> str:
    encoding = _TEXT.get(tag)
    if encoding is None:
        return ""
    return "".join(each for each in data.decode(encoding, "replace") if each.isprintable())[:_LONGEST]
