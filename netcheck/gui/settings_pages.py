"""The pages of the settings: which setting stands where, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from netcheck.core.settings import Settings
from netcheck.core.settings_values import FASTEST_S, SLOWEST_S
from netcheck.gui.card import Card, Heading, Text
from netcheck.gui.settings_fields import ChoiceField, Field, LineField, PortField, SecondsField, SwitchField
from netcheck.gui.settings_services import ServicesEditor
from netcheck.gui.theme import SPACE, Size
from netcheck.gui.words import say


class Page(Card):
    """A sheet with the settings of one kind."""

    def __init__(self, title: str, lead: str = "") -> None:
        super().__init__()
        self.title = title
        self.fields: list[Field] = []
        self.services: ServicesEditor | None = None
        self.column.setSpacing(SPACE)
        self.column.addWidget(Heading(title))
        if lead:
            self.column.addWidget(Text(lead, muted=True))

    def add(self, *fields: Field) -> Page:
        """These settings, below the others."""
        for field in fields:
            self.fields.append(field)
            self.column.addWidget(field)
        return self

    def part(self, title: str, lead: str = "") -> Page:
        """A smaller title: what follows belongs together."""
        self.column.addWidget(Text(title, Size.BODY, bold=True))
        if lead:
            self.column.addWidget(Text(lead, muted=True))
        return self

    def is_wrong(self) -> bool:
        """Whether something here needs a correction."""
        at_fault = any(field.complaint.told() for field in self.fields)
        return at_fault or (self.services is not None and self.services.is_wrong())

    def to_fault(self) -> QWidget:
        """Go to the first thing that is wrong; what is to be seen of it."""
        for field in self.fields:
            if field.complaint.told():
                field.editor.setFocus()
                return field
        return self.services.to_fault() if self.services is not None else self


def pages_of(
    settings: Settings, autostart: bool, languages: Sequence[tuple[str, str]]
) -> tuple[tuple[Page, ...], ServicesEditor, SwitchField]:
    """The pages, and what is no single key of the file: the services, and whether it starts at login."""
    services = ServicesEditor(settings.services)
    lead = say(
        "Addresses that you need for work. They are asked at each look, so that you learn when just one is down."
    )
    work = Page(say("Services"), lead)
    work.services = services
    work.column.addWidget(services)
    start = SwitchField((), say("Start when I &log in"), autostart, say("It starts hidden, and watches."))
    pages = (
        _provider(settings),
        work,
        _alerts(settings),
        _notify(settings),
        _watching(settings),
        _window(settings, languages).add(start),
    )
    for page in pages:
        page.column.addStretch(1)
    return pages, services, start


def _provider(settings: Settings) -> Page:
    isp = settings.isp
    page = Page(say("Provider"), say("Your internet provider. All of it may stay empty."))
    return page.add(
        LineField(("isp", "name"), say("&Name"), isp.name),
        LineField(
            ("isp", "status_url"),
            say("Status &address"),
            isp.status_url,
            say("The page where it announces outages. It is asked only when the fault is outside your home."),
            example="https://status.provider.example/",
            latin=True,
        ),
        LineField(
            ("isp", "support_phone"),
            say("&Phone of its help line"),
            isp.support_phone,
            say("Shown when you should call it."),
            latin=True,
        ),
        LineField(
            ("isp", "area"),
            say("Where you &live"),
            isp.area,
            say("Town, region or postcode: tells whether an announced outage is yours. It is sent to nobody."),
        ),
    )


def _alerts(settings: Settings) -> Page:
    alerts = settings.alerts
    page = Page(say("Alerts"), say("What this computer does while you work on something else."))
    page.part(say("Tell me when"))
    page.add(
        SwitchField(("alerts", "outage"), say("an &outage begins"), alerts.outage),
        SwitchField(("alerts", "restored"), say("it &works again"), alerts.restored),
    )
    page.part(say("How"))
    return page.add(
        SwitchField(("alerts", "popup"), say("A &message on the screen"), alerts.popup),
        SwitchField(("alerts", "sound"), say("A so&und"), alerts.sound),
    )


def _notify(settings: Settings) -> Page:
    notify = settings.notify
    lead = say(
        "For when you go out: one message when it works again, with how long it was down. Nothing is sent while these "
        "are empty."
    )
    page = Page(say("Messages"), lead)
    page.part(say("To the phone"))
    page.add(
        LineField(
            ("notify", "ntfy"),
            say("Address of your &ntfy topic"),
            notify.ntfy,
            say("Whoever knows the topic can read along: choose a name that is hard to guess."),
            example="https://ntfy.sh/your-topic",
            latin=True,
        )
    )
    page.part(
        say("By e-mail"),
        say(
            "The password is never kept in the settings file: it is taken from the environment variable "
            "NETCHECK_SMTP_PASSWORD, or from the system's keyring (entry “netcheck”)."
        ),
    )
    ways = (
        ("starttls", say("STARTTLS (usual)")),
        ("tls", say("TLS from the start")),
        ("none", say("None (only to this computer)")),
    )
    user = say("Empty: your mail server asks for no password.")
    return page.add(
        LineField(("notify", "mail_to"), say("&To"), notify.mail_to, example="me@mail.example", latin=True),
        LineField(
            ("notify", "mail_from"),
            say("&From"),
            notify.mail_from,
            say("Empty: the same address."),
            example="me@mail.example",
            latin=True,
        ),
        LineField(
            ("notify", "smtp_host"), say("Mail s&erver"), notify.smtp_host, example="smtp.mail.example", latin=True
        ),
        ChoiceField(("notify", "smtp_security"), say("Encr&yption"), notify.smtp_security, ways),
        PortField(("notify", "smtp_port"), say("&Port"), notify.smtp_port),
        LineField(("notify", "smtp_user"), say("&User name"), notify.smtp_user, user, latin=True),
    )


def _watching(settings: Settings) -> Page:
    limits = (FASTEST_S, SLOWEST_S)
    page = Page(say("Watching"), say("How often netcheck looks. More often tells you sooner, and sends more."))
    return page.add(
        SecondsField(("watch", "healthy_s"), say("&While all is well, a look every"), settings.watch.healthy_s, limits),
        SecondsField(
            ("watch", "outage_s"),
            say("In an &outage, a look every"),
            settings.watch.outage_s,
            limits,
            say("When an outage lasts, the looks become fewer."),
        ),
    )


def _window(settings: Settings, languages: Sequence[tuple[str, str]]) -> Page:
    window = settings.window
    themes = (("system", say("As the system")), ("light", say("Light")), ("dark", say("Dark")))
    tongues = [("", say("As the system")), *languages]
    if window.language not in [code for code, _ in tongues]:
        tongues.append((window.language, window.language))
    return Page(say("Window")).add(
        ChoiceField(("window", "theme"), say("&Theme"), window.theme, themes),
        ChoiceField(("window", "language"), say("Lan&guage"), window.language, tongues),
    )
