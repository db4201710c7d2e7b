"""Faults of the computer itself: adapter, address, routes, tunnel, firewall and clock."""

from .home import Home
from .lab import Lab
from .names import PROVIDER_RESOLVER4
from .scenario import Scenario, known, without_ping

ONLY4 = Home(adapter="eno1", lan="192.168.178.0/24", ipv6=False)
FIXED = Home(adapter="enp2s0", lan="192.168.0.0/24", ipv6=False, fixed=True)
YEAR = 365 * 86400


def remove_adapter(lab: Lab) -> None:
    """The only adapter is gone; loopback stays."""
    lab.pc.ip(f"link del {lab.home.adapter}")


def remove_adapter_leave_virtual(lab: Lab) -> None:
    """The only adapter is gone; a bridge and a tunnel device of other programs stay."""
    lab.pc.ip(
        "link add virbr0 type bridge",
        "link set virbr0 up",
        "addr add 192.168.122.1/24 dev virbr0",
        "tuntap add dev tun5 mode tun",
        "link set tun5 up",
        f"link del {lab.home.adapter}",
    )


def adapter_off(lab: Lab) -> None:
    """The adapter is switched off."""
    lab.pc.ip(f"link set {lab.home.adapter} down")
    lab.undo.append(lab.computer_addresses)
    lab.undo.append(lambda: lab.pc.ip(f"link set {lab.home.adapter} up"))


def both_adapters_off(lab: Lab) -> None:
    """Airplane mode: all adapters are switched off."""
    lab.second_adapter("wlp4s0")
    lab.pc.ip("link set wlp4s0 down")
    adapter_off(lab)


def wrong_subnet(lab: Lab) -> None:
    """An address and gateway of another network were set by hand, as left over from the office."""
    lab.lose_addresses(
        f"addr add 10.44.7.50/24 dev {lab.home.adapter}", f"route add default via 10.44.7.1 dev {lab.home.adapter}"
    )


def gateway_outside(lab: Lab) -> None:
    """The address is of another network than the gateway, which is forced on to the link."""
    lab.lose_addresses(
        f"addr add 10.44.7.50/24 dev {lab.home.adapter}",
        f"route add default via {lab.home.router4} dev {lab.home.adapter} onlink",
    )


def no_gateway(lab: Lab) -> None:
    """The default routes are gone, the address is good."""
    lab.pc.run("ip", "-4", "route", "flush", "default", check=False)
    lab.pc.run("ip", "-6", "route", "flush", "default", check=False)
    lab.undo.append(lab.computer_addresses)


def firewall_drop(lab: Lab) -> None:
    """The computer's firewall drops everything beyond the LAN."""
    lab.pc.drop(lab.beyond_lan(), lab.beyond_lan6(), hook="output")


def firewall_reject(lab: Lab) -> None:
    """The computer's firewall rejects everything beyond the LAN."""
    lab.pc.refuse(lab.beyond_lan(), "icmp type port-unreachable", "output")
    lab.pc.refuse(lab.beyond_lan6(), "icmpv6 type port-unreachable", "output")


def firewall_web(lab: Lab) -> None:
    """The computer's firewall drops web ports only."""
    lab.pc.drop('oifname != "lo" tcp dport { 80, 443, 853 }', hook="output")


def firewall_web_reject(lab: Lab) -> None:
    """The computer's firewall rejects web ports."""
    lab.pc.refuse('oifname != "lo" tcp dport { 80, 443 }', hook="output")


def kill_switch(lab: Lab) -> None:
    """A VPN's kill switch lets nothing out but to its own server; the tunnel is gone."""
    lab.pc.drop(
        'oifname != { "lo", "tun0" } ip daddr != { 62.99.1.2, 224.0.0.0/4 }',
        'oifname != { "lo", "tun0" } ip6 daddr != { fe80::/10, ff00::/8 }',
        hook="output",
    )


def tunnel_up(lab: Lab) -> None:
    """A tunnel holds the default route and works."""
    lab.tunnel()


def tunnel_server_dies(lab: Lab) -> None:
    """The tunnel's far end is gone."""
    lab.kill_daemon("tunnel-far")


def tunnel_process_hangs(lab: Lab) -> None:
    """The tunnel's own program hangs."""
    lab.freeze_daemon("tunnel-near")


def tunnel_dead_from_start(lab: Lab) -> None:
    """A tunnel takes the default route and is dead."""
    lab.tunnel()
    lab.kill_daemon("tunnel-far")


def tunnel_one_default(lab: Lab) -> None:
    """A dead tunnel that took over the one default route, with a better metric."""
    lab.tunnel(routes=())
    lab.pc.ip("route add default dev tun0 metric 50")
    lab.undo.append(lambda: lab.pc.ip("route del default dev tun0 metric 50"))
    lab.kill_daemon("tunnel-far")


def tunnel_mtu(lab: Lab) -> None:
    """Inside the tunnel large packets vanish."""
    lab.boxes["firm"].drop(
        'iifname "wan0" ip daddr 62.99.1.2 udp dport != 1194 meta length > 1250',
        'iifname "wan0" meta l4proto tcp meta length > 1250',
        'iifname "wan0" icmp type echo-reply meta length > 1250',
    )


def clock_behind(lab: Lab) -> None:
    """The clock stands more than a year behind, as after a flat battery."""
    lab.shift_clock(-YEAR)


def clock_ahead(lab: Lab) -> None:
    """The clock runs two years ahead."""
    lab.shift_clock(2 * YEAR)


SCENARIOS = (
    *known(
        Scenario("no-adapter", "There is no adapter at all.", remove_adapter, "computer", ("no-adapter",), home=ONLY4)
    ),
    Scenario(
        "no-adapter-but-virtual",
        "There is no adapter but bridges and tunnels.",
        remove_adapter_leave_virtual,
        "computer",
        ("no-adapter",),
    ),
    *known(Scenario("adapter-off", "The adapter is switched off.", adapter_off, "computer", ("adapter-off",))),
    Scenario("both-adapters-off", "All adapters are switched off.", both_adapters_off, "computer", ("adapter-off",)),
    *known(
        Scenario(
            "wrong-subnet",
            "Address and gateway of another network.",
            wrong_subnet,
            "computer",
            ("wrong-address", "router-silent"),
            home=FIXED,
        )
    ),
    Scenario(
        "gateway-outside-subnet",
        "The gateway is outside the subnet.",
        gateway_outside,
        "computer",
        ("wrong-address",),
        home=FIXED,
    ),
    *known(Scenario("no-gateway", "There is no default route.", no_gateway, "computer", ("no-gateway",))),
    *known(
        Scenario(
            "firewall-drop-all", "The computer's firewall drops all.", firewall_drop, "computer", ("firewall-blocking",)
        )
    ),
    without_ping(
        Scenario(
            "firewall-drop-all",
            "The computer's firewall drops all; no ping.",
            firewall_drop,
            "computer",
            ("firewall-blocking",),
        )
    ),
    Scenario(
        "firewall-reject-all",
        "The computer's firewall rejects all.",
        firewall_reject,
        "computer",
        ("firewall-blocking",),
    ),
    *known(
        Scenario(
            "firewall-drop-web",
            "The computer's firewall drops web ports.",
            firewall_web,
            "computer",
            ("firewall-blocking",),
        )
    ),
    Scenario(
        "firewall-reject-web",
        "The computer's firewall rejects web ports.",
        firewall_web_reject,
        "computer",
        ("firewall-blocking",),
    ),
    Scenario(
        "kill-switch",
        "A VPN's kill switch blocks everything.",
        kill_switch,
        "computer",
        ("firewall-blocking",),
        home=Home(resolvers=(PROVIDER_RESOLVER4,)),
    ),
    *known(
        Scenario(
            "vpn-server-dead",
            "The tunnel's far end is gone.",
            tunnel_server_dies,
            "computer",
            ("vpn-down",),
            before=tunnel_up,
            home=ONLY4,
        )
    ),
    Scenario(
        "vpn-program-hangs",
        "The tunnel's program hangs.",
        tunnel_process_hangs,
        "computer",
        ("vpn-down",),
        before=tunnel_up,
        home=ONLY4,
    ),
    Scenario(
        "vpn-dead-dual-stack",
        "A dead tunnel holds IPv4's default route; IPv6 goes around it.",
        tunnel_dead_from_start,
        "computer",
        ("vpn-down",),
    ),
    Scenario(
        "vpn-dead-one-default",
        "A dead tunnel with a better metric.",
        tunnel_one_default,
        "computer",
        ("vpn-down",),
        home=ONLY4,
    ),
    Scenario(
        "vpn-mtu",
        "Large packets vanish inside the tunnel.",
        tunnel_mtu,
        "computer",
        ("mtu-blackhole",),
        before=tunnel_up,
        home=ONLY4,
    ),
    Scenario("clock-behind", "The clock is a year behind.", clock_behind, "computer", ("clock-wrong",)),
    Scenario("clock-ahead", "The clock is two years ahead.", clock_ahead, "computer", ("clock-wrong",), home=ONLY4),
)
