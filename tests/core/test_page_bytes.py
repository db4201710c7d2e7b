"""Bytes of a page as text: marks, declarations that lie, and bytes that are no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.page_bytes import looks_like_html, readable, text_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_encoding_is_seen_in_the_bytes(encoding: str) -> None:
    assert text_of("{öffnen}".encode(encoding)) == "{öffnen}"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-2"?>ő'.encode("iso8859-2"), "ő"),
        ("<html><meta charset='windows-1251'>Привет".encode("cp1251"), "Привет"),
        # Declares Latin-1 and is UTF-8.
        ('<?xml version="1.0" encoding="ISO-8859-1"?>ö'.encode(), "ö"),
        # Declares UTF-8, UTF-16 or what no page may ask for, and is none of them.
        (b'<?xml version="1.0" encoding="UTF-8"?>\xf6', "ö"),
        (b'<?xml version="1.0" encoding="UTF-16"?>\xf6', "ö"),
        (b'<?xml version="1.0" encoding="unicode_escape"?>\xf6', "ö"),
        (b'<?xml version="1.0" encoding="klingon"?>\xf6', "ö"),
        (b"plain \xf6", "ö"),
    ],
)
def test_a_declaration_counts_where_it_may_be_true(data: bytes, text: str) -> None:
    assert text_of(data)[-len(text) :] == text


@given(st.binary(), st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE]))
def test_any_bytes_are_some_text(data: bytes, mark: bytes) -> None:
    assert len(text_of(mark + data)) <= len(data)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>",
        "  \n<html lang='de'>",
        "<!-- made by hand -->\n<HTML>",
        "<head><title>x</title>",
        "<body class='a'>",
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">',
    ],
)
def test_what_begins_as_a_web_page_looks_like_one(page: str) -> None:
    assert looks_like_html(page.encode())
    assert looks_like_html(page.encode("utf-16"))


@pytest.mark.parametrize(
    "page", ["", "words", "{}", "<rss>", "<!DOCTYPE rss>", "<?xml version='1.0'?><feed>", "<header>"]
)
def test_anything_else_does_not(page: str) -> None:
    assert not looks_like_html(page.encode())


def test_what_a_reader_refuses_is_not_readable() -> None:
    assert readable(int, b"5")
    assert not readable(int, b"x")
