"""Trying the connection says what is right and what is wrong, and sends nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netcheck.core.delivery import Way
from netcheck.core.settings import Deliver, Settings
from netcheck.world import delivery_judged as judged
from netcheck.world.delivery_trial import NO_WAY, REACHED, REACHED_ONLY, tried
from tests.world.small_desk import Helpdesk, desk_server
from tests.world.small_post import Mailbox, mail_server
from tests.world.trusted import Identities, identities

SECRET = "hunter2"


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    """Who servers are."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from identities(tmp_path_factory.mktemp("who"), monkeypatch)


def settings(way: str, url: str) -> Settings:
    return Settings(delivery=Deliver(way=way, url=url, user="me", desk="4", request_type="25"))


@pytest.mark.parametrize("way", [Way.JIRA, Way.SERVICENOW, Way.ZENDESK])
def test_a_desk_lets_in_or_not(way: str, who: Identities) -> None:
    desk = Helpdesk()
    with desk_server(desk, who.right) as url:
        assert tried(settings(way, url), SECRET).sentence == REACHED
        desk.manner = lambda method, path: "401"
        found = tried(settings(way, url), SECRET)
    assert (found.well, found.sentence) == (False, judged.SECRET_REFUSED)
    assert {method for method, _, _ in desk.asked} == {"GET"}
    assert desk.cases == []


def test_a_wrong_number_is_noticed(who: Identities) -> None:
    with desk_server(Helpdesk(), who.right) as url:
        found = tried(settings(Way.ZENDESK, url + "elsewhere/"), SECRET)
    assert (found.well, found.sentence) == (False, judged.NOT_THERE)


def test_a_webhook_is_reached_and_sent_nothing(who: Identities) -> None:
    desk = Helpdesk()
    with desk_server(desk, who.right) as url:
        assert tried(settings(Way.WEBHOOK, url + "hook")).sentence == REACHED_ONLY
    assert desk.posts == []
    assert tried(settings(Way.WEBHOOK, "https://127.0.0.1:9/hook")).sentence == judged.SILENT
    with desk_server(desk, who.wrong) as url:
        assert tried(settings(Way.WEBHOOK, url + "hook")).sentence == judged.STRANGER


@pytest.mark.parametrize(("password", "sentence"), [(SECRET, REACHED), ("wrong", judged.SECRET_REFUSED)])
def test_a_mail_server(password: str, sentence: str, who: Identities) -> None:
    box = Mailbox(who.right, True, "me", SECRET)
    with mail_server(box) as port:
        told = Deliver(
            way="mail", mail_to="d@x.example", mail_from="m@x.example", smtp_host="127.0.0.1", smtp_port=port, user="me"
        )
        assert tried(Settings(delivery=told), password).sentence == sentence
    assert box.letters == []
    assert not any(line.upper().startswith(("MAIL", "RCPT", "DATA")) for line in box.commands)


def test_without_settings_or_secret_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETCHECK_DELIVERY_SECRET", raising=False)
    assert tried(Settings()).sentence == NO_WAY
    assert tried(settings(Way.JIRA, "https://127.0.0.1:9/")).sentence == judged.NO_SECRET
