"""OpenStatus: its feed of everything, and the one word of its widget."""

from __future__ import annotations

import pytest

from netcheck.core.news import Overall, Reading, Stage
from netcheck.core.page_incidents import ONLY_STATE
from netcheck.statuspages.openstatus import FORMAT
from tests.statuspages.samples import at, read


def test_a_page_with_everything() -> None:
    page = read(FORMAT, "openstatus_feed.json")
    assert (page.overall, page.provider, page.updated_at) == (Overall.PARTIAL_OUTAGE, "Lindenfunk", at(21, 13, 20))
    assert page.parts == {"Gateway West": Overall.PARTIAL_OUTAGE, "Gateway East": Overall.OPERATIONAL}
    (outage,) = page.incidents
    assert (outage.id, outage.kind, outage.stage) == ("21", "outage", Stage.IDENTIFIED)
    assert (outage.areas, outage.components) == (("Oberdorf",), ("Radio West",))
    assert (outage.text, outage.started_at) == ("The mast has no power.", at(21, 12, 40))
    (planned,) = page.planned
    assert (planned.title, planned.expected_start, planned.expected_end) == ("Antenna exchange", at(28, 6), at(28, 8))


def test_work_goes_by_our_clock() -> None:
    during = read(FORMAT, "openstatus_feed.json", now=at(28, 7))
    assert [one.stage for one in during.incidents] == [Stage.IDENTIFIED, Stage.IN_PROGRESS]
    assert during.planned == ()
    assert len(read(FORMAT, "openstatus_feed.json", now=None).incidents) == 1


@pytest.mark.parametrize(
    ("word", "overall"),
    [
        ("operational", Overall.OPERATIONAL),
        ("degraded_performance", Overall.DEGRADED),
        ("partial_outage", Overall.PARTIAL_OUTAGE),
        ("major_outage", Overall.MAJOR_OUTAGE),
        ("under_maintenance", Overall.MAINTENANCE),
        ("incident", Overall.PARTIAL_OUTAGE),
        ("unknown", Overall.UNKNOWN),
    ],
)
def test_the_word_of_the_widget(word: str, overall: Overall) -> None:
    news = FORMAT.parse(f'{{"status": "{word}"}}'.encode(), Reading())
    assert (news.overall, news.clears, news.note) == (overall, False, ONLY_STATE)


@pytest.mark.parametrize(
    "data", [b'{"status": "ok"}', b'{"status": "operational", "pid": 1}', b'{"status": ["operational"]}']
)
def test_the_health_word_of_any_other_program_is_not_taken_for_a_status_page(data: bytes) -> None:
    assert not FORMAT.recognises(data)
