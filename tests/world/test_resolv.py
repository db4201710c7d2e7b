"""The configured name servers are read as glibc reads them, and a local stub's own servers behind it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Resolver
from netcheck.world.resolv import parse, resolvers, server


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("nameserver 192.168.1.1\n", ["192.168.1.1"]),
        ("nameserver\t192.168.1.1 # router\nnameserver 9.9.9.9;x\n", ["192.168.1.1", "9.9.9.9"]),
        ("".join(f"nameserver 10.0.0.{n}\n" for n in range(1, 5)), ["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
        ("nameserver fe80::1%eth0\n", ["fe80::1%eth0"]),
        ("nameserver 0.0.0.0\nnameserver ::\n", ["127.0.0.1", "::1"]),
        ("nameserver router.home\nnameserver 300.1.1.1\nnameserver\nnameserver 10.0.0.1\n", ["10.0.0.1"]),
        ("# nameserver 1.1.1.1\n; nameserver 1.1.1.1\n nameserver 1.1.1.1\nnameserver1.1.1.1\n", []),
        ("search home\noptions edns0\n", []),
        ("nameserver 2001:DB8::0001\n", ["2001:db8::1"]),
        ("nameserver 10.1\n", ["10.0.0.1"]),
        ("\ufeff\x00\n", []),
    ],
)  # fmt: skip
def test_lines(text: str, addresses: list[str]) -> None:
    assert [each.address for each in parse(text.encode())] == addresses


def test_a_zone_names_the_adapter() -> None:
    assert parse(b"nameserver fe80::1%eth0\n") == (Resolver("fe80::1%eth0", interface="eth0"),)
    assert server("10.0.0.1%eth0") is None
    assert server("fe80::1%a/b") is None


@pytest.mark.parametrize(
    ("etc", "found"),
    [
        ("nameserver 127.0.0.53\n", [("127.0.0.53", False), ("192.168.1.1", True)]),
        ("nameserver ::1\n", [("::1", False), ("10.0.0.1", True)]),
        ("nameserver 127.0.1.1\n", [("127.0.1.1", False), ("10.0.0.1", True)]),
        ("nameserver 9.9.9.9\n", [("9.9.9.9", False)]),
        ("nameserver 127.0.0.1\nnameserver 9.9.9.9\n", [("127.0.0.1", False), ("9.9.9.9", False)]),
        ("", []),
    ],
)
def test_behind_a_local_stub(tmp_path: Path, etc: str, found: list[tuple[str, bool]]) -> None:
    (tmp_path / "etc").write_text(etc)
    (tmp_path / "resolved").write_text("nameserver 192.168.1.1\n")
    (tmp_path / "manager").write_text("nameserver 10.0.0.1\n")
    told = resolvers(tmp_path / "etc", (tmp_path / "resolved", tmp_path / "manager"))
    assert told is not None
    assert [(each.address, each.uplink_of_stub) for each in told] == found


def test_the_same_file_tells_nothing_more(tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("nameserver 127.0.0.1\n")
    assert resolvers(tmp_path / "etc", (tmp_path / "etc", tmp_path / "missing")) == (Resolver("127.0.0.1"),)


def test_missing_is_empty_and_unreadable_is_unknown(tmp_path: Path) -> None:
    assert resolvers(tmp_path / "missing", ()) == ()
    assert resolvers(tmp_path, ()) is None


@given(st.binary(max_size=300))
def test_garbage_is_survived(data: bytes) -> None:
    assert len(parse(data)) <= 3
    parse(b"nameserver " + data)
