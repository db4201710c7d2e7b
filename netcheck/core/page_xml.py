"""Reads XML from a hostile place: no document type, no entities of its own, bounded in depth and size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from netcheck.core.page_bytes import text_of

DEEPEST = 50
MOST_ELEMENTS = 20_000
LONGEST_TEXT = 20_000
"""Letters within one element; what follows is left out."""
MOST_LETTERS = 500_000
"""Letters of all elements."""
ATTRIBUTES = ("href", "rel", "type", "term")
"""The attributes that are kept."""


@dataclass(slots=True)
class Element:
    """One element; its texts and the elements in it, in their order."""

    name: str
    """Without namespace."""
    space: str
    """The namespace's address; empty for none."""
    attributes: dict[str, str] = field(default_factory=dict)
    inner: list[Element | str] = field(default_factory=list)

    def elements(self, name: str = "") -> Iterator[Element]:
        """The elements directly in this one; with a name, those of that name."""
        for part in self.inner:
            if isinstance(part, Element) and name in ("", part.name):
                yield part

    def first(self, name: str) -> Element | None:
        """The first element of this name directly in this one."""
        return next(self.elements(name), None)

    def text(self) -> str:
        """All text within, also that of elements within, with a space between elements."""
        found, waiting = list[str](), list[Element | str](reversed(self.inner))
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                found.append(part)
            else:
                found.append(" ")
                waiting += [" ", *reversed(part.inner)]
        return "".join(found)

    def text_in(self, name: str) -> str:
        """The text of the first element of this name; empty where there is none."""
        part = self.first(name)
        return part.text() if part else ""


def read_xml(data: bytes) -> Element:
    """The outermost element.

    Raises ValueError for what is no XML, and for XML with a document type: that is where entities are declared, and no
    feed needs one.
    """
    text = text_of(data).lstrip()
    if not text.startswith("<"):
        raise ValueError("not XML")
    reader = _Reader()
    # Given as text, so that the declared encoding, which text_of has weighed, counts no more.
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.ExternalEntityRefHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.letters
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise ValueError(f"not XML: {error}") from error
    if reader.outermost is None:
        raise ValueError("not XML")
    return reader.outermost


class _Reader:
    def __init__(self) -> None:
        self.outermost: Element | None = None
        self.open: list[Element] = []
        self.room: list[int] = []
        self.count = self.total = 0

    def refuse(self, *told: object) -> int:
        raise ValueError("it declares a document type, which a feed has no use for")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= DEEPEST:
            raise ValueError("it holds too much for a status page")
        space, _, local = name.rpartition(" ")
        kept = {key: attributes[key][:500] for key in ATTRIBUTES if key in attributes}
        element = Element(local[:100], space[:100], kept)
        if self.open:
            self.open[-1].inner.append(element)
        elif self.outermost is None:
            self.outermost = element
        self.open.append(element)
        self.room.append(LONGEST_TEXT)

    def end(self, name: str) -> None:
        self.open.pop()
        self.room.pop()

    def letters(self, text: str) -> None:
        if not self.open:
            return
        text = text[: min(self.room[-1], MOST_LETTERS - self.total)]
        if text:
            self.room[-1] -= len(text)
            self.total += len(text)
            inner = self.open[-1].inner
            if inner and isinstance(inner[-1], str) and len(inner[-1]) < 2000:
                # Text comes in small pieces, one for each line.
                inner[-1] += text
            else:
                inner.append(text)
