"""What this computer knows of its person and their home, so that a report can leave it out; nobody is asked."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from netcheck.core.learning import own
from netcheck.core.network import Interface, Memory
from netcheck.core.redaction import Secrets
from netcheck.core.settings import Settings
from netcheck.world.programs import output
from netcheck.world.whoami import Whoami

MACHINE_INFO = Path("/etc/machine-info")
"""Holds the computer's name as its person wrote it, PRETTY_HOSTNAME (machine-info(5))."""
OPENVPN = (Path("/etc/openvpn"), Path("/etc/openvpn/client"))
MOST_FILES, MOST_BYTES = 20, 65536
SHORTEST_PASSWORD = 4
"""Letters of a proxy's password that is looked for everywhere."""
VPN_WORDS = ("vpn", "anyconnect", "globalprotect", "wireguard", "ipsec", "zscaler", "remote-access", "fortigate")
"""By these a work address is known to be the way into a company."""
MAKERS_COMPUTER_NAME = ("ComputerName", "LocalHostName")
"""What `scutil --get` knows on macOS: "Anna's MacBook" and "Annas-MacBook"."""


def secrets_of(
    settings: Settings,
    me: Whoami,
    interfaces: Iterable[Interface] | None,
    memories: Iterable[Memory],
    environment: Mapping[str, str] | None = None,
) -> Secrets:
    """All that is known of the person and their home, as far as this system tells. Reads small files; never raises."""
    env = os.environ if environment is None else environment
    adapters = tuple(interfaces or ())
    notify, handover, isp = settings.notify, settings.handover, settings.isp
    hosts = (me.host, socket.gethostname(), env.get("COMPUTERNAME", ""), *_given_names())
    users = (me.login, *(env.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")))
    mails = (notify.mail_to, notify.mail_from, notify.smtp_user, settings.delivery.mail_from, settings.delivery.user)
    return Secrets(
        host_names=_without_gaps(hosts),
        user_names=_without_gaps((*users, *mails, *(mail.partition("@")[0] for mail in mails))),
        real_names=_without_gaps((me.full_name, handover.name)),
        home_folders=_without_gaps((me.home,)),
        ssids=_without_gaps(each.wifi.ssid for each in adapters if each.wifi and each.wifi.ssid),
        search_domains=_without_gaps(
            domain
            for domain in (*me.domains, env.get("USERDNSDOMAIN", ""), env.get("USERDOMAIN", ""))
            if not _of_provider(domain, settings)
        ),
        account_numbers=_without_gaps((handover.account,)),
        vpn_gateways=_without_gaps((*_vpn_services(settings), *_openvpn_servers())),
        addresses=_without_gaps((*_of_adapters(adapters), *_learnt(memories))),
        words=settings.report.secrets,
        keys=_without_gaps(
            (*_topic(notify.ntfy), *(env.get(name, "") for name in _KEYS_IN_ENVIRONMENT), *_proxy_passwords(env))
        ),
        places=_without_gaps((isp.area,)),
        harmless=_without_gaps(address for host in settings.landmarks.hosts for address in (host.v4, host.v6)),
    )


_KEYS_IN_ENVIRONMENT = ("NETCHECK_SMTP_PASSWORD", "NETCHECK_NTFY_TOKEN", "NETCHECK_DELIVERY_SECRET")


def _without_gaps(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip()))


def _given_names() -> tuple[str, ...]:
    """The computer's name as its person wrote it, apart from what the network calls it."""
    if sys.platform == "darwin":
        return tuple(output(["/usr/sbin/scutil", "--get", name]) or "" for name in MAKERS_COMPUTER_NAME)
    found = re.search(r"(?m)^PRETTY_HOSTNAME=(.*)$", _text(MACHINE_INFO))
    return (found[1].strip().strip("\"'"),) if found else ()


def _of_adapters(adapters: Iterable[Interface]) -> Iterable[str]:
    for adapter in adapters:
        if adapter.mac:
            yield adapter.mac
        yield from (address.ip for address in adapter.addresses)


def _learnt(memories: Iterable[Memory]) -> Iterable[str]:
    """Hardware addresses of the routers of every network that is known: the record may tell of an earlier one."""
    for memory in memories:
        mac = memory.facts.get("gateway_mac")
        if isinstance(mac, str):
            yield mac
        if own(memory.network):
            yield memory.network.removeprefix("mac ")


def _vpn_services(settings: Settings) -> Iterable[str]:
    """Hosts of the work addresses that are ways into a company by their name."""
    for service in settings.services:
        host = urlsplit(service.url).hostname or ""
        if any(word in f"{service.name} {host}".lower() for word in VPN_WORDS):
            yield host


def _of_provider(domain: str, settings: Settings) -> bool:
    """Whether it is the provider's own domain, which its router hands out: then its page's address is no secret."""
    hosts = (urlsplit(url).hostname or "" for url in (settings.isp.status_url, settings.isp.page_url))
    return any(f".{host}".endswith(f".{domain.strip('.').lower()}") for host in hosts if host and domain.strip("."))


def _openvpn_servers() -> Iterable[str]:
    """Servers in the configurations of OpenVPN that this user may read: "remote vpn.example 1194"."""
    for folder in OPENVPN:
        try:
            files = sorted(path for path in folder.iterdir() if path.suffix in (".conf", ".ovpn"))[:MOST_FILES]
        except OSError:
            continue
        for path in files:
            yield from re.findall(r"(?m)^\s*remote\s+(\S+)", _text(path))


def _topic(ntfy: str) -> tuple[str, ...]:
    """Whoever knows the topic can read along: it is a password, with its address and without."""
    return (ntfy, urlsplit(ntfy).path.strip("/")) if ntfy else ()


def _proxy_passwords(env: Mapping[str, str]) -> Iterable[str]:
    """Passwords in the addresses of proxies: as they are written there, and as they are meant."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        user, colon, password = env.get(name, "").rpartition("@")[0].rpartition("//")[2].partition(":")
        if colon and user and len(password) >= SHORTEST_PASSWORD:
            yield from (password, unquote(password))


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
