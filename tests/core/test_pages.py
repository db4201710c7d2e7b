"""Each look asks for pages of other operators first, and no more than it needs."""

from __future__ import annotations

from netcheck.core.pages import AT_ONCE, challenges, secure_pages
from netcheck.core.settings import Challenge, Landmarks

MARKS = Landmarks()


def test_the_first_look_asks_two_secure_pages_and_the_next_one_all_three() -> None:
    first, second = (secure_pages(MARKS, look) for look in (0, 1))
    assert len(first) == AT_ONCE
    assert {page.url for page in second} == set(MARKS.secure)
    assert second[0].url not in {page.url for page in first}


def test_a_confirming_look_begins_with_challenges_of_other_operators() -> None:
    first, second = (challenges(MARKS, look)[:AT_ONCE] for look in (0, 1))
    assert not {one.operator for one in first} & {one.operator for one in second}
    assert set(challenges(MARKS, 1)) == set(MARKS.challenges)


def test_one_page_is_enough_to_ask() -> None:
    marks = Landmarks(challenges=(Challenge("A", "http://a.example/", 204, ""),), secure=("https://a.example/",))
    assert [len(secure_pages(marks, look)) for look in (0, 1, 2)] == [1, 1, 1]
    assert [len(challenges(marks, look)) for look in (0, 1, 2)] == [1, 1, 1]
