"""The report of what the history knows: made, redacted, written whole, and opened again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck import wiring
from netcheck.core.about import About, Period
from netcheck.core.calls import entry_of
from netcheck.core.chain import Head
from netcheck.core.history import Entry, Said
from netcheck.core.received import ReceivedError
from netcheck.core.record import Call, Kind, Person
from netcheck.core.record_reader import read_record
from netcheck.core.redaction import Level
from netcheck.core.settings import Handover, Isp, Reports, Settings
from netcheck.core.watching import Event, Happened, Outage
from netcheck.wiring.report import LookKeeper, look_keeper
from netcheck.world.history import HistoryFile
from netcheck.world.outage_looks import OutageLooks
from tests.fake_record import KEY, PROBES, report

SETTINGS = Settings(isp=Isp(name="LabTel"), handover=Handover(name="Jo Smith", account="4711-0815"))
BEGAN = datetime.now(UTC) - timedelta(hours=2)
LOOK = replace(report(), created_at=BEGAN)


def event(kind: Happened, minutes: float, key: str = KEY, over: bool = False, **more: object) -> Event:
    at = BEGAN + timedelta(minutes=minutes)
    outage = Outage(
        key, BEGAN, LOOK.verdict, last_good=BEGAN - timedelta(seconds=9), up_since=at if over else None,
        seconds=minutes * 60, looks=9,
    )  # fmt: skip
    return Event(at, kind, LOOK.verdict, outage, **more)  # type: ignore[arg-type]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HistoryFile]:
    """A history in a folder of its own, without an outage."""
    for place in ("netcheck.wiring.files.data_folder", "netcheck.world.history.data_folder"):
        monkeypatch.setattr(place, lambda: tmp_path)
    for place in ("report", "handover", "secrets", "files", "looks"):
        module = sys.modules.get(f"netcheck.wiring.{place}")
        if module is not None and hasattr(module, "state_folder"):
            monkeypatch.setattr(module, "state_folder", lambda: tmp_path / "state")
    made = HistoryFile(tmp_path)
    yield made
    made.close()


def happen(kept: HistoryFile, *, over: bool = True) -> None:
    keeper = look_keeper(kept, PROBES)
    assert keeper is not None
    began = event(Happened.OUTAGE_STARTED, 0, report=LOOK)
    for each in (began, *([event(Happened.RESTORED, 30, over=True)] if over else [])):
        kept.add(each)
        keeper.happened(each)
    kept.note(Entry(BEGAN + timedelta(minutes=5), "done", "Restart the router.", KEY))
    kept.note(entry_of(Call(BEGAN + timedelta(minutes=6), "LT-4711", "Priya"), KEY))
    kept.heard(Said(BEGAN + timedelta(minutes=7), "major_outage", "Outage", outage=KEY))


def test_where_nothing_is_known_there_is_no_report(kept: HistoryFile, tmp_path: Path) -> None:
    assert wiring.outage_record(SETTINGS) is None
    assert not list(tmp_path.glob("*.db")), "whoever only reads makes no file"
    log = wiring.log_record(SETTINGS).log
    assert log is not None
    assert log.count == 0


def test_the_newest_outage_with_its_look_and_its_story(kept: HistoryFile) -> None:
    happen(kept)
    record = wiring.outage_record(SETTINGS)
    assert record is not None
    assert (record.kind, record.id, record.redaction) == (Kind.OUTAGE, KEY, "")
    assert record.report is not None
    assert record.report.seen.keys() == LOOK.seen.keys()
    assert [entry.kind for entry in record.journal] == ["outage_started", "done", "restored"]
    assert [call.reference for call in record.calls] == ["LT-4711"]
    assert [said.title for said in record.said] == ["Outage"]
    assert record.provider["name"] == "LabTel"
    assert record.person.user == "Jo Smith"
    assert record.seen_until is None
    head = kept.head()
    assert isinstance(head, Head)
    assert (record.chain_number, record.chain_head) == (head.number, head.hash)


def test_an_outage_is_found_by_its_id_or_its_beginning(kept: HistoryFile) -> None:
    happen(kept)
    for key in (KEY, KEY[:6]):
        found = wiring.outage_record(SETTINGS, key)
        assert found is not None
    assert wiring.outage_record(SETTINGS, "no such") is None
    assert wiring.outage_record(SETTINGS, KEY[:2]) is None


def test_one_that_nobody_watches_any_more_is_told_so(kept: HistoryFile) -> None:
    happen(kept, over=False)
    record = wiring.outage_record(SETTINGS)
    assert record is not None
    assert record.seen_until is not None
    assert abs(record.seen_until - BEGAN) < timedelta(seconds=1)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"schema": 1}', "null", "\x00"])
def test_a_damaged_look_leaves_what_the_history_knows(kept: HistoryFile, damage: str) -> None:
    happen(kept)
    OutageLooks(kept.folder).keep(KEY, damage)
    record = wiring.outage_record(SETTINGS)
    assert record is not None
    assert record.report is None
    assert record.past is not None
    assert record.past.first_evidence


def test_the_log_knows_since_when_it_watches(kept: HistoryFile) -> None:
    happen(kept)
    kept.add(Event(BEGAN - timedelta(minutes=10), Happened.LOOK, LOOK.verdict, report=LOOK))
    since = BEGAN - timedelta(days=10)
    log = wiring.log_record(SETTINGS, since).log
    assert log is not None
    assert (log.count, round(log.down_s)) == (1, 1800)
    assert (log.gaps[0].why, log.gaps[-1].why) == ("before", "closed")
    assert log.gaps[0].begins == since
    assert log.unwatched_s > 9 * 86400


@pytest.mark.parametrize("level", ["public", "helpdesk", "full"])
@pytest.mark.parametrize("name", ["text", "markdown", "html", "json", "csv"])
def test_each_format_is_written_at_each_level(kept: HistoryFile, level: str, name: str) -> None:
    happen(kept)
    record = wiring.outage_record(SETTINGS)
    assert record is not None
    data = wiring.written(wiring.redacted(record, level, SETTINGS), name)
    assert 200 < len(data) < 1_000_000
    assert b"4711-0815" not in data
    if name == "json":
        assert json.loads(data)["record"]["redaction"] == level
    if level == "public":
        assert b"Jo Smith" not in data


@pytest.mark.parametrize("name", ["text", "markdown", "html", "json"])
def test_a_report_of_a_hostile_look_stays_under_a_megabyte(name: str) -> None:
    seen = {f"check{n}": replace(said, facts={"x": "\u00fc" * 30_000}) for n, said in enumerate(LOOK.seen.values())}
    look = replace(LOOK, looks=tuple(replace(each, seen=seen) for each in LOOK.looks))
    record = replace(wiring.look_record(SETTINGS, look), redaction="full")
    assert len(wiring.written(record, name)) < 1_000_000


def test_nothing_is_written_that_was_not_redacted(kept: HistoryFile) -> None:
    happen(kept)
    record = wiring.outage_record(SETTINGS)
    assert record is not None
    with pytest.raises(ValueError, match="redacted"):
        wiring.written(record, "text")


def test_a_look_is_a_record(kept: HistoryFile) -> None:
    record = wiring.look_record(SETTINGS, LOOK)
    assert (record.kind, record.report) == (Kind.LOOK, LOOK)


def test_a_report_is_saved_whole_and_opened_again(kept: HistoryFile, tmp_path: Path) -> None:
    record = wiring.redacted(wiring.look_record(SETTINGS, LOOK), "full", SETTINGS)
    data = wiring.written(record, "json")
    path = tmp_path / "report.json"
    assert wiring.save_report(path, data) == ""
    found = wiring.open_report(path).record
    assert found is not None
    assert found.id == LOOK.id
    assert wiring.save_report(tmp_path / "none" / "x", data) == "No such file or directory"
    with pytest.raises(FileNotFoundError):
        wiring.open_report(tmp_path / "none")
    with pytest.raises(ReceivedError):
        wiring.open_report(tmp_path)


# --- looks that are kept --------------------------------------------------------------------------------------------


def test_the_first_look_and_each_other_fault_and_one_a_minute_are_kept(tmp_path: Path) -> None:
    keeper, looks = LookKeeper(tmp_path, PROBES), OutageLooks(tmp_path)

    def told(minutes: float, fault: str = LOOK.verdict.fault) -> str:
        each = event(Happened.LOOK, minutes)
        look = replace(LOOK, id=f"at {minutes:g}", verdict=replace(LOOK.verdict, fault=fault))
        assert each.outage is not None
        outage = replace(each.outage, verdict=look.verdict)
        keeper.happened(replace(each, report=look, outage=outage))
        return str(json.loads(looks.read(KEY))["id"])

    assert told(0) == "at 0"
    assert told(0.5) == "at 0"
    assert told(0.6, "line-down") == "at 0.6"
    assert told(1.7, "line-down") == "at 1.7"


def test_looks_that_do_not_tell_of_the_outage_are_passed_over(tmp_path: Path) -> None:
    keeper, looks = LookKeeper(tmp_path, PROBES), OutageLooks(tmp_path)
    keeper.happened(event(Happened.LOOK, 1))
    other = replace(LOOK, verdict=replace(LOOK.verdict, fault="none"))
    keeper.happened(event(Happened.LOOK, 2, report=other))
    keeper.happened(Event(BEGAN, Happened.LOOK, report=LOOK))
    assert looks.read(KEY) == ""


def test_beside_a_history_that_is_no_file_nothing_is_kept() -> None:
    assert look_keeper(object(), PROBES) is None
    assert look_keeper(None, PROBES) is None


def test_a_report_about_each_thing(kept: HistoryFile) -> None:
    happen(kept)
    wanted = {
        About(Kind.OUTAGE, KEY): Kind.OUTAGE, About(Kind.OUTAGE): Kind.OUTAGE, About(Kind.LOOK, look=LOOK): Kind.LOOK,
        About(Kind.LOG, period=Period.WEEK): Kind.LOG,
    }  # fmt: skip
    for about, kind in wanted.items():
        made = wiring.report(SETTINGS, about, "helpdesk")
        assert made is not None
        assert (made.record.kind, made.record.redaction, made.record.demo) == (kind, "helpdesk", False)
    assert wiring.report(SETTINGS, About(Kind.OUTAGE, "f" * 32), "helpdesk") is None
    assert wiring.report(SETTINGS, About(Kind.LOOK), "helpdesk") is None


def test_what_full_adds_is_told_at_each_level(kept: HistoryFile) -> None:
    happen(kept)
    kept.note(Entry(BEGAN + timedelta(minutes=1), "note", "I am Wilhelmina at 203.0.113.77", KEY))
    settings = replace(SETTINGS, report=Reports(secrets=("Wilhelmina",)))
    for level in Level:
        made = wiring.report(settings, About(Kind.OUTAGE, KEY), level)
        assert made is not None
        assert {"Wilhelmina", "203.0.113.77"} <= set(made.adds.values())
        text = wiring.written(made.record, "text").decode()
        assert ("Wilhelmina" in text) is (level is Level.FULL)


def test_the_suffix_of_each_format() -> None:
    found = wiring.report_formats()
    assert set(found) == set(wiring.formats())
    assert (found["text"], found["json"]) == (".txt", ".json")


def test_of_a_demo_a_record_is_read_again_as_one(kept: HistoryFile) -> None:
    happen(kept)
    made = wiring.report(SETTINGS, About(Kind.OUTAGE, KEY), "helpdesk", kept)
    assert made is not None
    assert made.record.person == Person()
    again = read_record(json.loads(wiring.written(made.record, "json")))
    assert again.demo
