"""A plot in words: for the cursor, for a screen reader, and for the clipboard."""

from __future__ import annotations

from datetime import timedelta

from netcheck.core.history import Point
from netcheck.gui.plot_words import exactly, read, sentence, table
from netcheck.gui.timeline import Timeline
from netcheck.gui.words import duration, when
from tests.gui.some_past import NOW, gap, minutes, points

T0 = NOW.timestamp()


def told(states: str, newest: bool = True) -> str:
    shown = Timeline(points(states))
    return sentence(shown.summary(shown.at[0], shown.at[-1]), newest, "nothing")


def test_the_sentence_says_how_fast_it_was_and_how_it_stands() -> None:
    assert told("o" * 61) == f"Latency of the last 10 min: median 12 ms, highest 12 ms; works since {when(NOW)}."
    since = when(minutes(5))
    assert told("o" * 30 + "x" * 31) == (
        f"Latency of the last 10 min: median 12 ms, highest 12 ms; outage since {since}."
    )
    assert "; 2 outages seen; works since" in told("ooxxooxxo")


def test_nothing_measured_is_not_called_fast() -> None:
    assert "no answer measured" in told("x" * 12)
    assert "median" not in told("x" * 12)
    assert sentence(Timeline().summary(T0, T0 + 60), True, "nothing") == "nothing"


def test_a_time_that_stands_still_is_named() -> None:
    assert told("o" * 61, newest=False).startswith(f"Latency from {when(NOW)} to {when(minutes(10))}: ")


def test_a_reading_names_each_answer_with_its_unit() -> None:
    shown = Timeline((Point(NOW, 0.0, "ok", 2.25, 12.4, 9.0),))
    assert read(shown, T0) == [f"{exactly(T0)}: Works", "Internet 12 ms", "Router 2.2 ms", "Names 9.0 ms"]


def test_no_answer_is_said_and_what_was_not_asked_is_not() -> None:
    shown = Timeline(points("ox"))
    assert read(shown, T0 + 10)[1:] == ["Internet: no answer measured", "Router 2.0 ms"]
    assert not any("Router" in line for line in read(shown, T0))


def test_rolled_up_looks_say_so() -> None:
    shown = Timeline((Point(NOW, 60.0, "ok", None, 12.0, None, 6),))
    assert read(shown, T0)[-1] == f"median of {duration(60)}"


def test_a_gap_is_read_with_its_reason_and_length() -> None:
    lines = read(Timeline(points("oo"), (gap(1, 4),)), T0 + 120)
    assert lines[0] == "Computer asleep"
    assert "3 min" in lines[1]


def test_a_moment_of_another_day_has_its_day() -> None:
    assert exactly(T0, NOW) == f"{NOW.astimezone():%H:%M:%S}"
    assert exactly(T0, NOW + timedelta(days=2)).startswith(f"{NOW.astimezone().day} Mar, ")


def test_every_look_is_a_line_of_the_table() -> None:
    lines = table(Timeline(points("oxd")), T0, T0 + 60).splitlines()
    assert len(lines) == 4
    assert lines[0].split("\t") == ["Time", "State", "Internet, ms", "Router, ms", "Names, ms"]
    assert lines[2].split("\t")[1:] == ["Outage", "", "2.0", ""]
    assert table(Timeline(points("oxd")), T0 + 5, T0 + 15).count("\n") == 2
