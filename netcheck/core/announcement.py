"""Weighs what a provider announces: is it about access to the internet, about here, and about now?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netcheck.core.news import Incident, News, Stage

FORGOTTEN = timedelta(days=14)
"""An incident of which nothing was heard for so long was forgotten on the page; it explains no outage of today."""
LATE = timedelta(hours=12)
"""So long after its announced end, with no word since, an incident is most likely over."""
SPREADS = timedelta(hours=3)
"""An outage grows for a while, and is announced late: but a line that worked so long after it was last spoken of was
spared by it, and one that was dead so long before is dead of something else."""
SOON = timedelta(hours=1)
"""How far ahead of our clock a beginning may lie: clocks differ, and "from 14:00" is written at 13:50."""


class Doubt(StrEnum):
    """Why an announcement that names access and this area may all the same not be what is measured here."""

    NONE = ""
    MENDED = "mended"
    """They say that it is mended, and watch it."""
    BY_THE_CLOCK = "by-the-clock"
    """Work was announced for this hour; nobody has said that it began."""
    WORKED_SINCE = "worked-since"
    """It was announced before, and this line worked meanwhile."""
    BEGAN_LATER = "began-later"
    """It began when this line had been dead for hours."""
    OVER = "over"
    """Its announced end has passed, and nothing was said since."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What an announcement has to do with this line."""

    incident: Incident
    access: bool | None
    """Whether it is about access to the internet; None where it does not say."""
    here: str
    """yes, maybe (it names no place, or no area is set), or no."""
    doubt: Doubt = Doubt.NONE

    @property
    def sure(self) -> bool:
        """Whether nothing speaks against it."""
        return self.here == "yes" and self.access is True and not self.doubt


def bearings(
    news: News,
    area: str,
    now: datetime,
    *,
    worked_at: datetime | None = None,
    down_since: datetime | None = None,
    names: Iterable[str] = (),
) -> tuple[Bearing, ...]:
    """The announcements under way that may explain a dead line here, the best fitting first.

    `area` is a town, region or postcode, or several with commas between; `worked_at` is when this line was last seen
    to work, `down_since` since when it is known to be dead; `names` are names of the provider, which are no places.
    """
    known = frozenset(word for name in (*names, news.provider) for word in _words(name))
    found = []
    for incident in (*news.incidents, *news.planned):
        doubt = _doubt(incident, now, worked_at, down_since)
        access, here = about_access(incident), about_here(incident, area, known)
        if doubt is not None and access is not False and here != "no":
            found.append(Bearing(incident, access, here, doubt))
    return tuple(
        sorted(found, key=lambda b: (b.here != "yes", bool(b.doubt), b.access is not True, b.incident.kind == WORK))
    )


WORK = "maintenance"


def under_way(news: News, now: datetime) -> tuple[Incident, ...]:
    """The incidents and the work that a page tells of as going on, those that are not mended yet first."""
    doubts = [(incident, _doubt(incident, now)) for incident in (*news.incidents, *news.planned)]
    return tuple(incident for incident, doubt in sorted(doubts, key=lambda one: bool(one[1])) if doubt is not None)


def _doubt(
    incident: Incident, now: datetime, worked_at: datetime | None = None, down_since: datetime | None = None
) -> Doubt | None:
    """What speaks against it by its stage and times; None where it is not under way at all."""
    begins, ends = incident.expected_start or incident.started_at, incident.expected_end
    heard = max((at for at in (incident.updated_at, incident.started_at) if at), default=None)
    if incident.stage is Stage.RESOLVED:
        return None
    if incident.stage is Stage.SCHEDULED:
        in_its_time = begins is not None and ends is not None and begins <= now <= ends
        return Doubt.BY_THE_CLOCK if in_its_time else None
    if begins is not None and begins > now + SOON and incident.stage is not Stage.IN_PROGRESS:
        return None
    if heard is not None and now - heard > FORGOTTEN and not (ends is not None and ends >= now):
        return None
    if incident.stage is Stage.MONITORING:
        return Doubt.MENDED
    if ends is not None and now > ends + LATE and (heard is None or heard <= ends):
        return Doubt.OVER
    spoken_of = max((at for at in (begins, heard) if at), default=None)
    if worked_at is not None and spoken_of is not None and spoken_of + SPREADS < worked_at:
        return Doubt.WORKED_SINCE
    if down_since is not None and begins is not None and begins > down_since + SPREADS:
        return Doubt.BEGAN_LATER
    return Doubt.NONE


# --- what it is about ---------------------------------------------------------------------------------------------

ACCESS = re.compile(
    r"internet|breitband|broadband|banda (?:larga|ancha)|haut debit|glasfaser|fibre|fiber|fibra|dsl|docsis|gpon|pppoe"
    r"|\b(?:ftt[hbcpx]|kabel|cables?|koax|coax|bng|olt|wlan|lwl)\b|kabel(?:netz|anschluss|modem)"
)
"""Words for the line itself, in the letters that `_folded` leaves."""
NETWORK = re.compile(
    r"netzwerk|reseau|connectivi|konnektivi|\b(?:networks?|netze?|acces|access[eo]?|acceso|zugang|anschl(?:u|ue)ss\w*"
    r"|connections?|connexion|conexion|verbindung(?:en)?|lines?|leitung(?:en)?|backbone|core|routing|routers?|transit"
    r"|peering|dns|dhcp|radius|ipv[46]|data|datendienste?)\b"
)
"""Words for the line that are used of other things, too: they count where no other product is named."""
OTHER = re.compile(
    r"mail|hosting|webhost|fernseh|televis|telefonie|telephon|voice|voip|billing|rechnung|factur|streaming|kundenportal"
    r"|espace client|boutique|data ?cent|rechenzentr"
    r"|\b(?:tv|iptv|hbbtv|telefon|telefondienste?|phones?|landlines?|sip|fax|website|webseite|homepage|portal|apps?"
    r"|shop|store|webshop|support|helpdesk|hotline|helpline|chat|call ?cent(?:er|re)|invoices?|payments?|cloud|domains?"
    r"|vps|colocation|housing|backup|login|sso|myaccount|accounts?|konto|webmail|imap|pop3|smtp|api|dashboard)\b"
)
"""Products whose troubles are no reason for a dead line."""
SEEN_OVER_THE_LINE = re.compile(r"\b(?:kabel|cable|internet|glasfaser|fibre|fiber)[- ]?(?:tv|fernseh\w*|televis\w*)")
"""Television that is named after the line."""
MOBILE = re.compile(r"mobil|movil|cellular|roaming|handy|\b(?:sms|mms|lte|[2-5]g|gsm|umts|volte|e?sim)\b")
ANY_LINE = re.compile(r"internet|breitband|broadband|banda (?:larga|ancha)|haut debit")
"""Said of mobile networks as well."""


def about_access(incident: Incident) -> bool | None:
    """Whether it is about access to the internet; None where it does not say.

    What it lists as touched counts most: where all that is listed are other products (mail, television, telephony), a
    dead line has another cause. Without a list, its title counts, and its text last.
    """
    if incident.components:
        said = [_about(component) for component in incident.components]
        if True in said:
            return True
        if all(one is False for one in said):
            return False
    said_by_title = _about(incident.title)
    return said_by_title if said_by_title is not None else _about(incident.text)


def _about(text: str) -> bool | None:
    words = SEEN_OVER_THE_LINE.sub(" tv ", _folded(text))
    if MOBILE.search(words):
        return ACCESS.search(ANY_LINE.sub(" ", words)) is not None
    if ACCESS.search(words):
        return True
    if OTHER.search(words):
        return False
    return True if NETWORK.search(words) else None


# --- where it is ----------------------------------------------------------------------------------------------------

EVERYWHERE = re.compile(
    r"\b(?:nationwide|nation wide|countrywide|country wide|uk ?wide|nationally|landesweit|bundesweit"
    r"|(?:osterreich|deutschland|schweiz)weit|schweizweit|europaweit|dans toute la (?:france|suisse|belgique)"
    r"|toute la france|(?:au )?niveau national|(?:all|every|alle|allen|tous les|toutes les|todas las|todos los|tutte le"
    r"|tutti i) (?:regions?|areas?|locations?|sites?|customers?|clients?|users?|subscribers?|kunden|regionen|gebiete"
    r"|gebieten|standorte|standorten|bundeslander|bundeslandern|departements?|clientes|utenti|regioni|regiones)"
    r"|(?:whole|entire|gesamte[ns]?|ganze[ns]?) (?:network|country|netz|land|netzwerk))\b"
)
NOT_EVERYWHERE = re.compile(rf"\b(?:not|nicht|keine?n?|pas|no)(?: \w+){{0,2}} {EVERYWHERE.pattern}")
LEFT_OUT = re.compile(r"\b(?:except|excluding|excludes|other than|ausgenommen|ausser|sauf|hormis|excepto|eccetto)\b.*")
"""From such a word on, a sentence names places that are not meant."""
UNTOUCHED = re.compile(
    r"\b(?:not (?:be )?(?:affect|impact)\w*|unaffected|nicht betroffen|pas (?:touche|concerne|impacte)\w*"
    r"|no afectad\w*)"
)
"""A sentence with these words names places that are not meant."""
PLACED = re.compile(
    r"\b(?i:in|im|at|near|around|bei|nahe|um|raum|region|area|bereich|bezirk|gemeinde|ort|county|district|city|exchange"
    r"|a|à|au|en|dans|près de|secteur|ville de|di|nel|nella)"
    r"\s+(?:(?:the|der|dem|den|die|la|le|les)\s+)?([A-ZÄÖÜÉÈÅØ]\w*)"
)
"""A name after a word of place, in the words as they were written: names have large letters."""
_UK = re.compile(r"([a-z]{1,2}\d[a-z\d]?) ?\d[a-z]{2}")
_POSTCODE = re.compile(r"(?:\b[a-z]{1,2}[- ])?\b(\d{4,6})\b")
_BEFORE_NUMBER = r"(?<![\w])(?<!(?<!\d)\d[./-])(?<!(?<!\d)\d\d[./-])"
_AFTER_NUMBER = (
    r"(?!\w)(?![./-]\d\d?(?!\d))"
    r"(?! (?:customers?|clients?|users?|subscribers?|households?|kunden|haushalte|anschlusse|abonnes|foyers))"
)
"""A part of a date, or a number of people, is no postcode."""

_PLAIN = (
    "a abend acces access addition adsl aktuell aktuelle all alle am an and announced anschluss anschlusse are "
    "area areas at auf ausfall ausfalle aux avec back backbone bearbeitung behoben bei beim bekannt bekannte "
    "bereich broadband business by cable case clients connection connections connectivity connexion core coupure "
    "current currently customer customers das data daten de degradation degraded der des detected dhcp die dienst "
    "dienste disruption dns docsis dsl du due een ein eine einem einer eines einige elevated email emergency en "
    "entstorung et experiencing fault faults fehler fiber fibra fibre fixed for fttb fttc ftth fttp fur gebiet "
    "gemeldet general generale geplant geplante gestort glasfaser high home im in incident incidents intermittent "
    "internet internetausfall internetstorung internetverbindung internetzugang interruption interruptions "
    "investigating ipv4 ipv6 issue issues ist kabel kein keine known kunden kundinnen la langsam le leitung les "
    "line lines loss mail maintenance maintenances major massive mehrere minor mit moglich moment morgen multiple "
    "nacht network networks netz netzwerk no notfallwartung notice of on or our outage outages packet panne "
    "partial partielle partieller performance planned possible potential problem probleme problemes problems "
    "progress radius reduced region regionen reseau residential routing scheduled service services several slow "
    "some speed stoerung stoerungen storung storungen sur technical techniker technisch technische teil "
    "teilausfall teile teilen teilweise telefonie the trouble troubles tv ueber uhr um und unplanned "
    "unterbrechung unterbrechungen unterbruch update upgrade ursache users vdsl voip von wartung wartungsarbeiten "
    "flachendeckend flachendeckender we wegen wide with wlan work works zeit zu zugang zum zur"
)
PLAIN = frozenset(_PLAIN.split())
"""Words of which none is the name of a place."""


def about_here(incident: Incident, area: str, known: frozenset[str] = frozenset()) -> str:
    """yes: this area is named, or everywhere; maybe: no place is named, or no area is set; no: other places are.

    `known` are further words that are no places, such as the provider's name.
    """
    areas = [part.strip() for part in re.split(r"[,;\n]", area) if part.strip()]
    if not areas:
        return "maybe"
    told = (*incident.areas, *incident.components, incident.title, *re.split(r"[.;!?]\s", incident.text))
    plain = _meant(told, "")
    if EVERYWHERE.search(plain) and not NOT_EVERYWHERE.search(plain):
        return "yes"
    with_e = _meant(told, "e")
    said = {_named(_folded(one), plain) for one in areas} | {_named(_folded(one, "e"), with_e) for one in areas}
    for answer in ("yes", "maybe"):
        if answer in said:
            return answer
    return "no" if _names_a_place(incident, known) else "maybe"


def _meant(told: Sequence[str], umlaut: str) -> str:
    """All that is said, without the places of which it is said that they are not meant."""
    folded = (_folded(part, umlaut) for part in told)
    return " | ".join(LEFT_OUT.sub("", part) for part in folded if not UNTOUCHED.search(part))


def _named(area: str, text: str) -> str:
    """Whether an area stands there as a whole word: Linz in "Linz-Land", but Ulm only perhaps in "Neu-Ulm"."""
    number, uk = _POSTCODE.search(area), _UK.fullmatch(area)
    names = [area] if number is None else [number[1]] + ([area] if area != number[1] else [])
    found = ""
    for name in [*names, *([uk[1]] if uk else [])]:
        before, after = (_BEFORE_NUMBER, _AFTER_NUMBER) if name.isdigit() else (r"(?<!\w)", r"(?!\w)")
        for hit in re.finditer(before + re.escape(name) + after, text):
            if not re.search(r"[a-z]-$", text[max(0, hit.start() - 2) : hit.start()]) or name.isdigit():
                return "yes"
            found = "maybe"
    town = _POSTCODE.sub("", area).strip(" -") if number else ""
    if number and town and re.search(rf"(?<!\w){re.escape(town)}(?!\w)", text):
        others = re.search(rf"{_BEFORE_NUMBER}\d{{{len(number[1])}}}{_AFTER_NUMBER}", text)
        return "maybe" if others else "yes"
    return found


def _names_a_place(incident: Incident, known: frozenset[str]) -> bool:
    """Whether it names any place; a word that could be one counts as one."""
    words = {word for name in (incident.title, *incident.components) for word in _words(name)}
    words |= {word for hit in PLACED.finditer(incident.text) for word in _words(hit[1])}
    return bool(incident.areas) or bool(words - PLAIN - known)


# --- letters --------------------------------------------------------------------------------------------------------


def _folded(text: str, umlaut: str = "") -> str:
    """Small letters without marks, so that KÖLN, Koeln and Köln meet; ä becomes a, or ae with `umlaut`."""
    small = unicodedata.normalize("NFC", text).casefold()
    for letter, plain in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ø", "o"), ("å", "a")):
        small = small.replace(letter, plain + umlaut)
    return "".join(sign for sign in unicodedata.normalize("NFKD", small) if not unicodedata.combining(sign))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _folded(text)))
