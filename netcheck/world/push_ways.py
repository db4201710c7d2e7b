"""Hands one message to the person's own ntfy topic or mail server."""

from __future__ import annotations

import contextlib
import importlib
import ipaddress
import logging
import os
import smtplib
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP as MAIL
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from netcheck.core.notices import Message
from netcheck.core.settings import Notify
from netcheck.core.words import N_, one_line
from netcheck.world.http import AGENT
from netcheck.world.push_outcome import E_MAIL, NTFY, Later, Never, Outcome, Sent
from netcheck.world.tls import trusting

log = logging.getLogger(__name__)

STEP_S, WHOLE_S = 15.0, 60.0
"""Seconds for one step of a conversation, and for the whole of it, name lookup included."""
PASSWORD, TOKEN = "NETCHECK_SMTP_PASSWORD", "NETCHECK_NTFY_TOKEN"
"""Environment variables for what must not stand in a settings file."""
AGAIN_LATER = (408, 425, 429)
"""Statuses below 500 that speak of this moment, not of the message."""

NO_PASSWORD = N_(
    "The message could not be mailed: there is no password for the mail server. It is taken from the environment "
    "variable NETCHECK_SMTP_PASSWORD, or from the system's keyring; never from the settings file."
)
LOGIN_REFUSED = N_("The message could not be mailed: the mail server refused the user name or the password.")
NOT_ENCRYPTED = N_("The message could not be mailed: the mail server offers no encryption, so nothing was sent.")
MAIL_REFUSED = N_("The message could not be mailed: the mail server refused it.")
TOPIC_REFUSED = N_("The message could not be sent: the ntfy server refused it. Is the topic written correctly?")


def send(way: str, message: Message, settings: Notify, whole_s: float = WHOLE_S) -> Outcome:
    """Hand it over by one of the ways; answers after `whole_s` seconds at the latest, and raises nothing.

    What takes longer is left behind on its daemon thread: no time-out of a library covers name lookup.
    """
    talk = {NTFY: _to_ntfy, E_MAIL: _to_mail}[way]
    return _within(whole_s, lambda: talk(message, settings)) or Later("it took too long")


def _within(seconds: float, talk: Callable[[], Outcome]) -> Outcome | None:
    answer: list[Outcome] = []
    thread = threading.Thread(target=lambda: answer.append(talk()), name="message", daemon=True)
    thread.start()
    thread.join(seconds)
    return answer[0] if answer else None


# --- ntfy -----------------------------------------------------------------------------------------------------------


def _to_ntfy(message: Message, settings: Notify) -> Outcome:
    """One POST (https://docs.ntfy.sh/publish): the text is the body, the title a header that may be RFC 2047."""
    import requests
    from requests.adapters import HTTPAdapter

    class Trusting(HTTPAdapter):
        """Trusts whom the system trusts."""

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs, ssl_context=trusting())

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
            return super().proxy_manager_for(*args, **kwargs, ssl_context=trusting())

    title = one_line(message.title)
    headers = {
        "Title": title if title.isascii() else Header(title, "utf-8", maxlinelen=10_000).encode(),
        "Tags": "white_check_mark",
        "User-Agent": AGENT,
        "Content-Type": "text/plain; charset=utf-8",
    }
    token = os.environ.get(TOKEN)
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        with requests.Session() as session:
            # Else a password in ~/.netrc would go along; the environment's proxies are right, a message is no check.
            session.trust_env = False
            session.proxies = requests.utils.get_environ_proxies(settings.ntfy)
            session.mount("https://", Trusting())
            answer = session.post(
                settings.ntfy,
                data=message.text.encode(),
                headers=headers,
                timeout=(STEP_S, STEP_S),
                allow_redirects=False,  # right after an outage that is a portal, which must not get the message
                stream=True,  # of the answer only its status is wanted
            )
            return _judged(answer.status_code, answer.headers.get("Retry-After", ""))
    except (requests.RequestException, OSError, ValueError) as error:
        # Its text may hold the topic, which is as good as a password.
        return Later(f"{type(error).__name__} at {urlsplit(settings.ntfy).hostname}")


def _judged(status: int, retry_after: str) -> Outcome:
    if 200 <= status < 300:
        return Sent()
    if 400 <= status < 500 and status not in AGAIN_LATER:
        return Never(TOPIC_REFUSED, f"status {status}")
    return Later(f"status {status}", seconds_of(retry_after, datetime.now(UTC)))


def seconds_of(retry_after: str, now: datetime) -> float:
    """What a Retry-After header asks for (RFC 9110, 10.2.3): seconds, or a date; 0 for what is neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


# --- e-mail ---------------------------------------------------------------------------------------------------------


def _to_mail(message: Message, settings: Notify) -> Outcome:
    if settings.smtp_security == "none" and not _here(settings.smtp_host):
        return Never(NOT_ENCRYPTED)
    password = _password(settings) if settings.smtp_user else None
    if settings.smtp_user and password is None:
        return Never(NO_PASSWORD)
    try:
        server = _server(settings)
        try:
            if settings.smtp_security == "starttls":
                server.ehlo()
                if not server.has_extn("starttls"):
                    return Never(NOT_ENCRYPTED)
                server.starttls(context=trusting())
            if settings.smtp_user and password is not None:
                server.login(settings.smtp_user, password)
            server.send_message(_letter(message, settings))
        finally:
            # What a server says to the farewell changes nothing of what it has taken.
            with contextlib.suppress(OSError, ValueError):
                server.quit()
            server.close()
    except smtplib.SMTPNotSupportedError as error:
        return Never(MAIL_REFUSED, type(error).__name__)
    except smtplib.SMTPAuthenticationError as error:
        # The server's own words may repeat the user's name.
        return _refused(error.smtp_code, LOGIN_REFUSED)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, MAIL_REFUSED)
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(max((code for code, _ in error.recipients.values()), default=550), MAIL_REFUSED)
    except (OSError, ssl.SSLError, EOFError) as error:  # smtplib's other errors are OSErrors, too
        return Later(f"{type(error).__name__} at the mail server")
    except (ValueError, UnicodeError) as error:
        return Never(MAIL_REFUSED, type(error).__name__)
    return Sent()


def _server(settings: Notify) -> smtplib.SMTP:
    """A conversation with the server. The name in the greeting says nothing of this computer, and is not looked up."""
    host, port, name = settings.smtp_host, settings.smtp_port, "[127.0.0.1]"
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=STEP_S, context=trusting())
    return smtplib.SMTP(host, port, local_hostname=name, timeout=STEP_S)


def _refused(code: int, why: str) -> Outcome:
    """4xx speaks of this moment, 5xx of the message (RFC 5321, 4.2.1)."""
    return Later(f"code {code}") if 400 <= code < 500 else Never(why, f"code {code}")


def _letter(message: Message, settings: Notify) -> EmailMessage:
    letter = EmailMessage(policy=MAIL)
    letter["From"] = settings.mail_from or settings.mail_to
    letter["To"] = settings.mail_to
    # What looks like an encoded word (RFC 2047) makes some versions of Python write another header.
    letter["Subject"] = one_line(message.title).replace("=?", "= ?")
    letter["Date"] = format_datetime(datetime.now(UTC))
    # The same for every try, so that a mailbox which got it twice shows it once.
    letter["Message-ID"] = f"<{message.id}@netcheck.invalid>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text + "\n")
    return letter


def _password(settings: Notify) -> str | None:
    """From the environment, else from the system's keyring where the library for it is installed."""
    told = os.environ.get(PASSWORD)
    if told:
        return told
    try:
        keyring = importlib.import_module("keyring")
        trouble = importlib.import_module("keyring.errors").KeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_password("netcheck", settings.smtp_user)
    except (trouble, OSError, RuntimeError) as error:
        log.info("the keyring could not be asked: %s", type(error).__name__)
        return None
    return found if isinstance(found, str) and found else None


def _here(host: str) -> bool:
    """Whether a host is this very computer, without asking anybody."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
