"""What runs are cut into."""

from __future__ import annotations

from netcheck.core.redaction_shapes import LETTER, Group, Need, Shape, as_mac
from netcheck.core.redaction_values import Kind, Value


def test_a_group_knows_its_end() -> None:
    assert Group(3, "84").end == 5


def test_a_hardware_address_is_a_shape_unless_it_is_nobodys() -> None:
    assert list(as_mac(1, 13, "005056c00008", Need.KNOWN)) == [
        Shape(1, 13, (Value(Kind.MAC, "00:50:56:c0:00:08"),), Need.KNOWN)
    ]
    assert list(as_mac(0, 12, "f" * 12, Need.NOTHING)) == []


def test_letters_are_those_of_hexadecimal_numbers() -> None:
    assert LETTER.search("0f")
    assert not LETTER.search("09")
