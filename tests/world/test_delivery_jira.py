"""Jira: a request is found again however its title was changed, and a report in it is no markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from netcheck.core.delivery import Sent, Trouble, Way
from tests.world.report_at_hand import KEY, PARCEL, once, sent
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


@pytest.mark.parametrize("others", [0, 120])
def test_a_request_whose_title_was_changed_is_found_again(others: int, desk: Helpdesk, site: str) -> None:
    desk.writes_keys = False  # a rule of the desk gives it another title
    for number in range(others):
        desk.open(f"Other {number}", "text")
    desk.manner = once("lost", "POST", "/request")
    assert isinstance(sent(Way.JIRA, site), Trouble)
    assert isinstance(sent(Way.JIRA, site, attempts=2), Sent)
    assert len(desk.cases) == others + 1


def test_at_the_first_try_the_desk_is_not_looked_through(desk: Helpdesk, site: str) -> None:
    assert isinstance(sent(Way.JIRA, site), Sent)
    searches = [path for method, path, _ in desk.asked if method == "GET" and "requestOwnership" in path]
    assert len(searches) == 1
    assert f"searchTerm=nc{KEY[:12]}" in searches[0]


def test_a_report_is_no_markup(desk: Helpdesk, site: str) -> None:
    evil = "!https://evil.example/a.png! [~admin] {noformat}\n*{NoFormat:title=x}* {html}"
    case = desk.open("Printer", "on fire")
    sent(Way.JIRA, site, parcel=replace(PARCEL, text=evil))
    sent(Way.JIRA, site, case.names[0], parcel=replace(PARCEL, text=evil))
    for row in desk.rows[:2]:
        text = row["requestFieldValues"]["description"] if "requestFieldValues" in row else row["body"]
        assert text.startswith("{noformat}\n")
        assert text.endswith("{noformat}")
        assert text.lower().count("{noformat") == 2
        assert len(text) < 32767
    assert len(desk.rows) >= 2


def test_a_text_full_of_marks_still_fits(desk: Helpdesk, site: str) -> None:
    assert isinstance(sent(Way.JIRA, site, parcel=replace(PARCEL, text="{noformat}" * 9000)), Sent)
    assert len(desk.rows[0]["requestFieldValues"]["description"]) < 32767
