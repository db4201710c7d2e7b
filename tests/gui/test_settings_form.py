"""The fields taken together: what is hidden is not changed, what several must agree on is checked."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from netcheck.core.settings import Deliver, Handover, Helpdesk, Reports, Settings
from netcheck.gui.settings_fields import ChoiceField, Field, LineField
from netcheck.gui.settings_form import Form
from netcheck.gui.settings_lines import LinesField
from netcheck.gui.settings_pages import pages_of

SETTINGS = Settings(
    handover=Handover(name="Ann Lee", check_list=("Mail", "VPN")),
    helpdesk=Helpdesk(mail="desk@company.example"),
    report=Reports(("Bluebird",)),
    delivery=Deliver(way="webhook", url="https://hooks.company.example/in"),
)


class Held:
    """A form whose pages live as long as it."""

    def __init__(self, qtbot: QtBot, settings: Settings = SETTINGS) -> None:
        made = pages_of(settings, False)
        for page in made.pages:
            qtbot.addWidget(page)
        self.made, self.form = made, Form(made.pages, made.services)

    def line(self, *key: str) -> LineField:
        field = self.form.fields[key]
        assert isinstance(field, LineField)
        return field


@pytest.fixture
def held(qtbot: QtBot) -> Held:
    return Held(qtbot)


def choose(field: Field, value: str) -> None:
    assert isinstance(field, ChoiceField)
    field.box.setCurrentIndex(field.box.findData(value))


def test_nothing_is_changed_by_showing_it(held: Held) -> None:
    assert held.form.check()
    assert held.form.changes() == {}
    found = held.form.settings()
    assert found is not None
    assert (found.handover, found.report, found.delivery) == (SETTINGS.handover, SETTINGS.report, SETTINGS.delivery)


def test_lists_are_told_as_the_reader_has_them(held: Held) -> None:
    field = held.form.fields["handover", "check_list"]
    assert isinstance(field, LinesField)
    field.lines.setPlainText("Mail\n\nOutbox\n")
    assert held.form.changes() == {("handover", "check_list"): ("Mail", "Outbox")}


def test_a_fault_in_a_list_is_told_at_its_field(held: Held) -> None:
    field = held.form.fields["report", "secrets"]
    assert isinstance(field, LinesField)
    field.lines.setPlainText("a")
    assert not held.form.check()
    assert field.complaint.told().startswith("“a” must have")
    assert held.form.settings() is None
    assert held.form.changes() == {}


def test_what_is_left_out_counts_as_it_was(held: Held) -> None:
    url = held.line("delivery", "url")
    url.line.setText("nonsense")
    assert not held.form.check()
    choose(held.form.fields["delivery", "way"], "mail")
    held.line("delivery", "smtp_host").line.setText("smtp.company.example")
    held.line("delivery", "mail_from").line.setText("me@company.example")
    assert not url.offered
    assert held.form.check(), "nobody sees the nonsense any more"
    assert ("delivery", "url") not in held.form.changes()
    choose(held.form.fields["delivery", "way"], "webhook")
    assert url.value() == "nonsense"
    assert not held.form.check(), "and it is not lost either"


def test_what_several_settings_must_agree_on_is_told_at_one_that_is_shown(held: Held) -> None:
    choose(held.form.fields["delivery", "way"], "jira")
    assert not held.form.check()
    desk = held.line("delivery", "desk")
    assert desk.offered
    assert desk.complaint.told() == 'Must be set for the way "jira".'


def test_once_it_was_written_that_is_how_it_was(held: Held) -> None:
    held.line("handover", "name").line.setText("Bo")
    assert held.form.changes() == {("handover", "name"): "Bo"}
    held.form.taken()
    assert held.form.changes() == {}


def test_automatic_can_be_switched_off_where_no_way_is_left(qtbot: QtBot) -> None:
    held = Held(qtbot, Settings(delivery=Deliver(way="webhook", url="https://a.example/", automatic=True)))
    choose(held.form.fields["delivery", "way"], "")
    assert not held.form.check()
    held.made.delivery.automatic.switch.setChecked(False)
    assert held.form.check()
    assert held.form.changes() == {("delivery", "way"): "", ("delivery", "automatic"): False}
