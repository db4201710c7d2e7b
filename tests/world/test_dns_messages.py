"""DNS messages: questions written, answers read, and everything that is none."""

from __future__ import annotations

import subprocess
import sys

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcheck.core.network import DnsQuestion
from netcheck.world.dns_messages import Asked, clean, is_cut, read, write


def asked(name: str = "www.example.com", kind: str = "A", klass: str = "IN") -> Asked:
    written = write(DnsQuestion("192.0.2.53", name, kind, klass))
    assert written is not None
    return written


def answer(question: Asked, *records: str, rcode: int = 0) -> bytes:
    response = dns.message.make_response(question.message)
    response.set_rcode(dns.rcode.Rcode(rcode))
    for record in records:
        owner, kind, data = record.split(" ", 2)
        klass = "CH" if owner.endswith("bind.") else "IN"
        response.answer.append(dns.rrset.from_text(owner, 60, klass, kind, data))
    return response.to_wire()


def test_addresses_are_found_along_the_chain_of_aliases() -> None:
    question = asked()
    read_back = read(
        question,
        answer(
            question,
            "other.example. A 192.0.2.9",
            "cdn.example.net. A 192.0.2.1",
            "www.example.com. CNAME edge.example.net.",
            "edge.example.net. CNAME cdn.example.net.",
        ),
    )
    assert read_back is not None
    assert (read_back.rcode, read_back.addresses, read_back.failure) == ("NOERROR", ("192.0.2.1",), None)


def test_a_chain_that_loops_ends() -> None:
    question = asked()
    read_back = read(
        question, answer(question, "www.example.com. CNAME a.example.", "a.example. CNAME www.example.com.")
    )
    assert read_back is not None
    assert read_back.addresses == ()


@pytest.mark.parametrize(("rcode", "name"), [(2, "SERVFAIL"), (3, "NXDOMAIN"), (4, "NOTIMP"), (5, "REFUSED")])
def test_answers_without_addresses_have_their_code(rcode: int, name: str) -> None:
    question = asked()
    read_back = read(question, answer(question, rcode=rcode))
    assert read_back is not None
    assert (read_back.rcode, read_back.resolved) == (name, name == "NXDOMAIN")


def test_texts_lose_what_a_terminal_would_obey() -> None:
    question = asked("version.bind", "TXT", "CH")
    read_back = read(question, answer(question, 'version.bind. TXT "dns\\027[31m" "masq"'))
    assert read_back is not None
    assert read_back.texts == ("dns[31mmasq",)
    assert clean("a\u202eb\x1b\n") == "ab"


def test_answers_to_other_questions_are_none() -> None:
    mine, other = asked(), asked("else.example.com")
    foreign = bytearray(answer(other, "else.example.com. A 192.0.2.66"))
    foreign[:2] = mine.wire[:2]
    wrong_id = bytearray(answer(mine, "www.example.com. A 192.0.2.66"))
    wrong_id[0] ^= 0xFF
    assert read(mine, bytes(foreign)) is None
    assert read(mine, bytes(wrong_id)) is None
    assert read(mine, mine.wire) is None, "the question itself, sent back"


def test_an_answer_that_was_cut_says_so() -> None:
    question = asked()
    response = dns.message.make_response(question.message)
    response.flags |= dns.flags.TC
    assert is_cut(response.to_wire())
    assert not is_cut(answer(question))


@pytest.mark.parametrize("name", ["a..b", "x" * 64 + ".example", "é" * 80 + ".example"])
def test_names_that_cannot_be_asked(name: str) -> None:
    assert write(DnsQuestion("192.0.2.53", name)) is None


def test_ids_are_random() -> None:
    assert len({asked().wire[:2] for _ in range(50)}) > 30


QUESTION = asked()
TEXT_QUESTION = asked("version.bind", "TXT", "CH")
WHOLE = answer(QUESTION, "www.example.com. CNAME a.example.", "a.example. A 192.0.2.1")


@given(st.binary(max_size=200))
@example(WHOLE)
def test_no_bytes_break_the_reader(payload: bytes) -> None:
    read(QUESTION, payload)
    read(QUESTION, QUESTION.wire[:2] + payload)
    read(
        TEXT_QUESTION, TEXT_QUESTION.wire[:2] + b"\x84\x00\x00\x01\x00\x01\0\0\0\0" + TEXT_QUESTION.wire[12:] + payload
    )
    is_cut(payload)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.integers(0, len(WHOLE)))
def test_no_damage_breaks_the_reader(place: int, value: int, size: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] = value
    read(QUESTION, bytes(damaged[:size]))


@given(st.text(max_size=80))
def test_no_name_breaks_the_writer(name: str) -> None:
    write(DnsQuestion("192.0.2.53", name))


def test_loading_loads_all_that_the_first_answer_needs() -> None:
    """In a Python of its own: here everything is loaded."""
    needed = "dns.message", "dns.rdtypes.IN.A", "dns.rdtypes.IN.AAAA", "dns.rdtypes.ANY.SOA", "dns.rdtypes.ANY.TXT"
    lines = (
        "import sys",
        "from netcheck.world import dns_messages",
        f"print(sum(name in sys.modules for name in {needed}))",
        "dns_messages.load()",
        f"print(sum(name in sys.modules for name in {needed}))",
    )
    told = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, timeout=60)
    assert told.stdout.split() == ["0", str(len(needed))]
