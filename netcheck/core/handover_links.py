"""Links that open a phone's messages or a mail with a text in it, as short as they must be."""

from __future__ import annotations

import re
from urllib.parse import quote

from netcheck.core.words import one_line

SMS_MOST, SMS_PART = 160, 153
"""Letters of one SMS in the GSM alphabet, and of each where there are several (3GPP TS 23.040, 9.2.3.24.1: the header
that joins them takes the rest)."""
UCS2_MOST, UCS2_PART = 70, 67
"""The same where one letter is not of that alphabet."""
SMS_PARTS_MOST = 4
"""Parts that a phone is asked to send: each costs as much as one SMS."""
MAILTO_MOST = 1900
"""Letters of a mailto: link. Windows hands on 2,083 to the mail program, and cuts the rest without a word."""
GLOBAL = re.compile(r"\+[0-9][0-9 ().-]{4,24}")
DIALLED = re.compile(r"\+?[0-9(][0-9 ()./\u00a0\u2011-]{1,28}[0-9]")
"""A number as people write it, with what they set between its digits."""
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The GSM 7 bit default alphabet (3GPP TS 23.038, 6.2.1)."""
GSM_DOUBLE = frozenset("^{}\\[~]|€")
"""Letters of its extension, which take the place of two."""


def sms_link(number: str, text: str, parts: int = SMS_PARTS_MOST) -> str:
    """A link that opens a phone's messages with this text (RFC 5724); empty where the number is none.

    The text is cut where it would take more than so many parts.
    """
    global_form = global_number(number)
    if not global_form:
        return ""
    return f"sms:{global_form}?body={quote(cut_to_sms(text, parts), safe='')}"


def mail_link(address: str, subject: str, text: str, most: int = MAILTO_MOST, cut: str = "...") -> str:
    """A link that opens a mail with this text (RFC 6068), at most so many letters; empty without an address.

    Lines that do not fit are left out from the last; the last line is then `cut`.
    """
    if not address or "@" not in address:
        return ""
    box, _, host = address.rpartition("@")
    return draft_link(subject, text, most, cut, f"{quote(box, safe='')}@{host}")


def draft_link(subject: str, text: str, most: int = MAILTO_MOST, cut: str = "...", to: str = "") -> str:
    """The same with an address that is quoted already; without one the person writes it into the mail themselves."""
    start = f"mailto:{to}?subject={quote(one_line(subject)[:150], safe='')}&body="
    lines = text.splitlines()
    # No line is shorter in the link than it is here.
    fitting, letters = 0, len(start)
    while fitting < len(lines) and letters <= most:
        letters += len(lines[fitting])
        fitting += 1
    for kept in range(fitting, -1, -1):
        body = [*lines[:kept], *([cut] if kept < len(lines) else [])]
        # Line breaks in a body are CR LF (RFC 6068, section 5).
        link = start + quote("\r\n".join(body), safe="")
        if len(link) <= most:
            return link
    return start.removesuffix("&body=")


def global_number(number: str) -> str:
    """The number with its country and without what people set between its digits (RFC 3966); empty where it is none."""
    found = number.strip()
    digits = re.sub(r"[^0-9]", "", found)
    # E.164: 15 digits at most.
    return f"+{digits}" if GLOBAL.fullmatch(found) and 6 <= len(digits) <= 15 else ""


def tel_link(number: str) -> str:
    """A link by which a phone dials (RFC 3966), of the number at the beginning of this text; empty where none is.

    A number without its country is dialled as it stands: who is called at home is dialled so.
    """
    found = DIALLED.match(number.strip())
    if not found:
        return ""
    text = re.sub(r"\(0\)", "", found[0]) if found[0].startswith("+") else found[0]
    digits = re.sub(r"[^0-9]", "", text)
    return f"tel:{'+' if text.startswith('+') else ''}{digits}" if 3 <= len(digits) <= 15 else ""


def sms_parts(text: str) -> int:
    """How many SMS a text takes."""
    letters, plain = sms_letters(text)
    whole, part = (SMS_MOST, SMS_PART) if plain else (UCS2_MOST, UCS2_PART)
    return 1 if letters <= whole else -(-letters // part)


def sms_letters(text: str) -> tuple[int, bool]:
    """How many letters of an SMS a text takes, and whether all of them are of the GSM alphabet."""
    if all(sign in GSM or sign in GSM_DOUBLE for sign in text):
        return sum(2 if sign in GSM_DOUBLE else 1 for sign in text), True
    return len(text.encode("utf-16-be", "replace")) // 2, False


def cut_to_sms(text: str, parts: int) -> str:
    """The beginning of a text that takes at most so many SMS."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sms_parts(text[:middle]) <= parts else (low, middle - 1)
    return text[:low]
