"""The page of settings for what netcheck says and writes in the person's place: who they are, and who helps them."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QGridLayout, QWidget

from netcheck.core.colleagues import OFFLINE, YOUR_PROVIDER
from netcheck.core.message_template import BlankError, checked_template, filled
from netcheck.core.settings import Settings
from netcheck.core.settings_handover import HIGHEST_FEE
from netcheck.gui.card import Hint, Text
from netcheck.gui.settings_countries import countries
from netcheck.gui.settings_fields import ChoiceField, LineField
from netcheck.gui.settings_lines import LinesField, ParagraphField
from netcheck.gui.settings_numbers import MoneyField
from netcheck.gui.settings_page import Page
from netcheck.gui.theme import SPACE, TIGHT, Size
from netcheck.gui.words import say, when

EXAMPLE_REFERENCE = "4711"


def handover_page(settings: Settings) -> Page:
    """[handover], [helpdesk] and [report]."""
    lead = say(
        "For the call to your provider, the message to your colleagues and the report to your help desk. All of it "
        "may stay empty; it is kept on this computer alone."
    )
    page = Page(say("Hand over"), lead)
    _contract(page, settings)
    _offline(page, settings)
    _help_desk(page, settings)
    return page


def _contract(page: Page, settings: Settings) -> None:
    yours = settings.handover
    page.part(say("Your contract"), say("What your provider asks for when you call it, or claim money back."))
    page.add(
        LineField(("handover", "name"), say("&Name on the contract"), yours.name),
        LineField(
            ("handover", "account"),
            say("Custome&r number"),
            yours.account,
            say("Left out of every report, unless you choose to hand over everything."),
            latin=True,
        ),
        LineField(
            ("handover", "router"),
            say("Rou&ter"),
            yours.router,
            say("Make and model. Empty: as the router tells them by itself."),
        ),
        ChoiceField(
            ("handover", "country"),
            say("Co&untry"),
            yours.country,
            countries(yours.country),
            say("Its rules say whether you are owed money, and which days are holidays."),
        ),
        MoneyField(
            ("handover", "monthly_fee"),
            say("&Fee a month"),
            yours.monthly_fee,
            HIGHEST_FEE,
            say("In the money of your country. In some countries what you are owed depends on it."),
            nothing=say("not told"),
        ),
    )


def _offline(page: Page, settings: Settings) -> None:
    yours = settings.handover
    reach = LineField(
        ("handover", "reach_at"),
        say("Where to reach you while you are &offline"),
        yours.reach_at,
        say("It stands in the message to your colleagues, and in the report."),
        example=say("my mobile, +44 7700 900123"),
    )
    message = ParagraphField(
        ("handover", "colleagues"),
        say("&Message to your colleagues"),
        yours.colleagues,
        say("Empty: the message that stands there in grey. These blanks can stand in it:"),
        example=say(OFFLINE),
    )
    page.part(say("While you are offline"))
    page.add(reach, message)
    page.column.addWidget(_blanks())
    name = next(field for field in page.fields if field.key == ("handover", "name"))
    example = _Example(settings.isp.name)

    def show() -> None:
        example.show_message(message.value(), str(name.value()), reach.value())

    for field in (name, reach, message):
        field.edited.connect(show)
    show()
    page.column.addWidget(example)
    page.part(say("When it works again"))
    page.add(
        LinesField(
            ("handover", "check_list"),
            say("What to &look after"),
            yours.check_list,
            say("One on each line. netcheck reminds you of it."),
            example=say("Join the VPN again\nSend what waits in the outbox"),
        )
    )


def _help_desk(page: Page, settings: Settings) -> None:
    desk = settings.helpdesk
    page.part(
        say("Your help desk"),
        say("Of your company, if it has one: for the mails, calls and codes that you start on the page “Hand over”."),
    )
    page.add(
        LineField(("helpdesk", "mail"), say("&E-mail"), desk.mail, example="helpdesk@company.example", latin=True),
        LineField(("helpdesk", "phone"), say("&Phone"), desk.phone, latin=True),
        LineField(
            ("helpdesk", "sms"),
            say("Number for te&xt messages"),
            desk.sms,
            say("With its country, so that your phone knows it abroad, too."),
            example="+44 7700 900123",
            latin=True,
        ),
    )
    page.part(say("Reports"))
    page.add(
        LinesField(
            ("report", "secrets"),
            say("&Words to leave out"),
            settings.report.secrets,
            say(
                "One on each line: names, numbers or addresses that no report may show. Yours, this computer's and "
                "your network's are left out by themselves."
            ),
            example=say("Project Bluebird"),
        )
    )


def _blanks() -> QWidget:
    """What each blank is filled with."""
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE)
    grid.setVerticalSpacing(TIGHT // 2)
    grid.setColumnStretch(1, 1)
    told = (
        ("name", say("the name above")),
        ("since", say("when it went down")),
        ("length", say("for how long it has been down")),
        ("expected", say("when your provider says that it is back")),
        ("reach", say("where to reach you")),
        ("provider", say("your provider's name")),
        ("reference", say("the number that your provider gave to the fault")),
    )
    for row, (name, meaning) in enumerate(told):
        blank = Text(f"{{{name}}}", Size.SMALL).selectable()
        blank.setWordWrap(False)
        grid.addWidget(blank, row, 0)
        grid.addWidget(Text(meaning, Size.SMALL, muted=True), row, 1)
    left_out = say("A part in [brackets] is left out while one of its blanks is not known.")
    grid.addWidget(Text(left_out, Size.SMALL, muted=True), len(told), 0, 1, 2)
    return sheet


class _Example(Hint):
    """The message as it would be sent in an outage that anybody may have."""

    def __init__(self, provider: str) -> None:
        super().__init__()
        today = datetime.now(UTC).astimezone()
        self._values = {
            "since": when(today.replace(hour=14, minute=2)),
            "length": say("{min} min").format(min=45),
            "expected": when(today.replace(hour=18, minute=30)),
            "provider": provider or say(YOUR_PROVIDER),
            "reference": EXAMPLE_REFERENCE,
        }
        self._text = Text()
        self.column.addWidget(Text(say("For example"), Size.SMALL, muted=True))
        self.column.addWidget(self._text)

    def show_message(self, template: str, name: str, reach: str) -> None:
        """Show what becomes of it; one that cannot be filled shows nothing: the field says why."""
        try:
            text = filled(checked_template(template) or say(OFFLINE), {**self._values, "name": name, "reach": reach})
        except BlankError:
            text = "–"
        self._text.tell(text)

    def told(self) -> str:
        """What is shown."""
        return self._text.told()
