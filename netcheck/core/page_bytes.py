"""Turns the bytes of a page from a hostile place into text, whatever they claim to be."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the mark of UTF-16, and so stands before it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The mark at the beginning of a text that tells its encoding (byte order mark)."""
KNOWN = frozenset(
    (
        *("big5", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk"),
        *("iso8859-1", "iso8859-15", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "koi8-r", "shift_jis"),
    )
)
"""Encodings that a page may declare; a codec that does more than that (idna, utf-7, escapes) is none of them."""
DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding=["']([\w.:-]{1,30})|<meta[^>]{0,200}?charset=["']?([\w.:-]{1,30})"""
)
WHERE_DECLARED = 2048
"""Bytes in which a declaration must stand (HTML asks for the first 1024)."""
LAST_RESORT = "cp1252"
HTML = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def text_of(data: bytes) -> str:
    """The bytes as text; what is no text becomes U+FFFD. Raises nothing.

    The mark at the beginning counts first, then UTF-8 where the bytes are that, then what the page declares: pages that
    declare Latin-1 and send UTF-8 are common, the other way round UTF-8 gives itself away by not fitting.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    unmarked = _unmarked(data)
    if unmarked:
        return data.decode(unmarked, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_declared(data), "replace")


def looks_like_html(data: bytes) -> bool:
    """Whether these bytes begin as a web page does."""
    return HTML.match(text_of(data[:4096])) is not None


def readable(read: Callable[[bytes], object], data: bytes) -> bool:
    """Whether `read` takes these bytes: it raises ValueError for others."""
    try:
        read(data)
    except ValueError:
        return False
    return True


def _unmarked(data: bytes) -> str:
    """UTF-16 without its mark, told by the zeros beside the first two letters; empty for anything else."""
    zeros = [byte == 0 for byte in data[:4]]
    if zeros == [True, False, True, False]:
        return "utf-16-be"
    return "utf-16-le" if zeros == [False, True, False, True] else ""


def _declared(data: bytes) -> str:
    found = DECLARED.search(data[:WHERE_DECLARED])
    name = ((found[1] or found[2]) if found else b"").decode("ascii", "replace")
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return LAST_RESORT
    return name if name in KNOWN else LAST_RESORT
