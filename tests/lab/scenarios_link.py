"""Faults between the computer and the router: cable, loss, a twin address, somebody who opens TLS."""

from .home import Home
from .lab import Lab
from .scenario import Scenario, known, without_ping

ONLY4 = Home(adapter="enp0s31f6", lan="192.168.8.0/24", ipv6=False)
LOSSY = ("link-lossy",)


def cable_out(lab: Lab) -> None:
    """The cable is out, and the system took the addresses away."""
    lab.pull_cable()


def cable_out_addresses_stay(lab: Lab) -> None:
    """The cable is out; the addresses stay, as systems without a network manager leave them."""
    lab.switch.link("to-pc", "down")


def lossy(lab: Lab) -> None:
    """One packet in five is lost each way between computer and router."""
    lab.switch.lose(20, hook="forward", family="bridge")


def slightly_lossy(lab: Lab) -> None:
    """One packet in twelve is lost each way between computer and router."""
    lab.switch.lose(8, hook="forward", family="bridge")


def twin(lab: Lab) -> None:
    """Another device took our address, and the router prefers it."""
    mac = lab.guest.run("cat", "/sys/class/net/eth0/address", check=False).strip()
    words = lab.guest.run("ip", "-o", "link", "show", "eth0").split()
    mac = words[words.index("link/ether") + 1]
    lab.guest.ip(f"addr add {lab.home.computer4}/{lab.home.prefix} dev eth0")
    lab.router.ip(f"neigh replace {lab.home.computer4} lladdr {mac} dev lan0 nud permanent")
    lab.undo.append(lambda: lab.router.ip(f"neigh del {lab.home.computer4} dev lan0", check=False))
    lab.undo.append(lambda: lab.guest.ip(f"addr del {lab.home.computer4}/{lab.home.prefix} dev eth0"))


def twin_cold(lab: Lab) -> None:
    """The same, and the computer has asked for its router anew."""
    twin(lab)
    lab.forget_neighbours()


def tls_opened(lab: Lab) -> None:
    """A box in the home opens all TLS with an authority of its own."""
    lab.intercept_tls("router", "lan0", "Family Shield Filter")


def authorities_unknown(lab: Lab) -> None:
    """Each page is signed by another authority, as ever, and the computer knows none of them any more."""
    signers = {"www.google.com": "Alpha Trust", "www.wikipedia.org": "Beta Sign", "www.apple.com": "Gamma Roots"}
    lab.specials({host: {"certificate": signer} for host, signer in signers.items()})


SCENARIOS = (
    *known(Scenario("cable-out", "The cable is out.", cable_out, "link", ("link-down",))),
    Scenario(
        "cable-out-addresses-stay",
        "The cable is out, addresses stay.",
        cable_out_addresses_stay,
        "link",
        ("link-down",),
    ),
    without_ping(
        Scenario(
            "cable-out", "The cable is out; no ping.", cable_out_addresses_stay, "link", ("link-down",), home=ONLY4
        )
    ),
    *known(Scenario("link-lossy", "The home's link loses packets.", lossy, "link", LOSSY)),
    without_ping(Scenario("link-lossy", "The home's link loses packets; no ping.", lossy, "link", LOSSY, home=ONLY4)),
    Scenario(
        "link-slightly-lossy", "The home's link loses few packets.", slightly_lossy, "link", ("link-lossy", "none")
    ),
    Scenario(
        "address-conflict-cold",
        "A twin holds our address; cold table.",
        twin_cold,
        "link",
        ("address-conflict", "router-silent", "unknown"),
        home=ONLY4,
    ),
    Scenario(
        "address-conflict-cold-usual",
        "A twin holds our address; cold table; this router usually answers.",
        twin_cold,
        "link",
        ("address-conflict",),
        home=ONLY4,
        usual=True,
    ),
    *known(
        Scenario(
            "address-conflict-warm",
            "A twin holds our address; warm table.",
            twin,
            "link",
            ("address-conflict", "router-silent", "unknown"),
            home=ONLY4,
        )
    ),
    Scenario("tls-intercepted", "A box at home opens all TLS.", tls_opened, "link", ("tls-intercepted",)),
    Scenario(
        "authorities-unknown",
        "The computer has lost its list of trusted authorities.",
        authorities_unknown,
        "computer",
        ("unknown",),
        also=("authorities-unknown",),
        sides=("unknown",),
    ),
)
