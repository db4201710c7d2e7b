"""How a home of the lab is built: its adapters, subnets, families and the make of its router."""

import ipaddress
from dataclasses import dataclass

from .names import PROVIDER_RESOLVER4, PROVIDER_RESOLVER6


@dataclass(frozen=True, slots=True)
class Home:
    """One home and its line to the provider; nothing in the program may rely on any of these values."""

    adapter: str = "enp3s0"
    lan: str = "192.168.1.0/24"
    router_host: int = 1
    computer_host: int = 23
    ipv4: bool = True
    ipv6: bool = True
    upnp: bool = True
    fixed: bool = False
    """Address set by hand (no lease, no route protocol) instead of given by DHCP."""
    resolvers: tuple[str, ...] = ()
    """What resolv.conf says; empty: the router, by the families it has."""
    second_router: bool = False
    """The provider's box stands between our router and the line, with NAT of its own."""
    shared_address: bool = False
    """The provider shares addresses (100.64.0.0/10 on the line, NAT at its edge)."""
    nat64: bool = False
    """The provider offers IPv4 through NAT64 and DNS64 only; goes with ipv4=False."""
    slow_dns: int = 0
    """Milliseconds by which the provider's resolver is late."""
    up_kbit: int = 20000
    """What the router's UPnP says of the line's rate upwards."""

    @property
    def network(self) -> ipaddress.IPv4Network:
        """The LAN's IPv4 subnet."""
        return ipaddress.IPv4Network(self.lan)

    @property
    def router4(self) -> str:
        """The router's address in the LAN."""
        return str(self.network[self.router_host])

    @property
    def computer4(self) -> str:
        """The computer's address in the LAN."""
        return str(self.network[self.computer_host])

    @property
    def prefix(self) -> int:
        """The LAN's prefix length."""
        return self.network.prefixlen

    @property
    def wan4(self) -> str:
        """The address that the router has on its WAN side."""
        if self.second_router:
            return "192.168.178.20"
        return "100.64.13.23" if self.shared_address else "84.112.13.23"

    @property
    def line4(self) -> str:
        """The provider's end of the line."""
        return "100.64.13.1" if self.shared_address else "84.112.13.1"

    @property
    def name_servers(self) -> tuple[str, ...]:
        """What the computer's resolv.conf lists."""
        if self.resolvers:
            return self.resolvers
        return (*((self.router4,) if self.ipv4 else ()), *((ROUTER6,) if self.ipv6 and not self.ipv4 else ()))

    @property
    def upstream_resolvers(self) -> tuple[str, ...]:
        """Whom the router's forwarder asks."""
        return (*((PROVIDER_RESOLVER4,) if self.ipv4 else ()), *((PROVIDER_RESOLVER6,) if self.ipv6 else ()))


LAN6 = "2a02:8388:1234:1::/64"
ROUTER6 = "2a02:8388:1234:1::1"
COMPUTER6 = "2a02:8388:1234:1:3c5a:b4ff:fe12:9023"
ROUTER_LINK6 = "fe80::1"
HOME6 = "2a02:8388:1234::/56"
WAN6 = "2a02:8388:13::23"
LINE6 = "2a02:8388:13::1"
EDGE_UP4, CORE_DOWN4 = "84.112.0.1", "84.112.0.2"
EDGE_UP6, CORE_DOWN6 = "2a02:8388:0:1::1", "2a02:8388:0:1::2"
CORE_UP4, INTERNET4 = "80.81.192.1", "80.81.192.2"
CORE_UP6, INTERNET6 = "2001:7f8:0:1::1", "2001:7f8:0:1::2"
PROVIDER4, PROVIDER6 = "84.112.0.0/16", "2a02:8388::/32"
OUTER4 = "192.168.178.1"
