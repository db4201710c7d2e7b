"""Finds the internet provider by the names its network bears, and the vendor of a work service by its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from netcheck.core.model import Fact
from netcheck.core.provider_entries import LINK, NONE, Entries, Provider, Vendor
from netcheck.core.settings import Isp
from netcheck.core.settings_values import Layer, SettingsError, Values, ascii_host
from netcheck.core.words import one_line

TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
"""One word of a name: "AT&T" and "1&1" are one, "T-Mobile" and "Sonic.net" are two."""
MOST_NAMES, LONGEST_NAME = 20, 300
"""Names are told by hosts we do not know."""
ANYWHERE = frozenset(("EU", "AP", "ZZ"))
"""What registries write in place of a country."""
BUSINESS = frozenset((
    "access", "adsl", "backbone", "broadband", "business", "cable", "communication", "communications", "company",
    "consumer", "corp", "corporation", "customer", "customers", "data", "dsl", "dynamic", "enterprise", "enterprises",
    "fiber", "fibre", "fixed", "gmbh", "group", "holding", "holdings", "home", "inc", "incorporated", "internet", "isp",
    "limited", "llc", "ltd", "mobile", "net", "network", "networks", "ohg", "online", "oyj", "plc", "pool", "provider",
    "pty", "public", "residential", "service", "services", "spa", "static", "telecom", "telecommunication",
    "telecommunications", "telecoms", "wireless",
))  # fmt: skip
"""Words that the owner of a network may bear beside its name without being somebody else."""
OWN_COUNTRY: Mapping[str, tuple[str, ...]] = {
    "AT": ("austria", "osterreich"),
    "AU": ("australia", "australian"),
    "BE": ("belgium", "belgique", "belgie"),
    "CA": ("canada", "canadian"),
    "CH": ("schweiz", "suisse", "svizzera", "switzerland"),
    "DE": ("deutschland", "germany"),
    "DK": ("danmark", "denmark"),
    "ES": ("espana", "spain"),
    "FI": ("finland", "suomi"),
    "FR": ("france",),
    "GB": ("uk", "britain", "british", "united", "kingdom"),
    "IE": ("ireland",),
    "IT": ("italia", "italy"),
    "MY": ("malaysia",),
    "NL": ("nederland", "netherlands"),
    "NO": ("norge", "norway"),
    "NZ": ("new", "zealand"),
    "PT": ("portugal",),
    "SE": ("sverige", "sweden"),
    "SG": ("singapore",),
    "US": ("america", "american", "united", "states", "usa"),
    "ZA": ("south", "africa"),
}
"""How a provider of that country may name it."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Providers and vendors: those that come with the program, and the person's own, which win."""

    providers: tuple[Provider, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    own_providers: tuple[Provider, ...] = ()
    own_vendors: tuple[Vendor, ...] = ()

    def with_own(self, providers: Sequence[Provider], vendors: Sequence[Vendor]) -> Catalogue:
        """This catalogue with the person's own entries before it."""
        return replace(self, own_providers=tuple(providers), own_vendors=tuple(vendors))

    def match(self, names: Sequence[str], asn: int | None = None, country: str = "") -> Provider | None:
        """The one provider that all of these names and the network's number (`asn`) allow; None where none is sure.

        `country` (ISO 3166-1 alpha-2; empty: not known) leaves out providers of other countries. A name means a
        provider where its words stand in it whole and all else is what companies are called ("Ltd", "Broadband"), so
        "Orange County" is not Orange; the longest words count. Two that are left are none: a wrong name would send
        people to, and accuse, somebody else.
        """
        country = "" if country.upper() in ANYWHERE else country.upper()
        heard = [words for name in names[:MOST_NAMES] if (words := _words(name[:LONGEST_NAME]))]
        for entries in (self.own_providers, self.providers):
            sets = [found for words in heard if (found := self._meant(entries, words, country))]
            sets += [found] if (found := [e for e in entries if asn is not None and asn in e.asn]) else []
            if sets:
                left = [entry for entry in sets[0] if all(entry in others for others in sets)]
                return left[0] if len(left) == 1 else None
        return None

    def _meant(self, entries: Sequence[Provider], name: Words, country: str) -> list[Provider]:
        """The entries with the longest words in this name."""
        best, found = 0, list[Provider]()
        for entry in entries:
            if country and entry.country not in ("", country):
                continue
            length = self._length(entry, name, bool(country))
            if length and length >= best:
                found = [*found, entry] if length == best else [entry]
                best = length
        return found

    def _length(self, entry: Provider, name: Words, at_home: bool) -> int:
        """Letters of the longest words of an entry in a name that may be its; 0 where the name is not its."""
        words = [*entry.match, *(entry.match_in_country if at_home else ())]
        runs = sorted((run for word in words if (run := _words(word))), key=lambda run: -sum(map(len, run)))
        rest, longest = name, 0
        for run in runs:
            without = _without(rest, run)
            if without != rest:
                longest = longest or sum(map(len, run))
                rest = without
        return longest if all(self._is_business(word, entry.country) for word in rest) else 0

    def _is_business(self, word: str, country: str) -> bool:
        """Whether a word beside the name says nothing of whose it is; another country's does."""
        bare = word.rstrip("0123456789")
        if not bare or bare in BUSINESS or bare in OWN_COUNTRY.get(country, ()):
            return True
        if len(bare) > 2:
            return False
        code = {"uk": "GB"}.get(bare, bare.upper())
        return code == country or code not in {entry.country for entry in (*self.providers, *self.own_providers)}

    def named(self, name: str) -> Provider | None:
        """The entry of exactly this name, as a person chooses it out of `names`; None where there is none."""
        wanted = _words(name[:LONGEST_NAME])
        every = (entry for entry in (*self.own_providers, *self.providers) if _words(entry.name) == wanted)
        return next(every, None)

    def known_name(self, told: str, country: str = "") -> str:
        """What people call the owner of a network of this name; empty where the catalogue does not know it."""
        found = self.match((told,), None, country)
        return found.name if found else ""

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """The names of the providers that begin so, or one of whose words does, in the order of the alphabet."""
        wanted = prefix.casefold().strip()
        every = {entry.name for entry in (*self.own_providers, *self.providers)}
        begins = [n for n in every if any(part.startswith(wanted) for part in (n.casefold(), *_words(n)))]
        return tuple(sorted(begins, key=lambda name: (name.casefold(), name)))

    def vendor_for(self, url: str) -> Vendor | None:
        """The vendor of the service at this address (http, https or tcp); the longest host name counts; or None."""
        host = _host(url)
        for entries in (self.own_vendors, self.vendors):
            best: tuple[int, Vendor] | None = None
            for vendor in entries:
                for known in vendor.hosts:
                    if _covers(known, host) and (best is None or len(known) > best[0]):
                        best = len(known), vendor
            if best:
                return best[1]
        return None


def read_catalogue(
    table: Mapping[str, object], source: str = "the catalogue", kinds: Collection[str] | None = None
) -> Catalogue:
    """The catalogue in this table of `[[provider]]` and `[[vendor]]`.

    `kinds` are the formats of status page that there are; None: any. Raises SettingsError, one sentence, for the first
    thing that cannot be used or is not known.
    """
    warnings: list[str] = []
    values = Values(Layer(source, table), warnings)
    known = values.table(table, (), ("provider", "vendor"))
    entries = Entries(values, kinds)
    found = Catalogue(entries.providers(known.get("provider", ())), entries.vendors(known.get("vendor", ())))
    if warnings:
        # What comes with the program has no reader who would see a warning.
        raise SettingsError(warnings[0])
    return found


def completed(isp: Isp, catalogue: Catalogue, learnt: Mapping[str, Fact]) -> tuple[Isp, str]:
    """The provider with what the catalogue knows in the places that the person left empty, and who named it.

    The second value is "settings" where the person did, "learnt" where the network's owner was asked for while all was
    well (`learnt`: facts of memory, see core/learning.py), else empty. What a person set is never changed, and to a
    status_url of their own goes no page of the catalogue.
    """
    country, asn = _text(learnt.get("provider_country")), learnt.get("provider_asn")
    if isp.name:
        name_from = "settings"
        entry = catalogue.named(isp.name) or catalogue.match((isp.name,), None, country)
    else:
        told = [_text(learnt.get(fact)) for fact in ("provider_registrant", "provider_as_name", "provider_name")]
        number = asn if isinstance(asn, int) and not isinstance(asn, bool) else None
        entry = catalogue.match([name for name in told if name], number, country)
        isp = replace(isp, name=entry.name if entry else told[-1])
        name_from = "learnt" if isp.name else ""
    if entry is None:
        return isp, name_from
    if not isp.status_url:
        kind = "" if entry.kind in (LINK, NONE) else entry.kind
        page_url = isp.page_url or entry.page_url
        isp = replace(isp, status_url=entry.status_url, status_format=isp.status_format or kind, page_url=page_url)
    return replace(isp, support_phone=isp.support_phone or entry.phone), name_from


def _text(value: Fact) -> str:
    return one_line(value)[:LONGEST_NAME] if isinstance(value, str) else ""


def _words(name: str) -> Words:
    """The words of a name in small letters without accents: registries write "Telefonica"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return tuple(TOKEN.findall(plain.casefold()))


def _without(words: Words, run: Words) -> Words:
    """The words without each place where this run stands."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        if words[place : place + len(run)] == run:
            place += len(run)
        else:
            kept.append(words[place])
            place += 1
    return tuple(kept)


def _host(url: str) -> str:
    """The host of an address as it stands in the DNS, in lower case, without a dot at its end; empty for none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return ascii_host(host.rstrip(".")).lower()


def _covers(known: str, host: str) -> bool:
    """Whether a host is this one, or at or below one with "*." before it."""
    name = known.removeprefix("*.")
    return bool(host) and (host == name or (known != name and host.endswith(f".{name}")))
