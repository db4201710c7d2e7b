"""Wi-Fi as NetworkManager tells of it: joined well, joined weakly, refused."""

from .home import Home
from .lab import Lab
from .scenario import Scenario, known

RADIO = Home(adapter="wlp2s0", lan="192.168.178.0/24", ipv6=False)
ACTIVATED, DISCONNECTED, FAILED = 100, 30, 120
NO_SECRETS, LOST, SUPPLICANT_CONFIG, SUPPLICANT_FAILED, SUPPLICANT_TIMEOUT, NOT_FOUND = 7, 8, 9, 10, 11, 53


def joined(lab: Lab) -> None:
    """The Wi-Fi is joined, with a good signal."""
    lab.wifi(ACTIVATED)


def weak(lab: Lab) -> None:
    """The signal is low, and nothing is lost."""
    lab.wifi(ACTIVATED, signal=24)


def weak_and_lossy(lab: Lab) -> None:
    """The signal is low, and one packet in five is lost each way."""
    lab.wifi(ACTIVATED, signal=18)
    lab.switch.lose(20, hook="forward", family="bridge")


def weak_on_dead_line(lab: Lab) -> None:
    """The signal is low, but what is wrong is a silent line."""
    lab.wifi(ACTIVATED, signal=24)
    lab.edge.drop('iifname "line0"')


def refused(lab: Lab, state: int, reason: int) -> None:
    """Joining was refused for this reason: no carrier, no address."""
    lab.pull_cable()
    lab.wifi(state, reason, 70)


def dropped(lab: Lab) -> None:
    """The access point is gone: no carrier, no address, and the adapter is not joined any more."""
    lab.pull_cable()
    lab.wifi(DISCONNECTED, LOST)


AUTH = ("wifi-auth-failed",)
SCENARIOS = (
    *known(Scenario("wifi-healthy", "Joined, good signal.", before=joined, home=RADIO)),
    Scenario("wifi-weak-but-fine", "A low signal that loses nothing is no fault.", weak, home=RADIO),
    *known(
        Scenario(
            "wifi-weak",
            "A low signal that loses packets.",
            weak_and_lossy,
            "link",
            ("wifi-weak", "link-lossy"),
            home=RADIO,
            before=joined,
        )
    ),
    Scenario(
        "wifi-weak-on-dead-line",
        "A low signal never explains a silent line.",
        weak_on_dead_line,
        "line",
        ("line-down",),
        home=RADIO,
    ),
    *known(
        Scenario(
            "wifi-wrong-key",
            "The key is wrong.",
            lambda lab: refused(lab, FAILED, NO_SECRETS),
            "link",
            AUTH,
            home=RADIO,
            before=joined,
        )
    ),
    *known(
        Scenario(
            "wifi-dropped",
            "The Wi-Fi was joined and has dropped.",
            dropped,
            "link",
            ("link-down",),
            home=RADIO,
            before=joined,
        )
    ),
    Scenario(
        "wifi-wrong-key-disconnected",
        "The key was wrong, the adapter has given up.",
        lambda lab: refused(lab, DISCONNECTED, NO_SECRETS),
        "link",
        AUTH,
        home=RADIO,
    ),
    Scenario(
        "wifi-enterprise-refused",
        "802.1X was refused.",
        lambda lab: refused(lab, FAILED, SUPPLICANT_FAILED),
        "link",
        AUTH,
        home=RADIO,
    ),
    Scenario(
        "wifi-enterprise-timeout",
        "802.1X did not answer.",
        lambda lab: refused(lab, FAILED, SUPPLICANT_TIMEOUT),
        "link",
        AUTH,
        home=RADIO,
    ),
    Scenario(
        "wifi-enterprise-misconfigured",
        "802.1X cannot be configured.",
        lambda lab: refused(lab, FAILED, SUPPLICANT_CONFIG),
        "link",
        AUTH,
        home=RADIO,
    ),
    Scenario(
        "wifi-not-found",
        "The network is out of reach.",
        lambda lab: refused(lab, FAILED, NOT_FOUND),
        "link",
        ("link-down",),
        home=RADIO,
    ),
)
