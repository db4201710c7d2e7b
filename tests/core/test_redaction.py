"""Nothing that gives a home away is left at any level, nothing else is changed, and a report stays readable."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netcheck.core.addresses import PUBLIC_RESOLVERS
from netcheck.core.redaction import Level, Secrets, redact
from netcheck.core.redaction_harmless import HARMLESS, vocabulary
from netcheck.core.rules import RULES
from tests.core.redaction_spellings import of_ip4, of_ip6, of_mac, of_name, station_of

ROOT = Path(__file__).resolve().parents[2]
ANNA = Secrets(
    host_names=("annegret-tp.corp.example.com",),
    user_names=("annegret",),
    real_names=("Annegret Müller-Lüdenscheidt",),
    home_folders=("/home/annegret",),
    ssids=("Annegret’s WLAN 5G", "home"),
    search_domains=("corp.example.com",),
    account_numbers=("4711 0815 42",),
    vpn_gateways=("https://vpn.corp.example.com:443", "198.51.100.7"),
    addresses=("84.112.13.23", "2a02:8388:1234:1:250:56ff:fec0:8", "00:50:56:c0:00:08"),
    words=("Gartenhaus",),
    keys=("hunter2secret",),
    places=("Linz-Urfahr",),
)
HIDING = (Level.PUBLIC, Level.HELPDESK)


class Colour(StrEnum):
    RED = "annegret"


@dataclass(frozen=True, slots=True)
class Inner:
    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """Like a record: texts in every kind of place."""

    headline: str
    facts: Mapping[str, object] = field(default_factory=dict)
    parts: tuple[Inner, ...] = ()
    made_at: datetime = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)
    colour: Colour = Colour.RED
    count: int = 47110815
    ms: float = 84.112


def tree_of(texts: list[str]) -> Tree:
    """The texts in every kind of place, in turn."""
    parts = tuple(Inner(text, (text, f"before {text}")) for text in texts[2::3])
    facts: dict[str, object] = {"summary": " ".join(texts[1::3]), "rows": [{"name": each} for each in texts[1::3]]}
    return Tree("; ".join(texts[::3]), {**facts, "number": 5, "nothing": None}, parts)


def strings(node: object) -> Iterator[str]:
    """Every text of a tree, keys included."""
    if isinstance(node, StrEnum):
        return
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(node, tuple | list):
        for each in node:
            yield from strings(each)
    elif isinstance(node, Tree | Inner):
        for name in node.__dataclass_fields__:
            yield from strings(getattr(node, name))


def read_closely(tree: Tree) -> list[str]:
    """The texts as somebody would search them: also joined, decoded, without line breaks and hyphens."""
    texts = [unicodedata.normalize("NFC", text) for text in strings(tree)]
    found = []
    for text in (*texts, "\n".join(texts)):
        for way in (text, unquote(text), text.replace("\n", ""), text.replace("\n", "").replace("-", "")):
            found.append(way.lower())
    return found


# --- what must go -----------------------------------------------------------------------------------------------------

PUBLIC4 = st.integers(0x01000000, 0xDFFFFFFF).map(lambda n: str(IPv4Address(n))).filter(
    lambda text: not re.match(r"(10|100|127|169\.254|172|192\.168|192\.0\.0|198\.1[89])\.", text)
    and text not in PUBLIC_RESOLVERS
)  # fmt: skip
PUBLIC6 = st.integers(1 << 90, (1 << 112) - 1).map(lambda n: str(IPv6Address((0x2A02 << 112) + n)))
MACS = st.binary(min_size=6, max_size=6).map(lambda raw: bytes([raw[0] & 0xFE, *raw[1:]])).filter(any).map(
    lambda raw: raw.hex(":")
).filter(lambda text: not text.startswith("00:"))  # fmt: skip
LETTERS = st.text("bcdfgjklmnqrvwxzäöüéñß", min_size=5, max_size=9).filter(
    lambda text: any(letter in "bcdfgjklmnqrvwxz" for letter in text)
)
NAMES = st.lists(LETTERS, min_size=1, max_size=3).map(" ".join)
AROUND = st.sampled_from(
    ("{}", "it is {} now", "x={}", "({})", '"{}"', "<{}>", "https://h.example/{}/y", "http://h.example/?z={}&q=1",
     "[Errno 111] {}: refused", "\n{}\n", "{}, {}", "C:\\x\\{}\\y", "%2F{}%2F", "'{}'", "{}.", "{};{}")
)  # fmt: skip


def _planted(spelled: list[str], around: list[str], turn: int) -> list[str]:
    """Each spelling within other text, in another order each time."""
    turned = sorted(spelled, key=lambda text: hash((text, turn)))
    return [around[place % len(around)].format(text, text) for place, text in enumerate(turned)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_spelling_of_an_own_address_is_left(data: st.DataObject) -> None:
    four, six, mac = data.draw(PUBLIC4), data.draw(PUBLIC6), data.draw(MACS)
    spelled = [*of_ip4(four), *of_ip6(six), *of_mac(mac), f"fe80::{station_of(mac)}", f"2a02:1:2:3:{station_of(mac)}"]
    texts = _planted(spelled, data.draw(st.lists(AROUND, min_size=9, max_size=9)), data.draw(st.integers(0, 1000)))
    level = data.draw(st.sampled_from(HIDING))
    whole = redact(tree_of(texts), level, Secrets(addresses=(four, six, mac)))
    searched = read_closely(whole.record)
    for known in (*of_ip4(four), *of_ip6(six), *of_mac(mac), station_of(mac)):
        bare = re.sub(r"^(dhcp-|ip|http://(0x)?|::ffff:|64:ff9b::|line 12:|01:|p(?=.{8}\.))", "", known.lower())
        bare = re.sub(r"(x|:443|%eth0|/64|/|: refused|\.(dyn|static|dip0)\.isp.*|\.ip.*|\.in-addr.*)$", "", bare)
        for ways in (bare, bare.strip("[]"), unquote(bare)):
            assert len(ways) >= 6
            left = [text for text in searched if re.search(rf"(?<![0-9a-f]){re.escape(ways)}(?![0-9a-f])", text)]
            assert not left, (ways, left)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_address_that_nobody_knew_of_is_found_in_what_cannot_be_anything_else(data: st.DataObject) -> None:
    four, six, mac = data.draw(PUBLIC4), data.draw(PUBLIC6), data.draw(MACS)
    clear = [*of_ip4(four)[:6], four + ".dyn.isp.example", *of_ip6(six)[:9], *of_mac(mac)[:4]]
    text = data.draw(AROUND).format(*(data.draw(st.sampled_from(clear)),) * 2)
    level = data.draw(st.sampled_from(HIDING))
    told = redact(Inner(text), level, Secrets())
    assert told.tokens, text
    for way in (told.record.text.lower(), unquote(told.record.text).lower()):
        for known in (four, "-".join(four.split(".")), "_".join(four.split(".")), six, IPv6Address(six).exploded, mac):
            assert not re.search(rf"(?<![0-9a-f]){re.escape(known)}(?![0-9a-f])", way), (text, way)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_spelling_of_a_name_is_left(data: st.DataObject) -> None:
    names = data.draw(st.lists(NAMES, min_size=8, max_size=8, unique=True))
    host, user, real, ssid, domain, account, vpn, word = names
    domain, vpn = f"{domain.replace(' ', '-')}.example", f"vpn.{vpn.replace(' ', '')}.example"
    account = data.draw(st.integers(10**6, 10**11)).__str__()
    known = Secrets((host,), (user,), (real,), (), (ssid,), (domain,), (account,), (vpn,), (), (word,))
    planted = (host, user, real, ssid, domain, account, vpn, word)
    spelled = [way for name in planted for way in of_name(name)]
    spelled += [f"/home/{user}/.cache", f"C:\\Users\\{real}\\AppData", f"pc.{domain}", f"https://{vpn}:443/x"]
    spelled += [f"{account[:3]} {account[3:]}", f"{account[:4]}-{account[4:]}", ssid.encode().hex()]
    texts = _planted(spelled, data.draw(st.lists(AROUND, min_size=9, max_size=9)), data.draw(st.integers(0, 1000)))
    level = data.draw(st.sampled_from(HIDING))
    searched = read_closely(redact(tree_of(texts), level, known).record)
    for name in (*planted, ssid.encode().hex()):
        left = [text for text in searched if re.search(rf"(?<![^\W_]){re.escape(name.lower())}(?![^\W_])", text)]
        assert not left, (name, left)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("https://annegret:pa55word@host.example/x", "pa55word"),
        ("https://host.example/login?user=x&token=aB3dE5fG7&x=1", "aB3dE5fG7"),
        ("GET /x?api_key=aB3dE5fG7 failed", "aB3dE5fG7"),
        ("https%3A%2F%2Fh.example%2F%3Ftoken%3DaB3dE5fG7%26x%3D1", "aB3dE5fG7"),
        ("Authorization: Bearer aB3dE5fG7hI9jK", "aB3dE5fG7hI9jK"),
        ("Authorization: Basic YW5uZTpwYTU1", "YW5uZTpwYTU1"),
        ('{"password": "pa55 word"}', "pa55 word"),
        ("psk='my pass 1'", "my pass 1"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmVk came", "eyJzdWIiOiIxIn0"),
        ("it is hunter2secret", "hunter2secret"),
    ],
)
def test_passwords_and_keys_go_at_every_level(level: Level, text: str, secret: str) -> None:
    told = redact(Inner(text), level, ANNA)
    assert secret.lower() not in told.record.text.lower()
    assert not [value for value in told.tokens.values() if secret.lower() in value.lower()]


def test_the_full_level_leaves_all_else() -> None:
    text = "annegret at 84.112.13.23 (00:50:56:c0:00:08) in /home/annegret, 4711 0815 42, vpn.corp.example.com"
    assert redact(Inner(text), Level.FULL, ANNA).record == Inner(text)


# --- what must stay ---------------------------------------------------------------------------------------------------

HARMLESS_TEXTS = (
    "192.168.1.1", "10.0.0.5", "172.16.3.4", "100.64.13.1", "169.254.7.7", "127.0.0.1", "255.255.255.0", "0.0.0.0/0",
    "fe80::1", "fe80::3c5a:b4fa:fe12:9023%eth0", "fd00::5", "::1", "ff02::fb", "64:ff9b::1.1.1.1", "224.0.0.251",
    "1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "dns.google", "one.one.one.one", "https://www.wikipedia.org/",
    "12:34:56", "2026-11-22T12:34:56.789Z", "2026-11-22 12:34", "12.11.2026", "+02:00", "1.2.3", "v1.2.3.4",
    "version 1.2.3.4", "firmware: 7.5.8.1", "Debian/6.18.44-fc-v669 UPnP/1.1 MiniUPnPd/2.3.1", "0732-90-00-12-34",
    "+43 732 9000 1234", "12-34-56-78", "0800 123 4567", "10.2 ms", "3 of 20", "enp3s0", "eth0@if5", "hop 2", "443",
    "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "01:00:5e:00:00:fb", "00:00:5e:00:01:0a", "dhcp-192-168-0-66",
    "dhcp-192-168-0-66.fritz.box", "1.0.168.192.in-addr.arpa", "3f2b1c4d5e6f708192a3b4c5d6e7f809", "localhost",
    "root", "/home/user/x", "/home/root", "C:\\Users\\Public\\x", "https://isp.example/home/status", "127.0.0.53",
    "http://192.168.1.1/index.html", "certificate-untrusted", "isp-announced-outage", "no-route", "192.168.0.0/16",
    "https://status.isp.example/api/v2/summary.json", "key: value", "basic settings", "password: wrong", "a@b",
    "at home", "the cable is out", "x" * 300, "....", "----------", "fritz.box", "::", "%20", "100 % lost", "e.g.",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(HARMLESS_TEXTS), st.uuids(version=4).map(str)), max_size=12), st.randoms())
@example(list(HARMLESS_TEXTS), None)
def test_what_is_no_secret_is_not_changed(texts: list[str], chance: object) -> None:
    tree = tree_of(texts)
    for level in Level:
        told = redact(tree, level, ANNA)
        assert told.record == tree
        assert told.tokens == {}


def test_every_sentence_of_the_rules_stays_whoever_lives_there() -> None:
    """The words of a verdict are translated by their letters: a hole in them would leave it English."""
    words = ("router", "cable", "line", "provider", "home", "may", "will", "pc", "x", "phone", "light", "power", "it")
    names = Secrets(host_names=words, user_names=words, real_names=("May Light", "Will Power"), ssids=words)
    told = tuple(text for rule in RULES for text in (rule.headline, rule.explanation, *(s.text for s in rule.steps)))
    assert len(told) > 100
    assert redact(told, Level.PUBLIC, names).record == told


def test_common_names_go_where_they_can_only_be_names() -> None:
    common = Secrets(host_names=("nb",), user_names=("will",), ssids=("home",))
    text = 'will it work at home? /home/will/.cache, C:\\Users\\Will\\x, joined "home", will@x, \\\\nb\\share'
    told = redact(Inner(text), Level.HELPDESK, common).record.text
    assert told.startswith('will it work at home? /home/name-1/.cache, C:\\Users\\name-1\\x, joined "wifi-1", name-1@')
    assert told.endswith("\\\\host-1\\share")


@pytest.mark.parametrize("level", HIDING)
def test_numbers_times_enumerations_and_code_words_stay(level: Level) -> None:
    tree = Tree("annegret", {"annegret": "annegret", "gartenhaus": 1, "84.112.13.23": True})
    told = redact(tree, level, ANNA).record
    assert (told.made_at, told.colour, told.count, told.ms) == (tree.made_at, Colour.RED, 47110815, 84.112)
    assert list(told.facts)[:2] == ["annegret", "gartenhaus"]
    assert told.facts["annegret"] == "name-1"
    assert "84.112.13.23" not in told.facts, "a key that is an address is no code word"


# --- tokens -----------------------------------------------------------------------------------------------------------


def test_one_secret_has_one_token_in_all_spellings_and_fields() -> None:
    texts = [
        "84.112.13.23",
        "dhcp-84-112-13-23",
        "23.13.112.84.in-addr.arpa",
        "84%2E112%2E13%2E23",
        "http://0x54700d17/",
    ]
    told = redact(tree_of(texts), Level.PUBLIC, Secrets())
    assert dict(told.tokens) == {"public-ip-1": "84.112.13.23"}
    assert told.record.headline == "public-ip-1; 84%2E112%2E13%2E23".replace("84%2E112%2E13%2E23", "public-ip-1")


def test_tokens_are_numbered_as_they_come_each_kind_by_itself() -> None:
    told = redact(("84.1.2.3", "00:50:56:c0:00:08", "84.1.2.4", "84.1.2.3"), Level.PUBLIC, Secrets())
    assert told.record == ("public-ip-1", "mac-1", "public-ip-2", "public-ip-1")
    assert list(told.tokens) == ["public-ip-1", "mac-1", "public-ip-2"]


def test_a_desk_sees_the_maker_and_the_network_and_the_public_does_not() -> None:
    texts = ("84.112.13.23", "00:50:56:c0:00:08", "02:50:56:c0:00:08", "2a02:8388:1234:1::7:8", "84.112.0.0/15")
    desk = ("public-ip-1(84.112.13.x)", "mac-1(00:50:56)", "mac-2(random)", "ip6-net-1(2a02:8388)::ip6-id-1", texts[4])
    public = ("public-ip-1", "mac-1", "mac-2", "ip6-net-1::ip6-id-1", "public-ip-2/15")
    assert redact(texts, Level.HELPDESK, Secrets()).record == desk
    assert redact(texts, Level.PUBLIC, Secrets()).record == public
    assert redact(desk, Level.PUBLIC, Secrets()).record == (*public[:4], "public-ip-2/15"), "from a desk's report, too"


def test_an_ipv6_address_shows_its_network_and_its_device() -> None:
    texts = ("2a02:8388:1234:1:250:56ff:fec0:8", "fe80::250:56ff:fec0:8", "2a02:8388:1234:1::1", "00:50:56:c0:00:08")
    told = redact(texts, Level.PUBLIC, Secrets()).record
    assert told == ("ip6-net-1::mac-1", "fe80::mac-1", "ip6-net-1::1", "mac-1")


def test_the_longest_name_is_taken_first() -> None:
    texts = ("vpn.corp.example.com", "mail.corp.example.com", "annegret-tp", "annegret")
    assert redact(texts, Level.PUBLIC, ANNA).record == ("vpn-1", "mail.domain-1", "host-1", "name-1")


def test_what_the_person_means_to_tell_the_desk_stays_there() -> None:
    told = Secrets(host_names=("pc-4711",), user_names=("annegret",), told=("pc-4711",))
    assert redact(("annegret", "pc-4711"), Level.HELPDESK, told).record == ("name-1", "pc-4711")
    assert redact(("annegret", "pc-4711"), Level.PUBLIC, told).record == ("name-1", "host-1")


def test_the_place_and_the_call_back_number_are_hidden_from_the_public_alone() -> None:
    facts = {"reach_at": "0660 1234567", "text": "outage in Linz-Urfahr, call 0660 1234567"}
    assert redact(facts, Level.HELPDESK, ANNA).record == facts
    told = redact(facts, Level.PUBLIC, ANNA).record
    assert told == {"reach_at": "contact-1", "text": "outage in place-1, call contact-1"}


def test_the_call_back_number_in_other_groups_and_with_the_country() -> None:
    text = "0660 123 45 67; 0660/1234567; 00436601234567; +43 (0)660 1234567; not 06601234568 or 0800 123 4567"
    told = redact({"reach_at": "+43 660 1234567", "text": text}, Level.PUBLIC, ANNA).record
    assert told["text"] == "contact-1; contact-1; contact-1; contact-1; not 06601234568 or 0800 123 4567"


def test_a_network_with_emojis_goes_whole_and_misread_letters_too() -> None:
    odd = Secrets(ssids=('🏡 Müller’s "Nest" 5G 🏡', "家庭网", "ÄÖÜ"))
    for text in ('🏡 Müller’s "Nest" 5G 🏡', "MÃ¼ller's Nest 5G", "M\ufffdller's Nest 5G", "M?ller’s Nest 5G",
                 "M&uuml;ller&#39;s &quot;Nest&quot; 5G &#127969;", "M³ller's Nest 5G"):  # fmt: skip
        assert redact((f"joined {text} now",), Level.PUBLIC, odd).record == ("joined wifi-1 now",), text
    assert redact(("what??? ????",), Level.PUBLIC, odd).record == ("what??? ????",)


def test_a_network_with_a_common_name_goes_where_it_is_told_as_one() -> None:
    text = "SSID: home, SSID home; at home, home office, ssid: home-net"
    assert redact((text,), Level.PUBLIC, Secrets(ssids=("home",))).record == (
        "SSID: wifi-1, SSID wifi-1; at home, home office, ssid: home-net",
    )


def test_half_and_half_of_an_address_in_hexadecimal() -> None:
    texts = ("84.112.13.23", "cpe-5470-0d17.isp.example", "cpe-5470-0d18.isp.example", "2026-1122-0554")
    told = redact(texts, Level.PUBLIC, Secrets()).record
    assert told == ("public-ip-1", "cpe-public-ip-1.isp.example", *texts[2:])


@pytest.mark.parametrize("level", HIDING)
def test_a_provider_s_name_for_a_customer_is_no_token_of_an_earlier_redaction(level: Level) -> None:
    texts = ("host-84-112-13-23.isp.example", "ip6-2a02-8388-1234-0001-0250-56ff-fec0-0008", "mac-005056c00008")
    told = redact(texts, level, Secrets(addresses=("00:50:56:c0:00:08",))).record
    for left in ("84-112-13-23", "8388-1234", "005056c00008"):
        assert left not in " ".join(told)


def test_a_number_that_a_desk_has_given_is_no_hardware_address() -> None:
    call = {"reference": "4d2a99b10c3e", "text": "4d2a99b10c3e"}
    told = redact(call, Level.HELPDESK, Secrets()).record
    assert told["reference"] == "4d2a99b10c3e"
    own = redact(call, Level.HELPDESK, Secrets(addresses=("4c:2a:99:b1:0c:3e",))).record
    assert own["reference"] == "4d2a99b10c3e"


def test_a_hash_behind_a_build_is_no_hardware_address() -> None:
    texts = ("build 1a2b3c4d5e6e", "firmware: 7.5 commit 1a2b3c4d5e6e")
    assert redact(texts, Level.PUBLIC, Secrets()).record == texts


@pytest.mark.parametrize(
    "text",
    ["prefix 2a02:8388:1234:1:", "2a02:8388:1234:1:xxxx", "2001:4bb8:12a4:5678", "x-2a02-8388-1234-1.dyn.example",
     "84x112x13x23.dyn.isp.example", "12...00 50 56 c0 00 08 ...Intel(R)"],
)  # fmt: skip
def test_shapes_that_nobody_knew_of(text: str) -> None:
    told = redact((text,), Level.PUBLIC, Secrets())
    assert len(told.tokens) == 1
    assert not re.search("8388|4bb8|112|56 c0", told.record[0])


def test_a_host_that_is_called_like_a_token_has_another_one() -> None:
    odd = Secrets(host_names=("mac-1",), user_names=("host-2",))
    told = redact(("mac-1", "00:50:56:c0:00:08", "host-2"), Level.PUBLIC, odd)
    assert told.record == ("host-1", "mac-2", "name-1")
    assert redact(told.record, Level.PUBLIC, odd).record == told.record


# --- redacted twice ---------------------------------------------------------------------------------------------------

ADDRESS_LIKE = st.text("0123456789abcdf:.-_%/@ x", max_size=60)
ANYTHING = st.one_of(
    ADDRESS_LIKE,
    st.text(max_size=40),
    st.sampled_from((*of_ip4("84.112.13.23"), *of_mac("00:50:56:c0:00:08"), *of_ip6("2a02:8388:1234:1::9:8"))),
    st.sampled_from(
        ("annegret", "/home/bert/x", "a=b", "ssid=Haus 5", "token=x", "mac-1", "name-2", "host-1(x)", "\0")
    ),
    st.from_regex(r"([0-9a-f]{2}[:-]){3,9}[0-9a-f]{2}", fullmatch=True),
    st.from_regex(r"(25[0-5]|1?[0-9]{1,2})([.-](25[0-5]|1?[0-9]{1,2})){2,6}", fullmatch=True),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(ANYTHING, max_size=6).map("".join), max_size=5), st.sampled_from(list(Level)))
def test_redacting_twice_changes_nothing(texts: list[str], level: Level) -> None:
    once = redact(tree_of(texts), level, ANNA)
    twice = redact(once.record, level, ANNA)
    assert twice.record == once.record


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text(max_size=20), st.sampled_from(list(Level)))
def test_no_text_and_no_name_breaks_it(text: str, name: str, level: Level) -> None:
    every = Secrets(*((name,) for _ in range(11)))
    once = redact(Inner(text + name + text, (name,)), level, every)
    assert redact(once.record, level, every).record == once.record


# --- as a whole -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [path.name for path in sorted((ROOT / "tests" / "scenarios").glob("*.json"))])
def test_a_recorded_look_keeps_its_shape_and_loses_its_addresses(name: str) -> None:
    story = json.loads((ROOT / "tests" / "scenarios" / name).read_text(encoding="utf-8"))
    for level in HIDING:
        told = redact(story, level, Secrets())
        written = json.dumps(told.record)
        assert not re.search(r"84\.112\.13\.23|2a02:8388:1234|(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", written)
        assert _shape(told.record) == _shape(story)
        assert redact(told.record, level, Secrets()).record == told.record


def _shape(node: object) -> object:
    if isinstance(node, dict):
        return {key: _shape(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_shape(value) for value in node]
    return "text" if isinstance(node, str) else node


def test_the_names_of_the_program_are_in_its_vocabulary() -> None:
    assert {"router", "cable", "provider", "timeout"} <= vocabulary() | HARMLESS


def test_a_mail_address_of_the_program_s_own_hides_no_word_of_a_report() -> None:
    known = Secrets(user_names=("netcheck@mail.example", "netcheck", "support", "reports", "apikey"))
    texts = ("netcheck 1.2.3 reports", "call the support", "https://h.example/netcheck")
    assert redact(texts, Level.PUBLIC, known).record == texts
    assert redact(("to netcheck@mail.example",), Level.HELPDESK, known).record == ("to name-1",)
