"""What hides behind escapes, odd signs and the ends of lines is read, and stands where the reading says."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.redaction import Level, redact
from netcheck.core.redaction_readings import readings
from netcheck.core.redaction_words import BREAK
from tests.core.redaction_spellings import of_ip4, of_ip6, of_mac
from tests.core.test_redaction import ANNA

KNOWN = ("84.112.13.23", "00:50:56:c0:00:08", "annegret", "Gartenhaus", "2a02:8388:1234:1:250:56ff:fec0:8")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("84&#46;112&#x2e;13&period;23", "84.112.13.23"),
        ("00\\:50\\:56", "00:50:56"),
        ("M&uuml;ller &amp; Co", "Müller & Co"),
        ("\\u0061nna", "anna"),
        ("an\u00adne\u200bgret", "annegret"),
        ("C8‐0E–14—AA", "C8-0E-14-AA"),
        ("84。112．13", "84.112.13"),
        ("84[.]112(.)13", "84.112.13"),
        ("84x112x13x23.dyn", "84-112-13-23.dyn"),
        ("exam=\r\nple", "example"),
        ("a\u00a0b", "a b"),
    ],
)
def test_what_is_read(text: str, read: str) -> None:
    assert next(each.text.rstrip(BREAK) for each in readings(f"plain{BREAK}{text}{BREAK}plain")) == read


@pytest.mark.parametrize(
    "text", ["", "plain", "Müller’s Haus", "C:\\Users\\x", "a & b", "100 % 640x480", "\n", "x\ny\x00z"[:1], "a=b"]
)
def test_what_is_read_as_it_stands(text: str) -> None:
    assert readings(text) == []


def test_lines_are_put_together_with_their_hyphens_and_without() -> None:
    found = readings("> 00-50-\n> 56 anne-  \n  gret")
    assert [(each.text, each.joined) for each in found] == [
        ("> 00-50-56 anne-gret\x00", True),
        ("> 00-5056 annegret\x00", True),
    ]


@given(st.lists(st.text(alphabet="a1-\n &#46;x\\.\u00ad\u2010=(/u0061[]", max_size=30), max_size=4))
def test_every_sign_has_its_place(texts: list[str]) -> None:
    text = BREAK.join(texts)
    for each in readings(text):
        assert len(each.text) == len(each.starts) == len(each.ends)
        for place, sign in enumerate(each.text):
            start, end = each.place(place, place + 1)
            assert 0 <= start < end <= len(text) + 1
            assert sign == BREAK or BREAK not in text[start:end]
        assert each.starts == sorted(each.starts)


HIDING: Mapping[str, Callable[[str], str]] = {
    "entities": lambda text: "".join(f"&#{ord(sign)};" if not sign.isalnum() else sign for sign in text),
    "all entities": lambda text: "".join(f"&#x{ord(sign):x};" for sign in text),
    "markdown": lambda text: "".join(f"\\{sign}" if sign in ".:-_ " else sign for sign in text),
    "twice for JSON": lambda text: "".join(f"\\\\u{ord(sign):04x}" if sign in ".:-" else sign for sign in text),
    "soft hyphens": lambda text: "\u00ad".join(text),
    "no width": lambda text: text[:3] + "\u200b" + text[3:],
    "wide": lambda text: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
    "mail": lambda text: text[:4] + "=\n" + text[4:],
    "a line's end": lambda text: text[:5] + "\n" + text[5:],
    "a line's end with a hyphen": lambda text: text[:5] + "-\n    " + text[5:],
    "a line's end in JSON": lambda text: text[:5] + "\\n  " + text[5:],
    "a quoted line's end": lambda text: text[:4] + "\r\n> > " + text[4:],
}


@pytest.mark.parametrize("level", [Level.PUBLIC, Level.HELPDESK])
@pytest.mark.parametrize("secret", KNOWN)
@pytest.mark.parametrize("way", list(HIDING))
def test_nothing_hides_so(way: str, secret: str, level: Level) -> None:
    hidden = HIDING[way](secret)
    assert hidden != secret or secret.isalpha(), "else there is nothing to hide behind"
    told = redact((f"it is {hidden} now",), level, ANNA)
    assert told.record[0].startswith("it is ")
    assert told.record[0].endswith(" now")
    assert len(told.record[0].split("(")[0]) < 40
    for part in ("112", "50:56", "56:c0", "nnegr", "arten", "hrten", "1234", "fec0"):
        plain = html.unescape(told.record[0]).replace("\u00ad", "").replace("\n", "")
        assert part not in plain.replace("(84.112.13.x)", "").replace("(00:50:56)", ""), told.record
    assert redact(told.record, level, ANNA).record == told.record


def test_lines_of_figures_are_no_address() -> None:
    texts = (
        "version 1.2.3\n4.5 of 84\n112.13.23",
        "12:34:56:\n12:34:57:\n12:34:58",
        "10.0\n0.1.7",
        "8.8.8.8\n1.1.1.1\n9.9.9.9",
    )
    assert redact(texts, Level.PUBLIC, ANNA).record == texts


def test_every_spelling_is_found_behind_entities() -> None:
    for spelled in (
        *of_ip4("84.112.13.23")[:4],
        *of_mac("00:50:56:c0:00:08")[:4],
        *of_ip6("2a02:8388:1234:1::7:8")[:3],
    ):
        hidden = "".join(sign if sign.isalnum() else f"&#{ord(sign)};" for sign in spelled)
        assert redact((hidden,), Level.PUBLIC, ANNA).tokens, hidden


@pytest.mark.parametrize("part", ["&#", "-\n", "1x1x", "\\u0041", "=\n", "wifi:", "-----begin private key-----", "a: "])
def test_a_text_from_outside_takes_time_by_its_length_only(part: str) -> None:
    def took(times: int) -> float:
        begun = time.process_time()
        redact((part * times,), Level.PUBLIC, ANNA)
        return time.process_time() - begun

    short = max(took(2000 // len(part)), 0.01)
    assert took(20_000 // len(part)) < 60 * short, "ten times the length; a hundred times would be its square"
