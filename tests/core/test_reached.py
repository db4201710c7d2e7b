"""How far a work address was reached is told in short words, and silence is no word of anybody's."""

import pytest

from netcheck.core.model import Failure
from netcheck.core.network import How, Reply, Said, Shot, WebAnswer, WebRequest
from netcheck.core.reached import (
    MOST_NAMED,
    Reached,
    best,
    called,
    facts_of,
    listed,
    meaning,
    only_family,
    said_of,
    well,
    why,
)
from netcheck.core.settings import Service

WIKI = Service("Wiki", "https://wiki.example/")
ASKED = WebRequest(WIKI.url)
SHOT = Shot("198.51.100.80", How.TCP, 443)


@pytest.mark.parametrize(
    ("failure", "sender", "failed", "surely", "turned_away", "by_nobody"),
    [
        (None, None, False, False, False, False),
        (Failure.NOT_FINISHED, None, False, False, False, False),
        (Failure.TIMEOUT, None, True, False, False, False),
        (Failure.STALLED, None, True, False, False, False),
        (Failure.SERVER_FAILURE, None, True, False, False, False),
        (Failure.REFUSED, None, True, True, False, False),
        (Failure.UNREACHABLE, None, True, True, True, True),
        (Failure.PROHIBITED, None, True, True, True, True),
        (Failure.UNREACHABLE, "203.0.113.1", True, True, True, False),
        (Failure.HTTP_ERROR, None, True, True, False, False),
    ],
)
def test_what_a_failure_says(
    failure: Failure | None, sender: str | None, failed: bool, surely: bool, turned_away: bool, by_nobody: bool
) -> None:
    one = Reached(WIKI, failure, sender=sender)
    assert (one.failed, one.surely, one.turned_away, one.by_nobody_knows) == (failed, surely, turned_away, by_nobody)


def test_one_that_connects_and_says_nothing_is_slow() -> None:
    assert Reached(WIKI, connect_ms=3.0).slow
    assert not Reached(WIKI).slow
    assert not Reached(WIKI, None, connect_ms=3.0).slow


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (WebAnswer(ASKED, "done", status=200), None),
        (WebAnswer(ASKED, "done", status=404), None),
        (WebAnswer(ASKED, "done", status=503), Failure.HTTP_ERROR),
        (WebAnswer(ASKED, "connect", Failure.REFUSED), Failure.REFUSED),
        (WebAnswer(ASKED, "connect"), Failure.TIMEOUT),
        (WebAnswer(ASKED, "headers", Failure.STALLED, connect_ms=2.0), Failure.NOT_FINISHED),
        (WebAnswer(ASKED, "body", Failure.STALLED, connect_ms=2.0), Failure.STALLED),
    ],
)
def test_what_a_page_means(answer: WebAnswer, failure: Failure | None) -> None:
    assert meaning(answer) is failure


def test_the_best_of_several_replies() -> None:
    order = [Said.ANSWERED, Said.BLOCKED, Said.PROHIBITED, Said.REFUSED, Said.UNREACHABLE, Said.NO_ROUTE, Said.SILENT]
    replies = [Reply(SHOT, said) for said in order]
    for place in range(len(replies)):
        assert best(replies[place:]) is replies[place]
        assert best(replies[place:][::-1]) is replies[place]


def test_which_family_silent_ones_have() -> None:
    four, six = ("198.51.100.80",), ("2001:db8::80",)
    assert only_family([Reached(WIKI, Failure.TIMEOUT, addresses=six)]) == 6
    assert only_family([Reached(WIKI, Failure.TIMEOUT, addresses=four)]) == 4
    assert only_family([Reached(WIKI, Failure.TIMEOUT, addresses=four + six)]) is None
    assert only_family([Reached(WIKI, Failure.REFUSED, addresses=six)]) is None


def test_names() -> None:
    assert called(WIKI) == "Wiki (wiki.example)"
    assert called(Service("wiki.example", WIKI.url)) == "wiki.example"
    assert listed([]) is None
    assert listed([Reached(WIKI)] * 2) == "Wiki (wiki.example), Wiki (wiki.example)"
    many = listed([Reached(WIKI)] * (MOST_NAMED + 1))
    assert many is not None
    assert many.count("Wiki (") == MOST_NAMED
    assert many.endswith(", …")


def test_why_and_how_are_told() -> None:
    dark = Reached(WIKI, Failure.TIMEOUT, "connect", 1077.3, here="says 192.168.1.1, in your home")
    assert why(dark) == "it does not answer"
    assert why(Reached(WIKI, Failure.TIMEOUT, "name")) != why(dark)
    assert said_of(dark) == "Wiki (wiki.example): timeout (connect, 1077 ms; says 192.168.1.1, in your home)"
    broken = Reached(WIKI, Failure.HTTP_ERROR, "answer", answer=WebAnswer(ASKED, "done", status=503))
    assert said_of(broken) == "Wiki (wiki.example): http-error 503 (answer)"
    assert well([Reached(WIKI, None, ms=12.2)]) == "Wiki (wiki.example) answers, in 12 ms"
    assert well([Reached(WIKI, None), Reached(WIKI, None, ms=30.0)]) == (
        "all 2 work addresses answer, the slowest (Wiki) in 30 ms"
    )


def test_facts() -> None:
    found = facts_of(
        Reached(WIKI, None, None, 12.34, used="198.51.100.80", addresses=("2001:db8::80", "198.51.100.80")), "page"
    )
    assert found["ms"] == 12.3
    assert found["passed_over"] == ("2001:db8::80",)
    assert (found["sender"], found["status_page"], found["failure"]) == (None, "page", None)
    assert facts_of(Reached(WIKI, Failure.UNREACHABLE, sender="203.0.113.1"), "")["sender"] == "203.0.113.1"
