"""Whose network an address is in: the questions as they go out, and answers from friends and enemies."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core import origin
from netcheck.core.network import DnsAnswer, DnsQuestion, WebAnswer, WebRequest
from netcheck.core.settings import Landmark, Settings

HOSTS = Settings().landmarks.hosts
ZONE = "asn.cymru.com"
MINE = "84.112.13.0/24"


def answer(question: DnsQuestion, *addresses: str, texts: tuple[str, ...] = ()) -> DnsAnswer:
    return DnsAnswer(question, "NOERROR", addresses, texts)


# --- which address


def test_two_landmarks_are_asked_in_their_own_way() -> None:
    asked = origin.echo_questions(4, HOSTS)
    assert [(q.server, q.name, q.type, q.klass) for q in asked] == [
        ("1.1.1.1", "whoami.cloudflare", "TXT", "CH"),
        ("208.67.222.222", "myip.opendns.com", "A", "IN"),
    ]
    assert [(q.server, q.type) for q in origin.echo_questions(6, HOSTS)] == [
        ("2606:4700:4700::1111", "TXT"),
        ("2620:119:35::35", "AAAA"),
    ]


def test_who_is_no_landmark_any_more_is_not_asked_and_one_alone_is_not_enough() -> None:
    others = (Landmark("Ours", "198.51.100.1", "", ""), *HOSTS[1:])
    assert origin.echo_questions(4, others) == ()
    assert origin.echo_questions(4, ()) == ()


@pytest.mark.parametrize(
    ("cloudflare", "opendns", "network"),
    [
        (("84.112.13.23",), ("84.112.13.23",), MINE),
        (("84.112.13.23",), ("84.112.13.99",), MINE),
        (("84.112.13.23",), ("84.112.14.23",), None),
        (("84.112.13.23",), (), None),
        ((), ("84.112.13.23",), None),
        (("84.112.13.23", "9.9.9.9"), ("84.112.13.23",), None),
        (("192.168.1.1",), ("192.168.1.1",), None),
        (("100.64.0.1",), ("100.64.0.1",), None),
        (("dnsmasq-2.90",), ("84.112.13.23",), None),
    ],
)
def test_two_operators_must_see_the_same_network(
    cloudflare: tuple[str, ...], opendns: tuple[str, ...], network: str | None
) -> None:
    first, second = origin.echo_questions(4, HOSTS)
    assert origin.echoed([answer(first, texts=cloudflare), answer(second, *opendns)], 4) == network


def test_one_answer_or_one_of_the_other_family_tells_nothing() -> None:
    first, second = origin.echo_questions(4, HOSTS)
    assert origin.echoed([answer(first, texts=("84.112.13.23",))], 4) is None
    six = [answer(first, texts=("2a02:8388::1",)), answer(second, "2a02:8388::1")]
    assert origin.echoed(six, 4) is None
    assert origin.echoed(six, 6) == "2a02:8388::/48"


@pytest.mark.parametrize(
    ("text", "is_public"),
    [
        ("84.112.13.23", True),
        ("2a02:8388:1234:1::1", True),
        ("192.168.1.1", False),
        ("100.64.13.23", False),
        ("169.254.1.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("2002:5470:0d17::1", False),
        ("2001:0:4137:9e76::1", False),
        ("64:ff9b::5470:d17", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("", False),
        (None, False),
        ("router", False),
    ],
)
def test_what_the_world_can_reach(text: str | None, is_public: bool) -> None:
    assert origin.public(text) is is_public


def test_only_a_part_of_the_address_is_kept() -> None:
    assert origin.prefix_of("84.112.13.23") == MINE
    assert origin.prefix_of("2a02:8388:1234:1::5%eth0") == "2a02:8388:1234::/48"


def test_networks_within_networks() -> None:
    assert origin.within(MINE, "84.112.0.0/13") is True
    assert origin.within(MINE, "84.113.0.0/16") is False
    assert origin.within("84.112.0.0/13", MINE) is False
    assert origin.within(MINE, "2a02:8388::/32") is None
    assert origin.within(MINE, None) is None
    assert origin.within("", "") is None


# --- by DNS


def test_names_of_the_routing_tables() -> None:
    assert origin.origin_name(MINE, ZONE) == "0.13.112.84.origin.asn.cymru.com"
    six = origin.origin_name("2a02:8388:1234::/48", ZONE)
    assert six == f"{'0.' * 20}4.3.2.1.8.8.3.8.2.0.a.2.origin6.asn.cymru.com"
    assert origin.owner_name(64500, ZONE) == "AS64500.asn.cymru.com"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["64500 | 84.112.0.0/16 | AT | ripencc | 2004-01-01"], origin.Origin(64500, "84.112.0.0/16", "AT")),
        (["64500 64501 | 84.112.0.0/16 | AT | ripencc |"], origin.Origin(64500, "84.112.0.0/16", "AT")),
        (["1 | 84.0.0.0/8 | | | ", "2 | 84.112.0.0/13 | AT | |"], origin.Origin(2, "84.112.0.0/13", "AT")),
        (["64500 | 84.112.0.0/16 | Austria | ripencc | "], origin.Origin(64500, "84.112.0.0/16", "")),
        (["64500 | 9.9.9.0/24 | US | arin | "], None),
        (["64500 | 0.0.0.0/0 | US | arin | "], None),
        (["64500 | 2a02::/16 | AT | ripencc | "], None),
        (["0 | 84.112.0.0/16 | AT | ripencc | "], None),
        (["4294967296 | 84.112.0.0/16 | AT | ripencc | "], None),
        (["AS64500 | 84.112.0.0/16 | AT"], None),
        (["64500 | 84.112.0.0/16"], None),
        (["", "|", "| |", "v=spf1 -all"], None),
        ([], None),
    ],
)
def test_who_announces_a_network(texts: list[str], found: origin.Origin | None) -> None:
    assert origin.read_origin(texts, MINE) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("64500 | AT | ripencc | 2004-01-01 | LABTEL Lab Telecom GmbH, AT", "LABTEL Lab Telecom GmbH"),
        ("64500 | US | arin | 2002-01-04 | NAME - A | B, Inc., US", "NAME - A | B, Inc."),
        ("64500 | AT | ripencc | 2004-01-01 | \x1b[31mEvil\u202e\nName, AT", "[31mEvil Name"),
        ("64501 | AT | ripencc | 2004-01-01 | SOMEBODY ELSE, AT", ""),
        ("64500 | AT | ripencc | 2004-01-01", ""),
        ("64500 | AT | ripencc | 2004-01-01 | " + "x" * 5000, "x" * origin.LONGEST),
    ],
)
def test_what_a_number_is_called(text: str, name: str) -> None:
    assert origin.read_owner([text], 64500) == name


# --- by the registry


def page(location: str | None, status: int = 302, url: str = "https://rdap.org/ip/84.112.13.0") -> WebAnswer:
    headers = {} if location is None else {"location": location}
    return WebAnswer(WebRequest(url), "done", status=status, headers=headers)


def test_where_the_record_is() -> None:
    assert origin.registry_page("https://rdap.org/ip/", MINE) == "https://rdap.org/ip/84.112.13.0"
    assert origin.registry_page("https://rdap.org/ip", "2a02:8388::/48") == "https://rdap.org/ip/2a02:8388::"


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("https://rdap.db.ripe.net/ip/84.112.13.0", "https://rdap.db.ripe.net/ip/84.112.13.0"),
        ("/other/84.112.13.0", "https://rdap.org/other/84.112.13.0"),
        ("http://rdap.db.ripe.net/ip/84.112.13.0", None),
        ("https://192.168.1.1/login", None),
        ("https://2130706433/", None),
        ("https://localhost/", None),
        ("https://[::1]/", None),
        ("https://[", None),
        ("https://rdap.example:8443/", None),
        ("https://me:secret@rdap.example/", None),
        ("ftp://rdap.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_where_a_registry_may_send_its_asker(location: str | None, there: str | None) -> None:
    assert origin.next_page(page(location)) == there


def test_no_way_on_from_a_whole_page_or_a_broken_one() -> None:
    assert origin.next_page(page("https://rdap.example/", status=200)) is None
    assert origin.next_page(WebAnswer(WebRequest("https://rdap.org/"), "headers", status=302)) is None


def entity(name: object, kind: str | None = "org", roles: object = ("registrant",)) -> dict[str, object]:
    card: list[object] = [["version", {}, "text", "4.0"], ["fn", {}, "text", name]]
    card += [["kind", {}, "text", kind]] if kind else []
    return {"roles": list(roles) if isinstance(roles, tuple) else roles, "vcardArray": ["vcard", card]}


@pytest.mark.parametrize(
    ("entities", "name"),
    [
        ([entity("Lab Telecom AG")], "Lab Telecom AG"),
        # As the RIPE NCC tells it: marks of who may change the record are registrants, too.
        ([entity("LAB-MNT", "individual"), entity("Lab Telecom AG")], "Lab Telecom AG"),
        ([entity("LAB-MNT", None), entity("Lab Telecom AG", None)], "Lab Telecom AG"),
        ([entity("Somebody", None), entity("Lab Telecom AG")], "Lab Telecom AG"),
        ([entity("Jane Doe", "individual")], ""),
        ([entity("Abuse Desk", roles=("abuse",))], ""),
        ([entity("x", roles="registrant")], ""),
        ([entity(7), entity(None), entity("")], ""),
        ([None, 1, "x", {}, {"roles": ["registrant"], "vcardArray": "x"}], ""),
        ("x", ""),
        (None, ""),
    ],
)
def test_to_whom_a_network_is_registered(entities: object, name: str) -> None:
    assert origin.read_registrant(json.dumps({"entities": entities}).encode()) == name


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"null", b"<html>", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_record_names_nobody(body: bytes) -> None:
    assert origin.read_registrant(body) == ""


# --- from enemies

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.text(max_size=200) | st.text("0123456789.|/ ATx:", max_size=60), max_size=4))
def test_no_records_make_it_fail(texts: list[str]) -> None:
    found = origin.read_origin(texts, MINE)
    assert found is None or (0 < found.asn < 1 << 32 and origin.within(MINE, found.announced))
    name = origin.read_owner(texts, 64500)
    assert len(name) <= origin.LONGEST
    assert name.isprintable() or not name


@given(JSON, JSON)
def test_no_registry_record_makes_it_fail(entities: object, card: object) -> None:
    record = {"entities": [entities, {"roles": ["registrant"], "vcardArray": ["vcard", card]}, *([entities] * 2)]}
    name = origin.read_registrant(json.dumps(record).encode())
    assert len(name) <= origin.LONGEST
    assert name.isprintable()


@given(st.text(max_size=100))
def test_no_redirect_leads_out_of_the_named_secure_web(location: str) -> None:
    there = origin.next_page(page(location))
    assert there is None or there.startswith("https://")


@given(st.lists(st.text(max_size=50), max_size=2), st.lists(st.text(max_size=50), max_size=2))
def test_no_echo_makes_it_fail(texts: list[str], addresses: list[str]) -> None:
    first, second = origin.echo_questions(4, HOSTS)
    told = origin.echoed([answer(first, texts=tuple(texts)), answer(second, *addresses)], 4)
    assert told is None or told.endswith("/24")
