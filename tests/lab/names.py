"""Which public address each name of the lab's internet has: true ones for famous names, made-up ones for the rest."""

import hashlib
import ipaddress
import re

PROVIDER_RESOLVER4 = "84.112.0.53"
PROVIDER_RESOLVER6 = "2a02:8388::53"
PROVIDER_PAGE4 = "84.112.0.80"
PROVIDER_PAGE6 = "2a02:8388::80"
STATUS_HOST = "status.labtel.at"
STATUS_URL = f"https://{STATUS_HOST}/api/v2/summary.json"

# True addresses of public operators, so that a program's shipped landmarks work unchanged.
FAMOUS: dict[str, tuple[str, str]] = {
    "one.one.one.one": ("1.1.1.1", "2606:4700:4700::1111"),
    "cloudflare-dns.com": ("104.16.248.249", "2606:4700::6810:f8f9"),
    "dns.google": ("8.8.8.8", "2001:4860:4860::8888"),
    "dns.quad9.net": ("9.9.9.9", "2620:fe::fe"),
    "dns.opendns.com": ("208.67.222.222", "2620:119:35::35"),
    "dns.adguard-dns.com": ("94.140.14.14", "2a10:50c0::ad1:ff"),
    "a.root-servers.net": ("198.41.0.4", "2001:503:ba3e::2:30"),
    "k.root-servers.net": ("193.0.14.129", "2001:7fd::1"),
    "connectivitycheck.gstatic.com": ("142.250.185.67", "2a00:1450:4001:82b::2003"),
    "www.gstatic.com": ("142.250.185.99", "2a00:1450:4001:82a::2003"),
    "www.google.com": ("142.250.185.68", "2a00:1450:4001:82b::2004"),
    "captive.apple.com": ("17.253.53.203", "2a01:b740:a26:f000::5"),
    "www.apple.com": ("23.63.112.7", "2a02:26f0:3500::7"),
    "www.msftconnecttest.com": ("23.206.188.61", "2a02:26f0:3500::61"),
    "dns.msftncsi.com": ("131.107.255.255", "fd3e:4f5a:5b81::1"),
    "www.microsoft.com": ("23.35.229.160", "2a02:26f0:3500::160"),
    "detectportal.firefox.com": ("34.107.221.82", "2600:1901:0:38d7::"),
    "www.mozilla.org": ("151.101.195.19", "2a04:4e42:600::19"),
    "cp.cloudflare.com": ("104.16.132.229", "2606:4700::6810:84e5"),
    "www.cloudflare.com": ("104.16.124.96", "2606:4700::6810:7c60"),
    "nmcheck.gnome.org": ("8.43.85.13", "2620:52:3:1::13"),
    "network-test.debian.org": ("130.89.148.77", "2001:67c:2564:a119::77"),
    "www.debian.org": ("130.89.148.14", "2001:67c:2564:a119::14"),
    "www.wikipedia.org": ("185.15.59.224", "2a02:ec80:300:ed1a::1"),
    "example.com": ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
    "www.example.com": ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
    STATUS_HOST: (PROVIDER_PAGE4, PROVIDER_PAGE6),
    "www.labtel.at": (PROVIDER_PAGE4, PROVIDER_PAGE6),
}
# Further literal addresses that hold certificates for themselves.
LITERALS = (
    "1.0.0.1",
    "8.8.4.4",
    "149.112.112.112",
    "208.67.220.220",
    "9.9.9.10",
    "94.140.15.15",
    "2606:4700:4700::1001",
    "2001:4860:4860::8844",
    "2620:fe::9",
    "2620:119:53::53",
    "2a10:50c0::ad2:ff",
)
OPERATORS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cloudflare": (("1.1.1.0/24", "1.0.0.0/24", "104.16.0.0/12"), ("2606:4700::/32",)),
    "google": (
        ("8.8.8.0/24", "8.8.4.0/24", "142.250.0.0/15", "34.64.0.0/10"),
        ("2001:4860::/32", "2a00:1450::/32", "2600:1901::/32"),
    ),
    "quad9": (("9.9.9.0/24", "149.112.112.0/24"), ("2620:fe::/48",)),
    "opendns": (("208.67.216.0/21",), ("2620:119:35::/48", "2620:119:53::/48")),
}
NAT64_NAMES = {"ipv4only.arpa": ("192.0.0.170", "192.0.0.171")}
_RANDOM = re.compile(
    r"^(?=[^.]*[0-9])[0-9a-z]{8,}$|^[0-9a-f]{12,}$|^[0-9a-z-]*[0-9a-f]{8,}[0-9a-z-]*$|^[bcdfghjklmnpqrstvwxz]{8,}$"
)
_NO_SUCH_TOP = ("invalid", "test", "onion", "local", "home", "lan", "internal", "corp", "localhost", "fritz", "box")


def exists(name: str) -> bool:
    """Tell whether the lab's internet knows this name: made-up looking labels and special suffixes it does not."""
    labels = name.lower().rstrip(".").split(".")
    return not (
        labels[-1] in _NO_SUCH_TOP
        or (len(labels) < 2 and labels != [""])
        or any(_RANDOM.match(each) for each in labels[:-1])
    )


def address4(name: str) -> str:
    """Give the IPv4 address of a name, the same one every time."""
    name = name.lower().rstrip(".")
    if name in FAMOUS:
        return FAMOUS[name][0]
    digest = hashlib.sha256(name.encode()).digest()
    return f"{(151, 185, 52, 40)[digest[0] % 4]}.{64 + digest[1] % 128}.{digest[2]}.{1 + digest[3] % 250}"


def address6(name: str) -> str:
    """Give the IPv6 address of a name, the same one every time."""
    name = name.lower().rstrip(".")
    if name in FAMOUS:
        return FAMOUS[name][1]
    digest = hashlib.sha256(name.encode()).digest()
    return str(ipaddress.IPv6Address((0x2A044E42 << 96) + int.from_bytes(digest[:6], "big")))
