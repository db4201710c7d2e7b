"""The person's language is found where the system names it, and a broken catalogue leaves English."""

from __future__ import annotations

import locale
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from netcheck.core.language import ENGLISH
from netcheck.core.words import RESTART_ROUTER
from netcheck.world import catalogues
from netcheck.world.catalogues import languages, translator

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
MAGIC = 0x950412DE
"""Of a .mo file (gettext's manual, 10.3)."""


def compiled(texts: Mapping[str, str]) -> bytes:
    """A .mo file with these texts."""
    pairs = sorted((one.encode(), other.encode()) for one, other in texts.items())
    start = 28 + 16 * len(pairs)
    tables, body = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), start + len(body))
            body += pair[side] + b"\0"
    return struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28) + b"".join(tables) + body


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Catalogues of our own, and a system that names no language."""
    monkeypatch.setattr(catalogues, "resource", lambda *names: tmp_path.joinpath(*names))
    monkeypatch.setattr(sys, "platform", "linux")
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    header = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"
    for code, own in (("de", "Deutsch"), ("pt", "Português"), ("pt_BR", "Português (Brasil)"), ("zh_Hant", "繁體中文")):
        keep(
            tmp_path,
            code,
            compiled({"": header, "English": own, "{n} look\0{n} looks": f"{code} {{n}}\0{code}s {{n}}"}),
        )
    yield tmp_path
    # The C library keeps its own messages in the language that it met first, until the locale is set anew: without
    # this, the next test in this process might read "No such file or directory" in Swedish.
    before = locale.setlocale(locale.LC_MESSAGES)
    for name in ("C", "C.UTF-8", before):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_MESSAGES, name)


def keep(folder: Path, code: str, content: bytes) -> None:
    path = folder / "locale" / code / "LC_MESSAGES" / "netcheck.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("de", "de"),
        ("de_AT", "de"),
        ("DE-at", "de"),
        ("de_DE.UTF-8@euro", "de"),
        ("pt_BR", "pt_BR"),
        ("pt-br", "pt_BR"),
        ("pt_PT", "pt"),
        ("zh_Hant_TW", "zh_Hant"),
        ("zh-hant", "zh_Hant"),
        ("sv:de", "de"),
        ("en_GB:de", "en"),
        ("sv", "en"),
        ("zh", "en"),
        ("nonsense of all kinds", "en"),
        ("../../de", "en"),
        ("", "en"),
        (":", "en"),
        ("de\0", "en"),
    ],
)
def test_a_language_is_found_by_its_code(folder: Path, wanted: str, spoken: str) -> None:
    assert translator(wanted).language == spoken


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8"}, "pt_BR"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8", "LC_ALL": "sv_SE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "sv:de:en"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": ""}, "de"),
        ({"LANGUAGE": "de"}, "de"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C", "LANGUAGE": "de"}, "en"),
        ({"LANG": "POSIX", "LANGUAGE": "de"}, "en"),
    ],
)
def test_the_system_says_which_language(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str], spoken: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert translator().language == spoken


@pytest.mark.parametrize(("told", "spoken"), [(("de_DE", "UTF-8"), "de"), ((None, None), "en")])
def test_where_variables_are_not_set_the_locale_tells(
    folder: Path, monkeypatch: pytest.MonkeyPatch, told: tuple[str | None, str | None], spoken: str
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(locale, "getlocale", lambda: told)
    assert translator().language == spoken


def test_plurals_and_empty_texts(folder: Path) -> None:
    spoken = translator("de")
    assert [spoken.say_many("{n} look", "{n} looks", n) for n in (0, 1, 2)] == ["de 0", "de 1", "des 2"]
    assert spoken.say("") == ""
    assert spoken.say("A text that the catalogue lacks") == "A text that the catalogue lacks"


def test_languages_come_with_their_own_names(folder: Path) -> None:
    assert list(languages().items()) == [
        ("en", "English"),
        ("de", "Deutsch"),
        ("pt", "Português"),
        ("pt_BR", "Português (Brasil)"),
        ("zh_Hant", "繁體中文"),
    ]


GOOD = compiled({"": "Content-Type: text/plain; charset=UTF-8\n", "English": "Svenska"})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xde\x12",
        b"not a catalogue at all",
        GOOD[:40],
        compiled({"": "Content-Type: text/plain; charset=UTF-9\n"}),
        compiled({"": "Content-Type: text/plain; charset=UTF-8\n", "a": "b"}).replace(b"b\0", b"\xff\0"),
        compiled({"": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=import os;\n"}),
        compiled({"": f"Plural-Forms: nplurals=2; plural={'(' * 5000}n{')' * 5000};\n"}),
    ],
)
def test_a_damaged_catalogue_leaves_english(folder: Path, content: bytes) -> None:
    keep(folder, "sv", content)
    assert translator("sv") is ENGLISH
    assert "sv" not in languages()


def test_no_catalogues_at_all_leave_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "resource", lambda *names: tmp_path.joinpath(*names))
    assert translator("de") is ENGLISH
    assert dict(languages()) == {"en": "English"}


def test_german_and_french_come_with_the_program() -> None:
    assert {"en": "English", "de": "Deutsch", "fr": "Français"}.items() <= languages().items()
    for code in ("de", "fr"):
        assert translator(code).say(RESTART_ROUTER.text) != RESTART_ROUTER.text
