"""Reads settings out of tables: laid over one another, checked whole, and explained in one sentence where wrong."""

from __future__ import annotations

import difflib
import ipaddress
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn
from urllib.parse import quote, urlsplit, urlunsplit

from netcheck.core.settings import Challenge, Isp, Landmark, Landmarks, Service, Settings, Watch

Key = tuple[str | int, ...]
"""Where a value stands, e.g. ("services", 0, "url")."""

LONGEST = 500
"""Letters in one setting; more is a mistake or an attack on whoever shows it."""
MOST = 50
"""Entries in one array: every one is asked at every look."""
FEWEST_OPERATORS = 2
"""One landmark alone cannot tell "my line" from "that host"."""
FASTEST_S, SLOWEST_S = 1.0, 3600.0
"""Limits of the watching pace in seconds: faster would load the router that is being watched."""
LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(\.{LABEL})*\.?", re.I)
"""A host name in ASCII (RFC 1123, with the underscore that home networks use)."""


class SettingsError(ValueError):
    """A setting that cannot be used; the text is one sentence with the file, the key and what is wanted."""


def _no_line(key: Key) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of settings, already parsed."""

    source: str
    """How to name it to the person: a file."""
    table: Mapping[str, object]
    line_of: Callable[[Key], int | None] = _no_line
    """The line on which a key stands, counted from 1; None where it cannot be told."""


def read_settings(
    layers: Sequence[Layer], status_formats: Collection[str] | None = None
) -> tuple[Settings, tuple[str, ...]]:
    """The defaults, with each layer laid over the one before; tables merge key by key, arrays replace.

    The second value is one sentence for each key that is not known. `status_formats` are the names that status_format
    may have; None: any. Raises SettingsError for the first value that cannot be used; every layer is checked, also
    where a later one overrides it.
    """
    settings, warnings = Settings(), list[str]()
    for layer in layers:
        settings = _Reader(layer, status_formats, warnings).over(settings)
    return settings, tuple(warnings)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one layer."""

    layer: Layer
    status_formats: Collection[str] | None
    warnings: list[str] = field(default_factory=list)

    def over(self, below: Settings) -> Settings:
        """The settings below with this layer laid over them."""
        top = self.table(self.layer.table, (), ("isp", "services", "landmarks", "watch"))
        return Settings(
            isp=self.isp(top["isp"], below.isp) if "isp" in top else below.isp,
            services=self.services(top["services"]) if "services" in top else below.services,
            landmarks=self.landmarks(top["landmarks"], below.landmarks) if "landmarks" in top else below.landmarks,
            watch=self.watch(top["watch"], below.watch) if "watch" in top else below.watch,
        )

    def isp(self, value: object, below: Isp) -> Isp:
        table = self.table(value, ("isp",), ("name", "status_url", "status_format", "support_phone", "area"))
        texts = {name: self.text(inner, ("isp", name), empty=True) for name, inner in table.items()}
        if texts.get("status_url"):
            texts["status_url"] = self.url(texts["status_url"], ("isp", "status_url"), ("https", "http"))
        wanted = texts.get("status_format")
        if wanted and self.status_formats is not None and wanted not in self.status_formats:
            known = ", ".join(sorted(self.status_formats))
            self.refuse(("isp", "status_format"), f"must be one of: {known}")
        return replace(below, **texts)

    def services(self, value: object) -> tuple[Service, ...]:
        services: list[Service] = []
        for place, inner in enumerate(self.array(value, ("services",), "write [[services]] above each service")):
            key: Key = ("services", place)
            table = self.table(inner, key, ("name", "url", "via"), needed=("name", "url"))
            name = self.text(table["name"], (*key, "name"))
            url = self.url(table["url"], (*key, "url"), ("https", "http", "tcp"))
            via = self.text(table.get("via", ""), (*key, "via"), empty=True)
            if via not in ("", "vpn"):
                self.refuse((*key, "via"), 'must be "vpn" or left out')
            if name in (other.name for other in services):
                self.refuse((*key, "name"), "must differ from the names of the other services")
            services.append(Service(name, url, via))
        return tuple(services)

    def landmarks(self, value: object, below: Landmarks) -> Landmarks:
        table = self.table(value, ("landmarks",), ("hosts", "challenges", "secure"))
        found = below
        if "hosts" in table:
            key: Key = ("landmarks", "hosts")
            hosts = tuple(self.host(inner, (*key, n)) for n, inner in enumerate(self.array(table["hosts"], key)))
            self.at_least(FEWEST_OPERATORS, {host.operator for host in hosts}, key, "hosts of different operators")
            found = replace(found, hosts=hosts)
        if "challenges" in table:
            key = ("landmarks", "challenges")
            pages = tuple(self.challenge(page, (*key, n)) for n, page in enumerate(self.array(table[key[1]], key)))
            self.at_least(FEWEST_OPERATORS, {page.operator for page in pages}, key, "pages of different operators")
            found = replace(found, challenges=pages)
        if "secure" in table:
            key = ("landmarks", "secure")
            urls = tuple(self.url(url, (*key, n), ("https",)) for n, url in enumerate(self.array(table["secure"], key)))
            self.at_least(1, set(urls), key, "https address")
            found = replace(found, secure=urls)
        return found

    def host(self, value: object, key: Key) -> Landmark:
        table = self.table(value, key, ("operator", "v4", "v6", "tls_name"), needed=("operator",))
        v4 = self.address(table.get("v4", ""), (*key, "v4"), 4)
        v6 = self.address(table.get("v6", ""), (*key, "v6"), 6)
        if not v4 and not v6:
            self.refuse(key, "needs an address: v4, v6 or both")
        tls_name = self.text(table.get("tls_name", ""), (*key, "tls_name"), empty=True)
        if tls_name and not NAME.fullmatch(tls_name):
            self.refuse((*key, "tls_name"), 'must be a host name such as "dns.example"')
        return Landmark(self.text(table["operator"], (*key, "operator")), v4, v6, tls_name)

    def challenge(self, value: object, key: Key) -> Challenge:
        table = self.table(value, key, ("operator", "url", "status", "body"), needed=("operator", "url", "status"))
        status = table["status"]
        if not isinstance(status, int) or isinstance(status, bool) or not 100 <= status <= 599:
            self.refuse((*key, "status"), "must be an HTTP status, a whole number from 100 to 599")
        return Challenge(
            self.text(table["operator"], (*key, "operator")),
            self.url(table["url"], (*key, "url"), ("http",)),
            status,
            self.text(table.get("body", ""), (*key, "body"), empty=True),
        )

    def watch(self, value: object, below: Watch) -> Watch:
        table = self.table(value, ("watch",), ("healthy_s", "outage_s"))
        return replace(below, **{name: self.seconds(inner, ("watch", name)) for name, inner in table.items()})

    # --- single values ---

    def table(self, value: object, key: Key, known: Sequence[str], needed: Sequence[str] = ()) -> Mapping[str, object]:
        """The known keys of a table; each other key becomes a warning."""
        if not isinstance(value, Mapping):
            self.refuse(key, f"must be a table with {_listed(known)}")
        for name in value:
            if name not in known:
                near = difflib.get_close_matches(str(name), known, 1, 0.5)
                advice = f'did you mean "{near[0]}"?' if near else f"known here: {_listed(known)}."
                self.warnings.append(f"{self.place((*key, name))} is not known and left out; {advice}")
        for name in needed:
            if name not in value:
                self.refuse((*key, name), "is missing")
        return {name: value[name] for name in known if name in value}

    def array(self, value: object, key: Key, advice: str = "write [ ... ]") -> Sequence[object]:
        if not isinstance(value, list | tuple):
            self.refuse(key, f"must be an array: {advice}")
        if len(value) > MOST:
            self.refuse(key, f"must have at most {MOST} entries")
        return value

    def at_least(self, count: int, found: Collection[str], key: Key, what: str) -> None:
        if len(found) < count:
            self.refuse(key, f"must have at least {count} {what}")

    def text(self, value: object, key: Key, empty: bool = False) -> str:
        if not isinstance(value, str):
            self.refuse(key, f"must be text in quotes, not {_kind(value)}")
        text = value.strip()
        if len(text) > LONGEST or not text.isprintable():
            self.refuse(key, f"must be at most {LONGEST} letters on one line, without control characters")
        if not text and not empty:
            self.refuse(key, "must not be empty")
        return text

    def seconds(self, value: object, key: Key) -> float:
        wanted = f"must be a number of seconds from {FASTEST_S:g} to {SLOWEST_S:g}"
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.refuse(key, wanted)
        if not FASTEST_S <= value <= SLOWEST_S:
            self.refuse(key, wanted)
        return float(value)

    def address(self, value: object, key: Key, family: int) -> str:
        text = self.text(value, key, empty=True)
        if not text:
            return ""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            address = None
        if address is None or address.version != family or "%" in text or address.is_multicast:
            self.refuse(key, f"must be an IPv{family} address, not {_quoted(text)}")
        return str(address)

    def url(self, value: object, key: Key, schemes: Sequence[str]) -> str:
        """An address with a host, in ASCII; without a name and password."""
        text = self.text(value, key)
        wanted = f'must be an address such as "{schemes[0]}://host.example/"'
        if "tcp" in schemes:
            wanted += ' or "tcp://host.example:22"'
        try:
            parts = urlsplit(text)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            self.refuse(key, wanted)
        if parts.username is not None or parts.password is not None:
            self.refuse(key, "must not hold a user name or password: reports show this address")
        host = _ascii_host(host)
        if parts.scheme not in schemes or not host or port == 0 or " " in text:
            self.refuse(key, wanted)
        if parts.scheme == "tcp" and (port is None or parts.path.strip("/") or parts.query):
            self.refuse(key, "must name a host and a port and nothing else, as in tcp://host.example:22")
        netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~") if parts.scheme != "tcp" else ""
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~?[]")
        return urlunsplit((parts.scheme, netloc, path or ("" if parts.scheme == "tcp" else "/"), query, ""))

    def place(self, key: Key) -> str:
        """The file, the line where it can be told, and the key."""
        line = self.layer.line_of(key)
        return f"{self.layer.source}{f', line {line}' if line else ''}: {_spelled(key)}"

    def refuse(self, key: Key, wanted: str) -> NoReturn:
        raise SettingsError(f"{self.place(key)} {wanted}.")


def _ascii_host(host: str) -> str:
    """The host as it goes over the wire; empty where it is none."""
    if "%" in host:
        return ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    # A name of digits and dots that is no address is a mistyped address, never a name.
    return name if NAME.fullmatch(name) and not re.fullmatch(r"[0-9.]+", name) else ""


def _spelled(key: Key) -> str:
    """A key as a person would find it: `[[services]] number 2, url`."""
    if not key:
        return "the file"
    words = ""
    for place, part in enumerate(key):
        if isinstance(part, int):
            words += f" number {part + 1}"
            continue
        part = "".join(sign for sign in part if sign.isprintable())[:60]
        if place == 0:
            words = f"[[{part}]]" if len(key) > 1 and isinstance(key[1], int) else f"[{part}]"
        else:
            words += f" {part}" if place == 1 else f", {part}"
    return words


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "an array", dict: "a table"}
    return kinds.get(type(value), "a date or time")
