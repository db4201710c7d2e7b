"""XML from a hostile place: elements and their words; no document type, no depth, no end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.page_xml import DEEPEST, LONGEST_TEXT, MOST_ELEMENTS, MOST_LETTERS, read_xml


def test_elements_with_their_names_and_words() -> None:
    outermost = read_xml(
        b'<?xml version="1.0"?><a:x xmlns:a="urn:a" id="5"><y href="z">one</y><y>two</y>&amp;<![CDATA[<b>]]></a:x>'
    )
    assert (outermost.name, outermost.space, outermost.attributes) == ("x", "urn:a", {})
    assert [one.text() for one in outermost.elements("y")] == ["one", "two"]
    assert outermost.text_in("y") == "one"
    assert outermost.text_in("z") == ""
    first = outermost.first("y")
    assert first is not None
    assert first.attributes == {"href": "z"}
    assert outermost.text().split() == ["one", "two", "&<b>"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        b"{}",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"<a>&b;</a>",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "http://a.example/a.dtd"><a/>',
        "<!DOCTYPE a><a/>".encode("utf-16"),
        b"<a>\x00</a>",
        b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1),
        b"<a>" + b"<b/>" * MOST_ELEMENTS + b"</a>",
    ],
    ids=range(14),
)
def test_what_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_xml(data)


def test_text_without_end_is_cut() -> None:
    assert len(read_xml(b"<a>" + b"x\n" * LONGEST_TEXT + b"</a>").text()) == LONGEST_TEXT
    many = b"<a>" + (b"<b>" + b"x" * LONGEST_TEXT + b"</b>") * 40 + b"</a>"
    assert read_xml(many).text().count("x") == MOST_LETTERS


@given(st.text(alphabet=st.sampled_from("<>/ab=\"'&;![]-? ")))
def test_any_mess_is_read_or_refused(text: str) -> None:
    try:
        assert read_xml(text.encode()).name
    except ValueError:
        assert True
