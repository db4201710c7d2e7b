"""Passwords and keys, by the place in which they stand or by their look."""

from __future__ import annotations

import pytest

from netcheck.core.redaction import Level, redact
from netcheck.core.redaction_keys import is_key, keys
from netcheck.core.redaction_secrets import Secrets
from netcheck.core.redaction_values import Kind

NOBODY = Secrets()


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("proxy http://emil:p@ss1@proxy:3128", "ss1"),
        ("http_proxy=emil:s3cret@proxy:3128", "s3cret"),
        ("through emil:s3cret@10.0.0.9:3128", "s3cret"),
        ("Authorization: Token abcdef123456", "abcdef123456"),
        ("X-Auth-Token: abcdef123456", "abcdef123456"),
        ("X-Amz-Security-Token=abc%2Fdef", "abc%2Fdef"),
        ("wifi_password=geheim", "geheim"),
        ("Passwort: hunter22", "hunter22"),
        ("mot de passe : hunter22", "hunter22"),
        ("the password is hunter22", "hunter22"),
        ("{'token': 'abcdef123456'}", "abcdef123456"),
        ('{\\"token\\": \\"abcdef123456\\"}', "abcdef123456"),
        ("&quot;password&quot;:&quot;geheim&quot;", "geheim"),
        ("https://status.example/?k=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "9f8e7d6c"),
        ("https://hooks.slack.com/services/T024BE7LD/B0123456789/abcdefghijkl", "abcdefghijkl"),
        ("https://discord.com/api/webhooks/123456789012345678/abcDEF-ghi_jkl", "abcDEF"),
        ("sent with ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_"),
        ("https://x.example/?a=AKIAIOSFODNN7EXAMPLE", "AKIA"),
        ("WIFI:S:Haus;T:WPA;P:s3cretpass;;", "s3cretpass"),
        ("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n-----END PRIVATE KEY-----", "hkiG9w0B"),
    ],
)
def test_they_go_at_every_level_and_once(text: str, secret: str, level: Level) -> None:
    told = redact((text,), level, NOBODY)
    assert secret not in told.record[0]
    assert set(told.tokens) == {"key-1"}
    assert redact(told.record, level, NOBODY).record == told.record


@pytest.mark.parametrize(
    "text",
    ["token: none", "signature: missing", "password: expired", "the password is wrong", "The token is not valid.",
     "https://status.example/?region=oberoesterreich-linz-urfahr-4040", "https://status.example/?from=2026-11-22T12:34:56Z",
     "https://status.example/?id=3f2b1c4d5e6f708192a3b4c5", "mailto:help@isp.example:25", "wifi: 5 GHz; ap: 3;",
     "task-1234567890", "12:34:56 a@b:22"],
)  # fmt: skip
def test_none(text: str) -> None:
    assert list(keys(text.lower())) == []
    assert redact((text,), Level.FULL, NOBODY).record == (text,)


def test_the_number_of_a_case_is_no_key() -> None:
    texts = ("ticket=INC0012345", "https://desk.example/?ticket=CS-20261122", "ticket: 4711abcd9")
    assert redact(texts, Level.PUBLIC, NOBODY).record == texts
    assert "key-1" in redact(("?ticket=ST-8a7b6c5d4e3f",), Level.PUBLIC, NOBODY).record[0]


def test_a_quoted_value_has_one_token_however_often_it_is_read() -> None:
    told = redact(('psk="my secret phrase"',), Level.PUBLIC, NOBODY)
    assert told.record == ('psk="key-1"',)
    hidden = redact(('psk="mac-1 and more"',), Level.PUBLIC, NOBODY).record[0]
    assert "more" not in hidden, "what looks like a token protects nothing beside it"


def test_names_of_keys() -> None:
    assert all(map(is_key, ("apikey", "xamzsecuritytoken", "passwort", "awssecretaccesskey")))
    assert not any(map(is_key, ("name", "keyboard", "tokens", "")))


def test_the_spans_hold_what_they_name() -> None:
    text = "http://u:p@h/?token=a1b2c3d4e5 cookie: sid=1234567; bearer a1b2c3d4e5"
    found = list(keys(text))
    assert len(found) == 3
    assert all(span.value == (Kind.KEY, text[span.start : span.end]) for span in found)
