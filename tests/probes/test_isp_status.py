"""An announcement counts only where it names access to the internet, and this area or none."""

from dataclasses import replace

import pytest

from netcheck.core.model import Failure, Outcome
from netcheck.core.network import StatusPage
from netcheck.core.news import Incident, News
from netcheck.core.settings import Isp, Settings
from netcheck.probes.isp_status import ask
from tests.fake_world import NOW, FakeWorld, saw

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
            {"here": "yes", "kind": "outage", "title": HERE.title, "stale": False, "as_of": "2026-11-21 14:02 UTC"},
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
