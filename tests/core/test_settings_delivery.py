"""How reports go to the help desk is read, and what is missing is said."""

from __future__ import annotations

import pytest

from netcheck.core.settings import Deliver, Settings
from netcheck.core.settings_delivery import SECRETS, goes_to, secret_name
from netcheck.core.settings_reader import Layer, SettingsError, read_settings

MAIL: dict[str, object] = {
    "way": "mail",
    "mail_to": "desk@firm.example",
    "mail_from": "me@firm.example",
    "smtp_host": "smtp.firm.example",
}
JIRA = {"way": "jira", "url": "https://firm.example/jira", "user": "me", "desk": 4, "request_type": "25"}


def read(*tables: dict[str, object], **more: object) -> Settings:
    found, warnings = read_settings([Layer("FILE", {"delivery": table, **more}) for table in tables])
    assert warnings == ()
    return found


def test_by_default_nothing_goes_anywhere() -> None:
    assert Settings().delivery.way == ""
    assert Settings().delivery.automatic is False
    assert goes_to(Settings()) == ""


@pytest.mark.parametrize(
    ("table", "to", "name"),
    [
        (MAIL, "desk@firm.example", "delivery smtp.firm.example"),
        (JIRA, "firm.example", "delivery firm.example"),
        ({"way": "webhook", "url": "https://h.example:8443/x?y=1"}, "h.example:8443", "delivery h.example:8443"),
        ({"way": "servicenow", "url": "https://f.service-now.com/"}, "f.service-now.com", "delivery f.service-now.com"),
        ({"way": "zendesk", "url": "https://f.zendesk.com"}, "f.zendesk.com", "delivery f.zendesk.com"),
    ],
)
def test_each_way_is_read(table: dict[str, object], to: str, name: str) -> None:
    found = read(table)
    assert goes_to(found) == to
    assert secret_name(found.delivery) == name


def test_the_administrators_file_goes_below_the_persons() -> None:
    found = read(JIRA, {"automatic": True, "after_min": 30})
    assert (found.delivery.desk, found.delivery.request_type) == ("4", "25")
    assert (found.delivery.automatic, found.delivery.after_min) == (True, 30)


def test_mail_goes_to_the_help_desk_that_is_set_anyway() -> None:
    table = {key: value for key, value in MAIL.items() if key != "mail_to"}
    assert goes_to(read(table, helpdesk={"mail": "it@firm.example"})) == "it@firm.example"
    with pytest.raises(SettingsError, match="mail_to must name"):
        read(table)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_in_a_file_is_refused_without_being_repeated(name: str) -> None:
    with pytest.raises(SettingsError, match="NETCHECK_DELIVERY_SECRET") as refused:
        read({**MAIL, name: "hunter2"})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"way": "pigeon"}, "way must be one of"),
        ({**JIRA, "url": "http://firm.example/"}, "url must be an address"),
        ({**JIRA, "url": "https://me:pw@firm.example/"}, "must not hold a user name"),
        ({**JIRA, "desk": "four"}, "desk must be a whole number"),
        ({**JIRA, "desk": True}, "desk must be"),
        ({**JIRA, "desk": ""}, 'desk must be set for the way "jira"'),
        ({**MAIL, "smtp_security": "none"}, "smtp_security must be one of"),
        ({**MAIL, "smtp_host": ""}, 'smtp_host must be set for the way "mail"'),
        ({"way": "servicenow", "url": "https://f.example", "table": "x^y"}, "table must be the name"),
        ({"automatic": True}, "way must be set"),
        ({"after_min": 0}, "after_min must be a whole number"),
        ({"level": "full"}, "level must be one of"),
        ({"mail_to": "nobody"}, "mail_to must be one mail address"),
    ],
)
def test_what_cannot_be_used_is_said(table: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read(table)


def test_a_key_that_is_not_known_is_a_warning() -> None:
    _, warnings = read_settings([Layer("FILE", {"delivery": {"wey": "mail"}})])
    assert "way" in warnings[0]


def test_the_defaults_are_safe() -> None:
    assert Deliver().smtp_security == "starttls"
    assert Deliver().level == "helpdesk"
