"""On the terminal an estimate is said once for each source, after the outage itself was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netcheck.cli.outlook import Outlook, when
from netcheck.core.watching import Happened

OWN = {
    "source": "own", "median_s": 2400.0, "low_s": 700.0, "high_s": 9000.0, "ends_at": "2026-11-21T14:42:11+00:00",
    "outages": 14, "alike": "fault",
}  # fmt: skip
FEW = {"source": "few", "last_s": [720.0, 2400.0, 5700.0], "outages": 3}


def test_it_is_said_with_the_outage_and_not_with_each_look() -> None:
    outlook = Outlook()
    assert outlook.line(Happened.LOOK, "o-1", OWN) == ""  # the outage itself is told next
    line = outlook.line(Happened.OUTAGE_STARTED, "o-1", OWN)
    assert line.startswith("It may take about 40 min more, until about ")
    assert line.endswith(
        "From 14 past outages that began with the same fault and lasted longer than this one has so far."
    )
    assert outlook.line("look", "o-1", OWN) == ""
    assert outlook.line("relapsed", "o-1", OWN) == ""


def test_another_source_and_another_outage_are_said() -> None:
    outlook = Outlook()
    assert outlook.line("outage_started", "o-1", OWN)
    assert outlook.line("look", "o-1", FEW).startswith("The last three like it took 12 min, 40 min and 1 h 35 min.")
    assert outlook.line("look", "o-1", FEW) == ""
    assert outlook.line("look", "o-1", None) == ""
    assert outlook.line("look", "o-1", FEW) == ""
    assert outlook.line("outage_started", "o-2", FEW)


def test_an_outage_that_ran_before_is_said_at_its_second_look() -> None:
    outlook = Outlook()
    assert outlook.line("look", "o-1", FEW) == ""
    assert outlook.line("look", "o-1", FEW)


@pytest.mark.parametrize("known", [None, {}, "own", {"source": "own"}, {"source": ["x"]}])
def test_nothing_known_is_nothing_said(known: object) -> None:
    assert Outlook().line("outage_started", "o-1", known) == ""


def test_another_day_has_its_date() -> None:
    now = datetime.now(UTC)
    assert when(now + timedelta(days=3)).startswith(f"{(now + timedelta(days=3)).astimezone():%Y-%m-%d} ")
    assert len(when(now)) == 5
