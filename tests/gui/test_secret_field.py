"""The password: never on the screen, in no settings, and said where it is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from netcheck.core.delivery_secret import Kept, Where
from netcheck.gui.secret_field import SecretField, trouble_of

NO_RING = Kept(Where.NOWHERE, "There is no keyring ({name}).", {"name": "fail"}, keyring=False)


@pytest.fixture
def field(qtbot: QtBot) -> SecretField:
    made = SecretField("Pass&word")
    qtbot.addWidget(made)
    return made


def test_it_is_hidden_and_belongs_to_no_file(field: SecretField) -> None:
    field.line.setText(" hunter2\n")
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    assert "hunter2" not in field.line.displayText()
    assert (field.key, field.value()) == ((), "hunter2")
    field.clear()
    assert field.value() == ""


@pytest.mark.parametrize(
    ("kept", "sentence", "enabled", "forget"),
    [
        (None, "Looking whether one is kept…", True, False),
        (Kept(), "None is kept yet.", True, False),
        (Kept(Where.KEYRING), "Kept in this system's keyring.", True, True),
        (Kept(Where.ENVIRONMENT), "Taken from the environment variable NETCHECK_DELIVERY_SECRET", True, False),
        (NO_RING, "There is no keyring (fail).", False, False),
        (Kept(trouble="It did not answer."), "It did not answer.", True, False),
    ],
)
def test_it_says_where_it_is(field: SecretField, kept: Kept | None, sentence: str, enabled: bool, forget: bool) -> None:
    field.show_kept(kept)
    assert field.state.told().startswith(sentence)
    assert field.line.accessibleDescription() == field.state.told()
    assert field.line.isEnabled() is enabled
    assert (not field.forget.isHidden()) is forget
    assert field.kept() is kept


def test_what_went_wrong_is_a_whole_sentence() -> None:
    assert trouble_of(NO_RING) == "There is no keyring (fail)."
    assert trouble_of(Kept()) == ""
