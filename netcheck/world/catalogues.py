"""Finds the catalogue of the language in which the program is to speak."""

from __future__ import annotations

import gettext
import locale
import os
import re
import struct
import sys
from collections.abc import Iterator, Mapping

from netcheck.core.language import ENGLISH, Translator
from netcheck.core.words import N_
from netcheck.world.resource_files import resource

OWN_NAME = N_("English")
"""In each catalogue this one says how its language calls itself: "Deutsch"."""
NO_LANGUAGE = frozenset({"C", "POSIX"})
CODE = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})*")
"""A code such as "de", "pt_BR" or "zh_Hant_TW"; nothing else becomes part of a path."""


def translator(language: str = "") -> Translator:
    """Speaks this language, or the first of several ("de:fr") that there is; English where there is none of them.

    `language` is a code such as "de" or "pt_BR" (with or without a country, "-" or "_"); empty: the system's.
    Raises nothing: a catalogue that cannot be read is passed over.
    """
    for code in _codes(language or _of_system(os.environ)):
        if code.partition("_")[0] == ENGLISH.language:
            return ENGLISH
        found = _read(code)
        if found:
            return found
    return ENGLISH


def languages() -> Mapping[str, str]:
    """Every language that the program speaks, code to own name, English first, then by code."""
    found = {ENGLISH.language: OWN_NAME}
    for path in sorted(resource("locale").glob("*/LC_MESSAGES/netcheck.mo")):
        code = path.parts[-3]
        spoken = _read(code)
        if spoken:
            found[code] = spoken.say(OWN_NAME)
    return found


def _read(code: str) -> Translator | None:
    """The catalogue of exactly this code; None where there is none, or none that can be read."""
    try:
        with resource("locale", code, "LC_MESSAGES", "netcheck.mo").open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
    except (OSError, ValueError, LookupError, ArithmeticError, RecursionError, struct.error):  # missing or damaged
        return None
    return Translator(code, catalogue.gettext, catalogue.ngettext)


def _codes(wanted: str) -> Iterator[str]:
    """The codes to try: each language as it is named, then without its country."""
    for name in wanted.split(":"):
        code = re.split(r"[.@]", name.strip())[0].replace("-", "_")
        if CODE.fullmatch(code):
            language, *rest = code.split("_")
            parts = [language.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)]
            yield from ("_".join(parts[:length]) for length in range(len(parts), 0, -1))


def _of_system(environment: Mapping[str, str]) -> str:
    """The languages of the person, best first, joined by ":"; empty where the system names none.

    On Unix the variables decide, in the order of gettext's manual (2.3.2, "Locale Environment Variables"): LANGUAGE is
    a list of wishes, and counts for nothing where LC_ALL or LANG ask for no language at all ("C").
    """
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    if named in NO_LANGUAGE:
        return ""
    if wishes := environment.get("LANGUAGE") or named:
        return wishes
    if sys.platform == "linux":
        return ""
    return _of_other_system()


def _of_other_system() -> str:
    """The language of Windows or macOS."""
    if sys.platform == "win32":
        import ctypes

        # GetUserDefaultUILanguage (winnls.h): the language of menus; the locale only tells how dates are written.
        # It is a LANGID of 16 bits: what stands above them in the register means nothing.
        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0xFFFF, "")
    return locale.getlocale()[0] or ""
