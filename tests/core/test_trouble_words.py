"""What words tell of an announcement, in several languages."""

from __future__ import annotations

import pytest

from netcheck.core.news import Stage
from netcheck.core.trouble_words import kind_of, says_mended, without_label


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("No internet in Graz", "outage"),
        ("Fibre cut near Sudbury", "outage"),
        ("Großstörung im Raum Linz", "outage"),
        ("Kabelnetz: Ausfall", "outage"),
        ("Panne à Lyon", "outage"),
        ("Avería en Madrid", "outage"),
        ("Storing in Utrecht", "outage"),
        ("Slow uploads", "degraded"),
        ("Intermittent packet loss", "degraded"),
        ("Scheduled works: outage of an hour", "maintenance"),
        ("Geplante Wartungsarbeiten", "maintenance"),
        ("Travaux de nuit", "maintenance"),
        ("Downtown office moves", "degraded"),
    ],
)
def test_the_kind(words: str, kind: str) -> None:
    assert kind_of(words) == kind


@pytest.mark.parametrize(
    ("title", "rest", "stage"),
    [
        ("Resolved - Slow evening", "Slow evening", Stage.RESOLVED),
        ("[Investigating] No internet", "No internet", Stage.INVESTIGATING),
        ("In progress: cabling", "cabling", Stage.IN_PROGRESS),
        ("Status: Monitoring - x", "x", Stage.MONITORING),
        ("No internet [Behoben]", "No internet", Stage.RESOLVED),
        ("No internet - Scheduled", "No internet", Stage.SCHEDULED),
        ("Open", "Open", Stage.UNKNOWN),
        ("New fibre-ring in Graz", "New fibre-ring in Graz", Stage.UNKNOWN),
        ("Resolved", "Resolved", Stage.UNKNOWN),
        ("", "", Stage.UNKNOWN),
    ],
)
def test_the_label_of_a_title(title: str, rest: str, stage: Stage) -> None:
    assert without_label(title) == (rest, stage)


@pytest.mark.parametrize(
    ("title", "text", "mended"),
    [
        ("Outage resolved", "", True),
        ("Outage", "All services are back online.", True),
        ("Outage", "Service restored.", True),
        ("Outage to be resolved", "", False),
        ("Outage", "Service will be restored.", False),
        ("Outage", "We have restored power to the cabinet.", False),
        ("Outage", "", False),
    ],
)
def test_what_is_mended(title: str, text: str, mended: bool) -> None:
    assert says_mended(title, text) is mended
