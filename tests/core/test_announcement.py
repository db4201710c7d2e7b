"""An announcement explains a dead line only where it is about access to the internet, about here, and about now."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.announcement import Doubt, about_access, about_here, bearings
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


# --- where it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "title", "here"),
    [
        ("Linz", "No internet in Linz", "yes"),
        ("linz", "Störung LINZ", "yes"),
        ("Linz", "Outage in Linz-Urfahr", "yes"),
        ("Linz", "Outage in Innsbruck", "no"),
        ("Linz", "Outage in Leonding, Linz, Traun", "yes"),
        ("Linz", "Outage in Linzgau", "no"),
        ("Ulm", "No internet in Neu-Ulm", "maybe"),
        ("Ulm", "No internet in Neu-Ulm and Ulm", "yes"),
        ("Ulm", "No internet in Kulmbach", "no"),
        ("Köln", "Störung in KÖLN", "yes"),
        ("Koeln", "Störung in Köln", "yes"),
        ("Köln", "Outage in Koeln", "yes"),
        ("Köln", "Outage in Koln", "yes"),
        ("Besançon", "Panne à Besancon", "yes"),
        ("Gießen", "Störung in Giessen", "yes"),
        ("Washington, D.C.", "No internet in Washington, D.C. and around", "yes"),
        ("Halle (Saale)", "No internet in Halle (Saale)", "yes"),
        ("Wels, Linz", "Störung in Linz", "yes"),
        ("Wels; Linz", "Störung in Steyr", "no"),
        ("1010", "Störung in 1010 Wien", "yes"),
        ("1010", "Störung in 1010-1090", "yes"),
        ("1010", "Störung in 1020, 1010 und 1030", "yes"),
        ("1010", "Störung in 1020/1010/1030", "yes"),
        ("1010", "Störung in A-1010 Wien", "yes"),
        ("A-1010", "Störung in 1010 Wien", "yes"),
        ("1010", "Störung in 21010", "no"),
        ("1010", "1010 Kunden in Graz ohne Internet", "no"),
        ("2025", "Internet outage in Graz, 2025-11-21 14:00", "no"),
        ("2025", "Internetausfall Graz seit 21.11.2025", "no"),
        ("1010 Wien", "Störung in 1010", "yes"),
        ("1010 Wien", "Störung in Wien", "yes"),
        ("1010 Wien", "Störung in Wien (1220)", "maybe"),
        ("1010 Wien", "Störung in Graz", "no"),
        ("SW1A 1AA", "Broadband outage: SW1A", "yes"),
        ("SW1A", "Broadband outage: SW1A 1AA", "yes"),
        ("SW1A", "Broadband outage: SW1", "no"),
        ("Linz", "Trouble with access nationwide", "yes"),
        ("Linz", "Internet gestört: österreichweit", "yes"),
        ("Linz", "Flächendeckender Ausfall", "maybe"),
        ("Linz", "All customers without internet", "yes"),
        ("Linz", "Not all customers have internet in Graz", "no"),
        ("Linz", "No nationwide outage, only Graz", "no"),
        ("Linz", "All regions except Linz", "yes"),
        ("Linz", "Outage in Graz, except Linz", "no"),
        ("Linz", "Internet outage", "maybe"),
        ("Linz", "Störung Internet", "maybe"),
        ("Linz", "LabTel internet outage", "maybe"),
        ("", "Outage in Linz", "maybe"),
        (" , ", "Outage in Linz", "maybe"),
    ],
)
def test_an_area_is_a_whole_word_however_it_is_written(area: str, title: str, here: str) -> None:
    assert about_here(Incident(title, "outage"), area, frozenset({"labtel"})) == here


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("Customers in Linz have no internet.", "yes"),
        ("Customers in Graz have no internet. Linz is not affected.", "no"),
        ("We work on it in the core network.", "maybe"),
        ("Kunden in Graz sind betroffen.", "no"),
        ("Derzeit gibt es im Netz einen Ausfall bei Kunden.", "maybe"),
        ("Ausfall in Graz. Nicht betroffen: Linz", "no"),
    ],
)
def test_the_text_names_places_too(text: str, here: str) -> None:
    assert about_here(Incident("Internet outage", "outage", text=text), "Linz") == here


def test_a_list_of_places_counts_even_where_its_names_are_not_ours() -> None:
    assert about_here(Incident("Internet outage", "outage", areas=("North",)), "Linz") == "no"
    assert about_here(Incident("Internet outage", "outage", areas=("North", "Linz")), "Linz") == "yes"


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=120))
def test_nothing_that_is_written_makes_it_stumble(title: str, area: str, text: str) -> None:
    incident = Incident(title, "outage", text=text, components=(title,))
    assert about_access(incident) in (True, False, None)
    assert about_here(incident, area) in ("yes", "maybe", "no")


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
