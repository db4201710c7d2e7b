"""What there is to say in outages of every kind, for the pages that show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from netcheck.core.history import Said
from netcheck.core.model import Segment, Side
from netcheck.core.settings import Handover
from netcheck.core.situation import Situation
from netcheck.core.speech import Speech, Spoken, spoken
from netcheck.gui.words import say
from netcheck.world.compensation_rules import shipped_rules
from tests.fake_situation import BEGAN, LINE_DOWN, PERSON, clock, entry, situation

WORD = Said(
    BEGAN + timedelta(minutes=20), "major_outage", "Fibre cut", expected_end=BEGAN + timedelta(hours=4),
    outage="0123456789abcdef",
)  # fmt: skip
CALL = entry(18, "call", "reference: SKY-88 · spoke_with: Priya · appointment: Monday 9 to 12")
LISTED = replace(PERSON, check_list=("Push today's work",))
LASTS = situation(journal=(CALL,), said=(WORD,), person=LISTED)
FRESH = situation(said=(WORD,))
"""Nobody has called yet."""
OWED = situation(journal=(CALL,), now=BEGAN + timedelta(days=8), seconds=8 * 86400.0)
OVER = situation(
    journal=(CALL, entry(10, "meeting", "15:00 Team call")), up=BEGAN + timedelta(hours=2), person=LISTED,
    now=BEGAN + timedelta(hours=3),
)  # fmt: skip
AT_HOME = situation(
    replace(
        LINE_DOWN, side=Side.LOCAL, segment=Segment.ROUTER, fault="router-silent", headline="Your router is silent."
    )
)
BARE = replace(situation(person=Handover()), provider="", phone="", area="", country="", router="")


def speech_of(found: Situation) -> Speech:
    """What it is said from."""
    return Speech(found, shipped_rules(), ZoneInfo("Europe/London"), titles={"gateway": "Router"})


def spoken_of(found: Situation, missed: int = 0) -> Spoken:
    """All texts, with times in UTC."""
    return spoken(speech_of(found), say, clock, missed)
