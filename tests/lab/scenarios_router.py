"""Faults of the home router: silence, no lease, its forwarder, a second router, blocked devices, portals."""

from .home import Home
from .lab import Lab
from .scenario import Scenario, known, without_ping

ONLY4 = Home(adapter="eth0", lan="192.168.2.0/24", ipv6=False)
TWO = Home(second_router=True, lan="192.168.0.0/24", ipv6=False)


def hangs(lab: Lab) -> None:
    """The router hangs: it still answers who-has, and nothing else."""
    lab.router.silence()


def hangs_cold(lab: Lab) -> None:
    """The router hangs, and the computer's neighbour table is empty."""
    lab.router.silence()
    lab.forget_neighbours()


def off(lab: Lab) -> None:
    """The router is off behind a switch: our own cable still has carrier."""
    lab.switch.link("to-router", "down")


def off_cold(lab: Lab) -> None:
    """The router is off behind a switch, and the neighbour table is empty."""
    lab.switch.link("to-router", "down")
    lab.forget_neighbours()


def self_assigned(lab: Lab) -> None:
    """Nobody gave an address; the computer made one up."""
    lab.lose_addresses(f"addr add 169.254.77.12/16 dev {lab.home.adapter} scope link")
    lab.router.silence()


def no_address(lab: Lab) -> None:
    """Nobody gave an address, and there is none."""
    lab.lose_addresses()
    lab.router.silence()


def forwarder_killed(lab: Lab) -> None:
    """The router's forwarder is gone."""
    lab.kill_daemon("dnsmasq")


def forwarder_frozen(lab: Lab) -> None:
    """The router's forwarder hangs; the kernel still opens its TCP connections."""
    lab.freeze_daemon("dnsmasq")


def forwarder_filtered(lab: Lab) -> None:
    """The router drops questions to its own port 53."""
    lab.router.drop('iifname "lan0" fib daddr type local meta l4proto { tcp, udp } th dport 53')


def outer_hangs(lab: Lab) -> None:
    """The provider's box between our router and the line hangs."""
    lab.outer.silence()


def outer_off(lab: Lab) -> None:
    """The provider's box between our router and the line is gone from the wire, though a switch keeps the carrier."""
    lab.outer.silence()
    lab.outer.hook("input", "drop", priority="0", family="arp")


def blocked_silently(lab: Lab) -> None:
    """The router lets this one device through to nobody."""
    lab.router.drop(f'iifname "lan0" ether saddr {lab.mac_of_computer()}', hook="forward")


def blocked_openly(lab: Lab) -> None:
    """The router turns this one device away."""
    lab.router.refuse(f'iifname "lan0" ether saddr {lab.mac_of_computer()}')


def portal(lab: Lab, rest: str) -> None:
    """A portal answers all HTTP with a redirect, and the rest in its own way."""
    lab.serve("router", "portal", "8081", "portal", f"http://{lab.home.router4}:8081/login?to=x", name="portal")
    lab.until("the portal", lambda: lab.look(f"tcp {lab.home.router4} 8081", patience=0.3).popitem()[1] == "ok")
    match = f'iifname "lan0" ip saddr {lab.home.computer4} ip daddr != {lab.home.router4}'
    lab.router.hook("prerouting", f"{match} tcp dport 80 redirect to :8081", priority="-100", kind="nat", family="ip")
    if rest == "reject":
        lab.router.refuse(match, "icmp type port-unreachable")
    else:
        lab.router.drop(f"{match} meta l4proto != {{ icmp, udp }}", f"{match} udp dport != 53", hook="forward")


SILENT = ("router-silent",)
SCENARIOS = (
    *known(Scenario("router-hangs-warm", "The router hangs; warm table.", hangs, "router", SILENT)),
    *known(
        Scenario(
            "router-hangs-cold",
            "The router hangs; cold table.",
            hangs_cold,
            "router",
            (*SILENT, "address-conflict", "unknown"),
            home=ONLY4,
        ),
        codes=(*SILENT, "address-conflict"),
    ),
    *known(
        Scenario("router-off-warm", "The router is off behind a switch; warm table.", off, "router", SILENT, home=ONLY4)
    ),
    *known(Scenario("router-off-cold", "The router is off behind a switch; cold table.", off_cold, "router", SILENT)),
    without_ping(Scenario("router-off-cold", "The router is off, cold table, no ping.", off_cold, "router", SILENT)),
    without_ping(Scenario("router-off-warm", "The router is off, warm table, no ping.", off, "router", SILENT)),
    *known(
        Scenario("self-assigned", "Only a self-assigned address.", self_assigned, "router", ("no-address",), home=ONLY4)
    ),
    Scenario("no-address", "No address at all.", no_address, "router", ("no-address",)),
    *known(
        Scenario(
            "forwarder-killed", "The router's forwarder is gone.", forwarder_killed, "router", ("router-dns-down",)
        )
    ),
    *known(
        Scenario(
            "forwarder-frozen",
            "The router's forwarder hangs.",
            forwarder_frozen,
            "router",
            ("router-dns-down", "unknown"),
        ),
        codes=("router-dns-down",),
    ),
    *known(
        Scenario(
            "forwarder-filtered",
            "The router drops questions to itself.",
            forwarder_filtered,
            "router",
            ("router-dns-down", "unknown"),
            home=ONLY4,
        ),
        codes=("router-dns-down",),
    ),
    Scenario(
        "second-router-hangs-usual",
        "The box behind our router hangs.",
        outer_hangs,
        "router",
        ("second-router-silent",),
        home=TWO,
        usual=True,
    ),
    Scenario(
        "second-router-off-usual",
        "The box behind our router is gone.",
        outer_off,
        "router",
        ("second-router-silent",),
        home=TWO,
        usual=True,
    ),
    Scenario(
        "second-router-hangs",
        "The box behind our router hangs; nothing learnt before.",
        outer_hangs,
        "router",
        ("second-router-silent", "unknown"),
        home=TWO,
    ),
    *known(
        Scenario(
            "device-blocked-silently",
            "The router blocks this device silently.",
            blocked_silently,
            "router",
            ("device-blocked",),
        )
    ),
    *known(
        Scenario(
            "device-blocked-openly",
            "The router turns this device away.",
            blocked_openly,
            "router",
            ("device-blocked",),
            home=ONLY4,
        )
    ),
    without_ping(
        Scenario(
            "device-blocked-silently",
            "The router blocks this device silently; no ping.",
            blocked_silently,
            "router",
            ("device-blocked",),
        )
    ),
    Scenario(
        "portal-rejects",
        "A portal that turns the rest away.",
        lambda lab: portal(lab, "reject"),
        "router",
        ("captive-portal",),
        home=ONLY4,
    ),
    Scenario(
        "portal-passes-ping",
        "A portal that lets ping and DNS pass.",
        lambda lab: portal(lab, "drop"),
        "router",
        ("captive-portal",),
        home=Home(adapter="wlan0", lan="10.5.0.0/20", ipv6=False, upnp=False),
    ),
)
