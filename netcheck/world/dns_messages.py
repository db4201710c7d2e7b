"""Writes questions to name servers and reads their answers (RFC 1035), by dnspython."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netcheck.core.model import Failure
from netcheck.core.network import DnsAnswer, DnsQuestion

if TYPE_CHECKING:
    from dns.message import Message
    from dns.name import Name

_CHAIN = 16  # links of a CNAME chain followed; more is a loop or a joke
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)  # a reader lost in garbage


def load() -> None:
    """Import dnspython now, and what it would import by itself at the first answer: where twenty threads wait for it at
    once, nobody else in the process gets far, and on a busy computer questions would run out of time unasked."""
    import dns.message  # noqa: F401
    from dns.rdtypes.ANY import CNAME, NS, SOA, TXT  # noqa: F401
    from dns.rdtypes.IN import AAAA, A  # noqa: F401


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it goes out."""

    question: DnsQuestion
    message: Message
    wire: bytes


def write(question: DnsQuestion) -> Asked | None:
    """The message for a question, with a random id and without EDNS; None for what cannot be asked."""
    import dns.exception
    import dns.message

    try:
        # dnspython takes 79 ms to import: late, and once.
        message = dns.message.make_query(question.name, question.type, question.klass, id=secrets.randbelow(65536))
        return Asked(question, message, message.to_wire())
    except (dns.exception.DNSException, UnicodeError, *_BROKEN):
        return None


def read(asked: Asked, payload: bytes) -> DnsAnswer | None:
    """The answer in a payload; None for what does not answer this question."""
    import dns.exception
    import dns.message
    import dns.rcode

    try:
        message = dns.message.from_wire(payload, ignore_trailing=True)
        if not asked.message.is_response(message):
            return None
        return DnsAnswer(
            asked.question,
            rcode=dns.rcode.to_text(message.rcode()),
            addresses=_addresses(asked, message),
            texts=_texts(message),
        )
    except (dns.exception.DNSException, UnicodeError, *_BROKEN):
        return None


def is_cut(payload: bytes) -> bool:
    """Whether a message says that it did not fit (TC)."""
    return len(payload) > 3 and bool(payload[2] & 0x02)


def _addresses(asked: Asked, message: Message) -> tuple[str, ...]:
    """Addresses of the name asked for, along its CNAME chain, in the server's order."""
    import dns.rdataclass
    import dns.rdatatype

    wanted = asked.message.question[0]
    if wanted.rdtype not in (dns.rdatatype.A, dns.rdatatype.AAAA) or wanted.rdclass != dns.rdataclass.IN:
        return ()
    owner: Name = wanted.name
    for _ in range(_CHAIN):
        following: Name | None = None
        for records in message.answer:
            if records.name != owner or records.rdclass != wanted.rdclass:
                continue
            if records.rdtype == wanted.rdtype:
                return tuple(dict.fromkeys(str(each.address) for each in records))
            if records.rdtype == dns.rdatatype.CNAME:
                following = records[0].target
        if following is None:
            return ()
        owner = following
    return ()


def _texts(message: Message) -> tuple[str, ...]:
    import dns.rdatatype

    found = []
    for records in message.answer:
        if records.rdtype == dns.rdatatype.TXT:
            found += [clean(b"".join(each.strings).decode("utf-8", "replace")) for each in records]
    return tuple(found)


def clean(text: str) -> str:
    """A text from outside without what terminals, bidi rendering and tables would obey."""
    return "".join(each for each in text if each.isprintable())


def failed(question: DnsQuestion, failure: Failure, sender: str | None = None, ms: float | None = None) -> DnsAnswer:
    """No DNS message came."""
    return DnsAnswer(question, failure=failure, sender=sender, ms=ms)


def timed(answer: DnsAnswer, ms: float | None, ttl: int | None = None) -> DnsAnswer:
    """The answer with how long it took (milliseconds) and its time to live."""
    return replace(answer, ms=ms, ttl=ttl)
