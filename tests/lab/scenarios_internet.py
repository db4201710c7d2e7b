"""Faults beyond the provider: parts of the internet."""

from .home import Home
from .lab import Lab
from .names import OPERATORS
from .scenario import Scenario, known

ONLY4 = Home(adapter="enp1s0", lan="192.168.100.0/24", ipv6=False)


def three_of_four_dark(lab: Lab) -> None:
    """All operators are dark but one."""
    lab.operators_dark(*(each for each in OPERATORS if each != "cloudflare"))


def almost_all_dark(lab: Lab) -> None:
    """Nothing answers any more but one operator, and the resolvers' own roots."""
    lab.inet.drop(
        'iifname "core0" ip daddr != '
        "{ 1.1.1.0/24, 1.0.0.0/24, 104.16.0.0/12, 198.41.0.4, 193.0.14.129, 80.81.192.0/24 }",
        'iifname "core0" ip6 daddr != { 2606:4700::/32, 2001:503:ba3e::2:30, 2001:7f8::/32, fe80::/10, ff00::/8 }',
    )


SCENARIOS = (
    *known(
        Scenario(
            "internet-partly-dark",
            "Three of four operators are dark.",
            three_of_four_dark,
            "internet",
            ("internet-outage",),
        )
    ),
    Scenario(
        "internet-almost-dark",
        "Nothing but one operator answers.",
        almost_all_dark,
        "internet",
        ("internet-outage",),
        home=ONLY4,
    ),
)
