"""Each thing that a report can be about has a line that tells it from the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netcheck.core.about import Period
from netcheck.gui import about_lines as module
from netcheck.gui.about_lines import PERIODS, about_lines
from tests.fake_record import BEGAN, past, report

HEADLINE = report().verdict.headline


@pytest.fixture(autouse=True)
def _when(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clocks and zones are tested elsewhere."""
    monkeypatch.setattr(module, "when", lambda moment: f"{moment:%d %b, %H:%M}")


def test_lines() -> None:
    lasting = past(18, BEGAN, up_since=None)
    before = past(20, BEGAN - timedelta(days=3), id="a")
    lines = [line for _, line in about_lines((lasting, before), report())]
    assert lines == [
        f"Outage since 21 Nov, 23:16: {HEADLINE}",
        "How it looks now (21 Nov, 23:19)",
        f"Outage of 18 Nov, 23:16, 20 min 0 s: {HEADLINE}",
        "All outages of the last 7 days",
        "All outages of the last 30 days",
        "All outages of this year",
        "All outages that are kept",
    ]


def test_every_time_has_its_words() -> None:
    assert set(PERIODS) == set(Period)
    assert [line for _, line in about_lines((), None)] == list(PERIODS.values())
