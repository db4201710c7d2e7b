"""The message after an outage: sent once, later where it must be, kept over a restart, given up in the end."""

from __future__ import annotations

import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck.core.notices import Message
from netcheck.core.settings import Notify
from netcheck.world import push, push_ways
from netcheck.world.push import FILE, Phone
from netcheck.world.push_outcome import Later, Never, Outcome, Sent
from tests.world.small_post import Mailbox, Topic, mail_server, ntfy_server

AT = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)
MESSAGE = Message("0f3a", "It works again", "Down since 14:02", AT)
BOTH = Notify(ntfy="https://ntfy.example/secret-topic", mail_to="me@example.org", smtp_host="mail.example.org")
ONE = Notify(ntfy="https://ntfy.example/secret-topic")


class Played:
    """A phone with played time and played servers."""

    def __init__(self, folder: Path, settings: Notify = ONE, answers: list[Outcome] | None = None) -> None:
        self.s, self.at = 1000.0, AT
        self.settings = settings
        self.answers = answers or []
        self.sent: list[tuple[str, Message]] = []
        self.troubles: list[str] = []
        self.phone = Phone(
            folder,
            lambda: self.settings,
            lambda: 0.5,
            lambda: self.at,
            lambda: self.s,
            self._send,
            self.troubles.append,
        )

    def _send(self, way: str, message: Message, settings: Notify) -> Outcome:
        self.sent.append((way, message))
        return self.answers.pop(0) if self.answers else Sent()

    def after(self, seconds: float) -> list[tuple[str, Message]]:
        """What is sent when so much time has passed."""
        self.s += seconds
        self.at += timedelta(seconds=seconds)
        self.sent.clear()
        self.phone.step()
        return list(self.sent)


def test_nothing_is_set_nothing_is_sent(tmp_path: Path) -> None:
    played = Played(tmp_path, Notify())
    played.phone.tell(MESSAGE)
    assert played.phone.wait_s() is None
    assert played.after(300) == []
    assert list(tmp_path.iterdir()) == []


def test_one_message_after_a_wait_by_chance(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.phone.tell(MESSAGE)
    assert played.phone.wait_s() == 150.0
    assert played.after(149.9) == []
    assert played.after(0.2) == [("ntfy", MESSAGE)]
    assert played.phone.wait_s() is None


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 0.0), (1.0, 300.0)])
def test_the_wait_is_0_to_300_seconds(tmp_path: Path, chance: float, seconds: float) -> None:
    played = Played(tmp_path)
    played.phone.chance = lambda: chance
    played.phone.tell(MESSAGE)
    assert played.phone.wait_s() == seconds


def test_a_message_of_an_earlier_return_waits_no_longer_than_five_minutes_after_it(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.phone.chance = lambda: 1.0
    played.phone.tell(replace(MESSAGE, at=AT - timedelta(seconds=200)))
    assert played.phone.wait_s() == 100.0
    played.phone.tell(replace(MESSAGE, id="late", at=AT - timedelta(hours=1)))
    assert [message.id for _, message in played.after(0)] == ["late"]


def test_a_second_return_of_the_same_outage_sends_no_second_message(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.phone.tell(MESSAGE)
    assert len(played.after(200)) == 1
    played.phone.tell(MESSAGE)
    assert played.after(300) == []
    played.phone.tell(replace(MESSAGE, id="another"))
    assert len(played.after(300)) == 1


def test_down_again_before_it_was_sent(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.phone.tell(MESSAGE)
    played.phone.withdraw(MESSAGE.id)
    assert played.after(300) == []
    newer = replace(MESSAGE, text="Up since 14:20")
    played.phone.tell(newer)
    assert played.after(300) == [("ntfy", newer)]


def test_what_cannot_be_sent_is_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    played = Played(tmp_path, ONE, [Later("no") for _ in range(8)])
    played.phone.tell(MESSAGE)
    played.after(150)
    pauses = []
    for _ in range(7):
        wait = played.phone.wait_s()
        assert wait is not None
        pauses.append(wait)
        assert len(played.after(wait)) == 1
    assert pauses == [30.0, 60.0, 120.0, 240.0, 480.0, 900.0, 900.0]


def test_retry_after_is_honoured(tmp_path: Path) -> None:
    played = Played(tmp_path, ONE, [Later("status 429", 3600.0)])
    played.phone.tell(MESSAGE)
    played.after(150)
    assert played.phone.wait_s() == 3600.0
    assert played.after(3599) == []
    assert len(played.after(1)) == 1


def test_each_way_is_gone_once(tmp_path: Path) -> None:
    played = Played(tmp_path, BOTH, [Sent(), Later("no")])
    played.phone.tell(MESSAGE)
    assert [way for way, _ in played.after(150)] == ["ntfy", "mail"]
    assert [way for way, _ in played.after(300)] == ["mail"]
    assert played.after(4000) == []


def test_given_up_after_twelve_hours_and_told(tmp_path: Path) -> None:
    played = Played(tmp_path, ONE, [Later("no") for _ in range(100)])
    played.phone.tell(MESSAGE)
    played.after(150)
    assert len(played.after(12 * 3600 - 160)) == 1
    assert played.after(300) == []
    assert played.phone.wait_s() is None
    assert played.troubles == [push.TOO_OLD]
    assert Played(tmp_path).phone.wait_s() is None


def test_a_refusal_is_told_and_not_repeated(tmp_path: Path) -> None:
    played = Played(tmp_path, ONE, [Never(push_ways.TOPIC_REFUSED, "status 403")])
    played.phone.tell(MESSAGE)
    assert len(played.after(150)) == 1
    assert played.troubles == [push_ways.TOPIC_REFUSED]
    assert played.after(4000) == []


def test_switched_off_meanwhile(tmp_path: Path) -> None:
    played = Played(tmp_path, ONE)
    played.phone.tell(MESSAGE)
    played.settings = Notify()
    assert played.after(300) == []
    assert played.phone.wait_s() is None


# --- on the disk


def test_a_restart_sends_what_was_left(tmp_path: Path) -> None:
    Played(tmp_path, BOTH).phone.tell(MESSAGE)
    played = Played(tmp_path, BOTH)
    played.phone._load()
    assert played.phone.wait_s() == 150.0
    assert played.after(150) == [("ntfy", MESSAGE), ("mail", MESSAGE)]
    again = Played(tmp_path, BOTH)
    again.phone._load()
    again.phone.tell(MESSAGE)
    assert again.after(300) == [], "which outages were told is kept, too"


def test_a_restart_after_half_of_the_ways(tmp_path: Path) -> None:
    played = Played(tmp_path, BOTH, [Sent(), Later("no")])
    played.phone.tell(MESSAGE)
    played.after(150)
    again = Played(tmp_path, BOTH)
    again.phone._load()
    assert [way for way, _ in again.after(300)] == ["mail"]


def test_the_file_holds_no_address_and_is_for_nobody_else(tmp_path: Path) -> None:
    Played(tmp_path, BOTH).phone.tell(MESSAGE)
    path = tmp_path / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    assert MESSAGE.text in text
    assert not [secret for secret in (BOTH.ntfy, "secret-topic", BOTH.mail_to, BOTH.smtp_host) if secret in text]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"form": 2}', b'{"form": 1, "waiting": [{}], "sent": []}', b'{"form": 1}', b"\xff\xfe",
     b'{"form": 1, "waiting": [{"id": "a", "title": "", "text": "", "at": "then", "left": []}], "sent": []}',
     b'{"form": 1, "waiting": 5, "sent": []}', b"[" * 100_000],
)  # fmt: skip
def test_a_file_that_is_not_ours(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    played = Played(tmp_path)
    played.phone._load()
    assert played.phone.wait_s() is None
    played.phone.tell(MESSAGE)
    assert len(played.after(300)) == 1


def test_a_folder_that_cannot_be_written_sends_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    played = Played(tmp_path / "file" / "below")
    played.phone.tell(MESSAGE)
    assert len(played.after(300)) == 1


# --- the thread, with real servers


def test_the_thread_sends_to_real_servers(tmp_path: Path) -> None:
    done = threading.Event()
    topic, box = Topic(((503, {"Retry-After": "0"}), (200, {}))), Mailbox()
    ways: list[str] = []
    with ntfy_server(topic) as web, mail_server(box) as post:
        settings = Notify(
            f"http://127.0.0.1:{web}/topic",
            "me@example.org",
            smtp_host="127.0.0.1",
            smtp_port=post,
            smtp_security="none",
        )

        def send(way: str, message: Message, settings: Notify) -> Outcome:
            outcome = push_ways.send(way, message, settings)
            if isinstance(outcome, Sent):
                ways.append(way)
            if len(ways) == 2:
                done.set()
            return outcome

        moments = iter(range(0, 10**9, 60))  # each look at the clock is a minute later, so that no test waits
        message = replace(MESSAGE, at=datetime.now(UTC))
        phone = Phone(tmp_path, lambda: settings, lambda: 0.0, clock=lambda: float(next(moments)), send=send)
        phone.start()
        phone.tell(message)
        assert done.wait(20)
        phone.stop()
    assert sorted(ways) == ["mail", "ntfy"]
    assert (len(topic.requests), len(box.letters)) == (2, 1)


def test_a_thread_that_was_stopped_sends_nothing(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.phone.start()
    played.phone.stop()
    played.phone.tell(MESSAGE)
    assert played.after(300) == []
    again = Played(tmp_path)
    again.phone._load()
    assert len(again.after(300)) == 1, "it waits for the next start"
