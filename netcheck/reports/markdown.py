"""The report as Markdown, for desks and forges that show it so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from netcheck.core.document import Bars, Calendar, Facts, Part, Path, Points, Prose, Strip, Table
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.record import Record
from netcheck.core.record_document import document_of
from netcheck.plugins import ReportFormat

_SIGNS = re.compile(r"([\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|@(?=\w))")
"""What Markdown, GitHub's tables, mentions and formulas read as more than a letter (CommonMark 0.31, 2.4: a backslash
before any sign of ASCII makes it a letter)."""
_FIRST = re.compile(r"^([#+=-]|\d+(?=[.)]))")
"""What makes a heading, a list or a line at the start of a line."""
_LINK = re.compile(r"(?i):(?=//)|(?<=www)\.|(?<=mailto):|(?<=xmpp):")
"""Where GitHub makes a link of its own: of a page that somebody else wrote no link is made."""
SIGNS = {"ok": "\u2713", "failed": "\u2717", "unknown": "?", "skipped": "\u2013"}
STRIP_WIDTH = 60


def write(record: Record, *, translator: Translator = ENGLISH, zone: tzinfo | None = None, width: int = 80) -> str:
    """The record in Markdown (CommonMark with GitHub's tables), with a newline at the end.

    No text in it can become markup, a link, a mention or HTML. `width` is not used: readers wrap as they like.
    """
    document = document_of(record, translator, zone)
    lines = [f"# {escaped(document.title)}", "", f"**{escaped(document.headline)}**"]
    if document.lead:
        lines += ["", escaped(document.lead, first=True)]
    for section in document.sections:
        lines += ["", f"## {escaped(section.title)}"]
        for part in section.parts:
            lines += ["", *_part(part)]
    lines += ["", "---", ""]
    lines += [f"{escaped(line, first=True)}  " for line in document.foot]
    return "\n".join(lines) + "\n"


def escaped(text: str, first: bool = False) -> str:
    """A text on one line that Markdown shows as it is; `first` where it begins a line or an item."""
    safe = _LINK.sub(r"\\\g<0>", _SIGNS.sub(r"\\\1", text))
    found = _FIRST.match(safe) if first else None
    if found is None:
        return safe
    return f"{found[1]}\\{safe[found.end() :]}" if found[1].isdigit() else f"\\{safe}"


def _part(part: Part) -> Iterator[str]:
    match part:
        case Prose(text):
            yield escaped(text, first=True)
        case Facts(rows):
            yield from (f"- **{escaped(name)}:** {escaped(value)}" for name, value in rows)
        case Path(steps):
            yield from (
                f"- {SIGNS.get(state, '?')} **{escaped(name)}:** {escaped(words)}" for name, state, words in steps
            )
        case Points(items):
            yield from (f"- {escaped(item, first=True)}" for item in items)
        case Table(caption, head, rows):
            yield f"*{escaped(caption)}*"
            yield ""
            yield _row(head)
            yield _row(("---",) * len(head), plain=True)
            yield from (_row(row) for row in rows)
        case Strip():
            yield escaped(part.caption)
            yield ""
            signs = {state: sign for state, sign, _ in part.legend}
            drawn = "".join(signs.get(state, " ") for state in part.states)
            yield from (f"    |{drawn[at : at + STRIP_WIDTH]}|" for at in range(0, len(drawn), STRIP_WIDTH))
            yield ""
            words = ", ".join(f'"{escaped(sign)}" {escaped(word)}' for _, sign, word in part.legend)
            yield " ".join((f"{words}.", *(escaped(each) for each in (part.delay_words, part.near_words) if each)))
        case Calendar():
            pass  # a picture of the list, which stands below
        case Bars():
            yield f"*{escaped(part.caption)}*"
            yield ""
            yield _row(("", *(word for _, _, word in part.kinds), "="))
            yield _row(("---", *("---:" for _ in part.kinds), "---:"), plain=True)
            for name, sizes, whole in part.rows:
                yield _row((name, *(f"{size:.0f} s" if size > 0 else "" for size in sizes), whole))


def _row(cells: tuple[str, ...], plain: bool = False) -> str:
    return "| " + " | ".join(cell if plain else escaped(cell) for cell in cells) + " |"


FORMAT = ReportFormat(title="Markdown, for desks and forges", suffix=".md", write=write)
