"""Finds a date and a time of day in a sentence, and says which moment is meant; where that is not clear, none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

WITHIN = timedelta(hours=18)
"""How far ahead a time of day without a date may lie. "By 18:30", written at 19:00, does not mean tomorrow."""

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner januari janvier enero gennaio janeiro",
            "february feb februar februari février febrero febbraio fevereiro",
            "march mar märz mrt maart mars marzo março",
            "april apr avril abril aprile",
            "may mai mei mayo maggio maio",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet julio luglio julho",
            "august aug augustus août agosto",
            "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre diciembre dicembre dezembro",
        ),
        1,
    )
    for name in names.split()
}
TODAY = "today|tonight|this (?:morning|afternoon|evening)|heute(?: abend)?|aujourd'hui|hoy|oggi|vandaag|vanavond|hoje"
TOMORROW = "tomorrow|demain|mañana|domani|amanhã"
"""Not German "morgen": it may as well be the morning."""
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = (
    r"(?P<iso{0}>20\d\d-\d\d-\d\d)"
    rf"|(?P<day{{0}}>\d{{{{1,2}}}})(?:st|nd|rd|th|er)?\.?\s*(?:of\s+|de\s+)?(?P<month{{0}}>{MONTH})\b\.?,?(?:\s*(?:de\s+)?(?P<year{{0}}>20\d\d))?"
    rf"|(?P<month2{{0}}>{MONTH})\b\.?\s*(?P<day2{{0}}>\d{{{{1,2}}}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2{{0}}>20\d\d))?"
    r"|(?P<dotted{0}>\d{{1,2}}\.\d{{1,2}}\.(?:20\d\d|\d\d\b)?)"
    r"|(?P<slashed{0}>\d{{1,2}}/\d{{1,2}}/20\d\d)"
    rf"|(?P<today{{0}}>{TODAY})|(?P<tomorrow{{0}}>{TOMORROW})"
)
# Other labels of zones stand in capitals: "est" is a word in French, "pt" one in Portuguese.
ZONE = (
    r"(?:(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}(?::?\d\d)?|[+\u2212-]\d\d:?\d\d|Z\b"
    r"|(?:UTC|GMT|BST|CES?T|MES?Z|[ECMP]DT|AE[SD]T)\b|(?-i:[A-Z]{2,5}\b))"
)
TIME = re.compile(
    rf"(?:(?:{DATE.format('')})(?:\s*(?:,|T|,? ?(?:at|um|gegen|à|a las|alle(?: ore)?|om|às)(?: about| ca\.?)?)?\s*))?"
    rf"(?:(?<![\w:.])|(?<=\dT))(?P<hour>\d{{1,2}})"
    r"(?:(?:[:.]|\s?[hH]\s?)(?P<minute>\d\d)(?![.,]?\d)(?::\d\d(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:(?P<word>Uhr|hrs|hours|o'clock|heures|uur|h)(?!\w))?"
    rf"\s*\(?(?P<zone>{ZONE})?\)?"
    rf"(?:\s*,?\s*(?:on\s+|am\s+|le\s+|el\s+|op\s+|il\s+)?(?:{DATE.format('_after')}))?",
    re.I,
)

# Which summer time a label goes by: people write the label of winter all year round, so that in summer it is unclear.
LABELS: Mapping[str, tuple[float, str]] = {
    **dict.fromkeys(("UTC", "Z"), (0.0, "")),
    **{"GMT": (0, "eu winter"), "WET": (0, "eu winter"), "BST": (1, "eu summer"), "WEST": (1, "eu summer")},
    **{"CET": (1, "eu winter"), "MEZ": (1, "eu winter"), "CEST": (2, "eu summer"), "MESZ": (2, "eu summer")},
    **{"EET": (2, "eu winter"), "EEST": (3, "eu summer"), "SAST": (2, ""), "MSK": (3, "")},
    **{"EST": (-5, "us winter"), "EDT": (-4, "us summer"), "CDT": (-5, "us summer"), "ET": (-5, "us")},
    **{"MST": (-7, "us winter"), "MDT": (-6, "us summer"), "CT": (-6, "us"), "MT": (-7, "us")},
    **{"PST": (-8, "us winter"), "PDT": (-7, "us summer"), "PT": (-8, "us"), "HST": (-10, "")},
    **{"AKST": (-9, "us winter"), "AKDT": (-8, "us summer"), "AEST": (10, ""), "AEDT": (11, "")},
    **{"ACST": (9.5, ""), "ACDT": (10.5, ""), "AWST": (8, ""), "NZST": (12, ""), "NZDT": (13, "")},
    **{"JST": (9, ""), "KST": (9, ""), "SGT": (8, ""), "HKT": (8, "")},
}
"""Hours from UTC. Left out are labels that several countries use for different zones: IST, CST, AST."""


@dataclass(frozen=True, slots=True)
class Written:
    """A time as it is written."""

    match: re.Match[str]

    @property
    def is_time(self) -> bool:
        """Whether it is a time of day and not just a number: it has minutes, a half of the day, or a word for it."""
        word = (self.match["word"] or "").lower()
        return bool(self.match["minute"] or self.match["half"]) or word in ("uhr", "uur", "o'clock")

    @property
    def has_date(self) -> bool:
        """Whether a date stands with it."""
        return any(self._groups(name) for name in ("iso", "month", "month2", "dotted", "slashed", "today", "tomorrow"))

    def moment(self, base: datetime | None, zone: tzinfo | None) -> datetime | None:
        """The moment that is meant, as UTC; None where that is not clear.

        `base` is when it was written, `zone` where, for a time that does not say its own.
        """
        clock = self._clock()
        if clock is None:
            return None
        label = (self.match["zone"] or "").upper()
        day = self._date(base, label, zone)
        if day is None:
            return self._next(clock, base, label, zone) if not self.has_date else None
        found = _offset(label, day) if label else zone
        return _at(day, clock, found)

    def _clock(self) -> tuple[int, int] | None:
        hour, minute, half = int(self.match["hour"]), int(self.match["minute"] or 0), (self.match["half"] or "").lower()
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        return (hour, minute) if hour < 24 and minute < 60 else None

    def _groups(self, name: str) -> str:
        return self.match[name] or self.match[f"{name}_after"] or ""

    def _date(self, base: datetime | None, label: str, zone: tzinfo | None) -> date | None:
        """The date that is written; None for none, and for one that is not clear."""
        try:
            if self._groups("iso"):
                return date.fromisoformat(self._groups("iso"))
            for suffix in ("", "2"):
                if month := self._groups(f"month{suffix}"):
                    return _dated(
                        MONTHS[month.lower()], self._groups(f"day{suffix}"), self._groups(f"year{suffix}"), base
                    )
            if dotted := self._groups("dotted"):
                day, month, year = dotted.split(".")
                return _dated(int(month), day, f"20{year[-2:]}" if year else "", base)
            if slashed := self._groups("slashed"):
                one, other, year = slashed.split("/")
                # 5/11 is another day in London than in New York.
                clear = int(one) > 12 or one == other
                return _dated(int(other), one, year, base) if clear else None
        except ValueError:
            return None
        if not (self._groups("today") or self._groups("tomorrow")) or base is None:
            return None
        here = _offset(label, base.date()) if label else zone
        if here is None:
            return None
        return base.astimezone(here).date() + timedelta(days=1 if self._groups("tomorrow") else 0)

    def _next(self, clock: tuple[int, int], base: datetime | None, label: str, zone: tzinfo | None) -> datetime | None:
        """This time of day as it comes next, soon enough to be what is meant."""
        if base is None:
            return None
        here = _offset(label, base.date()) if label else zone
        if here is None:
            return None
        today = base.astimezone(here).date()
        for day in (today, today + timedelta(days=1)):
            found = _at(day, clock, here)
            if found is not None and base < found <= base + WITHIN:
                return found
        return None


def _dated(month: int, day: str, year: str, base: datetime | None) -> date | None:
    """A date; without a year the one nearest to the time of writing."""
    if year:
        return date(int(year), month, int(day))
    if base is None:
        return None
    near = [date(base.year + more, month, int(day)) for more in (-1, 0, 1)]
    return min(near, key=lambda one: abs(one - base.date()))


def _at(day: date, clock: tuple[int, int], zone: tzinfo | None) -> datetime | None:
    if zone is None:
        return None
    try:
        return datetime(day.year, day.month, day.day, *clock, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(label: str, day: date) -> tzinfo | None:
    """The zone of a label on that day; None for one that does not fit the time of the year, or that is not known (it
    may as well be a word in capitals)."""
    numeric = re.fullmatch(r"(?:UTC|GMT)?\s?([+\u2212-])\s?(\d{1,2})(?::?(\d\d))?", label)
    if numeric:
        hours, minutes = int(numeric[2]), int(numeric[3] or 0)
        if hours > 14 or minutes > 59:
            return None
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(offset if numeric[1] == "+" else -offset)
    if label not in LABELS:
        return None
    hours_off, rule = LABELS[label]
    if rule:
        summer = _us_summer(day) if rule.startswith("us") else _eu_summer(day)
        if (rule.endswith("winter") and summer) or (rule.endswith("summer") and not summer):
            return None
        hours_off += 1 if rule == "us" and summer else 0
    return timezone(timedelta(hours=hours_off))


def _eu_summer(day: date) -> bool:
    """From the last Sunday of March to the last of October (directive 2000/84/EC; the United Kingdom does the same)."""
    return _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)


def _us_summer(day: date) -> bool:
    """From the second Sunday of March to the first of November (Energy Policy Act of 2005)."""
    return _first_sunday(day.year, 3) + timedelta(days=7) <= day < _first_sunday(day.year, 11)


def _first_sunday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=6 - first.weekday())


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
