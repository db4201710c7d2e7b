"""`netcheck report --deliver` and `netcheck deliveries`: kept, shown, repeated, dropped, sent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from netcheck import wiring
from netcheck.cli import deliver
from netcheck.cli.arguments import parse
from netcheck.cli.deliver_arguments import Delivering
from netcheck.cli.main import main
from netcheck.core.delivery import Delivery, State, Way
from netcheck.core.fitting import CannotMakeError
from netcheck.core.record import Record
from netcheck.core.settings import Deliver, Settings
from netcheck.core.words import N_
from tests.fake_record import of_outage

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
KEY, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
WAITS = Delivery(KEY, AT, "Internet outage", Way.JIRA, "desk.example")
GIVEN_UP = Delivery(
    OTHER, AT, "Another", Way.MAIL, "d@x.example", state=State.GIVEN_UP, trouble="{to} is shut", blanks={"to": "it"},
    ticket="HELP-1", ticket_url="https://desk.example/HELP-1",
)  # fmt: skip
SETTINGS = Settings(delivery=Deliver(way="jira", url="https://desk.example/", desk="1", request_type="2"))


class Known:
    """The deliveries of a test."""

    def __init__(self) -> None:
        self.kept: tuple[Delivery, ...] = (WAITS, GIVEN_UP)
        self.did: list[tuple[str, ...]] = []
        self.free = True
        self.problem = ""
        self.lost = 0

    def all(self) -> tuple[Delivery, ...]:
        return self.kept

    def put(self, record: object, ticket: str = "", pdf: bytes = b"") -> Delivery | str:
        self.did.append(("put", ticket, pdf.decode()))
        return WAITS if self.free else "There is no room."

    def again(self, key: str, ticket: str = "") -> str:
        self.did.append(("again", key, ticket))
        return self.problem

    def drop(self, key: str) -> str:
        self.did.append(("drop", key))
        return self.problem

    def aside(self) -> tuple[int, Path]:
        return self.lost, Path("/data/deliveries/aside")

    def send(self, within_s: float, key: str = "") -> bool:
        assert within_s <= 300
        self.did.append(("send", key))
        if self.free:
            sent = [replace(each, state=State.SENT, sent_at=AT) for each in self.kept if not key or each.key == key]
            self.kept = (*(each for each in self.kept if key and each.key != key), *sent)
        return self.free


@pytest.fixture(autouse=True)
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Known:
    found = Known()
    monkeypatch.setattr(wiring, "deliveries", lambda settings: found)
    monkeypatch.setattr(wiring, "start_log", lambda level: None)
    monkeypatch.setattr("netcheck.world.settings_file.default_files", lambda: (tmp_path / "netcheck.toml",))
    return found


def test_the_list(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deliveries"]) == 0
    told = capsys.readouterr().out
    assert "01234567" in told
    assert "waits until the line works" in told
    assert "it is shut" in told
    assert "Ticket HELP-1 https://desk.example/HELP-1" in told


def test_an_empty_list(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    known.kept = ()
    assert main(["deliveries", "list"]) == 0
    assert capsys.readouterr().out == "No report waits, and none was sent.\n"


def test_the_list_for_programs(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deliveries", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "netcheck-deliveries/1"
    schema = json.loads((ROOT / "resources" / "deliveries.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(told)
    row = schema["$defs"]["delivery"]
    assert set(told["deliveries"][0]) == set(row["properties"]) == set(row["required"])
    assert set(row["properties"]["way"]["enum"]) == set(Way)
    assert set(row["properties"]["state"]["enum"]) == set(State)
    assert [each["state"] for each in told["deliveries"]] == ["waiting", "given up"]


@pytest.mark.parametrize("state", State)
def test_each_state_is_of_the_schema(state: State, known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    known.kept = (replace(GIVEN_UP, state=state, next_at=AT, sent_at=AT, attempts=3, outage="o"),)
    assert main(["deliveries", "--json"]) == 0
    schema = json.loads((ROOT / "resources" / "deliveries.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(capsys.readouterr().out))


def test_one_is_tried_again(known: Known) -> None:
    assert main(["deliveries", "again", "fedc", "--ticket", "HELP-2"]) == 0
    assert known.did == [("again", OTHER, "HELP-2"), ("send", OTHER)]
    assert {each.key: each.state for each in known.kept} == {KEY: State.WAITING, OTHER: State.SENT}


def test_one_is_dropped(known: Known) -> None:
    assert main(["deliveries", "drop", KEY]) == 0
    assert known.did == [("drop", KEY)]


@pytest.mark.parametrize("action", ["drop", "again"])
def test_what_the_disk_does_not_take_is_not_said_to_be_done(
    action: str, known: Known, capsys: pytest.CaptureFixture[str]
) -> None:
    known.problem = "The disk is full."
    assert main(["deliveries", action, KEY]) == 70
    told = capsys.readouterr()
    assert (told.out, "The disk is full." in told.err) == ("", True)
    assert ("send", KEY) not in known.did


def test_what_cannot_be_read_any_more_is_told(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    known.lost = 2
    assert main(["deliveries"]) == 0
    assert "2 more cannot be understood" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["0", "", "abcd", "zzzz"])
def test_one_that_is_not_known(known: Known, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deliveries", "drop", key]) == 64
    assert "no delivery is known" in capsys.readouterr().err
    assert known.did == []


def test_all_are_sent(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deliveries", "send"]) == 0
    assert known.did == [("send", "")]
    assert "sent 2026-11-2" in capsys.readouterr().out


def test_another_program_is_sending(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    known.free = False
    assert main(["deliveries", "send"]) == 70
    assert "another netcheck" in capsys.readouterr().err


def test_a_report_is_kept(known: Known, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    levels: list[str] = []

    def redacted(record: Record, level: str, settings: Settings) -> Record:
        levels.append(level)
        return record

    monkeypatch.setattr(wiring, "outage_record", lambda settings, outage: of_outage())
    monkeypatch.setattr(wiring, "redacted", redacted)
    assert main(["report", "--deliver", "--ticket", "HELP-7"]) == 0
    assert known.did == [("put", "HELP-7", "")]
    assert "Kept to be sent to desk.example" in capsys.readouterr().out
    assert main(["report", "--deliver"], None, lambda record, translator: b"%PDF") == 0
    assert known.did[-1] == ("put", "", "%PDF")
    assert levels == ["helpdesk", "helpdesk"]


def test_without_a_pdf_the_rest_goes(known: Known) -> None:
    def cannot(record: object, translator: object) -> bytes:
        raise CannotMakeError(N_("Qt is ill ({why})."), why=OSError())

    assert deliver.put(of_outage(), "", SETTINGS, cannot) == 0
    assert known.did == [("put", "", "")]


def test_no_room_is_said(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    known.free = False
    assert deliver.put(of_outage(), "", SETTINGS) == 64
    assert "There is no room." in capsys.readouterr().err


def test_the_arguments() -> None:
    assert parse(["deliveries"]).delivering == Delivering()
    assert parse(["deliveries", "again", "abcd"]).delivering == Delivering("again", "abcd")
    assert parse(["report", "--deliver", "--ticket", "1"]).reporting.ticket == "1"
