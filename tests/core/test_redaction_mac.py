"""Hardware addresses in every spelling, and what only looks like one."""

from __future__ import annotations

import pytest

from netcheck.core.redaction_chains import shapes
from netcheck.core.redaction_mac import ends, spaced
from netcheck.core.redaction_shapes import Need
from netcheck.core.redaction_values import Kind, Plain

PLAIN = Plain()
MAC = "00:50:56:c0:00:08"


def sure(run: str, glued: bool = False) -> set[str]:
    """Hardware addresses that are found without any knowledge."""
    return {
        value.text
        for shape in shapes(run, glued, PLAIN)
        for value in shape.readings[:1]
        if shape.need is Need.NOTHING and value.kind is Kind.MAC
    }


def maybe(run: str) -> set[str]:
    return {value.text for shape in shapes(run, False, PLAIN) for value in shape.readings if value.kind is Kind.MAC}


@pytest.mark.parametrize(
    "run",
    ["00:50:56:c0:00:08", "00-50-56-C0-00-08", "00_50_56_c0_00_08", "0050.56c0.0008", "0050-56c0-0008", "005056c00008",
     "0:50:56:c0:0:8", "00%3A50%3a56%3Ac0%3A00%3A08", "00%253A50%253A56%253Ac0%253A00%253A08", "01:00:50:56:c0:00:08",
     "00:01:00:01:2c:11:22:33:00:50:56:c0:00:08", "00:50:56:ff:fe:c0:00:08", "%2F00:50:56:c0:00:08",
     "00.50.56.c0.00.08", "00:50:56:c0:00:08:", "0050.56ff.fec0.0008"],
)  # fmt: skip
def test_every_spelling(run: str) -> None:
    assert MAC in sure(run)


def test_what_stands_right_before_or_behind_it() -> None:
    assert sure("ac00:50:56:c0:00:08") == {MAC}, "of mac00:50:..."
    assert sure("00:50:56:c0:00:08de") == {MAC}, "of ...08device"


@pytest.mark.parametrize(
    "run",
    ["12:34:56", "02:46:37.872", "2026-11-22", "1:2:3:4:5", "0732-90-00-12", "ff:ff:ff:ff:ff:ff", "123456789012",
     "20261122-123456", "a1b2c3d4e5f60718", ":::::::", "aa:bb:cc", "ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab",
     "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "1234-5678-abcd", "4f2a-99b1-0c3d"],
)  # fmt: skip
def test_what_is_none(run: str) -> None:
    assert sure(run) == set()


@pytest.mark.parametrize(
    "run",
    [
        "005056-c00008",
        "0050:56c0:0008",
        "ac005056c00008ff",
        str(0x005056C00008),
        "005056fffec00008",
        "0001000128ab12cd005056c00008",
        "250:56ff:fec0:8",
        "::250:56ff:fec0:8",
    ],
)
def test_what_is_one_only_where_it_is_known(run: str) -> None:
    assert MAC not in sure(run)
    assert MAC in maybe(run)


def test_a_uuid_made_of_one() -> None:
    assert sure("6ba7b810-9dad-11d1-80b4-00c04fd430c8") == {"00:c0:4f:d4:30:c8"}


def test_with_blanks_as_windows_lists_it_with_its_routes() -> None:
    (found,) = spaced(" 12...00 50 56 c0 00 08 ......intel(r) i219")
    assert (found.readings[0].text, found.need) == (MAC, Need.NOTHING)
    assert [each.need for each in spaced("45 00 00 3c 1c 46 40 00")] == [Need.KNOWN] * 2, "the bytes of a packet"
    assert {each.need for each in spaced("call 10 20 30 40 50 60")} == {Need.KNOWN}, "a number"
    assert not list(spaced("ab cd ef"))


def test_the_last_half_that_makers_give_to_names() -> None:
    text = "brother-aabbcc.local is at aa:bb:cc, not 1aabbcc, aabbccd or 123456"
    found = list(ends(text, ("c8:0e:14:aa:bb:cc", "00:50:56:12:34:56")))
    assert [text[start:end] for start, end, _ in found] == ["aabbcc", "aa:bb:cc"]
    assert {mac for _, _, mac in found} == {"c8:0e:14:aa:bb:cc"}
