"""The nouns for what a status page says."""

from __future__ import annotations

from netcheck.core.news import Incident, News, Overall, Stage


def test_what_a_page_does_not_say_is_unknown_and_never_well() -> None:
    assert News().overall is Overall.UNKNOWN
    assert Incident("No internet", "outage").stage is Stage.UNKNOWN


def test_two_pages_share_nothing() -> None:
    one, other = News(), News()
    assert one == other
    assert one.parts is not other.parts
