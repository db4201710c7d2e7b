"""Asks whether everything may be told, and shows what that adds to this very report."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from netcheck.core.redaction_tokens import NOT_KEPT
from netcheck.core.redaction_values import Kind
from netcheck.core.words import N_, one_line
from netcheck.gui.card import Hint, Text
from netcheck.gui.words import say

KINDS: Mapping[Kind, str] = {
    Kind.NAME: N_("Your name"),
    Kind.HOST: N_("This computer's name"),
    Kind.WIFI: N_("Name of the Wi-Fi"),
    Kind.IPV4: N_("Public address"),
    Kind.IPV6: N_("Public IPv6 address"),
    Kind.NET6: N_("Your IPv6 network"),
    Kind.ID6: N_("A device's part of an IPv6 address"),
    Kind.MAC: N_("Hardware address of a device"),
    Kind.DOMAIN: N_("Search domain"),
    Kind.VPN: N_("VPN gateway"),
    Kind.ACCOUNT: N_("Customer or contract number"),
    Kind.CONTACT: N_("How to reach you"),
    Kind.PLACE: N_("Place"),
    Kind.WORD: N_("A word you have named in the settings"),
}
MOST_LINES, LONGEST = 12, 80


class AddsSheet(Hint):
    """A list of kinds and values, and a tick without which nothing of it is told."""

    agreed = Signal()
    """The tick was set or taken away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._head, self._list, self._more = Text(bold=True), Text(), Text(muted=True)
        self._list.setTextFormat(Qt.TextFormat.PlainText)
        self._tick = QCheckBox(say("I have seen this, and a&gree to tell it"))
        self._tick.toggled.connect(lambda _on: self.agreed.emit())
        for part in (self._head, self._list, self._more, self._tick):
            self.column.addWidget(part)
        self.show_adds({})

    def is_agreed(self) -> bool:
        """Whether the person has agreed."""
        return self._tick.isChecked()

    def withdraw(self) -> None:
        """As if the person had not agreed; tells nobody."""
        self._tick.blockSignals(True)
        self._tick.setChecked(False)
        self._tick.blockSignals(False)

    def lines(self) -> list[str]:
        """What is listed."""
        return self._list.text().splitlines()

    def show_adds(self, adds: Mapping[str, str]) -> None:
        """Token to secret, as core.about.Made has them."""
        told = [_line(token, value) for token, value in adds.items() if value != NOT_KEPT]
        if not set(told) <= self._told:
            self.withdraw()  # something was not there to be seen when the person agreed
        self._told = set(told)
        shown = told[:MOST_LINES]
        self._head.tell(
            say("This would be told besides:") if told else say("Nothing is left out of this report for a help desk.")
        )
        self._list.setText("\n".join(shown))
        self._list.setVisible(bool(shown))
        left = len(told) - len(shown)
        self._more.tell(say("and {n} more of this kind").format(n=left) if left > 0 else "", hide_empty=True)
        self._tick.setEnabled(bool(told))


def _line(token: str, value: str) -> str:
    kind = next((each for each in Kind if token.rsplit("-", 1)[0] == each), None)
    name = say(KINDS[kind]) if kind is not None and kind in KINDS else token
    return say("{what}: {value}").format(what=name, value=one_line(value)[:LONGEST])
