"""The page "Delivery": each way shows what it needs, and the connection is tried out."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.delivery import Way
from netcheck.core.delivery_secret import Kept, Tried, Where
from netcheck.core.settings import Deliver, Settings
from netcheck.core.settings_delivery import NEEDED, WAYS
from netcheck.gui.icons import Badge
from netcheck.gui.settings_delivery import NEEDS, DeliveryPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says whenever a window opens."""


def made(qtbot: QtBot, delivery: Deliver | None = None) -> DeliveryPage:
    page = DeliveryPage(Settings(delivery=delivery or Deliver()))
    qtbot.addWidget(page)
    return page


def choose(page: DeliveryPage, way: str) -> None:
    page.way.box.setCurrentIndex(page.way.box.findData(way))


def offered(page: DeliveryPage) -> set[str]:
    return {field.key[1] if field.key else "secret" for field in page.fields if field.offered}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_shows_what_it_needs(qtbot: QtBot, way: str) -> None:
    page = made(qtbot)
    choose(page, way)
    always = {"way", "secret", "automatic"} if way else {"way"}
    assert offered(page) == always | set(NEEDS[way])
    assert set(NEEDED.get(way, ())) <= set(NEEDS[way]), "what must be set can be set"
    assert (not page.trial.isHidden()) is bool(way)


def test_each_setting_serves_a_way() -> None:
    used = {name for needs in NEEDS.values() for name in needs}
    assert used == {field.name for field in fields(Deliver)} - {"way", "automatic", "after_min"}


def test_how_long_an_outage_lasts_is_asked_where_reports_go_by_themselves(qtbot: QtBot) -> None:
    page = made(qtbot, Deliver(way="webhook", url="https://a.example/"))
    assert "after_min" not in offered(page)
    page.automatic.switch.setChecked(True)
    assert "after_min" in offered(page)


def test_the_keyring_is_asked_when_the_page_is_seen_and_once_for_each_host(qtbot: QtBot) -> None:
    page = made(qtbot, Deliver(way="webhook", url="https://a.example/in"))
    asked: list[Settings] = []
    page.kept_wanted.connect(asked.append)
    assert asked == []
    page.show()
    qtbot.waitUntil(lambda: len(asked) == 1)
    page.show_kept(Kept(Where.KEYRING))
    page.hide()
    page.show()
    page.url.line.setText("https://a.example/other")
    page._settled.timeout.emit()
    assert len(asked) == 1, "the same host has the same secret"
    page.url.line.setText("https://b.example/in")
    assert page._settled.isActive()
    page._settled.timeout.emit()
    assert [settings.delivery.url for settings in asked] == ["https://a.example/in", "https://b.example/in"]
    assert page.secret.kept() is None, "what is known of one host says nothing of another"


def test_without_a_way_nobody_is_asked(qtbot: QtBot) -> None:
    page = made(qtbot)
    with qtbot.assertNotEmitted(page.kept_wanted):
        page.show()


def test_trying_says_in_one_sentence_what_came_of_it(qtbot: QtBot) -> None:
    page = made(qtbot, Deliver(way="webhook", url="https://a.example/in"))
    with qtbot.waitSignal(page.try_wanted):
        page.trial.button.click()
    page.show_trying()
    assert not page.trial.button.isEnabled()
    page.show_tried(Tried(False, "{to} refused the password.", {"to": "a.example"}))
    assert page.trial.told() == "a.example refused the password."
    assert page.trial.button.isEnabled()
    assert page.trial._sign.badge is Badge.FAILED_HOME
    page.url.line.setText("https://b.example/in")
    assert page.trial.told() == "Connects and logs in, and sends nothing.", "it was about another address"
    page.show_tried(Tried(True, "Too late."))
    assert page.trial.told() == "Connects and logs in, and sends nothing."


def test_what_an_empty_user_name_means_depends_on_the_way(qtbot: QtBot) -> None:
    page = made(qtbot, Deliver(way="mail"))
    assert page.user.noted() == "Empty: your mail server asks for no password."
    choose(page, Way.JIRA)
    assert page.user.noted() == "Empty: the password or token alone lets in."
    assert page.url.line.placeholderText() == "https://company.atlassian.net/"
