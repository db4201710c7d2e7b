"""Faults of the provider: its edge, its transit, its resolver, its walled garden."""

from collections.abc import Callable

from .home import Home
from .lab import Lab
from .names import PROVIDER_PAGE4
from .scenario import Scenario, known, without_ping

ONLY4 = Home(adapter="enp1s0", lan="192.168.100.0/24", ipv6=False)
OUT = ("isp-outage",)


def edge_forwards_nothing(lab: Lab) -> None:
    """The provider's edge answers for itself and forwards nothing."""
    lab.edge.drop(hook="forward")


def transit_dead(lab: Lab) -> None:
    """The provider's own network works; nothing beyond it answers."""
    lab.inet.drop('iifname "core0"')


def refuses(lab: Lab) -> None:
    """The provider's edge turns everything away."""
    lab.edge.refuse('iifname "line0"')


def lossy(lab: Lab) -> None:
    """Nearly one packet in five is lost each way beyond the provider's edge."""
    lab.core.lose(18, 'iifname "edge0"')
    lab.core.lose(18, 'iifname "inet0"')


def manners(word: str) -> Callable[[Lab], None]:
    """Make a stage: the provider's resolver behaves like this."""

    def stage(lab: Lab) -> None:
        lab.resolver_manners(word)

    return stage


def resolver_killed(lab: Lab) -> None:
    """The provider's resolver is gone; its address refuses."""
    lab.kill_daemon("manners")


def garden(lab: Lab) -> None:
    """The provider leads every name to one page of its own and lets nothing else through."""
    lab.resolver_manners("garden")
    lab.start_forwarder()
    lab.kill_daemon("status_page")
    lab.serve("core", "portal", "80", "garden", name="garden")
    lab.edge.drop(f'iifname "line0" ip daddr != {{ {PROVIDER_PAGE4}, 84.112.0.53, 84.112.13.1 }}', hook="forward")
    lab.until(
        "the garden", lambda: lab.look(f"http {PROVIDER_PAGE4} a.b /", patience=0.3).popitem()[1].startswith("ok")
    )


SCENARIOS = (
    *known(
        Scenario("edge-forwards-nothing", "The provider's edge forwards nothing.", edge_forwards_nothing, "isp", OUT)
    ),
    without_ping(
        Scenario(
            "edge-forwards-nothing",
            "The provider's edge forwards nothing; no ping.",
            edge_forwards_nothing,
            "isp",
            OUT,
            home=ONLY4,
        )
    ),
    *known(Scenario("transit-dead", "The provider's transit is dead.", transit_dead, "isp", OUT)),
    without_ping(Scenario("transit-dead", "The provider's transit is dead; no ping.", transit_dead, "isp", OUT)),
    *known(Scenario("provider-refuses", "The provider turns everything away.", refuses, "isp", OUT, home=ONLY4)),
    Scenario(
        "transit-dead-second-router-usual",
        "Transit dead behind two routers.",
        transit_dead,
        "isp",
        OUT,
        home=Home(second_router=True),
        usual=True,
    ),
    Scenario(
        "transit-dead-shared-address",
        "Transit dead behind a shared address.",
        transit_dead,
        "isp",
        OUT,
        home=Home(shared_address=True),
    ),
    Scenario(
        "transit-dead-ipv6-only",
        "Transit dead on an IPv6-only line.",
        transit_dead,
        "isp",
        OUT,
        home=Home(ipv4=False, upnp=False),
    ),
    *known(Scenario("isp-lossy", "The provider's network loses packets.", lossy, "isp", ("isp-lossy",))),
    without_ping(
        Scenario(
            "isp-lossy", "The provider's network loses packets; no ping.", lossy, "isp", ("isp-lossy",), home=ONLY4
        )
    ),
    *known(
        Scenario("resolver-silent", "The provider's resolver is silent.", manners("silent"), "isp", ("isp-dns-down",))
    ),
    *known(
        Scenario(
            "resolver-servfail",
            "The provider's resolver says SERVFAIL.",
            manners("servfail"),
            "isp",
            ("isp-dns-down",),
            home=ONLY4,
        )
    ),
    Scenario("resolver-killed", "The provider's resolver is gone.", resolver_killed, "isp", ("isp-dns-down",)),
    Scenario(
        "walled-garden-usual",
        "The provider leads everything to its own page.",
        garden,
        "isp",
        ("walled-garden",),
        home=ONLY4,
        usual=True,
    ),
    *known(
        Scenario(
            "names-rewritten",
            "The provider rewrites names that do not exist.",
            manners("rewrite"),
            also=("dns-hijacked",),
        )
    ),
)
