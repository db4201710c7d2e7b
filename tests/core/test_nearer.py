"""A service is accused only where nothing at home, and no station there, may be the cause."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure
from netcheck.core.nearer import by_station, nearer_cause, nowhere, station
from netcheck.core.network import How, Reply, Said, Shot
from netcheck.core.reached import Reached
from netcheck.core.settings import Service

ROUTER, HOP, MINE = "192.168.1.1", "203.0.113.1", ("192.168.1.23", 24)
WIKI = Service("Wiki", "https://wiki.example/")
PROXY = "http://me:secret@proxy.example:3128"
DARK = Reached(WIKI, Failure.TIMEOUT, "connect", addresses=("198.51.100.80",))


def cause(result: Reached, host: str = "wiki.example", proxy: str | None = None) -> str:
    return nearer_cause(result, host, proxy, [ROUTER], [MINE])


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (DARK, ""),
        (replace(DARK, failure=Failure.BLOCKED_LOCALLY), "own firewall"),
        (replace(DARK, failure=Failure.NO_ROUTE), "no way there"),
        (replace(DARK, addresses=("192.168.77.1",)), "own network"),
        (replace(DARK, addresses=("100.64.0.9",)), "own network"),
        (replace(DARK, addresses=("fd00::7",)), "own network"),
        (replace(DARK, addresses=("not an address",)), ""),
        (replace(DARK, failure=Failure.PROHIBITED, sender=ROUTER), ROUTER),
        (replace(DARK, failure=Failure.UNREACHABLE, sender=HOP), ""),
        (replace(DARK, sender=ROUTER), ROUTER),
        (replace(DARK, failure=Failure.REFUSED, sender=ROUTER), ROUTER),
        (replace(DARK, sender=HOP), ""),
        (replace(DARK, sender=HOP, addresses=("10.1.1.1",)), "own network"),
        (replace(DARK, service=replace(WIKI, via="vpn"), addresses=("10.1.1.1",)), ""),
    ],
)
def test_causes(result: Reached, said: str) -> None:
    found = cause(result)
    assert said in found
    assert bool(said) is bool(found)


@pytest.mark.parametrize(("host", "ours"), [("nas", True), ("nas.local", True), ("x.corp", True), ("x.example", False)])
def test_names_that_only_a_home_or_a_firm_knows(host: str, ours: bool) -> None:
    unknown = Reached(WIKI, Failure.NAME_NOT_FOUND, "name")
    assert bool(cause(unknown, host)) is ours
    assert not cause(replace(unknown, stage="connect"), host)


def test_a_proxy_is_named_without_what_is_secret_of_it() -> None:
    assert cause(replace(DARK, failure=Failure.PROXY_FAILED), proxy=PROXY) == "through the proxy proxy.example:3128"
    assert cause(replace(DARK, failure=Failure.HTTP_ERROR), proxy=PROXY) == ""
    assert cause(replace(DARK, service=Service("W", "http://w.example/")), proxy=PROXY)


SHOT, BESIDE = Shot("198.51.100.80", How.ECHO), Shot("1.1.1.1", How.ECHO)


@pytest.mark.parametrize(
    ("reply", "beside", "who"),
    [
        (Reply(SHOT, Said.PROHIBITED, ROUTER), None, ROUTER),
        (Reply(SHOT, Said.UNREACHABLE, ROUTER), Reply(BESIDE, Said.ANSWERED, "1.1.1.1"), ROUTER),
        (Reply(SHOT, Said.UNREACHABLE, ROUTER), Reply(BESIDE, Said.SILENT), ROUTER),
        (Reply(SHOT, Said.UNREACHABLE, ROUTER), Reply(BESIDE, Said.PROHIBITED, HOP), ROUTER),
        (Reply(SHOT, Said.PROHIBITED, ROUTER), Reply(BESIDE, Said.PROHIBITED, ROUTER), None),
        (Reply(SHOT, Said.PROHIBITED, ROUTER), Reply(BESIDE, Said.UNREACHABLE, ROUTER), None),
        (Reply(SHOT, Said.UNREACHABLE), None, None),
        (Reply(SHOT, Said.ANSWERED, "198.51.100.80"), None, None),
        (Reply(SHOT, Said.REFUSED, "198.51.100.80"), None, None),
        (Reply(SHOT, Said.SILENT), None, None),
    ],
)
def test_who_turned_it_away(reply: Reply, beside: Reply | None, who: str | None) -> None:
    assert station(reply, beside) == who


def test_where_a_station_stands() -> None:
    assert by_station(ROUTER, [ROUTER], ()) == f"says {ROUTER}, in your home"
    assert by_station("192.168.1.77", [], [MINE])
    assert by_station(HOP, [ROUTER], [MINE]) == ""


def test_addresses_that_lead_nowhere() -> None:
    assert nowhere("0.0.0.0")
    assert nowhere("::")
    assert not nowhere("198.51.100.80")
    assert not nowhere("")
