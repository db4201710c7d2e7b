"""Single values: what is taken, as what, and that what was taken is taken again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.settings_values import LONGEST, MOST, Layer, SettingsError, Values, ascii_host

VALUES = Values(Layer("file", {}), [])
KEY = ("a", "b")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("mail.example", "mail.example"),
        ("mail.example.", "mail.example."),
        ("a_b.example", "a_b.example"),
        ("müller.example", "xn--mller-kva.example"),
        ("192.0.2.1", "192.0.2.1"),
        ("2001:DB8::0001", "2001:db8::1"),
        ("", ""),
        ("300.1.1.1", ""),
        ("1.2", ""),
        ("fe80::1%eth0", ""),
        ("-a.example", ""),
        ("a..example", ""),
        ("a" * 64 + ".example", ""),
        ("ü" * 80 + ".example", ""),
        ("mail.example:25", ""),
        ("mail example", ""),
    ],
)
def test_hosts(text: str, host: str) -> None:
    assert ascii_host(text) == host


@pytest.mark.parametrize("text", ["", "me@a.example", "a.b+c_d@a.b.example", "root@localhost"])
def test_mail_addresses(text: str) -> None:
    assert VALUES.mail(f" {text} ", KEY) == text


@pytest.mark.parametrize(
    "text",
    [
        *("@", "me@", "@a.example", "a@b@c.example", "a b@c.example", "a@c", "a@192.0.2.1", "a@::1.2.3.4"),
        *('"a"@b.example', "a@b.example,c@d.example", "ä@b.example", "a@b.example>", "a@-b.example", ".a@b.example"),
    ],
)
def test_what_is_no_mail_address(text: str) -> None:
    with pytest.raises(SettingsError, match="must be one mail address"):
        VALUES.mail(text, KEY)


@pytest.mark.parametrize("text", ["", "de", "pt_BR", "zh-Hant", "zh_Hant_TW", "nds"])
def test_languages(text: str) -> None:
    assert VALUES.language(text, KEY) == text


@pytest.mark.parametrize("text", ["d", "german", "de/", "..", "de_", "de_DE.UTF-8", "de\\at"])
def test_what_is_no_language(text: str) -> None:
    with pytest.raises(SettingsError, match="must be the code of a language"):
        VALUES.language(text, KEY)


def test_arrays_and_texts_have_an_end() -> None:
    assert len(VALUES.array([0] * MOST, KEY)) == MOST
    with pytest.raises(SettingsError, match=f"at most {MOST} entries"):
        VALUES.array([0] * (MOST + 1), KEY)
    assert len(VALUES.text("x" * LONGEST, KEY)) == LONGEST
    with pytest.raises(SettingsError, match=f"at most {LONGEST} letters"):
        VALUES.text("x" * (LONGEST + 1), KEY)


def test_an_unknown_key_is_a_warning_with_the_nearest_known_one() -> None:
    values = Values(Layer("file", {}), [])
    assert values.table({"nane": 1, "url": 2}, ("isp",), ("name", "url")) == {"url": 2}
    assert values.warnings == ['file: [isp] nane is not known and left out; did you mean "name"?']


@given(st.text())
def test_what_is_taken_is_taken_again_as_it_is(text: str) -> None:
    takers: tuple[Callable[[object, tuple[str, ...]], str], ...] = (VALUES.host, VALUES.mail, VALUES.language)
    for take in takers:
        for tried in (text, f"{text}.example", f"me@{text}.example"):
            try:
                taken = take(tried, KEY)
            except SettingsError:
                continue
            assert taken.isascii()
            assert take(taken, KEY) == taken
