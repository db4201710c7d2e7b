"""Checks one value of a settings file at a time, and says in one sentence what is wanted where it cannot be used."""

from __future__ import annotations

import difflib
import ipaddress
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from netcheck.core.words import N_

Key = tuple[str | int, ...]
"""Where a value stands, e.g. ("services", 0, "url")."""

LONGEST = 500
"""Letters in one setting; more is a mistake or an attack on whoever shows it."""
MOST = 50
"""Entries in one array: every one is asked at every look."""
FASTEST_S, SLOWEST_S = 1.0, 3600.0
"""Limits of the watching pace in seconds: faster would load the router that is being watched."""
LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(\.{LABEL})*\.?", re.I)
"""A host name in ASCII (RFC 1123, with the underscore that home networks use)."""
MAILBOX = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.I)
"""The part of a mail address before the @, unquoted (dot-atom of RFC 5322)."""
LANGUAGE = re.compile(r"[a-z]{2,3}([_-][a-z0-9]{2,8}){0,3}", re.I)
"""A code of a language, such as "de", "pt_BR" or "zh-Hant" (after BCP 47)."""


class SettingsError(ValueError):
    """A setting that cannot be used; the text is one sentence with the file, the key and what is wanted."""

    def __init__(self, sentence: str, key: Key = (), wanted: str = "", blanks: Mapping[str, object] | None = None):
        super().__init__(sentence)
        self.key = key
        """The setting; empty where the trouble is with the file."""
        self.wanted = wanted
        """The end of the sentence, "must ...", as it stands in the catalogue of texts."""
        self.blanks: Mapping[str, object] = blanks or {}
        """What the {blanks} in `wanted` are filled with."""


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


@dataclass(frozen=True, slots=True)
class Values:
    """Takes values from one layer, each as the setting it stands for. Raises SettingsError for what cannot be used."""

    layer: Layer
    warnings: list[str]
    """One sentence for each key that is not known."""

    def table(self, value: object, key: Key, known: Sequence[str], needed: Sequence[str] = ()) -> Mapping[str, object]:
        """The known keys of a table; each other key becomes a warning."""
        if not isinstance(value, Mapping):
            self.refuse(key, N_("must be a table with {known}"), known=_listed(known))
        for name in value:
            if name not in known:
                near = difflib.get_close_matches(str(name), known, 1, 0.5)
                advice = f'did you mean "{near[0]}"?' if near else f"known here: {_listed(known)}."
                self.warnings.append(f"{self.place((*key, name))} is not known and left out; {advice}")
        for name in needed:
            if name not in value:
                self.refuse((*key, name), N_("is missing"))
        return {name: value[name] for name in known if name in value}

    def array(
        self, value: object, key: Key, wanted: str = N_("must be an array: write [ ... ]"), most: int = MOST
    ) -> Sequence[object]:
        """As many entries as are sane."""
        if not isinstance(value, list | tuple):
            self.refuse(key, wanted)
        if len(value) > most:
            self.refuse(key, N_("must have at most {most} entries"), most=most)
        return value

    def text(self, value: object, key: Key, empty: bool = False) -> str:
        """Text on one line, without spaces around it."""
        if not isinstance(value, str):
            self.refuse(key, N_("must be text in quotes, not {kind}"), kind=_kind(value))
        text = value.strip()
        if len(text) > LONGEST or not text.isprintable():
            wanted = N_("must be at most {most} letters on one line, without control characters")
            self.refuse(key, wanted, most=LONGEST)
        if not text and not empty:
            self.refuse(key, N_("must not be empty"))
        return text

    def flag(self, value: object, key: Key) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            self.refuse(key, N_("must be true or false, without quotes"))
        return value

    def one_of(self, value: object, key: Key, known: Collection[str]) -> str:
        """One of these words."""
        text = self.text(value, key, empty=True)
        if text not in known:
            self.refuse(key, N_("must be one of: {known}"), known=_listed(known))
        return text

    def whole(self, value: object, key: Key, least: int, most: int) -> int:
        """A whole number within these limits."""
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse(key, N_("must be a whole number from {least} to {most}"), least=least, most=most)
        return value

    def seconds(self, value: object, key: Key) -> float:
        """A pace that loads nobody."""
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not number or not isinstance(value, int | float) or not FASTEST_S <= value <= SLOWEST_S:
            limits = {"least": f"{FASTEST_S:g}", "most": f"{SLOWEST_S:g}"}
            self.refuse(key, N_("must be a number of seconds from {least} to {most}"), **limits)
        return float(value)

    def address(self, value: object, key: Key, family: int) -> str:
        """An address of one host, family 4 or 6; or empty."""
        text = self.text(value, key, empty=True)
        if not text:
            return ""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            address = None
        if address is None or address.version != family or "%" in text or address.is_multicast:
            wanted = N_("must be an IPv{family} address, not {text}")
            self.refuse(key, wanted, family=family, text=_quoted(text))
        return str(address)

    def host(self, value: object, key: Key) -> str:
        """A host by name or address, in ASCII; or empty."""
        text = self.text(value, key, empty=True)
        found = ascii_host(text) if text else ""
        if text and not found:
            self.refuse(key, N_('must be a host such as "mail.example", without anything before or after it'))
        return found

    def mail(self, value: object, key: Key) -> str:
        """One mail address, in ASCII; or empty."""
        text = self.text(value, key, empty=True)
        box, _, domain = text.rpartition("@")
        host = ascii_host(domain)
        named = ("." in host and not re.fullmatch(r"[0-9.]+|.*:.*", host)) or host == "localhost"
        if text and not (MAILBOX.fullmatch(box) and named):
            self.refuse(key, N_('must be one mail address such as "me@mail.example"'))
        return f"{box}@{host}" if text else ""

    def language(self, value: object, key: Key) -> str:
        """The code of a language; or empty."""
        text = self.text(value, key, empty=True)
        if text and not LANGUAGE.fullmatch(text):
            self.refuse(key, N_('must be the code of a language such as "de" or "pt_BR", or empty'))
        return text

    def url(self, value: object, key: Key, schemes: Sequence[str]) -> str:
        """An address with a host, in ASCII; without a name and password."""
        text = self.text(value, key)
        wanted = N_('must be an address such as "{scheme}://host.example/"')
        if "tcp" in schemes:
            wanted = N_('must be an address such as "{scheme}://host.example/" or "tcp://host.example:22"')
        parts, port = _split(text)
        if parts is None:
            self.refuse(key, wanted, scheme=schemes[0])
        if parts.username is not None or parts.password is not None:
            self.refuse(key, N_("must not hold a user name or password: reports show this address"))
        host = ascii_host(parts.hostname or "")
        if parts.scheme not in schemes or not host or port == 0 or " " in text:
            self.refuse(key, wanted, scheme=schemes[0])
        if parts.scheme == "tcp" and (port is None or parts.path.strip("/") or parts.query):
            self.refuse(key, N_("must name a host and a port and nothing else, as in tcp://host.example:22"))
        netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port is not None else "")
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~") if parts.scheme != "tcp" else ""
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~?[]")
        return urlunsplit((parts.scheme, netloc, path or ("" if parts.scheme == "tcp" else "/"), query, ""))

    def place(self, key: Key) -> str:
        """The file, the line where it can be told, and the key."""
        line = self.layer.line_of(key)
        return f"{self.layer.source}{f', line {line}' if line else ''}: {_spelled(key)}"

    def refuse(self, key: Key, wanted: str, **blanks: object) -> NoReturn:
        """Say what is wanted at this place."""
        raise SettingsError(f"{self.place(key)} {wanted.format(**blanks)}.", key, wanted, blanks)


def ascii_host(host: str) -> str:
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


def _split(url: str) -> tuple[SplitResult | None, int | None]:
    """An address in its parts, and its port; None where it has none."""
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        return None, None


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


def _listed(names: Collection[str]) -> str:
    return ", ".join(names)


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "an array", dict: "a table"}
    return kinds.get(type(value), "a date or time")
