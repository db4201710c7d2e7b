"""Adds to a PDF file what Qt leaves out: its language, its title in the reader's window, and a list of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

# An incremental update (ISO 32000-1, 7.5.6): Qt's bytes stay as they are, and behind them come a new catalog, the
# outline (12.3.3), and a table of where they are.

_END = re.compile(rb"trailer\s*<<(?P<trailer>.*?)>>\s*startxref\s+(?P<xref>\d+)\s+%%EOF\s*\Z", re.S)
_TAIL = 4000
"""Bytes at the end of a file in which its trailer stands."""


def structured(data: bytes, language: str, titles: Sequence[tuple[str, int, float]], height: float) -> bytes:
    """The file with its language ("en", "pt_BR"), its title shown by readers, and a contents list of these headings:
    words, page (from 0), and points below the top of a page that is so many points high.

    A file that is not built as Qt 6 builds them comes back as it is.
    """
    end = _END.search(data, max(0, len(data) - _TAIL))
    catalog = _number(rb"/Root", end["trailer"]) if end else 0
    size = re.search(rb"/Size\s+(\d+)", end["trailer"]) if end else None
    known = _object(data, catalog)
    pages = _pages(data, known) if known else []
    if end is None or size is None or known is None or not pages:
        return data
    first = int(size[1])
    marked = [(text, pages[page], height - y) for text, page, y in titles if page < len(pages)]
    tongue = re.sub(r"[^A-Za-z0-9-]", "", language.replace("_", "-"))
    extra = f"/Lang ({tongue})\n/ViewerPreferences << /DisplayDocTitle true >>\n"
    extra += f"/Outlines {first} 0 R\n" if marked else ""
    fresh = {catalog: b"<<\n" + known + extra.encode() + b">>", **dict(_outline(marked, first))}
    trailer = end["trailer"].replace(size[0], b"/Size %d" % (first + len(fresh) - 1))
    return data + _update(fresh, trailer, int(end["xref"]), len(data))


def _outline(marked: Sequence[tuple[str, int, float]], first: int) -> Iterator[tuple[int, bytes]]:
    """The object of the outline, and one for each heading."""
    if not marked:
        return
    last = first + len(marked)
    yield first, f"<< /Type /Outlines /First {first + 1} 0 R /Last {last} 0 R /Count {len(marked)} >>".encode()
    for number, (text, page, y) in enumerate(marked, first + 1):
        before = f"/Prev {number - 1} 0 R " if number > first + 1 else ""
        after = f"/Next {number + 1} 0 R " if number < last else ""
        words = ("\ufeff" + text).encode("utf-16-be", "replace").hex().upper()
        there = f"/Dest [{page} 0 R /XYZ null {y:.1f} null]"
        yield number, f"<< /Title <{words}> /Parent {first} 0 R {before}{after}{there} >>".encode()


def _update(objects: Mapping[int, bytes], trailer: bytes, before: int, start: int) -> bytes:
    """Objects, the table of where they are, and the trailer, to be put at this place of the file."""
    found, table = b"\n", b"xref\n"
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, start + len(found))
        found += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    place = start + len(found)
    return found + table + b"trailer\n<<" + trailer + b"/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (before, place)


def _pages(data: bytes, catalog: bytes) -> list[int]:
    """The numbers of the objects that are pages, in their order."""
    tree = _object(data, _number(rb"/Pages", catalog))
    kids = re.search(rb"/Kids\s*\[(.*?)\]", tree, re.S) if tree else None
    return [int(number) for number in re.findall(rb"(\d+)\s+0\s+R", kids[1])] if kids else []


def _number(name: bytes, body: bytes) -> int:
    """Of the object that a dictionary points to; 0 where it does not."""
    found = re.search(name + rb"\s+(\d+)\s+0\s+R", body)
    return int(found[1]) if found else 0


def _object(data: bytes, number: int) -> bytes | None:
    """What stands in the dictionary of this object."""
    found = re.search(rb"(?:\A|[\r\n])%d 0 obj\s*<<\s*(.*?)>>\s*endobj" % number, data, re.S) if number else None
    return found[1] if found else None
