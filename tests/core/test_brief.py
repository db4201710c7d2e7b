"""The short report stays short, and says what matters, in local time and UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.brief import SHORT_MOST, Brief, brief_of, short_report, telling
from netcheck.core.history import Said
from netcheck.core.record import Call, Kind, Person, Record
from tests.fake_situation import NOW, situation

BEGAN = datetime(2026, 7, 20, 22, 30, tzinfo=UTC)
BRIEF = Brief(
    "Your line to the provider is down; your home network works.", BEGAN, BEGAN + timedelta(hours=2),
    tuple(f"check{n}: said something {n}" for n in range(8)), "Jo Smith", "+44 7700 900123", "Sky", "A1", None,
    "0123456789abcdef0123", "1.0",
)  # fmt: skip
TEXT = st.text(max_size=600)


def test_verdict_times_and_five_facts() -> None:
    told = short_report(BRIEF, zone=ZoneInfo("Europe/London"))
    assert told.splitlines() == [
        "netcheck 1.0",
        "Your line to the provider is down; your home network works.",
        "Since: 2026-07-20 23:30+0100 (22:30 UTC)",
        "Until: 2026-07-21 01:30+0100 (00:30 UTC)",
        *(f"- check{n}: said something {n}" for n in range(5)),
        "Who: Jo Smith, +44 7700 900123",
        "Provider: Sky",
        "Provider's number: A1",
        "Log: 0123456789abcdef",
    ]


def test_while_it_lasts_and_over_midnight() -> None:
    told = short_report(Brief("Dead.", BEGAN), zone=ZoneInfo("Asia/Tokyo"))
    assert "Since: 2026-07-21 07:30+0900 (2026-07-20 22:30 UTC)" in told
    assert "Until: lasts" in told


@given(TEXT, st.lists(TEXT, max_size=8), TEXT, TEXT)
def test_never_longer_than_a_code_holds(headline: str, facts: list[str], who: str, provider: str) -> None:
    told = short_report(Brief(headline, BEGAN, None, facts, who, "", provider), zone=UTC)
    assert len(told.encode(errors="surrogatepass")) <= SHORT_MOST
    assert told.count("\n") <= 12
    assert "Since: 2026-07-20 22:30" in told


# --- out of a record --------------------------------------------------------------------------------------------------


def test_out_of_a_record() -> None:
    past = situation().past
    record = Record(
        Kind.OUTAGE, "one", NOW, "1.0", person=Person("jo", "pc", "my mobile"), past=past, provider={"name": "Sky"},
        calls=(Call(NOW, "A1"), Call(NOW)), said=(Said(NOW, expected_end=NOW + timedelta(hours=1)),), chain_head="ab",
    )  # fmt: skip
    found = brief_of(record)
    assert found.headline == past.outage.verdict.headline
    assert (found.began, found.ended) == (past.outage.down_since, None)
    assert found.facts == past.outage.verdict.evidence
    assert (found.who, found.reach_at, found.provider, found.reference) == ("jo, pc", "my mobile", "Sky", "A1")
    assert found.expected == NOW + timedelta(hours=1)
    over = replace(record, past=situation(up=NOW).past)
    assert (brief_of(over).ended, brief_of(over).expected) == (NOW, None)


def test_a_record_of_nothing() -> None:
    assert brief_of(Record(Kind.LOG, "one", NOW, "1.0")) == Brief("", NOW, version="1.0")


def test_what_says_most_in_the_order_of_the_path() -> None:
    evidence = (
        "link: up",
        "address: 192.168.1.23",
        "route: there",
        "gateway: yes",
        "path: ends",
        "internet_by_ip: none",
    )
    assert telling(evidence, 3) == ("gateway: yes", "path: ends", "internet_by_ip: none")
    assert telling(evidence, 10) == evidence
    assert telling((), 3) == ()
