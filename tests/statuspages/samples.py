"""Pages in the shape of real ones, of providers that do not exist, and where each shape is documented."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from netcheck.core.news import News, Reading
from netcheck.plugins import StatusFormat

NOW = datetime(2026, 11, 21, 14, tzinfo=UTC)
FOLDER = Path(__file__).parent / "fixtures"

STATUSPAGE = "Atlassian Statuspage, Status API v2 (confluence.status.atlassian.com/api)"
CACHET_2 = "Cachet 2.4, docs/api and app/Presenters (github.com/cachethq/cachet)"
CACHET_3 = "Cachet 3, docs.cachethq.io/api-reference and src/Http/Resources (github.com/cachethq/core)"
BETTER_STACK = (
    "betterstack.com/docs/uptime/status-pages/subscribing-to-status-updates/subscribing-to-api and "
    "/docs/uptime/api/status-page-reports-api-response-params"
)
OPENSTATUS = "apps/status-page/.../feed/json/route.ts (github.com/openstatusHQ/openstatus)"
ROOTLY = "docs.rootly.com/configuration/status-page-public-api"
INSTATUS = "summary.json as public clients read it; the lists are left out where nothing goes on"
STATUS_IO = "api.status.io/1.0/status/..., as on dockerstatus.com and status.gitlab.com; kb.status.io"

SAMPLES: dict[str, tuple[str, str]] = {
    "app.html": ("link", "XHTML 1.0 Strict, w3.org/TR/xhtml1, with the empty shell of a script"),
    "better_stack.json": ("better_stack", BETTER_STACK),
    "cachet_2_components.json": ("cachet", CACHET_2),
    "cachet_2_incidents.json": ("cachet", CACHET_2),
    "cachet_2_schedules.json": ("cachet", CACHET_2),
    "cachet_3_components.json": ("cachet", CACHET_3),
    "cachet_3_incidents.json": ("cachet", CACHET_3),
    "empty.rss.xml": ("rss", "RSS 2.0 (rssboard.org/rss-specification), as azure.status.microsoft/en-us/status/feed"),
    "instatus.json": ("instatus", INSTATUS),
    "instatus_quiet.json": ("instatus", INSTATUS),
    "items.rss.xml": (
        "rss",
        "RSS 2.0 (rssboard.org/rss-specification), one item for each change as Better Stack has it",
    ),
    "openstatus.atom.xml": ("atom", "RFC 4287, as apps/status-page/.../feed/[type]/route.ts of OpenStatus makes it"),
    "openstatus_feed.json": ("openstatus", OPENSTATUS),
    "openstatus_widget.json": ("openstatus", "docs.openstatus.dev, Public Status Widget"),
    "portal.html": ("link", "the page that a captive portal answers with, RFC 8910 section 1"),
    "provider.html": ("link", "a page of words as several providers have it"),
    "rdf.rss.xml": ("rss", "RSS 1.0 (web.resource.org/rss/1.0/spec), declared as Latin-1 and sent as UTF-8"),
    "rootly_incidents.json": ("rootly", ROOTLY),
    "rootly_status.json": ("rootly", ROOTLY),
    "status_io.json": ("status_io", STATUS_IO),
    "statuspage_history.atom.xml": ("atom", "RFC 4287, as githubstatus.com/history.atom"),
    "statuspage_incidents.json": ("statuspage_v2", STATUSPAGE),
    "statuspage_quiet.json": ("statuspage_v2", STATUSPAGE),
    "statuspage_status.json": ("statuspage_v2", STATUSPAGE),
    "statuspage_summary.json": ("statuspage_v2", STATUSPAGE),
}
"""Each sample, the format it is of, and where its shape is from."""

JSON = sorted(name for name in SAMPLES if name.endswith(".json"))
XML = sorted(name for name in SAMPLES if name.endswith(".xml"))
HTML = sorted(name for name in SAMPLES if name.endswith(".html"))


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def read(form: StatusFormat, name: str, now: datetime | None = NOW, pattern: str = "") -> News:
    """What this format reads in a sample."""
    return form.parse(sample(name), Reading("https://status.provider.example/", pattern, now))


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A time in November 2026, UTC."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)
