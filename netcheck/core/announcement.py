"""Weighs what a provider announces: is it about access to the internet, about here, and about now?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netcheck.core.model import Fact
from netcheck.core.news import Incident, News, Stage
from netcheck.core.providers import BUSINESS, OWN_COUNTRY
from netcheck.core.whereabouts import about_here, folded, words_of

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
    OTHER_PROVIDER = "other-provider"
    """What was learnt of this line names another provider than the one whose page this is."""


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
    anothers: bool = False,
) -> tuple[Bearing, ...]:
    """The announcements under way that may explain a dead line here, the best fitting first.

    `area` is a town, region or postcode, or several with commas between; `worked_at` is when this line was last seen
    to work, `down_since` since when it is known to be dead; `names` are names of the provider, which are no places;
    `anothers`: this line is known to belong to another provider.
    """
    known = words_of((*names, news.provider))
    found = []
    for incident in (*news.incidents, *news.planned):
        doubt = _doubt(incident, now, worked_at, down_since)
        if doubt is not None and anothers:
            doubt = Doubt.OTHER_PROVIDER
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
"""Words for the line itself, in the letters that `folded` leaves."""
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
    words = SEEN_OVER_THE_LINE.sub(" tv ", folded(text))
    if MOBILE.search(words):
        return ACCESS.search(ANY_LINE.sub(" ", words)) is not None
    if ACCESS.search(words):
        return True
    if OTHER.search(words):
        return False
    return True if NETWORK.search(words) else None


# --- whose it is ----------------------------------------------------------------------------------------------------

LEARNT_NAMES = ("provider_name", "provider_registrant", "provider_as_name")
_LEGAL = BUSINESS | {"ag", "as", "bv", "co", "kg", "mnt", "sa", "se", "telekom", "ug"}
_LEGAL |= {word for words in OWN_COUNTRY.values() for word in words} | {code.casefold() for code in OWN_COUNTRY}
"""Words that many companies bear: they tell nobody apart."""


def of_another(name: str, learnt: Mapping[str, Fact]) -> bool:
    """Whether what was learnt of this line (core/learning.py) names another company than the one of this name.

    Where nothing was learnt, or any of the learnt names may be this company's, it is not another one.
    """
    told = [each for fact in LEARNT_NAMES if isinstance(each := learnt.get(fact), str) and words_of((each,))]
    return bool(words_of((name,))) and bool(told) and not any(_one_company(name, each) for each in told)


def _one_company(one: str, other: str) -> bool:
    """Whether two names may be one company's: "LabTel" and "Lab Telecommunications GmbH", "A1" and "A1TELEKOM-AT"."""
    if (words_of((one,)) - _LEGAL) & (words_of((other,)) - _LEGAL):
        return True
    short, long = sorted((re.sub(r"[\W_]", "", folded(name)) for name in (one, other)), key=len)
    initials = "".join(word[0] for word in re.findall(r"\w+", folded(max(one, other, key=len))))
    return long.startswith(short) or (len(short) > 1 and initials.startswith(short))
