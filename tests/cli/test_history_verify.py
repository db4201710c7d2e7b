"""`netcheck history verify`: whole or not, where it was changed, and what became of an earlier report."""

from __future__ import annotations

import contextlib
import gc
import json
import warnings
from pathlib import Path

import pytest

from netcheck import wiring
from netcheck.cli.main import main
from netcheck.core.history import Entry
from netcheck.core.model import Confidence, Impact, Segment, Side, Verdict
from netcheck.core.watching import Event, Happened, Outage
from netcheck.world.history import HistoryFile
from netcheck.world.history_schema import FILE
from tests.world.history_events import NOW, at, by_hand, make_version_2

FAULT = Verdict(Side.UPSTREAM, Segment.ISP, "isp-outage", Impact.OUTAGE, Confidence.LIKELY, "It fails.", "Nothing.")
TIME = f"{at(5).astimezone():%Y-%m-%d %H:%M:%S %z}"
UTC = "14:02:16 UTC"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user's history is kept."""
    monkeypatch.setattr("netcheck.wiring.files.data_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def marks(folder: Path) -> list[str]:
    """A history of two outages; the marks of each entry, as reports show them."""
    made = HistoryFile(folder, lambda: at(5))
    found = []
    for number in range(2):
        outage = Outage(f"{number}", NOW, FAULT, up_since=at(60), seconds=60.0)
        made.add(Event(NOW, Happened.RESTORED, FAULT, outage))
        made.note(Entry(NOW, "note", "It rained.", outage.id))
        head = made.head()
        assert head is not None
        found.append(head.mark)
    made.close()
    return found


def change(folder: Path, *statements: str) -> None:
    with contextlib.closing(by_hand(folder / FILE)) as db, db:
        for statement in statements:
            db.execute(statement)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output on one line each paragraph, errors."""
    code = main(["history", *arguments])
    out, errors = capsys.readouterr()
    assert "--json" in arguments or all(len(line) <= 80 for line in out.splitlines())
    return code, " ".join(out.split()), errors


def test_a_whole_history(marks: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, errors = run(capsys, "verify")
    assert (code, errors) == (0, "")
    assert out.startswith("The history is whole: 6 entries,")
    assert f"{TIME} = " in out
    assert UTC in out
    digits = marks[-1].split(":")[1]
    assert f"Newest entry: 6. Its hash begins with {' '.join(digits[at : at + 4] for at in (0, 4, 8, 12))};" in out
    assert marks[-1] in out
    assert "only a hash from an earlier report can tell" in out


def test_every_hash_that_was_shown_is_found(marks: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "verify", "--against", marks[0])
    assert code == 0
    assert "The hash of the earlier report is that of entry 3," in out
    assert "3 entries were added since." in out
    assert "can tell:" not in out
    digits = marks[1].split(":")[1].upper()
    code, out, _ = run(capsys, "verify", "--against", f"{digits[:8]} {digits[8:]}")
    assert code == 0
    assert "added since" not in out


def test_each_change_is_told_in_a_sentence(marks: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(
        folder,
        "UPDATE outages SET seconds = 6100 WHERE id = '1'",
        "DELETE FROM chain WHERE number = 2",
        "UPDATE chain SET body = '{}' WHERE number = 5",
    )
    code, out, _ = run(capsys, "verify")
    assert code == 1
    assert out.startswith("The history is not whole. 5 entries,")
    assert "- Entry 2 is missing: it was removed." in out
    assert f"- Entry 5 (entered {at(5).astimezone():%Y-%m-%d}" in out
    assert "is not as entry 4 has it: seconds was 60.0 and is 6100.0." in out
    assert "which was never entered." in out
    code, out, _ = run(capsys, "verify", "--against", marks[0])
    assert code == 1
    assert "all up to there is as it was then" not in out


def test_more_than_anybody_reads(marks: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, *[f"INSERT INTO gaps VALUES ({number}, 1, 2, 'asleep')" for number in range(50)])
    code, out, _ = run(capsys, "verify")
    assert code == 1
    assert "- And 30 more." in out


def test_a_cut_end_is_found_by_an_earlier_report_only(
    marks: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "DELETE FROM chain WHERE number = 6", "DELETE FROM journal WHERE id = 4")
    assert run(capsys, "verify")[0] == 0
    code, out, _ = run(capsys, "verify", "--against", marks[1])
    assert code == 1
    assert out.startswith("The entries fit together, but the hash of the earlier report is not there.")
    assert "knew entry 6, and the chain ends before it" in out
    assert "the file was lost. Or the report is of another computer or user." in out, "nobody is accused without need"
    code, out, _ = run(capsys, "verify", "--against", marks[1].split(":")[1])
    assert code == 1
    assert "No entry has the hash" in out
    assert run(capsys, "verify", "--against", "3:0000000000000000")[0] == 1


def test_a_history_of_before_the_chain_is_entered_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_version_2(folder / FILE)
    code, out, _ = run(capsys, "verify")
    assert code == 0
    assert "13 entries were made later than what they tell happened" in out
    assert "1 outage lasts: its length is entered when it ends." in out


def test_nothing_is_kept_and_no_file_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "verify")
    assert code == 3
    assert out.startswith("It cannot be told whether the history is whole")
    assert list(folder.iterdir()) == []
    code, out, _ = run(capsys, "verify", "--json")
    assert code == 3
    assert json.loads(out)["whole"] is False


def test_nothing_was_entered_yet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = HistoryFile(folder)
    assert made.problem == ""
    made.close()
    assert run(capsys, "verify")[:2] == (0, "Nothing was entered yet.")
    change(folder, "INSERT INTO gaps VALUES (1, 1, 2, 'asleep')")
    code, out, _ = run(capsys, "verify")
    assert code == 1
    assert out.startswith("The history is not whole: nothing of what it shows was ever entered.")


def test_a_damaged_file_cannot_be_told(marks: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / FILE).write_bytes(b"rubbish" * 999)
    code, out, errors = run(capsys, "verify", "--against", marks[0])
    assert code == 3
    assert "was damaged and was set aside" in errors
    assert "The chain was begun anew" in out
    assert "it cannot be told why" in out


@pytest.mark.parametrize("order", [("verify", "--json"), ("--json", "verify")])
def test_json_is_one_object(
    order: tuple[str, ...], marks: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, "UPDATE chain SET body = '{}' WHERE number = 5")
    code, out, _ = run(capsys, *order)
    found = json.loads(out)
    assert (code, found["exit_code"], found["whole"]) == (1, 1, False)
    assert (found["schema"], found["entries"], found["breaks_found"]) == ("netcheck-verify/1", 6, 1)
    assert found["breaks"][0]["kind"] == "changed"
    assert found["breaks"][0]["text"].startswith("Entry 5 (entered ")
    assert found["head"]["number"] == 6
    assert found["head"]["hash"].startswith(marks[-1].split(":")[1])
    assert found["first"]["at"] == "2026-11-21T14:02:16.123Z"


def test_the_head_stands_in_the_list_of_outages_for_programs(
    marks: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "--json")
    assert json.loads(out)["head"]["number"] == 6


def test_the_head_for_reports(folder: Path) -> None:
    assert wiring.chain_head() is None
    assert list(folder.iterdir()) == []
    made = HistoryFile(folder, lambda: at(5))
    made.note(Entry(NOW, "note", "It rained."))
    assert wiring.chain_head() == made.head() is not None
    made.close()


def test_the_program_in_the_documentation_comes_to_the_same(
    marks: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    program = readme.split("## Evidence")[1].split("```python\n")[1].split("```")[0]
    monkeypatch.setattr("sys.argv", ["check", str(folder / FILE)])

    def run_it() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # it leaves closing to the end of the process
            exec(program, {})  # noqa: S102 - our own documentation
            gc.collect()

    run_it()
    digits = marks[-1].split(":")[1]
    assert capsys.readouterr().out.startswith(digits)
    change(folder, "UPDATE chain SET body = '{}' WHERE number = 5")
    with pytest.raises(AssertionError, match="entry 5"):
        run_it()


@pytest.mark.parametrize("text", ["abc", "xyz" * 9, "", "1:2:3"])
def test_what_is_no_hash_is_wrong_usage(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, errors = run(capsys, "verify", "--against", text)
    assert code == 64
    assert "is not a hash of 16 to 64 hexadecimal digits" in errors


def test_an_output_that_cannot_be_written(
    marks: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(text: str) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("netcheck.cli.history_verify.emit", full)
    code, _, errors = run(capsys, "verify")
    assert code == 70
    assert "No space left" in errors
