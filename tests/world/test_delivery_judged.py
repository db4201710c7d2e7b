"""Each answer of a desk means one of three things, and is said in a sentence whose blanks are there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from netcheck.world import delivery_judged as judged
from netcheck.world.delivery_http import Answer, Unanswered

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", range(100, 600))
def test_every_status_is_judged(status: int) -> None:
    found = judged.judged(Answer(status, {"retry-after": "5"}, b""), "desk.example", AT)
    if 200 <= status < 300:
        assert found is None
        return
    assert found is not None
    assert found.heals == (status < 200 or 300 <= status < 400 or status >= 500 or status in judged.AGAIN_LATER)
    assert "{" not in found.text.format(**found.blanks)


def test_a_desk_may_ask_for_a_day_of_rest_in_two_ways() -> None:
    for header in ("90", "Sun, 22 Nov 2026 14:01:30 GMT"):
        found = judged.judged(Answer(503, {"retry-after": header}, b""), "desk.example", AT)
        assert found is not None
        assert (found.after_s, found.text) == (90, judged.BUSY)


def test_no_answer_says_whether_something_was_sent() -> None:
    assert judged.unanswered(Unanswered("x", sent=False), "d").text == judged.SILENT
    assert judged.unanswered(Unanswered("x", sent=True), "d").text == judged.UNSURE
    assert judged.unanswered(Unanswered("x", False, of_certificate=True), "d").text == judged.STRANGER
    assert judged.nonsense("d").trouble.heals
