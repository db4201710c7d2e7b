"""`netcheck say`: the texts about a kept outage, without any network, and what is noted with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck.cli.arguments import parse
from netcheck.cli.main import main
from netcheck.core.calls import calls_of
from netcheck.core.history import Said
from netcheck.core.network import Memory
from netcheck.core.pick_up import MEETING
from netcheck.core.watching import Event, Happened, Outage
from netcheck.world.history import HistoryFile
from netcheck.world.memory import MemoryFile
from tests.fake_situation import LINE_DOWN

NOW = datetime.now(UTC)
BEGAN = NOW - timedelta(hours=2)
NETWORK = "mac 02:00:00:00:00:01"
SETTINGS = """
[isp]
support_phone = "0333 1234567"
[handover]
name = "Jo Smith"
account = "4711"
reach_at = "+44 7700 900123"
country = "GB"
check_list = ["Push today's work"]
[[services]]
name = "CRM"
url = "https://crm.example/"
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HistoryFile]:
    """A home whose provider is learnt, with an older outage and one that lasts."""
    monkeypatch.setattr("netcheck.wiring.files.data_folder", lambda: tmp_path)
    monkeypatch.setattr("netcheck.wiring.handover.state_folder", lambda: tmp_path)
    monkeypatch.setattr("netcheck.wiring.start_log", lambda level: None)
    settings = tmp_path / "netcheck.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setattr("netcheck.world.settings_file.default_files", lambda: (settings,))
    facts = {"provider_name": "Sky UK", "provider_country": "GB", "router_maker": "Sky", "router_model": "Hub 4"}
    assert MemoryFile(tmp_path).remember(Memory(NETWORK, NOW, facts))
    made = HistoryFile(tmp_path)
    up = BEGAN - timedelta(days=1)
    old = Outage("feedbeef01", up - timedelta(minutes=30), LINE_DOWN, up_since=up, seconds=1800.0)
    made.add(Event(up, Happened.RESTORED, LINE_DOWN, old))
    lasts = Outage("0123456789", BEGAN, LINE_DOWN, seconds=7200.0, network=NETWORK)
    made.add(Event(NOW, Happened.OUTAGE_STARTED, LINE_DOWN, lasts))
    made.heard(Said(NOW, "major_outage", "Fibre cut", expected_end=NOW + timedelta(hours=3), outage="0123456789"))
    yield made
    made.close()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["say", *arguments]) == 0
    out, errors = capsys.readouterr()
    assert errors == ""
    return out


def test_the_call(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "call")
    assert out.startswith("Call Sky (UK): 0333 1234567\n")
    assert "Hello, my name is Jo Smith. My customer number is 4711." in out
    assert "Sky Hub 4" in out
    assert "Fibre cut" in out
    assert "look before you call" in out
    assert "Reference number  ____" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_call_is_kept_with_its_outage(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "call", "--reference", "SKY-88", "--spoke-with", "Priya", "--appointment", "Tue 8-13")
    assert out.startswith("The call is kept with this outage.")
    assert "SKY-88" in out
    assert "____" not in out
    (call,) = calls_of(kept.journal(outage="0123456789"))
    assert (call.reference, call.spoke_with, call.appointment) == ("SKY-88", "Priya", "Tue 8-13")
    assert call.at is not None
    assert abs(call.at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_call_of_another_time_and_outage(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "call", "--outage", "feedbeef", "--called-at", "2026-11-20T14:20")
    (call,) = calls_of(kept.journal(outage="feedbeef01"))
    assert call.at == datetime(2026, 11, 20, 14, 20).astimezone()
    assert calls_of(kept.journal(outage="0123456789")) == ()


def test_colleagues_in_one_line(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "colleagues")
    assert out.count("\n") == 1
    assert out.startswith("I have been offline since ")
    assert "Sky (UK) expects it back at" in out
    assert out.endswith("Reach me at +44 7700 900123.\n")
    short = said(capsys, "colleagues", "--short")
    assert len(short) < 162


def test_money_counts_from_the_call(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no report is noted" in said(capsys, "claim")
    called = (NOW - timedelta(days=8)).isoformat()
    said(capsys, "call", "--reference", "A1", "--called-at", called)
    out = said(capsys, "claim", "--missed", "1")
    assert "is owed by now" in out
    assert "For missed appointments (1): £32.31." in out
    assert "Dear Sky (UK)," in out
    assert "your reference is A1" in out


def test_what_to_pick_up(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "pick-up", "--meeting", "15:00 with Ana", "--meeting", "16:00\nreview")
    assert [entry.text for entry in kept.journal(outage="0123456789") if entry.kind == MEETING] == [
        "15:00 with Ana",
        "16:00 review",
    ]
    assert "[ ] CRM: out of reach since" in out
    assert "[ ] 15:00 with Ana" in out
    assert "[ ] Push today's work" in out
    out = said(capsys, "pick-up", "--outage", "feedbeef01")
    assert "It works again since" in out
    assert "Ana" not in out


def test_no_such_outage(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("nothing", "fee", "\x1b[31m"):
        assert main(["say", "call", "--outage", wrong, "--reference", "A1"]) == 64
        assert "no outage is known with the id" in capsys.readouterr().err
    assert calls_of(kept.journal()) == ()


def test_without_any_outage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("netcheck.wiring.files.data_folder", lambda: tmp_path)
    monkeypatch.setattr("netcheck.wiring.start_log", lambda level: None)
    monkeypatch.setattr("netcheck.world.settings_file.default_files", lambda: ())
    assert main(["say", "colleagues"]) == 64
    assert "no outage is known" in capsys.readouterr().err


def test_one_that_nobody_watches_any_more(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    left = Outage("abandoned00", NOW + timedelta(seconds=1) - timedelta(days=2), LINE_DOWN, seconds=600.0)
    kept.add(Event(NOW, Happened.OUTAGE_STARTED, LINE_DOWN, left))
    assert main(["say", "colleagues", "--outage", "abandoned00"]) == 0
    assert "whether it still lasts is not known" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["say"],
        ["say", "something"],
        ["say", "call", "--called-at", "soon"],
        ["say", "claim", "--missed", "-1"],
        ["say", "claim", "--missed", "51"],
        ["say", "claim", "--promised", "soon"],
    ],
)
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse(arguments)
    assert end.value.code == 64
    assert "Traceback" not in capsys.readouterr().err
