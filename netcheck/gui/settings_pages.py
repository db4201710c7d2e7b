"""The pages of the settings: which setting stands where, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from netcheck.core.settings import Settings
from netcheck.core.settings_values import FASTEST_S, SLOWEST_S
from netcheck.gui.card import Card, Heading, Text
from netcheck.gui.settings_fields import ChoiceField, Field, LineField, PortField, SecondsField, SwitchField
from netcheck.gui.settings_learnt import LearntPanel
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


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, as others know it."""

    languages: Sequence[tuple[str, str]] = ()
    """Codes with their own names, such as ("de", "Deutsch")."""
    formats: Sequence[tuple[str, str]] = ()
    """Formats of status pages: id and title."""
    providers: Sequence[str] = ()
    """Names in the catalogue."""


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages, and what in them is no single key of the file."""

    pages: tuple[Page, ...]
    services: ServicesEditor
    autostart: SwitchField
    learnt: LearntPanel


def pages_of(settings: Settings, autostart: bool, choices: Choices = NO_CHOICES) -> Pages:
    """Every page, in the order in which they are listed."""
    services = ServicesEditor(settings.services)
    lead = say(
        "Addresses that you need for work. They are asked at each look, so that you learn when just one is down."
    )
    work = Page(say("Services"), lead)
    work.services = services
    work.column.addWidget(services)
    start = SwitchField((), say("Start when I &log in"), autostart, say("It starts hidden, and watches."))
    pages = (
        _provider(settings, choices),
        work,
        _alerts(settings),
        _notify(settings),
        _watching(settings),
        _learnt(settings, panel := LearntPanel()),
        _window(settings, choices.languages).add(start),
    )
    for page in pages:
        page.column.addStretch(1)
    return Pages(pages, services, start, panel)


def _provider(settings: Settings, choices: Choices) -> Page:
    isp = settings.isp
    page = Page(say("Provider"), say("Your internet provider. All of it may stay empty."))
    return page.add(
        LineField(
            ("isp", "name"),
            say("&Name"),
            isp.name,
            say("Empty: as netcheck has learnt it from your line."),
            known=choices.providers,
        ),
        LineField(
            ("isp", "area"),
            say("Where you &live"),
            isp.area,
            say(
                "Town, region or postcode; several with commas between. It tells whether an announced outage is yours, "
                "and is sent to nobody."
            ),
            example=say("Linz, 4020"),
        ),
        LineField(
            ("isp", "support_phone"),
            say("&Phone of its help line"),
            isp.support_phone,
            say("Shown when you should call it."),
            latin=True,
        ),
        LineField(
            ("isp", "status_url"),
            say("Status &address"),
            isp.status_url,
            say("The page where it announces outages. It is asked only when the fault is outside your home."),
            example="https://status.provider.example/",
            latin=True,
        ),
        ChoiceField(
            ("isp", "status_format"),
            say("How that page is &read"),
            isp.status_format,
            [("", say("Recognised by itself")), *_formats(isp.status_format, choices.formats)],
        ),
        LineField(
            ("isp", "status_pattern"),
            say("Patt&ern of trouble"),
            isp.status_pattern,
            say("Only for a page of plain text: a regular expression that finds its words of trouble."),
            latin=True,
        ),
        SwitchField(
            ("second_way", "on"),
            say("Use a second &way out"),
            settings.second_way.on,
            say(
                "When the usual way is dead, its page is asked through your phone or another connection: a few "
                "kilobytes, which may cost mobile data. One that costs nothing is also tried out."
            ),
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


def _learnt(settings: Settings, panel: LearntPanel) -> Page:
    lead = say("Provider, router and usual delays of each network: in an outage nobody can be asked for them.")
    page = Page(say("Learnt"), lead)
    switch = SwitchField(
        ("learn", "on"),
        say("Lea&rn while all is well"),
        settings.learn.on,
        say("Kept on this computer alone. Switched off, nobody is asked; what is known stays until you forget it."),
    )
    page.add(switch)
    switch.switch.toggled.connect(panel.switched)
    panel.switched(settings.learn.on)
    page.column.addWidget(panel)
    return page


def _formats(chosen: str, formats: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The formats, and the one that is set where this program does not know it."""
    known = list(formats)
    return known if not chosen or chosen in [name for name, _ in known] else [*known, (chosen, chosen)]


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
