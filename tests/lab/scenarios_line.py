"""Faults of the line between the home and the provider: silence, loss, large packets, one family."""

from .home import Home
from .lab import Lab
from .scenario import Scenario, known, without_ping

ONLY4 = Home(adapter="enp4s0", lan="192.168.1.0/24", ipv6=False)
DOWN = ("line-down",)


def silent(lab: Lab) -> None:
    """The line is silent, though its far end still answers who-has."""
    lab.edge.hook(
        "prerouting",
        'iifname "line0" icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept',
        'iifname "line0" drop',
    )


def dead(lab: Lab) -> None:
    """The line is silent, and its far end does not even answer who-has."""
    lab.edge.drop('iifname "line0"')
    lab.edge.hook("input", 'iifname "line0" drop', priority="0", family="arp")
    lab.router.run("ip", "neigh", "flush", "dev", "wan0", check=False)
    lab.router.run("ip", "-6", "neigh", "flush", "dev", "wan0", check=False)


def lossy(lab: Lab) -> None:
    """One packet in five is lost each way on the line."""
    lab.edge.lose(20, 'iifname "line0"')
    lab.router.lose(20, 'iifname "wan0"')


def black_hole(lab: Lab) -> None:
    """Large packets vanish on the line without a word."""
    lab.router.drop('iifname "wan0" meta length > 1300')
    lab.edge.drop('iifname "line0" meta length > 1300')


def six_dark(lab: Lab) -> None:
    """IPv6 is dead beyond the provider's edge."""
    lab.edge.drop('iifname "line0" meta nfproto ipv6 ip6 daddr != { fe80::/10, ff00::/8, 2a02:8388:13::/64 }')


def four_dark(lab: Lab) -> None:
    """IPv4 is dead beyond the provider's edge."""
    lab.edge.drop('iifname "line0" meta nfproto ipv4')


def eager_forwarder(lab: Lab) -> None:
    """The router asks both of the provider's resolvers at once, so that one dead family costs no names."""
    lab.start_forwarder("all-servers")
    lab.wait_until_healthy()


def small_mtu(lab: Lab) -> None:
    """The line has a small MTU and says so, as PPPoE lines do."""
    lab.router.ip("link set wan0 mtu 1492")
    lab.edge.ip("link set line0 mtu 1492")


def flapping(lab: Lab) -> None:
    """The line goes away and comes back every two seconds, for a bounded time."""
    off = "nft 'table inet flap { chain rules { type filter hook prerouting priority -300; iifname line0 drop; }; }'"
    lab.undo.append(lambda: lab.edge.run("nft", "delete", "table", "inet", "flap", check=False))
    loop = f"for i in 1 2 3 4 5 6 7 8 9 10; do {off}; sleep 2; nft delete table inet flap; sleep 2; done"
    lab.daemon("flapping", [*lab.edge.enter, "sh", "-c", loop])


SCENARIOS = (
    *known(Scenario("line-silent", "The line is silent.", silent, "line", DOWN)),
    without_ping(Scenario("line-silent", "The line is silent; no ping.", silent, "line", DOWN, home=ONLY4)),
    *known(
        Scenario(
            "line-silent-no-upnp",
            "The line is silent, the router has no UPnP.",
            silent,
            "line",
            DOWN,
            home=Home(upnp=False, ipv6=False, lan="10.0.1.0/24"),
        )
    ),
    *known(Scenario("line-dead", "The line's far end is gone.", dead, "line", DOWN, home=ONLY4)),
    Scenario(
        "line-silent-ipv6-only",
        "An IPv6-only line is silent.",
        silent,
        "line",
        ("line-down", "ipv6-down"),
        home=Home(ipv4=False, upnp=False),
    ),
    *known(Scenario("line-lossy", "The line loses packets.", lossy, "line", ("line-lossy",))),
    without_ping(
        Scenario("line-lossy", "The line loses packets; no ping.", lossy, "line", ("line-lossy",), home=ONLY4)
    ),
    *known(Scenario("mtu-black-hole", "Large packets vanish on the line.", black_hole, "line", ("mtu-blackhole",))),
    Scenario("small-mtu-announced", "A small MTU that is announced is no fault.", small_mtu),
    *known(
        Scenario("ipv6-dark", "IPv6 is down while IPv4 works.", six_dark, also=("ipv6-down",), before=eager_forwarder)
    ),
    Scenario("ipv4-dark", "IPv4 is down while IPv6 works.", four_dark, also=("ipv4-down",), before=eager_forwarder),
    Scenario(
        "ipv4-dark-usual",
        "IPv4 is down while IPv6 works.",
        four_dark,
        also=("ipv4-down",),
        before=eager_forwarder,
        usual=True,
    ),
    Scenario(
        "flapping",
        "The line comes and goes every two seconds.",
        flapping,
        "line",
        (
            "line-down",
            "line-lossy",
            "intermittent",
            "isp-lossy",
            "isp-outage",
            "isp-dns-down",
            "mtu-blackhole",
            "internet-outage",
            "none",
            "unknown",
        ),
        sides=("none", "upstream", "unknown"),
    ),
)
