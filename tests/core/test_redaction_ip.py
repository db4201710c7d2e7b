"""IPv4 and IPv6 addresses within runs, forward and backward."""

from __future__ import annotations

import pytest

from netcheck.core.redaction_chains import shapes
from netcheck.core.redaction_shapes import Need, Shape
from netcheck.core.redaction_values import Kind, Plain

PLAIN = Plain()


def found(run: str, kind: Kind, glued: bool = False) -> list[Shape]:
    return [shape for shape in shapes(run, glued, PLAIN) if shape.readings[0].kind is kind]


@pytest.mark.parametrize(
    ("run", "need"),
    [("84.112.13.23", Need.DOTS), ("084.112.013.023", Need.DOTS), ("84%2E112%2E13%2E23", Need.DOTS),
     ("84-112-13-23", Need.IN_NAME), ("84_112_13_23", Need.IN_NAME), ("84.112.13.23.", Need.DOTS),
     ("%2F84.112.13.23", Need.DOTS), ("-84.112.13.23-", Need.DOTS), ("1.84.112.13.23", Need.KNOWN)],
)  # fmt: skip
def test_four_octets(run: str, need: Need) -> None:
    assert [(shape.readings[0].text, shape.need) for shape in found(run, Kind.IPV4)][-1] == ("84.112.13.23", need)


def test_a_label_that_ends_in_a_digit_is_no_octet() -> None:
    assert found("1.84.112.13.23", Kind.IPV4, glued=True)[-1].need is Need.DOTS


def test_both_directions_are_thought_of() -> None:
    assert [value.text for value in found("23-13-112-84", Kind.IPV4)[0].readings] == ["23.13.112.84", "84.112.13.23"]


@pytest.mark.parametrize(("run", "need"), [("10-13-112-84", Need.BACKWARD_NAME), ("192-168-0-66", Need.KNOWN)])
def test_private_forward_and_public_backward(run: str, need: Need) -> None:
    assert [shape.need for shape in found(run, Kind.IPV4)] == [need]


@pytest.mark.parametrize("run", ["256.1.1.1", "1.2.3", "1.2.3.4000", "84..13.23", "2026-11-22-14-30", "192.168.1.1"])
def test_no_address(run: str) -> None:
    assert [shape for shape in found(run, Kind.IPV4) if shape.need in (Need.DOTS, Need.IN_NAME)] == []


@pytest.mark.parametrize(
    "run",
    ["2a02:8388:1:2:3:4:5:6", "2A02:8388:0001:0002:0003:0004:0005:0006", "2a02-8388-1-2-3-4-5-6",
     "12:2a02:8388:1:2:3:4:5:6",
     "2a02:8388:1:2:3:4:5:6:443", "2a02%3A8388%3A1%3A2%3A3%3A4%3A5%3A6", "ba:2a02:8388:1:2:3:4:5:6:"],
)  # fmt: skip
def test_ipv6(run: str) -> None:
    assert [(each.readings[0].text, each.need) for each in found(run, Kind.IPV6)] == [
        ("2a02:8388:1:2:3:4:5:6", Need.NOTHING)
    ]


@pytest.mark.parametrize(("run", "text"), [("2a02:8388::1:", "2a02:8388::1"), ("2a02-8388-1-2--7", "2a02:8388:1:2::7")])
def test_shortened_ipv6(run: str, text: str) -> None:
    assert [each.readings[0].text for each in found(run, Kind.IPV6)] == [text]


@pytest.mark.parametrize(
    "run", ["12:34:56:78", "fe80::1", "2026-11-22--14-30", "::", "2606:4700:4700::1111", "a:b:c:d::"]
)
def test_no_secret_ipv6(run: str) -> None:
    assert [each for each in found(run, Kind.IPV6) if each.need is Need.NOTHING] == []


def test_ipv4_at_the_end_of_ipv6() -> None:
    shape = found("::ffff:84.112.13.23", Kind.IPV6)[0]
    assert (shape.start, shape.end, shape.readings[0].text) == (0, 19, "::ffff:5470:d17")


def test_an_address_that_was_cut_off() -> None:
    assert [(each.readings[0].text, each.need) for each in found("2a02:8388:1:2", Kind.NET6)] == [
        ("2a02:8388:1:2::/64", Need.NOTHING)
    ]
    assert [each.need for each in found("2a02:8388:1", Kind.NET6)] == [Need.KNOWN]
    assert found("2026:11:22:02:46", Kind.NET6)[0].need is Need.KNOWN


def test_nibbles() -> None:
    run = "6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.8.3.8.2.0.a.2."
    assert found(run, Kind.IPV6)[0].readings[0].text == "2a02:8388:1:2:3:4:5:6"
    zone = found("2.0.0.0.1.0.0.0.8.8.3.8.2.0.a.2.", Kind.IPV6)[0]
    assert zone.readings[0].text == "2a02:8388:1:2::"
    assert found("1.2.3.4.5.6.7.8.", Kind.IPV6) == []
