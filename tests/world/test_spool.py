"""Reports that wait: there whole or not at all, bounded, for one sender at a time; and no kill loses one."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck.core.delivery import Attachment, Delivery, Parcel, Sent, State, Way
from netcheck.core.delivery_pace import begun, ended, once_more
from netcheck.core.delivery_parcel import digest_of
from netcheck.world import spool as module
from netcheck.world.spool import ASIDE, Spool, fresh_key
from netcheck.world.spool_trouble import (
    CHANGED,
    DAMAGED,
    FULL,
    NO_ROOM,
    NOT_KEPT,
    NOT_NOTED,
    TOO_LARGE,
    UNREADABLE,
    SpoolError,
)

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
PARCEL = Parcel(
    "Internet outage", "Down since 14:02\n", (Attachment("r.pdf", "application/pdf", b"%PDF\x00\xff"),), "o1", AT
)


def delivery(number: int = 0, **more: object) -> Delivery:
    made = Delivery(
        fresh_key(), AT + timedelta(seconds=number), f"report {number}", Way.MAIL, "desk@firm.example", "o1"
    )
    return replace(made, **more)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "deliveries", lambda: AT)


def test_nothing_is_there_at_first(spool: Spool) -> None:
    assert spool.all() == ()
    assert spool.get("0" * 32) is None
    assert spool.drop("0" * 32) is False
    assert spool.aside() == 0


def test_what_is_put_is_there_for_the_next_program(spool: Spool) -> None:
    first, second = spool.put(delivery(1), PARCEL), spool.put(delivery(2, ticket="INC1", blanks={"a": "b"}), PARCEL)
    later = Spool(spool.folder, lambda: AT)
    assert later.all() == (second, first)
    assert later.get(second.key) == second
    assert later.parcel(first.key) == PARCEL


@pytest.mark.skipif(os.name != "posix", reason="modes of Unix")
def test_it_is_the_users_alone(spool: Spool) -> None:
    spool.put(delivery(), PARCEL)
    spool.amend(spool.all()[0].key, begun)
    for path in [spool.folder, *spool.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_key_is_kept_once(spool: Spool) -> None:
    made = spool.put(delivery(), PARCEL)
    spool.amend(made.key, begun)
    spool.put(made, replace(PARCEL, text="another"))
    assert spool.parcel(made.key) == PARCEL
    assert [each.attempts for each in spool.all()] == [1]


def test_it_is_changed_as_it_stands_on_the_disk(spool: Spool) -> None:
    made = spool.put(delivery(), PARCEL)
    for _ in range(3):
        spool.amend(made.key, begun)
    found = spool.get(made.key)
    assert found is not None
    assert (found.attempts, found.state) == (3, State.SENDING)
    assert spool.amend("f" * 32, begun) is None


def test_what_is_dropped_is_gone_and_does_not_come_back(spool: Spool) -> None:
    made = spool.put(delivery(), PARCEL)
    assert spool.drop(made.key)
    assert spool.amend(made.key, begun) is None
    assert spool.all() == ()
    with pytest.raises(SpoolError, match="damaged"):
        spool.parcel(made.key)


def test_too_many_are_refused_with_a_sentence(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LEFT", 3)
    for number in range(3):
        spool.put(delivery(number), PARCEL)
    with pytest.raises(SpoolError) as refused:
        spool.put(delivery(4), PARCEL)
    assert (refused.value.text, refused.value.blanks) == (FULL, {"count": "3"})
    assert len(spool.all()) == 3


def test_too_large_is_refused_with_a_sentence(spool: Spool) -> None:
    huge = replace(PARCEL, attachments=(Attachment("r.pdf", "application/pdf", b"x" * (5 << 20)),))
    with pytest.raises(SpoolError) as refused:
        spool.put(delivery(), huge)
    assert refused.value.text == TOO_LARGE
    assert spool.all() == ()


def test_sent_ones_make_room_and_others_do_not(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 40_000)
    large = replace(PARCEL, attachments=(Attachment("r.pdf", "application/pdf", b"x" * 15_000),))
    sent = spool.put(delivery(1), large)
    waits = spool.put(delivery(2), large)
    spool.amend(sent.key, lambda one: ended(one, Sent("1"), AT, 0.5))
    third = spool.put(delivery(3), large)
    assert {each.key for each in spool.all()} == {waits.key, third.key}
    with pytest.raises(SpoolError) as refused:
        spool.put(delivery(4), large)
    assert refused.value.text == NO_ROOM


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    spool = Spool(tmp_path / "file" / "deliveries", lambda: AT)
    with pytest.raises(SpoolError, match="could not be kept"):
        spool.put(delivery(), PARCEL)
    assert spool.all() == ()


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"form": 0}', b"\xff\xfe", b"[" * 100_000, b'{"form": 1, "key": 3}']
)
def test_what_cannot_be_read_is_set_aside_and_not_lost(spool: Spool, damage: bytes) -> None:
    bad, good = spool.put(delivery(1), PARCEL), spool.put(delivery(2), PARCEL)
    (spool.folder / bad.key / "delivery.json").write_bytes(damage)
    assert spool.all() == (good,)
    assert spool.aside() == 1
    (aside,) = (spool.folder / ASIDE).iterdir()
    assert (aside / "delivery.json").read_bytes() == damage
    assert spool.all() == (good,)


def test_a_changed_file_is_not_sent(spool: Spool) -> None:
    made = spool.put(delivery(), PARCEL)
    (spool.folder / made.key / "0.bin").write_bytes(b"%PDF changed")
    with pytest.raises(SpoolError) as refused:
        spool.parcel(made.key)
    assert refused.value.text == DAMAGED


def test_it_is_tidied(spool: Spool) -> None:
    old = AT - timedelta(days=400)
    kept = spool.put(delivery(1, made_at=old), PARCEL)
    sent = spool.put(delivery(2, made_at=old, state=State.SENT), PARCEL)
    given_up = spool.put(delivery(3, made_at=old, state=State.GIVEN_UP), PARCEL)
    for each in (kept, sent, given_up):
        os.utime(spool.folder / each.key / "delivery.json", (old.timestamp(), old.timestamp()))
    wrong = spool.put(delivery(5, made_at=old, state=State.GIVEN_UP), PARCEL)  # the clock was wrong when it was made
    os.utime(spool.folder / wrong.key / "delivery.json", (AT.timestamp(), AT.timestamp()))
    fresh = spool.put(delivery(4, state=State.SENT), PARCEL)
    killed = spool.folder / f".new-{sent.key}-00"
    killed.mkdir()
    os.utime(killed, (0, 0))
    (spool.folder / f".gone-{sent.key}-00").mkdir()
    spool.tidy()
    assert {each.key for each in spool.all()} == {kept.key, fresh.key, wrong.key}
    assert given_up.key not in names(spool.folder)
    assert not [name for name in names(spool.folder) if name.startswith((".new", ".gone"))]


def test_parts_go_when_the_whole_is_there(spool: Spool) -> None:
    parts = [spool.put(delivery(number), PARCEL) for number in range(3)]
    digest, parcel = digest_of([(each, spool.parcel(each.key)) for each in parts])
    spool.put(digest, parcel)  # and the power goes before the parts are dropped
    assert len(spool.all()) == 4
    spool.tidy()
    assert spool.all() == (digest,)
    assert spool.parcel(digest.key).text.count("Down since 14:02") == 3


def test_parts_that_were_changed_meanwhile_do_not_go_as_one(spool: Spool) -> None:
    parts = [spool.put(delivery(number), PARCEL) for number in range(3)]
    digest, parcel = digest_of([(each, spool.parcel(each.key)) for each in parts])
    spool.amend(parts[0].key, lambda one: once_more(one, "4711"))
    spool.drop(parts[1].key)
    with pytest.raises(SpoolError) as refused:
        spool.join(parts, digest, parcel)
    assert refused.value.text == CHANGED
    assert {each.key for each in spool.all()} == {parts[0].key, parts[2].key}


def test_one_program_sends(spool: Spool) -> None:
    spool.put(delivery(), PARCEL)
    other = Spool(spool.folder, lambda: AT)
    with spool.sending() as ours:
        with other.sending() as theirs:
            assert (ours, theirs) == (True, False)
        with other.sending() as theirs:
            assert not theirs
    with other.sending() as theirs:
        assert theirs


def test_what_a_newer_netcheck_keeps_is_left_to_it(spool: Spool) -> None:
    made = spool.put(delivery(), PARCEL)
    path = spool.folder / made.key / "delivery.json"
    path.write_bytes(path.read_bytes().replace(b'"form": 1', b'"form": 2'))
    assert spool.all() == ()
    assert spool.amend(made.key, begun) is None
    spool.tidy()
    assert (path.exists(), spool.aside()) == (True, 0)


def test_a_disk_that_cannot_be_read_now_says_so(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    made = spool.put(delivery(), PARCEL)

    def ill(self: Path, mode: str = "r") -> object:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as bad:
        bad.setattr(Path, "open", ill)
        with pytest.raises(SpoolError) as refused:
            spool.parcel(made.key)
        assert (refused.value.text, refused.value.heals) == (UNREADABLE, True)
        assert spool.all() == ()
    assert (spool.all(), spool.aside()) == ((made,), 0)
    (spool.folder / made.key / "0.bin").unlink()
    with pytest.raises(SpoolError) as refused:
        spool.parcel(made.key)
    assert (refused.value.text, refused.value.heals) == (DAMAGED, False)


def refuses(number: int) -> Callable[..., object]:
    """What a disk does that says this."""

    def deed(*given: object, **named: object) -> object:
        raise OSError(number, os.strerror(number))

    return deed


@pytest.mark.parametrize("where", ["write_new", "sync_names", "write_whole"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_full_disk_loses_nothing_and_is_named(
    spool: Spool, where: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = spool.put(delivery(1), PARCEL)
    with monkeypatch.context() as bad:
        bad.setattr(f"netcheck.world.spool.{where}", refuses(number))
        if where != "write_whole":
            with pytest.raises(SpoolError) as refused:
                spool.put(delivery(2), PARCEL)
            assert (refused.value.text, refused.value.blanks) == (NOT_KEPT, {"why": os.strerror(number)})
        if where != "write_new":
            with pytest.raises(SpoolError) as refused:
                spool.amend(kept.key, begun)
            assert (refused.value.text, refused.value.blanks) == (NOT_NOTED, {"why": os.strerror(number)})
        assert [each.key for each in spool.all()] == [kept.key]
    assert not [name for name in names(spool.folder) if name.startswith(".new")]
    assert spool.parcel(kept.key) == PARCEL


def test_a_disk_without_locks_is_named_at_once(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = spool.put(delivery(), PARCEL)
    monkeypatch.setattr("netcheck.world.spool_disk.os.open", refuses(errno.EACCES))
    waits: list[float] = []
    monkeypatch.setattr(threading.Event, "wait", lambda self, timeout=None: waits.append(timeout))
    with pytest.raises(SpoolError, match="Permission denied"):
        spool.drop(kept.key)
    with pytest.raises(SpoolError, match="Permission denied"), spool.sending():
        pass
    assert waits == []  # nobody holds the lock, so nobody is waited for


def test_many_threads_change_at_once(spool: Spool) -> None:
    made = spool.put(delivery(), PARCEL)
    others = [Spool(spool.folder, lambda: AT) for _ in range(4)]

    def work(own: Spool) -> None:
        for _ in range(10):
            own.amend(made.key, begun)

    threads = [threading.Thread(target=work, args=(own,)) for own in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    found = spool.get(made.key)
    assert found is not None
    assert found.attempts == 40
    assert once_more(found) == found


# --- killed


@pytest.mark.skipif(os.name != "posix", reason="kills as Unix does")
@pytest.mark.parametrize("seed", range(12))
def test_killed_at_any_moment_it_has_all_that_was_acknowledged(tmp_path: Path, seed: int) -> None:
    folder, chance = tmp_path / "deliveries", random.Random(seed)
    last = chance.randrange(1, 40)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.world.spool_writer", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    told: list[str] = []
    assert child.stdout is not None
    with child:
        for line in child.stdout:
            told.append(line.strip())
            if len(told) == last:  # the child goes on meanwhile, so the moment is any
                child.send_signal(signal.SIGKILL)
    assert len(told) >= last
    spool = Spool(folder, lambda: AT + timedelta(hours=2))
    before = {each.key for each in spool.all()}
    spool.tidy()
    found = {each.key: each for each in spool.all()}
    assert spool.aside() == 0
    assert not [name for name in names(folder) if name.startswith((".new", ".gone"))]
    parts = {part for each in found.values() for part in each.parts}
    for line in told:
        what, *keys = line.split()
        for key in keys:
            assert key in found or key in parts, line
        if what == "sent":
            assert found[keys[0]].state is State.SENT
        if what == "joined":
            assert len(found[keys[0]].parts) == 2
    assert not parts & set(found)
    assert set(found) <= before
    for key in found:
        assert spool.parcel(key).attachments
