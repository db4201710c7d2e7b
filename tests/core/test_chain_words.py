"""Each break is one sentence for people, with the time of what it is about."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.chain import Kind as LinkKind
from netcheck.core.chain import Wanted, added, head_of
from netcheck.core.chain_check import Earlier, Verified
from netcheck.core.chain_order import Break, Broken
from netcheck.core.chain_words import earlier_sentence, grouped, sentence

AT = 1_795_269_731_123_456


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}"


def said(found: Break) -> str:
    return sentence(found, str, clock)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Break(Broken.CHANGED, 7, at=AT), "Entry 7 (entered 14:02:11) was changed after it was entered."),
        (
            Break(Broken.REPLACED, 7, at=AT),
            "Entry 7 (entered 14:02:11) was replaced: it and the one beside it were not entered one after the other.",
        ),
        (Break(Broken.REMOVED, 7, 7), "Entry 7 is missing: it was removed."),
        (Break(Broken.REMOVED, 7, 9), "Entries 7 to 9 are missing: they were removed."),
        (
            Break(Broken.REORDERED, 7, 3),
            "Entry 7 stands in the place of entry 3: they were put in another order.",
        ),
        (Break(Broken.INSERTED, 7), "What stands as entry 7 was put in; it was never entered."),
        (Break(Broken.INSERTED, 7, 2), "What stands as entry 7 was put in: it is a copy of entry 2."),
        (
            Break(Broken.ROW_CHANGED, 7, 0, AT, "outage", AT, (("seconds", 60.0, 6100.0), ("up_since", AT, None))),
            "In the history the outage of 14:02:11 is not as entry 7 has it: seconds was 60.0 and is 6100.0; "
            "up_since was 14:02:11 and is -.",
        ),
        (
            Break(Broken.ROW_CHANGED, 7, 0, AT, "line", AT, (("text", "It rained.", {"sha256": "00"}),)),
            "In the history the journal's line of 14:02:11 is not as entry 7 has it: text is another one.",
        ),
        (
            Break(Broken.ROW_CHANGED, 7, 0, AT, "said", AT, (("title", "Cut", "Fixed\n\u202e"),)),
            "In the history what the provider's page said at 14:02:11 is not as entry 7 has it: "
            "title was “Cut” and is “Fixed”.",
        ),
        (
            Break(Broken.ROW_REMOVED, 7, 0, AT, "gap", AT),
            "From the history the gap of 14:02:11 is missing, which entry 7 tells of.",
        ),
        (
            Break(Broken.ROW_INSERTED, thing="outage", moment="x"),
            "The history shows the outage of a time that cannot be read, which was never entered.",
        ),
    ],
)
def test_the_sentences(found: Break, text: str) -> None:
    assert said(found) == text


@given(
    st.builds(
        Break,
        st.sampled_from(Broken),
        st.integers(),
        st.integers(),
        st.none() | st.integers(),
        st.sampled_from(["", "outage", "line", "gap", "said", "{x}"]),
        st.none() | st.integers() | st.text(max_size=5),
        st.lists(st.tuples(st.text(max_size=5), st.text(max_size=99), st.none() | st.integers()), max_size=3).map(
            tuple
        ),
    )
)
def test_every_break_is_one_line_whatever_stands_in_the_file(found: Break) -> None:
    text = said(found)
    assert text.endswith(".")
    assert "\n" not in text
    assert "{number}" not in text


def test_a_moment_that_the_calendar_lacks_cannot_be_read() -> None:
    def refuses(moment: datetime) -> str:
        raise OverflowError

    text = sentence(Break(Broken.CHANGED, 1, at=AT), str, refuses)
    assert "a time that cannot be read" in text


LINK = added(None, AT, LinkKind.LINE, "line 1", "{}")


def test_what_became_of_an_earlier_report() -> None:
    known = head_of(LINK)
    wanted = Wanted(known.short, 1)
    found = Verified(earlier=Earlier.FOUND, known=known)
    assert earlier_sentence(found, wanted, str, clock) == (
        "The hash of the earlier report is that of entry 1, entered 14:02:11: all up to there is as it was then."
    )
    broken = Verified(earlier=Earlier.FOUND, known=known, found=1)
    assert earlier_sentence(broken, wanted, str, clock).endswith("that of entry 1, entered 14:02:11.")
    texts = {
        one: earlier_sentence(Verified(earlier=one), wanted, str, clock) for one in Earlier if one.value != "not asked"
    }
    assert len(set(texts.values())) == 5
    assert "knew entry 1" in texts[Earlier.CUT]
    assert "another computer" in texts[Earlier.GONE]
    assert not any("{" in text for text in texts.values())


def test_a_hash_is_read_out_in_groups() -> None:
    assert grouped(head_of(LINK)) == " ".join(LINK.hash[at : at + 4] for at in (0, 4, 8, 12))
