"""The fault table: one entry per fault code, nearest cause first, each with its evidence and its words."""

from __future__ import annotations

from dataclasses import dataclass

from netcheck.core.conditions import Condition, fact, failed, known, ok
from netcheck.core.model import Failure, Impact, Seen, Segment, Step, Truth
from netcheck.core.words import (
    ASK_IT,
    CALL_PROVIDER,
    CHECK_CABLE,
    CHECK_LINE_CABLE,
    CHECK_ROUTER_LIGHTS,
    KEEP_WORKING,
    LOCAL_NETWORK,
    MOVE_CLOSER,
    N_,
    OTHER_DEVICE,
    RECONNECT,
    RESTART_ROUTER,
    WAIT,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault: where it sits, what proves it, and how to say it to a person."""

    code: str
    segment: Segment
    impact: Impact
    when: Condition
    """Positive evidence; also names what must not be there, so that a nearer cause is never passed over."""
    headline: str
    """One sentence without jargon; {names} are filled from the facts of the checks."""
    explanation: str
    steps: tuple[Step, ...] = ()
    certain: Condition | None = None
    """When this holds too, there is no doubt."""
    likely: Condition | None = None
    """When this is given and does not hold, the verdict is only possible."""
    elsewhere: tuple[tuple[Condition, Segment], ...] = ()
    """Evidence that moves the fault to another segment."""
    announced: bool = False
    """The provider's own word: replaces a measured upstream outage, and never stands alone."""
    keeps_steps: bool = False
    """Its steps stay where the provider's word replaces it: the cause may be within reach."""
    beside: tuple[Segment, ...] = ()
    """A note that only means something beside an outage that was measured on one of these segments; empty: always."""
    headlines: tuple[tuple[Condition, str], ...] = ()
    """What is said instead of the headline where this holds; the first one that does."""
    explanations: tuple[tuple[Condition, str], ...] = ()
    """The same for the explanation."""
    also_ask: tuple[str, ...] = ()
    """Checks that the confirming look repeats besides those that `when` rests on."""


def checks_named(rule: Rule) -> frozenset[str]:
    """Every check a rule looks at."""
    extra = [c for c in (rule.certain, rule.likely) if c is not None] + [c for c, _ in rule.elsewhere]
    extra += [c for c, _ in (*rule.headlines, *rule.explanations)]
    return frozenset(rule.also_ask).union(rule.when.checks, *(c.checks for c in extra))


def said_by(rule: Rule, seen: Seen) -> tuple[str, str]:
    """Headline and explanation of a rule for what was seen, before blanks are filled."""

    def fitting(otherwise: str, instead: tuple[tuple[Condition, str], ...]) -> str:
        return next((text for when, text in instead if when.judge(seen).truth is Truth.TRUE), otherwise)

    return fitting(rule.headline, rule.headlines), fitting(rule.explanation, rule.explanations)


def headline_of(code: str) -> str:
    """What a fault code says in a sentence, before blanks are filled; the code itself where it is not known."""
    return next((rule.headline for rule in RULES if rule.code == code), code)


# --- what several rules ask -----------------------------------------------------------------------------------------

CONNECTED = ok("link") & ok("address") & ok("route")
WORKS = ok("https") | fact("proxy", "works").is_(True)
FAR = fact("internet_by_ip", "answered").at_least(1)
"""At least one unrelated operator answered by address alone, and it was not somebody in its place."""
DARK = (
    fact("internet_by_ip", "answered").is_(0)
    & fact("dns_public", "answered").is_(0)
    & fact("https", "done").is_(0)
    & ~fact("proxy", "works").is_(True)
)
"""No operator answers by TCP, echo, DNS or HTTPS."""
REFUSED_BEYOND = known(fact("internet_by_ip", "said").is_("beyond")) | known(fact("https", "said").is_("beyond"))
BEYOND = fact("path", "beyond").is_(True) | REFUSED_BEYOND
"""Some station past the home said something. Several checks listen: stations say such things a few times a second."""
ALIVE = ok("gateway") | known(BEYOND)
IS_A_ROUTER = (
    known(fact("path", "deepest").at_least(1))
    | known(ok("usual"))
    | known(fact("router_wan", "speaks").is_(True))
    | known(fact("dns", "role").is_("router") & fact("dns", "alive").is_(True))
    | known(fact("path", "said").is_("no-route", "far-end-silent", "prohibited"))
)
"""The gateway does what routers do; a printer answers ping too."""
NOTHING_BEYOND = fact("path", "beyond").is_(False) & ~REFUSED_BEYOND
SAYS_NO_ROUTE = known(fact("path", "said").is_("no-route")) | known(fact("internet_by_ip", "said").is_("no-route"))
SAYS_PROHIBITED = known(fact("path", "said").is_("prohibited")) | known(
    fact("internet_by_ip", "said").is_("prohibited")
)
ROUTER_SAYS_DOWN = known(fact("router_wan", "down").is_(True)) | SAYS_NO_ROUTE
MEASURED_OUTSIDE_TUNNEL = fact("vpn", "blind").is_(False)
"""Nothing is blamed on a provider that was only seen through a tunnel."""
PAGE = fact("captive_portal", "replaced").at_least(2) & fact("captive_portal", "right").is_(0)
WORKED_BEFORE = known(ok("usual"))
OF_THE_PROVIDER = known(fact("captive_portal", "near_provider").is_(True)) | (
    known(fact("captive_portal", "by_gateway").is_(False)) & known(ok("router_wan"))
)
"""The page comes from the provider's own net, or from beyond a home's router that says it is connected."""
OWN_PAGE = PAGE & fact("captive_portal", "by_gateway").is_(True) & (ROUTER_SAYS_DOWN | WORKED_BEFORE)
"""The router answers every page with its own "no internet" page."""
LOSSY = known(fact("loss", "lossy").is_(True))
BUSY = known(fact("loss", "busy").is_(True))
SILENCE_COUNTS = (
    ~LOSSY
    & ~BUSY
    & (
        fact("services", "failed_direct").below(2)  # several at once look like a bad line, unless it is known good
        | (fact("loss", "lossy").is_(False) & fact("loss", "busy").is_(False))
    )
    & ~known(fact("services", "only_family").is_(4) & fact("internet_by_ip", "v4").is_("dark"))
    & ~known(fact("services", "only_family").is_(6) & fact("internet_by_ip", "v6").is_("dark"))
)
"""A service that merely says nothing is down only where nothing on the way explains its silence."""
NAMES_DEAD = (
    CONNECTED
    & FAR
    & fact("loss", "lossy").is_(False)  # lost questions are no dead server,
    & ~BUSY  # nor are those that wait in a full queue
    & fact("dns", "resolves").is_(False)
    & (fact("dns_system", "answer").is_("failed", "slow") | known(fact("dns", "only_kept").is_(True)))
    & ~known(fact("proxy", "works").is_(True))
)
SYSTEM_FAILS = (fact("dns_system", "answer").is_("failed") & fact("dns", "known_found").is_(True)) | (
    fact("dns_system", "answer").is_("slow") & fact("dns", "all_resolve").is_(True) & ~LOSSY & ~BUSY
)
"""A hanging look-up only counts where no dead server can be what it hangs on."""
STUB_FAILS = fact("dns", "role").is_("stub") & fact("dns", "alive").is_(True) & fact("dns", "uplinks_resolve").is_(True)
"""The local stub says something, but not what the servers behind it know."""
FORWARDER_SILENT = fact("dns", "silent").is_(True) & ~known(fact("usual", "forwarder_answers").is_(False))
_FRESH = (
    fact("dns", "role").is_("router", "stub", "lan")
    & fact("dns", "fresh").is_(True)
    & fact("dns", "known_found").is_(True)  # some routers without a line say "no such name" to everything
)
TOLD_FRESH = _FRESH & fact("dns", "by_default_way").is_(True)
"""The router found out a name that nobody can have kept, so its own way out works."""
TOLD_BY_ANOTHER = _FRESH & fact("dns", "by_default_way").is_(False)
"""Such a name was found out behind another adapter: it says nothing of the default way, which may be a dead phone."""
WAY_ON_KNOWN = known(fact("usual", "hop_answers").is_(True))
"""A station beyond the router is known to answer when all is well, so its silence means something."""
OTHERS_WORK = known(fact("person", "other_device").is_("yes"))
ANNOUNCED = failed("isp_status", Failure.INCIDENT) & ~known(fact("vpn", "blind").is_(True))
"""The provider announces something that names access to the internet, and here or no place."""
MAY_BE_OURS = known(fact("isp_status", "here").is_("maybe")) | known(
    fact("isp_status", "doubt").is_("mended", "by-the-clock", "worked-since", "began-later", "over", "other-provider")
)
"""The area is not known or not named, or something else speaks against it (core.announcement.Doubt)."""
READ_NOW = fact("isp_status", "stale").is_(False)
SEEN_NEARER = (
    known(NOTHING_BEYOND)
    | known(fact("router_wan", "link_down").is_(True))
    | known(fact("router_wan", "login_refused").is_(True))
)
"""What is broken lies at the home's own end of the line: a loose cable there looks like the provider's outage."""
NO_CABLE_AT_HOME = fact("router_wan", "link_down").is_(True) & fact("router_wan", "access").is_("Ethernet")
FOR_CERTAIN = (
    fact("isp_status", "here").is_("yes")
    & READ_NOW
    & known(fact("isp_status", "access").is_(True))
    & ~known(fact("isp_status", "believed").is_(False))
    & ~SEEN_NEARER
)
WHY_PERHAPS = (
    (
        known(fact("isp_status", "doubt").is_("other-provider")),
        N_("{isp_status.title} (as of {isp_status.as_of}). Your line seems to be another provider's than the one set."),
    ),
    (
        known(fact("isp_status", "here").is_("maybe")) & known(fact("isp_status", "area_set").is_(False)),
        N_(
            "{isp_status.title} (as of {isp_status.as_of}). netcheck does not know your area, so another one may be "
            "meant."
        ),
    ),
    (
        known(fact("isp_status", "here").is_("maybe")),
        N_("{isp_status.title} (as of {isp_status.as_of}). It does not name your area, so another one may be meant."),
    ),
    (
        known(fact("isp_status", "doubt").is_("mended")),
        N_(
            "{isp_status.title} (as of {isp_status.as_of}). Your provider says that it is mended and watches it; here "
            "it does not work yet."
        ),
    ),
    (
        known(fact("isp_status", "doubt").is_("by-the-clock")),
        N_(
            "{isp_status.title} (as of {isp_status.as_of}). It was planned for this time; nobody has said that it has "
            "begun."
        ),
    ),
    (
        known(fact("isp_status", "doubt").is_("worked-since")),
        N_(
            "{isp_status.title} (as of {isp_status.as_of}). Your line has worked since that was announced, so the "
            "cause may be another one."
        ),
    ),
    (
        known(fact("isp_status", "doubt").is_("began-later")),
        N_(
            "{isp_status.title} (as of {isp_status.as_of}). Your line was dead long before that began, so the cause "
            "may be another one."
        ),
    ),
    (
        known(fact("isp_status", "doubt").is_("over")),
        N_("{isp_status.title} (as of {isp_status.as_of}). By that announcement it should be over by now."),
    ),
    (
        SEEN_NEARER,
        N_(
            "{isp_status.title} (as of {isp_status.as_of}). The fault may also be at your end of the line, so go "
            "through the steps as well."
        ),
    ),
    (
        known(fact("isp_status", "stale").is_(True)),
        N_(
            "{isp_status.title} (as of {isp_status.as_of}; the page cannot be asked now). Nothing at home was seen to "
            "be the cause."
        ),
    ),
    (
        known(fact("isp_status", "other_way").is_(True)),
        N_(
            "{isp_status.title} (as of {isp_status.as_of}, asked through {isp_status.through}). Nothing at home was "
            "seen to be the cause."
        ),
    ),
)
"""How an announcement is told that may not be what is measured here, or that did not come the usual way."""

_O, _D, _N = Impact.OUTAGE, Impact.DEGRADED, Impact.NOTE

RULES: tuple[Rule, ...] = (
    # --- this computer and its link: the cheapest to see, so they come first ----------------------------------------
    Rule(
        "no-adapter",
        Segment.COMPUTER,
        _O,
        failed("adapter", Failure.NO_ADAPTER) & failed("route"),
        N_("This computer has no network adapter that could reach the internet."),
        N_("No Wi-Fi or cable adapter is visible to the system: it is missing, or its driver did not load."),
        (
            Step(
                N_("Plug the network or Wi-Fi adapter in again (or the docking station) and wait half a minute."),
                cost=N_("1 minute"),
                helps=N_("sometimes"),
                looks=("adapter", "link"),
            ),
            Step(
                N_("Restart the computer: an adapter that got stuck often comes back."),
                cost=N_("3 minutes"),
                helps=N_("often"),
            ),
            KEEP_WORKING,
            ASK_IT,
        ),
        certain=failed("adapter", Failure.NO_ADAPTER),
    ),
    Rule(
        "adapter-off",
        Segment.COMPUTER,
        _O,
        failed("adapter", Failure.SWITCHED_OFF) & failed("route"),
        N_("The network adapter of this computer is switched off."),
        N_("The adapter is there but off (airplane mode, a switch on the case, or disabled), and no other one works."),
        (
            Step(
                N_("Switch airplane mode off and Wi-Fi on, or enable the network adapter in the system's settings."),
                cost=N_("1 minute"),
                helps=N_("often"),
                looks=("adapter", "link", "address"),
            ),
            Step(
                N_("Look for a wireless switch or key on the case and turn it on."),
                cost=N_("1 minute"),
                helps=N_("sometimes"),
            ),
            ASK_IT,
        ),
        certain=failed("adapter", Failure.SWITCHED_OFF),
    ),
    Rule(
        "wifi-auth-failed",
        Segment.LINK,
        _O,
        ok("adapter") & failed("link", Failure.WRONG_KEY),
        N_("The Wi-Fi refused this computer: the password or sign-in is not accepted."),
        N_("The system reports that joining the Wi-Fi failed at the key or sign-in. It was perhaps changed."),
        (
            Step(
                N_("Forget the network in the Wi-Fi settings, join it again and type the password from the label."),
                needs=N_("the Wi-Fi password"),
                cost=N_("2 minutes"),
                helps=N_("often"),
                looks=("link", "address"),
            ),
            Step(
                N_("Connect this computer to the router with a cable meanwhile."),
                needs=N_("a network cable"),
                cost=N_("2 minutes"),
                helps=N_("keeps you working"),
            ),
            KEEP_WORKING,
        ),
        certain=failed("link", Failure.WRONG_KEY),
    ),
    Rule(
        "link-down",
        Segment.LINK,
        _O,
        ok("adapter") & failed("link", Failure.NO_CARRIER, Failure.NOT_JOINED),
        N_("This computer is not connected to your router: no cable signal and no Wi-Fi joined."),
        N_("The adapter is on, but there is nothing at the other end of the cable, or no Wi-Fi is joined."),
        (
            CHECK_CABLE,
            Step(
                N_("On Wi-Fi: pick your network from the list and join it."),
                cost=N_("1 minute"),
                helps=N_("often"),
                looks=("link", "address"),
            ),
            Step(
                N_("See that the router (or the switch between) has power and lights on."),
                cost=N_("1 minute"),
                helps=N_("sometimes"),
            ),
            KEEP_WORKING,
        ),
        certain=failed("link", Failure.NO_CARRIER, Failure.NOT_JOINED),
    ),
    Rule(
        "no-address",
        Segment.ROUTER,
        _O,
        ok("link") & failed("address", Failure.NO_ADDRESS),
        N_("Your router has not given this computer an address."),
        N_(
            "The connection to the router is up, but there is only a self-made address or none. The router's address "
            "service is stuck or full, or it does not admit this device."
        ),
        (RECONNECT, RESTART_ROUTER, KEEP_WORKING),
        certain=ok("link") & failed("address", Failure.NO_ADDRESS),
    ),
    Rule(
        "address-conflict",
        Segment.LINK,
        _O,
        failed("address", Failure.CONFLICT)
        | (
            CONNECTED
            & DARK
            & fact("gateway", "only_neighbour").is_(True)
            & ~known(BEYOND)
            & ~known(fact("usual", "gateway_answers").is_(False))
        ),
        N_("Another device seems to use the same address as this computer."),
        N_(
            "The router is there on the wire but nothing it says reaches this computer, as happens when two devices "
            "have the same address."
        ),
        (RECONNECT, OTHER_DEVICE, RESTART_ROUTER, KEEP_WORKING),
        certain=failed("address", Failure.CONFLICT),
        likely=fact("usual", "gateway_answers").is_(True),
    ),
    Rule(
        "no-gateway",
        Segment.COMPUTER,
        _O,
        ok("link") & ok("address") & failed("route", Failure.NO_ROUTE),
        N_("This computer has an address but has not been told the way out to the internet."),
        N_("There is no default gateway in the network settings, so nothing can leave the local network."),
        (
            RECONNECT,
            Step(
                N_('In the network settings set the address to "automatic (DHCP)" if it was set by hand.'),
                cost=N_("2 minutes"),
                risk=N_("write down the old values first"),
                helps=N_("often"),
                looks=("address", "route", "gateway"),
            ),
            RESTART_ROUTER,
            ASK_IT,
        ),
        certain=failed("route", Failure.NO_ROUTE),
    ),
    Rule(
        "firewall-blocking",
        Segment.COMPUTER,
        _O,
        CONNECTED
        & (
            (failed("firewall", Failure.BLOCKED_LOCALLY) & ~WORKS)
            | (known(fact("firewall", "withheld").is_(True)) & ok("gateway") & DARK & ~WORKS)
            | (fact("dns", "blocked").is_(True) & fact("dns", "resolves").is_(False))
        ),
        N_("A firewall on this computer blocks its way to the internet."),
        N_(
            "The computer's own system refuses to send: security software or a VPN's \"kill switch\" is in the way. "
            "Your network is not the cause."
        ),
        (
            Step(
                N_("If you use a VPN, connect it again, or switch its kill switch off in its settings."),
                cost=N_("2 minutes"),
                risk=N_("ask your IT first if the computer is your employer's"),
                helps=N_("often"),
                looks=("firewall", "vpn", "https"),
            ),
            Step(N_("Restart the computer: a blocking rule left behind often goes."), cost=N_("3 minutes")),
            ASK_IT,
        ),
        certain=failed("firewall", Failure.BLOCKED_LOCALLY),
    ),
    Rule(
        "vpn-down",
        Segment.COMPUTER,
        _O,
        failed("vpn")
        & (~WORKS | (fact("internet_by_ip", "v4").is_("dark") & fact("internet_by_ip", "v6").is_("answers"))),
        N_("Your VPN is switched on but dead; the internet behind it works."),
        N_("All traffic is sent into the tunnel {vpn.tunnel}, where nothing answers. Past it, your line works."),
        (
            Step(
                N_("Disconnect the VPN and connect it again."),
                cost=N_("1 minute"),
                helps=N_("often"),
                looks=("vpn", "internet_by_ip", "https"),
            ),
            Step(
                N_("Work without the VPN if your work allows it."),
                risk=N_("company addresses may not open without it"),
                helps=N_("keeps you working"),
            ),
            ASK_IT,
        ),
        certain=fact("vpn", "physical").at_least(2),
    ),
    Rule(
        "wrong-address",
        Segment.COMPUTER,
        _O,
        ok("link")
        & failed("gateway")
        & ~WORKS
        & fact("internet_by_ip", "answered").is_(0)
        & (
            fact("address", "gateway_in_subnet").is_(False)
            | (known(fact("address", "by_hand").is_(True)) & known(fact("usual", "gateway_seen").is_(False)))
        ),
        N_("This computer's network address does not fit the network it is in."),
        N_(
            "Its address and its gateway {gateway.address} do not belong together, or were set by hand for another "
            "network."
        ),
        (
            Step(
                N_('In the network settings set the address to "automatic (DHCP)".'),
                cost=N_("2 minutes"),
                risk=N_("write down the old values first"),
                helps=N_("often"),
                looks=("address", "route", "gateway"),
            ),
            RECONNECT,
            ASK_IT,
        ),
        certain=fact("address", "gateway_in_subnet").is_(False) & failed("gateway", Failure.NO_NEIGHBOUR),
    ),
    Rule(
        "router-silent",
        Segment.ROUTER,
        _O,
        CONNECTED
        & failed("gateway")
        & fact("internet_by_ip", "answered").is_(0)
        & fact("dns_public", "answered").is_(0)
        & ~known(BEYOND)
        & ~WORKS,
        N_("Your router does not answer: the fault is at home."),
        N_(
            "This computer is connected, but the router at {gateway.address} gives no sign of life, and nothing "
            "beyond it answers either."
        ),
        (RESTART_ROUTER, CHECK_CABLE, OTHER_DEVICE, KEEP_WORKING),
        certain=failed("gateway", Failure.NO_NEIGHBOUR),
        likely=known(fact("usual", "gateway_answers").is_(True))
        | fact("gateway", "neighbour").is_("reachable", "incomplete"),
    ),
    # --- the computer's own settings, seen once packets can leave ---------------------------------------------------
    Rule(
        "proxy-broken",
        Segment.COMPUTER,
        _O,
        failed("proxy") & ok("https"),
        N_("The proxy that this computer is told to use does not work; without it the internet does."),
        N_("Programs send everything through {proxy.url}, which fails. The same pages open directly."),
        (
            Step(
                N_("Switch the proxy off in the network settings (or the variable that sets it), then try again."),
                cost=N_("2 minutes"),
                risk=N_("ask your IT first if the computer is your employer's"),
                helps=N_("often"),
                looks=("proxy", "https"),
            ),
            ASK_IT,
        ),
        certain=failed("proxy", Failure.REFUSED, Failure.PROXY_FAILED) & fact("proxy", "pac").is_(False),
    ),
    Rule(
        "clock-wrong",
        Segment.COMPUTER,
        _O,
        fact("https", "done").is_(0) & fact("https", "certificate_date").at_least(1) & failed("clock") & ~PAGE,
        N_("The clock of this computer is wrong, so secure pages do not open."),
        N_("Certificates seem out of date because this computer's clock is {clock.skew}. The connection itself works."),
        (
            Step(
                N_('Set date and time to "automatic" in the system\'s settings, and check the time zone.'),
                cost=N_("1 minute"),
                helps=N_("often"),
                looks=("clock", "https"),
            ),
            ASK_IT,
        ),
        certain=fact("clock", "sources").at_least(2) & fact("https", "certificate_date").at_least(2),
    ),
    Rule(
        "tls-intercepted",
        Segment.LINK,
        _O,
        # A box signs all that it opens in one name. Unrelated authorities, all unknown, are this computer's own gap.
        FAR
        & fact("https", "done").is_(0)
        & fact("https", "untrusted").at_least(2)
        & ~known(fact("https", "issuers").at_least(2))
        & ~known(failed("clock"))
        & ~PAGE,
        N_("Something in this network opens secure connections and cannot be trusted."),
        N_(
            "Unrelated secure sites all show a certificate of an unknown issuer ({https.issuer}). A security box or "
            "a stranger in this network reads along; do not enter passwords."
        ),
        (
            Step(
                N_("Leave this network: use your phone's hotspot until it is explained."),
                needs=N_("a phone with mobile data"),
                cost=N_("2 minutes"),
                helps=N_("keeps you working"),
            ),
            Step(
                N_("If this is your employer's network or security software, ask IT to install its certificate."),
                cost=N_("5 minutes"),
                helps=N_("often"),
            ),
            ASK_IT,
        ),
        certain=ok("clock") & fact("https", "untrusted").at_least(2),
    ),
    # --- the router and what hangs on it ---------------------------------------------------------------------------
    Rule(
        "device-blocked",
        Segment.ROUTER,
        _O,
        CONNECTED
        & ALIVE
        & DARK
        & NOTHING_BEYOND
        & ~ROUTER_SAYS_DOWN
        & ~PAGE
        & MEASURED_OUTSIDE_TUNNEL
        & (TOLD_FRESH | OTHERS_WORK | (SAYS_PROHIBITED & ~fact("dns", "role").is_("router")))
        & (SAYS_PROHIBITED | ~known(fact("usual", "hop_answers").is_(False))),
        N_("Your router seems to block this computer; the line itself works."),
        N_(
            "The router looks up new names on the internet, but lets nothing of this computer pass: a parental "
            'schedule, a "paused" device or a filter.'
        ),
        (
            Step(
                N_("Open the router's app or page and see whether this device is paused, blocked or out of its hours."),
                needs=N_("the router's password"),
                cost=N_("3 minutes"),
                helps=N_("often"),
                looks=("path", "internet_by_ip", "https"),
            ),
            OTHER_DEVICE,
            RESTART_ROUTER,
            KEEP_WORKING,
        ),
        certain=SAYS_PROHIBITED & TOLD_FRESH,
        likely=SAYS_PROHIBITED | WAY_ON_KNOWN | TOLD_FRESH,
    ),
    Rule(
        "second-router-silent",
        Segment.ROUTER,
        _O,
        CONNECTED & ALIVE & DARK & NOTHING_BEYOND & fact("path", "second_router").is_("silent"),
        N_("You have two routers, and the second one (towards the wall) does not answer."),
        N_("Your first router works, but the box behind it{path.second_address} is silent. It is in your home too."),
        (
            Step(
                N_("Find the second box (modem or provider's router) and restart it: power off 30 seconds, then on."),
                needs=N_("access to its plug"),
                cost=N_("4 minutes"),
                helps=N_("often"),
                looks=("path", "internet_by_ip"),
            ),
            Step(
                N_("Check the cable between the two boxes."),
                cost=N_("1 minute"),
                helps=N_("sometimes"),
                looks=("path",),
            ),
            KEEP_WORKING,
        ),
        likely=fact("usual", "second_router").is_(True),
    ),
    Rule(
        "wan-link-down",
        Segment.ROUTER,
        _O,
        ALIVE & DARK & fact("router_wan", "link_down").is_(True),
        N_("Your router says that nothing is connected to its internet port."),
        N_("The router works, but reports no signal on its own line port ({router_wan.access})."),
        (CHECK_LINE_CABLE, CHECK_ROUTER_LIGHTS, RESTART_ROUTER, KEEP_WORKING, CALL_PROVIDER),
        elsewhere=((~fact("router_wan", "access").is_("Ethernet"), Segment.LINE),),
        keeps_steps=True,
        # either way, but only where the router tells at all what kind of line it has
        likely=fact("router_wan", "access").is_("Ethernet") | ~fact("router_wan", "access").is_("Ethernet"),
    ),
    Rule(
        "line-login-refused",
        Segment.LINE,
        _O,
        ALIVE & DARK & fact("router_wan", "login_refused").is_(True),
        N_("Your provider refuses your router's login."),
        N_("The router reaches the provider, but its user name and password are not accepted."),
        (
            KEEP_WORKING,
            Step(
                N_("Check the provider's user name and password in the router, and that the bill is paid."),
                needs=N_("the router's password and the provider's letter"),
                cost=N_("5 minutes"),
                helps=N_("sometimes"),
            ),
            CALL_PROVIDER,
        ),
        certain=fact("router_wan", "login_refused").is_(True),
        keeps_steps=True,
    ),
    # --- the line --------------------------------------------------------------------------------------------------
    Rule(
        "line-down",
        Segment.LINE,
        _O,
        CONNECTED
        & ALIVE
        & DARK
        & NOTHING_BEYOND
        & MEASURED_OUTSIDE_TUNNEL
        & (~PAGE | OWN_PAGE)
        & ~OTHERS_WORK
        # behind a second router that is not known, a dead box at home looks the same
        & (WORKED_BEFORE | fact("router_wan", "behind_nat").is_(False))
        & ~TOLD_FRESH
        # of two lines of which neither is known, nobody can say whose provider is to blame
        & (WORKED_BEFORE | ~TOLD_BY_ANOTHER)
        & IS_A_ROUTER,
        N_("Your line to the provider is down; your home network works."),
        N_(
            "Your router answers, but nothing behind it does: the line is dead - or your router has stopped passing "
            "traffic on."
        ),
        (KEEP_WORKING, CHECK_ROUTER_LIGHTS, CHECK_LINE_CABLE, RESTART_ROUTER, CALL_PROVIDER, WAIT),
        likely=ROUTER_SAYS_DOWN
        | known(fact("path", "said").is_("far-end-silent"))
        | WAY_ON_KNOWN
        | known(fact("person", "internet_light").is_("no")),
        also_ask=("router_wan",),
        keeps_steps=True,
    ),
    Rule(
        "captive-portal",
        Segment.ROUTER,
        _O,
        CONNECTED & PAGE & ~WORKS & ~OWN_PAGE & ~WORKED_BEFORE & ~OF_THE_PROVIDER,
        N_("This network wants you to sign in on its web page first."),
        N_("Every page is answered by {captive_portal.place}: typical of a hotel, a train or a guest Wi-Fi."),
        (
            Step(
                N_("Open a web browser and go to http://neverssl.com: the sign-in page should appear."),
                cost=N_("2 minutes"),
                helps=N_("often"),
                looks=("captive_portal", "https"),
            ),
            Step(N_("Forget the network, join it again and wait for its sign-in page."), cost=N_("2 minutes")),
            KEEP_WORKING,
        ),
        likely=fact("captive_portal", "redirected").at_least(1),
    ),
    # --- names -----------------------------------------------------------------------------------------------------
    Rule(
        "dns-not-configured",
        Segment.COMPUTER,
        _O,
        CONNECTED & FAR & fact("dns", "configured").is_(0) & fact("dns_system", "answer").is_("failed", "slow"),
        N_("This computer has not been told which name server to use."),
        N_("Addresses on the internet answer, but there is no DNS server in the network settings."),
        (
            RECONNECT,
            Step(
                N_('Set the DNS server to "automatic", or enter one such as 9.9.9.9 or 1.1.1.1.'),
                cost=N_("2 minutes"),
                helps=N_("often"),
                looks=("dns", "https"),
            ),
            ASK_IT,
        ),
        certain=fact("dns", "configured").is_(0) & fact("internet_by_ip", "answered").at_least(2),
    ),
    Rule(
        "router-dns-down",
        Segment.ROUTER,
        _O,
        NAMES_DEAD & fact("dns", "role").is_("router") & (fact("dns", "closed").is_(True) | FORWARDER_SILENT),
        N_("Your router's name service has stopped; the line itself works."),
        N_("Addresses on the internet answer, but the router ({dns.server}) no longer looks up names."),
        (
            RESTART_ROUTER,
            Step(
                N_("Meanwhile set another DNS server (9.9.9.9 or 1.1.1.1) in this computer's network settings."),
                cost=N_("3 minutes"),
                risk=N_("set it back to automatic afterwards; addresses of your company or home may need the old one"),
                helps=N_("keeps you working"),
                looks=("dns", "https"),
            ),
        ),
        certain=fact("dns", "closed").is_(True),
        likely=fact("usual", "forwarder_answers").is_(True),
    ),
    Rule(
        "system-dns-broken",
        Segment.COMPUTER,
        _O,
        CONNECTED
        & SYSTEM_FAILS
        & (fact("dns", "resolves").is_(True) | STUB_FAILS)
        & ~known(fact("proxy", "works").is_(True)),
        N_("The name service of this computer is broken; the name servers themselves answer."),
        N_(
            "Asked directly, the DNS servers give an answer. Asked through the system, names are not found: its "
            "resolver, a filter or its private-DNS setting is stuck."
        ),
        (
            Step(N_("Restart the computer."), cost=N_("3 minutes"), helps=N_("often"), looks=("dns", "https")),
            Step(
                N_('Switch "private DNS", a DNS filter or an ad blocker off for a test.'),
                cost=N_("2 minutes"),
                helps=N_("sometimes"),
                looks=("dns",),
            ),
            ASK_IT,
        ),
        likely=fact("dns_system", "answer").is_("failed"),
    ),
    Rule(
        "dns-server-unreachable",
        Segment.COMPUTER,
        _O,
        NAMES_DEAD
        & (
            (
                fact("dns", "role").is_("public", "other")
                & (fact("dns", "closed").is_(True) | fact("dns_public", "answered").at_least(1))
            )
            | (fact("dns", "role").is_("lan") & fact("dns", "alive").is_(False))
            | (
                fact("dns", "role").is_("stub", "vpn")
                & (fact("dns", "closed").is_(True) | fact("dns", "silent").is_(True))
            )
        ),
        N_("The name server set on this computer does not answer; the line itself works."),
        N_(
            "Addresses on the internet answer, but the DNS server {dns.server} that this computer is told to use does "
            "not."
        ),
        (
            Step(
                N_('Set the DNS server to "automatic" in the network settings, or to another such as 9.9.9.9.'),
                cost=N_("2 minutes"),
                risk=N_("write down the old value first"),
                helps=N_("often"),
                looks=("dns", "https"),
            ),
            RECONNECT,
            ASK_IT,
        ),
        certain=fact("dns", "closed").is_(True) & fact("dns", "role").is_("stub", "public"),
        likely=fact("dns", "role").is_("stub", "public", "lan"),
    ),
    Rule(
        "isp-dns-down",
        Segment.ISP,
        _O,
        NAMES_DEAD
        & (
            (fact("dns", "role").is_("router", "lan") & fact("dns", "alive").is_(True))
            # a whole port that is silent is a filter somewhere, not a dead server
            | (fact("dns", "role").is_("provider") & fact("dns_public", "udp").at_least(1))
        ),
        N_("Your provider's name service is down; your home and the line are fine."),
        N_("Addresses on the internet answer and your router works, but your provider's DNS finds no names."),
        (
            Step(
                N_("Set another DNS server, such as 9.9.9.9 or 1.1.1.1, in this computer's network settings."),
                cost=N_("3 minutes"),
                risk=N_("set it back to automatic afterwards"),
                helps=N_("often"),
                looks=("dns", "https"),
            ),
            KEEP_WORKING,
            CALL_PROVIDER,
            WAIT,
        ),
        certain=fact("dns", "fresh_failed").is_(True)
        & fact("internet_by_ip", "answered").at_least(3)
        & fact("loss", "lossy").is_(False),
        likely=fact("loss", "lossy").is_(False) & (fact("dns", "fresh_failed").is_(True) | ~ok("dns_system")),
    ),
    # --- the provider and beyond -----------------------------------------------------------------------------------
    Rule(
        "isp-announced-outage",
        Segment.ISP,
        _O,
        ANNOUNCED & fact("isp_status", "kind").is_("outage", "degraded"),
        N_("Your provider has announced an outage that fits what is measured here."),
        N_("{isp_status.title} (as of {isp_status.as_of}). Nothing at home was seen to be the cause."),
        (KEEP_WORKING, WAIT),
        certain=FOR_CERTAIN & ~MAY_BE_OURS,
        likely=~MAY_BE_OURS,
        announced=True,
        headlines=((MAY_BE_OURS, N_("Your provider has announced an outage that may be yours.")),),
        explanations=WHY_PERHAPS,
    ),
    Rule(
        "isp-maintenance",
        Segment.ISP,
        _O,
        ANNOUNCED & fact("isp_status", "kind").is_("maintenance"),
        N_("Your provider is doing maintenance that fits what is measured here."),
        N_("{isp_status.title} (as of {isp_status.as_of}). Nothing at home was seen to be the cause."),
        (KEEP_WORKING, WAIT),
        certain=FOR_CERTAIN & ~MAY_BE_OURS,
        likely=~MAY_BE_OURS,
        announced=True,
        headlines=((MAY_BE_OURS, N_("Your provider has announced maintenance that may be the cause.")),),
        explanations=WHY_PERHAPS,
    ),
    Rule(
        "walled-garden",
        Segment.ISP,
        _O,
        CONNECTED & PAGE & ~WORKS & ~OWN_PAGE & (WORKED_BEFORE | OF_THE_PROVIDER),
        N_("Your provider leads every page to one of its own: something about your contract wants attention."),
        N_(
            "Every page is answered by {captive_portal.place} - usually an unpaid bill, a used-up data volume or a "
            "line that is not activated yet."
        ),
        (
            Step(
                N_("Open a web browser and read the provider's page: it says what is wanted."),
                cost=N_("2 minutes"),
                helps=N_("often"),
                looks=("captive_portal", "https"),
            ),
            KEEP_WORKING,
            CALL_PROVIDER,
        ),
        likely=WORKED_BEFORE,
    ),
    Rule(
        "isp-outage",
        Segment.ISP,
        _O,
        CONNECTED
        & ALIVE
        & DARK
        & BEYOND
        & MEASURED_OUTSIDE_TUNNEL
        & ~PAGE
        & ~OTHERS_WORK
        & ~(fact("dns", "role").is_("router") & fact("dns", "closed").is_(True))  # that would be two faults
        & ~(fact("dns", "silent").is_(True) & known(fact("usual", "forwarder_answers").is_(True))),
        N_("The fault is with your provider, not in your home."),
        N_("Your router and your line work, but beyond them, in your provider's network, nothing answers."),
        (KEEP_WORKING, CALL_PROVIDER, WAIT),
        certain=fact("internet_by_ip", "asked").at_least(4) & fact("path", "deepest").at_least(3),
    ),
    Rule(
        "internet-outage",
        Segment.INTERNET,
        _O,
        CONNECTED
        & FAR
        & fact("internet_by_ip", "dark_share").at_least(0.75)
        & fact("https", "missed").at_least(1)
        & ~known(fact("vpn", "holds_route").is_(True))
        & ~PAGE
        & ~LOSSY,
        N_("Large parts of the internet do not answer; your home and your line are fine."),
        N_("Some operators answer, most do not: the fault lies between your provider and the rest of the internet."),
        (KEEP_WORKING, WAIT, CALL_PROVIDER),
        likely=fact("https", "done").is_(0),
    ),
    Rule(
        "mtu-blackhole",
        Segment.LINE,
        _O,
        CONNECTED & failed("mtu", Failure.STALLED) & ~WORKS & ~LOSSY & ~BUSY,
        N_("Small packets pass, large ones get lost on the way, so pages do not load."),
        N_("Connections open and then stall: a device on the line swallows packets of full size without saying so."),
        (
            Step(
                N_("Set a smaller packet size (MTU 1400) in the router or on this computer's adapter."),
                needs=N_("the router's password, or somebody who knows"),
                cost=N_("5 minutes"),
                risk=N_("write down the old value first"),
                helps=N_("often"),
                looks=("mtu", "https"),
            ),
            RESTART_ROUTER,
            KEEP_WORKING,
            CALL_PROVIDER,
        ),
        elsewhere=((fact("vpn", "holds_route").is_(True), Segment.COMPUTER),),
        certain=fact("mtu", "small_works").at_least(2),
    ),
    # --- single addresses ------------------------------------------------------------------------------------------
    Rule(
        "hosts-override",
        Segment.COMPUTER,
        _O,
        CONNECTED & (FAR | WORKS) & failed("hosts_file"),
        N_("A line in this computer's hosts file sends {hosts_file.name} to the wrong place."),
        N_(
            "The hosts file says {hosts_file.listed} where the DNS says {hosts_file.true}, and that address does not "
            "answer."
        ),
        (
            Step(
                N_("Have the line for this name removed from the hosts file."),
                needs=N_("administrator rights"),
                cost=N_("3 minutes"),
                helps=N_("often"),
                looks=("hosts_file", "services"),
            ),
            ASK_IT,
        ),
        certain=failed("hosts_file"),
    ),
    Rule(
        "vpn-not-connected",
        Segment.COMPUTER,
        _O,
        CONNECTED & WORKS & fact("services", "failed_vpn").at_least(1),
        N_("Your VPN is not connected, and {services.name} is only reached through it."),
        N_("The internet works. The address needs the VPN, and no tunnel is up on this computer."),
        (
            Step(
                N_("Connect the VPN."),
                cost=N_("1 minute"),
                helps=N_("often"),
                looks=("vpn", "services"),
            ),
            ASK_IT,
        ),
        certain=fact("vpn", "present").is_(False),
        headlines=(
            (
                fact("services", "failed_vpn").at_least(2),
                N_("Your VPN is not connected, and {services.names} are only reached through it."),
            ),
        ),
    ),
    Rule(
        "service-down",
        Segment.SERVICE,
        _O,
        CONNECTED
        & WORKS
        & fact("services", "failed_direct").at_least(1)
        & (known(fact("services", "failed_surely").at_least(1)) | SILENCE_COUNTS)
        & ~known(failed("hosts_file")),
        N_("{services.names} does not work: {services.why}; everything else does."),
        N_("Other addresses answer normally, so your connection is not the cause."),
        (
            Step(
                N_("Look at the service's own status page, or ask a colleague whether it works for them."),
                cost=N_("2 minutes"),
                helps=N_("often"),
            ),
            ASK_IT,
            WAIT,
        ),
        certain=fact("services", "why_kind").is_("http-error", "certificate-date") & ok("https"),
        # a station that nobody named, or that is never heard here, may stand at home
        likely=~known(fact("services", "by_nobody_knows").is_(True)),
        headlines=(
            (LOSSY | BUSY, N_("{services.surely} fails by itself: {services.why}.")),
            (fact("services", "failed_direct").at_least(2), N_("{services.names} do not work; everything else does.")),
        ),
        explanations=(
            (
                known(fact("services", "vendor_says").is_("trouble")),
                N_(
                    "{services.vendor} announces: {services.announces} (as of {services.vendor_read_at}). Other "
                    "addresses answer normally."
                ),
            ),
            (
                known(fact("services", "vendor_says").is_("all-well")),
                N_(
                    "{services.vendor} says that all is well (as of {services.vendor_read_at}); the measurement here "
                    "says otherwise. Other addresses answer normally, so your connection is not the cause."
                ),
            ),
            (
                known(fact("services", "vendor_says").is_("nothing")),
                N_(
                    "Other addresses answer normally, so your connection is not the cause. Troubles are told at "
                    "{services.status_page}."
                ),
            ),
        ),
    ),
    # --- it works, but badly ---------------------------------------------------------------------------------------
    Rule(
        "wifi-weak",
        Segment.LINK,
        _D,
        fact("link", "signal_percent").below(35)
        & (known(fact("loss", "first_losing").is_("gateway")) | known(fact("loss", "gateway_ms").at_least(100))),
        N_("Your Wi-Fi signal is too weak here."),
        N_("The signal is at {link.signal_percent} %, and data is lost or late already on the way to your router."),
        (MOVE_CLOSER, RESTART_ROUTER),
        likely=fact("loss", "first_losing").is_("gateway"),
    ),
    Rule(
        "link-lossy",
        Segment.LINK,
        _D,
        fact("loss", "first_losing").is_("gateway"),
        N_("The connection between this computer and your router loses data."),
        N_(
            "{loss.gateway_lost} of {loss.gateway_sent} packets to your own router got lost; the line behind it is not "
            "the cause."
        ),
        (MOVE_CLOSER, CHECK_CABLE, RESTART_ROUTER),
        likely=fact("loss", "gateway_lost").at_least(3),
    ),
    Rule(
        "line-busy",
        Segment.ROUTER,
        _D,
        fact("loss", "busy").is_(True),
        N_("Your line is busy: something in your home fills it, so everything else is slow."),
        N_("Packets wait {loss.hop_ms} ms behind your router while it moves {loss.wan_rate}. The line is not bad."),
        (
            Step(
                N_("Pause large uploads, backups, cloud sync or downloads in your home for a while."),
                cost=N_("2 minutes"),
                helps=N_("often"),
                looks=("loss",),
            ),
        ),
    ),
    Rule(
        "line-lossy",
        Segment.LINE,
        _D,
        fact("loss", "first_losing").is_("first-hop") & ~BUSY,
        N_("Your line loses data; your home network is fine."),
        N_("Your router answers every packet; from the first station of your provider on, some get lost."),
        (KEEP_WORKING, CHECK_LINE_CABLE, RESTART_ROUTER, CALL_PROVIDER),
        likely=fact("loss", "hop_sent").at_least(10),
    ),
    Rule(
        "isp-lossy",
        Segment.ISP,
        _D,
        fact("loss", "first_losing").is_("beyond") & ~BUSY,
        N_("Packets get lost in your provider's network; your home and your line are clean."),
        N_(
            "Your router and the first station of your provider answer every packet; further on, some get lost, to "
            "several operators alike."
        ),
        (KEEP_WORKING, CALL_PROVIDER, WAIT),
        likely=fact("loss", "hop_sent").at_least(10),
    ),
    # --- worth knowing ---------------------------------------------------------------------------------------------
    Rule(
        "local-network-withheld",
        Segment.COMPUTER,
        _N,
        (known(fact("gateway", "withheld").is_(True)) | known(fact("services", "withheld").is_(True)))
        & ~known(fact("vpn", "holds_route").is_(True)),
        N_("Your Mac keeps netcheck off your home network (System Settings, Privacy & Security, Local Network)."),
        N_(
            "Switch it on there, and netcheck can ask your router. Until then nothing is said against it. A firewall "
            "program can do the same as that setting."
        ),
        (LOCAL_NETWORK,),
    ),
    Rule(
        "authorities-unknown",
        Segment.COMPUTER,
        _N,
        FAR
        & fact("https", "done").is_(0)
        & fact("https", "untrusted").at_least(2)
        & known(fact("https", "issuers").at_least(2)),
        N_("This computer does not know the authorities that sign secure pages."),
        N_(
            "Pages of different makers are each signed by another one, and it trusts none of them: its list of trusted "
            "authorities is out of date or damaged. A browser may bring its own list, and work."
        ),
        (
            Step(
                N_("Install the updates of this computer's system, or ask IT to restore its trusted certificates."),
                cost=N_("15 minutes"),
                helps=N_("often"),
                looks=("https",),
            ),
        ),
    ),
    Rule(
        "isp-denies",
        Segment.ISP,
        _N,
        fact("isp_status", "says_well").is_(True),
        N_("Your provider's page says that all is well; the measurement here says otherwise."),
        N_(
            "The page said so at {isp_status.as_of}. Such pages are often late, and none knows of a single line; it is "
            "kept as evidence and overrules nothing."
        ),
        beside=(Segment.LINE, Segment.ISP),
    ),
    Rule(
        "isp-announcement",
        Segment.ISP,
        _N,
        ANNOUNCED & READ_NOW & ((WORKS & FAR) | NO_CABLE_AT_HOME),
        N_("Your provider announces trouble or work in its network."),
        N_("{isp_status.title} (as of {isp_status.as_of}). What was tested here answers all the same."),
        explanations=((NO_CABLE_AT_HOME, N_("{isp_status.title} (as of {isp_status.as_of}).")),),
    ),
    Rule(
        "dns-hijacked",
        Segment.ISP,
        _N,
        fact("dns", "invented").is_(True) & FAR,
        N_("Your name server answers for names that do not exist."),
        N_("Mistyped addresses lead to a page of your provider's or of the name server's instead of an error."),
        likely=fact("dns_public", "honest").is_(True),
    ),
    Rule(
        "ipv4-down",
        Segment.LINE,
        _N,
        fact("internet_by_ip", "v4").is_("dark") & fact("internet_by_ip", "v6").is_("answers"),
        N_("IPv4 does not work, IPv6 does."),
        N_("Old-style (IPv4) addresses do not answer on this line; some sites may not open."),
        (RESTART_ROUTER, CALL_PROVIDER),
    ),
    Rule(
        "ipv6-down",
        Segment.LINE,
        _N,
        fact("internet_by_ip", "v6").is_("dark") & fact("internet_by_ip", "v4").is_("answers"),
        N_("IPv6 does not work, IPv4 does."),
        N_("New-style (IPv6) addresses do not answer on this line; some sites may open slowly."),
        (RESTART_ROUTER, CALL_PROVIDER),
    ),
)
