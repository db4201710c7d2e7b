"""Stories that a Windows tells in a way of its own: what is staged differently for the Windows program."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..home import LAN6
from ..lab import Lab
from ..names import address4
from ..scenario import Scenario
from ..scenarios_settings import SERVICE


def firewall(lab: Lab, *matches: str, six: tuple[str, ...] | None = None) -> None:
    """Refuse the program's own call, as Windows' firewall does (10013, WSAEACCES), connections included.

    A packet filter of Linux lets connections run into silence, which only Linux's counters tell.
    """
    four = matches or ("",)
    rules = []
    for sign, inside, refused in (
        ("", (lab.home.lan, "224.0.0.0/4"), four),
        ("-6 ", (LAN6, "fe80::/10", "ff00::/8"), four if six is None else six),
    ):
        rules += [f"{sign}rule add pref 5 to {each} lookup main" for each in inside]
        rules += [f"{sign}rule add pref 10 {each} prohibit" for each in refused]
    lab.pc.ip(*rules)
    lab.undo.append(lambda: lab.pc.ip(*(each.replace("rule add", "rule del") for each in rules), check=False))


def firewall_web(lab: Lab) -> None:
    """Refuse the ports of the web."""
    firewall(lab, *(f"ipproto tcp dport {port}" for port in (80, 443, 853)))


def firewall_service(lab: Lab) -> None:
    """Refuse the work service."""
    firewall(lab, f"to {address4(SERVICE)}", six=())


STAGED: Mapping[str, Callable[[Lab], None]] = {
    "firewall-drop-all": firewall,
    "firewall-drop-all-usual": firewall,
    "firewall-drop-all-no-ping": firewall,
    "firewall-reject-all": firewall,
    "firewall-drop-web": firewall_web,
    "firewall-drop-web-usual": firewall_web,
    "firewall-reject-web": firewall_web,
    "service-forbidden-here": firewall_service,
    "service-swallowed-here": firewall_service,
}


def staged(scenario: Scenario) -> Scenario:
    """The scenario as it is staged for the Windows program; the label is the same."""
    own = STAGED.get(scenario.name)
    return replace(scenario, stage=own) if own else scenario
