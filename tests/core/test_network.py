"""The nouns of the network answer what follows from their fields alone."""

import pytest

from netcheck.core.network import Address, DnsAnswer, DnsQuestion, How, Kind, Reply, Said, Shot, WebAnswer, WebRequest


def test_only_three_kinds_lead_out_of_the_computer() -> None:
    assert {kind for kind in Kind if kind.counts} == {Kind.WIRED, Kind.WIFI, Kind.MODEM}


@pytest.mark.parametrize(("ip", "family"), [("192.168.1.1", 4), ("fe80::1", 6), ("::ffff:192.0.2.1", 6)])
def test_the_family_of_an_address(ip: str, family: int) -> None:
    assert Address(ip, 24).family == family


@pytest.mark.parametrize("said", Said)
def test_only_an_answer_or_a_refusal_comes_from_the_target(said: Said) -> None:
    assert Reply(Shot("192.0.2.1", How.TCP, 80), said).from_target is (said in (Said.ANSWERED, Said.REFUSED))


@pytest.mark.parametrize(
    ("rcode", "resolved"),
    [("NOERROR", True), ("NXDOMAIN", True), ("SERVFAIL", False), ("REFUSED", False), (None, False)],
)
def test_recursion_works_where_a_name_exists_or_certainly_does_not(rcode: str | None, resolved: bool) -> None:
    assert DnsAnswer(DnsQuestion("192.0.2.53", "www.example"), rcode).resolved is resolved


@pytest.mark.parametrize("stage", ["name", "connect", "tls", "request", "headers", "body", "done"])
def test_a_page_is_done_at_its_last_stage_only(stage: str) -> None:
    assert WebAnswer(WebRequest("http://x.example/"), stage).done is (stage == "done")
