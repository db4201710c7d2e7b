"""What the provider's status page says, or does: announcements that fit and that do not, lies, bad manners, silence."""

import json
import time
from collections.abc import Callable
from dataclasses import replace

from .home import Home
from .lab import Lab
from .names import PROVIDER_PAGE4, PROVIDER_PAGE6, STATUS_HOST
from .scenario import Scenario, known, nothing
from .scenarios_isp import OUT, transit_dead
from .scenarios_line import silent as line_silent

ONLY4 = Home(adapter="enp1s0", lan="192.168.100.0/24", ipv6=False)
DAY = 86400.0
ASK = ("--ask-provider",)
ANNOUNCED, WORK = ("isp-announced-outage",), ("isp-maintenance",)


def settings(path: str = "/api/v2/summary.json", area: str = "Linz", more: str = "") -> str:
    """Write settings that name the provider, its page at this path, and the person's area."""
    here = f'area = "{area}"\n' if area else ""
    return f'[isp]\nname = "LabTel"\nstatus_url = "https://{STATUS_HOST}{path}"\n{here}{more}'


SETTINGS, NO_AREA = settings(), settings(area="")


def instant(from_now_s: float = 0.0) -> str:
    """A moment as Statuspage writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + from_now_s))


def incident(
    area: str, status: str = "investigating", since_s: float = 600.0, product: str = "Internet access"
) -> dict[str, object]:
    """Write an incident in the Statuspage form, which began so many seconds ago."""
    at = instant(-since_s)
    return {
        "id": "inc1",
        "name": f"{product}: outage in {area}",
        "status": status,
        "impact": "major",
        "created_at": at,
        "updated_at": at,
        "started_at": at,
        "resolved_at": at if status == "resolved" else None,
        "shortlink": "https://stspg.io/inc1",
        "components": [{"id": "c1", "name": f"{product} {area}", "status": "major_outage"}],
        "incident_updates": [
            {
                "id": "u1",
                "status": status,
                "created_at": at,
                "display_at": at,
                "updated_at": at,
                "incident_id": "inc1",
                "body": f"Customers in {area} are affected. We are working on it.",
            }
        ],
    }


def maintenance(area: str, status: str = "in_progress", begins_s: float = -3600.0) -> dict[str, object]:
    """Write work in the Statuspage form that takes four hours."""
    return incident(area, status) | {
        "name": f"Maintenance of internet access in {area}",
        "impact": "maintenance",
        "scheduled_for": instant(begins_s),
        "scheduled_until": instant(begins_s + 4 * 3600.0),
    }


def page(broken: Callable[[Lab], None] = transit_dead, **wishes: object) -> Callable[[Lab], None]:
    """Make a stage: the page says this, or behaves like this, in this outage."""

    def stage(lab: Lab) -> None:
        lab.page(**wishes)
        broken(lab)

    return stage


def says(**wishes: object) -> Callable[[Lab], None]:
    """Make a stage: the page says this, and all works."""
    return page(nothing, **wishes)


def unreachable(lab: Lab) -> None:
    """The page stands behind the dead part of the provider's network."""
    transit_dead(lab)
    lab.core.drop(f"ip daddr {PROVIDER_PAGE4}", f"ip6 daddr {PROVIDER_PAGE6}")


def twenty_minutes_later(lab: Lab) -> None:
    """Make what the program noted of its questions to the page twenty minutes older."""
    for file in (lab.folder / "state").rglob("status-*.json"):
        told = json.loads(file.read_text())
        for name in ("asked_s", "answered_s", "rests_s", "sought_s"):
            told[name] = max(0.0, told[name] - 1200)
        file.write_text(json.dumps(told))


def unreachable_later(lab: Lab) -> None:
    """The page has not been reachable since it was asked, twenty minutes ago."""
    twenty_minutes_later(lab)
    unreachable(lab)


def forwarder_dead(lab: Lab) -> None:
    """The router's name service has stopped, and the provider announces an outage."""
    lab.page(incidents=[incident("Linz")])
    lab.kill_daemon("dnsmasq")


def tunnel_dead(lab: Lab) -> None:
    """A tunnel that holds the default route is dead, and the provider announces an outage."""
    lab.page(incidents=[incident("Linz")])
    lab.kill_daemon("tunnel-far")


TELLING = Scenario(
    "announced-outage",
    "The provider announces an outage here.",
    page(incidents=[incident("Linz")]),
    "isp",
    ANNOUNCED,
    also=OUT,
    config=SETTINGS,
    sure=("certain", "likely"),
    provider={"here": "yes", "stage": "investigating", "overall": "partial_outage"},
    asked=(1, 1),
)
QUIET = replace(TELLING, codes=OUT, also=(), sure=(), provider={"title": None})
"""A page that says nothing of this outage: what was measured stands."""
DENYING = replace(
    QUIET,
    also=("isp-denies",),
    says=("that all is well",),
    provider={"denies": True, "overall": "operational", "title": None},
)
DOUBTFUL = replace(TELLING, sure=("possible",), provider={"here": "yes"})
WORKING = replace(TELLING, segment="none", codes=("none",), also=(), sure=(), arguments=ASK, provider={})
"""All works, and somebody asks for the provider's word."""

ANNOUNCING = (
    *known(TELLING),
    replace(
        TELLING,
        name="announced-outage-area-unknown",
        story="The provider announces an outage; our area is not set.",
        config=NO_AREA,
        sure=("possible",),
        says=("that may be yours", "does not know your area"),
        provider={"here": "maybe"},
    ),
    replace(
        TELLING,
        name="announced-no-place",
        story="The provider announces an outage and names no place.",
        stage=page(incidents=[incident("") | {"name": "Internet outage"}]),
        sure=("possible",),
        says=("that may be yours", "does not name your area"),
        provider={"here": "maybe"},
    ),
    replace(
        TELLING,
        name="announced-postcode",
        story="The provider announces an outage for several postcodes, one of them ours.",
        stage=page(incidents=[incident("4020, 4030, 4040")]),
        config=settings(area="4050, 4030"),
    ),
    replace(
        QUIET,
        name="announced-elsewhere",
        story="The provider announces an outage in another town.",
        stage=page(incidents=[incident("Innsbruck")]),
        provider={"title": None, "elsewhere": 1, "denies": None},
    ),
    replace(
        QUIET,
        name="announced-other-product",
        story="The provider announces that its mail is down here.",
        stage=page(incidents=[incident("Linz", product="E-mail and webmail")]),
    ),
    replace(
        QUIET,
        name="announced-scheduled-only",
        story="Work is announced here for tomorrow; the line is dead today.",
        stage=page(maintenances=[maintenance("Linz", "scheduled", DAY)]),
    ),
    replace(
        TELLING,
        name="announced-maintenance",
        story="The provider is doing announced work here.",
        stage=page(maintenances=[maintenance("Linz")]),
        codes=WORK,
        provider={"kind": "maintenance", "stage": "in_progress"},
    ),
    replace(
        DOUBTFUL,
        name="announced-maintenance-by-the-clock",
        story="Work is announced here for this hour, and nobody has said that it began.",
        stage=page(maintenances=[maintenance("Linz", "scheduled")]),
        codes=WORK,
        says=("nobody has said that it has begun",),
    ),
    replace(
        DENYING,
        name="announced-resolved",
        story="The provider says that its outage is over; the line is still dead.",
        stage=page(incidents=[incident("Linz", "resolved")]),
    ),
    replace(
        DOUBTFUL,
        name="announced-monitoring",
        story="The provider says that it is mended and watched; the line is still dead.",
        stage=page(incidents=[incident("Linz", "monitoring")]),
        says=("that may be yours", "it is mended"),
        provider={"stage": "monitoring"},
    ),
    replace(
        QUIET,
        name="announced-long-ago",
        story="An incident of last month was never closed on the page.",
        stage=page(incidents=[incident("Linz", since_s=30 * DAY)]),
    ),
    replace(
        TELLING,
        name="announced-without-a-date",
        story="An incident bears a date of next year, which counts as none.",
        stage=page(incidents=[incident("Linz", since_s=-365 * DAY)]),
        sure=("likely",),
        provider={"started_at": None},
    ),
    replace(
        DENYING,
        name="status-page-denies",
        story="The page says that all is well while nothing answers.",
        stage=page(),
    ),
)

NOTES = (
    replace(
        WORKING,
        name="announced-but-works",
        story="An outage is announced here, and all works.",
        stage=says(incidents=[incident("Linz")]),
        also=("isp-announcement",),
        provider={"here": "yes"},
    ),
    replace(
        WORKING,
        name="announced-but-healthy",
        story="An outage is announced elsewhere, and all works.",
        stage=says(incidents=[incident("Innsbruck")]),
        provider={"title": None},
    ),
    replace(
        WORKING,
        name="announced-and-not-asked",
        story="An outage is announced here, all works, and nobody asks.",
        stage=says(incidents=[incident("Linz")]),
        arguments=(),
        asked=(0, 0),
        provider={"asked": None},
    ),
    replace(
        WORKING,
        name="announced-beside-forwarder-killed",
        story="The router's name service has stopped; the provider announces an outage here.",
        stage=forwarder_dead,
        segment="router",
        codes=("router-dns-down",),
        asked=None,
    ),
    replace(
        WORKING,
        name="announced-beside-dead-tunnel",
        story="The VPN is dead; the provider announces an outage here.",
        before=lambda lab: lab.tunnel(),
        stage=tunnel_dead,
        segment="computer",
        codes=("vpn-down",),
        asked=None,
    ),
    replace(
        WORKING,
        name="announced-through-tunnel",
        story="All goes through a VPN that works; the provider announces an outage here.",
        before=lambda lab: lab.tunnel(),
        stage=says(incidents=[incident("Linz")]),
        asked=(1, 1),
    ),
)

UNREACHABLE = (
    replace(
        QUIET,
        name="status-page-unreachable",
        story="The page cannot be reached in the outage.",
        stage=page(unreachable),
        says=("could not be asked",),
        provider={"denies": None, "title": None},
        asked=(0, 0),
    ),
    replace(
        QUIET,
        name="status-page-unreachable-line-dead",
        story="The line is dead, so the page cannot be reached.",
        stage=line_silent,
        segment="line",
        codes=("line-down",),
        says=("could not be asked",),
        provider={"denies": None, "title": None},
        asked=(0, 0),
    ),
    replace(
        QUIET,
        name="status-page-kept",
        story="The page cannot be reached; a copy was kept when all was well.",
        stage=unreachable_later,
        usual=True,
        arguments=ASK,
        says=("a copy of",),
        provider={"denies": None, "title": None, "stale": True},
        asked=(0, 0),
    ),
    replace(
        DOUBTFUL,
        name="status-page-kept-announcement",
        story="The page cannot be reached; its copy announces an outage, and our line worked since.",
        before=lambda lab: lab.page(incidents=[incident("Linz", since_s=DAY / 2)]),
        stage=unreachable_later,
        usual=True,
        arguments=ASK,
        says=("that may be yours", "has worked since"),
        provider={"stale": True},
        asked=(0, 0),
    ),
)

ITEM = {"title": "Broadband outage: Linz", "text": "Customers in Linz have no internet. Engineers are on site."}
FORMS = (
    *(
        replace(
            TELLING,
            name=f"announced-{name}",
            story=f"The provider announces an outage here ({name}).",
            stage=page(items=[ITEM]),
            config=settings(path),
            provider={"here": "yes"},
        )
        for name, path in (
            ("rss", "/rss/broadband-faults-rss.ashx"),
            ("atom", "/atom.cgi"),
            ("better-stack", "/index.json"),
        )
    ),
    replace(
        TELLING,
        name="announced-plain",
        story="The provider announces an outage here on a page for people, which a pattern reads.",
        stage=page(items=[ITEM]),
        config=settings("/netzstatus", more="status_pattern = '^(?P<title>Broadband outage: \\w+) (?P<text>.+)'\n"),
        provider={"here": "yes"},
    ),
    *(
        replace(
            QUIET,
            name=f"announced-nothing-{name}",
            story=f"The provider's feed holds nothing ({name}), which is no word that all is well.",
            stage=page(items=[]),
            config=settings(path),
            provider={"title": None, "denies": None},
        )
        for name, path in (("rss", "/rss/broadband-faults-rss.ashx"), ("atom", "/atom.cgi"))
    ),
)

HOSTILE = (
    "garbage", "trickle", "huge", "hang", "error", "mute", "trickle-head", "loop", "elsewhere", "portal", "empty",
    "deep", "packed", "cut-off", "bomb",
)  # fmt: skip
BAD = replace(QUIET, says=("could not be asked",), provider={"denies": None, "title": None}, asked=None)
MANNERS = (
    *(
        replace(
            BAD,
            name=f"status-page-{each}",
            story=f"The status page is bad ({each}) in an outage.",
            stage=page(manners=each, incidents=[incident("Linz")]),
        )
        for each in HOSTILE
    ),
    replace(
        BAD,
        name="status-page-busy",
        story="The status page wants to be left alone for an hour.",
        stage=page(manners="busy", incidents=[incident("Linz")]),
        asked=(1, 1),
    ),
    *(
        replace(
            BAD,
            name=f"status-page-{each}",
            story=f"The status page is written in an odd code ({each}); it is read, or is not.",
            stage=page(manners=each, incidents=[incident("W\u00f6rgl")]),
            codes=("isp-announced-outage", "isp-outage"),
            config=settings(area="W\u00f6rgl"),
            says=(),
            provider={},
        )
        for each in ("utf-16", "latin-1")
    ),
    *(
        replace(
            WORKING,
            name=f"status-page-{each}-healthy",
            story=f"The status page is bad ({each}), all else works, and somebody asks for it.",
            stage=says(manners=each),
            asked=None,
        )
        for each in ("garbage", "trickle", "hang", "mute", "portal")
    ),
)

SCENARIOS = (*ANNOUNCING, *NOTES, *UNREACHABLE, *FORMS, *MANNERS)
