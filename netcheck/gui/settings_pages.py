"""The pages of the settings: which setting stands where, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from netcheck.core.settings import SMTP_PORTS, Settings
from netcheck.core.settings_values import FASTEST_S, SLOWEST_S
from netcheck.gui.settings_delivery import DeliveryPage
from netcheck.gui.settings_fields import ChoiceField, LineField, SwitchField
from netcheck.gui.settings_handover import handover_page
from netcheck.gui.settings_learnt import LearntPanel
from netcheck.gui.settings_numbers import PortField, SecondsField
from netcheck.gui.settings_page import Page, Sheet
from netcheck.gui.settings_services import ServicesEditor
from netcheck.gui.words import say


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
    delivery: DeliveryPage
    sheets: tuple[Sheet, ...] = ()
    """The same pages, to be scrolled; empty: they are to be made."""


def pages_of(settings: Settings, autostart: bool, choices: Choices = NO_CHOICES) -> Pages:
    """Every page, in the order in which they are listed."""
    making = made_in_turns(settings, autostart, choices, sheets=False)
    while True:
        try:
            next(making)
        except StopIteration as ended:
            pages: Pages = ended.value
            return pages


def made_in_turns(
    settings: Settings, autostart: bool, choices: Choices = NO_CHOICES, *, sheets: bool = True
) -> Generator[None, None, Pages]:
    """The same with their sheets, and a pause after each: all together take longer than a window may stand still."""
    services, panel = ServicesEditor(settings.services), LearntPanel()
    start = SwitchField((), say("Start when I &log in"), autostart, say("It starts hidden, and watches."))
    pages: list[Page] = []
    makers: tuple[Callable[[], Page], ...] = (
        lambda: _provider(settings, choices),
        lambda: _work(services),
        lambda: _alerts(settings),
        lambda: _notify(settings),
        lambda: handover_page(settings),
        lambda: DeliveryPage(settings),
        lambda: _watching(settings),
        lambda: _learnt(settings, panel),
        lambda: _window(settings, choices.languages).add(start),
    )
    for make in makers:
        page = make()
        page.column.addStretch(1)
        pages.append(page)
        yield
    made: list[Sheet] = []
    for page in pages if sheets else ():
        made.append(Sheet(page))
        yield
    delivery = next(page for page in pages if isinstance(page, DeliveryPage))
    return Pages(tuple(pages), services, start, panel, delivery, tuple(made))


def _work(services: ServicesEditor) -> Page:
    lead = say(
        "Addresses that you need for work. They are asked at each look, so that you learn when just one is down."
    )
    page = Page(say("Services"), lead)
    page.services = services
    page.column.addWidget(services)
    return page


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
    security = ChoiceField(("notify", "smtp_security"), say("Encr&yption"), notify.smtp_security, ways)
    port = PortField(("notify", "smtp_port"), say("&Port"), notify.smtp_port)
    port.follow(security, SMTP_PORTS)
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
        security,
        port,
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
