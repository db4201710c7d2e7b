"""Speaks the person's language: texts, moments and lengths of time as they are shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QLocale, QTime

from netcheck.core.language import ENGLISH, Translator
from netcheck.core.words import lasted

_translator = ENGLISH
_UTC = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d) UTC\b")


def speak(translator: Translator) -> None:
    """Say everything from now on in this language; what is on the screen already stays as it is."""
    global _translator
    _translator = translator


def speaks() -> Translator:
    """The language in which things are said now."""
    return _translator


def say(text: str) -> str:
    """A marked text in the person's language; its {blanks} are filled afterwards, with format()."""
    return _translator.say(text)


def say_many(one: str, many: str, n: int) -> str:
    """A text that depends on a number, e.g. say_many("{n} look", "{n} looks", 3); {n} is filled here."""
    return _translator.say_many(one, many, n)


def say_list(parts: list[str]) -> str:
    """Several names in one sentence: "Provider, Internet and Your services"."""
    if len(parts) < 2:
        return "".join(parts)
    return say("{several} and {last}").format(several=", ".join(parts[:-1]), last=parts[-1])


def when(moment: datetime, now: datetime | None = None) -> str:
    """A moment as local time, with the date when it is not today, with the year when it is not this one.

    A moment without a zone is taken for UTC. `now` is for tests.
    """
    local = _aware(moment).astimezone()
    today = _aware(now or datetime.now(UTC)).astimezone().date()
    locale = QLocale()
    # The C locale writes seconds in its short form, which nobody asked for.
    c = locale.language() == QLocale.Language.C
    time = QTime(local.hour, local.minute)
    clock = time.toString("HH:mm") if c else locale.toString(time, QLocale.FormatType.ShortFormat)
    if local.date() == today:
        return clock
    # translators: how a day is written, in the letters of Qt's dates; in German "d. MMM".
    pattern = say("d MMM") if local.year == today.year else say("d MMM yyyy")
    day = locale.toString(QDate(local.year, local.month, local.day), pattern)
    return say("{day}, {time}").format(day=day, time=clock)


def local_times(text: str, now: datetime | None = None) -> str:
    """A text with the times in it as the person's own: checks write them as "2026-11-21 14:02 UTC"."""

    def local(found: re.Match[str]) -> str:
        try:
            return when(datetime.fromisoformat(found[1]), now)
        except (ValueError, OverflowError):
            return found[0]

    return _UTC.sub(local, text)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def duration(seconds: float) -> str:
    """A length of time in its two largest units: "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h"."""
    return lasted(seconds, say)


def roughly(seconds: float) -> str:
    """A length of time to the minute, for texts that stand still while it runs: "less than a minute", "12 min"."""
    if seconds < 60:
        return say("less than a minute")
    return say("{min} min").format(min=int(seconds // 60)) if seconds < 3600 else duration(seconds)
