"""A look becomes a point, and the history keeps all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netcheck.core.seen_point import point_of, state_of
from netcheck.core.watching import Event, Glance, Happened, Outage
from netcheck.world.history_rows import look_deed
from tests.gui.recorded import STORIES, report_of

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
NAMES = sorted(path.stem for path in STORIES.glob("*.json"))
LINE = report_of("wifi-weak-on-dead-line").verdict
DOWN = Outage("o", AT, LINE)
GLANCES = (
    Glance(1.5, 20.0, 9.0, True, True, True),
    Glance(1.5, None, None, True, False, False),
    Glance(None, None, None, None, None, None),
    Glance(focus=True),
    Glance(focus=False),
)


def events() -> list[Event]:
    """Looks of every kind."""
    whole = [Event(AT, Happened.LOOK, report_of(name).verdict, None, report_of(name)) for name in NAMES]
    light = [
        Event(AT, Happened.LOOK, verdict, outage, glance=glance)
        for glance in GLANCES
        for verdict in (None, LINE, report_of("wifi-weak").verdict)
        for outage in (None, DOWN, replace(DOWN, up_since=AT))
    ]
    return [*whole, *light, Event(AT, Happened.LOOK)]


@pytest.mark.parametrize("event", events())
def test_the_plot_shows_what_the_history_keeps(event: Event) -> None:
    point = point_of(event)
    assert point.state == state_of(event) in ("ok", "degraded", "outage", "unknown")
    _, values = look_deed(event)
    assert (point.state, point.gateway_ms, point.far_ms, point.names_ms) == values[2:6]
    assert (point.at, point.span_s, point.looks) == (AT, 0.0, 1)


@pytest.mark.parametrize("value", [True, "12", float("nan"), float("inf"), -1.0, None])
def test_what_is_no_time_is_none(value: object) -> None:
    report = report_of("healthy")
    look = report.looks[0]
    seen = {**report.seen, "gateway": replace(report.seen["gateway"], facts={"ms": value})}
    event = Event(AT, Happened.LOOK, report.verdict, None, replace(report, looks=(replace(look, seen=seen),)))
    assert point_of(event).gateway_ms is None
