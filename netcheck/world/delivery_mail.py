"""Mails a report to the help desk: encrypted, with one Message-ID for ever."""

from __future__ import annotations

import base64
import contextlib
import smtplib
import socket
import ssl
import threading
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import BinaryIO

from netcheck.core.delivery import Delivery, Outcome, Parcel, Sent, Trouble, body
from netcheck.core.settings import Deliver
from netcheck.core.words import N_, one_line
from netcheck.world.delivery_grip import Grip
from netcheck.world.delivery_judged import GARBAGE, NO_SECRET, SECRET_REFUSED, SILENT, STRANGER, TOO_LARGE, UNSURE
from netcheck.world.tls import trusting

STEP_S, WHOLE_S = 20.0, 90.0
"""Seconds for one step of the conversation, and for the whole of it, name lookup included."""
FAREWELL_S = 2.0
"""Seconds for it; what was taken is taken."""
MOST_SAID = 1 << 16
"""Bytes that a server may say; else one that is not known yet could fill the memory with its greeting."""
LONGEST = 500_000
"""Letters of the text; a report has some thousand."""
MAIL = SMTP.clone(cte_type="7bit")
"""Lines of ASCII: not every server takes others (RFC 6152)."""
NAME = "[127.0.0.1]"
"""In the greeting: says nothing of this computer, and is not looked up."""

NOT_ENCRYPTED = N_(
    "The mail server {server} offered no encryption, so nothing was sent. It may be this network that takes it away; "
    "else your IT department can help."
)
MAIL_REFUSED = N_("The mail server {server} refused the mail to {to} (code {code}). Your IT department can help.")
SERVER_REFUSED = N_("The mail server {server} refused to go on (code {code}). Your IT department can help.")
MAIL_LATER = N_("The mail server {server} cannot take the mail now (code {code}).")


def mail(delivery: Delivery, parcel: Parcel, settings: Deliver, secret: str, whole_s: float = WHOLE_S) -> Outcome:
    """Hand it to the mail server; answers after `whole_s` seconds at the latest, when the connection is cut."""
    if settings.user and not secret:
        return Trouble(False, NO_SECRET, {"to": settings.smtp_host}, detail="no secret")
    data = letter(delivery, parcel, settings).as_bytes()
    return _Talk(settings, secret, delivery.to, data).outcome(whole_s)


def log_in(settings: Deliver, secret: str, whole_s: float = WHOLE_S) -> Outcome:
    """Greet the mail server, encrypt, log in and leave: nothing is sent."""
    return _Talk(settings, secret).outcome(whole_s)


def message_id(key: str) -> str:
    """The one Message-ID of a delivery: a mailbox or desk that gets it twice can tell."""
    return f"<{key}@netcheck.invalid>"


def letter(delivery: Delivery, parcel: Parcel, settings: Deliver) -> EmailMessage:
    """The mail, byte for byte the same at every try. Its date is the time it was made, as RFC 5322 (3.6.1) has it for
    mail that was written while offline."""
    made = EmailMessage(policy=MAIL)
    made["From"] = settings.mail_from
    made["To"] = delivery.to
    # What looks like an encoded word (RFC 2047) is taken for one by some versions of Python, which then write the line
    # break in it as it is: another header, made by the name of a network.
    made["Subject"] = one_line(f"{_mark(delivery.ticket)}{parcel.title}").replace("=?", "= ?")
    made["Date"] = format_datetime(delivery.made_at)
    made["Message-ID"] = message_id(delivery.key)
    made["Auto-Submitted"] = "auto-generated"
    made["X-Netcheck-Delivery"] = delivery.key
    made.set_content(body(parcel.text, delivery.key, LONGEST))
    for file in parcel.attachments:
        kind, _, subkind = file.kind.partition("/")
        made.add_attachment(file.content, maintype=kind, subtype=subkind or "octet-stream", filename=file.name)
    for number, part in enumerate(made.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_netcheck-{delivery.key}-{number}")
    return made


def _mark(ticket: str) -> str:
    """How desks find a ticket's number in a subject: "[#123] ", "[INC0010001] "."""
    return f"[#{ticket}] " if ticket.isdecimal() else f"[{ticket}] " if ticket else ""


class _Talk:
    """One conversation, on a thread of its own; without a letter it ends after the login."""

    def __init__(self, settings: Deliver, secret: str, to: str = "", letter: bytes = b"") -> None:
        self._settings, self._secret, self._to, self._letter = settings, secret, to, letter
        self._grip, self._done = Grip(), threading.Event()
        self._server: smtplib.SMTP | None = None
        self._outcome: Outcome | None = None
        self._secure = settings.smtp_security == "tls"
        """The server has proved who it is: what is said before that, anybody on the way may have said."""

    def outcome(self, whole_s: float) -> Outcome:
        """What came of it, after so many seconds at the latest; what still runs then is cut off."""
        threading.Thread(target=self._run, name="delivery", daemon=True).start()
        self._done.wait(whole_s)
        if self._outcome is not None:
            return self._outcome
        self._grip.cut()
        return self._later(UNSURE if self._grip.sent else SILENT, "deadline")

    def _run(self) -> None:
        """Talk; never raises for what the network does."""
        try:
            self._outcome = self._talk()
        except smtplib.SMTPAuthenticationError as error:  # its text may repeat the user's name
            self._outcome = self._refused(error.smtp_code, SECRET_REFUSED)
        except smtplib.SMTPNotSupportedError:
            self._outcome = self._refused(0, SECRET_REFUSED)
        except smtplib.SMTPResponseException as error:
            self._outcome = self._refused(error.smtp_code)
        except ssl.SSLCertVerificationError:
            self._outcome = self._later(STRANGER, "certificate")
        except (OSError, smtplib.SMTPException, EOFError, ValueError, UnicodeError) as error:
            self._outcome = self._later(UNSURE if self._grip.sent else SILENT, type(error).__name__)
        finally:
            self._done.set()  # what the server says to the farewell changes nothing of it
            self._leave()

    def _leave(self) -> None:
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException, ValueError):
                if self._server.sock is not None:
                    self._server.sock.settimeout(FAREWELL_S)
                self._server.quit()
            self._server.close()
        self._grip.let_go()

    def _talk(self) -> Outcome:
        settings = self._settings
        server = self._server = _Server(settings, self._grip)
        code, _ = server.ehlo()
        if not self._secure:
            if code != 250:  # of a server that is busy it is not known whether it encrypts
                return self._refused(code)
            if not server.has_extn("starttls"):
                return Trouble(True, NOT_ENCRYPTED, self._blanks(), detail="no starttls")
            server.starttls(context=trusting())
            self._secure = True
            code, _ = server.ehlo()
        if code != 250:
            return self._refused(code)
        if settings.user:
            self._log_in(server)
        return self._handed_over(server) if self._letter else Sent()

    def _log_in(self, server: smtplib.SMTP) -> None:
        user, secret = self._settings.user, self._secret
        if f"{user}{secret}".isascii():
            server.login(user, secret)
            return
        # smtplib knows ASCII alone; PLAIN (RFC 4616) has UTF-8.
        if "PLAIN" not in server.esmtp_features.get("auth", "").upper().split():
            raise smtplib.SMTPNotSupportedError
        code, said = server.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0{secret}".encode()).decode())
        if code not in (235, 503):
            raise smtplib.SMTPAuthenticationError(code, said)

    def _handed_over(self, server: smtplib.SMTP) -> Outcome:
        for code, _ in (server.mail(self._settings.mail_from), server.rcpt(self._to)):
            if code not in (250, 251):
                return self._refused(code)
        self._grip.goes_out()
        code, _ = server.data(self._letter)
        if code == 250:
            return Sent()
        self._grip.refused()
        return self._refused(code)

    def _refused(self, code: int, text: str = "") -> Trouble:
        """4xx speaks of this moment, 5xx of the mail (RFC 5321, 4.2.1); 552 of its size. What is said before the server
        has proved who it is ends nothing."""
        blanks = {**self._blanks(), "code": str(code)}
        if 400 <= code < 500:
            return Trouble(True, MAIL_LATER, blanks, detail=f"code {code}")
        if text:
            return Trouble(False, text, {**blanks, "to": self._settings.smtp_host}, detail=f"code {code}", of_all=True)
        if not 500 <= code < 600:
            return self._later(GARBAGE, f"code {code}")
        if not self._secure or not self._letter:
            return Trouble(not self._secure, SERVER_REFUSED, blanks, detail=f"code {code}")
        return Trouble(False, TOO_LARGE if code == 552 else MAIL_REFUSED, blanks, detail=f"code {code}")

    def _later(self, text: str, detail: str) -> Trouble:
        return Trouble(True, text, {"to": self._settings.smtp_host}, detail=detail)

    def _blanks(self) -> dict[str, str]:
        return {"server": self._settings.smtp_host, "to": self._to or self._settings.smtp_host}


class _Server(smtplib.SMTP):
    """A mail server whose connection can be cut off from the first moment on, and that is not listened to for ever.
    Raises what smtplib raises where it does not greet."""

    def __init__(self, settings: Deliver, grip: Grip) -> None:
        self._grip, self._tls = grip, settings.smtp_security == "tls"
        super().__init__(settings.smtp_host, settings.smtp_port, local_hostname=NAME, timeout=STEP_S)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = self._grip.take(socket.create_connection((host, port), timeout))
        return trusting().wrap_socket(sock, server_hostname=host) if self._tls else sock

    def getreply(self) -> tuple[int, bytes]:
        """One answer. Raises what smtplib raises, SMTPServerDisconnected for one that does not end."""
        if self.file is None and self.sock is not None:
            self.file = _Heard(self.sock.makefile("rb"))
        return super().getreply()


class _Heard:
    """What a server says, up to a limit."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, MOST_SAID

    def readline(self, most: int) -> bytes:
        """The next line. Raises OSError where too much was said."""
        line = self._file.readline(most)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("too much was said")
        return line

    def close(self) -> None:
        """Hear no more."""
        self._file.close()
