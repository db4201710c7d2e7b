"""What is known of the secret never holds the secret."""

from __future__ import annotations

from dataclasses import fields

from netcheck.core.delivery_secret import Kept, Tried, Where


def test_nothing_is_kept_until_something_is_known() -> None:
    assert Kept() == Kept(Where.NOWHERE, "", {}, keyring=True)
    assert Tried(True, "The help desk let us in.").blanks == {}


def test_there_is_no_place_for_the_secret_itself() -> None:
    assert [field.name for field in fields(Kept)] == ["where", "trouble", "blanks", "keyring"]
