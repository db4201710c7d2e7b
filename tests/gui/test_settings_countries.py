"""Countries: each code is one that the settings take, and the chosen one is never lost."""

from __future__ import annotations

from netcheck.core.settings import Settings
from netcheck.gui.settings_countries import PARTS, countries
from netcheck.gui.settings_fields import read_table


def test_each_is_taken_by_the_reader() -> None:
    found = countries("")
    codes = [code for code, _ in found]
    assert codes[0] == ""
    assert len(codes) == len(set(codes)) > 200
    assert {"GB", "DE", "US", "AT", *PARTS} <= set(codes)
    for code in codes:
        read = read_table({"handover": {"country": code}})
        assert isinstance(read, Settings)
        assert read.handover.country == code


def test_their_own_names_in_order() -> None:
    names = [name for _, name in countries("")[1:]]
    assert "Deutschland (DE)" in names
    assert names.index("Norge (NO)") < names.index("Österreich (AT)") < names.index("Polska (PL)")


def test_one_that_is_set_and_not_known_stays() -> None:
    assert ("US-NY", "US-NY") in countries("US-NY")
    assert [code for code, _ in countries("DE")].count("DE") == 1
