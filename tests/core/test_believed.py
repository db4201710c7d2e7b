"""A page that flickers convinces nobody: what it says twice in a row does."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.believed import Believed, first, heard, says_nothing, told
from netcheck.core.news import Incident, News, Overall

CUT, SLOW = Incident("Cut", "outage", id="1"), Incident("Slow", "degraded")
FINE = News(Overall.OPERATIONAL)
ONE = News(Overall.MAJOR_OUTAGE, incidents=(CUT,))
TWO = News(Overall.MAJOR_OUTAGE, incidents=(CUT, SLOW))


def after(*answers: News) -> Believed:
    believed = first(answers[0])
    for answer in answers[1:]:
        believed = heard(believed, answer)
    return believed


def titles(believed: Believed) -> list[str]:
    return [incident.title for incident in believed.news.incidents]


def test_the_first_answer_is_shown_and_not_confirmed() -> None:
    assert (titles(after(ONE)), after(ONE).confirmed, after(ONE).settled) == (["Cut"], False, False)
    assert not after(FINE).confirmed, "that all is well is a claim, too"


def test_the_second_answer_confirms_it() -> None:
    believed = after(ONE, ONE)
    assert (titles(believed), believed.confirmed, believed.settled) == (["Cut"], True, True)
    assert after(FINE, FINE).confirmed


def test_what_only_the_first_answer_said_is_gone_at_once() -> None:
    believed = after(ONE, FINE)
    assert (titles(believed), believed.news.overall, believed.confirmed) == ([], Overall.OPERATIONAL, False)
    assert after(ONE, FINE, FINE).confirmed


def test_a_new_incident_counts_when_it_is_said_twice() -> None:
    believed = after(ONE, ONE, TWO)
    assert (titles(believed), believed.confirmed, believed.settled) == (["Cut"], True, False)
    believed = heard(believed, TWO)
    assert (titles(believed), believed.confirmed, believed.settled) == (["Cut", "Slow"], True, True)


def test_an_incident_that_flickers_is_never_shown() -> None:
    believed = after(ONE, ONE, TWO, ONE, TWO, ONE)
    assert titles(believed) == ["Cut"]


def test_an_incident_vanishes_when_it_is_missing_twice() -> None:
    believed = after(TWO, TWO, ONE)
    assert (titles(believed), believed.settled) == (["Cut", "Slow"], False)
    assert titles(heard(believed, ONE)) == ["Cut"]
    back = heard(believed, TWO)
    assert (titles(back), back.confirmed) == (["Cut", "Slow"], True)


def test_the_state_of_the_whole_is_believed_like_an_incident() -> None:
    believed = after(ONE, ONE, FINE)
    assert (believed.news.overall, titles(believed)) == (Overall.MAJOR_OUTAGE, ["Cut"])
    believed = heard(believed, FINE)
    assert (believed.news.overall, titles(believed)) == (Overall.OPERATIONAL, [])


def test_new_words_of_a_known_incident_count_at_once() -> None:
    believed = after(ONE, ONE, replace(ONE, incidents=(replace(CUT, text="Digging."),)))
    assert [incident.text for incident in believed.news.incidents] == ["Digging."]


def test_what_was_read_shortly_before_confirms_and_holds_nothing_back() -> None:
    believed = first(TWO, ONE)
    assert (titles(believed), believed.confirmed) == (["Cut", "Slow"], False)
    assert first(TWO, TWO).confirmed


def test_the_same_said_again_is_no_news() -> None:
    assert told(ONE) == told(replace(ONE, updated_at=None, note="as before"))
    assert told(ONE) != told(TWO)
    assert told(ONE) != told(replace(ONE, incidents=(replace(CUT, text="Digging."),)))


def test_a_page_for_people_says_nothing() -> None:
    assert says_nothing(News(note="only people can read it"))
    assert not says_nothing(FINE)
    assert not says_nothing(News(incidents=(CUT,)))


ANSWERS = st.lists(
    st.builds(
        lambda overall, ids: News(overall, incidents=tuple(Incident(one, "outage") for one in sorted(ids))),
        st.sampled_from(Overall),
        st.sets(st.sampled_from("abcd")),
    ),
    min_size=2,
    max_size=12,
)


@given(ANSWERS)
def test_whatever_comes_only_what_was_said_twice_appears_and_what_is_said_twice_is_shown(answers: list[News]) -> None:
    believed = after(*answers)
    shown = set(titles(believed))
    said = [{incident.title for incident in answer.incidents} for answer in answers]
    twice = set.union(*(one & two for one, two in itertools.pairwise(said)))
    assert said[-1] & said[-2] <= shown
    assert shown <= twice | said[0], "shown: said twice at some time, or by the first answer"
    assert not shown & (set("abcd") - said[-1] - said[-2]), "missing twice is gone"
    if believed.settled:
        assert shown == said[-1]
        assert believed.news.overall is answers[-1].overall
