"""What is shown as QR codes: the short report, the same to the help desk, and the whole report in numbered codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import tzinfo

from netcheck.core.brief import brief_of, short_report
from netcheck.core.handover_codes import CodesError, codes_of
from netcheck.core.handover_links import mail_link, sms_link
from netcheck.core.language import Say
from netcheck.core.record import Record
from netcheck.core.settings import Helpdesk
from netcheck.core.words import N_

SHORT, BY_SMS, BY_MAIL, WHOLE = N_("Short report"), N_("By SMS"), N_("By mail"), N_("Whole report")
LETTERS = 1200
"""Of one code's payload: version 23 of 40 at level M, three pixels a module on a screen of 768 lines."""
LINK_MOST = 900
"""Letters of a link: no finer a code than that."""
SMS_MOST = 3
"""Parts of an SMS: each costs one, and a link of more makes too fine a code."""


@dataclass(frozen=True, slots=True)
class ShownCode:
    """One code."""

    title: str
    """What it is part of, in the person's language; several may have the same."""
    text: str
    """What a camera reads."""


def shown_codes(
    record: Record, report: bytes, helpdesk: Helpdesk, say: Say = str, zone: tzinfo | None = None
) -> tuple[ShownCode, ...]:
    """All codes of a redacted record; `report` is the same record as JSON, or in another format.

    Raises ValueError for a record that was not redacted. A report that takes too many codes has none of them.
    """
    if not record.redaction:
        raise ValueError("a record is shown only after it was redacted")
    short = short_report(brief_of(record, say), say, zone)
    messages = (sms_link(helpdesk.sms, short, parts) for parts in range(SMS_MOST, 0, -1))
    sms = next((link for link in messages if len(link) <= LINK_MOST), "")
    mail = mail_link(helpdesk.mail, short.splitlines()[1] if "\n" in short else short, short, LINK_MOST)
    try:
        whole = codes_of(plain(report), LETTERS)
    except CodesError:
        whole = ()
    found = [(SHORT, short), (BY_SMS, sms), (BY_MAIL, mail), *((WHOLE, code) for code in whole)]
    return tuple(ShownCode(say(title), text) for title, text in found if text)


def plain(report: bytes) -> bytes:
    """A report in JSON without the spaces that are there for the eye; any other as it is."""
    try:
        return json.dumps(json.loads(report), separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return report
