"""What is shown as codes: short, for the desk where one is set, and the whole report, which comes back bit for bit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from netcheck.core.handover_codes import LARGEST, join
from netcheck.core.received import received
from netcheck.core.settings import Helpdesk
from netcheck.core.shown_codes import LETTERS, LINK_MOST, WHOLE, plain, shown_codes
from netcheck.wiring import written
from tests.fake_record import VIENNA, of_look, of_outage
from tests.fake_translator import MARKED

DESK = Helpdesk("help@company.example", "+44 20 1", "+44 20 7946 0000")
RECORD = of_outage()
REPORT = written(RECORD, "json")


def test_all_that_a_desk_may_want() -> None:
    codes = shown_codes(RECORD, REPORT, DESK, zone=VIENNA)
    titles = [code.title for code in codes]
    assert titles[:3] == ["Short report", "By SMS", "By mail"]
    assert set(titles[3:]) == {WHOLE}
    assert codes[0].text.startswith("netcheck 1.2.3\n")
    assert codes[1].text.startswith("sms:+442079460000?body=netcheck")
    assert codes[2].text.startswith("mailto:help@company.example?subject=")
    assert all(len(code.text) <= LINK_MOST for code in codes[1:3])
    assert 2 <= len(titles[3:]) <= 8
    assert all(len(code.text) <= LETTERS + 40 for code in codes[3:])


def test_the_whole_report_comes_back_and_can_be_opened() -> None:
    parts = [code.text for code in shown_codes(RECORD, REPORT, Helpdesk()) if code.title == WHOLE]
    report = join(reversed(parts))
    assert report == plain(REPORT)
    assert json.loads(report) == json.loads(REPORT)
    assert received(report).record is not None


def test_without_a_desk_nobody_is_written_to() -> None:
    titles = {code.title for code in shown_codes(of_look(), b"no JSON", Helpdesk())}
    assert titles == {"Short report", WHOLE}


def test_titles_are_in_the_persons_language() -> None:
    assert shown_codes(RECORD, REPORT, DESK, MARKED.say)[0].title == "«Short report»"


def test_a_report_that_is_too_large_leaves_the_short_one() -> None:
    assert [code.title for code in shown_codes(RECORD, b"x" * (LARGEST + 1), Helpdesk())] == ["Short report"]


def test_nothing_is_shown_that_was_not_redacted() -> None:
    with pytest.raises(ValueError, match="redacted"):
        shown_codes(replace(RECORD, redaction=""), REPORT, DESK)
