"""The memory of networks that worked: kept whole, or not at all."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck.core.network import Memory
from netcheck.world.memory import FILE, MOST, MemoryFile, state_folder

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)


def test_a_new_program_remembers_nothing(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path / "not" / "there")
    assert memory.recall("aa:bb") is None
    assert not memory.any()


def test_what_was_learnt_is_there_for_the_next_process(tmp_path: Path) -> None:
    facts = {"hops": ("10.0.0.1", None), "rtt": 1.5, "router": {"answers": True, "make": "Ä"}}
    assert MemoryFile(tmp_path / "state").remember(Memory("aa:bb", AT, facts))
    memory = MemoryFile(tmp_path / "state")
    assert memory.any()
    assert memory.recall("aa:bb") == Memory("aa:bb", AT, facts)
    assert memory.recall("other") is None
    assert (tmp_path / "state" / FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "state").iterdir()] == [FILE]


def test_the_newest_look_counts_and_the_oldest_networks_are_forgotten(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path)
    for number in range(MOST + 2):
        assert memory.remember(Memory(f"net {number}", AT + timedelta(hours=number)))
    assert memory.recall("net 0") is None
    assert memory.recall("net 1") is None
    assert memory.recall("net 2") is not None
    memory.remember(Memory("net 2", AT + timedelta(days=9), {"new": True}))
    found = memory.recall("net 2")
    assert found is not None
    assert found.facts == {"new": True}


def test_the_newest_network_of_all(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path)
    assert memory.newest() is None
    memory.remember(Memory("new", AT))
    memory.remember(Memory("old", AT - timedelta(days=1)))
    assert memory.newest() == Memory("new", AT)


def test_a_time_without_a_zone_is_utc(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path)
    assert memory.remember(Memory("a", AT.replace(tzinfo=None)))
    assert memory.remember(Memory("b", AT))
    found = memory.recall("a")
    assert found is not None
    assert found.learnt_at == AT


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"form": 2, "networks": []}',
        b'{"form": 1, "networks": [1]}',
        b'{"form": 1, "networks": [{"network": "a", "learnt_at": "soon", "facts": {}}]}',
        b'{"form": 1, "networks": [{"network": "a", "learnt_at": "2026-01-01", "facts": []}]}',
        b"[" * 100_000,
        b" " * ((1 << 20) + 1),
    ],
    ids=range(10),
)
def test_a_damaged_file_is_set_aside_and_life_goes_on(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(damage)
    memory = MemoryFile(tmp_path)
    assert not memory.any()
    assert (tmp_path / f"{FILE}.corrupt-1").read_bytes() == damage
    assert memory.remember(Memory("a", AT))
    assert memory.any()


def test_not_more_than_ten_damaged_files_pile_up(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / FILE).write_text(f"damage {number}", encoding="utf-8")
        assert not MemoryFile(tmp_path).any()
    assert len(list(tmp_path.iterdir())) == 10
    assert (tmp_path / f"{FILE}.corrupt-1").read_text(encoding="utf-8") == "damage 0"


def test_where_nothing_can_be_written_nothing_is_learnt(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = MemoryFile(tmp_path / "file" / "folder")
    assert memory.remember(Memory("a", AT)) is False
    assert memory.recall("a") is None


def test_a_fact_that_json_cannot_hold_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path)
    memory.remember(Memory("a", AT))
    before = (tmp_path / FILE).read_bytes()
    assert memory.remember(Memory("b", AT, {"raw": b"x"})) is False
    assert (tmp_path / FILE).read_bytes() == before
    json.loads(before)


def test_the_state_folder_is_ours() -> None:
    assert "netcheck" in state_folder().parts


def test_a_network_is_changed_and_not_invented(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path)
    assert memory.remember(Memory("a", AT, {"old": 1}))
    assert memory.amend("a", lambda known: replace(known, facts={**known.facts, "new": 2}) if known else None)
    assert memory.recall("a") == Memory("a", AT, {"old": 1, "new": 2})
    assert not memory.amend("b", lambda known: known)
    assert list(memory.all()) == ["a"]


def test_two_threads_take_nothing_from_each_other(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path)
    assert memory.remember(Memory("a", AT))

    def add(number: int) -> None:
        memory.amend("a", lambda known: replace(known, facts={**known.facts, str(number): 1}) if known else None)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    found = memory.recall("a")
    assert found is not None
    assert sorted(found.facts) == sorted(str(number) for number in range(8))


def test_one_network_is_forgotten(tmp_path: Path) -> None:
    memory = MemoryFile(tmp_path)
    for name in ("a", "b", "c"):
        assert memory.remember(Memory(name, AT))
    assert memory.forget(("a", "b"))
    assert list(memory.all()) == ["c"]
    assert not memory.forget(("a",)), "it is not known any more"
    assert list(memory.all()) == ["c"]


def test_all_is_forgotten_damaged_files_too(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("02:00:00:00:00:01", encoding="utf-8")
    memory = MemoryFile(tmp_path)
    assert memory.remember(Memory("a", AT, {"gateway_mac": "02:00:00:00:00:01"}))
    assert (tmp_path / f"{FILE}.corrupt-1").exists()
    assert memory.forget()
    assert not memory.any()
    assert not any("02:00" in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert memory.forget(), "nothing is left to forget"


def test_what_cannot_be_written_is_not_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = MemoryFile(tmp_path)
    assert memory.remember(Memory("a", AT))

    def full(self: Path, target: object) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    assert not memory.forget()
    assert memory.any()
