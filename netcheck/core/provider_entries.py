"""What an entry of the catalogue holds: an internet provider or a vendor of work services, and where they tell news."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from netcheck.core.settings_values import NAME, Key, Values, ascii_host
from netcheck.core.words import N_

LINK, NONE = "link", "none"
"""Kinds beside the formats of status page: an address for people only; no address known."""
MOST_ENTRIES, MOST_WORDS = 1000, 20
HIGHEST_ASN = 4_294_967_295
"""RFC 6793."""
COUNTRY = re.compile(r"[A-Z]{2}")
"""ISO 3166-1 alpha-2; "GB", not "UK"."""
PHONE = re.compile(r"\+?[0-9(][0-9 ()/.-]{1,24}[0-9]|\d{3,6}")
"""A number as people write it: "+41 44 315 44 00", "1-800-288-2020", "150"."""
PROVIDER_KEYS = (
    "name", "match", "match_in_country", "asn", "kind", "status_url", "page_url", "country", "phone", "source",
    "seen_on", "checked",
)  # fmt: skip
VENDOR_KEYS = ("name", "hosts", "kind", "status_url", "page_url", "source", "seen_on", "checked")


@dataclass(frozen=True, slots=True)
class Provider:
    """One internet provider."""

    name: str
    """As people call it; unlike that of any other entry, so a brand of several countries bears its country."""
    match: tuple[str, ...] = ()
    """Words that mean this provider wherever they stand in the name of an owner of addresses."""
    match_in_country: tuple[str, ...] = ()
    """Words that mean it only where the country is known, since others elsewhere bear them too: "Orange"."""
    asn: tuple[int, ...] = ()
    """Numbers of its own networks (autonomous systems), only where a source says so."""
    kind: str = ""
    """The format of its status page, or LINK, or NONE; empty: recognised from the page."""
    status_url: str = ""
    """For programs; empty where there is nothing that a program could read."""
    page_url: str = ""
    """For people."""
    country: str = ""
    """ISO 3166-1 alpha-2; empty: any."""
    phone: str = ""
    source: str = ""
    """The public document in which this was found."""
    seen_on: str = ""
    """When (YYYY-MM-DD)."""
    checked: str = ""
    """When a person last opened the page (YYYY-MM-DD); empty: nobody has yet."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor of services that people need for work."""

    name: str
    hosts: tuple[str, ...] = ()
    """Host names in lower case; "*.slack.com" is slack.com and all below it, "app.example" this host alone."""
    kind: str = ""
    status_url: str = ""
    page_url: str = ""
    source: str = ""
    seen_on: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """Reads entries out of one layer. Raises SettingsError, one sentence, for the first that cannot be used."""

    values: Values
    kinds: Collection[str] | None = None
    """The formats of status page that there are; None: any."""

    def providers(self, value: object) -> tuple[Provider, ...]:
        """All of `[[provider]]`; one without anything to match means its own name."""
        found: list[Provider] = []
        wanted = N_("must be an array: write [[provider]] above each provider")
        for place, inner in enumerate(self.values.array(value, ("provider",), wanted, MOST_ENTRIES)):
            key: Key = ("provider", place)
            table = self.values.table(inner, key, PROVIDER_KEYS, needed=("name",))
            name = self._name(table["name"], key, {other.name.casefold() for other in found})
            kind, status_url, page_url = self._addresses(table, key)
            match, local = (self._words(table.get(k, ()), (*key, k)) for k in ("match", "match_in_country"))
            asn = tuple(
                self.values.whole(number, (*key, "asn", n), 1, HIGHEST_ASN)
                for n, number in enumerate(self.values.array(table.get("asn", ()), (*key, "asn")))
            )
            found.append(
                Provider(
                    name,
                    match or (() if local or asn else (name,)),
                    local,
                    asn,
                    kind,
                    status_url,
                    page_url,
                    self._country(table.get("country", ""), (*key, "country")),
                    self._phone(table.get("phone", ""), (*key, "phone")),
                    *self._origin(table, key),
                )
            )
        return tuple(found)

    def vendors(self, value: object) -> tuple[Vendor, ...]:
        """All of `[[vendor]]`."""
        found: list[Vendor] = []
        wanted = N_("must be an array: write [[vendor]] above each vendor")
        for place, inner in enumerate(self.values.array(value, ("vendor",), wanted, MOST_ENTRIES)):
            key: Key = ("vendor", place)
            table = self.values.table(inner, key, VENDOR_KEYS, needed=("name", "hosts"))
            name = self._name(table["name"], key, {other.name.casefold() for other in found})
            hosts = tuple(
                self._host(host, (*key, "hosts", n))
                for n, host in enumerate(self.values.array(table["hosts"], (*key, "hosts")))
            )
            if not hosts:
                self.values.refuse((*key, "hosts"), N_('must name at least one host, as in ["*.vendor.example"]'))
            found.append(Vendor(name, hosts, *self._addresses(table, key), *self._origin(table, key)))
        return tuple(found)

    def _name(self, value: object, key: Key, others: Collection[str]) -> str:
        name = self.values.text(value, (*key, "name"))
        if name.casefold() in others:
            self.values.refuse((*key, "name"), N_("must differ from the names of the other entries"))
        return name

    def _addresses(self, table: Mapping[str, object], key: Key) -> tuple[str, str, str]:
        """Kind, status_url and page_url, as far as they fit together."""
        kind = self.values.text(table.get("kind", ""), (*key, "kind"), empty=True)
        if kind and self.kinds is not None:
            self.values.one_of(kind, (*key, "kind"), sorted({*self.kinds, LINK, NONE}))
        status_url, page_url = (self._url(table.get(name, ""), (*key, name)) for name in ("status_url", "page_url"))
        if kind in (LINK, NONE) and status_url:
            wanted = N_('must be empty where kind is "{kind}": an address for people goes into page_url')
            self.values.refuse((*key, "status_url"), wanted, kind=kind)
        if kind == NONE and page_url:
            self.values.refuse((*key, "kind"), N_('must be "link" where there is an address'))
        if kind == LINK and not page_url:
            self.values.refuse((*key, "page_url"), N_("is missing"))
        if kind not in ("", LINK, NONE) and not status_url:
            self.values.refuse((*key, "status_url"), N_("is missing"))
        return kind, status_url, page_url

    def _url(self, value: object, key: Key) -> str:
        text = self.values.text(value, key, empty=True)
        return self.values.url(text, key, ("https", "http")) if text else ""

    def _words(self, value: object, key: Key) -> tuple[str, ...]:
        words = self.values.array(value, key, most=MOST_WORDS)
        found = tuple(self.values.text(word, (*key, n)) for n, word in enumerate(words))
        for n, word in enumerate(found):
            # One letter would stand in every second name.
            if sum(sign.isalnum() for sign in word) < 2:
                self.values.refuse((*key, n), N_("must have at least two letters or digits"))
        return found

    def _host(self, value: object, key: Key) -> str:
        text = self.values.text(value, key)
        star, name = ("*.", text[2:]) if text.startswith("*.") else ("", text)
        host = ascii_host(name.rstrip(".")).lower()
        if not NAME.fullmatch(host) or host.count(".") < 1 or ":" in host or host[-1].isdigit():
            self.values.refuse(key, N_('must be a host name such as "app.vendor.example" or "*.vendor.example"'))
        return star + host

    def _country(self, value: object, key: Key) -> str:
        text = self.values.text(value, key, empty=True)
        if text and not COUNTRY.fullmatch(text):
            self.values.refuse(key, N_('must be two capital letters such as "GB" or "DE" (ISO 3166)'))
        return text

    def _phone(self, value: object, key: Key) -> str:
        text = self.values.text(value, key, empty=True)
        if text and not PHONE.fullmatch(text):
            self.values.refuse(key, N_('must be a telephone number such as "+41 44 315 44 00"'))
        return text

    def _origin(self, table: Mapping[str, object], key: Key) -> tuple[str, str, str]:
        """Source, seen_on and checked."""
        source = self.values.text(table.get("source", ""), (*key, "source"), empty=True)
        seen_on, checked = (self._day(table.get(name, ""), (*key, name)) for name in ("seen_on", "checked"))
        return source, seen_on, checked

    def _day(self, value: object, key: Key) -> str:
        """A day as YYYY-MM-DD, with or without quotes; or empty."""
        if type(value) is date:
            return value.isoformat()
        text = self.values.text(value, key, empty=True)
        try:
            plain = not text or date.fromisoformat(text).isoformat() == text
        except ValueError:
            plain = False
        if not plain:
            self.values.refuse(key, N_('must be a day such as "2026-11-22", or empty'))
        return text
