"""Which scenarios Wine cannot show, and why: they are listed, never left out in silence."""

import fnmatch
from collections.abc import Iterable, Mapping

from ..scenario import Scenario

SWITCHED_OFF = "Wine says that a switched-off adapter is only without a cable: AdminStatus stays up"
NO_IPV6_WAY = "Wine lists no IPv6 routes and neighbours, and sends no IPv6 echoes"
NOT_UNDER_WINE: Mapping[str, str] = {
    "adapter-off": SWITCHED_OFF,
    "adapter-off-usual": SWITCHED_OFF,
    "both-adapters-off": SWITCHED_OFF,
    "no-adapter-but-virtual": "Wine shows a bridge as an Ethernet card; Windows' own virtual switches say so",
    "address-conflict-cold-usual": "Wine cannot ask who holds an address (ResolveIpNetEntry2, SendARP)",
    "no-resolver*": "where resolv.conf names nobody, Wine hands out 127.0.0.1, as Linux's resolver has it",
    "line-silent-ipv6-only": NO_IPV6_WAY,
    "transit-dead-ipv6-only": NO_IPV6_WAY,
    "router-off-ipv6-only*": NO_IPV6_WAY,
    "second-way-six": NO_IPV6_WAY,
    "second-way-phone-names-dead": "Wine lists the same name servers at every adapter, none is the phone's own",
    "wifi-*": "Wine has no Wi-Fi: wlanapi finds no adapter, and the lab's radio is a mocked NetworkManager",
}
"""Names or globs of scenarios, and the reason."""


WATCHES_NOT_UNDER_WINE: Mapping[str, str] = {
    "only-six-dies": NO_IPV6_WAY,
    "*, with the window": "Qt 6 asks for a part of Windows that Wine 8.0 lacks: no window opens",
    "learns: the computer has a public address": NO_IPV6_WAY,
}
"""Stories of `python3 -m tests.lab.watches` by their names there, and the reason."""


def reason(name: str) -> str:
    """Why a scenario cannot be shown under Wine; empty where it can."""
    return _first(name, NOT_UNDER_WINE)


def reason_not_to_watch(story: str) -> str:
    """Why a story of watching cannot be shown under Wine; empty where it can."""
    return _first(story, WATCHES_NOT_UNDER_WINE)


def _first(name: str, reasons: Mapping[str, str]) -> str:
    return next((why for pattern, why in reasons.items() if fnmatch.fnmatch(name, pattern)), "")


def split(scenarios: Iterable[Scenario]) -> tuple[list[Scenario], dict[str, str]]:
    """Those that can be shown, and the names of the others with the reason."""
    every = list(scenarios)
    left_out = {each.name: why for each in every if (why := reason(each.name))}
    return [each for each in every if each.name not in left_out], left_out
