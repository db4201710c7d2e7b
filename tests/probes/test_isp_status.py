"""An announcement counts only where it names access to the internet, and this area or none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import Kind, OtherWay, StatusPage
from netcheck.core.news import Incident, News, Overall, Stage
from netcheck.core.settings import Isp, Settings
from netcheck.probes.isp_status import ask
from tests.fake_world import MEMORY, NOW, FakeWorld, saw

URL = "https://status.example/"
HERE = Incident("No internet in Springfield", "outage", areas=("Springfield",), components=("DSL",))
ELSEWHERE = Incident("No internet in Shelbyville", "outage", areas=("Shelbyville",))
MAIL = Incident("Mail is down", "outage", components=("E-Mail", "Webmail"))


def provider(*incidents: Incident, area: str = "Springfield", **page: object) -> FakeWorld:
    """A provider that announces these."""
    status = StatusPage(URL, NOW, News(incidents=incidents), format="statuspage_v2")
    settings = replace(Settings(), isp=Isp("Example Net", URL, area=area))
    return FakeWorld(settings=settings, provider=replace(status, **page))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("world", "outcome", "failure", "facts"),
    [
        pytest.param(FakeWorld(), Outcome.UNKNOWN, Failure.NOT_CONFIGURED, {"kind": None}, id="no page set"),
        pytest.param(
            provider(), Outcome.OK, None, {"incidents": 0, "elsewhere": 0, "stale": False}, id="nothing announced"
        ),
        pytest.param(
            provider(HERE),
            Outcome.FAILED,
            Failure.INCIDENT,
            {
                "here": "yes",
                "kind": "outage",
                "title": HERE.title,
                "stale": False,
                "as_of": "2026-11-21T14:02:11+00:00",
            },
            id="here",
        ),
        pytest.param(
            provider(HERE, area="SPRINGFIELD"),
            Outcome.FAILED,
            Failure.INCIDENT,
            {"here": "yes"},
            id="in any case",
        ),
        pytest.param(provider(ELSEWHERE), Outcome.OK, None, {"incidents": 1, "elsewhere": 1}, id="elsewhere"),
        pytest.param(
            provider(ELSEWHERE, area=""), Outcome.FAILED, Failure.INCIDENT, {"here": "maybe"}, id="no area is set"
        ),
        pytest.param(
            provider(Incident("Trouble with access nationwide", "degraded")),
            Outcome.FAILED,
            Failure.INCIDENT,
            {"here": "yes", "kind": "degraded"},
            id="everywhere",
        ),
        pytest.param(
            provider(replace(HERE, kind="maintenance")),
            Outcome.FAILED,
            Failure.INCIDENT,
            {"here": "yes", "kind": "maintenance"},
            id="maintenance",
        ),
        pytest.param(
            provider(replace(HERE, kind="maintenance"), HERE),
            Outcome.FAILED,
            Failure.INCIDENT,
            {"kind": "outage"},
            id="an outage before maintenance",
        ),
        pytest.param(provider(MAIL, area=""), Outcome.OK, None, {"elsewhere": 1}, id="another product"),
        pytest.param(provider(HERE, stale=True), Outcome.FAILED, Failure.INCIDENT, {"stale": True}, id="a kept copy"),
        pytest.param(
            provider(failure=Failure.TIMEOUT), Outcome.UNKNOWN, Failure.TIMEOUT, {"kind": None}, id="page out of reach"
        ),
        pytest.param(
            provider(failure=Failure.BAD_ANSWER), Outcome.UNKNOWN, Failure.BAD_ANSWER, {"kind": None}, id="broken page"
        ),
    ],
)
def test_cases(world: FakeWorld, outcome: Outcome, failure: Failure | None, facts: dict[str, object]) -> None:
    assert saw(ask(world), facts) == (outcome, failure, facts)


@pytest.mark.parametrize(
    ("area", "title", "here"),
    [
        ("Ulm", "No internet in Ulm, Germany", True),
        ("Ulm", "No internet in Neu-Ulm", True),
        ("Ulm", "No internet in Kulmbach", False),
        ("Köln", "Störung in KÖLN", True),
        ("1010", "No internet in 1010 Wien", True),
        ("1010", "No internet in 21010", False),
        pytest.param("Washington, D.C.", "No internet in Washington, D.C. and around", True),
        pytest.param("Halle (Saale)", "No internet in Halle (Saale)", True),
    ],
)
def test_an_area_is_a_whole_word(area: str, title: str, here: bool) -> None:
    seen = ask(provider(Incident(title, "outage"), area=area))
    assert (seen.outcome is Outcome.FAILED) is here


AGO = timedelta(minutes=20)
PHONE = OtherWay("usb0", Kind.WIRED, "172.20.10.4", "172.20.10.1", True, "your phone (usb0)")
GREEN = News(Overall.OPERATIONAL)


def test_all_that_is_announced_is_told() -> None:
    told = replace(
        HERE, stage=Stage.IDENTIFIED, started_at=NOW - AGO, updated_at=NOW - AGO / 2, expected_end=NOW + AGO,
        estimate_from_text=True, text="A cable was cut.", link="https://status.example/1",
    )  # fmt: skip
    facts = ask(provider(told, news=News(Overall.MAJOR_OUTAGE, incidents=(told,)), confirmed=True)).facts
    assert {
        "overall": "major_outage", "stage": "identified", "estimate_from_text": True, "text": "A cable was cut.",
        "started_at": "2026-11-21T13:42:11+00:00", "updated_at": "2026-11-21T13:52:11+00:00",
        "expected_end": "2026-11-21T14:22:11+00:00", "confirmed": True, "believed": True, "access": True,
        "doubt": None, "says_well": False, "via": None, "failure": None, "reason": None, "asked": True,
    }.items() <= facts.items()  # fmt: skip


@pytest.mark.parametrize(
    ("started", "confirmed", "believed"),
    [(None, False, False), (timedelta(), False, False), (AGO, False, True), (None, True, True)],
)
def test_what_a_page_has_only_just_said_is_not_believed_outright(
    started: timedelta | None, confirmed: bool, believed: bool
) -> None:
    incident = replace(HERE, started_at=NOW - started if started is not None else None)
    assert ask(provider(incident, confirmed=confirmed)).facts["believed"] is believed


@pytest.mark.parametrize(
    ("page", "well"),
    [
        ({"news": GREEN}, True),
        ({"news": News()}, False),
        ({"news": News(Overall.DEGRADED)}, False),
        ({"news": GREEN, "stale": True, "failure": Failure.TIMEOUT}, False),
        ({"news": GREEN, "failure": Failure.TIMEOUT}, False),
        ({"news": GREEN, "fetched_at": None}, False),
        ({"news": replace(GREEN, incidents=(replace(HERE, stage=Stage.RESOLVED),))}, True),
        ({"news": replace(GREEN, incidents=(HERE,))}, False),
    ],
)
def test_only_a_page_that_was_read_now_says_that_all_is_well(page: dict[str, object], well: bool) -> None:
    assert ask(provider(**page)).facts["says_well"] is well  # type: ignore[arg-type]


def test_a_page_out_of_reach_is_never_told_as_no_trouble() -> None:
    kept = replace(provider(news=GREEN).provider, fetched_at=NOW - AGO, stale=True, failure=Failure.TIMEOUT)
    seen = ask(replace(provider(), provider=replace(kept, reason="it does not answer")))
    assert (seen.outcome, seen.facts["age_s"], seen.facts["stale"]) == (Outcome.UNKNOWN, 1200, True)
    assert seen.summary == (
        "the provider's page could not be asked: it does not answer; a copy of 2026-11-21 13:42 UTC, 20 min 0 s old, "
        "told of nothing here"
    )


def test_a_page_that_is_left_alone_was_not_asked() -> None:
    page = StatusPage(URL, failure=Failure.NOT_AVAILABLE, reason="it is left alone for now")
    seen = ask(replace(provider(), provider=page))
    assert (seen.outcome, seen.facts["asked"]) == (Outcome.UNKNOWN, False)
    assert seen.summary == "the provider's page was not asked: it is left alone for now"


def test_a_kept_announcement_says_that_the_page_cannot_be_asked_now() -> None:
    seen = ask(provider(HERE, stale=True, failure=Failure.TIMEOUT, fetched_at=NOW - AGO))
    assert seen.outcome is Outcome.FAILED
    assert seen.summary.endswith("(as of 2026-11-21 13:42 UTC; its page cannot be asked now: timeout)")


def test_another_way_is_named_as_a_person_calls_it() -> None:
    seen = ask(replace(provider(HERE, via="usb0"), others=(PHONE,)))
    assert (seen.facts["via"], seen.facts["through"]) == ("usb0", "your phone (usb0)")
    assert "asked through your phone (usb0)" in seen.summary
    assert "asked through your phone (usb0)" in ask(replace(provider(via="usb0", news=GREEN), others=(PHONE,))).summary


def test_what_is_mended_or_was_there_while_the_line_worked_is_doubtful() -> None:
    mended = replace(HERE, stage=Stage.MONITORING, started_at=NOW - AGO)
    assert ask(provider(mended)).facts["doubt"] == "mended"
    old = replace(HERE, started_at=NOW - timedelta(days=3))
    worked = replace(provider(old), memory=replace(MEMORY, learnt_at=NOW - AGO))
    assert ask(worked).facts["doubt"] == "worked-since"
    dead = replace(provider(replace(HERE, started_at=NOW - AGO)), down_since=NOW - timedelta(hours=9))
    assert ask(dead).facts["doubt"] == "began-later"


def test_the_page_of_a_provider_whose_line_this_is_not_proves_nothing() -> None:
    known = replace(MEMORY, facts={**MEMORY.facts, "provider_name": "Otherisp Holding AG"})
    assert ask(replace(provider(HERE), memory=known)).facts["doubt"] == "other-provider"
    assert ask(replace(provider(news=GREEN), memory=known)).facts["says_well"] is False
    ours = replace(MEMORY, facts={**MEMORY.facts, "provider_name": "Example Net Ltd"})
    assert ask(replace(provider(HERE), memory=ours)).facts["doubt"] is None
    assert ask(replace(provider(news=GREEN), memory=ours)).facts["says_well"] is True


def test_what_is_planned_for_here_is_told_and_accuses_nobody() -> None:
    work = replace(
        HERE, kind="maintenance", stage=Stage.SCHEDULED, expected_start=NOW + AGO, expected_end=NOW + 2 * AGO
    )
    seen = ask(provider(news=News(planned=(work, replace(work, title="Mail", components=("Mail",))))))
    assert seen.outcome is Outcome.OK
    assert seen.facts["planned"] == (
        {
            "title": HERE.title,
            "start": "2026-11-21T14:22:11+00:00",
            "end": "2026-11-21T14:42:11+00:00",
        },
    )


def test_why_little_could_be_read_stands_in_the_evidence() -> None:
    assert "only people can read it" in ask(provider(news=News(note="only people can read it"))).summary


@pytest.mark.parametrize("news", [News(incidents=(HERE,)), GREEN])
def test_what_came_unprotected_announces_nothing_and_denies_nothing(news: News) -> None:
    seen = ask(provider(news=news, secure=False))
    assert (seen.outcome, seen.failure) == (Outcome.UNKNOWN, Failure.BAD_ANSWER)
    assert "unprotected connection" in seen.summary
    assert (seen.facts["overall"], seen.facts["says_well"], seen.facts["as_of"]) == ("unknown", False, None)
    assert seen.facts.get("title") is None


def test_why_a_page_failed_comes_before_that_its_copy_was_unprotected() -> None:
    seen = ask(provider(HERE, secure=False, stale=True, failure=Failure.TIMEOUT, reason="no answer came in time"))
    assert (seen.failure, seen.facts["reason"]) == (Failure.TIMEOUT, "no answer came in time")
