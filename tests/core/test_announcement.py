"""An announcement explains a dead line only where it is about access to the internet, about here, and about now."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.announcement import Doubt, about_access, bearings, of_another
from netcheck.core.model import Fact
from netcheck.core.news import Incident, News, Stage

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = Incident(
    "No internet in Linz", "outage", started_at=NOW - HOUR, updated_at=NOW - HOUR / 2, stage=Stage.INVESTIGATING
)
WORK = replace(HERE, kind="maintenance", stage=Stage.IN_PROGRESS)
PLANNED = replace(
    WORK, stage=Stage.SCHEDULED, started_at=None, updated_at=NOW - 3 * DAY, expected_start=NOW + HOUR * 8,
    expected_end=NOW + HOUR * 12,
)  # fmt: skip


# --- what it is about -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("No internet in Linz", True),
        ("Internetstörung Raum Linz", True),
        ("Ausfall Breitband", True),
        ("VDSL outage", True),
        ("Glasfaserausfall in 4020 Linz", True),
        ("FTTH: coupure fibre à Lyon", True),
        ("Coupure de l'accès à Lyon", True),
        ("Störung Kabel", True),
        ("TV and internet are down", True),
        ("Network outage", True),
        ("Störung im Netz", True),
        ("DNS resolvers slow", True),
        ("BNG restart in Wels", True),
        ("Delays of outgoing e-mail", False),
        ("E-Mail und Webmail gestört", False),
        ("Störung Kabel-TV", False),
        ("Kabelfernsehen gestört", False),
        ("Internet-TV ruckelt", False),
        ("TV network disturbed", False),
        ("Telefonie gestört", False),
        ("VoIP calls drop", False),
        ("Webhosting maintenance", False),
        ("Mobile internet is slow", False),
        ("Störung Mobilfunk (5G)", False),
        ("Mobile and DSL are down", True),
        ("Customer portal not available", False),
        ("Störung im Kundenportal", False),
        ("Outage in Linz", None),
        ("Störung in Linz", None),
        ("", None),
    ],
)
def test_a_title_says_what_it_is_about(title: str, about: bool | None) -> None:
    assert about_access(Incident(title, "outage")) is about


@pytest.mark.parametrize(
    ("components", "title", "text", "about"),
    [
        (("E-Mail", "DSL"), "Trouble", "", True),
        (("E-Mail", "Telefonie"), "Internet trouble", "", False),
        (("Linz", "Wels"), "Internet is down", "", True),
        (("Linz", "Wels"), "Mail is down", "", False),
        (("Linz",), "Outage", "", None),
        ((), "Outage in Linz", "Customers have no internet access.", True),
        ((), "Outage in Linz", "Customers cannot watch television.", False),
        ((), "Telefonie gestört", "Internet ist nicht betroffen.", False),
    ],
)
def test_what_is_listed_counts_most_then_the_title_then_the_text(
    components: tuple[str, ...], title: str, text: str, about: bool | None
) -> None:
    assert about_access(Incident(title, "outage", components=components, text=text)) is about


# --- when it is -------------------------------------------------------------------------------------------------------


def doubts(incident: Incident, worked_at: datetime | None = None) -> list[Doubt]:
    return [found.doubt for found in bearings(News(incidents=(incident,)), "Linz", NOW, worked_at=worked_at)]


@pytest.mark.parametrize(
    ("incident", "expected"),
    [
        pytest.param(HERE, [Doubt.NONE], id="investigating"),
        pytest.param(replace(HERE, stage=Stage.UNKNOWN), [Doubt.NONE], id="a stage that is not known"),
        pytest.param(replace(HERE, stage=Stage.RESOLVED), [], id="resolved"),
        pytest.param(replace(HERE, stage=Stage.MONITORING), [Doubt.MENDED], id="monitoring"),
        pytest.param(WORK, [Doubt.NONE], id="work under way"),
        pytest.param(PLANNED, [], id="work to come"),
        pytest.param(replace(PLANNED, expected_start=NOW - HOUR), [Doubt.BY_THE_CLOCK], id="work planned for now"),
        pytest.param(replace(PLANNED, expected_start=None), [], id="work at no time"),
        pytest.param(replace(PLANNED, stage=Stage.UNKNOWN), [], id="it begins later"),
        pytest.param(replace(HERE, started_at=NOW + HOUR / 2), [Doubt.NONE], id="a clock that is fast"),
        pytest.param(replace(HERE, started_at=NOW + DAY), [], id="tomorrow"),
        pytest.param(replace(HERE, started_at=None, updated_at=None), [Doubt.NONE], id="no times"),
        pytest.param(replace(HERE, started_at=NOW - 15 * DAY, updated_at=None), [], id="forgotten"),
        pytest.param(replace(HERE, started_at=NOW - 15 * DAY), [Doubt.NONE], id="old, with news of today"),
        pytest.param(
            replace(HERE, started_at=datetime(1970, 1, 1, tzinfo=UTC), updated_at=None), [], id="before all time"
        ),
        pytest.param(
            replace(WORK, started_at=NOW - 20 * DAY, updated_at=NOW - 20 * DAY, expected_end=NOW + DAY),
            [Doubt.NONE],
            id="long work that goes on as announced",
        ),
        pytest.param(
            replace(HERE, started_at=NOW - 2 * DAY, updated_at=NOW - 2 * DAY, expected_end=NOW - DAY),
            [Doubt.OVER],
            id="its end has passed",
        ),
        pytest.param(replace(HERE, expected_end=NOW - HOUR), [Doubt.NONE], id="a little late"),
    ],
)  # fmt: skip
def test_only_what_is_under_way_counts(incident: Incident, expected: list[Doubt]) -> None:
    assert doubts(incident) == expected


def test_what_was_announced_while_this_line_worked_is_doubtful_unless_there_is_news_of_it() -> None:
    old = replace(HERE, started_at=NOW - DAY, updated_at=NOW - DAY)
    assert doubts(old, NOW - HOUR) == [Doubt.WORKED_SINCE]
    assert doubts(replace(old, updated_at=NOW - HOUR / 2), NOW - HOUR) == [Doubt.NONE]
    assert doubts(old, NOW - 2 * DAY) == [Doubt.NONE]
    assert doubts(old, NOW - DAY + HOUR) == [Doubt.NONE]


def test_what_began_hours_after_this_line_died_is_doubtful() -> None:
    def doubt(down: timedelta) -> Doubt:
        (found,) = bearings(News(incidents=(HERE,)), "Linz", NOW, down_since=NOW - down)
        return found.doubt

    assert [doubt(down) for down in (5 * HOUR, 3 * HOUR, HOUR / 2)] == [Doubt.BEGAN_LATER, Doubt.NONE, Doubt.NONE]


def test_planned_work_is_found_where_its_time_has_come() -> None:
    due = replace(PLANNED, expected_start=NOW - HOUR)
    found = bearings(News(planned=(PLANNED, due)), "Linz", NOW)
    assert [(one.incident, one.doubt) for one in found] == [(due, Doubt.BY_THE_CLOCK)]


def test_the_best_fitting_comes_first() -> None:
    maybe = replace(HERE, title="Internet outage")
    unclear = replace(HERE, title="Outage in Linz")
    mended = replace(HERE, stage=Stage.MONITORING)
    mail, elsewhere = replace(HERE, title="Mail in Linz"), replace(HERE, title="No internet in Graz")
    found = bearings(News(incidents=(mail, maybe, mended, unclear, WORK, elsewhere, HERE)), "Linz", NOW)
    assert [one.incident for one in found] == [HERE, WORK, unclear, mended, maybe]
    assert [one.sure for one in found] == [True, True, False, False, False]


def test_the_names_of_the_provider_are_no_places() -> None:
    incident = replace(HERE, title="Muster Telekom: internet outage")
    assert bearings(News(incidents=(incident,)), "Linz", NOW) == ()
    (found,) = bearings(News("unknown", "Muster", (incident,)), "Linz", NOW, names=("Telekom AG",))  # type: ignore[arg-type]
    assert found.here == "maybe"


# --- whose it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "learnt", "anothers"),
    [
        ("LabTel", {"provider_name": "Otherisp Holding AG", "provider_registrant": "Otherisp Holding AG"}, True),
        ("LabTel", {"provider_as_name": "OTHERISP-AS"}, True),
        ("LabTel", {"provider_name": "Lab Telecommunications GmbH"}, False),
        ("LabTel", {"provider_name": "Otherisp", "provider_as_name": "LABTEL-AS"}, False),
        ("LabTel", {"provider_name": "LabTel", "provider_registrant": "T-Something GmbH"}, False),
        ("A1", {"provider_as_name": "A1TELEKOM-AT A1 Telekom Austria AG"}, False),
        ("BT", {"provider_registrant": "British Telecommunications PLC"}, False),
        ("Deutsche Telekom", {"provider_registrant": "A1 Telekom Austria AG"}, True),
        ("Telekom", {"provider_registrant": "Telekom Deutschland GmbH"}, False),
        ("Magenta Telekom", {"provider_name": "Vodafone GmbH"}, True),
        ("LabTel", {}, False),
        ("LabTel", {"provider_name": ""}, False),
        ("LabTel", {"provider_name": None, "provider_as_name": 7}, False),
        ("", {"provider_name": "Otherisp"}, False),
    ],
)
def test_only_a_name_that_is_surely_another_companys_makes_the_line_anothers(
    name: str, learnt: dict[str, Fact], anothers: bool
) -> None:
    assert of_another(name, learnt) is anothers


@given(st.text(max_size=30), st.dictionaries(st.sampled_from(["provider_name", "provider_as_name"]), st.text()))
def test_no_name_makes_it_stumble(name: str, learnt: dict[str, Fact]) -> None:
    assert of_another(name, learnt) in (True, False)


def test_on_a_line_of_another_provider_every_announcement_is_doubtful() -> None:
    mended = replace(HERE, title="No internet in Linz and Wels", stage=Stage.MONITORING)
    found = bearings(News(incidents=(HERE, mended)), "Linz", NOW, anothers=True)
    assert [one.doubt for one in found] == [Doubt.OTHER_PROVIDER, Doubt.OTHER_PROVIDER]
    assert bearings(News(incidents=(replace(HERE, stage=Stage.RESOLVED),)), "Linz", NOW, anothers=True) == ()
