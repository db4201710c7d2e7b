"""DNS messages read and written by hand, as much of them as the lab's servers and checks need."""

import ipaddress
import struct
from dataclasses import dataclass

A, NS, SOA, PTR, TXT, AAAA, ANY = 1, 2, 6, 12, 16, 28, 255
INTERNET, CHAOS = 1, 3
NOERROR, SERVFAIL, NXDOMAIN, REFUSED = 0, 2, 3, 5


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a DNS message, with the id and flags to answer it under."""

    id: int
    flags: int
    name: str
    kind: int
    family: int
    raw: bytes


def encode(name: str) -> bytes:
    """Write a name as length-prefixed labels."""
    labels = [each.encode() for each in name.rstrip(".").split(".") if each]
    return b"".join(bytes([len(each)]) + each for each in labels) + b"\0"


def read_question(message: bytes) -> Question | None:
    """Read the first question, or nothing where the message is no query."""
    if len(message) < 17:
        return None
    number, flags, questions = struct.unpack("!HHH", message[:6])
    if flags & 0x8000 or questions != 1:
        return None
    at, labels = 12, []
    while at < len(message) and message[at]:
        length = message[at]
        if length > 63:
            return None
        labels.append(message[at + 1 : at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    if at + 5 > len(message):
        return None
    kind, family = struct.unpack("!HH", message[at + 1 : at + 5])
    return Question(number, flags, ".".join(labels), kind, family, message[12 : at + 5])


def answer(question: Question, rcode: int, records: list[tuple[int, bytes]], ttl: int = 300) -> bytes:
    """Write the answer to a question; a refusal or an empty answer carries a SOA so that caches keep it."""
    authority = b""
    if not records and rcode in (NOERROR, NXDOMAIN):
        body = (
            encode("a.root-servers.net")
            + encode("nstld.verisign-grs.com")
            + struct.pack("!5I", 2026112100, 1800, 900, 604800, 300)
        )
        authority = b"\0" + struct.pack("!HHIH", SOA, INTERNET, 300, len(body)) + body
    flags = 0x8080 | (question.flags & 0x7900) | rcode
    head = struct.pack("!6H", question.id, flags, 1, len(records), 1 if authority else 0, 0)
    family = question.family
    body = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, family, ttl, len(data)) + data for kind, data in records)
    return head + question.raw + body + authority


def query(name: str, kind: int = A, family: int = INTERNET, number: int = 0x4E43) -> bytes:
    """Write a query that asks for recursion."""
    return struct.pack("!6H", number, 0x0100, 1, 0, 0, 0) + encode(name) + struct.pack("!HH", kind, family)


def rcode(message: bytes) -> int:
    """Read the result code of an answer."""
    return message[3] & 15


def addresses(message: bytes) -> list[str]:
    """Read the addresses of an answer whose names are compressed or plain."""
    questions, count = struct.unpack("!HH", message[4:8])
    at = 12
    for _ in range(questions):
        at = _skip_name(message, at) + 4
    found = []
    for _ in range(count):
        at = _skip_name(message, at)
        kind, _family, _ttl, length = struct.unpack("!HHIH", message[at : at + 10])
        at += 10
        if kind in (A, AAAA):
            found.append(str(ipaddress.ip_address(message[at : at + length])))
        at += length
    return found


def _skip_name(message: bytes, at: int) -> int:
    while message[at]:
        if message[at] >= 0xC0:
            return at + 2
        at += 1 + message[at]
    return at + 1
