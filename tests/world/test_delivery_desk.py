"""Each desk gets one ticket with each file once, however it answers, and nothing it answers does harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from netcheck.core.delivery import Sent, Trouble, Way
from netcheck.world import delivery_judged as judged
from netcheck.world.delivery_desk import LONGEST_URL, safe_url
from tests.world.report_at_hand import DESKS, FILES, KEY, PARCEL, once, sent
from tests.world.small_desk import Helpdesk, desk_server
from tests.world.trusted import Identities, identities

OPENING = {Way.JIRA: "/request", Way.SERVICENOW: "/incident", Way.ZENDESK: "/tickets"}
ATTACHING = {Way.JIRA: "/attachment", Way.SERVICENOW: "/file", Way.ZENDESK: "/tickets/1"}
UPLOADING = {Way.JIRA: "attachTemporaryFile", Way.SERVICENOW: "/file", Way.ZENDESK: "/uploads"}


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


@pytest.mark.parametrize("way", DESKS)
def test_a_ticket_is_opened_with_text_and_files(way: str, desk: Helpdesk, site: str) -> None:
    outcome = sent(way, site)
    (case,) = desk.cases
    assert isinstance(outcome, Sent)
    assert outcome.note == ""
    assert outcome.ticket in case.names
    assert outcome.url.startswith(site)
    assert PARCEL.title in case.title
    assert case.text.startswith("Down since 14:02\nÜber")
    assert case.text.rstrip().endswith(f"netcheck {KEY}")
    assert case.files == {file.name: file.content for file in FILES}
    assert all(headers["authorization"].startswith("Basic ") for _, _, headers in desk.asked)
    assert all("netcheck/" in headers["user-agent"] for _, _, headers in desk.asked)


@pytest.mark.parametrize("way", DESKS)
def test_a_second_try_finds_the_ticket_and_attaches_nothing_twice(way: str, desk: Helpdesk, site: str) -> None:
    first = sent(way, site)
    assert sent(way, site) == first
    (case,) = desk.cases
    assert (len(case.files), case.doubles) == (2, 0)


@pytest.mark.parametrize("way", DESKS)
@pytest.mark.parametrize("bad", ["lost", "half", "cut", "html", "garbage", "503"])
def test_an_unanswered_opening_is_repeated_and_opens_no_second_ticket(
    way: str, bad: str, desk: Helpdesk, site: str
) -> None:
    desk.manner = once(bad, "POST", OPENING[Way(way)])
    outcome = sent(way, site)
    assert isinstance(outcome, Trouble)
    assert outcome.heals
    assert isinstance(sent(way, site, attempts=2), Sent)
    (case,) = desk.cases
    assert (len(case.files), case.doubles) == (2, 0)


@pytest.mark.parametrize("way", DESKS)
@pytest.mark.parametrize("bad", ["lost", "cut", "429"])
def test_an_unanswered_file_is_attached_once(way: str, bad: str, desk: Helpdesk, site: str) -> None:
    path = ATTACHING[Way(way)]
    desk.manner = once(bad, "PUT" if way == Way.ZENDESK else "POST", path)
    outcome = sent(way, site)
    assert isinstance(outcome, Trouble)
    assert outcome.heals
    assert outcome.ticket in desk.cases[0].names
    before = len(desk.asked)
    assert isinstance(sent(way, site, known=outcome.ticket), Sent)
    (case,) = desk.cases
    assert (len(case.files), case.doubles) == (2, 0)
    searches = [
        p for m, p, _ in desk.asked[before:] if "searchTerm" in p or "correlation_id%3D" in p or "external_id" in p
    ]
    assert searches == []  # it is known, and some desks find a new one only after a while


@pytest.mark.parametrize("way", DESKS)
def test_it_is_added_to_the_number_that_the_person_typed(way: str, desk: Helpdesk, site: str) -> None:
    case = desk.open("Printer", "on fire")
    desk.open("Another", "thing")
    number = case.names[DESKS.index(Way(way))]
    comment = "PATCH" if way == Way.SERVICENOW else "PUT" if way == Way.ZENDESK else "POST"
    desk.manner = once("lost", comment, "")
    first = sent(way, site, number.lower())
    assert isinstance(first, Trouble)
    assert isinstance(sent(way, site, number), Sent)
    assert len(desk.cases) == 2
    assert len([text for text in case.comments if KEY in text]) == 1
    assert set(case.files) == {file.name for file in FILES}
    assert case.doubles == 0
    assert not desk.cases[1].files


@pytest.mark.parametrize("way", DESKS)
@pytest.mark.parametrize("number", ["HELP-99", "INC0000099", "99", "nobody knows", "1^ORDERBYx", "../1"])
def test_a_number_that_is_none_is_said(way: str, number: str, desk: Helpdesk, site: str) -> None:
    outcome = sent(way, site, number)
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text, outcome.blanks["ticket"]) == (False, judged.NO_TICKET, number)
    assert desk.cases == []


@pytest.mark.parametrize("way", DESKS)
def test_a_desk_that_takes_no_files_has_the_text(way: str, desk: Helpdesk, site: str) -> None:
    upload = UPLOADING[Way(way)]
    desk.manner = lambda method, path: "403" if upload in path else ""
    outcome = sent(way, site)
    assert isinstance(outcome, Sent)
    assert outcome.note == judged.WITHOUT_FILES
    assert len(desk.cases) == 1


HOSTILE = (
    '{"values": [{"issueKey": "HELP-1/../../admin?x=", "requestFieldValues": [{"value": "KEY"}]}], '
    '"issueKey": "../../HELP-1", "result": [{"sys_id": "../x", "number": "INC1?y", "correlation_id": "KEY"}], '
    '"tickets": [{"id": "1/../2", "external_id": "KEY"}], "ticket": {"id": -1}}'
).replace("KEY", KEY)
DEEP = '{"values": ' + "[" * 100_000 + "]" * 100_000 + "}"
ODD = (
    '{"values": [1, null, {"requestFieldValues": {"a": 1}}], "result": {"x": []}, "tickets": "none", "ticket": [], '
    '"upload": 7}'
)
BAD_LINKS = ("https://[", "https://evil.example/x", "javascript:x", "https://a@127.0.0.1/", "x" * 3000)


@pytest.mark.parametrize("way", DESKS)
@pytest.mark.parametrize("answer", [HOSTILE, DEEP, ODD, "{}", '{"values": null, "result": null, "tickets": null}'])
def test_what_a_hostile_desk_answers_leads_nowhere(way: str, answer: str, desk: Helpdesk, site: str) -> None:
    desk.manner = lambda method, path: answer
    outcome = sent(way, site)
    assert isinstance(outcome, Trouble)
    assert outcome.heals
    for _, path, _ in desk.asked:
        assert ".." not in path
        assert "admin" not in path


@pytest.mark.parametrize("way", DESKS)
@pytest.mark.parametrize("web", BAD_LINKS)
def test_an_address_of_a_hostile_desk_is_not_shown(way: str, web: str, desk: Helpdesk, site: str) -> None:
    desk.open("Printer", "on fire")
    issue = json.dumps({"issueKey": "HELP-1", "_links": {"web": web}, "values": [], "isLastPage": True})
    desk.manner = lambda method, path: issue if path.endswith("/request/HELP-1") else ""
    outcome = sent(way, site, desk.cases[0].names[DESKS.index(Way(way))])
    assert isinstance(outcome, Sent)
    assert outcome.url.startswith(site)


@pytest.mark.parametrize(
    ("url", "host", "safe"),
    [
        ("https://desk.example/T-1?a=b", "", True),
        ("https://desk.example/T-1", "desk.example", True),
        ("https://desk.example:8443/", "desk.example", True),
        ("https://desk.example.evil.example/", "desk.example", False),
        ("https://me@desk.example/", "", False),
        ("http://desk.example/", "", False),
        ("https://desk.example/\r\nX: y", "", False),
        ("https://desk.example/ x", "", False),
        ('https://desk.example/"><b>', "", False),
        ("https://d\u0435sk.example/", "", False),
        ("https://", "", False),
        ("", "", False),
        ("https://desk.example/" + "x" * LONGEST_URL, "", False),
    ],
)
def test_which_addresses_are_shown(url: str, host: str, safe: bool) -> None:
    assert safe_url(url, host) == (url if safe else "")


@pytest.mark.parametrize("way", DESKS)
def test_an_enormous_answer_is_read_to_its_bound(way: str, desk: Helpdesk, site: str) -> None:
    desk.manner = lambda method, path: "huge"
    outcome = sent(way, site)
    assert isinstance(outcome, Trouble)
    assert (outcome.heals, outcome.text) == (True, judged.GARBAGE)


@pytest.mark.parametrize("way", DESKS)
def test_a_long_text_keeps_its_key(way: str, desk: Helpdesk, site: str) -> None:
    parcel = replace(PARCEL, text="&<>[code]{noformat}\n" * 9000)
    assert isinstance(sent(way, site, parcel=parcel), Sent)
    assert desk.cases[0].text.rstrip().endswith(KEY)
