"""What changed is shown a sentence each, and takes no room where nothing did."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from netcheck.gui.changed_card import ChangedCard


def test_hidden_while_nothing_changed(qtbot: QtBot) -> None:
    card = ChangedCard()
    qtbot.addWidget(card)
    assert card.isHidden()
    card.show_changes(("The proxy is now x.", "The router's address is now y."))
    assert not card.isHidden()
    assert card.changes() == ("The proxy is now x.", "The router's address is now y.")
    card.show_changes(("The proxy is now x.",))
    assert card.changes() == ("The proxy is now x.",)
    card.show_changes(())
    assert card.isHidden()
    assert card.changes() == ()
