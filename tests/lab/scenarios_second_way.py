"""A second way out beside a dead one: a phone by USB, another router, both dead, switched off, a portal."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from .home import Home
from .lab import Lab
from .names import PROVIDER_PAGE4, PROVIDER_PAGE6
from .scenario import Scenario
from .scenarios_line import silent
from .scenarios_router import off
from .scenarios_status_pages import incident, settings

PHONE, CABLE = "enx0a1b2c3d4e5f", "enp9s0"
ONLY4 = Home(ipv6=False)
SETTINGS = settings()
OFF = f"{SETTINGS}[second_way]\non = false\n"
KINDS = (
    ("dns", "udp dport 53"),
    ("page", f"ip daddr {PROVIDER_PAGE4} tcp dport 443"),
    ("page", f"ip6 daddr {PROVIDER_PAGE6} tcp dport 443"),
    ("other", ""),
)
"""What leaves by the second adapter, each packet counted once. What the system itself says (ND, MLD) is not ours."""

Check = Callable[[Lab, Mapping[str, Any]], list[str]]


# --- stages --------------------------------------------------------------------------------------------------------


def count(lab: Lab) -> None:
    """Count from now on what leaves by the second adapter, by kind, and what comes in by it."""
    adapter = f'{{ "{PHONE}", "{CABLE}" }}'
    counters = " ".join(f"counter {kind} {{ }};" for kind in ("dns", "page", "other", "opened", "inward"))
    rules = "\n".join(f"oifname {adapter} {match} counter name {kind} accept" for kind, match in KINDS)
    lab.pc.nft(
        f"table inet second_way {{ {counters}\nchain out {{ type filter hook output priority -399;\n"
        f"oifname != {adapter} accept\nmeta l4proto ipv6-icmp accept\n"
        f"tcp flags & (syn | ack) == syn counter name opened\n{rules}\n}}\n"
        f"chain in {{ type filter hook input priority -399;\niifname {adapter} counter name inward\n}}\n}}"
    )
    lab.undo.append(lambda: lab.pc.run("nft", "delete", "table", "inet", "second_way", check=False))


def phone(lab: Lab, listed: bool = False) -> None:
    """A phone shares its line by USB; the default way is preferred."""
    lab.tether(PHONE, metric=700, listed=listed)
    lab.inet.set(ipv4__ip_forward=1)  # to the provider's page, which only its own network holds


def phone6(lab: Lab) -> None:
    """A phone whose mobile network has IPv6 alone, as it gives it on; it answers no questions for names."""
    lab.second_adapter(PHONE)
    room, inet, mac = lab.boxes["room"], lab.inet, "02:00:5e:00:00:04"
    cable = "ip link add mobile netns room gso_max_segs 1 type veth peer name mobile netns inet gso_max_segs 1"
    room.run(*cable.split())
    for box in (room, inet):
        box.set(ipv6__conf__all__forwarding=1)
    room.ip(
        "link set mobile address 02:00:5e:00:00:06",
        "link set mobile up",
        "-6 addr add fe80::1/64 dev far nodad",
        "-6 addr add 2a00:20:1::1/64 dev far nodad",
        "-6 addr add 2a00:20:2::9/64 dev mobile nodad",
        "-6 route add default via 2a00:20:2::10",
        f"-6 neigh add 2a00:20:2::10 lladdr {mac} dev mobile nud permanent",
    )
    inet.ip(
        f"link set mobile address {mac}",
        "link set mobile up",
        "-6 addr add 2a00:20:2::10/64 dev mobile nodad",
        "-6 neigh add 2a00:20:2::9 lladdr 02:00:5e:00:00:06 dev mobile nud permanent",
        "-6 route add 2a00:20:1::/64 via 2a00:20:2::9 dev mobile",
    )
    lab.pc.ip(
        f"-6 addr add 2a00:20:1::4/64 dev {PHONE} nodad valid_lft 3600 preferred_lft 3600",
        f"-6 route add default via fe80::1 dev {PHONE} proto ra metric 700 expires 1800",
    )


def cable(lab: Lab) -> None:
    """Another router, with a line of its own, at a second cable."""
    lab.tether(CABLE, 700, "10.20.30.40/24", "10.20.30.1", listed=False)
    lab.inet.set(ipv4__ip_forward=1)


def story(*acts: Callable[[Lab], None], area: str = "Linz") -> Callable[[Lab], None]:
    """One stage after the other; an outage is announced for the area."""

    def stage(lab: Lab) -> None:
        if area:
            lab.page(incidents=[incident(area)])
        for act in acts:
            act(lab)
        count(lab)

    return stage


def mobile_dead(lab: Lab) -> None:
    """The phone's own line is dead, too; the phone itself answers."""
    lab.boxes["room"].link("mobile", "down")


def phone_silent(lab: Lab) -> None:
    """The phone takes whatever is sent to it, and says nothing of having no line: no errors, no names."""
    lab.boxes["room"].silence()


def phones_resolver_dead(lab: Lab) -> None:
    """The phone forwards packets, and no names."""
    lab.freeze_daemon("phone")


def phones_portal(lab: Lab) -> None:
    """Whatever is asked through the phone is answered by a page of its operator: the allowance is used up."""
    lab.serve("room", "portal", "80", "garden", name="operator")
    lab.boxes["room"].hook("prerouting", 'iifname "far" tcp dport 80 redirect to :80', priority="-100", kind="nat")
    lab.intercept_tls("room", "far", "Mobile Operator")


# --- labels --------------------------------------------------------------------------------------------------------


def left_by(lab: Lab) -> dict[str, tuple[int, int]]:
    """Packets and bytes of IP that went over the second adapter, by kind."""
    found = json.loads(lab.pc.run("nft", "-j", "list", "counters", "table", "inet", "second_way"))["nftables"]
    each = [one["counter"] for one in found if "counter" in one]
    return {one["name"]: (one["packets"], one["bytes"]) for one in each}


def nothing_sent(lab: Lab, report: Mapping[str, Any]) -> list[str]:
    """Not one packet by the second adapter."""
    sent = {kind: much for kind, much in left_by(lab).items() if much[0]}
    return [f"over the second adapter: {sent}"] if sent else []


def told(
    *words: str,
    works: bool | None,
    via: str | None = None,
    dns: tuple[int, int] = (0, 0),
    opened: tuple[int, int] = (0, 0),
    other: int = 0,
    most_bytes: int = 9000,
) -> Check:
    """Make a check: what the first step says, and what may have gone over the second adapter: packets to name servers
    and connections (at least, at most), packets of any other kind at most, bytes both ways at most."""

    def check(lab: Lab, report: Mapping[str, Any]) -> list[str]:
        provider, steps = report["provider"], report["verdict"]["steps"]
        step = next((one["text"] for one in steps if "second way" in one["text"]), "")
        way, sent = provider.get("second_way", {}), left_by(lab)
        total = sum(much for kind, (_, much) in sent.items() if kind != "opened")
        wrong = [f"{each!r} is not in {step!r}" for each in words if each not in step]
        if way.get("works", "missing") is not works:
            wrong.append(f"second_way is {way}")
        if provider.get("via") != via:
            wrong.append(f"asked via {provider.get('via')!r}")
        for kind, (least, most) in (("dns", dns), ("opened", opened), ("other", (0, other))):
            if not least <= sent[kind][0] <= most:
                wrong.append(f"{sent[kind][0]} packets of kind {kind}: {sent}")
        if total > most_bytes:
            wrong.append(f"{total} bytes over the second adapter")
        return wrong

    return check


HOME, LINE, OUT, BOTH = ("router-silent",), ("line-down",), ("isp-announced-outage",), ("line-down", "isp-outage")
SCENARIOS = (
    Scenario(
        "second-way-phone",
        "The line is silent; the provider's page is asked through the phone.",
        story(phone, silent),
        "isp",
        ("isp-announced-outage",),
        config=SETTINGS,
        check=told(f"works: your phone ({PHONE})", works=True, via=PHONE, dns=(1, 4), opened=(1, 1)),
    ),
    Scenario(
        "second-way-phone-listed",
        "The same where the computer lists the phone's resolver beside the router's.",
        story(lambda lab: phone(lab, listed=True), silent),
        "isp",
        OUT,
        config=SETTINGS,
        check=told(f"works: your phone ({PHONE})", works=True, via=PHONE, dns=(1, 6), opened=(1, 1)),
    ),
    Scenario(
        "second-way-phone-dead",
        "The line is silent, and the phone's own line is dead, too.",
        story(phone, mobile_dead, silent),
        "line",
        LINE,
        config=SETTINGS,
        check=told(f"is down as well: your phone ({PHONE})", works=False, dns=(1, 12), opened=(0, 2)),
    ),
    Scenario(
        "second-way-phone-silent",
        "The line is silent, and so is the phone, which does not say either that its own line is dead.",
        story(phone, phone_silent, silent),
        "line",
        LINE,
        config=SETTINGS,
        check=told(f"is down as well: your phone ({PHONE})", works=False, dns=(1, 12), opened=(0, 2)),
    ),
    Scenario(
        "second-way-off",
        "The line is silent beside a phone that is not to be used.",
        story(phone, silent),
        "line",
        LINE,
        config=OFF,
        check=nothing_sent,
    ),
    Scenario(
        "second-way-no-page",
        "The line is silent beside a phone, and no status page is set.",
        story(phone, silent),
        "line",
        LINE,
        check=lambda lab, report: told("was not tried", works=None)(lab, report) + nothing_sent(lab, report),
    ),
    Scenario(
        "second-way-cable",
        "The line is silent; a second cable leads to another home's router.",
        story(cable, silent),
        "isp",
        OUT,
        config=SETTINGS,
        check=told(f"works: a second cable ({CABLE})", works=True, via=CABLE, dns=(1, 4), opened=(2, 8), other=12),
    ),
    Scenario(
        "second-way-cable-dead",
        "The line is silent, and so is the one of the other home.",
        story(cable, mobile_dead, silent),
        "line",
        LINE,
        config=SETTINGS,
        check=told(f"is down as well: a second cable ({CABLE})", works=False, dns=(0, 12), opened=(4, 12), other=14),
    ),
    Scenario(
        "second-way-phone-names-dead",
        "The line is silent, and the phone forwards packets but no names.",
        story(phone, phones_resolver_dead, silent),
        "isp",
        OUT,
        config=SETTINGS,
        check=told("works: your phone", works=True, via=PHONE, dns=(2, 8), opened=(1, 1)),
    ),
    Scenario(
        "second-way-six",
        "The line is silent beside a connection of unknown kind that has IPv6 alone.",
        story(phone6, silent),
        "isp",
        OUT,
        config=SETTINGS,
        check=told(f"works: another connection ({PHONE})", works=True, via=PHONE, dns=(1, 8), opened=(1, 8), other=12),
    ),
    Scenario(
        "second-way-phone-portal",
        "The line is silent, and a page of the phone's operator stands before everything.",
        story(phone, phones_portal, silent),
        "line",
        LINE,
        config=SETTINGS,
        check=told("could not be found out", works=None, dns=(1, 4), opened=(1, 3)),
    ),
    Scenario(
        "second-way-router-off",
        "The router is off beside a phone: a fault at home.",
        story(phone, off),
        "router",
        HOME,
        config=SETTINGS,
        check=lambda lab, report: told("was not tried", works=None)(lab, report) + nothing_sent(lab, report),
    ),
    Scenario(
        "second-way-cable-router-off",
        "The router is off beside a second cable to another home's router.",
        story(cable, off),
        "router",
        HOME,
        config=SETTINGS,
        check=told(f"works: a second cable ({CABLE})", works=True, opened=(2, 6), other=8),
    ),
    Scenario(
        "second-way-idle",
        "All is well beside a phone, and a person asks for the provider's page.",
        story(phone, area=""),
        config=SETTINGS,
        arguments=("--ask-provider",),
        check=nothing_sent,
    ),
    Scenario(
        "second-way-page-hangs",
        "All is well beside a phone but the provider's page, which a person asks for.",
        story(phone, lambda lab: lab.page(manners="hang"), area=""),
        config=SETTINGS,
        arguments=("--ask-provider",),
        check=nothing_sent,
    ),
)
