"""Which addresses stand in a text, by what stands around them and by what else is known."""

from __future__ import annotations

import pytest

from netcheck.core.redaction_find import candidates, settled
from netcheck.core.redaction_values import Kind, Plain, Value

PLAIN = Plain()
HOME = Value(Kind.IPV4, "84.112.13.23")


def found(text: str, *own: Value, wide: bool = True) -> list[tuple[str, str]]:
    """What is found: as it stands there, and as it is written plainly."""
    spans = settled(candidates(text, PLAIN, wide), own)
    return [(text[start:end], value.text) for start, end, value in sorted(spans)]


@pytest.mark.parametrize(
    "text",
    ["66.2.0.192.in-addr.arpa", "dhcp-192-0-2-66", "x192_0_2_66y", "66-2-0-192.in-addr.arpa", "192.0.2.66.isp.example",
     "pC0000242.dip.isp.example", "http://3221226050/", "http://0xc0000242/", "a@0xC0000242",
     "66.2.0.192.origin.asn.example"],
)  # fmt: skip
def test_an_address_in_a_name(text: str) -> None:
    assert [plain for _, plain in found(text)] == ["192.0.2.66"]


@pytest.mark.parametrize(
    "text",
    ["12-34-56-78", "v84.112.13.23", "version 84.112.13.23", "firmware=84.112.13.23", "3221226050", "c0000242",
     "https://c0000242.isp.example/", "dhcp-10-0-0-5.home.lan", "10-13-112-84", "66.2.168.192.in-addr.arpa"],
)  # fmt: skip
def test_what_may_be_something_else(text: str) -> None:
    assert found(text) == [] or text.startswith("66.2.168")


def test_what_is_known_is_found_where_it_may_be_something_else() -> None:
    text = "12-84-112-13-23, version 84.112.13.23, 54700d17, 1416629527, 23-13-112-84, 084112013023"
    assert [plain for _, plain in found(text, HOME)] == ["84.112.13.23"] * 6
    assert len(found(f"84.112.13.23 {text}")) == 7


def test_a_name_is_read_in_the_direction_in_which_the_address_stands_elsewhere() -> None:
    assert found("23-13-112-84.isp.example")[0][1] == "23.13.112.84"
    assert found("84.112.13.23 at 23-13-112-84.isp.example")[1][1] == "84.112.13.23"
    assert found("10-13-112-84.isp.example")[0][1] == "84.112.13.10", "no private address stands in a public name"


def test_a_wide_network_names_no_home() -> None:
    for text in ("84.112.0.0/15", "84.112.13.0/24", "2a02:8388::/32"):
        assert found(text, wide=False) == []
        assert len(found(text)) == 1
    for text in ("84.112.13.23/24", "84.112.13.0/25", "2a02:8388:1234::/48"):
        assert len(found(text, wide=False)) == 1


def test_the_zone_of_a_network() -> None:
    assert found("13.112.84.in-addr.arpa") == [("13.112.84", "84.112.13.0")]
    assert found("13.112.84.in-addr.arpa", wide=False) == []
    assert found("168.192.in-addr.arpa") == []


def test_a_part_of_an_address_is_none() -> None:
    assert [plain for _, plain in found("2a02-8388-1234-1-3c5a-b4fa-fe12-9023.isp.example")] == [
        "2a02:8388:1234:1:3c5a:b4fa:fe12:9023"
    ]


def test_an_address_of_the_link_is_known_by_its_station() -> None:
    assert found("fe80::3c5a:b4fa:fe12:9023") == []
    both = found("fe80::3c5a:b4fa:fe12:9023 and 2a02:8388:1234:1:3c5a:b4fa:fe12:9023")
    assert len(both) == 2
