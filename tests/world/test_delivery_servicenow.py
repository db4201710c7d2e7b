"""ServiceNow: no record is taken for ours that is not, and ours is found although its number could not be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from netcheck.core.delivery import Sent, Trouble, Way
from netcheck.world import delivery_judged as judged
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


def test_a_condition_that_is_left_out_finds_no_strange_record(desk: Helpdesk, site: str) -> None:
    desk.knows_keys = False  # as it is by default for a field that is not there, or must not be read
    stranger = desk.open("Salaries", "not yours")
    outcome = sent(Way.SERVICENOW, site)
    assert isinstance(outcome, Sent)
    assert (stranger.files, stranger.comments) == ({}, [])
    assert outcome.ticket == desk.cases[1].names[1]


def test_a_number_that_is_not_asked_for_is_not_taken(desk: Helpdesk, site: str) -> None:
    other = desk.open("Salaries", "not yours")
    answer = f'{{"result": [{{"sys_id": "{other.sys_id}", "number": "{other.names[1]}"}}]}}'
    desk.manner = lambda method, path: answer if path.endswith("/incident") else ""
    outcome = sent(Way.SERVICENOW, site, "INC0000077")
    assert isinstance(outcome, Trouble)
    assert outcome.text == judged.NO_TICKET
    assert (other.files, other.comments) == ({}, [])


@pytest.mark.parametrize("knows", [True, False])
def test_a_lost_answer_opens_no_second_one_where_the_number_cannot_be_written(
    knows: bool, desk: Helpdesk, site: str
) -> None:
    desk.open("Salaries", "not yours")
    desk.writes_keys, desk.knows_keys = False, knows
    desk.manner = once("lost", "POST", "/incident")
    assert isinstance(sent(Way.SERVICENOW, site), Trouble)
    assert isinstance(sent(Way.SERVICENOW, site, attempts=2), Sent)
    assert [KEY in case.text for case in desk.cases] == [False, True]
    assert len(desk.cases[1].files) == 2


def test_at_the_first_try_no_description_is_searched(desk: Helpdesk, site: str) -> None:
    sent(Way.SERVICENOW, site)
    assert not [path for _, path, _ in desk.asked if "descriptionLIKE" in path]
    desk.cases.clear()
    sent(Way.SERVICENOW, site, attempts=2)
    (path,) = [path for _, path, _ in desk.asked if "descriptionLIKE" in path]
    assert "sys_created_on" in path  # not through all that the company ever wrote


def test_a_report_is_no_html(desk: Helpdesk, site: str) -> None:
    evil = "[code]<img src=https://evil.example/a.png>[/code] [ CODE ] [/Code]"
    case = desk.open("Printer", "on fire")
    sent(Way.SERVICENOW, site, parcel=replace(PARCEL, text=evil))
    sent(Way.SERVICENOW, site, case.names[1], parcel=replace(PARCEL, text=evil))
    texts = [row.get("description") or row["comments"] for row in desk.rows]
    assert len(texts) == 2
    for text in texts:
        assert "(code)<img" in text
        assert "[code]" not in text.lower().replace(" ", "")
        assert "[/code]" not in text.lower()
