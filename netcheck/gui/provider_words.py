"""What the provider card says: how the provider says things are, how long it may take, and how old that word is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from netcheck.core.model import Fact, Failure, Report
from netcheck.core.news import Overall, Stage
from netcheck.core.other_way import WORDS
from netcheck.core.retelling import retold_text
from netcheck.core.words import N_, WHY_NOT
from netcheck.gui.estimate_lines import estimate_lines
from netcheck.gui.icons import Badge
from netcheck.gui.provider_facts import for_people, mapping_of, moment_of, text_of
from netcheck.gui.words import roughly, say, say_many, when

LONGEST = 400
"""Letters of an announcement; the rest stands on the provider's own page."""
PLANNED = 3
"""Planned works that are named."""

STATES: Mapping[Overall, tuple[Badge, str]] = {
    Overall.OPERATIONAL: (Badge.OK, N_("It says: all works.")),
    Overall.DEGRADED: (Badge.DEGRADED, N_("It says: slow or disturbed.")),
    Overall.PARTIAL_OUTAGE: (Badge.FAILED_UPSTREAM, N_("It says: outage in part of its network.")),
    Overall.MAJOR_OUTAGE: (Badge.FAILED_UPSTREAM, N_("It says: large outage.")),
    Overall.MAINTENANCE: (Badge.DEGRADED, N_("It says: maintenance under way.")),
}
"""The whole of what a page says, as a person would say it."""
KINDS: Mapping[str, tuple[Badge, str]] = {
    "outage": (Badge.FAILED_UPSTREAM, N_("It announces an outage.")),
    "degraded": (Badge.DEGRADED, N_("It announces a disturbance.")),
    "maintenance": (Badge.DEGRADED, N_("It announces maintenance.")),
}
"""Where a page says nothing of the whole: by what it announces."""
STAGES: Mapping[Stage, str] = {
    Stage.SCHEDULED: N_("Planned; it does not say that it has begun."),
    Stage.INVESTIGATING: N_("It is looking for the cause."),
    Stage.IDENTIFIED: N_("It has found the cause."),
    Stage.IN_PROGRESS: N_("The work is under way."),
    Stage.MONITORING: N_("Mended, it says, and watched."),
    Stage.RESOLVED: N_("Over, it says."),
}
"""How far its people are."""

KEPT = N_("When it was last read, {age} ago ({time}), it said:")
DENIES = "isp-denies"
"""Code of the note that says so (core.rules)."""
NO_AREA = N_("It may be yours: netcheck does not know where you live.")
NO_PLACE = N_("It may be yours: it does not say where.")
DOUBTS: Mapping[str, str] = {
    "": "",
    "mended": N_("It may be another one: this one is mended, it says."),
    "by-the-clock": N_("It may be another one: nobody has said that this one has begun."),
    "worked-since": N_("It may be another one: your line has worked since this was announced."),
    "began-later": N_("It may be another one: it began when your line had long been dead."),
    "over": N_("It may be another one: this one should be over by now."),
    "other-provider": N_("It may not be yours: your line seems to be another provider's than the one set."),
}
"""What speaks against it, by core.announcement.Doubt."""


@dataclass(frozen=True, slots=True)
class ProviderTold:
    """All that the card shows, in the person's language; an empty text is not shown."""

    name: str = ""
    learnt: bool = False
    """The name was learnt, not set by the person."""
    badge: Badge | None = None
    state: str = ""
    """What it says of the whole, or that it could not be asked."""
    trouble: str = ""
    """Why it could not be asked or read."""
    title: str = ""
    text: str = ""
    stage: str = ""
    yours: str = ""
    """Why it is not sure that this concerns the person."""
    area_missing: bool = False
    """That can be helped: no area is set."""
    estimate: str = ""
    basis: str = ""
    """Whose word the estimate is, and what it rests on."""
    age: str = ""
    """How old the news is, and by which way it was asked for."""
    kept: str = ""
    """That this is what was said when it was last read, and when that was; empty where it was read now."""
    quiet: str = ""
    """What there is to say where nothing is announced for here."""
    planned: tuple[str, ...] = ()
    second_way: str = ""
    second_badge: Badge | None = None
    phone: str = ""
    page: str = ""
    """Of people."""

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is known of a provider."""
        return not (self.name or self.phone or self.page)


def tell_provider(known: Mapping[str, Fact], estimate: Mapping[str, Fact] | None, now: datetime) -> ProviderTold:
    """What a report holds under `provider`, in words; `estimate` is the newest one (core.estimate.facts_of)."""
    page = text_of(known, "page_url") or for_people(text_of(known, "status_url"))
    title, asked = text_of(known, "title"), known.get("asked") is True
    as_of, unread = moment_of(known, "as_of"), _unread(known)
    denies = known.get("denies") is True and not title
    badge, state = _state(known, unread, denies)
    no_area = not text_of(known, "area")
    line, basis = estimate_lines(known, estimate, now)
    works, second = _second_way(known)
    return ProviderTold(
        name=text_of(known, "name"),
        learnt=known.get("name_from") == "learnt",
        badge=badge if asked else None,
        state=state if asked else "",
        trouble=_trouble(known, now) if unread else "",
        title=title,
        text=_cut(text_of(known, "text")) if title else "",
        stage=_stage(known) if title else "",
        yours=_yours(known, no_area) if title else "",
        area_missing=no_area and bool(title) and known.get("here") == "maybe",
        estimate=line,
        basis=basis,
        age=_age(known, as_of, now) if asked else "",
        kept=_old(KEPT, as_of, now) if asked and unread and title and as_of is not None else "",
        quiet=_quiet(known, bool(page), asked, as_of) if not title else "",
        planned=tuple(_planned(known, now)),
        second_way=second,
        second_badge=works,
        phone=text_of(known, "support_phone"),
        page=page,
    )


def with_denial(report: Report) -> Mapping[str, Fact]:
    """What a report holds of the provider, and whether that denies what the verdict says was measured."""
    if "denies" in report.provider or DENIES not in report.verdict.also:
        return report.provider
    return {**report.provider, "denies": True}


# --- how it says things are -----------------------------------------------------------------------------------------


def _unread(known: Mapping[str, Fact]) -> bool:
    """Whether the page could not be asked or read this time. A reason alone is why a page that was read says little."""
    return known.get("stale") is True or bool(text_of(known, "failure"))


def _state(known: Mapping[str, Fact], unread: bool, denies: bool) -> tuple[Badge | None, str]:
    """Said of the whole page: with all its areas and products."""
    if unread:
        return Badge.UNKNOWN, say("It could not be asked just now.")
    if denies:
        return Badge.DEGRADED, say("It says all is well; what is measured here says otherwise.")
    with suppress(ValueError):
        overall = Overall(text_of(known, "overall"))
        if overall in STATES:
            badge, text = STATES[overall]
            return badge, say(text)
    if text_of(known, "title"):
        badge, text = KINDS.get(text_of(known, "kind"), KINDS["outage"])
        return badge, say(text)
    return Badge.UNKNOWN, say("It does not say how things are.")


def _trouble(known: Mapping[str, Fact], now: datetime) -> str:
    why = say(text_of(known, "reason"))
    if not why:
        with suppress(ValueError, KeyError):
            why = say(WHY_NOT[Failure(text_of(known, "failure"))])
    asked = moment_of(known, "asked_at")
    when_asked = say("Asked at {time}").format(time=when(asked, now)) if asked else ""
    parts = [part for part in (when_asked, why) if part]
    return ": ".join(parts) + "." if parts else ""


def _stage(known: Mapping[str, Fact]) -> str:
    with suppress(ValueError, KeyError):
        return say(STAGES[Stage(text_of(known, "stage"))])
    return ""


def _yours(known: Mapping[str, Fact], no_area: bool) -> str:
    """Why what is announced may be somebody else's, or over; empty where nothing speaks against it."""
    if known.get("here") == "maybe":
        return say(NO_AREA) if no_area else say(NO_PLACE)
    return say(DOUBTS.get(text_of(known, "doubt"), ""))


def _quiet(known: Mapping[str, Fact], page: bool, asked: bool, as_of: datetime | None) -> str:
    elsewhere = known.get("elsewhere")
    if not asked:
        return say("netcheck reads its status page while the fault is outside your home.") if page else ""
    if as_of is None:
        return "" if _unread(known) else say("Its status page could not be read.")
    no_area = known.get("area_set") is False or not text_of(known, "area")
    text = say("It announces no trouble with the internet.") if no_area else say("It announces nothing for your area.")
    if isinstance(elsewhere, int) and not isinstance(elsewhere, bool) and elsewhere > 0:
        text += " " + say_many(
            "{n} announcement is about another place or product.",
            "{n} announcements are about other places or products.",
            elsewhere,
        )
    return text


# --- how old, how long ----------------------------------------------------------------------------------------------


def _age(known: Mapping[str, Fact], as_of: datetime | None, now: datetime) -> str:
    """ "Its word is 12 min old (15:50). Asked through your phone (usb0) at 16:02." """
    parts = []
    said = moment_of(known, "updated_at") if text_of(known, "title") else None
    if said is not None and said <= now:
        parts.append(_old(N_("Its word is {age} old ({time})."), said, now))
    if as_of is not None and not parts and not (_unread(known) and text_of(known, "title")):
        parts.append(
            _old(N_("Last read {age} ago ({time}).") if _unread(known) else N_("Read {age} ago ({time})."), as_of, now)
        )
    if way := way_of(known):
        parts.append(say("Asked through {way}.").format(way=way))
    return " ".join(parts)


def _old(text: str, moment: datetime, now: datetime) -> str:
    return say(text).format(age=roughly(max(0.0, (now - moment).total_seconds())), time=when(moment, now))


def way_of(known: Mapping[str, Fact]) -> str:
    """What the page was asked through, as a person calls it; empty where that was the way of everything else."""
    via, other = text_of(known, "via"), mapping_of(known, "second_way")
    words = text_of(other, "words") if via and via == text_of(other, "interface") else ""
    return _called(text_of(known, "through") or words or via) if via else ""


def _called(words: str) -> str:
    return retold_text(words, WORDS, say)


# --- what is to come, and the other way -----------------------------------------------------------------------------


def _planned(known: Mapping[str, Fact], now: datetime) -> Iterator[str]:
    found = known.get("planned")
    for each in (found if isinstance(found, tuple | list) else ())[:PLANNED]:
        if not isinstance(each, Mapping) or not text_of(each, "title"):
            continue
        title, start, end = text_of(each, "title"), moment_of(each, "start"), moment_of(each, "end")
        if end is not None and end <= now:
            continue
        if start is not None and end is not None:
            times = say("{start} to {end}").format(start=when(start, now), end=when(end, now))
        else:
            times = when(start, now) if start is not None else ""
        yield say("Planned: {what}").format(what=f"{title} ({times})" if times else title)


def _second_way(known: Mapping[str, Fact]) -> tuple[Badge | None, str]:
    other = mapping_of(known, "second_way")
    way = _called(text_of(other, "words")) or text_of(other, "interface")
    if not way:
        return None, ""
    way = way[:1].upper() + way[1:]
    works = other.get("works")
    if works is True:
        return Badge.OK, say("{way} has internet: it can keep you working.").format(way=way)
    if works is False:
        return Badge.FAILED_UPSTREAM, say("{way} has no internet either.").format(way=way)
    return Badge.UNKNOWN, say("{way} is connected; whether it has internet was not asked.").format(way=way)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
