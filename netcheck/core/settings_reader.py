"""Reads settings out of tables: laid over one another, checked whole, and explained in one sentence where wrong."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from netcheck.core.page_pattern import checked_pattern
from netcheck.core.provider_entries import Entries, Provider, Vendor
from netcheck.core.settings import (
    SMTP_PORTS,
    THEMES,
    Alerts,
    Challenge,
    Isp,
    Landmark,
    Landmarks,
    Learn,
    Notify,
    SecondWay,
    Service,
    Settings,
    Watch,
    Window,
)
from netcheck.core.settings_delivery import can_deliver, read_delivery
from netcheck.core.settings_handover import read_handover, read_helpdesk, read_report
from netcheck.core.settings_values import NAME, Key, Layer, SettingsError, Values
from netcheck.core.words import N_

__all__ = ["Key", "Layer", "SettingsError", "read_settings"]

FEWEST_OPERATORS = 2
"""One landmark alone cannot tell "my line" from "that host"."""
TABLES = (
    "isp", "services", "landmarks", "watch", "window", "alerts", "notify", "second_way", "learn",
    "handover", "helpdesk", "report", "delivery", "provider", "vendor",
)  # fmt: skip
PASSWORD = "smtp_password"
"""What people would write into [notify] if they were let."""


def read_settings(
    layers: Sequence[Layer], status_formats: Collection[str] | None = None
) -> tuple[Settings, tuple[str, ...]]:
    """The defaults, with each layer laid over the one before; tables merge key by key, arrays replace, but for
    [[provider]] and [[vendor]]: theirs are put before those below.

    The second value is one sentence for each key that is not known. `status_formats` are the names that status_format
    may have; None: any. Raises SettingsError for the first value that cannot be used; every layer is checked, also
    where a later one overrides it. Only what takes several keys to judge (can mail be sent?) is judged at the end.
    """
    settings, warnings = Settings(), list[str]()
    sender: _Reader | None = None
    deliverer: _Reader | None = None
    for layer in layers:
        reader = _Reader(layer, warnings, status_formats)
        settings = reader.over(settings)
        sender = reader if "notify" in layer.table else sender
        deliverer = reader if "delivery" in layer.table else deliverer
    if sender:
        sender.mail_can_be_sent(settings.notify)
    if deliverer:
        can_deliver(deliverer, settings)
    return settings, tuple(warnings)


@dataclass(frozen=True, slots=True)
class _Reader(Values):
    """Reads one layer."""

    status_formats: Collection[str] | None

    def over(self, below: Settings) -> Settings:
        """The settings below with this layer laid over them."""
        top = self.table(self.layer.table, (), TABLES)
        entries = Entries(self, self.status_formats)
        return Settings(
            isp=self.isp(top["isp"], below.isp) if "isp" in top else below.isp,
            services=self.services(top["services"]) if "services" in top else below.services,
            landmarks=self.landmarks(top["landmarks"], below.landmarks) if "landmarks" in top else below.landmarks,
            watch=self.watch(top["watch"], below.watch) if "watch" in top else below.watch,
            window=self.window(top["window"], below.window) if "window" in top else below.window,
            alerts=self.alerts(top["alerts"], below.alerts) if "alerts" in top else below.alerts,
            notify=self.notify(top["notify"], below.notify) if "notify" in top else below.notify,
            second_way=self.second(top["second_way"], below.second_way) if "second_way" in top else below.second_way,
            learn=self.learn(top["learn"], below.learn) if "learn" in top else below.learn,
            handover=read_handover(self, top["handover"], below.handover) if "handover" in top else below.handover,
            helpdesk=read_helpdesk(self, top["helpdesk"], below.helpdesk) if "helpdesk" in top else below.helpdesk,
            report=read_report(self, top["report"], below.report) if "report" in top else below.report,
            delivery=read_delivery(self, top["delivery"], below.delivery) if "delivery" in top else below.delivery,
            providers=_before(entries.providers(top.get("provider", ())), below.providers),
            vendors=_before(entries.vendors(top.get("vendor", ())), below.vendors),
        )

    def isp(self, value: object, below: Isp) -> Isp:
        keys = ("name", "status_url", "status_format", "status_pattern", "support_phone", "area", "page_url")
        table = self.table(value, ("isp",), keys)
        texts = {name: self.text(inner, ("isp", name), empty=True) for name, inner in table.items()}
        for name in ("status_url", "page_url"):
            if texts.get(name):
                texts[name] = self.url(texts[name], ("isp", name), ("https", "http"))
        if texts.get("status_format") and self.status_formats is not None:
            self.one_of(texts["status_format"], ("isp", "status_format"), sorted(self.status_formats))
        if texts.get("status_pattern"):
            try:
                checked_pattern(texts["status_pattern"])
            except ValueError as error:
                self.refuse(("isp", "status_pattern"), str(error))
        return replace(below, **texts)

    def services(self, value: object) -> tuple[Service, ...]:
        services: list[Service] = []
        wanted = N_("must be an array: write [[services]] above each service")
        for place, inner in enumerate(self.array(value, ("services",), wanted)):
            key: Key = ("services", place)
            table = self.table(inner, key, ("name", "url", "via", "status_url"), needed=("name", "url"))
            name = self.text(table["name"], (*key, "name"))
            url = self.url(table["url"], (*key, "url"), ("https", "http", "tcp"))
            via = self.text(table.get("via", ""), (*key, "via"), empty=True)
            if via not in ("", "vpn"):
                self.refuse((*key, "via"), N_('must be "vpn" or left out'))
            if name in (other.name for other in services):
                self.refuse((*key, "name"), N_("must differ from the names of the other services"))
            status_url = self.text(table.get("status_url", ""), (*key, "status_url"), empty=True)
            if status_url:
                status_url = self.url(status_url, (*key, "status_url"), ("https", "http"))
            services.append(Service(name, url, via, status_url))
        return tuple(services)

    def landmarks(self, value: object, below: Landmarks) -> Landmarks:
        table = self.table(value, ("landmarks",), ("hosts", "challenges", "secure"))
        found = below
        if "hosts" in table:
            key: Key = ("landmarks", "hosts")
            hosts = tuple(self.landmark(inner, (*key, n)) for n, inner in enumerate(self.array(table["hosts"], key)))
            if len({host.operator for host in hosts}) < FEWEST_OPERATORS:
                self.refuse(key, N_("must have at least {least} hosts of different operators"), least=FEWEST_OPERATORS)
            found = replace(found, hosts=hosts)
        if "challenges" in table:
            key = ("landmarks", "challenges")
            pages = tuple(self.challenge(page, (*key, n)) for n, page in enumerate(self.array(table[key[1]], key)))
            if len({page.operator for page in pages}) < FEWEST_OPERATORS:
                self.refuse(key, N_("must have at least {least} pages of different operators"), least=FEWEST_OPERATORS)
            found = replace(found, challenges=pages)
        if "secure" in table:
            key = ("landmarks", "secure")
            urls = tuple(self.url(url, (*key, n), ("https",)) for n, url in enumerate(self.array(table["secure"], key)))
            if not urls:
                self.refuse(key, N_("must have at least {least} https address"), least=1)
            found = replace(found, secure=urls)
        return found

    def landmark(self, value: object, key: Key) -> Landmark:
        table = self.table(value, key, ("operator", "v4", "v6", "tls_name"), needed=("operator",))
        v4 = self.address(table.get("v4", ""), (*key, "v4"), 4)
        v6 = self.address(table.get("v6", ""), (*key, "v6"), 6)
        if not v4 and not v6:
            self.refuse(key, N_("needs an address: v4, v6 or both"))
        tls_name = self.text(table.get("tls_name", ""), (*key, "tls_name"), empty=True)
        if tls_name and not NAME.fullmatch(tls_name):
            self.refuse((*key, "tls_name"), N_('must be a host name such as "dns.example"'))
        return Landmark(self.text(table["operator"], (*key, "operator")), v4, v6, tls_name)

    def challenge(self, value: object, key: Key) -> Challenge:
        table = self.table(value, key, ("operator", "url", "status", "body"), needed=("operator", "url", "status"))
        status = table["status"]
        if not isinstance(status, int) or isinstance(status, bool) or not 100 <= status <= 599:
            self.refuse((*key, "status"), N_("must be an HTTP status, a whole number from 100 to 599"))
        return Challenge(
            self.text(table["operator"], (*key, "operator")),
            self.url(table["url"], (*key, "url"), ("http",)),
            status,
            self.text(table.get("body", ""), (*key, "body"), empty=True),
        )

    def watch(self, value: object, below: Watch) -> Watch:
        table = self.table(value, ("watch",), ("healthy_s", "outage_s"))
        return replace(below, **{name: self.seconds(inner, ("watch", name)) for name, inner in table.items()})

    def window(self, value: object, below: Window) -> Window:
        table = self.table(value, ("window",), ("theme", "language"))
        return Window(
            theme=self.one_of(table.get("theme", below.theme), ("window", "theme"), THEMES),
            language=self.language(table.get("language", below.language), ("window", "language")),
        )

    def alerts(self, value: object, below: Alerts) -> Alerts:
        table = self.table(value, ("alerts",), ("popup", "sound", "outage", "restored"))
        return replace(below, **{name: self.flag(inner, ("alerts", name)) for name, inner in table.items()})

    def second(self, value: object, below: SecondWay) -> SecondWay:
        table = self.table(value, ("second_way",), ("on",))
        return replace(below, **{name: self.flag(inner, ("second_way", name)) for name, inner in table.items()})

    def notify(self, value: object, below: Notify) -> Notify:
        key: Key = ("notify",)
        if isinstance(value, Mapping) and PASSWORD in value:
            wanted = N_("must not stand in a file: put it into the environment variable NETCHECK_SMTP_PASSWORD")
            self.refuse((*key, PASSWORD), wanted)
        checks: dict[str, Callable[[object, Key], str | int]] = {
            "ntfy": self.topic,
            "mail_to": self.mail,
            "mail_from": self.mail,
            "smtp_host": self.host,
            "smtp_port": lambda port, at: self.whole(port, at, 1, 65535),
            "smtp_security": lambda word, at: self.one_of(word, at, SMTP_PORTS),
            "smtp_user": lambda user, at: self.text(user, at, empty=True),
        }
        known = self.table(value, key, tuple(checks))
        found = {name: checks[name](inner, (*key, name)) for name, inner in known.items()}
        return replace(below, **found)  # type: ignore[arg-type]

    def learn(self, value: object, below: Learn) -> Learn:
        table = self.table(value, ("learn",), ("on", "asn_zone", "rdap"))
        zone = self.text(table.get("asn_zone", below.asn_zone), ("learn", "asn_zone"), empty=True).rstrip(".")
        if zone and not NAME.fullmatch(zone):
            self.refuse(("learn", "asn_zone"), N_('must be a host name such as "dns.example"'))
        rdap = self.text(table.get("rdap", below.rdap), ("learn", "rdap"), empty=True)
        rdap = self.url(rdap, ("learn", "rdap"), ("https",)) if rdap else ""
        return Learn(self.flag(table.get("on", below.on), ("learn", "on")), zone, rdap)

    def topic(self, value: object, key: Key) -> str:
        """The address of an ntfy topic; or empty."""
        text = self.text(value, key, empty=True)
        if not text:
            return ""
        url = self.url(text, key, ("https", "http"))
        if not urlsplit(url).path.strip("/"):
            self.refuse(key, N_('must end with the name of your topic, as in "https://ntfy.sh/topic"'))
        return url

    def mail_can_be_sent(self, notify: Notify) -> None:
        """Whether the keys fit together: a password or a message goes unprotected to no other computer."""
        if notify.mail_to and not notify.smtp_host:
            self.refuse(("notify", "smtp_host"), N_("must name your mail server, or no mail can be sent"))
        if notify.smtp_security == "none" and notify.smtp_host and not _is_this_computer(notify.smtp_host):
            wanted = N_('must be "starttls" or "tls": mail goes unencrypted only to this computer (localhost)')
            self.refuse(("notify", "smtp_security"), wanted)


E = TypeVar("E", bound=Provider | Vendor)


def _before(fresh: tuple[E, ...], below: tuple[E, ...]) -> tuple[E, ...]:
    """The entries of a layer before those below it; one of the same name takes the other's place."""
    names = {entry.name.casefold() for entry in fresh}
    return (*fresh, *(entry for entry in below if entry.name.casefold() not in names))


def _is_this_computer(host: str) -> bool:
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
