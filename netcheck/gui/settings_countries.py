"""The countries to choose from, each by the name that its own people have for it."""

from __future__ import annotations

import unicodedata
from functools import cache

from PySide6.QtCore import QLocale

from netcheck.gui.words import say

NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "ZZ"})
"""Codes of two letters that stand for no country: unions, far islands, and nothing."""
PARTS = ("GB-ENG", "GB-SCT", "GB-NIR")
"""Parts of countries whose holidays differ, as the rules of resources/compensation.toml name them."""


def countries(chosen: str) -> list[tuple[str, str]]:
    """Codes (ISO 3166) with names, sorted by them; first the empty one. `chosen` is there in any case."""
    names = {
        "GB-ENG": say("England and Wales (GB-ENG)"),
        "GB-SCT": say("Scotland (GB-SCT)"),
        "GB-NIR": say("Northern Ireland (GB-NIR)"),
    }
    found = [(code, names[code]) for code in PARTS]
    found += [(code, f"{name} ({code})") for code, name in _whole_countries()]
    if chosen and chosen not in [code for code, _ in found]:
        found.append((chosen, chosen))
    found.sort(key=lambda each: unicodedata.normalize("NFD", each[1]).casefold())  # Österreich stands with the O
    return [("", say("As netcheck has learnt it from your line")), *found]


@cache
def _whole_countries() -> tuple[tuple[str, str], ...]:
    """Every country that Qt knows, with its own name in its own language."""
    found: dict[str, str] = {}
    for territory in QLocale.Country:
        code = QLocale.territoryToCode(territory)
        if len(code) != 2 or code in NO_COUNTRY or code in found:
            continue
        here = QLocale(QLocale.Language.AnyLanguage, territory)
        own = here.nativeTerritoryName() if here.territory() == territory else ""
        found[code] = own or QLocale.territoryToString(territory)
    return tuple(found.items())
