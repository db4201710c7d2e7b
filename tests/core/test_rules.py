"""The fault table names only what exists, nearest cause first, in whole sentences that a person can read."""

import re

import pytest

from netcheck import probes
from netcheck.core.model import Impact, Segment, Side
from netcheck.core.rules import RULES, Rule, checks_named, headline_of
from netcheck.plugins import Probe, discover
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_world import observed

CHECKS = discover(probes, "PROBE", Probe)
IDS = [rule.code for rule in RULES]
BLANK = re.compile(r"\{([^}]*)\}")
JARGON = re.compile(r"\b(DNS|DHCP|ICMP|TCP|UDP|TLS|MTU|NAT|ARP|HTTPS?|gateway|resolver|packet loss|RTT)\b")


def texts(rule: Rule) -> list[str]:
    instead = (text for _, text in (*rule.headlines, *rule.explanations))
    return [rule.headline, rule.explanation, *instead, *(step.text for step in rule.steps)]


def test_no_code_stands_twice() -> None:
    assert sorted(IDS) == sorted(set(IDS))


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_code_is_fit_for_reports_and_filters(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.code)
    assert rule.code not in ("none", "unknown")


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_only_checks_that_exist_are_named(rule: Rule) -> None:
    assert checks_named(rule) - set(CHECKS) == set()
    assert {check for step in rule.steps for check in step.looks} - set(CHECKS) == set()


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_blanks_are_filled_from_facts_that_some_home_shows(rule: Rule) -> None:
    homes = [BROKEN[rule.code]] if rule.code in BROKEN else list(HEALTHY.values())
    shown = {
        f"{check}.{name}" for home in homes for check, said in observed(home()).items() for name in dict(said.facts)
    }
    assert {blank for text in texts(rule) for blank in BLANK.findall(text)} - shown == set()


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_all_that_is_said_are_whole_sentences(rule: Rule) -> None:
    for text in texts(rule):
        assert text.endswith((".", "?")), text
        assert text[0].isupper() or text[0] == "{", text
        assert "  " not in text, text


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_headline_is_one_plain_sentence(rule: Rule) -> None:
    for headline in (rule.headline, *(text for _, text in rule.headlines)):
        said = BLANK.sub("it", headline)
        assert not re.search(r"[.?!]\s+[A-Z]", said)
        assert not JARGON.search(said)
        assert len(said) <= 100


@pytest.mark.parametrize("rule", [r for r in RULES if r.impact is Impact.OUTAGE], ids=lambda rule: rule.code)
def test_an_outage_comes_with_something_to_do(rule: Rule) -> None:
    assert rule.steps


@pytest.mark.parametrize(
    "rule",
    [r for r in RULES if r.segment in (Segment.LINE, Segment.ISP, Segment.INTERNET) and r.impact is Impact.OUTAGE],
    ids=lambda rule: rule.code,
)
def test_whoever_must_wait_for_others_is_told_how_to_keep_working(rule: Rule) -> None:
    assert any(step.helps == "keeps you working" for step in rule.steps)


def test_what_may_stand_beside_a_verdict_is_said_without_blanks() -> None:
    """Reports name it by its headline alone, with nothing to fill it from."""
    beside = [r for r in RULES if r.impact is not Impact.OUTAGE or r.segment in (Segment.LINE, Segment.ISP)]
    assert beside
    for rule in beside:
        assert headline_of(rule.code) == rule.headline
        assert not BLANK.search(rule.headline)


def test_a_code_that_no_rule_has_speaks_for_itself() -> None:
    assert headline_of("brand-new") == "brand-new"


def test_announcements_are_upstream_outages() -> None:
    told = [rule for rule in RULES if rule.announced]
    assert told
    assert {(rule.segment.side, rule.impact) for rule in told} == {(Side.UPSTREAM, Impact.OUTAGE)}


def test_causes_inside_the_computer_come_before_the_line_and_notes_come_last() -> None:
    places = {rule.code: place for place, rule in enumerate(RULES)}
    for near, far in (
        ("link-down", "router-silent"), ("no-adapter", "adapter-off"), ("firewall-blocking", "isp-outage"),
        ("vpn-down", "isp-outage"), ("router-silent", "line-down"), ("device-blocked", "line-down"),
        ("wan-link-down", "line-down"), ("line-login-refused", "line-down"), ("line-down", "isp-outage"),
        ("router-dns-down", "isp-dns-down"), ("dns-server-unreachable", "isp-dns-down"),
        ("clock-wrong", "tls-intercepted"), ("hosts-override", "service-down"), ("vpn-not-connected", "service-down"),
        ("isp-outage", "internet-outage"), ("link-lossy", "line-lossy"), ("line-lossy", "isp-lossy"),
    ):  # fmt: skip
        assert places[near] < places[far], (near, far)
    impacts = [rule.impact for rule in RULES]
    assert impacts == sorted(impacts, key=[Impact.OUTAGE, Impact.DEGRADED, Impact.NOTE].index)


def test_each_condition_names_its_checks_in_its_text() -> None:
    for rule in RULES:
        assert all(check in str(rule.when) for check in rule.when.checks)
