"""Names in every spelling, and words that are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.redaction_values import Kind
from netcheck.core.redaction_words import folded, is_harmless, is_strong, lowered, spans, words


def found(name: str, text: str, kind: Kind = Kind.NAME, wanted: bool = False) -> list[str]:
    low = lowered(text)
    looked_for = words([(kind, name)], frozenset((folded(name),)) if wanted else frozenset())
    return [text[span.start : span.end] for span in spans(looked_for, low)]


@pytest.mark.parametrize(
    "text",
    ["Anna Müller", "ANNA MÜLLER", "anna-mueller", "anna_muller", "annamüller", "Anna%20M%C3%BCller", "anna+m%fcller",
     "Anna Mu\u0308ller", "Anna M\\u00fcller", "Anna M\\xfcller", "anna&nbsp;m&#252;ller", "Anna\r\nMüller",
     "Anna =C3=BCller".replace("=C3", "M=C3"), "anna.mueller"],
)  # fmt: skip
def test_spellings(text: str) -> None:
    assert found("Anna Müller", f"<{text}>") == [text]


@pytest.mark.parametrize(
    ("name", "text"),
    [("Annas Haus 🏠", "annas%20haus%20%F0%9F%8F%A0"), ("Annas Haus 🏠", "Annas-Haus"),
     ("日本語ネット", "x日本語ネットx"),
     ("Anna’s iPhone", "Annas-iPhone.local"), ("★★★", "at ★★★ now")],
)  # fmt: skip
def test_names_of_networks(name: str, text: str) -> None:
    assert found(name, text, Kind.WIFI)


def test_the_bytes_of_a_network_s_name() -> None:
    assert found("Haus 5", f"ssid {b'Haus 5'.hex()}", Kind.WIFI) == [b"Haus 5".hex()]


@pytest.mark.parametrize("text", ["123456789", "123 456 789", "123-456-789", "12/3456.789", "123%20456%20789"])
def test_a_number_with_signs_in_it(text: str) -> None:
    assert found("123 456 789", f"no. {text}.", Kind.ACCOUNT) == [text]


@pytest.mark.parametrize(("name", "text"), [("anna", "hannah annas annab"), ("bob", "bobbin"), ("4711x", "x4711x2")])
def test_short_names_stand_alone(name: str, text: str) -> None:
    assert found(name, text) == []


@pytest.mark.parametrize("text", ["pytest-of-anna", "USER_anna", "%2Fanna%2F", "a\\nanna b", "anna's", "(anna)"])
def test_signs_around_a_name_are_no_letters(text: str) -> None:
    assert len(found("anna", text)) == 1


def test_long_names_are_found_within_others() -> None:
    assert found("annegret", "xannegretx") == ["annegret"]


@pytest.mark.parametrize("name", ["pc", "x", "root", "router", "it", "42", "4711", "...", "the cable", "–"])
def test_common_words_are_left_alone(name: str) -> None:
    text = f"/x/{name}/y and {name}"
    assert found(name, text) == [] or name == "the cable"


def test_a_word_that_the_person_asked_for_is_taken_out() -> None:
    assert found("cable", "the cable is out", wanted=True) == ["cable"]
    assert found("it", "it is out", wanted=True) == []


def test_common_words_where_they_tell() -> None:
    assert found("home", 'at home: "home"', Kind.WIFI) == ["home"]
    assert found("will", "will it? will@x") == ["will"]
    assert found("nb", "nb \\\\nb\\x", Kind.HOST) == ["nb"]


def test_strong_and_harmless() -> None:
    assert is_strong("annegret")
    assert not is_strong("...")
    assert is_harmless("Local-Host")
    assert not is_harmless("bert")


@given(st.text())
def test_lower_case_keeps_every_place(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_equal_names_are_looked_for_once() -> None:
    assert [word.value.kind for word in words([(Kind.HOST, "Bert 17"), (Kind.NAME, "bert-17")])] == [Kind.HOST]
