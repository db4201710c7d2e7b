"""The path on the terminal, one line a segment."""

from __future__ import annotations

import re

import pytest

from netcheck.cli.live import LivePath, shortened
from netcheck.cli.screen import Screen
from netcheck.core.model import Failure, Observation, Outcome, Segment

SEGMENTS = {"adapter": Segment.COMPUTER, "gateway": Segment.ROUTER, "router_wan": Segment.ROUTER}


def screen(width: int = 60, height: int = 24, moves: bool = True, ascii_only: bool = False) -> Screen:
    return Screen(width, height, True, moves, False, ascii_only)


def last_drawing(shown: str) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;]*[A-Z]|\r", "", line).rstrip() for line in shown.split("\n")[-3:-1]]


def test_segments_light_up_in_the_order_of_the_path(capsys: pytest.CaptureFixture[str]) -> None:
    path = LivePath(screen(), SEGMENTS)
    path.draw()
    assert last_drawing(capsys.readouterr().out) == ["Computer        … asking", "Router          … asking"]
    path.show("gateway", Observation(Outcome.OK, None, "192.168.1.1 answered"))
    assert last_drawing(capsys.readouterr().out)[1] == "Router          … asking       192.168.1.1 answered"
    path.show("router_wan", Observation(Outcome.UNKNOWN, None, "no answer"))
    path.show("adapter", Observation(Outcome.UNKNOWN, Failure.NOT_AVAILABLE, "withheld"))
    assert last_drawing(capsys.readouterr().out) == [
        "Computer        ? cannot tell  withheld",
        "Router          ✓ answers      192.168.1.1 answered",
    ]
    path.show("router_wan", Observation(Outcome.FAILED, Failure.WAN_DOWN, "no session"))
    assert last_drawing(capsys.readouterr().out)[1] == "Router          ✗ not sure yet no session"
    path.clear()
    assert capsys.readouterr().out == "\x1b[2A\r\x1b[J"


def test_pending_is_not_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    LivePath(screen(), SEGMENTS).show("adapter", Observation(Outcome.PENDING))
    assert "Computer        … asking" in capsys.readouterr().out


@pytest.mark.parametrize("where", [screen(width=39), screen(height=9), screen(moves=False)])
def test_a_screen_that_cannot_show_it_stays_empty(where: Screen, capsys: pytest.CaptureFixture[str]) -> None:
    path = LivePath(where, SEGMENTS)
    path.show("adapter", Observation(Outcome.OK))
    path.clear()
    assert capsys.readouterr().out == ""


def test_no_line_wraps_and_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    path = LivePath(screen(width=50, ascii_only=True), SEGMENTS)
    path.show("adapter", Observation(Outcome.OK, None, "\x1b[2J\u202e" + "very long " * 30))
    line = last_drawing(capsys.readouterr().out)[0]
    assert len(line) <= 50
    assert line.endswith("...")
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("short", 10, "short"),
        ("0123456789", 10, "0123456789"),
        ("0123456789a", 10, "0123456..."),
        ("日本語日本語", 8, "日..."),
        ("two\nlines\t", 20, "two lines"),
        ("", 0, ""),
    ],
)
def test_shortened_counts_columns(text: str, columns: int, expected: str) -> None:
    assert shortened(text, columns) == expected
