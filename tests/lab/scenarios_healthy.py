"""Homes where nothing is wrong although something looks odd: each must stay without a verdict."""

from .home import Home
from .lab import Lab
from .names import PROVIDER_RESOLVER4
from .scenario import Scenario, known, without_ping

ONLY4 = Home(adapter="eno1", lan="192.168.178.0/24", ipv6=False)
ONLY6 = Home(adapter="wlp2s0", ipv4=False, upnp=False)


def router_ignores_ping(lab: Lab) -> None:
    """The router drops echo requests to itself."""
    lab.router.drop(
        "iifname lan0 icmp type echo-request fib daddr type local",
        "iifname lan0 icmpv6 type echo-request fib daddr type local",
    )


def router_ignores_everything(lab: Lab) -> None:
    """The router forwards and resolves, but answers nothing else that is sent to itself."""
    lab.router.hook(
        "input",
        'iifname "lan0" udp dport 53 accept',
        'iifname "lan0" icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept',
        'iifname "lan0" drop',
        priority="-50",
    )
    lab.router.drop(
        "oifname lan0 icmp type { time-exceeded, destination-unreachable } fib saddr type local",
        "oifname lan0 icmpv6 type { time-exceeded, destination-unreachable } fib saddr type local",
        hook="output",
    )


def icmp_blocked_everywhere(lab: Lab) -> None:
    """No ICMP passes or leaves the router in either direction, apart from what finds neighbours."""
    keep = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, nd-router-solicit } accept"
    for hook in ("prerouting", "output"):
        lab.router.hook(hook, keep, "meta l4proto { icmp, ipv6-icmp } drop")


def icmp_blocked_upstream(lab: Lab) -> None:
    """The provider lets no ICMP through in either direction."""
    keep = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, nd-router-solicit } accept"
    for hook in ("prerouting", "output"):
        lab.edge.hook(hook, keep, "meta l4proto { icmp, ipv6-icmp } drop")


def public_resolvers_blocked(lab: Lab) -> None:
    """The provider lets port 53 and 853 out to its own resolver only."""
    lab.edge.drop(
        f'iifname "line0" ip daddr != {PROVIDER_RESOLVER4} meta l4proto {{ tcp, udp }} th dport {{ 53, 853 }}',
        'iifname "line0" ip6 daddr != 2a02:8388::53 meta l4proto { tcp, udp } th dport { 53, 853 }',
    )


def resolvers_intercepted(lab: Lab) -> None:
    """The router takes every DNS question to its own forwarder, whomever it was meant for."""
    lab.router.hook(
        "prerouting",
        f'iifname "lan0" ip daddr != {lab.home.router4} udp dport 53 redirect',
        f'iifname "lan0" ip daddr != {lab.home.router4} tcp dport 53 redirect',
        priority="-100",
        kind="nat",
        family="ip",
    )


def port_80_blocked(lab: Lab) -> None:
    """The provider lets no plain HTTP out."""
    lab.edge.drop('iifname "line0" tcp dport 80')


def one_landmark_dark(lab: Lab) -> None:
    """One famous operator is down."""
    lab.operators_dark("cloudflare")


def two_landmarks_dark(lab: Lab) -> None:
    """Two famous operators are down."""
    lab.operators_dark("google", "quad9")


def first_resolver_dead(lab: Lab) -> None:
    """The first of two resolvers is silent, the second fine."""
    lab.resolv_conf("84.112.0.99", lab.home.router4)


def clock_two_minutes_off(lab: Lab) -> None:
    """The computer's clock is two minutes slow."""
    lab.shift_clock(-120)


def second_adapter_fine(lab: Lab) -> None:
    """A phone by USB offers a second way, which works too."""
    lab.tether()


def second_adapter_without_address(lab: Lab) -> None:
    """A second adapter is plugged in and has found no address."""
    lab.second_adapter("enx5c4979aa01fe")


def second_adapter_dead_network(lab: Lab) -> None:
    """A second adapter has an address and a default route of worse metric into a network that is dead."""
    lab.second_adapter("enp9s0", address="10.20.30.40/24", gateway="10.20.30.1", metric=600)


def second_adapter_unplugged(lab: Lab) -> None:
    """A second adapter has no cable, as on every laptop that is on Wi-Fi."""
    lab.second_adapter("enp9s0", carrier=False)


def first_line_dead_tether_works(lab: Lab) -> None:
    """The cable is out, but a phone by USB took over the default route."""
    lab.tether(metric=50)
    lab.pull_cable()


def vpn_works(lab: Lab) -> None:
    """A tunnel holds the default route and works."""
    lab.tunnel()


def vpn_split(lab: Lab) -> None:
    """A tunnel for the company's network only, and it works."""
    lab.tunnel(routes=("10.99.0.0/16",))


def virtual_bridge(lab: Lab) -> None:
    """A bridge and a tunnel device for virtual machines stand idle beside the adapter."""
    lab.pc.ip(
        "link add virbr0 type bridge",
        "link set virbr0 up",
        "addr add 192.168.122.1/24 dev virbr0",
        "tuntap add dev vnet7 mode tap",
        "link set vnet7 up",
    )


def router_renewed(lab: Lab) -> None:
    """The neighbour table is empty, as just after waking up."""
    lab.forget_neighbours()


SCENARIOS = (
    *known(Scenario("healthy", "Everything works, both families.")),
    without_ping(Scenario("healthy", "Everything works; this user may not ping.")),
    Scenario("healthy-ipv4-only", "Everything works on a line without IPv6.", home=ONLY4),
    Scenario(
        "healthy-ipv6-only-nat64",
        "An IPv6-only line with NAT64 and DNS64 works.",
        home=Home(adapter="wlp2s0", ipv4=False, upnp=False, nat64=True),
    ),
    Scenario("healthy-ipv6-only", "An IPv6-only line works.", home=ONLY6),
    Scenario(
        "healthy-shared-address",
        "The provider shares one IPv4 address among many (100.64.0.0/10).",
        home=Home(shared_address=True, lan="10.0.0.0/24", router_host=138, computer_host=17),
    ),
    Scenario(
        "healthy-fixed-address",
        "An address set by hand works.",
        home=Home(fixed=True, adapter="enx00e04c680001", lan="172.16.4.0/22"),
    ),
    Scenario("healthy-no-upnp", "The router has no UPnP.", home=Home(upnp=False, lan="10.13.0.0/16", router_host=254)),
    *known(
        Scenario("healthy-second-router", "Our router stands behind the provider's box.", home=Home(second_router=True))
    ),
    Scenario(
        "healthy-public-resolvers",
        "Third-party resolvers are configured and work.",
        home=Home(resolvers=("9.9.9.9", "1.1.1.1")),
    ),
    *known(Scenario("router-ignores-ping", "The router ignores ping.", router_ignores_ping)),
    *known(
        Scenario(
            "router-ignores-everything",
            "The router ignores whatever is sent to itself.",
            router_ignores_everything,
            home=Home(upnp=False),
        )
    ),
    *known(Scenario("icmp-blocked-everywhere", "ICMP is blocked at the router.", icmp_blocked_everywhere)),
    without_ping(
        Scenario("icmp-blocked-everywhere", "ICMP is blocked and the user may not ping.", icmp_blocked_everywhere)
    ),
    Scenario("icmp-blocked-upstream", "ICMP is blocked at the provider.", icmp_blocked_upstream),
    Scenario("public-resolvers-blocked", "Public resolvers are blocked by the provider.", public_resolvers_blocked),
    Scenario(
        "resolvers-intercepted", "The router answers DNS in everybody's place.", resolvers_intercepted, home=ONLY4
    ),
    Scenario("port-80-blocked", "Port 80 is blocked.", port_80_blocked),
    Scenario("one-landmark-dark", "One famous operator is down.", one_landmark_dark),
    Scenario("two-landmarks-dark", "Two famous operators are down.", two_landmarks_dark),
    *known(Scenario("slow-dns", "The provider's resolver takes 300 ms.", home=Home(slow_dns=300, ipv6=False))),
    Scenario("first-resolver-dead", "The first resolver is dead, the second fine.", first_resolver_dead),
    Scenario("clock-two-minutes-off", "The clock is two minutes slow.", clock_two_minutes_off),
    Scenario("second-adapter-fine", "Two working adapters.", second_adapter_fine),
    Scenario("second-adapter-without-address", "A second adapter without address.", second_adapter_without_address),
    Scenario("second-adapter-dead-network", "A second adapter in a dead network.", second_adapter_dead_network),
    Scenario("second-adapter-unplugged", "A second adapter without cable.", second_adapter_unplugged),
    *known(
        Scenario(
            "first-line-dead-tether-works", "The cable is out, the phone's tether works.", first_line_dead_tether_works
        )
    ),
    *known(Scenario("vpn-works", "A tunnel holds the default route and works.", vpn_works)),
    Scenario("vpn-split-works", "A company tunnel works beside the line.", vpn_split),
    Scenario("virtual-bridge", "Bridges of virtual machines stand idle.", virtual_bridge),
    Scenario("cold-neighbours", "The neighbour table is empty.", router_renewed),
)
