"""Wires the boxes of a lab: adapters, addresses, routes and the router's address translation, in a few `ip` batches."""

from .box import Box, run
from .home import (
    COMPUTER6,
    CORE_DOWN4,
    CORE_DOWN6,
    CORE_UP4,
    CORE_UP6,
    EDGE_UP4,
    EDGE_UP6,
    HOME6,
    INTERNET4,
    INTERNET6,
    LINE6,
    OUTER4,
    PROVIDER4,
    PROVIDER6,
    ROUTER6,
    ROUTER_LINK6,
    WAN6,
    Home,
)
from .names import FAMOUS, LITERALS, PROVIDER_PAGE4, PROVIDER_PAGE6, PROVIDER_RESOLVER4, PROVIDER_RESOLVER6

NOWHERE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
CORE_MAC, INTERNET_MAC = "02:00:5e:00:00:01", "02:00:5e:00:00:02"
BOXES = ("pc", "lan", "guest", "router", "edge", "core", "inet")

NAT = """
table inet home {
  chain post { type nat hook postrouting priority 100; oifname "wan0" meta nfproto ipv4 masquerade; }
  chain input {
    type filter hook input priority 0;
    iifname "wan0" ct state established,related accept
    iifname "wan0" meta l4proto { icmp, ipv6-icmp } accept
    iifname "wan0" drop
  }
  chain forward {
    type filter hook forward priority 0;
    ct state established,related accept
    iifname "wan0" meta l4proto ipv6-icmp accept
    iifname "wan0" drop
  }
}
"""


def lay_cables(home: Home, boxes: dict[str, Box]) -> None:
    """Make the namespaces and the cables between them."""
    lines = [f"netns add {name}" for name in boxes]

    def cable(left: str, left_name: str, right: str, right_name: str) -> None:
        # One segment a packet, as on a real wire: a bundle of small segments would count as one large packet.
        single = "gso_max_segs 1"
        lines.append(
            f"link add {left_name} netns {left} {single} type veth peer name {right_name} netns {right} {single}"
        )

    run(["ip", "-batch", "-"], "\n".join(lines) + "\n")
    lines.clear()
    for name, box in boxes.items():
        # Duplicate address detection would cost a second of every start; the conflict scenarios stage theirs by hand.
        values: dict[str, str | int] = {
            "ipv6__conf__default__accept_dad": 0,
            "ipv6__conf__default__dad_transmits": 0,
            "ipv6__conf__all__accept_ra": 0,
            "ipv6__conf__default__accept_ra": 0,
        }
        if name in ("router", "outer", "edge", "core"):
            values |= {"ipv4__ip_forward": 1, "ipv6__conf__all__forwarding": 1, "ipv6__conf__default__forwarding": 1}
        if name in ("router", "outer"):
            values |= {"ipv4__conf__default__rp_filter": 1}
        if name == "pc":
            values |= {"ipv4__conf__default__rp_filter": 2}
        if name == "inet":  # stands for many hosts, so their common limit on ICMP errors must not show
            values |= {"ipv4__icmp_ratelimit": 0, "ipv6__icmp__ratelimit": 0}
        box.set(**values)
    cable("pc", home.adapter, "lan", "to-pc")
    cable("guest", "eth0", "lan", "to-guest")
    cable("router", "lan0", "lan", "to-router")
    if home.second_router:
        cable("router", "wan0", "outer", "lan0")
        cable("outer", "wan0", "edge", "line0")
    else:
        cable("router", "wan0", "edge", "line0")
    cable("edge", "core0", "core", "edge0")
    cable("core", "inet0", "inet", "core0")
    run(["ip", "-batch", "-"], "\n".join(lines) + "\n")


def number_provider(home: Home, boxes: dict[str, Box]) -> None:
    """Give addresses and routes to the provider and the internet; they have both families whatever the home has."""
    line = f"{home.line4}/24"
    boxes["edge"].ip(
        "link set lo up",
        "link set line0 up",
        "link set core0 up",
        f"addr add {line} dev line0",
        f"addr add {EDGE_UP4}/30 dev core0",
        f"-6 addr add {EDGE_UP6}/64 dev core0",
        f"route add default via {CORE_DOWN4}",
        f"-6 route add default via {CORE_DOWN6}",
        *line6(),
        *(f"route add blackhole {each}" for each in NOWHERE),
    )
    if home.shared_address:
        boxes["edge"].nft(
            'table ip share { chain post { type nat hook postrouting priority 100; oifname "core0" masquerade; }; }'
        )
    boxes["core"].ip(
        "link set lo up",
        "link set edge0 up",
        "link set inet0 up",
        f"addr add {CORE_DOWN4}/30 dev edge0",
        f"addr add {CORE_UP4}/24 dev inet0",
        f"-6 addr add {CORE_DOWN6}/64 dev edge0",
        f"-6 addr add {CORE_UP6}/64 dev inet0",
        *(f"addr add {each}/32 dev lo" for each in (PROVIDER_RESOLVER4, PROVIDER_PAGE4)),
        *(f"-6 addr add {each}/128 dev lo" for each in (PROVIDER_RESOLVER6, PROVIDER_PAGE6)),
        f"route add {PROVIDER4} via {EDGE_UP4}",
        f"-6 route add {PROVIDER6} via {EDGE_UP6}",
        f"route add default via {INTERNET4}",
        f"-6 route add default via {INTERNET6}",
    )
    inet = [
        "link set lo up",
        "link set core0 up",
        f"addr add {INTERNET4}/24 dev core0",
        f"-6 addr add {INTERNET6}/64 dev core0",
        f"route add {PROVIDER4} via {CORE_UP4}",
        f"-6 route add {PROVIDER6} via {CORE_UP6}",
    ]
    # Its own link is found by fixed neighbours: with everything local, answers to who-has would go astray.
    boxes["core"].ip(
        f"link set inet0 address {CORE_MAC}",
        f"neigh add {INTERNET4} lladdr {INTERNET_MAC} dev inet0 nud permanent",
        f"-6 neigh add {INTERNET6} lladdr {INTERNET_MAC} dev inet0 nud permanent",
    )
    inet += [
        f"link set core0 address {INTERNET_MAC}",
        f"neigh add {CORE_UP4} lladdr {CORE_MAC} dev core0 nud permanent",
        f"-6 neigh add {CORE_UP6} lladdr {CORE_MAC} dev core0 nud permanent",
    ]
    inet += [f"rule add pref 10 to {INTERNET4} lookup local"]
    for family in ("", "-6 "):  # every address is ours, but replies must find the provider first
        inet += [
            f"{family}rule add pref 40000 lookup local",
            f"{family}rule del pref 0",
            f"{family}route add local default dev lo table local",
        ]
    # Errors over IPv6 come from the asked address only where it is in the kernel's own list: so the landmarks are.
    famous = {six for _four, six in FAMOUS.values()} | {each for each in LITERALS if ":" in each}
    inet += [
        f"-6 addr add {each}/128 dev lo noprefixroute" for each in sorted(famous) if not each.startswith(PROVIDER6[:9])
    ]
    boxes["inet"].ip(*inet)


def number_home(home: Home, boxes: dict[str, Box]) -> None:
    """Give addresses and routes to the home."""
    boxes["lan"].ip(
        "link add br0 type bridge",
        "link set br0 up",
        *(f"link set {each} master br0 up" for each in ("to-pc", "to-router", "to-guest")),
    )
    prefix = home.prefix
    router = ["link set lo up", "link set lan0 up", "link set wan0 up"]
    if home.ipv4:
        router += [f"addr add {home.router4}/{prefix} dev lan0"]
    if home.ipv6:
        router += [f"-6 addr add {ROUTER6}/64 dev lan0", f"-6 addr add {ROUTER_LINK6}/64 dev lan0"]
    boxes["router"].ip(*router, *router_wan(home))
    boxes["router"].nft(NAT)
    if home.second_router:
        boxes["outer"].ip(
            "link set lo up",
            "link set lan0 up",
            "link set wan0 up",
            f"addr add {OUTER4}/24 dev lan0",
            "addr add 84.112.13.23/24 dev wan0",
            f"route add default via {home.line4}",
            "-6 addr add fe80::10/64 dev lan0",
            f"-6 addr add {WAN6}/64 dev wan0",
            f"-6 route add default via {LINE6}",
            f"-6 route add {HOME6} via fe80::20 dev lan0",
        )
        boxes["outer"].nft(NAT)
    boxes["guest"].ip(
        "link set lo up",
        "link set eth0 up",
        *(
            (f"addr add {home.network[77]}/{prefix} dev eth0", f"route add default via {home.router4}")
            if home.ipv4
            else ()
        ),
    )
    boxes["pc"].ip("link set lo up", f"link set {home.adapter} up", *computer_addresses(home))


def line6() -> list[str]:
    """Write the lines that give the provider's end of the line its IPv6."""
    return [f"-6 addr add {LINE6}/64 dev line0", f"-6 route add {HOME6} via {WAN6}"]


def router_wan(home: Home) -> list[str]:
    """Write the lines that give the router its way out."""
    lines = []
    if home.ipv4:
        gateway = OUTER4 if home.second_router else home.line4
        lines += [f"addr add {home.wan4}/24 dev wan0", f"route add default via {gateway}"]
    if home.ipv6:
        if home.second_router:
            lines += ["-6 addr add fe80::20/64 dev wan0", "-6 route add default via fe80::10 dev wan0"]
        else:
            lines += [f"-6 addr add {WAN6}/64 dev wan0", f"-6 route add default via {LINE6}"]
    return lines


def computer_addresses(home: Home) -> list[str]:
    """Write the lines that give the computer its addresses, as a lease would or as set by hand."""
    dev, lines = home.adapter, []
    if home.ipv4 and home.fixed:
        lines += [
            f"addr add {home.computer4}/{home.prefix} brd + dev {dev}",
            f"route add default via {home.router4} dev {dev}",
        ]
    elif home.ipv4:
        lines += [
            f"addr add {home.computer4}/{home.prefix} brd + dev {dev} noprefixroute"
            " valid_lft 42000 preferred_lft 42000",
            f"route add {home.lan} dev {dev} proto kernel scope link src {home.computer4} metric 100",
            f"route add default via {home.router4} dev {dev} proto dhcp src {home.computer4} metric 100",
        ]
    if home.ipv6:
        lines += [
            f"-6 addr add {COMPUTER6}/64 dev {dev} nodad valid_lft 7000 preferred_lft 3500",
            f"-6 route add default via {ROUTER_LINK6} dev {dev} proto ra metric 100 expires 1800",
        ]
    return lines
