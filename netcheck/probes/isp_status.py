"""What does the provider say?"""

from __future__ import annotations

import re

from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.news import Incident
from netcheck.plugins import Probe, World

OTHER_PRODUCTS = frozenset(
    (
        "email",
        "mail",
        "webmail",
        "tv",
        "iptv",
        "television",
        "hosting",
        "webhosting",
        "billing",
        "website",
        "portal",
        "app",
        "shop",
        "store",
        "support",
        "invoice",
        "streaming",
        "cloud",
        "domain",
        "domains",
        "voicemail",
    )
)
"""Products whose troubles are no reason for a dead line."""


EVERYWHERE = ("nationwide", "all regions", "all areas", "all customers", "whole network")
"""How an announcement says that it concerns everybody."""


def ask(world: World) -> Observation:
    """Announcements of the provider's status page that name access to the internet and this area."""
    isp = world.settings.isp
    if not isp.status_url:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no status page of the provider is set")
    page = world.status_page(isp.status_url)
    if page.failure is not None and not page.news.incidents:
        return Observation(
            Outcome.UNKNOWN, page.failure, f"the provider's page could not be asked ({page.failure})", {"asked": True}
        )
    as_of = page.fetched_at.strftime("%Y-%m-%d %H:%M UTC") if page.fetched_at else "unknown"
    matching = [(_here(i, isp.area), i) for i in page.news.incidents if _is_access(i)]
    matching = sorted((m for m in matching if m[0] != "no"), key=lambda m: (m[0] != "yes", m[1].kind == "maintenance"))
    facts: dict[str, Fact] = {
        "asked": True,
        "as_of": as_of,
        "stale": page.stale,
        "incidents": len(page.news.incidents),
        "elsewhere": len(page.news.incidents) - len(matching),
        "format": page.format,
    }
    if not matching:
        return Observation(Outcome.OK, summary=f"the provider announces nothing for here (as of {as_of})", facts=facts)
    here, incident = matching[0]
    facts |= {
        "here": here,
        "kind": incident.kind,
        "title": incident.title,
        "text": incident.text,
        "link": incident.link,
        "started_at": incident.started_at.isoformat() if incident.started_at else None,
        "expected_end": incident.expected_end.isoformat() if incident.expected_end else None,
    }
    return Observation(Outcome.FAILED, Failure.INCIDENT, f'the provider announces "{incident.title}"', facts)


def _words(incident: Incident) -> str:
    return " ".join((incident.title, incident.text, *incident.areas, *incident.components)).casefold()


def _is_access(incident: Incident) -> bool:
    """Whether it is about the line: all its components being other products means that it is not."""
    named = [set(component.casefold().replace("-", " ").split()) for component in incident.components]
    return not named or not all(words & OTHER_PRODUCTS for words in named)


def _here(incident: Incident, area: str) -> str:
    """yes: the area is named, or the whole country; no: it is not; maybe: no area is set."""
    if not area:
        return "maybe"
    words = _words(incident)
    named = re.search(rf"(?<!\w){re.escape(area.casefold())}(?!\w)", words)
    return "yes" if named or any(w in words for w in EVERYWHERE) else "no"


PROBE = Probe("Provider's word", Segment.ISP, ask, on_demand=True)
