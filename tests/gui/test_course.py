"""One step at a time, none twice in one outage, and questions where they may change the verdict."""

from __future__ import annotations

from dataclasses import replace

from netcheck.core.model import Verdict
from netcheck.gui.course import Course
from tests.gui.recorded import report_of

LINE = report_of("wifi-weak-on-dead-line").verdict
ROUTER = report_of("router-hangs-warm").verdict


def course_of(verdict: Verdict) -> Course:
    course = Course()
    course.follow(verdict)
    return course


def gone_through(course: Course) -> list[str]:
    """The texts in the order in which they come."""
    texts = []
    while course.current is not None:
        texts.append(course.current.text)
        course.mark("done")
    return texts


def test_how_to_keep_working_comes_first_then_the_question() -> None:
    course = course_of(LINE)
    assert course.current is not None
    assert course.current.text.startswith("Keep working")
    course.mark("done")
    assert course.current.question is LINE.questions[0]
    assert course.number == 2


def test_every_step_comes_once() -> None:
    texts = gone_through(course_of(LINE))
    assert sorted(texts) == sorted([*(step.text for step in LINE.steps), *(q.text for q in LINE.questions)])


def test_at_the_end_it_is_through() -> None:
    course = course_of(LINE)
    assert not course.through
    gone_through(course)
    assert course.through
    course.restart()
    assert course.current is not None
    assert all(item.question for item in course.items if item.text in course.marks), "answers stay"


def test_nothing_to_do_is_not_through() -> None:
    course = course_of(report_of("healthy").verdict)
    assert (course.current, course.through, course.can_go_back) == (None, False, False)


def test_a_step_that_was_done_is_not_asked_again_for_another_fault() -> None:
    shared = {step.text for step in LINE.steps} & {step.text for step in ROUTER.steps}
    assert shared
    course = course_of(ROUTER)
    gone_through(course)
    course.follow(LINE)
    assert not shared & set(gone_through(course))


def test_another_outage_begins_anew() -> None:
    course = course_of(ROUTER)
    gone_through(course)
    course.forget()
    assert course.current is not None
    assert course.current.text == ROUTER.steps[0].text


def test_a_mark_can_be_taken_back() -> None:
    course = course_of(ROUTER)
    first = course.current
    assert not course.can_go_back
    course.mark("cannot")
    assert course.can_go_back
    assert course.current is not first
    course.back()
    assert course.current is first
    course.back()
    assert course.current is first


def test_an_answered_question_keeps_its_place_in_the_count() -> None:
    course = course_of(LINE)
    course.mark("done")
    course.mark("answer")
    count = len(course.items)
    course.follow(replace(LINE, questions=()))
    assert len(course.items) == count
    assert course.number == 3


def test_no_verdict_no_steps() -> None:
    course = course_of(LINE)
    course.follow(None)
    assert course.items == ()
    course.mark("done")
    assert course.marks == {}
