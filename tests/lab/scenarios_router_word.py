"""Faults that the router itself can name: no session, no link, a refused login, a full line, its own page."""

import json

from .home import Home
from .lab import Lab
from .scenario import Scenario, known

ONLY4 = Home(adapter="enp7s0", lan="192.168.1.0/24", ipv6=False)
MUTE = Home(adapter="enp7s0", lan="192.168.1.0/24", ipv6=False, upnp=False)


def session_lost(lab: Lab) -> None:
    """The router has lost its session: no WAN address, no way out."""
    lab.undo.append(lab.router_addresses)
    lab.router.run("ip", "addr", "flush", "dev", "wan0")
    lab.router.run("ip", "-6", "addr", "flush", "dev", "wan0", "scope", "global", check=False)
    lab.router.run("ip", "-6", "route", "flush", "default", check=False)


def wan_cable_out(lab: Lab) -> None:
    """The cable between router and modem is out; the router drops its WAN address as DHCP clients do."""
    lab.undo += [lab.router_addresses, lab.line_addresses]  # the last ones to be undone: they need the cable
    lab.edge.link("line0", "down")
    session_lost(lab)


def says(lab: Lab, **words: str) -> None:
    """A scripted gateway device says this of a line that is gone."""
    session_lost(lab)
    if lab.home.upnp:
        lab.kill_daemon("miniupnpd")
    lab.serve("router", "igd", lab.home.router4, json.dumps(words), name="igd")
    lab.until(
        "the scripted router", lambda: lab.look(f"tcp {lab.home.router4} 49000", patience=0.3).popitem()[1] == "ok"
    )


def login_refused(lab: Lab) -> None:
    """The router says that the provider refused its login."""
    says(
        lab,
        connection="WANPPPConnection",
        status="Disconnected",
        error="ERROR_AUTHENTICATION_FAILURE",
        access="DSL",
        link="Up",
    )


def no_link_ethernet(lab: Lab) -> None:
    """The router says that its Ethernet WAN port has no link."""
    says(
        lab, connection="WANIPConnection", status="Disconnected", error="ERROR_UNKNOWN", access="Ethernet", link="Down"
    )


def no_link_dsl(lab: Lab) -> None:
    """The router says that there is no DSL signal."""
    says(lab, connection="WANPPPConnection", status="Disconnected", error="ERROR_UNKNOWN", access="DSL", link="Down")


def own_page(lab: Lab) -> None:
    """The line is gone, and the router leads every name and every page to its own."""
    session_lost(lab)
    lab.start_forwarder(f"address=/#/{lab.home.router4}", servers=())
    lab.serve("router", "portal", "8081", "router", name="own-page")
    lab.router.hook(
        "prerouting", 'iifname "lan0" tcp dport 80 redirect to :8081', priority="-100", kind="nat", family="ip"
    )
    lab.until(
        "the router's page",
        lambda: lab.look(f"http {lab.home.router4} a.b /", patience=0.3).popitem()[1].startswith("ok"),
    )


def busy(lab: Lab) -> None:
    """Another device fills the line upwards."""
    lab.busy_line()


SCENARIOS = (
    *known(
        Scenario(
            "session-lost",
            "The router has no session.",
            session_lost,
            "line",
            ("line-down", "wan-link-down"),
            home=ONLY4,
        )
    ),
    *known(
        Scenario(
            "session-lost-no-upnp",
            "The router has no session and no UPnP.",
            session_lost,
            "line",
            ("line-down",),
            home=MUTE,
        )
    ),
    Scenario(
        "session-lost-dual-stack",
        "The router has no session in both families.",
        session_lost,
        "line",
        ("line-down", "wan-link-down"),
    ),
    Scenario(
        "wan-cable-out",
        "The WAN cable is out, and the router cannot tell it from a lost session.",
        wan_cable_out,
        "line",
        ("line-down", "wan-link-down"),
        home=ONLY4,
    ),
    *known(
        Scenario(
            "login-refused",
            "The provider refused the router's login.",
            login_refused,
            "line",
            ("line-login-refused",),
            home=MUTE,
        )
    ),
    Scenario(
        "wan-link-down-ethernet",
        "The router's Ethernet WAN port has no link.",
        no_link_ethernet,
        "router",
        ("wan-link-down",),
        home=MUTE,
    ),
    Scenario("wan-link-down-dsl", "The router sees no DSL signal.", no_link_dsl, "line", ("wan-link-down",), home=MUTE),
    Scenario(
        "router-page-usual",
        "The router's own page, on a network that used to work.",
        own_page,
        "line",
        ("line-down", "wan-link-down"),
        home=ONLY4,
        usual=True,
    ),
    Scenario(
        "router-page-no-upnp-usual",
        "The router's own page, without UPnP.",
        own_page,
        "line",
        ("line-down",),
        home=MUTE,
        usual=True,
    ),
    *known(
        Scenario(
            "line-busy",
            "Another device fills the line.",
            busy,
            "router",
            ("line-busy",),
            home=Home(up_kbit=1000, ipv6=False),
        )
    ),
)
