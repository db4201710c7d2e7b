"""A mail goes encrypted or not at all, is always the same, and no mail server can hold, fill or trick its sender."""

from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from email.message import Message

import pytest

from netcheck.core.delivery import Outcome, Sent, Trouble
from netcheck.core.settings import Deliver, Settings
from netcheck.world import delivery_judged as judged
from netcheck.world import delivery_mail
from netcheck.world.delivery_mail import letter, log_in
from netcheck.world.delivery_ways import deliver
from netcheck.world.keyring_secret import Secret
from tests.world.report_at_hand import FILES, KEY, PARCEL, QUICK_S, SECRET, made
from tests.world.small_post import Mailbox, mail_server
from tests.world.trusted import Identities, identities


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    """Who servers are."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from identities(tmp_path_factory.mktemp("who"), monkeypatch)


def post(port: int, **more: object) -> Settings:
    """Ready for this mail server."""
    told = Deliver(
        way="mail", mail_to="desk@firm.example", mail_from="me@firm.example", smtp_host="127.0.0.1", smtp_port=port
    )
    return Settings(delivery=replace(told, **more))  # type: ignore[arg-type]


def mailed(told: Settings, ticket: str = "", secret: str = SECRET) -> Outcome:
    """One try."""
    return deliver(made(told, ticket), PARCEL, told, lambda _: Secret(secret))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_is_encrypted_and_always_the_same(security: str, who: Identities) -> None:
    tls = who.right
    box = Mailbox(tls, starttls=security == "starttls", user="me", password=SECRET)
    with mail_server(box) as port:
        told = post(port, smtp_security=security, user="me")
        assert [mailed(told, "4711") for _ in range(2)] == [Sent(), Sent()]
    first, second = box.letters
    assert first == second
    assert f"Message-ID: <{KEY}@netcheck.invalid>".encode() in first
    assert b"Subject: [#4711] Internet outage" in first.replace(
        b"=?utf-8?q?=5B=234711=5D_Internet_outage", b"[#4711] Internet outage"
    )
    assert b"Date: Sun, 22 Nov 2026 14:14:00 +0000" in first
    assert FILES[0].name.encode() in first
    assert first.isascii()
    secrets = [line for line, safe in zip(box.commands, box.secured, strict=True) if not safe]
    assert {line.split()[0].upper() for line in secrets} <= {"EHLO", "STARTTLS"}


@pytest.mark.parametrize(
    ("replies", "heals", "text"),
    [
        ({"AUTH": "535 no"}, False, judged.SECRET_REFUSED),
        ({"AUTH": "454 later"}, True, delivery_mail.MAIL_LATER),
        ({"RCPT": "550 nobody"}, False, delivery_mail.MAIL_REFUSED),
        ({"RCPT": "451 greylisted"}, True, delivery_mail.MAIL_LATER),
        ({"DATA": "552 too large"}, False, judged.TOO_LARGE),
        ({"MAIL": "421 closing"}, True, delivery_mail.MAIL_LATER),
        ({"EHLO": "451 later", "HELO": "451 later"}, True, delivery_mail.MAIL_LATER),
        ({"STARTTLS": "454 later"}, True, delivery_mail.MAIL_LATER),
        # Anybody on the way may have said it: what is not secured yet ends nothing.
        ({"STARTTLS": "502 no such command"}, True, delivery_mail.SERVER_REFUSED),
        ({"EHLO": "554 go away", "HELO": "554 go away"}, True, delivery_mail.SERVER_REFUSED),
        ({"RCPT": "2x0 garbage"}, True, judged.GARBAGE),
        ({"MAIL": "354 what"}, True, judged.GARBAGE),
    ],
)
def test_what_a_mail_server_says(replies: dict[str, str], heals: bool, text: str, who: Identities) -> None:
    box = Mailbox(who.right, True, "me", SECRET, replies)
    with mail_server(box) as port:
        outcome = mailed(post(port, user="me"))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (heals, text)
    assert outcome.text.format(**outcome.blanks)
    assert box.letters == []


def test_a_mail_server_without_encryption_gets_nothing() -> None:
    box = Mailbox(user="me", password=SECRET)
    with mail_server(box) as port:
        outcome = mailed(post(port, user="me"))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, delivery_mail.NOT_ENCRYPTED)  # at home it may be offered again
    assert {line.split()[0].upper() for line in box.commands} <= {"EHLO", "QUIT"}


def test_a_mail_server_with_another_identity_gets_nothing(who: Identities) -> None:
    box = Mailbox(who.wrong, True, "me", SECRET)
    with mail_server(box) as port:
        outcome = mailed(post(port, user="me"))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, judged.STRANGER)


def test_a_mail_that_was_taken_without_a_word_is_sent_again(who: Identities) -> None:
    box = Mailbox(who.right, True, lost=1)
    with mail_server(box) as port:
        outcome = mailed(post(port))
        assert isinstance(outcome, Trouble)
        assert (outcome.heals, outcome.text) == (True, judged.UNSURE)
        assert mailed(post(port)) == Sent()
    assert len(box.letters) == 2
    assert box.letters[0] == box.letters[1]


def test_a_silent_mail_server_is_left(who: Identities) -> None:
    box = Mailbox(who.right, True, mute="MAIL")
    with mail_server(box) as port:
        told = post(port)
        outcome = delivery_mail.mail(made(told), PARCEL, told.delivery, "", QUICK_S)
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text, outcome.detail) == (True, judged.SILENT, "deadline")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_password_in_any_letters(security: str, who: Identities) -> None:
    box = Mailbox(who.right, starttls=security == "starttls", user="jö", password="pässwort")
    with mail_server(box) as port:
        assert mailed(post(port, smtp_security=security, user="jö"), secret="pässwort") == Sent()
        refused = mailed(post(port, smtp_security=security, user="jö"), secret="fälsch")
    assert isinstance(refused, Trouble)
    assert (refused.heals, refused.text, refused.of_all) == (False, judged.SECRET_REFUSED, True)
    assert len(box.letters) == 1


def test_what_was_taken_stays_taken_whatever_follows(who: Identities) -> None:
    box = Mailbox(who.right, True, mute="QUIT")
    with mail_server(box) as port:
        assert mailed(post(port)) == Sent()  # and nobody waits for the farewell
    assert len(box.letters) == 1


@pytest.mark.parametrize("user", ["", "me"])
def test_a_trial_says_what_is_true_of_a_trial(user: str, who: Identities) -> None:
    for replies in ({"EHLO": "554 no"}, {"STARTTLS": "501 no"}):
        box = Mailbox(who.right, True, "me", SECRET, {**replies, "HELO": "554 no"})
        with mail_server(box) as port:
            outcome = log_in(post(port, user=user).delivery, SECRET)
        assert isinstance(outcome, Trouble)
        assert outcome.text == delivery_mail.SERVER_REFUSED
        assert "mail to" not in outcome.text.format(**outcome.blanks)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_talks_without_end_is_cut_off(security: str) -> None:
    """Before it has proved who it is, anybody may be it."""
    ended, heard = threading.Event(), list[int]()

    def babble(listening: socket.socket) -> None:
        with suppress(OSError):
            made, _ = listening.accept()
            with made:
                made.settimeout(20)
                while True:
                    heard.append(made.send(b"220-" + b"x" * 4000 + b"\r\n"))
        ended.set()

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        threading.Thread(target=babble, args=(listening,), daemon=True).start()
        outcome = mailed(post(listening.getsockname()[1], smtp_security=security))
        assert isinstance(outcome, Trouble)
        assert (outcome.heals, outcome.text) == (True, judged.SILENT)
        assert ended.wait(20)
    assert sum(heard) < 20_000_000  # what the sockets hold; not what the memory does


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_silent_one_is_left_before_it_greets_and_nothing_runs_on(security: str) -> None:
    ended = threading.Event()

    def silent(listening: socket.socket) -> None:
        with suppress(OSError):
            made, _ = listening.accept()
            with made:
                made.settimeout(20)
                while made.recv(4096):
                    pass
        ended.set()

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        threading.Thread(target=silent, args=(listening,), daemon=True).start()
        told = post(listening.getsockname()[1], smtp_security=security)
        outcome = delivery_mail.mail(made(told), PARCEL, told.delivery, "", QUICK_S)
        assert isinstance(outcome, Trouble)
        assert (outcome.text, outcome.detail) == (judged.SILENT, "deadline")
        assert ended.wait(20)  # its connection is closed, also in the middle of the handshake


def test_a_secured_answer_that_came_before_the_security_does_not_count(who: Identities) -> None:
    """What somebody on the way puts behind "220 go ahead" is thrown away with the clear connection."""
    box = Mailbox(who.right, True, "me", SECRET, {"STARTTLS": "220 go ahead\r\n250 taken\r\n250 taken"})
    with mail_server(box) as port:
        outcome = mailed(post(port, user="me"))
    assert isinstance(outcome, Trouble)
    assert box.letters == []


TITLES = ("Outage", "Bcc: a@b.example\r\nX-Evil: 1\n\nbody", "=?utf-8?q?=0AX-Evil:_1?=", "ü" * 150)


@pytest.mark.parametrize("ticket", ["", "4711", "INC1", "x" * 64, "=?utf-8?q?=0AX-Evil:_1?="])
@pytest.mark.parametrize("title", TITLES)
def test_no_title_makes_a_header(ticket: str, title: str) -> None:
    told = post(25)
    parcel = replace(PARCEL, title=title, text="\n.\r\nMAIL FROM:<x@y>\n" + "y" * 2000)
    data = letter(made(told, ticket), parcel, told.delivery).as_bytes()
    found: Message = email.message_from_bytes(data)
    assert found["X-Evil"] is None
    assert found["Bcc"] is None
    assert (found["To"], found["From"]) == ("desk@firm.example", "me@firm.example")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    text = found.get_payload(0)
    assert isinstance(text, Message)
    body = text.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().rstrip().endswith(KEY)
