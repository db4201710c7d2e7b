"""Makes words for people out of what a page holds: tags, entities and hostile signs taken out, and cut."""

from __future__ import annotations

import re
from html import unescape

from netcheck.core.words import one_line

LONGEST_NAME, LONGEST_TEXT = 200, 1000
"""Letters beyond which a name or a text is cut: a person reads the first ones, and a hostile page has no end."""
UNTITLED = "Untitled announcement"

# No pattern here looks further than the next "<": a page of a million of them takes no longer than another.
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>|<!--|-->|<![^<>]*>|<\?[^<>]*>", re.I)
UNSEEN = frozenset(("script", "style", "template", "svg", "noscript", "head"))
"""Elements whose content nobody reads."""
WITHIN_LINE = frozenset(
    ("a", "abbr", "cite", "code", "small", "span", "sub", "sup", "time", "td", "th", "label", "var")
)
WITHIN_WORD = frozenset(("b", "em", "font", "i", "mark", "s", "strong", "u", "wbr"))
"""Elements that may begin in the middle of a word; all others that are not within a line begin a new one."""
ENTITY = re.compile(r"&(#[0-9]{1,7}(?!\d)|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[a-zA-Z][a-zA-Z0-9]{1,30});?")
LONGEST_BLOCK = 10_000
"""Letters of one block that are read: cleaned word by word, a longer one would take much memory."""
HARD_SPACE = str.maketrans({"\u00a0": " ", "\u202f": " "})


def lines_of(page: str) -> str:
    """The words of a page in HTML, one line for each block, as a reader sees them; plain text stays as it is."""
    words, unseen, comment, end = list[str](), "", False, 0
    for tag in TAG.finditer(page):
        if not unseen and not comment:
            words.append(page[end : tag.start()])
        end = tag.end()
        closes, name = tag[1], (tag[2] or "").lower()
        if comment or tag[0] == "<!--":
            comment = not tag[0].endswith("-->")
        elif unseen:
            unseen = "" if closes and name == unseen else unseen
        elif name in UNSEEN and not closes and not tag[0].endswith("/>"):
            unseen = name
        elif name not in WITHIN_WORD:
            words.append(" " if name in WITHIN_LINE else "\n")
    if not unseen and not comment:
        words.append(page[end:])
    text = ENTITY.sub(lambda entity: unescape(entity[0]), "".join(words))
    lines = (_clean(line[:LONGEST_BLOCK]) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def line(value: object, longest: int = LONGEST_NAME) -> str:
    """One line of at most so many letters, without tags, control and bidi signs; empty for what is no text."""
    if not isinstance(value, str):
        return ""
    head = value[: longest * 8]
    text = _clean(lines_of(head)) if "<" in head or "&" in head else _clean(head)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "\u2026"


def long_line(value: object) -> str:
    """A text of some sentences on one line."""
    return line(value, LONGEST_TEXT)


def name_or_number(value: object) -> str:
    """An id: a short text, or a whole number as one; empty for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:80]
    return line(value, 80)


def link(value: object) -> str:
    """A web address to show as text; empty for any other."""
    text = value.strip() if isinstance(value, str) and len(value) <= 400 else ""
    return text if re.fullmatch(r"https?://[!-~]{1,300}", text) else ""


def _clean(text: str) -> str:
    return " ".join(one_line(text).translate(HARD_SPACE).split())
