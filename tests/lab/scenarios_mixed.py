"""Homes with more than one way out, and odd but sound networks, beside faults that must still be found there."""

from .home import Home
from .lab import Lab
from .names import PROVIDER_RESOLVER4
from .scenario import Scenario, known
from .scenarios_computer import adapter_off
from .scenarios_line import silent
from .scenarios_router import off

ONLY4 = Home(adapter="enp0s25", lan="192.168.10.0/24", ipv6=False)
ONLY6 = Home(adapter="enp0s25", ipv4=False, upnp=False)


def adapter_off_tether(lab: Lab) -> None:
    """The adapter is switched off, and the phone by USB works."""
    lab.tether(metric=50)
    adapter_off(lab)


def tether_idle(lab: Lab) -> None:
    """The line is silent; a phone by USB would work, but the default route prefers the line."""
    lab.tether(metric=700)
    silent(lab)


def dead_network_preferred(lab: Lab) -> None:
    """A second adapter in a dead network took over the default route."""
    lab.second_adapter("enp9s0", address="10.20.30.40/24", gateway="10.20.30.1", metric=50)


def stub_works(lab: Lab) -> None:
    """A local stub resolver stands between programs and the router, as with systemd-resolved."""
    lab.start_stub()


def kill_switch_and_tunnel(lab: Lab) -> None:
    """A tunnel works, and its kill switch lets nothing else out but to the LAN and the tunnel's server."""
    lab.tunnel()
    lab.pc.drop(
        f'oifname != {{ "lo", "tun0" }} ip daddr != {{ 62.99.1.2, {lab.home.lan}, 224.0.0.0/4 }}', hook="output"
    )


def only_web_passes(lab: Lab) -> None:
    """The provider lets out the web and questions to its own resolver, and nothing else."""
    lab.edge.drop(
        f'iifname "line0" ip daddr != {PROVIDER_RESOLVER4} meta l4proto != {{ tcp, ipv6-icmp }}',
        'iifname "line0" tcp dport != { 80, 443 }',
    )


def no_chaos(lab: Lab) -> None:
    """The router's forwarder says "not implemented" to CHAOS questions."""
    lab.start_forwarder("no-ident")
    lab.wait_until_healthy()


def frozen_without_chaos(lab: Lab) -> None:
    """That forwarder hangs."""
    lab.freeze_daemon("dnsmasq")


def resolver_silent(lab: Lab) -> None:
    """The provider's resolver is silent behind that forwarder."""
    lab.resolver_manners("silent")


def portal_by_names(lab: Lab) -> None:
    """A portal gives its own address for every name, and nothing else passes."""
    lab.serve("router", "portal", "80", "portal", f"http://{lab.home.router4}/login", name="portal")
    lab.start_forwarder(f"address=/#/{lab.home.router4}", servers=())
    lab.router.drop('iifname "lan0"', hook="forward")
    lab.until(
        "the portal", lambda: lab.look(f"http {lab.home.router4} a.b /", patience=0.3).popitem()[1].startswith("ok")
    )


SCENARIOS = (
    *known(Scenario("adapter-off-tether-works", "The adapter is off, the tether works.", adapter_off_tether)),
    *known(
        Scenario(
            "line-silent-tether-idle",
            "The line is silent beside an idle tether.",
            tether_idle,
            "line",
            ("line-down",),
            home=ONLY4,
        )
    ),
    Scenario(
        "dead-network-preferred",
        "A second adapter in a dead network holds the default route.",
        dead_network_preferred,
        "router",
        ("router-silent", "wrong-address", "unknown"),
        home=ONLY4,
    ),
    *known(Scenario("stub-works", "A local stub resolver works.", before=stub_works)),
    Scenario("kill-switch-tunnel-works", "A kill switch whose tunnel works.", kill_switch_and_tunnel, home=ONLY4),
    *known(Scenario("only-web-passes", "Nothing but the web passes the provider.", only_web_passes, home=ONLY4)),
    *known(Scenario("no-chaos", "The forwarder knows no CHAOS.", before=no_chaos)),
    *known(
        Scenario(
            "no-chaos-forwarder-hangs",
            "A forwarder without CHAOS hangs.",
            frozen_without_chaos,
            "router",
            ("router-dns-down", "unknown"),
            before=no_chaos,
        )
    ),
    *known(
        Scenario(
            "no-chaos-resolver-silent",
            "The provider's resolver is silent behind a forwarder without CHAOS.",
            resolver_silent,
            "isp",
            ("isp-dns-down",),
            before=no_chaos,
        )
    ),
    *known(
        Scenario(
            "router-off-ipv6-only",
            "The router is off on an IPv6-only home.",
            off,
            "router",
            ("router-silent",),
            home=ONLY6,
        )
    ),
    Scenario(
        "portal-by-names",
        "A portal that lies about every name.",
        portal_by_names,
        "router",
        ("captive-portal",),
        home=ONLY4,
    ),
)
