"""What a help desk's answer means: taken, later, or not before somebody changes something; in a sentence."""

# Whether something is tried again is said beside these sentences, by whoever knows: they serve a mere trial, too.

from __future__ import annotations

from datetime import UTC, datetime

from netcheck.core.delivery import Trouble
from netcheck.core.delivery_pace import retry_after_s
from netcheck.core.words import N_
from netcheck.world.delivery_http import Answer, Unanswered

NO_SECRET = N_(
    "There is no password or token for {to}. Enter it in the settings, or ask your IT department for it; it is kept in "
    "the system's keyring."
)
NO_TOKEN = N_("What is kept as the token for {to} holds letters that no token has. Enter it anew.")
SECRET_REFUSED = N_("{to} refused the password or token. Enter it anew, or ask your IT department.")
FORBIDDEN = N_(
    "{to} does not allow this account to do that. Your IT department can change what the password or token may do."
)
NOT_THERE = N_("{to} has nothing at the address that is set. Your IT department can correct [delivery].")
NO_TICKET = N_("{to} has no ticket {ticket}. Correct the number, or leave it out: then a new ticket is opened.")
REFUSED = N_(
    "{to} did not take the report (status {status}). Your IT department can see there what is missing, such as a field "
    "that must be filled."
)
TOO_LARGE = N_("{to} finds the report too large. Attach it by hand, or ask your IT department for another way.")
BUSY = N_("{to} asked to wait.")
ILL = N_("{to} has a trouble of its own (status {status}).")
ELSEWHERE = N_("The address of {to} leads to another one, and nothing was sent there.")
SILENT = N_("{to} could not be reached, or did not answer.")
UNSURE = N_(
    "{to} did not say whether it has the report. It is sent again with the same number, so that it counts once."
)
STRANGER = N_("{to} could not prove who it is (its certificate), so nothing was sent.")
GARBAGE = N_("{to} answered in a way that makes no sense.")
WITHOUT_FILES = N_("{to} has the text of the report, but did not take its files.")

AGAIN_LATER = (408, 409, 423, 425, 429)
"""Statuses below 500 that speak of this moment, not of the report (409: the first try is still being worked on)."""


class Refused(Exception):
    """A conversation that ends here, and what came of it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.detail or trouble.text)
        self.trouble = trouble


def judged(answer: Answer, to: str, now: datetime | None = None) -> Trouble | None:
    """What an answer that is no success means; None for a success."""
    status = answer.status
    if answer.good:
        return None
    blanks = {"to": to, "status": str(status)}
    wait = retry_after_s(answer.headers.get("retry-after", ""), now or datetime.now(UTC))
    detail = f"status {status}"
    if status in AGAIN_LATER or status >= 500 or status < 200:
        text = BUSY if status == 429 or (status == 503 and wait) else ILL
        return Trouble(True, text, blanks, after_s=wait, detail=detail)
    if 300 <= status < 400:
        return Trouble(True, ELSEWHERE, blanks, after_s=wait, detail=detail)
    texts = {401: SECRET_REFUSED, 403: FORBIDDEN, 404: NOT_THERE, 410: NOT_THERE, 413: TOO_LARGE}
    return Trouble(False, texts.get(status, REFUSED), blanks, detail=detail, of_all=status == 401)


def unanswered(problem: Unanswered, to: str) -> Trouble:
    """What it means that no answer came."""
    text = STRANGER if problem.of_certificate else UNSURE if problem.sent else SILENT
    return Trouble(True, text, {"to": to}, detail=problem.kind)


def nonsense(to: str) -> Refused:
    """A success whose words cannot be understood: what was asked for may have been done."""
    return Refused(Trouble(True, GARBAGE, {"to": to}, detail="not understood"))
