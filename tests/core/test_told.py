"""Who refuses to pass packets on decides on which side of the front door they end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.core.told import at_home, told
from tests.fake_world import FAR, HOP, ROUTER

OUTSIDE = "198.51.100.7"
SECOND = "192.168.0.1"
SHOT = Shot(FAR[0], How.UDP, 33434, ttl=3)
ERRORS = st.builds(
    Reply,
    st.sampled_from([None, 1, 2, 3, 4]).map(lambda ttl: replace(SHOT, ttl=ttl)),
    st.sampled_from(Said),
    st.sampled_from([None, "", ROUTER, OUTSIDE, SECOND, HOP, "fe80::1%eth0", "nonsense"]),
    icmp=st.none() | st.tuples(st.integers(0, 4), st.integers(0, 13)),
)


@pytest.mark.parametrize(
    ("said", "sender", "icmp", "word"),
    [
        (Said.UNREACHABLE, ROUTER, (3, 0), "no-route"),
        (Said.UNREACHABLE, ROUTER, (1, 0), "no-route"),
        (Said.UNREACHABLE, OUTSIDE, (3, 0), "no-route"),
        (Said.UNREACHABLE, SECOND, (3, 0), "no-route"),
        (Said.PROHIBITED, ROUTER, (3, 13), "prohibited"),
        (Said.UNREACHABLE, ROUTER, (3, 3), "prohibited"),
        (Said.PROHIBITED, HOP, (3, 13), "beyond"),
        (Said.UNREACHABLE, HOP, (3, 0), "beyond"),
        (Said.UNREACHABLE, OUTSIDE, (3, 1), "far-end-silent"),
        (Said.UNREACHABLE, OUTSIDE, (1, 3), "far-end-silent"),
        (Said.UNREACHABLE, ROUTER, (3, 1), None),
        (Said.UNREACHABLE, HOP, (3, 1), "beyond"),
        (Said.UNREACHABLE, HOP, (3, -2), "beyond"),
        (Said.UNREACHABLE, HOP, (3, 3), "beyond"),
        (Said.UNREACHABLE, ROUTER, (3, -2), None),
        (Said.UNREACHABLE, OUTSIDE, (3, -2), "far-end-silent"),
        (Said.EXPIRED, ROUTER, (11, 0), None),
        (Said.EXPIRED, HOP, (11, 0), None),
        (Said.REFUSED, FAR[0], (3, 3), None),
        (Said.UNREACHABLE, None, (3, 0), None),
        (Said.SILENT, None, None, None),
        (Said.BLOCKED, None, None, None),
    ],
)
def test_one_word_for_what_was_said(said: Said, sender: str | None, icmp: tuple[int, int], word: str | None) -> None:
    assert told([Reply(SHOT, said, sender, icmp=icmp)], {ROUTER}, OUTSIDE) == word


@pytest.mark.parametrize(("ttl", "word"), [(None, None), (1, None), (2, "far-end-silent"), (3, None), (4, None)])
@pytest.mark.parametrize("sender", [ROUTER, HOP])
@pytest.mark.parametrize("code", [1, -2])
@pytest.mark.parametrize("outside", [None, "", SECOND, "10.7.0.2"])
def test_only_the_router_can_find_nobody_for_a_packet_that_may_live_for_two_stations(
    sender: str, ttl: int | None, word: str | None, code: int, outside: str | None
) -> None:
    """Further on, whoever misses a neighbour may be the router, by an address that it has not told."""
    error = Reply(replace(SHOT, ttl=ttl), Said.UNREACHABLE, sender, icmp=(3, code))
    assert told([error], {ROUTER}, outside) == word


@pytest.mark.parametrize("icmp", [(3, 1), (3, -2), (3, 3), (1, 3), None])
@pytest.mark.parametrize(("ttl", "word"), [(2, "beyond"), (3, "beyond"), (1, None), (None, None)])
def test_a_station_that_has_let_a_packet_expire_behind_the_router_stands_beyond_whatever_it_says(
    icmp: tuple[int, int] | None, ttl: int | None, word: str | None
) -> None:
    error = Reply(replace(SHOT, ttl=None), Said.UNREACHABLE, HOP, icmp=icmp)
    expired = Reply(replace(SHOT, ttl=ttl), Said.EXPIRED, HOP, icmp=(11, 0))
    assert told([expired, error], {ROUTER}, None) == told([error, expired], {ROUTER}, None) == word
    of_another = replace(expired, sender="203.0.113.77")
    assert told([of_another, error], {ROUTER}, None) is None


def test_an_address_told_in_one_family_tells_nothing_of_the_routers_own_in_the_other() -> None:
    """The router itself may say in IPv6, by its end of the line, that it finds nobody at the other end."""
    error = Reply(SHOT, Said.UNREACHABLE, "2001:db8:77::2", icmp=(1, 3))
    assert told([error], {ROUTER}, OUTSIDE) is None
    assert told([error], {ROUTER}, "2001:db8:77::1") == "beyond"
    assert told([error, Reply(SHOT, Said.UNREACHABLE, HOP, icmp=(3, 1))], {ROUTER}, OUTSIDE) == "beyond"


def test_a_box_at_home_that_let_a_packet_expire_is_still_at_home() -> None:
    expired = Reply(replace(SHOT, ttl=2), Said.EXPIRED, SECOND, icmp=(11, 0))
    assert told([expired, Reply(SHOT, Said.UNREACHABLE, SECOND, icmp=(3, -2))], {ROUTER}, None) is None


def test_the_home_is_heard_before_those_beyond_it() -> None:
    beyond = Reply(SHOT, Said.PROHIBITED, HOP, icmp=(3, 13))
    near = Reply(SHOT, Said.UNREACHABLE, ROUTER, icmp=(3, 0))
    assert told([beyond, near], {ROUTER}, None) == told([near, beyond], {ROUTER}, None) == "no-route"


@given(st.lists(ERRORS), st.sampled_from([None, "", OUTSIDE, "nonsense"]))
def test_whatever_is_said_there_is_one_word_or_none(replies: list[Reply], outside: str | None) -> None:
    word = told(replies, {ROUTER}, outside)
    assert word in (None, "no-route", "prohibited", "beyond", "far-end-silent")
    if all(reply.said not in (Said.UNREACHABLE, Said.PROHIBITED) for reply in replies):
        assert word is None
    assert word == told(list(reversed(replies)), {ROUTER}, outside)


@pytest.mark.parametrize(
    ("sender", "home"),
    [
        (ROUTER, True),
        (OUTSIDE, True),
        (SECOND, True),
        ("10.0.0.1", True),
        ("10.7.0.1", False),
        ("172.20.0.1", False),
        ("100.64.0.1", False),
        (HOP, False),
    ],
)
def test_what_stands_in_the_home(sender: str, home: bool) -> None:
    assert at_home(sender, {ROUTER}, OUTSIDE) is home


def test_whatever_is_in_a_network_of_this_computer_stands_in_the_home() -> None:
    assert at_home("10.1.2.254", {ROUTER}, None, [("10.1.2.3", 24)])
    assert not at_home("10.1.3.254", {ROUTER}, None, [("10.1.2.3", 24)])
