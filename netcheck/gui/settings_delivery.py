"""The page of settings for reports that are sent to a help desk: by which way, with which password, and when."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from netcheck.core.delivery import WAY_NAMES, Way
from netcheck.core.delivery_secret import Kept, Tried
from netcheck.core.settings import SMTP_PORTS, Deliver, Settings
from netcheck.core.settings_delivery import LONGEST_MIN, secret_name
from netcheck.gui.card import Text, announce
from netcheck.gui.icons import Badge, BadgeSign
from netcheck.gui.secret_field import SecretField
from netcheck.gui.settings_fields import ChoiceField, LineField, SwitchField
from netcheck.gui.settings_numbers import MinutesField, PortField
from netcheck.gui.settings_page import Page
from netcheck.gui.theme import CLOSE
from netcheck.gui.words import say

NEEDS: dict[str, tuple[str, ...]] = {
    "": (),
    Way.MAIL: ("mail_to", "mail_from", "smtp_host", "smtp_security", "smtp_port", "user", "level"),
    Way.WEBHOOK: ("url", "user", "level"),
    Way.JIRA: ("url", "user", "desk", "request_type", "level"),
    Way.SERVICENOW: ("url", "user", "table", "level"),
    Way.ZENDESK: ("url", "user", "level"),
}
"""The settings that a way has a use for."""
EXAMPLES = {
    Way.WEBHOOK: "https://hooks.company.example/netcheck",
    Way.JIRA: "https://company.atlassian.net/",
    Way.SERVICENOW: "https://company.service-now.com/",
    Way.ZENDESK: "https://company.zendesk.com/",
}
SETTLED_MS = 600
"""After the last key, before the keyring is asked about the host that was typed."""


class DeliveryPage(Page):
    """[delivery]; the password is asked for, kept and tried out by others, who are told by signals."""

    kept_wanted = Signal(object)
    """Where the password is with these Settings, is to be told by `show_kept`."""
    try_wanted = Signal()
    """The connection is to be tried with what stands here; what came of it is told by `show_tried`."""
    forget_wanted = Signal()

    def __init__(self, settings: Settings) -> None:
        lead = say(
            "Sends reports to the help desk of your company; your IT department knows what to write here. A report "
            "that is made while the line is down is sent when it works again."
        )
        super().__init__(say("Delivery"), lead)
        self._settings = settings
        self._asked_for = ""
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._ask)
        self._add_way(settings.delivery)
        self._add_login(settings)
        self._add_when(settings.delivery)
        for field in self.fields:
            field.edited.connect(self._edited)
        self.refresh()

    # --- what stands on it ---

    def _add_way(self, delivery: Deliver) -> None:
        ways = [("", say("Reports are not sent")), *((str(way), say(name)) for way, name in WAY_NAMES.items())]
        self.way = ChoiceField(("delivery", "way"), say("Se&nt by"), delivery.way, ways)
        self.url = LineField(
            ("delivery", "url"),
            say("&Address"),
            delivery.url,
            say("The webhook itself, or where the site of the desk begins."),
            latin=True,
        )
        security = ChoiceField(
            ("delivery", "smtp_security"),
            say("Encr&yption"),
            delivery.smtp_security,
            (("starttls", say("STARTTLS (usual)")), ("tls", say("TLS from the start"))),
        )
        port = PortField(("delivery", "smtp_port"), say("&Port"), delivery.smtp_port)
        port.follow(security, SMTP_PORTS)
        self.host = LineField(
            ("delivery", "smtp_host"),
            say("Mail ser&ver"),
            delivery.smtp_host,
            example="smtp.company.example",
            latin=True,
        )
        number = say("The number that it has in Jira.")
        self.add(
            self.way,
            self.url,
            LineField(
                ("delivery", "mail_to"),
                say("T&o"),
                delivery.mail_to,
                say("Empty: the address of your help desk, on the page “Hand over”."),
                example="helpdesk@company.example",
                latin=True,
            ),
            LineField(
                ("delivery", "mail_from"), say("&From"), delivery.mail_from, example="me@company.example", latin=True
            ),
            self.host,
            security,
            port,
            LineField(("delivery", "desk"), say("Service des&k"), delivery.desk, number, example="1", latin=True),
            LineField(
                ("delivery", "request_type"),
                say("Type of re&quest"),
                delivery.request_type,
                number,
                example="25",
                latin=True,
            ),
            LineField(("delivery", "table"), say("Ta&ble"), delivery.table, example="incident", latin=True),
        )

    def _add_login(self, settings: Settings) -> None:
        self.user = LineField(
            ("delivery", "user"),
            say("&User name"),
            settings.delivery.user,
            latin=True,
        )
        self.secret = SecretField(say("Pass&word or token"))
        self.secret.forget_wanted.connect(self.forget_wanted)
        self.trial = _Trial()
        self.trial.button.clicked.connect(self.try_wanted)
        self.add(self.user, self.secret)
        self.column.addWidget(self.trial)

    def _add_when(self, delivery: Deliver) -> None:
        levels = (
            ("helpdesk", say("What a help desk needs")),
            ("public", say("Nothing that tells where you are")),
        )
        self.when = Text(say("What is sent, and when"), bold=True)
        self.column.addWidget(self.when)
        self.automatic = SwitchField(
            ("delivery", "automatic"),
            say("Send a report by &itself after each outage"),
            delivery.automatic,
            say("Without it, only what you send from the page “Hand over”."),
        )
        self.add(
            ChoiceField(("delivery", "level"), say("What the report te&lls"), delivery.level, levels),
            self.automatic,
            MinutesField(
                ("delivery", "after_min"), say("That lasted at least (&minutes)"), delivery.after_min, (1, LONGEST_MIN)
            ),
        )

    # --- what is shown ---

    def refresh(self) -> None:
        """Show what the chosen way needs, and nothing else."""
        way = self.way.value()
        needed = NEEDS.get(way, ())
        automatic = self.automatic.value()
        for field in self.fields:
            name = field.key[1] if field.key else "secret"
            if name == "automatic":
                # Nobody could switch it off where it stands alone in the file.
                field.offer(bool(way) or self._settings.delivery.automatic)
            elif name == "after_min":
                field.offer(bool(way) and automatic)
            elif name != "way":
                field.offer(name in needed or (name == "secret" and bool(way)))
        self.when.setVisible(bool(way) or self._settings.delivery.automatic)
        self.trial.setVisible(bool(way))
        self.user.tell_note(_of_user(way))
        self.url.line.setPlaceholderText(EXAMPLES.get(Way(way), "") if way else "")

    def show_kept(self, kept: Kept | None) -> None:
        """Say where the password is; None: nobody knows yet."""
        self.secret.show_kept(kept)

    def show_tried(self, tried: Tried) -> None:
        """Say what came of trying."""
        self.trial.show_tried(tried)

    def show_trying(self) -> None:
        """It is being tried."""
        self.trial.show_trying()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyring is asked when somebody looks here, once for each host: it may ask the person in its turn."""
        super().showEvent(event)
        self._ask()

    def _edited(self) -> None:
        self.refresh()
        self.trial.withdraw()
        self._settled.start()

    def _ask(self) -> None:
        typed = replace(
            self._settings.delivery, way=self.way.value(), smtp_host=self.host.value(), url=self.url.value()
        )
        name = secret_name(typed)
        if typed.way and name != self._asked_for:
            self._asked_for = name
            self.secret.show_kept(None)
            self.kept_wanted.emit(replace(self._settings, delivery=typed))


def _of_user(way: str) -> str:
    if way == Way.MAIL:
        return say("Empty: your mail server asks for no password.")
    return say("Empty: the password or token alone lets in.")


class _Trial(QWidget):
    """Tries the connection, and says in one sentence what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton(say("&Try it"))
        self._sign = BadgeSign()
        self._said = Text()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CLOSE)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sign)
        row.addWidget(self._said, 1)
        self.withdraw()

    def show_trying(self) -> None:
        """It is being tried."""
        self._waits = True
        self.button.setEnabled(False)
        self._show(Badge.LOOKING, say("Trying the connection; nothing is sent…"))

    def show_tried(self, tried: Tried) -> None:
        """What came of it; nothing where other things stand in the fields by now."""
        if not self._waits:
            return
        self._waits = False
        self.button.setEnabled(True)
        self._show(Badge.OK if tried.well else Badge.FAILED_HOME, say(tried.sentence).format(**tried.blanks))

    def withdraw(self) -> None:
        """Something else stands in the fields now."""
        self._waits = False
        self.button.setEnabled(True)
        self._sign.hide()
        self._said.tell(say("Connects and logs in, and sends nothing."))
        self._said.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def told(self) -> str:
        """What is said."""
        return self._said.told()

    def _show(self, badge: Badge, sentence: str) -> None:
        self._sign.show_badge(badge)
        self._sign.show()
        self._said.setForegroundRole(QPalette.ColorRole.WindowText)
        self._said.tell(sentence)
        announce(self, sentence)
