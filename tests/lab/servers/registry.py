"""What the lab's internet knows of addresses and their owners: echoes of the asker, routing tables, registries."""

import ipaddress
import json

ASN = 64500
COUNTRY = "AT"
OWNER = "LABTEL LabTel Internet GmbH"
REGISTRANT = "LabTel Telekommunikation AG"
PROVIDER = tuple(ipaddress.ip_network(each) for each in ("84.112.0.0/16", "2a02:8388::/32"))
ECHOES = {
    "whoami.cloudflare": ("1.1.1.1", "2606:4700:4700::1111"),
    "myip.opendns.com": ("208.67.222.222", "2620:119:35::35"),
}
ZONE = "asn.cymru.com"
FIRST, SECOND = "rdap.org", "rdap.db.ripe.net"


def echo(name: str, asked: str, peer: str) -> str | None:
    """The asker's address, where this very server gives it for this name."""
    plain = str(ipaddress.ip_address(asked.removeprefix("::ffff:")))
    return str(ipaddress.ip_address(peer.removeprefix("::ffff:"))) if plain in ECHOES.get(name, ()) else None


def routing(name: str) -> str | None:
    """The TXT record of a name below the zone of the routing tables; None where it has none."""
    inside = name.lower().removesuffix(f".{ZONE}")
    if inside == name.lower():
        return None
    if inside == f"as{ASN}":
        return f"{ASN} | {COUNTRY} | ripencc | 2004-03-01 | {OWNER}, {COUNTRY}"
    labels, _, kind = inside.rpartition(".")
    parts = labels.split(".")[::-1]
    try:
        if kind == "origin":
            address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.IPv4Address(".".join(parts))
        elif kind == "origin6" and len(parts) == 32:
            address = ipaddress.IPv6Address(int("".join(parts), 16))
        else:
            return None
    except ValueError:
        return None
    network = next((each for each in PROVIDER if address.version == each.version and address in each), None)
    return f"{ASN} | {network} | {COUNTRY} | ripencc | 2004-03-01" if network else None


def web(host: str, path: str) -> tuple[int, str, bytes, str] | None:
    """A page of the registries: status, type, body, further header lines; None for every other host."""
    if host == FIRST and path.startswith("/ip/"):
        return 302, "text/html", b"", f"Location: https://{SECOND}{path}\r\n"
    if host != SECOND or not path.startswith("/ip/"):
        return None

    def entity(handle: str, name: str, kind: str) -> dict[str, object]:
        card = [["version", {}, "text", "4.0"], ["fn", {}, "text", name], ["kind", {}, "text", kind]]
        return {"handle": handle, "vcardArray": ["vcard", card], "roles": ["registrant"], "objectClassName": "entity"}

    record = {
        "rdapConformance": ["rdap_level_0"],
        "objectClassName": "ip network",
        "handle": "84.112.0.0 - 84.112.255.255",
        "name": "AT-LABTEL-20040301",
        "entities": [entity("LABTEL-MNT", "LABTEL-MNT", "individual"), entity("ORG-LT1-RIPE", REGISTRANT, "org")],
    }
    return 200, "application/rdap+json", json.dumps(record).encode(), ""
