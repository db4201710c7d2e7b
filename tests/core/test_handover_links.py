"""The links open what was meant, whatever stands in the texts."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.handover_links import (
    MAILTO_MOST,
    SMS_PARTS_MOST,
    cut_to_sms,
    global_number,
    mail_link,
    sms_letters,
    sms_link,
    sms_parts,
    tel_link,
)

# --- SMS --------------------------------------------------------------------------------------------------------------


def test_sms_link() -> None:
    link = sms_link("+44 (7700) 900-123", "Dead since 14:02 & waiting: 100 % #1 +é")
    assert link.startswith("sms:+447700900123?body=")
    assert parse_qs(urlsplit(link).query) == {"body": ["Dead since 14:02 & waiting: 100 % #1 +é"]}
    assert " " not in link
    assert link.isascii()


@pytest.mark.parametrize(
    "number", ["", "07700 900123", "+", "+44", "+44 7700 900123;x=1", "+1234567890123456", "+44?a"]
)
def test_no_link_to_what_is_no_number(number: str) -> None:
    assert sms_link(number, "x") == ""
    assert global_number(number) == ""


def test_how_many_sms() -> None:
    assert sms_letters("a{b}€") == (8, True)
    assert sms_letters("ż") == (1, False)
    assert sms_letters("\U0001f600") == (2, False)
    assert [sms_parts(sign * count) for sign, count in (("a", 160), ("a", 161), ("a", 307), ("ż", 70), ("ż", 71))] == [
        1, 2, 3, 1, 2,
    ]  # fmt: skip


@given(st.text(st.characters(codec="utf-8"), max_size=1000), st.integers(1, 5))
def test_cut_to_what_is_paid_for(text: str, parts: int) -> None:
    cut = cut_to_sms(text, parts)
    assert text.startswith(cut)
    assert sms_parts(cut) <= parts
    body = parse_qs(urlsplit(sms_link("+447700900123", text)).query, keep_blank_values=True)["body"][0]
    assert body == cut_to_sms(text, SMS_PARTS_MOST)


# --- mail -------------------------------------------------------------------------------------------------------------


def read(link: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    pairs = (pair.partition("=") for pair in parts.query.split("&"))
    return unquote(parts.path), {name: unquote(value) for name, _, value in pairs}


def test_mail_link() -> None:
    link = mail_link("help+net@company.example", "Down & out?", "One line\nAnother: 50 %")
    assert read(link) == ("help+net@company.example", {"subject": "Down & out?", "body": "One line\r\nAnother: 50 %"})
    assert link.isascii()
    assert " " not in link


def test_no_link_without_an_address() -> None:
    assert mail_link("", "a", "b") == mail_link("nobody", "a", "b") == ""


def test_a_long_text_says_that_it_was_cut() -> None:
    link = mail_link("a@b.example", "s", "\n".join(f"line {n} of a long report" for n in range(200)))
    assert len(link) <= MAILTO_MOST
    body = read(link)[1]["body"].split("\r\n")
    assert body[0] == "line 0 of a long report"
    assert body[-1] == "..."
    assert len(body) > 20


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(st.characters(codec="utf-8"), max_size=3000))
def test_nothing_in_the_texts_adds_a_field(subject: str, body: str) -> None:
    link = mail_link("a@b.example", subject, body)
    assert len(link) <= MAILTO_MOST
    address, fields = read(link)
    assert address == "a@b.example"
    assert set(fields) <= {"subject", "body"}


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("0333 1234567", "tel:03331234567"),
        ("+44 (0)20 7946-0000", "tel:+442079460000"),
        ("(020) 7946 0000", "tel:02079460000"),
        ("0800 22 55 33 (free)", "tel:0800225533"),
        ("150", "tel:150"),
        ("on your bill", ""),
        ("", ""),
        ("12", ""),
        ("1" * 30, ""),
        ("0333;phone-context=evil", "tel:0333"),
    ],
)
def test_tel_link(number: str, link: str) -> None:
    assert tel_link(number) == link


@given(st.text(alphabet="0123456789+() -./;=&?x", max_size=60))
def test_a_tel_link_holds_digits_alone(number: str) -> None:
    assert re.fullmatch(r"(tel:[+]?[0-9]{3,15})?", tel_link(number))
