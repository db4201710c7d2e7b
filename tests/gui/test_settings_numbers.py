"""Numbers: what they are shown as, what they give, and the port that follows the encryption."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.settings import SMTP_PORTS
from netcheck.gui.settings_fields import ChoiceField
from netcheck.gui.settings_numbers import MinutesField, MoneyField, PortField, SecondsField


def test_no_money_is_said_in_words(qtbot: QtBot) -> None:
    field = MoneyField(("handover", "monthly_fee"), "&Fee", 0.0, 100_000, nothing="not told")
    qtbot.addWidget(field)
    assert (field.value(), field.spin.text()) == (0.0, "not told")
    with qtbot.waitSignal(field.edited):
        field.spin.setValue(29.994)
    assert field.value() == 29.99
    field.spin.setValue(1e9)
    assert field.value() == 100_000


def test_minutes_and_seconds_keep_within_their_limits(qtbot: QtBot) -> None:
    minutes, seconds = MinutesField(("a", "b"), "&M", 10, (1, 1440)), SecondsField(("a", "c"), "&S", 10, (1, 3600))
    for field in (minutes, seconds):
        qtbot.addWidget(field)
        field.spin.setValue(10_000)
    assert (minutes.value(), seconds.value()) == (1440, 3600)
    assert (minutes.spin.suffix(), seconds.spin.suffix()) == (" min", " s")


@pytest.mark.parametrize(("port", "then"), [(587, 465), (2525, 2525)])
def test_the_usual_port_goes_along(qtbot: QtBot, port: int, then: int) -> None:
    choice = ChoiceField(("a", "b"), "&E", "starttls", (("starttls", "1"), ("tls", "2"), ("odd", "3")))
    field = PortField(("a", "c"), "&P", port)
    for each in (choice, field):
        qtbot.addWidget(each)
    field.follow(choice, SMTP_PORTS)
    choice.box.setCurrentIndex(1)
    assert field.value() == then
    choice.box.setCurrentIndex(2)  # what nobody knows the usual port of
    choice.box.setCurrentIndex(0)
    assert field.value() == then
