"""Work addresses: one that fails in each of its stages, several at once, and what their makers say of it."""

from dataclasses import replace

from .home import Home
from .lab import Lab
from .names import PROVIDER_PAGE4, PROVIDER_PAGE6, STATUS_HOST, STATUS_URL, address4, address6
from .scenario import Scenario, known
from .scenarios_line import six_dark
from .scenarios_settings import OVER_VPN, SERVICE, SERVICES, office_tunnel
from .scenarios_status_pages import SETTINGS, incident

ONLY4 = Home(adapter="enp1s0", lan="192.168.100.0/24", ipv6=False)
DOWN = ("service-down",)
WIKI, GIT = "wiki.musterfirma.at", "git.musterfirma.at"
THREE = (
    f'{SERVICES}[[services]]\nname = "Wiki"\nurl = "https://{WIKI}/"\n'
    f'[[services]]\nname = "Git"\nurl = "tcp://{GIT}:443"\n'
)
UNKNOWN_NAME = '[[services]]\nname = "CRM"\nurl = "https://crm.musterfirma.invalid/"\n'
WITH_PAGE = f'{SERVICES}status_url = "{STATUS_URL}"\n'


def silent(lab: Lab) -> None:
    """The service's host is silent."""
    lab.host_dark(SERVICE)


def refused(lab: Lab) -> None:
    """The service's port is closed."""
    lab.host_dark(SERVICE, "refuse")


def unavailable(lab: Lab) -> None:
    """The service says 503."""
    lab.specials({SERVICE: {"status": "503"}})


def expired(lab: Lab) -> None:
    """The service's certificate has run out."""
    lab.specials({SERVICE: {"certificate": "expired"}})


def stalls(lab: Lab) -> None:
    """The service begins its answer and never ends it."""
    lab.specials({SERVICE: {"stall": "body"}})


def name_silent(lab: Lab) -> None:
    """The name servers that know the service are silent."""
    lab.specials({SERVICE: {"dns": "silent"}})


def two_of_three(lab: Lab) -> None:
    """One service refuses, another says 503, the third works."""
    lab.host_dark(GIT, "refuse")
    lab.specials({SERVICE: {"status": "503"}})


def all_three(lab: Lab) -> None:
    """Each service fails in a way of its own."""
    two_of_three(lab)
    lab.host_dark(WIKI)


def intranet_gone(lab: Lab) -> None:
    """The tunnel is up, and the intranet behind it refuses."""
    lab.kill_daemon("intranet")


def announcing(lab: Lab) -> None:
    """The service says 503, and its maker announces trouble."""
    lab.page(incidents=[incident("Europe", product="Sign-in")])
    unavailable(lab)


def denying(lab: Lab) -> None:
    """The service says 503, and its maker says that all is well."""
    lab.page()
    unavailable(lab)


def page_hangs(lab: Lab) -> None:
    """The service begins its answer and never ends it; its maker's page hangs."""
    lab.page(manners="hang")
    stalls(lab)


def page_gone(lab: Lab) -> None:
    """The service says 503, and its maker's page is out of reach."""
    lab.core.drop(f"ip daddr {PROVIDER_PAGE4}", f"ip6 daddr {PROVIDER_PAGE6}")
    unavailable(lab)


def beside_an_announcement(lab: Lab) -> None:
    """The service is silent, and the internet provider announces an outage that is not felt here."""
    lab.page(incidents=[incident("Linz")])
    silent(lab)


def one_family_dark(lab: Lab) -> None:
    """The service answers by IPv4 alone."""
    lab.inet.drop(f"ip6 daddr {address6(SERVICE)}")


def lossy_link(lab: Lab) -> None:
    """A fifth of all that the computer and the router say to each other gets lost."""
    for port in ("to-pc", "to-router"):
        lab.switch.lose(20, f'iifname "{port}"', family="bridge")


def forbidden_at_home(lab: Lab) -> None:
    """The router forbids the service."""
    lab.router.refuse(f"ip daddr {address4(SERVICE)}")


def rejected_at_home(lab: Lab) -> None:
    """The router says "port unreachable" in the service's place, as Linux routers reject."""
    lab.router.refuse(f"ip daddr {address4(SERVICE)}", "icmp type port-unreachable")


def forbidden_here(lab: Lab) -> None:
    """This computer's own firewall forbids the service."""
    lab.pc.refuse(f"ip daddr {address4(SERVICE)}", "icmp type admin-prohibited", "output")


def swallowed_here(lab: Lab) -> None:
    """This computer's own firewall swallows what is meant for the service."""
    lab.pc.drop(f"ip daddr {address4(SERVICE)}", hook="output")


def name_denied(lab: Lab) -> None:
    """The home's name server says that the service does not exist."""
    lab.start_forwarder(f"address=/{SERVICE}/")


def name_to_nowhere(lab: Lab) -> None:
    """The home's name server says 0.0.0.0 of the service, as filters do."""
    lab.start_forwarder(f"address=/{SERVICE}/0.0.0.0")


SIX = "".join(f'[[services]]\nname = "S{n}"\nurl = "https://s{n}.musterfirma.at/"\n' for n in range(6))
NAS = '[[services]]\nname = "NAS"\nurl = "tcp://192.168.100.50:443"\n'
UNSURE = Scenario(
    "service-nas-off",
    "A box in the home is off.",
    segment="service",
    codes=("unknown",),
    home=ONLY4,
    sides=("unknown",),
)
ONE = Scenario("service-silent", "A work service is silent.", silent, "service", DOWN, config=SERVICES)
HOST = f"CRM ({SERVICE}) does not work"

SCENARIOS = (
    Scenario("service-fine", "A work service is configured and works.", config=SERVICES),
    Scenario("services-fine", "Three work services are configured and work.", config=THREE),
    *known(replace(ONE, says=(f"{HOST}: it does not answer",))),
    replace(
        ONE,
        name="service-refused",
        story="A work service refuses.",
        stage=refused,
        home=ONLY4,
        says=(f"{HOST}: it refuses connections",),
    ),
    replace(
        ONE, name="service-503", story="A work service says 503.", stage=unavailable, says=(f"{HOST}: it answers",)
    ),
    replace(
        ONE,
        name="service-expired",
        story="A work service's certificate has run out.",
        stage=expired,
        says=(f"{HOST}: its certificate has run out",),
    ),
    replace(
        ONE,
        name="service-stalls",
        story="A work service stops in the middle of its answer.",
        stage=stalls,
        says=(f"{HOST}: it stops",),
    ),
    replace(
        ONE,
        name="service-name-unknown",
        story="The name of a work service is not found.",
        stage=lambda _lab: None,
        config=UNKNOWN_NAME,
        says=("its name is not found",),
    ),
    replace(
        ONE,
        name="service-name-silent",
        story="Nobody says where a work service is: the name servers of its makers are dead.",
        stage=name_silent,
        says=(f"{HOST}: its name",),
    ),
    replace(
        ONE,
        name="services-two-of-three",
        story="Two of three work services fail.",
        stage=two_of_three,
        config=THREE,
        says=(f"CRM ({SERVICE}), Git ({GIT}:443) do not work", "1 other answers"),
    ),
    replace(
        ONE,
        name="services-all-three",
        story="Three work services fail, each in a way of its own; all else works.",
        stage=all_three,
        config=THREE,
        says=(f"CRM ({SERVICE}), Wiki ({WIKI}), Git ({GIT}:443) do not work",),
    ),
    Scenario("service-one-family-dark", "A work service answers by IPv4 alone.", one_family_dark, config=SERVICES),
    Scenario(
        "services-ipv6-dark",
        "Nothing answers by IPv6; three work services do by IPv4.",
        six_dark,
        also=("ipv6-down",),
        config=THREE,
    ),
    Scenario(
        "services-link-lossy",
        "A fifth of the packets gets lost at home; six work services suffer.",
        lossy_link,
        "link",
        ("link-lossy",),
        config=SIX,
        home=ONLY4,
    ),
    replace(UNSURE, config=NAS, says=("behind a VPN",)),
    replace(
        UNSURE,
        name="service-forbidden-at-home",
        story="The router forbids a work service.",
        stage=forbidden_at_home,
        config=SERVICES,
        says=("in your home",),
    ),
    replace(
        UNSURE,
        name="service-rejected-at-home",
        story="The router rejects a work service in the service's name.",
        stage=rejected_at_home,
        config=SERVICES,
        says=("in your home",),
    ),
    replace(
        UNSURE,
        name="service-forbidden-here",
        story="This computer's own firewall forbids a work service.",
        stage=forbidden_here,
        config=SERVICES,
        says=("own firewall",),
    ),
    replace(
        UNSURE,
        name="service-swallowed-here",
        story="This computer's own firewall swallows what is meant for a work service.",
        stage=swallowed_here,
        config=SERVICES,
        says=("own firewall",),
    ),
    replace(
        UNSURE,
        name="service-name-denied",
        story="The home's name server denies the name of a work service.",
        stage=name_denied,
        config=SERVICES,
        says=("others do",),
    ),
    replace(
        UNSURE,
        name="service-name-to-nowhere",
        story="The home's name server leads a work service to 0.0.0.0.",
        stage=name_to_nowhere,
        config=SERVICES,
        says=("as filters do",),
    ),
    Scenario(
        "service-in-tunnel-gone",
        "A service behind the VPN refuses, and the VPN is up.",
        intranet_gone,
        "service",
        ("service-down", "unknown"),
        config=OVER_VPN,
        before=office_tunnel,
    ),
    replace(
        ONE,
        name="service-maker-announces",
        story="A work service says 503, and its maker announces trouble.",
        stage=announcing,
        config=WITH_PAGE,
        says=("CRM announces: Sign-in: outage in Europe",),
        asked=(1, 1),
    ),
    replace(
        ONE,
        name="service-maker-denies",
        story="A work service says 503, and its maker says that all is well.",
        stage=denying,
        config=WITH_PAGE,
        says=("CRM says that all is well",),
        asked=(1, 1),
    ),
    replace(
        ONE,
        name="service-maker-hangs",
        story="A work service stalls, and its maker's page hangs.",
        stage=page_hangs,
        config=WITH_PAGE,
        says=(f"{HOST}: it stops", STATUS_HOST),
    ),
    replace(
        ONE,
        name="service-maker-unreachable",
        story="A work service says 503, and its maker's page is out of reach.",
        stage=page_gone,
        config=WITH_PAGE,
        says=(STATUS_HOST,),
        asked=(0, 0),
    ),
    Scenario(
        "service-maker-not-asked",
        "A work service works; nobody asks its maker.",
        config=WITH_PAGE,
        asked=(0, 0),
    ),
    replace(
        ONE,
        name="service-beside-announcement",
        story="A work service is silent; the internet provider announces an outage that is not felt here.",
        stage=beside_an_announcement,
        config=SERVICES + SETTINGS,
        asked=(0, 0),
    ),
    Scenario(
        "healthy-services-and-provider",
        "Services and provider are configured and fine; nobody asks the provider.",
        config=THREE + SETTINGS,
        asked=(0, 0),
    ),
)
