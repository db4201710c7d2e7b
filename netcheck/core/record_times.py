"""Times as a report tells them: the reader's own, with its distance from UTC, and UTC itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

When = Callable[[datetime | None], str]
"""Writes a moment; empty for none."""


def both(moment: datetime, zone: tzinfo | None) -> str:
    """A moment in local time with its offset, and in UTC, e.g. "2026-11-22 00:16:44 +01:00 (2026-11-21 23:16:44 UTC)";
    the date of UTC only where it is another one. `zone` None is the computer's own."""
    local, utc = moment.astimezone(zone), moment.astimezone(UTC)
    if not local.utcoffset():
        return f"{utc:%Y-%m-%d %H:%M:%S} UTC (+00:00)"
    day = "" if local.date() == utc.date() else f"{utc:%Y-%m-%d} "
    return f"{local:%Y-%m-%d %H:%M:%S} {offset(local)} ({day}{utc:%H:%M:%S} UTC)"


def writer(zone: tzinfo | None) -> When:
    """Writes moments for a reader in this zone."""
    return lambda moment: both(moment, zone) if moment is not None else ""


def span(begins: datetime, ends: datetime, zone: tzinfo | None) -> str:
    """A stretch of time: its begin as above, and its end as the time of day alone where it is the same day."""
    local, last = begins.astimezone(zone), ends.astimezone(zone)
    end = f"{last:%H:%M:%S}" if local.date() == last.date() else f"{last:%Y-%m-%d %H:%M:%S}"
    utc, utc_last = begins.astimezone(UTC), ends.astimezone(UTC)
    if not local.utcoffset() and not last.utcoffset():
        return f"{utc:%Y-%m-%d %H:%M:%S} - {end} UTC (+00:00)"
    same = local.date() == utc.date() and utc.date() == utc_last.date()
    day = "" if same else f"{utc:%Y-%m-%d} "
    utc_end = f"{utc_last:%H:%M:%S}" if utc.date() == utc_last.date() else f"{utc_last:%Y-%m-%d %H:%M:%S}"
    there = "" if local.utcoffset() == last.utcoffset() else f" {offset(last)}"
    return f"{local:%Y-%m-%d %H:%M:%S} {offset(local)} - {end}{there} ({day}{utc:%H:%M:%S} - {utc_end} UTC)"


def short(moment: datetime, zone: tzinfo | None) -> str:
    """A moment to the minute, with its offset, for headings: "2026-11-22 00:16 +01:00"."""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {offset(local)}"


def offset(local: datetime) -> str:
    """The distance from UTC, as RFC 3339 writes it."""
    minutes = round((local.utcoffset() or timedelta(0)).total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
