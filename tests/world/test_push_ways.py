"""One message to a real HTTP server and a real mail server on loopback, with and without TLS."""

from __future__ import annotations

import email
import email.policy
import logging
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from types import ModuleType

import pytest

from netcheck.core.notices import Message
from netcheck.core.settings import Notify
from netcheck.world import push_ways, tls
from netcheck.world.push_outcome import E_MAIL, NTFY, Later, Never, Outcome, Sent
from netcheck.world.push_ways import seconds_of, send
from tests.world.small_authority import REASON_NOT_TO, make_authority, serving
from tests.world.small_post import Mailbox, Topic, mail_server, ntfy_server

AT = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)
MESSAGE = Message("0f3a", "Es läuft wieder – nach 12 min", "Down since 14:02\nUp since 14:14\nÄ total of 12 min", AT)
MAIL = Notify(mail_to="me@example.org", smtp_host="127.0.0.1", smtp_security="none")
SECRET = "hunter2-Sehr-geheim"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that is logged, whatever another test has set."""
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a trusted authority "root" and an unknown one "else"."""
    if REASON_NOT_TO:
        pytest.skip(REASON_NOT_TO)
    make_authority(tmp_path, "root", "Trusted")
    make_authority(tmp_path, "else", "Snooping Box Ltd")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    tls._loaded.cache_clear()
    yield tmp_path
    tls._loaded.cache_clear()


# --- ntfy


def test_ntfy_gets_one_post() -> None:
    topic = Topic()
    with ntfy_server(topic) as port:
        assert send(NTFY, MESSAGE, Notify(ntfy=f"http://127.0.0.1:{port}/my-topic")) == Sent()
    ((path, headers, body),) = topic.requests
    assert (path, body.decode()) == ("/my-topic", MESSAGE.text)
    assert str(make_header(decode_header(headers["Title"]))) == MESSAGE.title
    assert "Authorization" not in headers
    assert headers["User-Agent"].startswith("netcheck/")


def test_ntfy_over_tls(authority: Path) -> None:
    topic = Topic()
    with ntfy_server(topic, serving(authority, "root", "IP:127.0.0.1")) as port:
        assert send(NTFY, MESSAGE, Notify(ntfy=f"https://127.0.0.1:{port}/t")) == Sent()
    assert len(topic.requests) == 1


def test_ntfy_with_a_certificate_of_nobody_we_know(authority: Path) -> None:
    topic = Topic()
    with ntfy_server(topic, serving(authority, "else", "IP:127.0.0.1")) as port:
        assert isinstance(send(NTFY, MESSAGE, Notify(ntfy=f"https://127.0.0.1:{port}/t")), Later)
    assert topic.requests == []


def test_a_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("NETCHECK_NTFY_TOKEN", SECRET)
    topic = Topic()
    with ntfy_server(topic) as port:
        send(NTFY, MESSAGE, Notify(ntfy=f"http://127.0.0.1:{port}/t"))
    assert topic.requests[0][1]["Authorization"] == f"Bearer {SECRET}"
    assert SECRET not in log.text


def test_no_password_of_netrc_goes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login me password {SECRET}\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    topic = Topic()
    with ntfy_server(topic) as port:
        assert send(NTFY, MESSAGE, Notify(ntfy=f"http://127.0.0.1:{port}/t")) == Sent()
    assert "Authorization" not in topic.requests[0][1]


@pytest.mark.parametrize(
    ("status", "headers", "outcome"),
    [
        (200, {}, Sent()),
        (429, {"Retry-After": "120"}, Later("status 429", 120.0)),
        (503, {"Retry-After": "7"}, Later("status 503", 7.0)),
        (500, {}, Later("status 500")),
        (302, {"Location": "http://portal.example/"}, Later("status 302")),
        (403, {}, Never(push_ways.TOPIC_REFUSED, "status 403")),
        (404, {}, Never(push_ways.TOPIC_REFUSED, "status 404")),
    ],
)
def test_what_a_status_means(status: int, headers: dict[str, str], outcome: Outcome) -> None:
    topic = Topic(((status, headers),))
    with ntfy_server(topic) as port:
        assert send(NTFY, MESSAGE, Notify(ntfy=f"http://127.0.0.1:{port}/t")) == outcome
    assert len(topic.requests) == 1, "a redirect is not followed"


def test_nobody_listens_and_the_topic_is_not_told(log: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = send(NTFY, MESSAGE, Notify(ntfy=f"http://127.0.0.1:{port}/{SECRET}"))
    assert outcome == Later("ConnectionError at 127.0.0.1")
    ours = [record.getMessage() for record in log.records if record.name.startswith("netcheck")]
    assert not [line for line in ours if SECRET in line]


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/t"
        assert send(NTFY, MESSAGE, Notify(ntfy=url), whole_s=0.2) == Later("it took too long")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0), (" 5 ", 5.0), ("Sun, 22 Nov 2026 14:15:00 GMT", 60.0), ("Sun, 22 Nov 2020 14:15:00 GMT", 0.0),
        ("", 0.0), ("soon", 0.0), ("-5", 0.0), ("1e9", 0.0), ("٣", 0.0), ("Sun, 99 Nov 2026 14:15:00 GMT", 0.0),
    ],
)  # fmt: skip
def test_retry_after(text: str, seconds: float) -> None:
    assert seconds_of(text, AT) == seconds


# --- e-mail


def letter(box: Mailbox) -> email.message.EmailMessage:
    """The only letter in it."""
    (data,) = box.letters
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, email.message.EmailMessage)
    return found


def test_a_letter() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        assert send(E_MAIL, MESSAGE, replace(MAIL, smtp_port=port)) == Sent()
    found = letter(box)
    assert (found["To"], found["From"], found["Subject"]) == ("me@example.org", "me@example.org", MESSAGE.title)
    assert found.get_content().replace("\r\n", "\n") == MESSAGE.text + "\n"
    assert found["Message-ID"] == "<0f3a@netcheck.invalid>"
    assert box.commands[0] in ("ehlo [127.0.0.1]", "EHLO [127.0.0.1]"), "nothing of this computer's name"
    assert socket.gethostname() not in str(found)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_over_tls_with_a_password(
    authority: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture, security: str
) -> None:
    monkeypatch.setenv("NETCHECK_SMTP_PASSWORD", SECRET)
    context = serving(authority, "root", "IP:127.0.0.1")
    box = Mailbox(context, security == "starttls", "me", SECRET)
    with mail_server(box) as port:
        settings = replace(MAIL, smtp_port=port, smtp_security=security, smtp_user="me", mail_from="pc@example.org")
        assert send(E_MAIL, MESSAGE, settings) == Sent()
    assert letter(box)["From"] == "pc@example.org"
    secured = dict(zip([line.split()[0].upper() for line in box.commands], box.secured, strict=True))
    assert secured["AUTH"]
    assert secured["DATA"]
    assert SECRET not in log.text


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_server_that_is_somebody_else(authority: Path, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    monkeypatch.setenv("NETCHECK_SMTP_PASSWORD", SECRET)
    box = Mailbox(serving(authority, "else", "IP:127.0.0.1"), security == "starttls", "me", SECRET)
    with mail_server(box) as port:
        settings = replace(MAIL, smtp_port=port, smtp_security=security, smtp_user="me")
        assert isinstance(send(E_MAIL, MESSAGE, settings), Later)
    assert box.letters == []
    assert not any("AUTH" in line for line in box.commands)


def test_no_encryption_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETCHECK_SMTP_PASSWORD", SECRET)
    box = Mailbox(user="me", password=SECRET)
    with mail_server(box) as port:
        settings = replace(MAIL, smtp_port=port, smtp_security="starttls", smtp_user="me")
        assert send(E_MAIL, MESSAGE, settings) == Never(push_ways.NOT_ENCRYPTED)
    assert (box.letters, [line for line in box.commands if "AUTH" in line]) == ([], [])


@pytest.mark.parametrize(
    ("host", "refused"), [("mail.example.org", True), ("192.0.2.1", True), ("localhost", False), ("[::1]", False)]
)
def test_in_the_clear_only_to_this_computer(host: str, refused: bool) -> None:
    assert push_ways._here(host) is not refused
    if refused:
        assert send(E_MAIL, MESSAGE, replace(MAIL, smtp_host=host)) == Never(push_ways.NOT_ENCRYPTED)


def test_no_password_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETCHECK_SMTP_PASSWORD", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)
    box = Mailbox()
    with mail_server(box) as port:
        assert send(E_MAIL, MESSAGE, replace(MAIL, smtp_port=port, smtp_user="me")) == Never(push_ways.NO_PASSWORD)
    assert box.commands == []


def test_the_password_may_stand_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETCHECK_SMTP_PASSWORD", raising=False)
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    asked: list[tuple[str, str]] = []

    def get_password(service: str, user: str) -> str:
        asked.append((service, user))
        return SECRET

    vars(keyring)["get_password"] = get_password
    vars(errors)["KeyringError"] = type("KeyringError", (Exception,), {})
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    box = Mailbox(user="me", password=SECRET)
    with mail_server(box) as port:
        assert send(E_MAIL, MESSAGE, replace(MAIL, smtp_port=port, smtp_user="me")) == Sent()
    assert asked == [("netcheck", "me")]


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        ({"RCPT": "550 5.1.1 no such user"}, Never(push_ways.MAIL_REFUSED, "code 550")),
        ({"RCPT": "451 4.7.1 greylisted"}, Later("code 451")),
        ({"MAIL": "452 4.3.1 full"}, Later("code 452")),
        ({"DATA": "554 no"}, Never(push_ways.MAIL_REFUSED, "code 554")),
        ({"QUIT": "500 what"}, Sent()),
    ],
)
def test_what_a_refusal_means(replies: dict[str, str], outcome: Outcome) -> None:
    with mail_server(Mailbox(replies=replies)) as port:
        assert send(E_MAIL, MESSAGE, replace(MAIL, smtp_port=port)) == outcome


def test_a_wrong_password_is_told_without_it(monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("NETCHECK_SMTP_PASSWORD", "wrong-" + SECRET)
    with mail_server(Mailbox(user="me", password=SECRET)) as port:
        outcome = send(E_MAIL, MESSAGE, replace(MAIL, smtp_port=port, smtp_user="me"))
    assert outcome == Never(push_ways.LOGIN_REFUSED, "code 535")
    assert SECRET not in log.text + repr(outcome)


def test_no_mail_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert send(E_MAIL, MESSAGE, replace(MAIL, smtp_port=port)) == Later("ConnectionRefusedError at the mail server")


def test_an_address_with_a_line_break_sends_nothing() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        settings = replace(MAIL, smtp_port=port, mail_to="me@example.org\r\nBcc: all@example.org")
        assert isinstance(send(E_MAIL, MESSAGE, settings), Never)
    assert box.letters == []


def test_who_hangs_is_left_behind_on_a_daemon_thread() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = replace(MAIL, smtp_port=silent.getsockname()[1])
        assert send(E_MAIL, MESSAGE, settings, whole_s=0.2) == Later("it took too long")
        left = [thread for thread in threading.enumerate() if thread.name == "message"]
        assert all(thread.daemon for thread in left)
