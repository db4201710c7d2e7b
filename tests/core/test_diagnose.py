"""Whatever was seen, a verdict is reached, rests on evidence, and is not changed by what comes later."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck import probes
from netcheck.core.announcement import Doubt
from netcheck.core.diagnose import blocked, conclude, diagnose, filled, in_path_order, judge, path_of, settled
from netcheck.core.model import (
    NOTHING,
    PENDING,
    Confidence,
    Fact,
    Failure,
    Finding,
    Impact,
    Look,
    Observation,
    Outcome,
    Seen,
    Segment,
    Side,
    Truth,
    Verdict,
)
from netcheck.core.rules import RULES
from netcheck.core.words import QUESTIONS
from netcheck.plugins import Probe, discover
from tests.fake_homes import BROKEN, HEALTHY
from tests.fake_world import observed

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
CHECKS = discover(probes, "PROBE", Probe)
SEGMENTS = {check: probe.segment for check, probe in CHECKS.items()}
ON_DEMAND = {check for check, probe in CHECKS.items() if probe.on_demand}
BY_CODE = {rule.code: rule for rule in RULES}
HOMES: Mapping[str, Seen] = {name: observed(make()) for name, make in {**HEALTHY, **BROKEN}.items()}

# --- anything that can be seen ----------------------------------------------------------------------------------------

YES_NO: tuple[Fact, ...] = (True, False, None)
COUNTS: tuple[Fact, ...] = (0, 1, 2, 3, 4, 10, 40, None)
POOL: Mapping[str, Mapping[str, tuple[Fact, ...]]] = {
    "address": {"by_hand": YES_NO, "gateway_in_subnet": YES_NO},
    "captive_portal": {
        "near_provider": YES_NO,
        "replaced": COUNTS, "right": COUNTS, "redirected": COUNTS, "by_gateway": YES_NO, "one_place": YES_NO,
    },
    "clock": {"sources": COUNTS},
    "dns": {
        "configured": COUNTS, "blocked": YES_NO, "resolves": YES_NO, "known_found": YES_NO, "all_resolve": YES_NO,
        "uplinks_resolve": YES_NO, "alive": YES_NO,
        "role": ("router", "stub", "vpn", "public", "provider", "lan", "other", "none", None),
        "closed": YES_NO,
        "silent": YES_NO, "fresh": YES_NO, "fresh_failed": YES_NO, "invented": YES_NO, "only_kept": YES_NO,
        "by_default_way": YES_NO,
    },
    "dns_public": {"answered": COUNTS, "udp": COUNTS, "honest": YES_NO},
    "dns_system": {"answer": ("ok", "failed", "slow", None)},
    "firewall": {"refused_sends": COUNTS, "withheld": YES_NO},
    "gateway": {"only_neighbour": YES_NO, "neighbour": ("reachable", "incomplete", "stale", None), "withheld": YES_NO},
    "https": {
        "said": ("beyond", None), "done": COUNTS, "missed": COUNTS, "certificate_date": COUNTS, "untrusted": COUNTS,
        "issuers": COUNTS,
    },
    "internet_by_ip": {
        "answered": COUNTS, "asked": COUNTS, "dark_share": (0.0, 0.5, 0.75, 1.0, None),
        "said": ("no-route", "prohibited", "beyond", None),
        "v4": ("answers", "dark", "absent", None), "v6": ("answers", "dark", "absent", None),
    },
    "isp_status": {
        "kind": ("outage", "degraded", "maintenance", None), "here": ("yes", "no", "maybe", None), "stale": YES_NO,
        "doubt": ("mended", "by-the-clock", "worked-since", "began-later", "over", None), "access": YES_NO,
        "believed": YES_NO, "area_set": YES_NO, "other_way": YES_NO, "says_well": YES_NO,
    },
    "link": {"signal_percent": (0, 10, 34, 35, 90, None)},
    "loss": {
        "lossy": YES_NO, "first_losing": ("none", "gateway", "first-hop", "beyond", None), "busy": YES_NO,
        "gateway_ms": (1.0, 99.9, 250, None), "gateway_lost": COUNTS, "hop_sent": COUNTS,
    },
    "mtu": {"small_works": COUNTS},
    "path": {
        "beyond": YES_NO, "deepest": COUNTS, "said": ("no-route", "prohibited", "far-end-silent", None),
        "second_router": ("silent", "alive", "none", None),
    },
    "person": {"other_device": ("yes", "no", None), "internet_light": ("yes", "no", None)},
    "proxy": {"works": YES_NO, "configured": YES_NO, "pac": YES_NO},
    "router_wan": {
        "down": YES_NO, "speaks": YES_NO, "link_down": YES_NO, "login_refused": YES_NO, "behind_nat": YES_NO,
        "access": ("DSL", "Cable", "POTS", "Ethernet", None),
    },
    "services": {
        "asked": COUNTS, "failed_direct": COUNTS, "failed_vpn": COUNTS, "failed_surely": COUNTS,
        "by_nobody_knows": YES_NO,
        "only_family": (4, 6, None),
        "why_kind": ("http-error", "certificate-date", "timeout", None),
        "vendor_says": ("trouble", "all-well", "nothing", None), "withheld": YES_NO,
    },
    "usual": {
        "gateway_seen": YES_NO, "gateway_answers": YES_NO, "hop_answers": YES_NO, "second_router": YES_NO,
        "forwarder_answers": YES_NO,
    },
    "vpn": {"blind": YES_NO, "present": YES_NO, "holds_route": YES_NO, "physical": COUNTS},
}  # fmt: skip
ODD: st.SearchStrategy[Fact] = st.sampled_from(["", "odd", -1, float("nan"), (1, 2), {"a": 1}, b"x"])
ENDED = [outcome for outcome in Outcome if outcome is not Outcome.PENDING]


def facts_of(check: str, wild: bool) -> st.SearchStrategy[dict[str, Fact]]:
    """Some of the facts that rules read of this check."""
    values = {name: st.sampled_from(pool) for name, pool in POOL.get(check, {}).items()}
    return st.fixed_dictionaries({}, optional={n: v | ODD if wild else v for n, v in values.items()})


def answers_of(check: str, wild: bool = False, known: bool = False) -> st.SearchStrategy[Observation]:
    """Any way in which this check may end."""
    ways = [outcome for outcome in ENDED if not (known and outcome is Outcome.UNKNOWN)]
    return st.builds(
        Observation, st.sampled_from(ways), st.none() | st.sampled_from(Failure), st.just("seen"), facts_of(check, wild)
    )


@st.composite
def anything(draw: st.DrawFn, wild: bool = False, pending: bool = False) -> dict[str, Observation]:
    """A whole home, or nothing, with some answers replaced by any others."""
    base = draw(st.sampled_from([{}, *HOMES.values()]))
    seen = dict(base)
    for check in draw(st.lists(st.sampled_from(sorted(CHECKS)), unique=True, max_size=8)):
        seen[check] = draw(answers_of(check, wild))
    if pending:
        waiting = draw(st.lists(st.sampled_from(sorted(CHECKS)), unique=True, max_size=10))
        seen |= dict.fromkeys(waiting, PENDING)
    return seen


def unknown(seen: Seen, checks: list[str]) -> dict[str, Observation]:
    """The same, with these checks unable to tell."""
    return {**seen, **dict.fromkeys(checks, Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED))}


def test_the_pool_holds_every_fact_that_rules_read() -> None:
    conditions = [
        str(c)
        for r in RULES
        for c in (r.when, r.certain, r.likely, *(w for w, _ in (*r.elsewhere, *r.headlines, *r.explanations)))
        if c is not None
    ]
    read = {found for text in conditions for found in re.findall(r"(\w+)\.(\w+) (?:is|>=|<) ", text)}
    assert read - {(check, name) for check, names in POOL.items() for name in names} == set()


# --- what always holds ------------------------------------------------------------------------------------------------


@given(anything(wild=True, pending=True))
def test_nothing_that_can_be_seen_makes_it_stumble(seen: dict[str, Observation]) -> None:
    assert [finding.code for finding in diagnose(seen)] == [rule.code for rule in RULES]
    assert settled(seen) in (True, False)
    verdict = judge(seen)
    assert conclude([Look(AT, seen)]).fault == verdict.fault
    steps = path_of(seen, verdict)
    assert [step.segment for step in steps] == list(Segment)
    assert {step.state for step in steps} <= {"ok", "failed", "unknown", "skipped"}
    assert set(blocked(seen, verdict, SEGMENTS)) <= set(seen)


@given(anything(pending=True))
def test_a_verdict_is_of_one_piece(seen: dict[str, Observation]) -> None:
    verdict = judge(seen)
    if verdict.accuses:
        rule = BY_CODE[verdict.fault]
        assert verdict.segment is not None
        assert verdict.side is verdict.segment.side
        assert verdict.impact is rule.impact
        assert verdict.rests_on
        assert set(verdict.rests_on) <= rule.when.checks | set(rule.also_ask) | _checks_behind(verdict)
    else:
        assert verdict.fault == verdict.side.value
    assert verdict.fault not in verdict.also
    assert len(set(verdict.also)) == len(verdict.also)
    assert "{" not in verdict.headline + verdict.explanation
    failed = [step for step in path_of(seen, verdict) if step.state == "failed"]
    assert [step.segment for step in failed] == ([verdict.segment] if verdict.accuses else [])


def _checks_behind(verdict: Verdict) -> frozenset[str]:
    """What an announcement rests on besides: the measured fault that it explains."""
    return frozenset().union(*(BY_CODE[code].when.checks for code in verdict.also)) if verdict.also else frozenset()


def first_true(findings: tuple[Finding, ...], impact: Impact, announced: bool) -> Finding | None:
    return next(
        (
            f
            for f in findings
            if f.impact is impact and BY_CODE[f.code].announced is announced and f.truth is Truth.TRUE
        ),
        None,
    )


@given(anything(pending=True))
def test_a_fault_nearer_explains_those_beyond_it(seen: dict[str, Observation]) -> None:
    findings, verdict = diagnose(seen), judge(seen)
    measured = first_true(findings, Impact.OUTAGE, announced=False)
    told = first_true(findings, Impact.OUTAGE, announced=True)
    if measured is None:
        assert verdict.impact is not Impact.OUTAGE or not verdict.accuses
    elif measured.segment in (Segment.LINE, Segment.ISP, Segment.INTERNET) and told is not None:
        assert verdict.fault == told.code
        assert verdict.also[0] == measured.code
    else:
        assert verdict.fault == measured.code
        assert verdict.side is measured.segment.side


@given(anything())
def test_a_degradation_never_explains_silence(seen: dict[str, Observation]) -> None:
    if judge(seen).impact is Impact.DEGRADED:
        nobody = Observation(Outcome.UNKNOWN)
        operators = seen.get("internet_by_ip", nobody).facts.get("answered")
        through_proxy = seen.get("proxy", nobody).facts.get("works")
        assert seen.get("https", nobody).outcome is Outcome.OK or through_proxy is True or operators not in (0, None)


@given(st.sampled_from(sorted(HEALTHY)), st.lists(st.sampled_from(sorted(CHECKS)), unique=True))
def test_a_healthy_home_of_which_little_is_known_accuses_nobody(name: str, checks: list[str]) -> None:
    verdict = judge(unknown(HOMES[name], checks))
    assert not verdict.accuses, verdict.fault


@given(anything(), st.data())
def test_missing_evidence_never_accuses(seen: dict[str, Observation], data: st.DataObject) -> None:
    """Where nothing is wrong, knowing less makes nothing wrong."""
    if judge(seen).side is Side.NONE and all(o.outcome is not Outcome.FAILED for o in seen.values()):
        checks = data.draw(st.lists(st.sampled_from(sorted(CHECKS)), unique=True))
        verdict = judge(unknown(seen, checks))
        assert not verdict.accuses, verdict.fault


@given(st.lists(st.sampled_from(sorted(CHECKS)), unique=True))
def test_knowing_nothing_is_not_knowing_of_a_fault(checks: list[str]) -> None:
    verdict = judge(unknown({}, checks))
    assert (verdict.side, verdict.impact) == (Side.UNKNOWN, Impact.NONE)


@given(st.sampled_from(sorted(BROKEN)), st.data())
def test_a_broken_home_of_which_less_is_known_is_never_said_to_work(name: str, data: st.DataObject) -> None:
    checks = data.draw(st.lists(st.sampled_from(sorted(set(CHECKS) - {"loss", "services", "hosts_file", "proxy"}))))
    if BY_CODE[name].impact is Impact.OUTAGE and HOMES[name]["https"].outcome is not Outcome.OK:
        assert judge(unknown(HOMES[name], checks)).side is not Side.NONE


# --- stopping early ---------------------------------------------------------------------------------------------------


@given(anything(), st.data())
def test_what_comes_after_the_verdict_is_final_changes_neither_side_nor_fault(
    seen: dict[str, Observation], data: st.DataObject
) -> None:
    at_once = sorted(set(CHECKS) - ON_DEMAND)
    waiting = data.draw(st.lists(st.sampled_from(at_once), unique=True, min_size=1, max_size=18))
    so_far = {check: said for check, said in seen.items() if check not in ON_DEMAND} | dict.fromkeys(waiting, PENDING)
    if settled(so_far):
        now = judge(so_far)
        later = judge(so_far | {check: data.draw(answers_of(check)) for check in waiting})
        assert (now.side, now.fault) == (later.side, later.fault)


@pytest.mark.parametrize("name", HOMES)
def test_it_waits_while_everything_is_open_and_ends_when_nothing_is(name: str) -> None:
    assert not settled(dict.fromkeys(CHECKS, PENDING))
    assert settled(HOMES[name])


def test_a_cable_that_is_out_needs_no_further_answers() -> None:
    near = {"adapter", "route", "link"}
    seen = {check: said if check in near else PENDING for check, said in HOMES["link-down"].items()}
    assert settled(seen)
    assert judge(seen).fault == "link-down"


def test_a_degradation_is_not_final_while_it_is_open_whether_pages_load() -> None:
    """Somebody near opens every connection, so addresses alone prove nothing; packets get lost; pages still load."""
    home = HOMES["isp-lossy"]
    replaced = replace(home["internet_by_ip"], facts={**home["internet_by_ip"].facts, "answered": 0})
    seen = {**home, "internet_by_ip": replaced, "services": HOMES["work addresses answer"]["services"]}
    assert judge(seen).fault == "isp-lossy"
    waiting = {**seen, "https": PENDING}
    assert not settled(waiting) or judge(waiting).fault == "isp-lossy"


# --- two looks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BROKEN)
def test_what_was_not_confirmed_is_merely_possible(name: str) -> None:
    first = Look(AT, HOMES[name])
    alone = conclude([first])
    confirmed = conclude([first, replace(first, confirming=True)])
    assert alone.fault == confirmed.fault == name
    assert alone.confidence is Confidence.POSSIBLE
    assert confirmed.confidence.at_most(alone.confidence) is alone.confidence


def test_later_answers_replace_earlier_ones() -> None:
    verdict = conclude([Look(AT, HOMES["line-down"]), Look(AT, HOMES["plain"], confirming=True)])
    assert verdict.side is Side.NONE


@pytest.mark.parametrize("answer", [PENDING, Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED)])
def test_a_confirming_question_that_did_not_end_takes_nothing_back_and_confirms_nothing(answer: Observation) -> None:
    verdict = conclude([Look(AT, HOMES["router-silent"]), Look(AT, {"gateway": answer}, confirming=True)])
    assert (verdict.fault, verdict.confidence) == ("router-silent", Confidence.POSSIBLE)


def test_no_look_at_all_is_unknown() -> None:
    assert conclude([]).side is Side.UNKNOWN


def test_an_upstream_fault_is_only_possible_while_a_nearer_one_cannot_be_ruled_out() -> None:
    sure = judge(HOMES["isp-outage"])
    unsure = judge(unknown(HOMES["isp-outage"], ["firewall"]))
    assert (sure.fault, sure.confidence) == ("isp-outage", Confidence.CERTAIN)
    assert (unsure.fault, unsure.confidence) == ("isp-outage", Confidence.POSSIBLE)


def test_an_announcement_alone_is_no_fault() -> None:
    seen = {**HOMES["plain"], "isp_status": HOMES["isp-announced-outage"]["isp_status"]}
    assert judge(seen).side is Side.NONE


def announced(seen: Seen, **facts: Fact) -> dict[str, Observation]:
    """The same home, with other facts of what the provider said."""
    before = HOMES["isp-announced-outage"]["isp_status"]
    return {**seen, "isp_status": replace(before, facts={**before.facts, **facts})}


def denied(seen: Seen) -> dict[str, Observation]:
    """The same home, with a page that says that all is well."""
    facts = {"asked": True, "says_well": True, "as_of": "2026-11-21T14:02:11+00:00"}
    return {**seen, "isp_status": Observation(Outcome.OK, summary="all is well at 14:02 UTC", facts=facts)}


def test_all_is_well_is_not_certain_while_a_service_has_not_answered() -> None:
    late = Observation(Outcome.UNKNOWN, Failure.NOT_FINISHED, "not all answered in time")
    assert judge(HOMES["plain"]).confidence is Confidence.CERTAIN
    verdict = judge({**HOMES["plain"], "services": late})
    assert (verdict.fault, verdict.confidence) == ("none", Confidence.LIKELY)


def test_an_announcement_while_all_works_is_a_note() -> None:
    verdict = judge(announced(HOMES["plain"]))
    assert (verdict.side, verdict.fault, verdict.impact) == (Side.NONE, "none", Impact.NOTE)
    assert verdict.also == ("isp-announcement",)
    assert judge(announced(HOMES["plain"], stale=True)).also == ()


def test_an_announcement_beside_a_measured_outage_is_no_note_as_well() -> None:
    assert judge(HOMES["isp-announced-outage"]).also == ("isp-outage",)


def test_an_announcement_stands_beside_a_line_that_works_badly() -> None:
    verdict = judge(announced(HOMES["isp-lossy"]))
    assert (verdict.fault, verdict.impact) == ("isp-lossy", Impact.DEGRADED)
    assert "isp-announcement" in verdict.also


@pytest.mark.parametrize("name", ["isp-outage", "line-down"])
def test_a_page_that_says_all_is_well_overrules_nothing(name: str) -> None:
    verdict, measured = judge(denied(HOMES[name])), judge(HOMES[name])
    assert (verdict.side, verdict.fault, verdict.confidence) == (measured.side, measured.fault, measured.confidence)
    assert verdict.also == ("isp-denies",)
    assert "isp_status: all is well at 14:02 UTC" in verdict.evidence
    assert verdict.rests_on == measured.rests_on


@pytest.mark.parametrize(
    "name", ["plain", "router-silent", "internet-outage", "service-down", "isp-lossy", "vpn-down", "captive-portal"]
)
def test_a_page_that_says_all_is_well_denies_only_an_outage_of_line_or_provider(name: str) -> None:
    assert "isp-denies" not in judge(denied(HOMES[name])).also


@pytest.mark.parametrize(
    ("facts", "sure", "headline", "explanation"),
    [
        ({}, Confidence.CERTAIN, "fits what is measured here", "Nothing at home was seen"),
        ({"stale": True}, Confidence.LIKELY, "fits what is measured here", "the page cannot be asked now"),
        ({"believed": False}, Confidence.LIKELY, "fits what is measured here", ""),
        ({"access": None}, Confidence.LIKELY, "fits what is measured here", ""),
        ({"here": "maybe", "area_set": False}, Confidence.POSSIBLE, "may be yours", "does not know your area"),
        ({"here": "maybe", "area_set": True}, Confidence.POSSIBLE, "may be yours", "does not name your area"),
        ({"doubt": "mended"}, Confidence.POSSIBLE, "may be yours", "it does not work yet"),
        ({"doubt": "by-the-clock"}, Confidence.POSSIBLE, "may be yours", "nobody has said"),
        ({"doubt": "worked-since"}, Confidence.POSSIBLE, "may be yours", "has worked since"),
        ({"doubt": "began-later"}, Confidence.POSSIBLE, "may be yours", "dead long before"),
        ({"doubt": "over"}, Confidence.POSSIBLE, "may be yours", "should be over by now"),
        (
            {"other_way": True, "through": "your phone (usb0)"},
            Confidence.CERTAIN,
            "fits what is measured here",
            "(as of 2026-11-21 14:02 UTC, asked through your phone (usb0))",
        ),
        ({"doubt": "other-provider"}, Confidence.POSSIBLE, "may be yours", "another provider's"),
        ({"kind": "maintenance", "doubt": "by-the-clock"}, Confidence.POSSIBLE, "that may be the cause", "planned for"),
    ],
)
def test_how_sure_an_announcement_is_and_how_it_is_told(
    facts: dict[str, Fact], sure: Confidence, headline: str, explanation: str
) -> None:
    known = {"believed": True, "as_of": "2026-11-21T14:02:11+00:00"}
    verdict = judge(announced(HOMES["isp-outage"], **{**known, **facts}))
    assert verdict.confidence is sure
    assert headline in verdict.headline
    assert explanation in verdict.explanation
    assert verdict.fault == ("isp-maintenance" if facts.get("kind") else "isp-announced-outage")


@pytest.mark.parametrize("name", ["line-down", "line-login-refused"])
def test_beside_a_break_at_the_homes_end_of_the_line_an_announcement_is_not_certain(name: str) -> None:
    measured, verdict = judge(HOMES[name]), judge(announced(HOMES[name], believed=True))
    assert (verdict.fault, verdict.also[0]) == ("isp-announced-outage", name)
    assert verdict.confidence is measured.confidence.at_most(Confidence.LIKELY)
    assert verdict.steps == measured.steps
    assert "at your end of the line" in verdict.explanation
    assert "Nothing at home" not in verdict.explanation


def test_no_cable_at_the_router_stays_what_it_is_whatever_is_announced() -> None:
    home = HOMES["wan-link-down"]
    word = replace(home["router_wan"], facts={**home["router_wan"].facts, "access": "Ethernet"})
    measured = judge({**home, "router_wan": word})
    verdict = judge(announced({**home, "router_wan": word}, believed=True))
    assert (verdict.side, verdict.fault, verdict.steps) == (Side.LOCAL, "wan-link-down", measured.steps)
    assert "isp-announcement" in verdict.also
    assert "isp-announced-outage" not in verdict.also


def test_no_signal_on_a_line_that_is_no_cable_at_home_keeps_its_steps() -> None:
    home = HOMES["wan-link-down"]
    word = replace(home["router_wan"], facts={**home["router_wan"].facts, "access": "DSL"})
    measured = judge({**home, "router_wan": word})
    verdict = judge(announced({**home, "router_wan": word}, believed=True))
    assert measured.segment is Segment.LINE
    assert (verdict.fault, verdict.confidence) == ("isp-announced-outage", Confidence.LIKELY)
    assert verdict.steps == measured.steps


def test_the_doubts_that_rules_know_are_those_that_there_are() -> None:
    rule = next(rule for rule in RULES if rule.code == "isp-announced-outage")
    named = re.findall(r"isp_status\.doubt is ([a-z -]+)\)", str(rule.headlines[0][0]))
    assert named == [" or ".join(doubt.value for doubt in Doubt if doubt)]


def test_an_announcement_makes_nothing_certain_that_was_measured_as_merely_possible() -> None:
    home = HOMES["internet-outage"]
    seen = {**home, "https": replace(home["https"], facts={**home["https"].facts, "done": 1})}
    assert judge(seen).confidence is Confidence.POSSIBLE
    verdict = judge(announced(seen, believed=True))
    assert (verdict.fault, verdict.confidence) == ("isp-announced-outage", Confidence.LIKELY)


def test_what_was_seen_through_a_tunnel_alone_is_no_reason_to_name_the_provider() -> None:
    blind = replace(HOMES["isp-outage"]["vpn"], facts={**HOMES["isp-outage"]["vpn"].facts, "blind": True})
    assert judge({**announced(HOMES["isp-outage"]), "vpn": blind}).fault != "isp-announced-outage"


def test_a_page_that_could_not_be_asked_stands_in_the_evidence() -> None:
    unread = Observation(Outcome.UNKNOWN, Failure.TIMEOUT, "the page could not be asked", {"asked": True})
    for name in ("isp-outage", "line-down"):
        assert "isp_status: the page could not be asked" in judge({**HOMES[name], "isp_status": unread}).evidence
    assert not any("isp_status" in line for line in judge({**HOMES["router-silent"], "isp_status": unread}).evidence)


def test_several_services_are_named_and_what_their_maker_says() -> None:
    seen = HOMES["service-down"]

    def with_facts(**facts: Fact) -> Verdict:
        return judge({**seen, "services": replace(seen["services"], facts={**seen["services"].facts, **facts})})

    assert with_facts(failed_direct=2, names="Wiki, Git").headline == "Wiki, Git do not work; everything else does."
    words = with_facts(
        vendor="Chatter", vendor_says="trouble", announces="Messages are late", vendor_read_at="2026-11-21T14:02:11Z"
    ).explanation
    assert words.startswith("Chatter announces: Messages are late (as of 2026-11-21 14:02 UTC).")
    assert "says that all is well" in with_facts(vendor_says="all-well").explanation
    page = with_facts(vendor_says="nothing", status_page="https://s.example/").explanation
    assert page.endswith("Troubles are told at https://s.example/.")
    several = judge(
        {
            **HOMES["vpn-not-connected"],
            "services": replace(
                HOMES["vpn-not-connected"]["services"],
                facts={**HOMES["vpn-not-connected"]["services"].facts, "failed_vpn": 2, "names": "Wiki, Git"},
            ),
        }
    )
    assert several.headline == "Your VPN is not connected, and Wiki, Git are only reached through it."


def seen_of_services(**services: Fact) -> dict[str, Observation]:
    """Services that fail, with these facts; nothing else does, and nothing is lost."""
    seen = dict(HOMES["service-down"])
    clean = Observation(Outcome.OK, facts={"lossy": False, "first_losing": "none", "busy": False})
    return {
        **seen,
        "services": replace(seen["services"], facts={**seen["services"].facts, **services}),
        "loss": clean,
    }


@pytest.mark.parametrize(("by_nobody_knows", "sure"), [(True, "possible"), (False, "likely"), (None, "likely")])
def test_a_service_that_somebody_turns_away_is_not_surely_to_blame_while_nobody_knows_who(
    by_nobody_knows: bool | None, sure: str
) -> None:
    """A system that does not tell which station spoke may mean the router at home."""
    verdict = judge(seen_of_services(why_kind="unreachable", failed_surely=1, by_nobody_knows=by_nobody_knows))
    assert (verdict.fault, verdict.confidence.value) == ("service-down", sure)


def losing(**facts: Fact) -> Observation:
    return Observation(
        Outcome.FAILED, Failure.LOSS, facts={"lossy": False, "first_losing": "none", "busy": False} | facts
    )


@pytest.mark.parametrize(
    ("loss", "instead"),
    [
        (losing(lossy=True, first_losing="gateway"), "link-lossy"),
        (losing(lossy=True, first_losing="first-hop"), "line-lossy"),
        (losing(lossy=True, first_losing="beyond"), "isp-lossy"),
        (losing(busy=True), "line-busy"),
        (Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE), "unknown"),
    ],
)
@pytest.mark.parametrize("silent", [1, 6])
def test_silent_services_are_not_to_blame_where_data_is_lost_or_late(
    loss: Observation, instead: str, silent: int
) -> None:
    seen = seen_of_services(failed_direct=silent, failed_surely=0, why_kind="timeout")
    assert judge(seen).fault == "service-down"
    found = judge({**seen, "loss": loss}).fault
    assert found == ("service-down" if instead == "unknown" and silent == 1 else instead)


def test_a_service_that_says_so_itself_is_to_blame_even_where_data_is_lost() -> None:
    seen = seen_of_services(
        failed_direct=3, failed_surely=1, surely="Wiki (wiki.example)", why="it refuses connections"
    )
    verdict = judge({**seen, "loss": losing(lossy=True, first_losing="gateway")})
    assert (verdict.fault, verdict.also) == ("service-down", ("link-lossy",))
    assert verdict.headline == "Wiki (wiki.example) fails by itself: it refuses connections."


@pytest.mark.parametrize(("family", "dark"), [(4, "v4"), (6, "v6")])
def test_a_service_of_a_family_that_is_dark_is_not_to_blame(family: int, dark: str) -> None:
    seen = seen_of_services(failed_surely=0, only_family=family)
    by_ip = seen["internet_by_ip"]
    families: dict[str, Fact] = {"v4": "answers", "v6": "answers", dark: "dark"}
    dead = replace(by_ip, facts={**by_ip.facts, **families})
    assert judge(seen).fault == "service-down"
    assert judge({**seen, "internet_by_ip": dead}).side is not Side.UPSTREAM


def test_times_are_said_to_the_minute() -> None:
    seen = {"x": Observation(Outcome.OK, facts={"at": "2026-11-21T15:02:11.5+01:00", "no": "2026-13-99T99:99:99Z"})}
    assert filled("{x.at}, {x.no}", seen) == "2026-11-21 14:02 UTC, 2026-13-99T99:99:99Z"


def test_an_announcement_never_replaces_a_fault_at_home() -> None:
    seen = {**HOMES["router-silent"], "isp_status": HOMES["isp-announced-outage"]["isp_status"]}
    assert judge(seen).fault == "router-silent"


def test_an_announcement_never_replaces_a_service_that_is_down() -> None:
    seen = {**HOMES["service-down"], "isp_status": HOMES["isp-announced-outage"]["isp_status"]}
    assert judge(seen).fault == "service-down"


def test_where_a_work_address_fails_it_is_not_said_that_all_works() -> None:
    """In a tunnel whose other end nobody can see from here, it may be anybody's fault."""
    failing = Observation(Outcome.FAILED, Failure.TIMEOUT, facts={"failed_direct": 0, "failed_vpn": 0})
    assert judge({**HOMES["plain"], "services": failing}).side is Side.UNKNOWN


def test_an_announcement_keeps_what_was_measured() -> None:
    verdict = judge(HOMES["isp-announced-outage"])
    assert verdict.also[0] == "isp-outage"
    assert {"isp_status", "path", "internet_by_ip"} <= set(verdict.rests_on)


@pytest.mark.parametrize(("access", "segment"), [("DSL", Segment.LINE), ("Ethernet", Segment.ROUTER)])
def test_a_port_without_signal_is_the_line_or_the_box_before_it(access: str, segment: Segment) -> None:
    home = HOMES["wan-link-down"]
    word = replace(home["router_wan"], facts={**home["router_wan"].facts, "access": access})
    verdict = judge({**home, "router_wan": word})
    assert (verdict.fault, verdict.segment, verdict.side) == ("wan-link-down", segment, segment.side)


def test_a_line_in_the_hosts_file_is_found_where_landmarks_are_blocked() -> None:
    """Else service-down is held back for the hosts file, and the verdict is that all is well."""
    seen = {**HOMES["hosts-override"], "internet_by_ip": HOMES["public name servers blocked"]["internet_by_ip"]}
    assert judge(seen).fault == "hosts-override"


# --- what the person can tell -----------------------------------------------------------------------------------------


def told(seen: Seen, **answers: str) -> Verdict:
    return judge({**seen, "person": Observation(Outcome.OK, facts=answers)})


def test_another_device_that_works_clears_the_line() -> None:
    before, after = judge(HOMES["line-down"]), told(HOMES["line-down"], other_device="yes")
    assert "other_device" in {question.id for question in before.questions}
    assert after.side is not Side.UPSTREAM


@pytest.mark.parametrize("name", HOMES)
def test_a_question_is_asked_only_where_an_answer_changes_something(name: str) -> None:
    verdict = judge(HOMES[name])
    key = (verdict.fault, verdict.segment, verdict.confidence)
    for question in QUESTIONS:
        others = [told(HOMES[name], **{question.id: answer}) for answer in question.answers]
        changes = any((v.fault, v.segment, v.confidence) != key for v in others)
        assert (question in verdict.questions) == (changes and verdict.side is not Side.NONE)


def test_nobody_is_asked_twice() -> None:
    answered = told(HOMES["line-down"], other_device="no", internet_light="yes")
    assert answered.questions == ()


# --- the path ---------------------------------------------------------------------------------------------------------


def states(name: str) -> dict[Segment, str]:
    seen = HOMES[name]
    return {step.segment: step.state for step in path_of(seen, judge(seen))}


def test_a_healthy_path_is_whole() -> None:
    assert set(list(states("plain").values())[:-1]) == {"ok"}
    assert states("work addresses answer")[Segment.SERVICE] == "ok"


def test_work_addresses_that_are_not_set_were_not_seen_to_work() -> None:
    assert states("plain")[Segment.SERVICE] == "skipped"


@pytest.mark.parametrize("name", ["router-silent", "line-down", "isp-outage"])
def test_a_break_hides_what_lies_beyond_it(name: str) -> None:
    seen = HOMES[name]
    verdict = judge(seen)
    assert verdict.segment is not None
    for step in path_of(seen, verdict):
        if step.segment.place < verdict.segment.place:
            assert step.state == "ok"
        elif step.segment is verdict.segment:
            assert step.state == "failed"
        else:
            assert step.state == "skipped"


def test_a_break_that_no_check_of_its_segment_saw_is_told_by_the_headline() -> None:
    seen = HOMES["router-dns-down"]
    verdict = judge(seen)
    assert (verdict.segment, seen["gateway"].outcome) == (Segment.ROUTER, Outcome.OK)
    assert path_of(seen, verdict)[Segment.ROUTER.place].detail == verdict.headline


@pytest.mark.parametrize("name", BROKEN)
def test_where_it_breaks_is_told_by_what_failed_or_by_the_headline(name: str) -> None:
    seen = HOMES[name]
    verdict = judge(seen)
    (step,) = (step for step in path_of(seen, verdict) if step.state == "failed")
    failing = {said.summary for said in seen.values() if said.outcome is Outcome.FAILED}
    assert step.segment is verdict.segment
    assert step.detail in failing | {verdict.headline}


@pytest.mark.parametrize("name", ["router-dns-down", "service-down", "proxy-broken"])
def test_a_break_that_packets_pass_hides_nothing(name: str) -> None:
    assert states(name)[Segment.INTERNET] == "ok"


@given(anything())
def test_blocked_checks_are_neither_fine_nor_nearer_than_the_fault(seen: dict[str, Observation]) -> None:
    verdict = judge(seen)
    for check, fault in blocked(seen, verdict, SEGMENTS).items():
        assert fault == verdict.fault
        assert seen[check].outcome is not Outcome.OK
        assert verdict.segment is not None
        assert SEGMENTS[check].place >= verdict.segment.place


def test_what_a_dead_router_explains_is_no_second_accusation() -> None:
    seen = HOMES["router-silent"]
    explained = blocked(seen, judge(seen), SEGMENTS)
    failing = {check for check, said in seen.items() if said.outcome is Outcome.FAILED}
    assert failing > {"gateway", "dns", "path"}
    assert failing - set(explained) == {"gateway"}


def test_a_dead_router_explains_why_programs_find_no_names() -> None:
    seen = HOMES["router-silent"]
    assert seen["dns_system"].outcome is Outcome.FAILED
    assert blocked(seen, judge(seen), SEGMENTS)["dns_system"] == "router-silent"


@pytest.mark.parametrize("name", [*HEALTHY, "line-lossy"])
def test_nothing_is_blocked_where_nothing_is_out(name: str) -> None:
    assert blocked(HOMES[name], judge(HOMES[name]), SEGMENTS) == {}


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("The router at {gateway.address} is silent.", "The router at 192.168.1.1 is silent."),
        ("{loss.hop_ms} ms", "12 ms"),
        ("{nobody.knows}", "unknown"),
        ("{gateway.nothing}", "unknown"),
        ("{loss.zero} {loss.no}", "0 False"),
        ("{ not.this } {{x}}", "{ not.this } {{x}}"),
    ],
)
def test_blanks(template: str, text: str) -> None:
    facts: Mapping[str, Fact] = {"hop_ms": 12.4, "zero": 0, "no": False}
    seen = {
        "gateway": Observation(Outcome.FAILED, facts={"address": "192.168.1.1", "nothing": None}),
        "loss": Observation(Outcome.OK, facts=facts),
    }
    assert filled(template, seen) == text


@given(st.text(), anything())
def test_no_text_is_too_odd_to_be_filled(template: str, seen: dict[str, Observation]) -> None:
    assert isinstance(filled(template, seen), str)


def test_a_fact_that_looks_like_a_blank_is_not_filled_again() -> None:
    seen = {"link": Observation(Outcome.OK, facts={"name": "{link.secret}", "secret": "x"})}
    assert filled("{link.name}", seen) == "{link.secret}"


@given(st.lists(st.sampled_from([*CHECKS, "zz-new", "aa-new"]), unique=True))
def test_the_path_orders_checks_and_puts_new_ones_last(checks: list[str]) -> None:
    ordered = in_path_order(checks)
    assert sorted(ordered) == sorted(checks)
    assert ordered == in_path_order(list(reversed(checks)))
    new = [check for check in ordered if check.endswith("-new")]
    assert ordered[len(ordered) - len(new) :] == sorted(new)


def test_every_check_has_its_place_on_the_path() -> None:
    assert in_path_order([*CHECKS, "aa-new"])[-1] == "aa-new"


@pytest.mark.parametrize("name", BROKEN)
def test_evidence_is_told_in_the_order_of_the_path(name: str) -> None:
    lines = judge(HOMES[name]).evidence
    assert lines
    checks = [line.partition(":")[0] for line in lines]
    assert checks == in_path_order(checks)
    assert all(line.partition(": ")[2] == HOMES[name][check].summary for line, check in zip(lines, checks, strict=True))


def test_no_facts_are_shared_by_accident() -> None:
    assert dict(NOTHING) == {}
