"""What a provider owes for a line that stays dead: schemes and laws with their amounts, days and public holidays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

WORKING, CALENDAR = "working", "calendar"
SATURDAY = 5
IGNORED = frozenset(
    ("limited", "ltd", "plc", "gmbh", "uk", "gb", "group", "broadband", "fibre", "internet", "online", "home", "the")
)
"""Words beside a provider's name that do not make it another one. "Business" does: the schemes are for homes."""
AMOUNT = re.compile(r"[0-9]{1,3}\.[0-9]{2}")
LONGEST_RUN = 60
"""Days that are walked through at most to find a working day: no run of holidays is so long."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The amounts from one day on, each in the scheme's currency; None: not known, or not owed."""

    begins: date
    repair: Decimal
    """For each day that is paid."""
    source: str
    as_of: date
    repair_percent: int = 0
    """Or this part of the monthly fee, where that is more."""
    later_from: int = 0
    """From this paid day on (1 is the first), `later` is owed in place of `repair`; 0: never."""
    later: Decimal | None = None
    later_percent: int = 0
    missed: Decimal | None = None
    """For each appointment that was missed, or cancelled less than 24 hours before."""
    missed_percent: int = 0
    late_start: Decimal | None = None
    """For each day that a new line starts too late."""


@dataclass(frozen=True, slots=True)
class Member:
    """A provider that is in a scheme."""

    name: str
    since: date
    also: tuple[str, ...] = ()
    """Other names that people know it by."""
    only: str = ""
    """Where it does not hold for all of its lines, for which."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One rule that gives people money for a line that stays dead."""

    id: str
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    zone: str
    """The zone whose days count (IANA)."""
    language: str
    """In which a claim is written."""
    currency: str
    """ISO 4217."""
    by_law: bool
    """True: holds for every provider. False: only for the members."""
    automatic: bool
    """Paid without being asked for."""
    days: str
    """WORKING or CALENDAR: which days the provider has for the repair."""
    grace_days: int
    first_at_once: bool
    """Whether the end of the last free day is paid already, or only the first full day after it."""
    source: str
    as_of: date
    rates: tuple[Rate, ...]
    """The oldest first."""
    members: tuple[Member, ...] = ()
    pay_within_days: int = 0
    """Calendar days after the end, until when it must be paid; 0: nothing says so."""
    notice_after_days: int = 0
    """Paid days after which the provider may announce that it will pay no more; 0: never."""
    notice_days: int = 0
    """For how many days it goes on paying then."""

    def rate(self, day: date) -> Rate | None:
        """The amounts that held on a day; None where they are not known."""
        return next((rate for rate in reversed(self.rates) if rate.begins <= day), None)

    def member(self, provider: str, day: date) -> Member | None:
        """The member of this name, if it had joined by that day."""
        wanted = _plain(provider)
        for member in self.members:
            if wanted and wanted in map(_plain, (member.name, *member.also)):
                return member if member.since <= day else None
        return None


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of a part of a country."""

    region: str
    """ISO 3166-2."""
    name: str
    known_until: date
    """Later ones are not known."""
    days: frozenset[date]
    source: str
    as_of: date
    also: tuple[str, ...] = ()
    """Other regions that have the same."""

    def working(self, day: date) -> bool:
        """Whether people there work on this day."""
        return day.weekday() < SATURDAY and day not in self.days

    def after(self, day: date, count: int) -> date:
        """The working day that is so many (0 to 20) working days after this day, which itself does not count."""
        for _ in range(max(0, min(count, 20))):
            day = next(d for n in range(1, LONGEST_RUN) if self.working(d := day + timedelta(days=n)))
        return day


@dataclass(frozen=True, slots=True)
class Rules:
    """All that is known."""

    schemes: tuple[Scheme, ...] = ()
    holidays: tuple[Holidays, ...] = ()

    def scheme(self, country: str) -> Scheme | None:
        """The scheme of a country (its code, also with a subdivision); None where none is known."""
        return next((scheme for scheme in self.schemes if scheme.country == country.upper()[:2]), None)

    def holidays_in(self, region: str) -> Holidays | None:
        """The holidays of a part of a country; of its first part where none is told; None where they are not known."""
        wanted = region.upper()
        own = [kept for kept in self.holidays if kept.region[:2] == wanted[:2]]
        exact = next((kept for kept in own if wanted in (kept.region, *kept.also)), None)
        return exact or next(iter(own), None)


def read_rules(table: Mapping[str, object]) -> Rules:
    """The rules in this table of `[[scheme]]` and `[[holidays]]`, keys as in the nouns above.

    Raises ValueError, one sentence, for the first thing that cannot be used or is not known.
    """
    _known(table, ("scheme", "holidays"), "the file")
    return Rules(
        tuple(_scheme(inner) for inner in _tables(table.get("scheme", []), "scheme")),
        tuple(_holidays(inner) for inner in _tables(table.get("holidays", []), "holidays")),
    )


def _scheme(table: Mapping[str, object]) -> Scheme:
    rates = [_made(Rate, _amounts(inner), "rate") for inner in _tables(table.get("rate", []), "rate")]
    members = [_made(Member, inner, "provider") for inner in _tables(table.get("provider", []), "provider")]
    rest = {key: value for key, value in table.items() if key not in ("rate", "provider")}
    rates.sort(key=lambda rate: rate.begins)
    found = _made(Scheme, {**rest, "rates": tuple(rates), "members": tuple(members)}, "scheme")
    if not rates or found.days not in (WORKING, CALENDAR) or found.by_law == bool(members):
        raise ValueError(f"{found.id}: it needs rates, days of a known kind, and members where it is no law")
    return found


def _holidays(table: Mapping[str, object]) -> Holidays:
    days = table.get("days", [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise ValueError("holidays: days must be an array of dates")
    return _made(Holidays, {**table, "days": frozenset(days)}, "holidays")


def _amounts(table: Mapping[str, object]) -> dict[str, object]:
    """The table with its amounts as numbers that keep their pence; as text in the file, so that none is rounded."""
    found = dict(table)
    for name in ("repair", "later", "missed", "late_start"):
        if name in found:
            amount = found[name]
            if not isinstance(amount, str) or not AMOUNT.fullmatch(amount):
                raise ValueError(f'rate: {name} must be an amount as text, such as "10.34"')
            found[name] = Decimal(amount)
    return found


T = TypeVar("T")


def _made(noun: Callable[..., T], table: Mapping[str, object], what: str) -> T:
    """A noun of these values, each of the type of its field."""
    known = {field.name: field for field in fields(noun)}  # type: ignore[arg-type]
    _known(table, tuple(known), what)
    for name, field in known.items():
        value = table.get(name)
        if name not in table:
            if field.default is MISSING:
                raise ValueError(f"{what}: {name} is missing")
            continue
        kinds: Mapping[str, tuple[type, ...]] = {"str": (str,), "bool": (bool,), "int": (int,), "date": (date,)}
        wanted = kinds.get(str(field.type))
        if wanted and (type(value) not in wanted or value == ""):
            raise ValueError(f"{what}: {name} must be of the kind {field.type}")
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    return noun(**values)


def _tables(value: object, what: str) -> Sequence[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(inner, Mapping) for inner in value):
        raise ValueError(f"{what}: must be an array of tables")
    return value


def _known(table: Mapping[str, object], names: Sequence[str], what: str) -> None:
    for name in table:
        if name not in names:
            raise ValueError(f"{what}: {name} is not known")


def _plain(name: str) -> tuple[str, ...]:
    """The words of a provider's name that tell it from others: of "Sky (UK) Broadband Ltd" only "sky"."""
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    words = re.findall(r"[^\W_]+", letters.casefold())
    return tuple(word for word in words if word not in IGNORED)
