"""Keeps the translations up to date: finds every text that the program says, and compiles what translators wrote.

.venv/bin/python packaging/catalogues.py [--check] [--add LANGUAGE]

Run it after texts were changed and after a .po file was edited; commit all that it writes. A text that was changed
keeps its old translation, marked "fuzzy", until somebody has read it and taken the mark away.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "netcheck"
FOLDER = ROOT / "resources" / "locale"
TEMPLATE = FOLDER / "netcheck.pot"
KEYWORDS = {"N_": (0,), "say": (0,), "say_many": (0, 1), "Probe": (0,)}
"""What marks a text, and which of its arguments: say_many has one for one and one for many, Probe has its title."""
COMMENT = "translators:"
"""What stands before a comment in the source that is meant for translators."""
BLANK = re.compile(r"\{[^{}]*\}")
HEADER = """\
# The texts of netcheck. Written by packaging/catalogues.py: change what stands behind msgstr, nothing else.
# What stands in {braces} is filled in by the program; it may stand anywhere in the translation.
#"""


class Plain(Catalog):
    """A catalogue that holds no dates and no versions, so that the same texts make the same file."""

    def __init__(self, language: str | None = None) -> None:
        super().__init__(locale=language, header_comment=HEADER, fuzzy=False)

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        headers = [("Project-Id-Version", "netcheck")]
        if self.locale is not None:
            headers += [("Language", str(self.locale_identifier)), ("Plural-Forms", self.plural_forms)]
        return [
            *headers,
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]

    mime_headers = property(_get_mime_headers, Catalog.mime_headers.fset)


def files() -> dict[Path, bytes]:
    """Every file that there ought to be, with what it ought to hold, as far as no translator is needed for it."""
    template = extracted()
    wanted = {TEMPLATE: as_po(template)}
    for path in translations():
        catalogue = updated(path, template)
        wanted[path] = as_po(catalogue)
        wanted[path.with_suffix(".mo")] = as_mo(catalogue)
    return wanted


def translations() -> list[Path]:
    """The .po file of each language."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/netcheck.po"))


def extracted() -> Catalog:
    """Every marked text of the program, in the order of its files."""
    found = Plain()
    for path in sorted(SOURCES.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for text, comment in marked(path.read_text(encoding="utf-8")):
            found.add(text, locations=[(place, 1)], auto_comments=[comment] if comment else [])
    return found


def marked(source: str) -> Iterator[tuple[str | tuple[str, ...], str]]:
    """The marked texts of one file, as they stand in it, each with the comment for translators above it.

    Read by Python's own parser: Babel's reader sees nothing within an f-string before Python 3.12.
    """
    lines = source.splitlines()
    for call in _calls(ast.parse(source)):
        name = str(getattr(call.func, "attr", None) or getattr(call.func, "id", ""))
        wanted = [call.args[place] for place in KEYWORDS.get(name, ()) if place < len(call.args)]
        texts = tuple(arg.value for arg in wanted if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
        if wanted and len(texts) == len(KEYWORDS[name]) and all(texts):
            above = lines[call.lineno - 2].strip().removeprefix("#").strip() if call.lineno > 1 else ""
            comment = above.removeprefix(COMMENT).strip() if above.startswith(COMMENT) else ""
            yield texts if len(texts) > 1 else texts[0], comment


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call below a node, in the order of the source."""
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def updated(path: Path, template: Catalog) -> Catalog:
    """A language's catalogue with the texts of today; new ones are empty, or fuzzy where they were only changed."""
    language = path.parts[-3]
    catalogue = Plain(language)
    for message in read(path):
        if message.id:
            catalogue[message.id] = message
    catalogue.update(template)
    return catalogue


def read(path: Path) -> Catalog:
    """The catalogue in a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a file for translators; places are named without lines, which change too often."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, ignore_obsolete=True, include_previous=True, include_lineno=False)
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def open_ends(path: Path) -> Iterator[str]:
    """What a translator has still to do in this language, one sentence each."""
    for message in read(path):
        if not message.id:
            continue
        name = f"{path.parts[-3]}: {_first(message)!r}"
        if message.fuzzy:
            yield f"{name} was changed: read its translation and take the mark 'fuzzy' away"
        elif not all(_strings(message)):
            yield f"{name} is not translated"
        else:
            yield from (f"{name} {fault}" for fault in _faults(message))


def _faults(message: Message) -> Iterator[str]:
    """What is wrong with a translation, as far as a machine can see."""
    texts = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = [sorted(set(BLANK.findall(text))) for text in texts]
    for string in _strings(message):
        if sorted(set(BLANK.findall(string))) not in allowed:
            yield f"has other blanks in its translation: {string!r}"
        if string.count("\n") != texts[0].count("\n"):
            yield f"has another number of lines: {string!r}"
        if _edges(string) != _edges(texts[0]):
            yield f"begins or ends with another sign: {string!r}"


def _edges(text: str) -> tuple[bool, bool, str]:
    """Whether a space stands at the beginning and at the end, and the sign that ends the sentence, if any."""
    end = text.rstrip(' »”“"\u00a0\u202f)')[-1:]
    return text.startswith(" "), text.endswith(" "), end if end in (".", "?", "!", ":", "…") else ""


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> list[str]:
    strings = message.string
    return [strings or ""] if isinstance(strings, str) or strings is None else [string or "" for string in strings]


def stale() -> list[str]:
    """The files that do not hold what they ought to."""
    wanted = files()
    found = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    left = [path for path in FOLDER.glob("*/LC_MESSAGES/*") if path not in wanted]
    return [path.relative_to(ROOT).as_posix() for path in (*found, *left)]


def add(language: str) -> None:
    """Begin a new language with an empty catalogue."""
    path = FOLDER / language / "LC_MESSAGES" / "netcheck.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(as_po(Plain(language)))


def main(arguments: list[str]) -> int:
    """Bring the files up to date, or only look; return 1 where something is left to do."""
    parser = argparse.ArgumentParser(description="Keeps the translations of netcheck up to date.")
    parser.add_argument("--check", action="store_true", help="write nothing, only say what would be done")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a new language, e.g. it or pt_BR")
    options = parser.parse_args(arguments)
    if options.add:
        add(options.add)
    todo = [f"{name} is out of date" for name in stale()] if options.check else []
    if not options.check:
        for path, content in files().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for path in translations():
        todo += open_ends(path)
    for line in todo:
        print(line)
    print(
        f"{sum(1 for message in extracted() if message.id)} texts, {len(translations())} languages, {len(todo)} to do"
    )
    return 1 if todo else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
