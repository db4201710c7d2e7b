"""What is gathered to speak for the person: from the history of this user, or from a demo's alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck import wiring
from netcheck.core.network import Memory
from netcheck.core.settings import Handover, Isp, Settings
from netcheck.core.speech import spoken
from netcheck.core.watching import Event, Happened, Outage
from netcheck.world.history import HistoryFile
from netcheck.world.memory import MemoryFile
from tests.fake_situation import LINE_DOWN, clock

NOW = datetime.now(UTC)
NETWORK = "mac 02:00:00:00:00:01"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that was learnt, and nothing in its history."""
    monkeypatch.setattr("netcheck.wiring.files.data_folder", lambda: tmp_path)
    monkeypatch.setattr("netcheck.wiring.handover.state_folder", lambda: tmp_path)
    facts = {"provider_name": "Sky UK", "provider_country": "GB", "router_maker": "Sky", "router_model": "Hub 4"}
    assert MemoryFile(tmp_path).remember(Memory(NETWORK, NOW, facts))
    return tmp_path


def with_outage(folder: Path, key: str = "0123456789") -> HistoryFile:
    kept = HistoryFile(folder)
    outage = Outage(key, NOW - timedelta(hours=2), LINE_DOWN, seconds=7200.0, network=NETWORK)
    kept.add(Event(NOW, Happened.OUTAGE_STARTED, LINE_DOWN, outage))
    return kept


def test_without_a_history_there_is_nothing_to_say_and_no_file_is_made(folder: Path) -> None:
    before = sorted(folder.iterdir())
    assert wiring.speech(Settings()) is None
    assert sorted(folder.iterdir()) == before


def test_the_newest_outage_with_provider_router_and_rules(folder: Path) -> None:
    with_outage(folder).close()
    found = wiring.speech(Settings())
    assert found is not None
    assert found.situation.provider == "Sky (UK)"
    assert found.situation.router == "Sky Hub 4"
    assert found.titles["gateway"]
    assert str(found.zone) == "Europe/London"
    assert spoken(found, str, clock).claim.headline == "The clock has not begun"
    assert wiring.speech(Settings(), "feedbeef00") is None


def test_a_letter_goes_out_in_the_language_of_its_rule(folder: Path) -> None:
    with_outage(folder).close()
    found = wiring.speech(Settings(handover=Handover(country="DE")))
    assert found is not None
    assert found.letter.language.startswith("de")
    assert wiring.speech(Settings(handover=Handover(country="AT"))) is not None


def test_a_demo_tells_nothing_of_this_computers_network(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with_outage(folder).close()
    demo = with_outage(tmp_path_factory.mktemp("demo"), "feedbeef00")
    try:
        found = wiring.speech(Settings(isp=Isp("LabTel")), "", demo)
    finally:
        demo.close()
    assert found is not None
    assert found.situation.past.outage.id == "feedbeef00"
    assert (found.situation.provider, found.situation.router, found.situation.country) == ("LabTel", "", "")
