"""ICMP messages and error queues: recorded bytes, every code, and garbage."""

from __future__ import annotations

import errno
import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import Said
from netcheck.world.icmp import IcmpError, echo_request, read_echo, read_extended_error, read_ttl, understand

TARGET, GATEWAY, OURS = "192.0.2.80", "192.0.2.1", "192.0.2.33"
TARGET6, GATEWAY6, OURS6 = "2001:db8::80", "2001:db8::1", "2001:db8::33"


def is_own(address: str) -> bool:
    return address in (OURS, OURS6)


def queued(number: int, origin: int, kind: int, code: int, offender: bytes, info: int = 0) -> bytes:
    return struct.pack("=IBBBxII", number, origin, kind, code, info, 0) + offender


def test_an_entry_of_ipv4_names_the_offender() -> None:
    offender = struct.pack("=HH4s8x", 2, 0, socket.inet_pton(socket.AF_INET, GATEWAY))
    assert read_extended_error(queued(113, 2, 11, 0, offender)) == IcmpError(113, 4, 11, 0, GATEWAY)


def test_an_entry_of_ipv6_names_the_offender() -> None:
    offender = struct.pack("=HHI16sI", 10, 0, 0, socket.inet_pton(socket.AF_INET6, GATEWAY6), 3)
    assert read_extended_error(queued(90, 3, 2, 0, offender, 1280)) == IcmpError(90, 6, 2, 0, GATEWAY6, 1280)


def test_an_entry_of_our_own_system_has_no_offender() -> None:
    error = read_extended_error(queued(errno.EMSGSIZE, 1, 0, 0, b"\0" * 16, 1400))
    assert error is not None
    assert understand(error, TARGET, is_own) is Said.TOO_BIG


@pytest.mark.parametrize(
    ("kind", "code", "offender", "expected"),
    [
        (11, 0, GATEWAY, Said.EXPIRED),
        (11, 1, GATEWAY, None),
        (3, 3, TARGET, Said.REFUSED),
        (3, 2, TARGET, Said.REFUSED),
        (3, 3, GATEWAY, Said.UNREACHABLE),
        (3, 3, OURS, Said.BLOCKED),
        (3, 1, OURS, Said.NO_NEIGHBOUR),
        (3, 13, OURS, Said.BLOCKED),
        (3, 10, OURS, Said.BLOCKED),
        (3, 1, GATEWAY, Said.UNREACHABLE),
        (3, 0, GATEWAY, Said.UNREACHABLE),
        (3, 9, GATEWAY, Said.PROHIBITED),
        (3, 10, GATEWAY, Said.PROHIBITED),
        (3, 13, GATEWAY, Said.PROHIBITED),
        (3, 4, GATEWAY, Said.TOO_BIG),
        (3, 4, OURS, Said.TOO_BIG),
        (4, 0, GATEWAY, None),
        (5, 1, GATEWAY, None),
    ],
)
def test_what_ipv4_errors_mean(kind: int, code: int, offender: str, expected: Said | None) -> None:
    assert understand(IcmpError(113, 4, kind, code, offender), TARGET, is_own) is expected


@pytest.mark.parametrize(
    ("kind", "code", "offender", "expected"),
    [
        (3, 0, GATEWAY6, Said.EXPIRED),
        (1, 4, TARGET6, Said.REFUSED),
        (1, 4, GATEWAY6, Said.UNREACHABLE),
        (1, 3, OURS6, Said.NO_NEIGHBOUR),
        (1, 4, OURS6, Said.BLOCKED),
        (1, 1, OURS6, Said.BLOCKED),
        (1, 0, GATEWAY6, Said.UNREACHABLE),
        (1, 3, GATEWAY6, Said.UNREACHABLE),
        (1, 1, GATEWAY6, Said.PROHIBITED),
        (1, 5, GATEWAY6, Said.PROHIBITED),
        (1, 6, GATEWAY6, Said.PROHIBITED),
        (2, 0, GATEWAY6, Said.TOO_BIG),
        (4, 1, GATEWAY6, None),
    ],
)
def test_what_ipv6_errors_mean(kind: int, code: int, offender: str, expected: Said | None) -> None:
    assert understand(IcmpError(113, 6, kind, code, offender), TARGET6, is_own) is expected


def test_our_own_closed_port_is_a_refusal_not_a_firewall() -> None:
    assert understand(IcmpError(111, 4, 3, 3, OURS), OURS, is_own) is Said.REFUSED


@given(st.binary(max_size=80))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    error = read_extended_error(data)
    if error is not None:
        understand(error, TARGET, is_own)
    for version in (4, 6):
        read_echo(version, data)
        read_echo(version, data, reply=False)
    read_ttl([(socket.IPPROTO_IP, 2, data), (socket.IPPROTO_IPV6, 52, data)])


@given(st.sampled_from([4, 6]), st.integers(0, 65535), st.binary(max_size=64))
def test_a_request_is_read_back(version: int, sequence: int, data: bytes) -> None:
    request = echo_request(version, sequence, data)
    assert read_echo(version, request, reply=False) == (sequence, data)
    assert read_echo(version, request) is None


def test_the_time_to_live_of_an_answer() -> None:
    assert read_ttl([(0, 99, b"x"), (socket.IPPROTO_IP, 2, struct.pack("=i", 61))]) == 61
    assert read_ttl([]) is None
