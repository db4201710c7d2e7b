"""Tells by its words what an announcement is about, where a page has no fields for it: feeds and plain pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netcheck.core.news import Stage


def _any_of(*phrases: str) -> re.Pattern[str]:
    """A pattern for whole words."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.I)


LABELS: Mapping[str, Stage] = {
    label: stage
    for stage, labels in (
        (Stage.INVESTIGATING, "investigating|new|open|reported|monitored"),
        (Stage.IDENTIFIED, "identified|update|updated|major identified"),
        (Stage.MONITORING, "monitoring|watching|critical monitoring|mitigated"),
        (Stage.RESOLVED, "resolved|completed|complete|closed|fixed|recovered|cancelled|canceled|postmortem"),
        (Stage.RESOLVED, "behoben|gelöst|abgeschlossen|erledigt|beendet|résolu|terminé|resuelto|opgelost|hersteld"),
        (Stage.RESOLVED, "risolto|resolvido"),
        (Stage.SCHEDULED, "scheduled|planned|upcoming|maintenance scheduled|geplant|planifié|programmé|gepland"),
        (Stage.IN_PROGRESS, "in progress|verifying|ongoing|maintenance in progress|laufend|en cours|in uitvoering"),
    )
    for label in labels.split("|")
}
"""What pages put before a title or an update, as in "Resolved - No internet in Graz"."""
_LABEL = "|".join(sorted(LABELS, key=len, reverse=True))
_DASH = r"[-:\u2013\u2014]"
TITLED = re.compile(
    rf"\s*[\[(]?\s*(?:status\s*:\s*)?(?P<label>{_LABEL})\s*(?:[\])]\s*{_DASH}?|\s[-\u2013\u2014]|:)\s*", re.I
)
"""A label at the beginning of a line, with what parts it from the words."""
BEHIND = re.compile(rf"\s*(?:{_DASH}\s*|[\[(])(?P<label>{_LABEL})\s*[\])]?\s*$", re.I)
"""A label at the end of a title, as in "No internet in Graz [Resolved]"."""

MAINTENANCE = _any_of(
    *(
        r"maintenance",
        r"planned (?:works?|outage|interruption)",
        r"scheduled (?:works?|event|outage)",
        r"upgrade works?",
    ),
    *(r"wartung\w*", r"geplante arbeiten"),
    *(r"onderhoud\w*", r"geplande werkzaamheden"),
    *(r"travaux", r"mantenimiento", r"trabajos programados", r"manutenzione", r"lavori programmati", r"manutenção"),
)
OUTAGE = _any_of(
    *(
        r"outages?",
        r"down",
        r"(?:no|without) (?:service|internet|broadband|connection|connectivity|signal|power)",
        r"offline",
        r"failure",
    ),
    *(r"loss of (?:service|connectivity)", r"service (?:disruption|interruption)", r"interruptions?", r"unavailable"),
    *(r"fib(?:re|er) cut", r"cable (?:cut|damage)", r"cut (?:fibre|fiber|cable)", r"not (?:available|working)"),
    *(r"ausf(?:all|älle)\w*", r"\w*störung(?:en)?", r"kein internet", r"unterbrechung\w*"),
    *(r"panne", r"coupure", r"avería\w*", r"interrupción\w*", r"corte de", r"sin servicio"),
    *(r"storing(?:en)?", r"geen internet", r"guast[oi]", r"disservizio", r"interruzione", r"avaria", r"interrupção"),
)
_DONE = r"(?:resolved|restored|fixed|repaired|completed|recovered)"
MENDED = _any_of(
    rf"(?:has|have) (?:now )?been (?:\w+ )?{_DONE}",
    rf"(?:is|are|was|were) (?:now )?(?:\w+ )?{_DONE}",
    r"(?:is|are) (?:now )?(?:back (?:online|up|to normal)|operating normally|over)",
    rf"(?:incident|issue|outage|services?|fault|maintenance) {_DONE}",
    r"(?:wurden?|ist|sind) (?:\w+ )?(?:behoben|wiederhergestellt|abgeschlossen|beendet|gelöst)",
    r"wieder (?:verfügbar|erreichbar|hergestellt)",
    r"(?:est|a été|ont été) (?:résolue?|rétablie?s?|terminée?s?)",
    r"(?:ha sido|fue|está) (?:resuelt[oa]|restablecid[oa]|solucionad[oa])",
    r"is (?:opgelost|hersteld|verholpen|afgerond)",
    r"è stat[oa] (?:risolt[oa]|ripristinat[oa])",
    r"foi (?:resolvid[oa]|restabelecid[oa]|normalizad[oa])",
)
MENDED_TITLE = _any_of(_DONE, "behoben", "gelöst", "wiederhergestellt", "is up", "back up")
NOT_YET = re.compile(
    r"\b(?:not|yet|until|once|when|after|before|partially|partly|some|if|being|be|expected|should|will|soon|cause"
    r"|noch|nicht|wird|sobald|bis|teilweise|pas|cuando|todavía|nog|niet|non|quando|ainda|não)\b[^.]{0,50}$",
    re.I,
)
"""Words before "restored" by which it is not restored."""


def kind_of(words: str) -> str:
    """Whether these words are about an outage, a maintenance, or something that works badly (degraded)."""
    if MAINTENANCE.search(words):
        return "maintenance"
    return "outage" if OUTAGE.search(words) else "degraded"


def without_label(title: str) -> tuple[str, Stage]:
    """A title without the label before or behind it, and the stage that the label names."""
    found = TITLED.match(title)
    if found and title[found.end() :]:
        return title[found.end() :], LABELS[found["label"].lower()]
    found = BEHIND.search(title)
    if found and title[: found.start()]:
        return title[: found.start()], LABELS[found["label"].lower()]
    return title, Stage.UNKNOWN


def says_mended(title: str, text: str) -> bool:
    """Whether these words say that it is over, and not that it will be."""
    for pattern, words in ((MENDED_TITLE, title), (MENDED, text)):
        for found in pattern.finditer(words):
            if not NOT_YET.search(words[max(0, found.start() - 60) : found.start()]):
                return True
    return False
