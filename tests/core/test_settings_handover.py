"""Who the person is, who helps them, and what no report shows: laid key by key, and explained where it is wrong."""

from __future__ import annotations

import pytest

from netcheck.core.settings import Handover, Helpdesk
from netcheck.core.settings_reader import SettingsError
from tests.core.test_settings_reader import read, refusal


def test_what_is_needed_to_speak_for_the_person() -> None:
    table = {
        "name": "Jo Smith",
        "account": "4711",
        "router": "Hub 4",
        "reach_at": "my mobile",
        "country": "gb-sct",
        "monthly_fee": 30,
        "colleagues": "off since {since}[, {expected}]",
        "check_list": ["Push", "Mail Ana"],
    }
    desk = {"mail": "help@company.example", "phone": "+44 20 7946 0000", "sms": "+44 7700 900123"}
    settings, warnings = read({"handover": table, "helpdesk": desk})
    assert warnings == ()
    assert settings.handover == Handover(
        "Jo Smith",
        "4711",
        "Hub 4",
        "my mobile",
        "GB-SCT",
        30.0,
        "off since {since}[, {expected}]",
        ("Push", "Mail Ana"),
    )
    assert settings.helpdesk == Helpdesk(**desk)


def test_words_that_reports_leave_out() -> None:
    assert read({"report": {"secrets": ["Gartenhaus", "A-17"]}})[0].report.secrets == ("Gartenhaus", "A-17")
    assert read({"report": {"secrets": ["one"]}}, {"report": {}})[0].report.secrets == ("one",)
    with pytest.raises(SettingsError, match=r"\[report\] secrets number 2 must have at least 3 letters"):
        read({"report": {"secrets": ["Gartenhaus", "a-b"]}})
    with pytest.raises(SettingsError, match="array"):
        read({"report": {"secrets": "Gartenhaus"}})


def test_hand_over_is_laid_key_by_key() -> None:
    site = {"handover": {"country": "DE", "check_list": ["One"]}, "helpdesk": {"mail": "a@b.example"}}
    settings, _ = read(site, {"handover": {"account": "1"}, "helpdesk": {"phone": "112"}})
    assert settings.handover == Handover(account="1", country="DE", check_list=("One",))
    assert settings.helpdesk == Helpdesk("a@b.example", "112")


def test_what_people_call_their_country() -> None:
    assert read({"handover": {"country": "UK"}})[0].handover.country == "GB"
    assert read({"handover": {"country": ""}})[0].handover.country == ""


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ({"handover": {"colleagues": "off {sinse}"}}, "[handover] colleagues must hold no other blank than {name}"),
        ({"handover": {"colleagues": "off [{since}"}}, "[handover] colleagues must have a closing bracket"),
        ({"handover": {"country": "Britain"}}, "[handover] country must be a code"),
        ({"handover": {"monthly_fee": -1}}, "[handover] monthly_fee must be a number"),
        ({"handover": {"monthly_fee": True}}, "[handover] monthly_fee must be a number"),
        ({"handover": {"monthly_fee": float("nan")}}, "[handover] monthly_fee must be a number"),
        ({"handover": {"check_list": "Push"}}, "[handover] check_list must be an array"),
        ({"handover": {"check_list": [""]}}, "[handover] check_list number 1 must not be empty"),
        ({"handover": {"check_list": ["x"] * 51}}, "[handover] check_list must have at most 50"),
        ({"helpdesk": {"mail": "nobody"}}, "[helpdesk] mail must be one mail address"),
        ({"helpdesk": {"phone": "call me"}}, "[helpdesk] phone must be a phone number"),
        ({"helpdesk": {"sms": "07700 900123"}}, "[helpdesk] sms must be a number with its country"),
    ],
)
def test_hand_over_that_cannot_be_used(table: dict[str, object], wanted: str) -> None:
    assert wanted in refusal(table)
