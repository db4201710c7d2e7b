"""Faults of the computer's settings: resolvers, hosts file, name service switch, proxy, VPN services."""

from .home import Home
from .lab import Lab
from .scenario import Scenario, known

SERVICE = "crm.musterfirma.at"
SERVICES = f'[[services]]\nname = "CRM"\nurl = "https://{SERVICE}/"\n'
OVER_VPN = '[[services]]\nname = "Intranet"\nurl = "http://10.99.0.10/"\nvia = "vpn"\n'
THIRD = "64.6.64.6"
ONLY4 = Home(adapter="wlp0s20f3", lan="192.168.0.0/24", ipv6=False)


def third_silent(lab: Lab) -> None:
    """The third-party resolver falls silent."""
    lab.inet.drop(f"ip daddr {THIRD}")


def third_refuses(lab: Lab) -> None:
    """The third-party resolver's port is closed."""
    lab.inet.hook(
        "input",
        f"ip daddr {THIRD} udp dport {{ 53, 853 }} reject",
        f"ip daddr {THIRD} tcp dport {{ 53, 853 }} reject with tcp reset",
        priority="-50",
    )


def stub_dead(lab: Lab) -> None:
    """resolv.conf names a local stub that does not run."""
    lab.resolv_conf("127.0.0.53")


def no_resolver(lab: Lab) -> None:
    """resolv.conf names nobody."""
    lab.resolv_conf()


def name_switch_broken(lab: Lab) -> None:
    """The system looks names up in its hosts file only."""
    lab.etc("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n")


def hosts_override(lab: Lab) -> None:
    """A left-over line in the hosts file leads a work service astray."""
    lab.etc("hosts", f"127.0.0.1 localhost\n::1 localhost\n203.0.113.7 {SERVICE}\n")


def hosts_override_refused(lab: Lab) -> None:
    """A left-over line in the hosts file leads a work service to this computer."""
    lab.etc("hosts", f"127.0.0.1 localhost {SERVICE}\n::1 localhost\n")


def proxy_host_dark(lab: Lab) -> None:
    """The proxy that is configured has gone."""
    lab.host_dark("proxy.musterfirma.at")


def office_tunnel(lab: Lab) -> None:
    """A tunnel leads to the company's network and its intranet."""
    lab.tunnel(routes=("10.99.0.0/16",))
    lab.serve("firm", "portal", "80", "firm", name="intranet")


def tunnel_gone(lab: Lab) -> None:
    """The tunnel is disconnected: device and routes are gone."""
    lab.daemons["tunnel-near"].kill()
    lab.pc.ip("link del tun0")


SCENARIOS = (
    *known(
        Scenario(
            "third-party-resolver-silent",
            "A third-party resolver is silent.",
            third_silent,
            "computer",
            ("dns-server-unreachable",),
            home=Home(resolvers=(THIRD,)),
        )
    ),
    Scenario(
        "third-party-resolver-refuses",
        "A third-party resolver is closed.",
        third_refuses,
        "computer",
        ("dns-server-unreachable",),
        home=Home(resolvers=(THIRD,)),
    ),
    *known(
        Scenario(
            "stub-dead", "The local stub 127.0.0.53 does not run.", stub_dead, "computer", ("dns-server-unreachable",)
        )
    ),
    *known(
        Scenario(
            "no-resolver", "No resolver is configured.", no_resolver, "computer", ("dns-not-configured",), home=ONLY4
        )
    ),
    *known(
        Scenario(
            "name-switch-broken",
            "The system asks no DNS at all.",
            name_switch_broken,
            "computer",
            ("system-dns-broken",),
        )
    ),
    Scenario(
        "hosts-override",
        "The hosts file leads a work service astray.",
        hosts_override,
        "computer",
        ("hosts-override",),
        config=SERVICES,
    ),
    Scenario(
        "hosts-override-refused",
        "The hosts file leads a work service to this computer.",
        hosts_override_refused,
        "computer",
        ("hosts-override",),
        config=SERVICES,
        home=ONLY4,
    ),
    Scenario(
        "hosts-harmless",
        "The hosts file names a service rightly.",
        lambda lab: lab.etc("hosts", "127.0.0.1 localhost printer.lan\n"),
        config=SERVICES,
    ),
    Scenario(
        "proxy-refuses",
        "The proxy of the environment is closed.",
        lambda _lab: None,
        "computer",
        ("proxy-broken",),
        environment={
            "http_proxy": "http://127.0.0.1:3128",
            "https_proxy": "http://127.0.0.1:3128",
            "HTTP_PROXY": "http://127.0.0.1:3128",
            "HTTPS_PROXY": "http://127.0.0.1:3128",
        },
    ),
    *known(
        Scenario(
            "proxy-silent",
            "The proxy of the environment is silent.",
            proxy_host_dark,
            "computer",
            ("proxy-broken",),
            home=ONLY4,
            environment={
                "http_proxy": "http://proxy.musterfirma.at:8080",
                "https_proxy": "http://proxy.musterfirma.at:8080",
            },
        )
    ),
    Scenario(
        "service-over-vpn", "A service that needs the VPN, and the VPN is up.", config=OVER_VPN, before=office_tunnel
    ),
    *known(
        Scenario(
            "vpn-not-connected",
            "A service needs the VPN, and it is not connected.",
            tunnel_gone,
            "computer",
            ("vpn-not-connected",),
            config=OVER_VPN,
            before=office_tunnel,
        )
    ),
    Scenario(
        "vpn-never-connected",
        "A service needs the VPN, which was never up.",
        segment="computer",
        codes=("vpn-not-connected",),
        config=OVER_VPN,
        home=ONLY4,
    ),
)
