"""Tells whether an announcement means the place where the person lives: surely, perhaps, or another one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from netcheck.core.news import Incident
from netcheck.core.place_words import (
    COMMON,
    EVERYWHERE,
    FINE,
    IN,
    LEFT_OUT,
    NEAR,
    NO_LEAD,
    NOT_EVERYWHERE,
    OF_AREA,
    OTHER_NAMES,
    PLACED,
    PLAIN,
    TO_COME,
    UNTOUCHED,
)

_BESIDE = re.compile(r"\s*[(/]|\s(?:am|an|im|ob|bei|upon|on|sur|in|a)\b")
"""Begins what tells two places of one name apart."""
_UK = re.compile(r"([a-z]{1,2}\d[a-z\d]?) ?\d[a-z]{2}")
_POSTCODE = re.compile(r"(?:\b[a-z]{1,2}[- ])?\b(\d{4,6})\b")
_COUNTRY = re.compile(r"\b[A-Za-z]{1,2}-(?=\d{4,6}\b)")
_YEAR = re.compile(r"(?:19[6-9]|20[0-4])\d")
"""Such a number may be a year."""
_BEFORE_NUMBER = r"(?<![\w])(?<!(?<!\d)\d[./-])(?<!(?<!\d)\d\d[./-])"
_AFTER_NUMBER = (
    r"(?!\w)(?![./-]\d\d?(?!\d))"
    r"(?! (?:customers?|clients?|users?|subscribers?|households?|kunden|haushalte|anschlusse|abonnes|foyers))"
)
"""A part of a date, or a number of people, is no postcode."""


def about_here(incident: Incident, area: str, known: frozenset[str] = frozenset()) -> str:
    """yes: it is about this area, or everywhere; maybe: nobody can say, or no area is set; no: other places are meant.

    Yes only where the area stands alone in a list of areas or components, or in the title in a place that is clear:
    a wrong yes accuses a provider, a wrong maybe only makes the word of it weaker. `known` are further words that are
    no places, such as the provider's name.
    """
    wanted = [part.strip() for part in re.split(r"[,;\n]", area) if part.strip()]
    if not wanted:
        return "maybe"
    sentences = re.split(r"[.;!?]\s|\n", _saints(incident.text))
    heads = (*incident.areas, *incident.components, incident.title)
    fine = [part for part in (*heads, *sentences) if _is_fine(part)]
    structured = [_meant(part) for part in heads if part not in fine]
    told = [_meant(part) for part in sentences if part not in fine]
    answers = {_of_one(one, incident, structured, told, known) for one in wanted}
    if "yes" in answers:
        return "maybe" if any(_mentions(part, one) for part in fine for one in wanted) else "yes"
    if "maybe" in answers:
        return "maybe"
    everywhere = _everywhere(incident, structured, told, known, wanted)
    if everywhere:
        return everywhere
    return "no" if _names_a_place(incident, known) else "maybe"


def _of_one(one: str, incident: Incident, structured: list[str], told: list[str], known: frozenset[str]) -> str:
    common = _words(one) <= (COMMON | known)
    areas = [meant for part in incident.areas if (meant := _meant(part)) in structured]
    if any(_stands_alone(part, one, listed=True, common=False) for part in areas):
        return "yes"
    for part in (*incident.components, incident.title):
        meant = _meant(part)
        if meant in structured and _stands_alone(meant, one, part is not incident.title, common):
            return "yes"
    named = [part for part in structured if _mentions(part, one) or _shortly(part, one)]
    named += [part for part in told if _mentions(part, one, strictly=True)]
    return "maybe" if named else ""


def _meant(part: str) -> str:
    """What is said, without the places of which it is said that they are not meant."""
    return LEFT_OUT.sub("", _saints(part))


def _is_fine(part: str) -> bool:
    """Whether this is said of places that work, or work again."""
    folded = _folded(part)
    return bool(UNTOUCHED.search(folded) or (FINE.search(folded) and not TO_COME.search(folded)))


def _everywhere(
    incident: Incident, structured: list[str], told: list[str], known: frozenset[str], wanted: list[str]
) -> str:
    """Whether every place is meant: surely where nothing beside names one; empty where it is not."""
    left_out = [part for part in (*incident.areas, incident.title, incident.text) if LEFT_OUT.search(part)]
    if any(_mentions(part, one) for part in left_out for one in wanted):
        return ""

    def all_of_it(part: str) -> bool:
        folded = _folded(part)
        return bool(EVERYWHERE.search(folded)) and not NOT_EVERYWHERE.search(folded)

    if not any(all_of_it(part) for part in (*structured, *told)):
        return ""
    if not any(all_of_it(part) for part in structured):
        return "maybe"
    beside = {word for part in structured for word in _words(EVERYWHERE.sub(" ", _folded(part)))}
    return "maybe" if beside - PLAIN - known else "yes"


def _mentions(part: str, one: str, *, strictly: bool = False) -> bool:
    """Whether the area, its postcode or its town stands there as a word; `strictly`: as names are written."""
    part = _COUNTRY.sub("", _saints(part))
    number = _POSTCODE.search(_folded(one))
    if number:
        found = re.search(_BEFORE_NUMBER + number[1] + _AFTER_NUMBER, _folded(part))
        if found and not (strictly and _YEAR.fullmatch(number[1])):
            return True
    for mark in ("", "e"):
        folded, name = _folded(part, mark), _POSTCODE.sub("", _folded(_saints(one), mark)).strip(" -")
        uk = _UK.fullmatch(name)
        for each in {name, uk[1] if uk else name, *_also_called(name)} - {""}:
            hits = [hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", folded)]
            # Folding may change the length of a text; where it did not, the letter as it was written counts.
            if hits and not (strictly and len(folded) == len(part) and all(part[hit].islower() for hit in hits)):
                return True
    return False


def _also_called(name: str) -> frozenset[str]:
    return next((names for names in OTHER_NAMES if name in names), frozenset())


def _shortly(part: str, one: str) -> bool:
    """Whether "Frankfurt" stands there alone where the area is "Frankfurt am Main"."""
    short = _BESIDE.split(_folded(_saints(one)), maxsplit=1)[0].strip()
    folded_part = _folded(_saints(part))
    hits = re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", folded_part) if len(short) > 2 else ()
    return short != _folded(_saints(one)) and any(not _BESIDE.match(folded_part[hit.end() :]) for hit in hits)


# --- where the name of a place stands alone --------------------------------------------------------------------------


def _stands_alone(part: str, one: str, listed: bool, common: bool) -> bool:
    """Whether the area is one of the places that are named there, and no part of another name.

    `listed`: it is one entry of a list of areas or components, in which all numbers are postcodes; `common`: the area
    is a word that means many things.
    """
    clauses = [_items(clause) for clause in re.split(r":\s|[;|]|\s[-\u2013\u2014]\s", _COUNTRY.sub("", part))]
    named = [[item for item in items if _strange(item)] for items in clauses]
    if not listed and sum(1 for items in named if items) > 1:
        return False  # "Wien - Linz", "Linz: outage in Wels"
    for items in named:
        numbers = [number for item in items for number in _numbers(item)]
        ours = [_is_it(item, one, listed, common, numbers) for item in items]
        # "between Wien and Linz" is no list of places.
        if any(ours) and not any(_odd(item) for item, is_ours in zip(items, ours, strict=True) if not is_ours):
            return True
    return False


def _items(clause: str) -> list[list[str]]:
    """The words of each entry of a list such as "Leonding, Linz and Traun"."""
    # "Frankfurt/Oder" is one place, "1010/1020" are two.
    entries = re.split(r",\s*|(?<=\d)/(?=\d)|\s(?:/|und|and|et|e|y|sowie|&|\+)\s", clause)
    return [words for entry in entries if (words := [_bare(word) for word in entry.split() if _bare(word)])]


def _bare(word: str) -> str:
    return word.strip("\"'\u201e\u201c\u201d\u00ab\u00bb[]!?.,:;*") if "." not in word[:-1] else word.strip("\"'[],;:")


def _strange(words: list[str]) -> bool:
    """Whether there is more than everyday words."""
    return any(_folded(word) not in PLAIN | IN | OF_AREA for word in words)


def _numbers(words: list[str]) -> Iterator[str]:
    return (word for word in words if re.fullmatch(r"\d{4,6}", word))


def _begins(words: list[str]) -> int:
    """Where everyday words at the beginning end; behind a word of place, only those for an area may follow."""
    place = 0
    within = False
    while place < len(words) - 1:
        word = _folded(words[place])
        if words[place].casefold() in IN or word in IN:
            within = True
        elif word in OF_AREA:
            pass
        elif within or word not in PLAIN:
            break
        place += 1
    return place


def _ends(words: list[str]) -> int:
    place = len(words)
    while place > 1 and _folded(words[place - 1]) in (PLAIN | OF_AREA | {"around"}) - NO_LEAD:
        place -= 1
    return place


def _odd(words: list[str]) -> bool:
    """Whether small words that are not everyday ones stand around a name: then the list is of something else."""
    begins, ends = _begins(words), _ends(words)
    rest = words[begins:ends]
    led = _folded(words[begins - 1]) in NEAR if begins else False
    return led or any(_folded(word) in NEAR or (len(rest) > 1 and word[:1].islower()) for word in rest)


def _is_it(words: list[str], one: str, listed: bool, common: bool, numbers: list[str]) -> bool:
    begins, ends = _begins(words), _ends(words)
    before = [_folded(word) for word in words[:begins]]
    within = any(word in IN for word in before)
    rest = words[begins:ends]
    if not rest or (before and before[-1] in NEAR) or (not within and set(before) & NO_LEAD):
        return False
    if not listed and not (rest[0][:1].isupper() or rest[0][:1].isdigit()):
        return False
    if common and not within:
        return False
    return _same(rest, one, listed or within or len(numbers) > 1, numbers, bool(before))


def _same(rest: list[str], one: str, placed: bool, numbers: list[str], led: bool) -> bool:
    wanted = _COUNTRY.sub("", _saints(one))
    number = _POSTCODE.search(_folded(wanted))
    if not number:
        uk = _UK.fullmatch(_folded(wanted))
        joined = " ".join(rest)
        said = {_folded(joined), _folded(joined, "e")}
        return bool(_spellings(wanted) & said and _same_marks(wanted, joined)) or bool(uk and uk[1] in said)
    town = _POSTCODE.sub("", wanted).strip(" -")
    if rest[0] == number[1]:
        names = rest[1:]
        if any(not word[:1].isupper() or _folded(word) in PLAIN for word in names):
            return False
        if names and not led:
            placed = True  # "1010 Wien: ..."
        return placed and (bool(names) or not _YEAR.fullmatch(number[1]) or len(numbers) > 1)
    joined = " ".join(rest)
    return bool(town) and not numbers and _folded(joined) == _folded(town) and _same_marks(town, joined)


def _spellings(name: str) -> frozenset[str]:
    return frozenset((_folded(name), _folded(name, "e")))


def _same_marks(one: str, other: str) -> bool:
    """Not where only one of them has marks on a, o or u: M\u00fcnster and Munster are two towns."""
    marked = [_folded(name) != _folded(name, "e") for name in (one, other)]
    return marked[0] == marked[1] or _folded(one, "e") == _folded(other, "e")


def _names_a_place(incident: Incident, known: frozenset[str]) -> bool:
    """Whether it names any place; a word that could be one counts as one."""
    words = {word for name in (incident.title, *incident.components) for word in _words(name)}
    words |= {word for hit in PLACED.finditer(incident.text) for word in _words(hit[1])}
    return bool(incident.areas) or bool(words - PLAIN - known)


# --- letters ----------------------------------------------------------------------------------------------------------


def _saints(text: str) -> str:
    """With one way to write the saints: "St. P\u00f6lten" and "Sankt P\u00f6lten" are one place."""
    return re.sub(r"\b(?:Sankt|Saint|St)(?:\.\s*|\s+|-)(?=\w)", "St ", text, flags=re.I)


def _folded(text: str, umlaut: str = "") -> str:
    """Small letters without marks, so that KÖLN, Koeln and Köln meet; ä becomes a, or ae with `umlaut`."""
    small = unicodedata.normalize("NFC", text).casefold()
    for letter, plain in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ø", "o"), ("å", "a")):
        small = small.replace(letter, plain + umlaut)
    return "".join(sign for sign in unicodedata.normalize("NFKD", small) if not unicodedata.combining(sign))


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The words of these names in small letters without marks."""
    return frozenset(word for name in names for word in _words(name))


def folded(text: str) -> str:
    """Small letters without marks."""
    return _folded(text)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _folded(text)))
