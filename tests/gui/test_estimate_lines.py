"""How long it may take: one line for the answer on top, the provider's word alone for the tray."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from netcheck.core.model import Fact
from netcheck.core.watching import Event, Happened, Phase, State
from netcheck.gui.estimate_lines import estimate_lines, foretold, in_tray, shortly
from tests.gui.provider_states import NOW, OF_THE_PAST, PROVIDERS_WORD, SAID_HERE, THE_LAST, ago, later


@pytest.mark.parametrize(
    ("known", "begins"),
    [
        (PROVIDERS_WORD, "Your provider expects it to end at "),
        (OF_THE_PAST, "It may take about 25 min more"),
        (THE_LAST, "The last three like it took 12 min, 40 min and 1 h 35 min."),
        (None, ""),
        ({"source": "stars"}, ""),
    ],
)
def test_one_line(known: Mapping[str, Fact] | None, begins: str) -> None:
    line = shortly(known, NOW)
    assert line.startswith(begins)
    assert bool(line) is bool(begins)


def test_the_tray_says_the_provider_s_word_alone() -> None:
    assert in_tray(PROVIDERS_WORD, NOW).startswith("Provider expects ")
    for known in (OF_THE_PAST, THE_LAST, None, {"source": "provider"}, {"source": "provider", "ends_at": ago(1)}):
        assert in_tray(known, NOW) == ""


@pytest.mark.parametrize("phase", Phase)
def test_only_while_it_is_down(phase: Phase) -> None:
    event = Event(NOW, Happened.LOOK, estimate=PROVIDERS_WORD)
    wanted = phase in (Phase.OUTAGE, Phase.FLAPPING)
    assert (foretold(event, replace(State(), phase=phase)) is not None) is wanted


def test_the_reckoning_goes_before_what_the_page_gives_and_the_newest_before_the_report_s() -> None:
    known = {**SAID_HERE, "expected_end": later(30), "estimate": THE_LAST, "estimate_from_text": True}
    assert estimate_lines(known, PROVIDERS_WORD, NOW)[0].startswith("Your provider expects")
    assert "Read from its text." in estimate_lines(known, PROVIDERS_WORD, NOW)[1]
    assert estimate_lines(known, None, NOW)[0].startswith("The last three")
    assert "Read from its text." not in estimate_lines(known, None, NOW)[1]
    alone = {**SAID_HERE, "expected_end": later(30)}
    assert estimate_lines(alone, None, NOW)[0].startswith("Expected to end: ")
    assert estimate_lines(alone, None, NOW + timedelta(hours=1))[0].endswith("that has passed.")
    assert estimate_lines({"expected_end": later(30)}, None, NOW) == ("", "")
