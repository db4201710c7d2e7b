"""What goes by each way: encrypted, to the desk that it was made for alone, judged, and with no secret shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from netcheck.core.delivery import Trouble, Way
from netcheck.core.settings import Deliver, Settings
from netcheck.core.settings_delivery import secret_name
from netcheck.world import delivery_judged as judged
from netcheck.world import keyring_secret
from netcheck.world.delivery_desk import Asking, hand_over
from netcheck.world.delivery_http import Door
from netcheck.world.delivery_jira import Jira
from netcheck.world.delivery_ways import CHANGED, NOWHERE, deliver
from netcheck.world.delivery_webhook import webhook
from netcheck.world.keyring_secret import Secret
from tests.world.report_at_hand import DESKS, PARCEL, QUICK_S, SECRET, made, sent, settings
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


@pytest.mark.parametrize("way", [*DESKS, Way.WEBHOOK])
@pytest.mark.parametrize(
    ("bad", "heals", "text"),
    [
        ("401", False, judged.SECRET_REFUSED),
        ("403", False, judged.FORBIDDEN),
        ("413", False, judged.TOO_LARGE),
        ("400", False, judged.REFUSED),
        ("422", False, judged.REFUSED),
        ("408", True, judged.ILL),
        ("409", True, judged.ILL),
        ("429", True, judged.BUSY),
        ("500", True, judged.ILL),
        ("503", True, judged.BUSY),
        ("elsewhere", True, judged.ELSEWHERE),
        ("cut", True, judged.UNSURE),
        ("garbage", True, judged.UNSURE),
    ],
)
def test_what_an_answer_means(way: str, bad: str, heals: bool, text: str, desk: Helpdesk, site: str) -> None:
    desk.manner, desk.headers = lambda method, path: bad, {"Retry-After": "120"}
    outcome = sent(way, site)
    assert isinstance(outcome, Trouble)
    if way != Way.WEBHOOK and text == judged.UNSURE:
        text = judged.SILENT  # the first question to a desk brings it nothing
    assert (outcome.heals, outcome.text) == (heals, text)
    assert outcome.text.format(**outcome.blanks)
    if bad in ("429", "503"):
        assert outcome.after_s == 120
    assert len(desk.asked) == 1  # no redirect is followed, and nothing is tried twice at once


@pytest.mark.parametrize("bad", ["hang", "drip"])
def test_nobody_is_waited_for_beyond_the_deadline(bad: str, desk: Helpdesk, site: str) -> None:
    desk.manner = lambda method, path: bad
    told = settings(Way.WEBHOOK, site)
    outcome = webhook(made(told), PARCEL, Door(told.delivery.url, "", SECRET, QUICK_S))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text, outcome.detail) == (True, judged.UNSURE, "deadline")
    outcome = hand_over(Jira(Asking(Door(site, "", SECRET, QUICK_S), "x"), "4", "25"), made(told), PARCEL)
    assert isinstance(outcome, Trouble)


@pytest.mark.parametrize("way", [*DESKS, Way.WEBHOOK])
def test_a_stranger_gets_nothing(way: str, desk: Helpdesk, who: Identities) -> None:
    with desk_server(desk, who.wrong) as url:
        outcome = sent(way, url)
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, judged.STRANGER)
    assert desk.asked == []


def test_nothing_goes_in_the_clear() -> None:
    outcome = webhook(made(settings(Way.WEBHOOK, "http://127.0.0.1:1/")), PARCEL, Door("http://127.0.0.1:1/"))
    assert isinstance(outcome, Trouble)
    assert (outcome.text, outcome.detail) == (judged.SILENT, "ValueError")


def test_nobody_there() -> None:
    told = settings(Way.ZENDESK, "https://127.0.0.1:9/")
    outcome = deliver(made(told), PARCEL, told, lambda _: Secret(SECRET))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, judged.SILENT)


def test_what_was_meant_for_one_desk_goes_to_no_other(desk: Helpdesk, site: str) -> None:
    told = settings(Way.WEBHOOK, site)
    other = replace(made(told), to="other.example")
    outcome = deliver(other, PARCEL, told, lambda _: Secret(SECRET))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, CHANGED)  # it waits: another netcheck may have the settings for it
    outcome = deliver(made(told), PARCEL, Settings(), lambda _: Secret(SECRET))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, NOWHERE)
    assert desk.asked == []


def test_without_a_secret_no_desk_is_asked(desk: Helpdesk, site: str) -> None:
    outcome = sent(Way.JIRA, site, secret="")
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (False, judged.NO_SECRET)
    told = settings(Way.JIRA, site)
    outcome = deliver(made(told), PARCEL, told, lambda _: Secret(trouble=keyring_secret.NO_ANSWER))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, keyring_secret.NO_ANSWER)
    outcome = deliver(
        made(told), PARCEL, told, lambda _: Secret(trouble=keyring_secret.UNSAFE, blanks=(("name", "x"),))
    )
    assert isinstance(outcome, Trouble)
    assert outcome.heals  # the window of this person may have the keyring that a service has not
    assert desk.asked == []


@pytest.mark.parametrize("secret", ["ümlaut", "two\nlines", "a\x00b"])
def test_a_token_that_no_header_can_hold_is_said_to_be_one(secret: str, desk: Helpdesk, site: str) -> None:
    told = settings(Way.ZENDESK, site)
    told = replace(told, delivery=replace(told.delivery, user=""))
    outcome = deliver(made(told), PARCEL, told, lambda _: Secret(secret))
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (False, judged.NO_TOKEN)
    assert desk.asked == []


def test_the_secret_of_one_host_is_asked_for_by_its_name(site: str) -> None:
    asked: list[str] = []

    def secret(delivery: Deliver) -> Secret:
        asked.append(secret_name(delivery))
        return Secret(SECRET)

    told = settings(Way.JIRA, site)
    deliver(made(told), PARCEL, told, secret)
    deliver(made(settings(Way.JIRA, "https://old.example/")), PARCEL, told, secret)
    assert asked == [f"delivery {site[8:-1]}"]  # for what was meant for another host none is asked for


@pytest.mark.parametrize("bad", ["", "401", "403", "garbage", "cut", "lost", "500"])
@pytest.mark.parametrize("way", [*DESKS, Way.WEBHOOK])
def test_the_secret_is_in_no_log_and_no_sentence(
    way: str, bad: str, desk: Helpdesk, site: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.manner = lambda method, path: bad
    outcome = sent(way, site)
    told = " ".join([caplog.text, repr(outcome), repr(Door(site, "me", SECRET)), repr(Secret(SECRET))])
    assert len(desk.asked) >= 1
    assert SECRET not in told
    assert desk.asked[0][2]["authorization"].split()[1] not in told
