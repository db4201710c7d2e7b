"""What can be set, with the defaults: provider, services, landmarks, pace, window, alerts, messages, hand-over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netcheck.core.provider_entries import Provider, Vendor

THEMES = ("system", "light", "dark")
SMTP_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}
"""How mail is protected on its way to the server, with the port that is usual for it (RFC 6409, 8314, 5321)."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """One operator's well-known public host, asked by address alone."""

    operator: str
    v4: str
    v6: str
    tls_name: str
    """The name its DNS-over-TLS certificate bears."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A plain-HTTP page with a known answer: anything else means somebody answered in its place."""

    operator: str
    url: str
    status: int
    body: str
    """What the body must contain; empty for none."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Hosts that are asked to tell "my line" from "that host"; none of them alone can make an outage."""

    hosts: tuple[Landmark, ...] = (
        Landmark("Cloudflare", "1.1.1.1", "2606:4700:4700::1111", "one.one.one.one"),
        Landmark("Google", "8.8.8.8", "2001:4860:4860::8888", "dns.google"),
        Landmark("Quad9", "9.9.9.9", "2620:fe::fe", "dns.quad9.net"),
        Landmark("OpenDNS", "208.67.222.222", "2620:119:35::35", "dns.opendns.com"),
    )
    challenges: tuple[Challenge, ...] = (
        Challenge("Google", "http://connectivitycheck.gstatic.com/generate_204", 204, ""),
        Challenge("Apple", "http://captive.apple.com/hotspot-detect.html", 200, "Success"),
        Challenge("Microsoft", "http://www.msftconnecttest.com/connecttest.txt", 200, "Microsoft Connect Test"),
        Challenge("Mozilla", "http://detectportal.firefox.com/success.txt", 200, "success"),
    )
    secure: tuple[str, ...] = (
        "https://www.google.com/",
        "https://www.wikipedia.org/",
        "https://www.apple.com/",
    )
    """Pages over HTTPS, of unrelated operators, larger than one packet."""


@dataclass(frozen=True, slots=True)
class Isp:
    """The internet provider, as far as the user or the IT department has named it."""

    name: str = ""
    status_url: str = ""
    status_format: str = ""
    """Empty: recognised from the page itself."""
    support_phone: str = ""
    area: str = ""
    """Town, region or postcode, to tell "here" from "elsewhere" in an announcement."""
    page_url: str = ""
    """The page for people; empty: the one that status_url belongs to."""
    status_pattern: str = ""
    """For a page without any format: the regular expression that finds trouble in its words."""


@dataclass(frozen=True, slots=True)
class Service:
    """One address the user needs for work."""

    name: str
    url: str
    """http, https or tcp (tcp://host:port)."""
    via: str = ""
    """ "vpn": reached only through a tunnel."""
    status_url: str = ""
    """Where its makers tell of troubles; empty: the catalogue's address, where it knows one."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The pace of watching, in seconds."""

    healthy_s: float = 10.0
    outage_s: float = 2.0


@dataclass(frozen=True, slots=True)
class Window:
    """How the window looks and speaks."""

    theme: str = "system"
    """One of THEMES."""
    language: str = ""
    """A code such as "de" or "pt_BR"; empty: the system's."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """What is told on this computer, and how."""

    popup: bool = True
    sound: bool = True
    outage: bool = True
    """Tell of an outage that begins."""
    restored: bool = True
    """Tell that it works again."""


@dataclass(frozen=True, slots=True)
class SecondWay:
    """What is done with another way out of this computer while the usual one is dead."""

    on: bool = True
    """Ask the provider's page through it, and find out whether it works."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Where one message goes when it works again, for those who went out; by default nowhere.

    The password for the mail server never stands in a file: it is taken from the environment variable
    NETCHECK_SMTP_PASSWORD or from the system's keyring.
    """

    ntfy: str = ""
    """The address of a topic of the user's own, such as "https://ntfy.sh/topic"; whoever knows it can read along."""
    mail_to: str = ""
    mail_from: str = ""
    """Empty: the same as mail_to."""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    """One of SMTP_PORTS; "none" only to this computer itself."""
    smtp_user: str = ""
    """Empty: the server asks for no password."""


@dataclass(frozen=True, slots=True)
class Learn:
    """What is learnt of a network while it works, and whom netcheck may ask about it."""

    on: bool = True
    """False: nothing more is kept of any network, and nobody is asked."""
    asn_zone: str = "asn.cymru.com"
    """The zone below which name servers tell whose an address is (origin.*, origin6.*, AS*); empty: nobody is asked."""
    rdap: str = "https://rdap.org/ip/"
    """Where the registry's record of an address begins (RDAP); empty: never asked."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What the program needs to speak for the person: to the provider, to colleagues, and afterwards."""

    name: str = ""
    """Whose contract it is, as the provider knows them."""
    account: str = ""
    """The customer number; it stands in the call script and the claim, never in a report that is not "full"."""
    router: str = ""
    """Make and model, for a router that does not tell them."""
    reach_at: str = ""
    """Where the person can be reached while the line is dead, in their own words: a number, mostly."""
    country: str = ""
    """ISO 3166-1 alpha-2, or with the part of the country that has holidays of its own ("GB-SCT"); empty: the
    provider's."""
    monthly_fee: float = 0.0
    """What the contract costs a month, in the country's currency; 0: not told."""
    colleagues: str = ""
    """The message to colleagues (core/colleagues.py); empty: ours."""
    check_list: tuple[str, ...] = ()
    """What to look after when it works again."""


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """The IT help desk that a report goes to; empty: none, or not by that way."""

    mail: str = ""
    phone: str = ""
    sms: str = ""
    """A number with its country, "+44 20 7946 0000"."""


@dataclass(frozen=True, slots=True)
class Reports:
    """What reports that are handed over leave out, besides what netcheck finds by itself."""

    secrets: tuple[str, ...] = ()
    """Names, numbers and addresses that no desk and nobody else is to see; upper and lower case are the same."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """How reports go to the help desk; by default they do not. IT sets it.

    The password or token never stands in a file: it is taken from the system's keyring or from the environment
    variable NETCHECK_DELIVERY_SECRET.
    """

    way: str = ""
    """One of core.delivery.Way; empty: none."""
    mail_to: str = ""
    """Empty: the address of [helpdesk]."""
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    """ "starttls" or "tls"; never without."""
    url: str = ""
    """The webhook itself, or where the desk's site begins ("https://company.atlassian.net/"); https only."""
    user: str = ""
    """Whose password it is; empty: the secret alone lets in (a token), and mail goes without a login."""
    desk: str = ""
    """Jira: the number of the service desk."""
    request_type: str = ""
    """Jira: the number of the request type."""
    table: str = "incident"
    """ServiceNow: the table."""
    level: str = "helpdesk"
    """How much is left out: "helpdesk" or "public"; what is sent by itself is never "full"."""
    automatic: bool = False
    """Send a report after each outage that was long enough, without being asked."""
    after_min: int = 10
    """Minutes that such an outage lasts at least."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, validated."""

    isp: Isp = Isp()
    services: tuple[Service, ...] = ()
    landmarks: Landmarks = Landmarks()
    watch: Watch = Watch()
    window: Window = Window()
    alerts: Alerts = Alerts()
    notify: Notify = Notify()
    second_way: SecondWay = SecondWay()
    learn: Learn = Learn()
    handover: Handover = Handover()
    helpdesk: Helpdesk = Helpdesk()
    report: Reports = Reports()
    delivery: Deliver = Deliver()
    providers: tuple[Provider, ...] = ()
    """[[provider]]: the person's own entries in the catalogue."""
    vendors: tuple[Vendor, ...] = ()
    """[[vendor]]: the same for work services."""
