"""A recording gives each look what was seen at that time, under the same fault, and is refused where it is damaged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netcheck.core.model import Look, Observation, Outcome
from netcheck.core.recording import DEMOS, Recording, moved, read_recording, seen_in
from netcheck.core.watching import Depth, Glance

AT = datetime(2026, 11, 21, 14, 2, 0, tzinfo=UTC)
OK, BAD = Observation(Outcome.OK), Observation(Outcome.FAILED)


def read_looks(report: object) -> tuple[Look, ...]:
    """In place of the reader of reports: one look with one check."""
    assert isinstance(report, dict)
    return (Look(AT, {"gateway": OK if report["well"] else BAD}),)


def whole(t: float, well: bool) -> dict[str, object]:
    return {"t": t, "report": {"well": well}}


def light(t: float, **parts: object) -> dict[str, object]:
    return {"t": t, "took": 0.5, "glance": parts}


def written(**changes: object) -> dict[str, object]:
    return {
        "schema": "netcheck-demo/1",
        "title": "A title",
        "story": "A story.",
        "at": "2026-11-21T14:02:00.000Z",
        "seconds": 60.0,
        "acts": [
            {"t": 0, "phase": "healthy"},
            {"t": 20, "phase": "broken"},
            {"t": 40, "phase": "repaired"},
        ],
        "moments": [
            whole(0, True),
            light(10, far=True, names=True),
            light(21, far=False),
            whole(22, False),
            light(30, focus=False),
            light(41, far=True, names=True),
            whole(42, True),
        ],
        "settings": {"isp": {"name": "LabTel"}},
        **changes,
    }


def recording(**changes: object) -> Recording:
    return read_recording("story", written(**changes), read_looks)


def test_a_recording_is_read_whole() -> None:
    found = recording()
    assert (found.name, found.title, found.text, found.at, found.seconds) == ("story", "A title", "A story.", AT, 60.0)
    assert found.settings == {"isp": {"name": "LabTel"}}
    assert [moment.depth for moment in found.moments] == [
        Depth.FULL, Depth.LIGHT, Depth.LIGHT, Depth.FULL, Depth.FOCUS, Depth.LIGHT, Depth.FULL,
    ]  # fmt: skip
    assert [moment.act.phase for moment in found.moments] == ["healthy"] * 2 + ["broken"] * 3 + ["repaired"] * 2
    assert found.moments[2].glance == Glance(far=False)
    assert found.moments[2].took_s == 0.5


@pytest.mark.parametrize(
    ("s", "depth", "expected"),
    [
        (0.0, Depth.FULL, 0.0),
        (12.0, Depth.LIGHT, 10.0),
        (19.9, Depth.LIGHT, 10.0),  # 21 is nearer, and another act
        (19.9, Depth.FULL, 0.0),
        (20.0, Depth.LIGHT, 21.0),
        (39.9, Depth.FULL, 22.0),  # 42 is nearer, and another act
        (29.0, Depth.LIGHT, 21.0),  # 30 is nearer, and another depth
        (22.0, Depth.FOCUS, 30.0),
        (55.0, Depth.FOCUS, 41.0),  # nothing as deep in this act
        (99.0, Depth.FULL, 42.0),
        (-1.0, Depth.FULL, 0.0),
    ],
)
def test_a_look_sees_what_was_seen_nearest_under_the_same_fault(s: float, depth: Depth, expected: float) -> None:
    assert recording().nearest(s, depth).s == expected


def test_an_act_without_a_whole_look_borrows_one_from_where_things_stood_alike() -> None:
    acts = [{"t": t, "phase": phase} for t, phase in ((0, "healthy"), (20, "broken"), (30, "repaired"), (40, "broken"))]
    found = recording(
        acts=[*acts, {"t": 50, "phase": "repaired"}],
        moments=[whole(0, True), whole(21, False), whole(45, False), light(52, far=True)],
    )
    assert found.nearest(52, Depth.FULL).s == 0.0
    assert found.nearest(35, Depth.FULL).s == 0.0


def test_the_next_look_of_the_recorded_watch() -> None:
    found = recording()
    assert [found.after(s) for s in (-1.0, 0.0, 22.0, 42.0)] == [0.0, 10.0, 30.0, None]


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "netcheck-demo/2"},
        {"schema": None},
        {"title": None, "story": None, "acts": []},
        {"acts": "soon"},
        {"acts": [{"t": -1, "phase": "healthy"}]},
        {"acts": [{"t": "soon", "phase": "healthy"}]},
        {"acts": [{"phase": "healthy"}]},
        {"at": "yesterday"},
        {"seconds": 1e9},
        {"seconds": float("nan")},
        {"moments": []},
        {"moments": [3]},
        {"moments": [{"t": 1.0}]},
        {"moments": [whole(0, True)]},
        {"moments": [light(0, far=True)]},
        {"moments": [whole(0, True), {"t": 1.0, "took": 0.1, "glance": {"further": True}}]},
        {"moments": [whole(0, True), {"t": 1.0, "glance": {"far": True}}]},
    ],
)
def test_what_is_no_recording_is_refused_with_its_name(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^story: .*recording"):
        recording(**changes)


def test_a_confirming_look_sees_its_own_answers_and_else_the_newest_there_are() -> None:
    looks = (Look(AT, {"gateway": BAD, "dns": OK}), Look(AT, {"gateway": OK, "isp_status": BAD}, confirming=True))
    assert seen_in(looks, 0, "gateway") is BAD
    assert seen_in(looks, 1, "gateway") is OK
    assert seen_in(looks, 1, "dns") is OK
    assert seen_in(looks, 0, "isp_status") is BAD
    assert seen_in(looks, 2, "gateway") is OK
    assert seen_in(looks, 0, "new_check") is None


def test_times_of_day_go_along() -> None:
    said = Observation(
        Outcome.FAILED,
        summary="worked on 2026-11-21 23:57 UTC; TTL 1",
        facts={
            "as_of": "2026-11-21 23:57 UTC",
            "started_at": "2026-11-21T23:50:00+00:00",
            "nested": [{"at": "2026-11-21T23:50:00.125Z"}],
            "ms": 12.5,
            "title": "Outage in Tulln since 2026-11-21",
            "nothing": None,
        },
    )
    found = moved(said, timedelta(hours=1, minutes=3))
    assert found.summary == "worked on 2026-11-22 01:00 UTC; TTL 1"
    assert dict(found.facts) == {
        "as_of": "2026-11-22 01:00 UTC",
        "started_at": "2026-11-22T00:53:00+00:00",
        "nested": ({"at": "2026-11-22T00:53:00.125000+00:00"},),
        "ms": 12.5,
        "title": "Outage in Tulln since 2026-11-21",
        "nothing": None,
    }
    assert found.outcome is Outcome.FAILED


def test_each_demo_says_in_words_what_it_shows() -> None:
    assert len(DEMOS) >= 6
    for story in DEMOS.values():
        assert story.title
        assert not story.title.endswith(".")
        assert story.text.endswith(".")
