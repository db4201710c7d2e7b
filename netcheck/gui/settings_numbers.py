"""Settings that are numbers: a pace, an amount of money, a port."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from netcheck.gui.settings_fields import ChoiceField, Field, unmoved_by_wheel
from netcheck.gui.words import say


class SecondsField(Field):
    """A length of time in seconds, `least` to `most`."""

    def __init__(
        self, key: tuple[str, ...], label: str, seconds: float, limits: tuple[float, float], note: str = ""
    ) -> None:
        self.spin = QDoubleSpinBox()
        self.spin.setDecimals(1)
        self.spin.setRange(*limits)
        self.spin.setValue(seconds)
        self.spin.setSuffix(say(" s"))
        unmoved_by_wheel(self.spin)
        super().__init__(key, label, self.spin, note)
        self.spin.valueChanged.connect(lambda: self.edited.emit())

    def value(self) -> float:
        """Seconds."""
        return self.spin.value()


class MoneyField(Field):
    """An amount of money from 0, in whatever currency is meant; `nothing` is shown in place of 0."""

    def __init__(
        self, key: tuple[str, ...], label: str, amount: float, most: float, note: str = "", *, nothing: str = ""
    ) -> None:
        self.spin = QDoubleSpinBox()
        self.spin.setDecimals(2)
        self.spin.setRange(0, most)
        self.spin.setSpecialValueText(nothing)
        self.spin.setValue(amount)
        unmoved_by_wheel(self.spin)
        super().__init__(key, label, self.spin, note)
        self.spin.valueChanged.connect(lambda: self.edited.emit())

    def value(self) -> float:
        """The amount, in hundredths at the finest."""
        return self.spin.value()


class PortField(Field):
    """The number of a port."""

    def __init__(self, key: tuple[str, ...], label: str, port: int, note: str = "") -> None:
        self.spin = QSpinBox()
        self.spin.setRange(1, 65535)
        self.spin.setValue(port)
        self.spin.setLocale(QLocale.c())  # a name rather than an amount: 8080, never 8,080
        unmoved_by_wheel(self.spin)
        super().__init__(key, label, self.spin, note)
        self.spin.valueChanged.connect(lambda: self.edited.emit())

    def value(self) -> int:
        """The number."""
        return self.spin.value()

    def tell(self, port: int) -> None:
        """Show this number."""
        self.spin.setValue(port)

    def follow(self, choice: ChoiceField, usual: Mapping[str, int]) -> None:
        """A port that is the usual one for what was chosen goes along to the usual one for what is chosen now."""
        before = [choice.value()]

        def chosen() -> None:
            was, now = before[0], choice.value()
            before[0] = now
            if self.value() == usual.get(was) and now in usual:
                self.tell(usual[now])

        choice.edited.connect(chosen)


class MinutesField(Field):
    """A length of time in whole minutes, `least` to `most`."""

    def __init__(self, key: tuple[str, ...], label: str, minutes: int, limits: tuple[int, int], note: str = "") -> None:
        self.spin = QSpinBox()
        self.spin.setRange(*limits)
        self.spin.setValue(minutes)
        self.spin.setSuffix(say(" min"))
        unmoved_by_wheel(self.spin)
        super().__init__(key, label, self.spin, note)
        self.spin.valueChanged.connect(lambda: self.edited.emit())

    def value(self) -> int:
        """Minutes."""
        return self.spin.value()
