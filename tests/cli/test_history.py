"""`netcheck history`: outages with their length and side, the sum of each month, and when nobody looked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from netcheck.cli.arguments import Request
from netcheck.cli.history import day_begins, history
from netcheck.cli.main import main
from netcheck.core.history import Entry, Said
from netcheck.core.model import Confidence, Impact, Segment, Side, Step, Verdict
from netcheck.core.watching import Event, Happened, Outage
from netcheck.world.history import HistoryFile
from netcheck.world.history_schema import FILE

NOW = datetime(2025, 6, 20, 12, tzinfo=UTC)
LOCAL = Verdict(
    Side.LOCAL, Segment.ROUTER, "router-silent", Impact.OUTAGE, Confidence.CERTAIN, "Your router does not answer.",
    "It said nothing.", (Step("Restart it."),), ("gateway: silent",),
)  # fmt: skip
UPSTREAM = replace(LOCAL, side=Side.UPSTREAM, segment=Segment.ISP, fault="isp-outage", headline="Your provider fails.")
UNKNOWN = replace(LOCAL, side=Side.UNKNOWN, segment=None, fault="unknown", headline="Who knows?")


def past(days: float, seconds: float, verdict: Verdict, drops: int = 1, asleep_s: float = 0.0) -> Event:
    """An outage that began so many days ago and is over."""
    began = NOW - timedelta(days=days)
    up = began + timedelta(seconds=seconds)
    outage = Outage(f"{days:g}", began, verdict, 0.0, began, up, seconds, asleep_s, 7, drops)
    return Event(up, Happened.RESTORED, verdict, outage)


def local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user's history is kept."""
    monkeypatch.setattr("netcheck.wiring.files.data_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def kept(folder: Path) -> Iterator[HistoryFile]:
    """A history with an outage on each side, and one that lasts."""
    made = HistoryFile(folder)
    for event in (past(40, 4000, UPSTREAM, asleep_s=600), past(3, 45, LOCAL, drops=3), past(2, 90, UNKNOWN)):
        made.add(event)
    lasting = Outage("now", NOW - timedelta(seconds=200), UPSTREAM, seconds=200.0)
    made.add(Event(NOW, Happened.OUTAGE_STARTED, UPSTREAM, lasting))
    made.add(Event(NOW - timedelta(days=1), Happened.SLEPT, gap_s=7200.0))
    made.add(Event(NOW - timedelta(days=1), Happened.SLEPT, gap_s=3600.0))
    made.note(Entry(NOW, "note", "It rained.", "now"))
    made.heard(Said(NOW, "major_outage", "Fibre cut", expected_end=NOW, outage="now"))
    made.heard(Said(NOW, failure="timeout", outage="now"))
    made.heard(Said(NOW, "operational"))
    yield made
    made.close()


def test_outages_newest_first_with_length_side_and_drops(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history"]) == 0
    out, errors = capsys.readouterr()
    assert errors == ""
    lines = out.splitlines()
    assert lines[0] == "4 outages, the newest first:"
    assert lines[2] == f"{local(NOW - timedelta(seconds=200))}   3 min 20 s so far   outside your home"
    assert lines[3] == "    Your provider fails."
    assert lines[4] == f"{local(NOW - timedelta(days=2))}   1 min 30 s       side not known"
    assert lines[6] == f"{local(NOW - timedelta(days=3))}   45 s             at home"
    assert lines[7] == "    Your router does not answer. It went down 3 times."
    assert lines[8].endswith("1 h 7 min        outside your home")
    assert lines[9] == "    Your provider fails. For 10 min 0 s of it nobody looked."
    assert lines[lines.index("By month:") + 1 :] == [
        "  2025-06   3 outages    45 s at home, 3 min 20 s outside your home, 1 min 30 s",
        "                         side not known",
        "  2025-05   1 outage     56 min 40 s outside your home",
        "",
        "For 2 h 0 min in all nobody looked, as the computer slept or netcheck was closed",  # one lies in the other
        "or paused. What failed then is not listed.",
    ]
    assert max(map(len, lines)) <= 80


def test_since_a_day(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--since", "2025-06-01"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "3 outages since 2025-06-01, the newest first:"
    assert main(["history", "--since", "2199-01-01"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "No outage is known since 2199-01-01."


def test_the_first_day_of_all_is_no_moment_for_windows(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    """East of Greenwich it began before 1970, which raises OSError there."""
    assert day_begins(date(1970, 1, 1)) == datetime(1970, 1, 1, tzinfo=UTC)
    assert day_begins(date(2025, 6, 1)) == datetime(2025, 6, 1).astimezone()
    assert main(["history", "--since", "1970-01-01"]) == 0
    assert capsys.readouterr().out.startswith("4 outages since 1970-01-01")


def test_json_is_one_object(kept: HistoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--json"]) == 0
    out, errors = capsys.readouterr()
    assert errors == ""
    found = json.loads(out)
    assert out.isascii()
    assert found["schema"] == "netcheck-history/1"
    assert (found["since"], found["problem"]) == (None, "")
    assert [one["id"] for one in found["outages"]] == ["now", "2", "3", "40"]
    lasting, third = found["outages"][0], found["outages"][2]
    assert (lasting["over"], lasting["up_since"], lasting["seconds"]) == (False, None, 200.0)
    assert third["verdict"]["side"] == "local"
    assert third["verdict"]["segment"] == "router"
    assert third["verdict"]["steps"][0]["text"] == "Restart it."
    assert third["verdict"]["evidence"] == third["first_evidence"] == ["gateway: silent"]
    assert third["drops"] == 3
    assert found["outages"][1]["verdict"]["segment"] == "none"
    assert [(said["title"], said["failure"]) for said in lasting["said"]] == [("Fibre cut", ""), ("", "timeout")]
    assert lasting["said"][0]["expected_end"] == "2025-06-20T12:00:00+00:00"
    assert third["said"] == []
    assert sum(month["outages"] for month in found["months"]) == 4
    assert sum(month["local_s"] for month in found["months"]) == pytest.approx(45)
    assert [gap["why"] for gap in found["gaps"]] == ["asleep", "asleep"]
    assert found["journal"][-1]["text"] == "It rained."
    assert all(one["down_since"].endswith("Z") for one in found["outages"])


def test_an_outage_whose_end_nobody_saw(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = HistoryFile(folder)
    outage = Outage("a", NOW - timedelta(hours=9), UPSTREAM, seconds=0.0)
    made.add(Event(outage.down_since, Happened.OUTAGE_STARTED, UPSTREAM, outage))
    made.add(Event(outage.down_since + timedelta(minutes=5), Happened.SLEPT, UPSTREAM, replace(outage, seconds=300.0)))
    made.close()
    made = HistoryFile(folder)
    good = replace(LOCAL, side=Side.NONE, segment=None, fault="none", impact=Impact.NONE)
    from tests.world.history_events import report

    made.add(Event(NOW, Happened.LOOK, good, None, report(good, NOW)))
    made.close()
    assert main(["history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 outage, the newest first:"
    assert lines[2].endswith("5 min 0 s or more   outside your home")
    assert "It ended while netcheck was closed, before" in lines[3]
    main(["history", "--json"])
    assert json.loads(capsys.readouterr().out)["outages"][0]["end_unseen"] is True


def test_nothing_is_known_yet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history"]) == 0
    assert capsys.readouterr() == ("No outage is known.\n", "")
    assert main(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outages"] == []


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-01", "01.08.2026", "", "0001-01-01", "9999-12-31"])
def test_a_date_that_is_none_is_wrong_usage(wrong: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--since", wrong]) == 64
    out, errors = capsys.readouterr()
    assert out == ""
    assert f"{wrong!r} is not a date of the form 2026-08-01 (year, month, day)" in errors
    assert list(folder.iterdir()) == []


def test_what_is_wrong_with_the_history_is_said_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / FILE).write_bytes(b"damage")
    assert main(["history", "--json"]) == 0
    out, errors = capsys.readouterr()
    assert errors.startswith("netcheck: The history in ")
    assert "set aside" in json.loads(out)["problem"]


def test_words_from_hostile_places_stay_on_their_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = HistoryFile(folder)
    made.add(past(1, 5, replace(LOCAL, headline="evil\x1b[31m\n2026-01-01 00:00   1 s")))
    assert history(Request("history", since=date(2020, 1, 1)), made) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "    evil[31m 2026-01-01 00:00 1 s" in out.splitlines()


def test_help_names_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--help"]) == 0
    out = capsys.readouterr().out
    assert "--since DATE" in out
    assert "netcheck-history/1" in out
