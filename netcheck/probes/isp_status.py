"""What does the provider say?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netcheck.core.announcement import Bearing, about_access, bearings, of_another
from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import StatusPage
from netcheck.core.news import News, Overall
from netcheck.core.other_way import called
from netcheck.core.whereabouts import about_here
from netcheck.core.words import UNPROTECTED, lasted, one_line
from netcheck.plugins import Probe, World

MOST_PLANNED = 5
STANDS = timedelta(minutes=2)
"""What was announced for so long is as good as heard twice: a page that flickers takes it back sooner."""


def ask(world: World) -> Observation:
    """Announcements of the provider's status page that name access to the internet and this area."""
    isp = world.settings.isp
    if not isp.status_url:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no status page of the provider is set")
    page, now = _trusted(world.status_page(isp.status_url)), world.clock.now()
    worked_at = world.memory.learnt_at if world.memory else None
    anothers = world.memory is not None and of_another(isp.name, world.memory.facts)
    found = bearings(
        page.news, isp.area, now, worked_at=worked_at, down_since=world.down_since, names=(isp.name,), anothers=anothers
    )
    through = called(world.other_ways(), page.via) if page.via else None
    facts = {**_of_page(page, now), **_of_news(page, isp.area, found, anothers), "through": through}
    as_of = _minute(page.fetched_at)
    asked = f"asked through {through}" if through else ""
    if found:
        best = found[0]
        facts |= _of_incident(best, page, now)
        unread = f"its page cannot be asked now: {_why(page)}" if page.stale else ""
        beside = "; ".join(part for part in (f"as of {as_of}", asked, unread, _doubt(best)) if part)
        return Observation(
            Outcome.FAILED, Failure.INCIDENT, f'the provider announces "{best.incident.title}" ({beside})', facts
        )
    if page.failure is not None or page.stale or page.fetched_at is None:
        copy = _kept(page, now) if page.fetched_at is not None else ""
        how = f"{'could not be' if facts['asked'] else 'was not'} {asked or 'asked'}: {_why(page)}"
        return Observation(
            Outcome.UNKNOWN, page.failure or Failure.NOT_AVAILABLE, f"the provider's page {how}{copy}", facts
        )
    beside = "; ".join(part for part in (asked, one_line(page.news.note)) if part)
    said = "that all is well" if facts["says_well"] else "nothing of trouble with access here"
    return Observation(
        Outcome.OK, summary=f"at {as_of} the provider's page said {said}{f' ({beside})' if beside else ''}", facts=facts
    )


def _trusted(page: StatusPage) -> StatusPage:
    """Without a word of a page that a portal or the home's own router may have written in the provider's place."""
    if page.secure or page.fetched_at is None:
        return page
    why = (page.failure, page.reason) if page.failure else (Failure.BAD_ANSWER, UNPROTECTED)
    return replace(page, fetched_at=None, news=News(), stale=False, failure=why[0], reason=why[1])


def _of_page(page: StatusPage, now: datetime) -> dict[str, Fact]:
    """How the page was asked, and how old its word is."""
    age_s = (now - page.fetched_at).total_seconds() if page.fetched_at else None
    return {
        "asked": page.failure is not Failure.NOT_AVAILABLE or page.asked_at is not None,
        "as_of": _instant(page.fetched_at),
        "asked_at": _instant(page.asked_at or page.fetched_at),
        "age_s": None if age_s is None else round(max(0.0, age_s)),
        "stale": page.stale,
        "format": page.format,
        "via": page.via or None,
        "other_way": bool(page.via),
        "failure": page.failure.value if page.failure else None,
        "reason": page.reason or None,
        "confirmed": page.confirmed,
        "next_ask_at": _instant(page.again_at),
    }


def _of_news(page: StatusPage, area: str, found: tuple[Bearing, ...], anothers: bool) -> dict[str, Fact]:
    """What it says of the whole, how much it says of others, and what is to come."""
    news = page.news
    here = sum(1 for bearing in found if bearing.incident in news.incidents)
    planned = [
        {"title": i.title, "start": _instant(i.expected_start or i.started_at), "end": _instant(i.expected_end)}
        for i in news.planned
        if about_access(i) is not False and about_here(i, area) != "no"
    ]
    read = page.failure is None and not page.stale and page.fetched_at is not None
    return {
        "overall": news.overall.value,
        "incidents": len(news.incidents),
        "elsewhere": len(news.incidents) - here,
        "planned": tuple(planned[:MOST_PLANNED]),
        "area_set": bool(area.strip(" ,;")),
        # "No news" of a feed, or a state that is not known to us, is no word that all is well; nor is
        # that of a provider whose line this is not.
        "says_well": read and not anothers and not found and news.overall is Overall.OPERATIONAL,
    }


def _of_incident(best: Bearing, page: StatusPage, now: datetime) -> dict[str, Fact]:
    """The announcement that fits best."""
    incident = best.incident
    begun = incident.started_at or incident.expected_start
    return {
        "believed": page.confirmed or (begun is not None and now - begun >= STANDS),
        "here": best.here,
        "access": best.access,
        "doubt": best.doubt.value or None,
        "kind": incident.kind,
        "title": incident.title,
        "text": incident.text,
        "link": incident.link,
        "stage": incident.stage.value,
        "started_at": _instant(begun),
        "updated_at": _instant(incident.updated_at),
        "expected_end": _instant(incident.expected_end),
        "estimate_from_text": incident.estimate_from_text,
    }


def _doubt(best: Bearing) -> str:
    return best.doubt.value.replace("-", " ") if best.doubt else ""


def _kept(page: StatusPage, now: datetime) -> str:
    """What was last seen there, and how long ago; never that there is no trouble."""
    age = lasted(max(0.0, (now - page.fetched_at).total_seconds())) if page.fetched_at else ""
    return f"; a copy of {_minute(page.fetched_at)}, {age} old, told of nothing here"


def _why(page: StatusPage) -> str:
    return page.reason or (page.failure.value if page.failure else "no answer")


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else "unknown"


PROBE = Probe("Provider's word", Segment.ISP, ask, on_demand=True)
