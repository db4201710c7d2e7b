"""A webhook gets the same report with the same key every time, and any success of it is one."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from netcheck.core.delivery import Sent, Trouble, Way
from netcheck.world import delivery_judged as judged
from netcheck.world.delivery_http import Door
from netcheck.world.delivery_webhook import message, webhook
from tests.world.report_at_hand import AT, KEY, PARCEL, made, once, sent, settings
from tests.world.small_desk import Helpdesk, desk_server
from tests.world.trusted import Identities, identities


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    """Who servers are."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from identities(tmp_path_factory.mktemp("who"), monkeypatch)


@pytest.fixture
def desk() -> Helpdesk:
    """With good manners."""
    return Helpdesk()


@pytest.fixture
def site(desk: Helpdesk, who: Identities) -> Iterator[str]:
    """Where it is."""
    with desk_server(desk, who.right) as url:
        yield url


def test_a_webhook_gets_the_same_every_time(desk: Helpdesk, site: str) -> None:
    desk.manner = once("lost", "POST", "/hook")
    unsure = sent(Way.WEBHOOK, site)
    assert isinstance(unsure, Trouble)
    assert (unsure.heals, unsure.text) == (True, judged.UNSURE)
    assert sent(Way.WEBHOOK, site) == Sent("T-7", "https://desk.example/T-7")
    first, second = desk.posts
    assert first == second
    assert (first["key"], first["schema"]) == (KEY, "netcheck-delivery/1")
    assert first["outage"] == {"id": "o1", "began_at": AT.isoformat(), "ended_at": AT.isoformat()}


def test_any_success_of_a_webhook_is_one(desk: Helpdesk, site: str) -> None:
    desk.manner = lambda method, path: "html"
    assert sent(Way.WEBHOOK, site) == Sent()


@pytest.mark.parametrize("bad", ["huge", "html"])
def test_what_it_says_beside_a_success_does_no_harm(bad: str, desk: Helpdesk, site: str) -> None:
    desk.manner = lambda method, path: bad
    assert sent(Way.WEBHOOK, site) == Sent()
    assert len(desk.posts) == 1


def test_what_it_answers_is_shown_on_one_line(desk: Helpdesk, site: str) -> None:
    answer = {"ticket": "T-1\r\n\u202eX" + "y" * 99, "url": "https://desk.example/\n"}
    desk.manner = lambda method, path: json.dumps(answer)
    outcome = sent(Way.WEBHOOK, site)
    assert isinstance(outcome, Sent)
    assert outcome.ticket.startswith("T-1 Xyyy")
    assert (len(outcome.ticket), outcome.url) == (64, "")


def test_without_a_secret_none_is_sent(desk: Helpdesk, site: str) -> None:
    told = settings(Way.WEBHOOK, site)
    assert isinstance(webhook(made(told), PARCEL, Door(told.delivery.url)), Sent)
    assert "authorization" not in desk.asked[0][2]


def test_what_is_posted_names_the_ticket() -> None:
    told = message(made(settings(Way.WEBHOOK, "https://desk.example/"), "HELP-7"), PARCEL)
    assert (told["ticket"], told["title"], told["made_at"]) == ("HELP-7", PARCEL.title, AT.isoformat())
