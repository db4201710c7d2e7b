"""Names that give a person away, found in every spelling; words that are too short or too common are left alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from netcheck.core.redaction_find import Span
from netcheck.core.redaction_harmless import HARMLESS, vocabulary
from netcheck.core.redaction_values import Kind, Value

SHORTEST, SHORTEST_NUMBER = 3, 5
"""Letters of a name, and digits of a number, that are looked for everywhere; shorter ones stand in too many words."""
LOOSE = 8
"""Letters from which on a word is found within others, too; shorter ones only between letters of no kind."""
FLEXIBLE = 6
"""Letters and digits from which on a name of several parts is also found without anything between them."""

BREAK = "\x00"
"""Stands between two texts that are searched together; nothing is found across it."""
MASK = "\x01"
"""Stands in the place of what has been replaced already."""
_ESCAPED = r"%(?:25)*[0-9a-f]{2}|\\+u[0-9a-f]{4}|\\+x[0-9a-f]{2}|&#?[0-9a-z]{1,8};|=[0-9a-f]{2}|[^\w\x00\x01]|_"
"""What may stand between the parts of a name: any sign, as it is or as URLs, programs, HTML and mail write it."""
_BEFORE = re.compile(r"(?:%(?:25)*[0-9a-f]{2}|\\+[ntrab]|\\+u[0-9a-f]{4}|\\+x[0-9a-f]{2})$")
_PARTS = re.compile(r"[^\W_]+")
_MISREAD = (
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("utf-8", "cp850"),
    ("cp1252", "cp850"),
    ("cp850", "cp1252"),
    ("cp850", "latin-1"),
)
"""Codes of Western Europe that are taken for one another, on Windows above all."""
_SPELLED: dict[int, str] = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ł": "l", "ı": "i"}
)  # fmt: skip


_TELLING: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    Kind.WIFI: (
        (r"(?<=[\"'\u201c\u201e\u00ab\u2018])", r"(?=[\"'\u201d\u201c\u00bb\u2019])"),
        (r"(?:(?<=ssid )|(?<=ssid:)|(?<=ssid: )|(?<=ssid : )|(?<=ssid=))", r"(?![^\W_]|[ -][^\W_])"),
    ),
    Kind.NAME: (("", r"(?=@[\w.-])"),),
    Kind.HOST: ((r"(?<=\\\\)", r"(?=\\)"),),
}
"""Where even a common word can only be the name of a network, a person or a computer: "home", max@, \\\\pc\\."""


_GROUPS = r"(?:[ \t\u00a0()./\u2010-\u2015-]|%20){0,2}"
"""What may stand between the groups of a telephone number."""
_PHONE = re.compile(r"\+?\d(?:[ ()./-]{0,3}\d){6,14}")


class Word(NamedTuple):
    """A name to look for."""

    value: Value
    pattern: re.Pattern[str]
    """Matches lower-case text."""
    probes: tuple[str, ...]
    """Without one of these in the text it cannot be there; empty where nothing so simple can be said."""
    loose: bool


def folded(text: str) -> str:
    """What two spellings of one name have in common: "Anna-Maria" and "anna maria"."""
    return "".join(_PARTS.findall(lowered(unicodedata.normalize("NFC", text)))) or text


def lowered(text: str) -> str:
    """Lower case, sign for sign, so that places in it are places in the text."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def words(secrets: Iterable[tuple[Kind, str]], wanted: frozenset[str] = frozenset()) -> list[Word]:
    """What is looked for, the first of equal names only; too short and too common ones only where they tell.

    `wanted` are folded names that somebody asked for by hand: they may be common.
    """
    found: dict[str, Word] = {}
    for kind, text in secrets:
        text = " ".join(text.split())
        key = folded(text)
        if not key or key in found:
            continue
        if kind is Kind.CONTACT:
            found |= {f"{key} {number}": _number(Value(kind, text), number) for number in _PHONE.findall(text)}
        if is_strong(text) or (key in wanted and len(key) >= SHORTEST):
            found[key] = _word(Value(kind, text))
        elif kind in _TELLING and (kind is Kind.WIFI or not is_harmless(text)):
            word = _word(Value(kind, text))
            ways = (f"{before}(?:{word.pattern.pattern}){behind}" for before, behind in _TELLING[kind])
            found[key] = word._replace(pattern=re.compile("|".join(ways)), loose=False)
    return list(found.values())


def _number(value: Value, number: str) -> Word:
    """A telephone number, in groups of any length, with the country before it and without."""
    digits = re.sub(r"\D", "", number)
    core = digits[-9:] if len(digits) >= 10 else digits[-7:]
    pattern = rf"(?:\+|00)?(?:\(?\d\)?{_GROUPS}){{0,4}}?{_GROUPS.join(core)}"
    return Word(value, re.compile(pattern), (), False)


def is_strong(text: str) -> bool:
    """Whether a word is rare enough to be taken out wherever it stands."""
    key = folded(text)
    if key in HARMLESS or key in vocabulary():
        return False
    if key.isdigit():
        return len(key) >= SHORTEST_NUMBER
    if not any(sign.isalnum() for sign in key):
        return len(key) >= SHORTEST and not key.isascii()  # "..." stands in many texts
    return len(key) >= SHORTEST or (len(key) > 1 and not key.isascii())


def is_harmless(text: str) -> bool:
    """Whether a word is on so many computers that it names nobody (root, user, localhost)."""
    return folded(text) in HARMLESS


def spans(found: Iterable[Word], text: str) -> Iterator[Span]:
    """Every place at which one of the words stands; `text` is in lower case (`lowered`)."""
    for word in found:
        if word.probes and not any(probe in text for probe in word.probes):
            continue
        at = 0
        while match := word.pattern.search(text, at):
            if match.end() > match.start() and (word.loose or _stands_alone(text, match.start(), match.end())):
                yield Span(match.start(), match.end(), word.value)
                at = match.end()
            else:
                at = match.start() + 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether it is a whole word: what comes right before it and behind it is no letter and no digit."""
    first = start == 0 or not text[start].isalnum() or not text[start - 1].isalnum()
    if not first:
        first = _BEFORE.search(text[max(0, start - 8) : start]) is not None
    return first and (end == len(text) or not text[end - 1].isalnum() or not text[end].isalnum())


def _word(value: Value) -> Word:
    text = lowered(unicodedata.normalize("NFC", value.text))
    parts = _PARTS.findall(text)
    size = sum(map(len, parts))
    between = rf"(?:{_ESCAPED}){{{0 if size >= FLEXIBLE else 1},8}}?"
    if value.kind is Kind.ACCOUNT and size >= FLEXIBLE:
        parts = list("".join(parts))
        between = r"(?:[ \t\r\n.,:/_()\u00a0\u202f\u2010-\u2015-]|%20|%2f){0,3}?"
    bent = sum(sign.isascii() for part in parts for sign in part) >= SHORTEST
    pattern = between.join("".join(_sign(sign, bent) for sign in part) for part in parts)
    pattern = pattern or "".join(map(_sign, text))
    if value.kind is Kind.WIFI and parts:
        # What stands around the letters is a part of the name, too: emojis, mostly.
        first, last = text.index(parts[0]), text.rindex(parts[-1]) + len(parts[-1])
        before, behind = ("".join(map(_sign, end)) for end in (text[:first], text[last:]))
        pattern = f"(?:{before})?(?:{pattern})(?:{behind})?"
    runs = [run for part in parts for run in re.findall(r"[a-z0-9]+", part)]
    probes = [max(runs, key=len)] if runs and value.kind is not Kind.ACCOUNT else []
    if value.kind is Kind.WIFI and len(text.encode()) >= 4:
        coded = value.text.encode("utf-8", "replace").hex()  # as drivers and configurations write a name
        pattern, probes = f"{pattern}|{coded}", [*probes, coded] if probes else []
    unspaced = any(unicodedata.category(sign) == "Lo" for sign in text)  # scripts that set no spaces between words
    return Word(value, re.compile(pattern), tuple(probes), size >= LOOSE or unspaced)


@cache
def _sign(sign: str, bent: bool = False) -> str:
    """One letter or sign in every way in which programs write it; `bent`: also where it came out as a question mark."""
    if sign.isascii() and sign.isalnum():
        return sign
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    octets = [f"{byte:02x}" for byte in sign.encode("utf-8", "replace")]
    units = sign.encode("utf-16-be", "surrogatepass")
    ways = [re.escape(way) for way in (sign, unicodedata.normalize("NFD", sign), bare, sign.translate(_SPELLED)) if way]
    ways += ["".join(f"{mark}{octet}" for octet in octets) for mark in ("%(?:25)*", "=", r"\\+x")]
    ways.append("".join(rf"\\+u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)))
    if ord(sign) < 256:
        ways += [rf"%{ord(sign):02x}", rf"\\+x{ord(sign):02x}"]
    ways += [rf"&#{ord(sign)};", rf"&#x{ord(sign):x};"]
    ways += map(re.escape, _misread(sign))
    if bent and sign.isalpha():
        ways += ["\ufffd{1,2}", r"\?{1,2}"]
    return f"(?:{'|'.join(dict.fromkeys(ways))})"


def _misread(sign: str) -> Iterator[str]:
    """How it looks where it was written in one way and read in another: "Ã¼" or "³" for "ü"."""
    for written, read in _MISREAD:
        for way in (sign, sign.upper()):
            octets = way.encode(written, "ignore")
            if octets and len(way) == 1:
                yield lowered(octets.decode(read, "replace"))
