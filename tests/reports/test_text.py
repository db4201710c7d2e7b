"""The plain text says the verdict first and shows nothing that could harm a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.diagnose import judge, path_of
from netcheck.core.language import Translator
from netcheck.core.memory import changed
from netcheck.core.model import (
    Confidence,
    Failure,
    Impact,
    Look,
    Observation,
    Outcome,
    PathStep,
    Question,
    Report,
    Segment,
    Side,
    Step,
    Verdict,
)
from netcheck.core.record import Record
from netcheck.core.words import NOT_CHECKED
from netcheck.reports.text import FORMAT, PROVIDER
from tests import fake_record
from tests.fake_homes import BROKEN
from tests.fake_translator import MARKED, MIRRORED
from tests.fake_world import observed

NO_BREAK = "\u00a0\u202f"
"""Spaces that Python does not call printable."""
AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
SEGMENTS = {"adapter": Segment.COMPUTER, "gateway": Segment.ROUTER}
UPSTREAM = Verdict(
    Side.UPSTREAM,
    Segment.ISP,
    "isp-outage",
    Impact.OUTAGE,
    Confidence.LIKELY,
    "The fault is with your provider, not in your home.",
    "Your router answers; nothing beyond the provider's first router does.",
    steps=(Step("Use your phone's hotspot.", "your phone", "2 minutes", "uses mobile data", "keeps you working"),),
    evidence=("gateway: 192.168.1.1 answered after 1.2 ms",),
    also=("wifi-weak",),
    questions=(Question("phone", "Does your phone work?", ("yes", "no")),),
)
PATH = (
    PathStep(Segment.COMPUTER, "ok", "Ethernet is on"),
    PathStep(Segment.ISP, "failed", "nothing answers"),
    PathStep(Segment.SERVICE, "skipped", NOT_CHECKED),
)
SEEN = {
    "gateway": Observation(Outcome.OK, None, "192.168.1.1 answered", {}, AT, 1.2),
    "adapter": Observation(Outcome.FAILED, Failure.SWITCHED_OFF, ""),
}


def told(verdict: Verdict = UPSTREAM, text: str = "") -> Report:
    return Report(
        "r-1",
        AT,
        verdict,
        (Look(AT, SEEN),),
        PATH,
        changed=(text or "The router is another one.",),
        duration_ms=1400.0,
        provider={"name": text or "LabTel", "support_phone": "0800 1", "nested": {"a": 1}, "known": True},
        blocked_by={"adapter": "isp-outage"},
    )


def test_the_whole_page() -> None:
    assert FORMAT.write(told(), SEGMENTS, verbose=True) == (
        "✗ The fault is with your provider, not in your home.\n"
        "  Your router answers; nothing beyond the provider's first router does.\n"
        "  Where: outside your home, provider (isp-outage).\n"
        "  How sure: likely, not proven.\n"
        "  Also seen: Your Wi-Fi signal is too weak here. (wifi-weak)\n"
        "\n"
        "The path, from here to there\n"
        "  Computer       ✓ works        Ethernet is on\n"
        "  Provider       ✗ fault here   nothing answers\n"
        "  Your services  – not checked  because of the fault before it\n"
        "\n"
        "Changed since the last good look\n"
        "  - The router is another one.\n"
        "\n"
        "Your provider\n"
        "  Name: LabTel\n"
        "  Phone: 0800 1\n"
        "\n"
        "What to do\n"
        "  1. Use your phone's hotspot.\n"
        "     Needs: your phone. Takes: 2 minutes. Risk: uses mobile data. Helps: keeps\n"
        "     you working.\n"
        "\n"
        "What you could tell\n"
        "  - Does your phone work? (phone: yes, no)\n"
        "\n"
        "What the verdict rests on\n"
        "  - gateway: 192.168.1.1 answered after 1.2 ms\n"
        "\n"
        "All checks\n"
        "  - adapter: failed (switched-off); beyond the cause (isp-outage): nothing to\n"
        "    tell\n"
        "  - gateway: ok, 1 ms: 192.168.1.1 answered\n"
        "\n"
        "Looked 1 time, 1.4 s, 2026-11-21 14:02:11 UTC. Report r-1.\n"
    )


ESTIMATE = {
    "source": "own", "median_s": 2400.0, "low_s": 700.0, "high_s": 90000.0, "ends_at": "2026-11-21T14:42:11+00:00",
    "outages": 14, "alike": "fault", "left_out": 2, "passed": "2026-11-20T09:00:00+00:00",
}  # fmt: skip


def test_how_long_it_may_take_in_the_reader_s_own_time() -> None:
    known = replace(told(), provider={"name": "LabTel", "estimate": ESTIMATE})
    text = " ".join(FORMAT.write(known, SEGMENTS, zone=timezone(timedelta(hours=1))).split())
    assert "How long it may take The end that your provider gave, 2026-11-20 10:00, has passed. It may" in text
    assert "until about 15:42; in 8 cases of 10 between 10 min and 1 d 6 h more. From 14 past outages" in text
    assert "How long" not in FORMAT.write(replace(known, provider={"estimate": {"source": "?"}}), SEGMENTS)


def test_evidence_only_when_asked_for() -> None:
    assert "192.168.1.1" not in FORMAT.write(told())


@pytest.mark.parametrize(
    ("name", "told_as"),
    [("CET", "CET"), ("+0545", "+0545"), ("W. Europe Standard Time", "UTC+01:00"),
     ("Mitteleurop\xe4ische Zeit", "UTC+01:00")],
)  # fmt: skip
def test_a_zone_that_windows_names_at_length(name: str, told_as: str) -> None:
    text = FORMAT.write(told(), zone=timezone(timedelta(hours=1), name))
    assert f"2026-11-21 15:02:11 {told_as}. Report" in text


def test_the_reader_s_own_time_zone() -> None:
    assert "2026-11-21 15:02:11 UTC+01:00" in FORMAT.write(told(), zone=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(("side", "sign"), [(Side.NONE, "✓ "), (Side.LOCAL, "✗ "), (Side.UNKNOWN, "? ")])
def test_each_side_has_its_sign_and_only_an_accusation_says_how_sure(side: Side, sign: str) -> None:
    text = FORMAT.write(told(Verdict(side, None, "x", Impact.NONE, Confidence.LIKELY, "Headline.", "Why.")))
    assert text.startswith(f"{sign}Headline.\n  Why.\n")
    assert ("How sure" in text) is (side is Side.LOCAL)


@pytest.mark.parametrize("width", [0, 34, 41, 60, 100])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    text = FORMAT.write(told(), SEGMENTS, verbose=True, width=width)
    assert max(map(len, text.splitlines())) <= max(width, 34)


def test_ascii_where_the_terminal_knows_no_other_signs() -> None:
    text = FORMAT.write(told(), ascii_only=True)
    assert text.isascii()
    assert "x fault here" in text


def test_colour_stands_beside_sign_and_word() -> None:
    text = FORMAT.write(told(), paint=lambda style, piece: f"<{style}>{piece}</>")
    assert "<failed>✗ fault here </>" in text
    assert text.startswith("<headline>✗ The fault")


@given(st.text(min_size=1))
def test_nothing_from_outside_can_steer_the_terminal(text: str) -> None:
    hostile = f"\x1b[2J\u202e{text}\x07\u2066"
    written = FORMAT.write(told(text=hostile), SEGMENTS, verbose=True)
    assert all(sign == "\n" or sign in NO_BREAK or sign.isprintable() for sign in written)


# --- other languages --------------------------------------------------------------------------------------------------


def ours(text: str) -> str:
    """What is left of a text when all that went through the catalogue is taken out."""
    text = " ".join(text.split())
    while (less := re.sub("«[^«»]*»", "", text)) != text:
        text = less
    return text


def judged(name: str) -> Report:
    seen = observed(BROKEN[name]())
    verdict = judge(seen)
    path = tuple(
        replace(step, detail=step.detail if step.detail == NOT_CHECKED else "") for step in path_of(seen, verdict)
    )
    before = {"gateway": "10.0.0.1", "proxy": "http://proxy.example:1"}
    provider = dict.fromkeys(PROVIDER, "0800 1")
    return Report("1", AT, verdict, (Look(AT, seen),), path, changed(before, seen), 1440.0, provider=provider)


@pytest.mark.parametrize("name", BROKEN)
def test_no_word_of_ours_is_left_in_english(name: str) -> None:
    text = FORMAT.write(judged(name), translator=MARKED)
    codes = r"\((other_device|internet_light): yes, no\)"
    assert re.findall(r"[^\W\d_]+", re.sub(codes, "", ours(text))) == []
    assert FORMAT.write(judged(name)).split() == text.replace("«", "").replace("»", "").split()


def test_evidence_stays_as_technical_people_write_it() -> None:
    text = FORMAT.write(told(), SEGMENTS, verbose=True, translator=MARKED)
    assert "gateway: 192.168.1.1 answered after 1.2 ms" in text
    assert "adapter: failed (switched-off)«; beyond the cause (isp-outage)»: «nothing to tell»" in " ".join(
        text.split()
    )


def test_numbers_agree_with_their_words() -> None:
    looks = (Look(AT, SEEN), Look(AT, SEEN, confirming=True))
    assert "Looked 2 times, 1.4 s" in FORMAT.write(replace(told(), looks=looks))
    assert "Looked 1 time, 0.0 s" in FORMAT.write(replace(told(), duration_ms=49.9))
    assert "Looked 1 time, 10.0 s" in FORMAT.write(replace(told(), duration_ms=9960.0))


@pytest.mark.parametrize("width", [34, 41, 80])
@pytest.mark.parametrize("translator", [MARKED, MIRRORED], ids=["marked", "mirrored"])
def test_longer_words_still_fit_the_page(width: int, translator: Translator) -> None:
    text = FORMAT.write(judged("line-down"), SEGMENTS, verbose=True, width=width, translator=translator)
    assert [line for line in text.splitlines() if len(line) > width] == []


# --- the provider's word ----------------------------------------------------------------------------------------------

TWO = "2026-11-21T13:02:11+00:00"
WELL = Verdict(Side.NONE, None, "none", Impact.NOTE, Confidence.CERTAIN, "It works.", "All answered.")


def of_provider(**known: object) -> str:
    """The whole report on one line, with this known of the provider."""
    written = FORMAT.write(replace(told(), provider={"name": "LabTel", "asked": True, **known}), SEGMENTS)
    return " ".join(written.split())


def test_when_the_provider_said_something_is_told_in_the_readers_time() -> None:
    known = {"name": "LabTel", "title": "No internet in Linz", "as_of": TWO}
    text = FORMAT.write(replace(told(), provider=known), SEGMENTS, zone=timezone(timedelta(hours=5)))
    assert "It says: No internet in Linz" in text
    assert "As of: 2026-11-21 18:02" in text or "As of: 18:02" in text


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"through": "your phone (usb0)"}, "Asked through your phone (usb0)."),
        (
            {"reason": "it does not answer", "failure": "timeout"},
            "Its status page could not be asked: it does not answer.",
        ),
        ({"reason": "it has no entries"}, "Its status page was read, but it has no entries."),
        ({"failure": "timeout"}, "Its status page could not be asked: timeout."),
        ({"denies": True, "as_of": TWO}, "that all is well; the measurement here says otherwise."),
    ],
)
def test_how_the_provider_was_asked_is_told(known: dict[str, object], sentence: str) -> None:
    assert sentence in of_provider(**known)
    assert sentence not in of_provider(**known, asked=False)


def test_a_note_tells_what_is_announced_and_all_well_alone_does_not() -> None:
    known = {"asked": True, "title": "No internet in Linz", "as_of": TWO}
    well = replace(told(), provider=known, verdict=WELL)
    noted = replace(well, verdict=replace(WELL, also=("isp-announcement",)))
    assert "No internet in Linz" in FORMAT.write(noted, SEGMENTS)
    assert "No internet in Linz" not in FORMAT.write(well, SEGMENTS)


# --- records --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("record", [fake_record.of_outage(), fake_record.of_look(), fake_record.of_log()])
def test_a_record_is_told_in_lines_of_this_width(record: Record, width: int) -> None:
    text = FORMAT.write(record, zone=fake_record.VIENNA, width=width)
    assert text.endswith("\n")
    lines = text.splitlines()
    assert len(lines) > 20
    wide = [line for line in lines if len(line) > width and not any(len(word) >= 20 for word in line.split())]
    assert wide == []
    assert all(sign.isprintable() for line in lines for sign in line)


def test_a_record_speaks_the_persons_language() -> None:
    plain = FORMAT.write(fake_record.of_outage(), zone=UTC)
    assert FORMAT.write(fake_record.of_outage(), zone=UTC, translator=MARKED) != plain
