"""The fault codes with the side and segments they belong to: the yardstick that verdicts are held against."""

SIDE_OF_SEGMENT = {
    "none": "none",
    "computer": "local",
    "link": "local",
    "router": "local",
    "line": "upstream",
    "isp": "upstream",
    "internet": "upstream",
    "service": "upstream",
}

SEGMENTS: dict[str, tuple[str, ...]] = {
    "none": ("none",),
    "no-adapter": ("computer",),
    "adapter-off": ("computer",),
    "wrong-address": ("computer",),
    "no-gateway": ("computer",),
    "dns-not-configured": ("computer",),
    "dns-server-unreachable": ("computer",),
    "system-dns-broken": ("computer",),
    "hosts-override": ("computer",),
    "proxy-broken": ("computer",),
    "firewall-blocking": ("computer",),
    "vpn-down": ("computer",),
    "vpn-not-connected": ("computer",),
    "clock-wrong": ("computer",),
    "link-down": ("link",),
    "wifi-auth-failed": ("link",),
    "wifi-weak": ("link",),
    "link-lossy": ("link",),
    "address-conflict": ("link",),
    "tls-intercepted": ("link",),
    "no-address": ("router",),
    "router-silent": ("router",),
    "second-router-silent": ("router",),
    "device-blocked": ("router",),
    "captive-portal": ("router",),
    "router-dns-down": ("router",),
    "line-busy": ("router",),
    "wan-link-down": ("router", "line"),
    "mtu-blackhole": ("line", "computer"),
    "line-login-refused": ("line",),
    "line-down": ("line",),
    "line-lossy": ("line",),
    "ipv4-down": ("line",),
    "ipv6-down": ("line",),
    "isp-outage": ("isp",),
    "isp-lossy": ("isp",),
    "isp-announced-outage": ("isp",),
    "isp-maintenance": ("isp",),
    "isp-denies": ("isp",),
    "isp-announcement": ("isp",),
    "isp-dns-down": ("isp",),
    "dns-hijacked": ("isp",),
    "walled-garden": ("isp",),
    "internet-outage": ("internet",),
    "service-down": ("service",),
}
EXIT_CODES = {"none": 0, "local": 1, "upstream": 2, "unknown": 3}


def fits(fault: str, side: str, segment: str) -> bool:
    """Whether a verdict's side and segment are ones that its code may have; "unknown" may name any segment."""
    if fault == "unknown":
        return side == "unknown"
    if fault == "intermittent":
        return side == SIDE_OF_SEGMENT.get(segment)
    return segment in SEGMENTS.get(fault, ()) and SIDE_OF_SEGMENT[segment] == side
