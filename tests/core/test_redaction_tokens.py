"""Tokens: given once, numbered by kind, and put in the place of what they stand for."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.redaction_find import Span
from netcheck.core.redaction_level import Level
from netcheck.core.redaction_tokens import NOT_KEPT, TOKEN, Tokens, replaced, untangled
from netcheck.core.redaction_values import Kind, Value

A, B = Value(Kind.NAME, "anna"), Value(Kind.HOST, "Bert-PC")


def tokens(level: Level = Level.PUBLIC, taken: str = "") -> Tokens:
    return Tokens(level, lambda token: token == taken, {})


def test_a_secret_has_one_token() -> None:
    given_out = tokens()
    assert [given_out.told(each) for each in (A, B, A)] == ["name-1", "host-1", "name-1"]
    assert given_out.told(Value(Kind.HOST, "ANNA")) == "name-1", "the computer is called like its person"
    assert given_out.values == {"name-1": "anna", "host-1": "Bert-PC"}


def test_a_token_that_is_taken_is_passed_over() -> None:
    given_out = tokens(taken="name-1")
    assert [given_out.told(each) for each in (A, Value(Kind.NAME, "carla"))] == ["name-2", "name-3"]


def test_passwords_are_not_kept() -> None:
    given_out = tokens()
    assert [given_out.told(Value(Kind.KEY, text)) for text in ("pa55", "x", "pa55")] == ["key-1", "key-2", "key-1"]
    assert set(given_out.values.values()) == {NOT_KEPT}


def test_ipv6_with_ipv4_in_it() -> None:
    for text, told in (("::ffff:5470:d17", "::ffff:public-ip-1"), ("64:ff9b::5470:d17", "64:ff9b::public-ip-1"),
                       ("fe80::5efe:5470:d17", "fe80::5efe:public-ip-1")):  # fmt: skip
        assert tokens().told(Value(Kind.IPV6, text)) == told


def test_every_token_is_known_again() -> None:
    desk = tokens(Level.HELPDESK)
    for value in (
        A,
        B,
        Value(Kind.IPV4, "84.1.2.3"),
        Value(Kind.MAC, "00:50:56:c0:00:08"),
        Value(Kind.NET6, "2a02::/64"),
    ):
        assert TOKEN.fullmatch(desk.told(value)), value


def test_the_longest_is_taken_whole_and_of_others_what_sticks_out() -> None:
    assert untangled([Span(2, 4, A), Span(0, 5, B)]) == [Span(0, 5, B)]
    assert untangled([Span(0, 3, A), Span(2, 9, B)]) == [Span(0, 2, A), Span(2, 9, B)]
    assert untangled([Span(5, 6, A), Span(0, 2, B)]) == [Span(0, 2, B), Span(5, 6, A)]
    assert replaced("anna at bert", [Span(0, 4, A), Span(8, 12, B)], tokens()) == "name-1 at host-1"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=12))
def test_all_that_was_found_is_covered_once(places: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length, A) for start, length in places]
    result = untangled(spans)
    assert all(one.end <= other.start for one, other in pairwise(result))
    covered = {sign for span in spans for sign in range(span.start, span.end)}
    assert {sign for span in result for sign in range(span.start, span.end)} == covered


def test_names_that_providers_give_to_customers_are_no_tokens() -> None:
    for text in ("host-84-112-13-23.isp.example", "public-ip-84-112-13-23", "mac-00-50-56-c0-00-08", "mac-005056c00008",
                 "ip6-2a02-8388-1234-1", "wifi-84.112.13.23", "host-54700d17.isp.example"):  # fmt: skip
        assert not TOKEN.search(text), text
    for text in ("host-1-2.local", "host-1.fritz.box", "public-ip-1:443", "mac-1(00:50:56)", "ip6-net-1::ip6-id-1",
                 "key-1contact-1", "name-12's", "public-ip-1.static.isp.example"):  # fmt: skip
        assert TOKEN.match(text), text
