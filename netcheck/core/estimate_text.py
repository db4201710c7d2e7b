"""Finds in the words of a provider until when it means to be done; where that is not clear, nothing."""

# A wrong estimate is worse than none: it needs a phrase that speaks of the end ("expected to be resolved by"), nothing
# that denies it, and one moment that is meant, with its zone.

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from netcheck.core.time_words import MONTH, TIME, Written

FURTHEST = timedelta(days=7)
LONGEST = timedelta(hours=72)
"""The longest "within ..." that is taken for an estimate."""
NEAR = 60
"""Letters between the phrase and its time."""
SENTENCE = re.compile(r"[!?;]\s|\.\s+(?=[A-ZÄÖÜÉ])|\n")
SPELLED = (
    (re.compile(r"\b([ap])\.m\.?", re.I), r"\1m"),
    (re.compile(r"\b(?:no|not)\s+later\s+than\b|\bnicht\s+später\s+als\b|\bspätestens\b", re.I), "by"),
)
"""What would be taken for the end of a sentence, or for a denial."""

_ENDS = r"(?:resol|restor|fix|repair|complet|\bback\b|recover|finish|normal|\bup and running)"
PHRASES = tuple(
    re.compile(phrase, re.I)
    for phrase in (
        r"\b(?-i:ET(?:A|R|TR|OR))\b",
        r"\b(?:estimated|expected|anticipated|projected)\s+(?:time\s+(?:of|to|for)\s+)?(?:service\s+)?"
        r"(?:resolution|restoration|restore|repair|fix|recovery|completion|end\b)(?:\s+time)?",
        rf"\b(?:expect|anticipat|estimat|aim|hop(?:e|ing)|should|will|forecast|schedul)\w*\b[^.]{{0,80}}?{_ENDS}\w*",
        r"\bvoraussichtlich\w*(?=\s(?:\w+\s){0,4}bis\b|[^.]{0,80}\b(?:behoben|wieder|abgeschlossen|beendet|entstört|gelöst))",
        r"\b(?:geschätzte|erwartete)[rsn]?\s+(?:ende|behebung|wiederherstellung|entstörung)\w*",
        r"\b(?:rétablissement|résolution|retour à la normale|fin)\s+(?:est\s+)?(?:prévue?|estimée?|attendue?)",
        r"\bdevrait\b[^.]{0,60}?\b(?:rétabli|résol)\w*",
        r"\bse\s+(?:espera|estima|prevé)\b[^.]{0,80}?\b(?:resuel|resolv|restable|solucion|normal)\w*",
        r"\b(?:resolución|restablecimiento|solución)\s+(?:estimad|previst)\w*",
        r"\bnaar verwachting\b(?=[^.]{0,80}\b(?:opgelost|hersteld|verholpen|klaar|afgerond))",
        r"\bverwachte?\s+(?:hersteltijd|oplostijd|eindtijd)\b",
        r"\b(?:ripristino|risoluzione)\s+(?:previst|stimat|attes)\w*",
        r"\bprevisão\s+(?:de|para)\s+(?:a\s+)?(?:normaliza|restabelec|resolu|retorno|solu)\w*",
    )
)
OTHER_TIME = re.compile(
    r"\d|\b(?:updat|inform|news|report|post(?:ed)?\b|bulletin|start|began|begin|since|engineer|technician|crew|arriv"
    r"|on ?site|investigat|diagnos|assess|analy|phase|step|first|partial|partly|some\b|most\b|many\b|call|contact|repl"
    r"|restart|reboot|router|modem|meldung|techniker|seit\b|teilweise|nouvelle|mise à jour|depuis|début|actualiza"
    r"|desde\b|inicio|aggiorna|dalle\b|inizio|sinds|aanvang|bijgewerkt|atualiza|tomorrow|overnight|demain|mañana|domani"
    r"|amanhã|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|business|working"
    rf"|{MONTH})\w*",
    re.I,
)
"""What stands between a phrase and a time that is not the end: the next update, the beginning, an engineer's visit, a
part of it, a day that is not clear."""
DENIED = re.compile(
    r"\b(?:no|not|never|cannot|unable|unknown|without|unclear|too early|kein\w*|nicht|noch|unklar|unbekannt|pas"
    r"|aucune?|ne|sin|ninguna?|geen|niet|onbekend|non|nessuna?|sem|não)\b|n't\b|n’t\b",
    re.I,
)
OVER = re.compile(
    r"\b(?:was|were|had|has been|previously|originally|initially|earlier|war|wurde|était)\s+(?:\w+\s+)?$"
    r"|\b(?:engineer|technician|crew|visit|arrival|update|techniker)\w*(?:'s)?\W*$"
    r"|\b(?:phase|step|stage|partial|some|most|first|investigat|diagnos|analys|inspection|survey|test)\w*\b[^,]{0,25}$",
    re.I,
)
"""Words before a phrase by which it speaks of an estimate that no longer holds, or of something else."""
AFTER = re.compile(
    r"\s*,?\s*\(?(?:(?:on|next|this|am|le|el|op)\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri"
    r"|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag"
    r"|zondag|eastern|central|mountain|pacific|atlantic|uk|british|london|european|indian|irish|the next)\b",
    re.I,
)
"""Behind a time: a day of the week, or a zone in words. Which one that is, depends on more than we know."""
TAKEN_BACK = re.compile(
    r"\b(?:but|however|unfortunately|delay\w*|longer|instead|postponed|aber|jedoch|allerdings|leider|mais|pero|maar)\b",
    re.I,
)
RANGE = re.compile(r"\s*(?:-|\u2013|to|and|until|bis|et|à|y|a|e|tot|en)\s*", re.I)

NUMBERS = {"two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12, "zwei": 2, "drei": 3, "vier": 4}
NUMBERS |= {"deux": 2, "trois": 3, "quatre": 4, "dos": 2, "tres": 3}
_NUMBER = rf"\d{{1,3}}(?:[.,]5)?|an?|one|eine[rm]?|une?|{'|'.join(NUMBERS)}"
_ABOUT = (
    r"(?:the\s+|den\s+|der\s+|les\s+|las\s+|las\s+pr[oó]ximas\s+|prossime\s+|próximas\s+|prochaines\s+|nächsten\s+"
    r"|next\s+|about\s+|approximately\s+|approx\.?\s+|around\s+|roughly\s+|ca\.?\s+|etwa\s+|environ\s+|unos\s+|circa\s+"
    r"|another\s+|ongeveer\s+){0,4}"
)
_LENGTH = (
    rf"(?P<least>{_NUMBER})(?:\s*(?:-|\u2013|to|or|bis|à|a|tot|o|ou)\s*(?P<most>\d{{1,3}}))?[\s-]*"
    r"(?P<unit>minute[ns]?|minuten|mins?|hours?|hrs?|h|days?|stunden?|std|tagen?|heures?|jours?|horas?|minutos?|minuti"
    r"|or[ae]|uur|uren|dagen)\b"
)
DURATION = re.compile(
    r"\b(?:within|in|over|innerhalb(?:\s+von)?|binnen|dans|d'ici|en|dentro\s+de|entro|nelle|nas|em)\s+"
    rf"{_ABOUT}{_LENGTH}",
    re.I,
)
BARE = re.compile(rf"\s*(?:is\s)?\s*[:=~]?\s*{_ABOUT}{_LENGTH}", re.I)
"""The length itself, as it stands behind "ETA:"."""


def estimate(
    text: str, written_at: datetime | None, now: datetime | None = None, zone: tzinfo | None = None
) -> datetime | None:
    """The end that these words announce, as UTC; None where they announce none, or it is not clear which.

    `written_at` is when they were written: "within 4 hours" counts from then, and "by 18:30 BST" is the next one after
    it; unknown, `now` serves for times of day. `zone` is the people's own, for times that name none.
    """
    for pattern, plain in SPELLED:
        text = pattern.sub(plain, text)
    found = {end for sentence in SENTENCE.split(text) for end in _ends(sentence, written_at, now, zone)}
    return found.pop() if len(found) == 1 else None


def _ends(sentence: str, written_at: datetime | None, now: datetime | None, zone: tzinfo | None) -> set[datetime]:
    """The ends that one sentence announces."""
    found = set[datetime]()
    for phrase in (match for pattern in PHRASES for match in pattern.finditer(sentence)):
        if OVER.search(sentence[: phrase.start()]):
            continue
        end = _after(sentence, phrase, written_at, now, zone)
        since = written_at or now
        if end is not None and (since is None or since < end <= since + FURTHEST):
            found.add(end)
    return found


def _after(
    sentence: str, phrase: re.Match[str], written_at: datetime | None, now: datetime | None, zone: tzinfo | None
) -> datetime | None:
    """The first time or length of time behind a phrase."""
    spans = BARE.match(sentence, phrase.end()) or DURATION.search(sentence, phrase.end())
    clock = next((time for time in TIME.finditer(sentence, phrase.end()) if Written(time).is_time), None)
    nearest = min((match.start() for match in (spans, clock) if match), default=None)
    if nearest is None or nearest > phrase.end() + NEAR:
        return None
    before = sentence[max(0, phrase.start() - 40) : nearest]
    if (
        OTHER_TIME.search(sentence[phrase.start() : nearest])
        or DENIED.search(before)
        or TAKEN_BACK.search(sentence, nearest)
    ):
        return None
    if spans is not None and spans.start() == nearest:
        length = _length(spans)
        return written_at + length if written_at is not None and length is not None else None
    if clock is None or AFTER.match(sentence, clock.end()):
        return None
    joined = RANGE.match(sentence, clock.end())
    last = TIME.match(sentence, joined.end()) if joined else None
    if last is None or not Written(last).is_time:
        return Written(clock).moment(written_at or now, zone)
    # Of "16:00 - 18:00 UTC" the end counts; a date that stands only with the beginning is not carried over.
    unclear = AFTER.match(sentence, last.end()) or (Written(clock).has_date and not Written(last).has_date)
    return None if unclear else Written(last).moment(written_at or now, zone)


def _length(spans: re.Match[str]) -> timedelta | None:
    """How long "2 to 4 hours" is at most."""
    number = (spans["most"] or spans["least"]).lower().replace(",", ".")
    unit = spans["unit"].lower()
    count = float(number) if number[0].isdigit() else float(NUMBERS.get(number, 1))
    if unit.startswith("m"):
        length = timedelta(minutes=count)
    elif unit[0] == "j" or unit.startswith(("day", "tag", "dag")):
        length = timedelta(days=count)
    else:
        length = timedelta(hours=count)
    return length if timedelta() < length <= LONGEST else None
