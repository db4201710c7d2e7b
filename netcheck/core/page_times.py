"""Reads the times that status pages state: always with their zone, and within sane years."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""No outage of today began before; 1970 stands where a program had no time."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""How far ahead of ours the clock of a page may go."""
FURTHEST = timedelta(days=366)
"""An end that is later than that is a slip."""

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MAIL_DATE = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+([a-z]{1,3}|[+-]\d{4})",
    re.I,
)
"""The date of a mail, which RSS uses (RFC 822, section 5)."""
MAIL_ZONES = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
MAIL_ZONES |= {"pst": -8, "pdt": -7}


def moment(value: object) -> datetime | None:
    """A time with its zone, as UTC; None for one that cannot be read, has no zone, or lies in no sane year.

    Read are ISO 8601, the dates of mails, and seconds or milliseconds since 1970.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(value)
    if not isinstance(value, str) or len(value) > 60:
        return None
    text = value.strip()
    if re.fullmatch(r"[0-9]{10}|[0-9]{13}", text):
        return _epoch(int(text))
    try:
        found = _mail_date(text) or datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT)$", "+00:00", text))
        return sane(found.astimezone(UTC)) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def sane(when: datetime) -> datetime | None:
    """The time, where it lies within the years in which a page of today can be right."""
    return when if FIRST_YEAR <= when.year <= LAST_YEAR else None


def past(when: datetime | None, now: datetime | None) -> datetime | None:
    """A time that is over; None for one that is still to come: an incident of tomorrow has not started."""
    return None if when is None or (now is not None and when > now + CLOCKS_DIFFER) else when


def near(when: datetime | None, now: datetime | None) -> datetime | None:
    """A time that may lie ahead; None for one so far ahead that it is a slip."""
    return None if when is None or (now is not None and when > now + FURTHEST) else when


def stated_zone(value: object) -> timezone | None:
    """How far the page's own clock is from UTC, where it writes its times in a zone of its own ("-06:00").

    None for "Z", which machines write whatever the people there have on the wall.
    """
    found = (
        re.search(r"T\d\d:\d\d.*([+-])(\d\d):?(\d\d)$", value) if isinstance(value, str) and len(value) < 60 else None
    )
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(offset if found[1] == "+" else -offset)


def _epoch(number: float) -> datetime | None:
    if not 0 < number < 1e14:
        return None
    # Not fromtimestamp: Windows knows no year after 3000, and raises OSError.
    return sane(_ZERO + timedelta(seconds=number / 1000 if number > 1e11 else number))


def _mail_date(text: str) -> datetime | None:
    found = MAIL_DATE.fullmatch(text)
    if found is None or found[2].lower() not in MONTHS:
        return None
    zone, month = found[7].lower(), MONTHS.index(found[2].lower()) + 1
    if zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
    elif zone in MAIL_ZONES:
        offset = timedelta(hours=MAIL_ZONES[zone])
    else:
        return None
    day, year, hour, minute = int(found[1]), int(found[3]), int(found[4]), int(found[5])
    return datetime(year, month, day, hour, minute, int(found[6] or 0), tzinfo=timezone(offset))
