"""How much of a report is taken out before it is handed on."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How much of a report is taken out before it is handed on."""

    PUBLIC = "public"
    """For anybody: no part of an address is left."""
    HELPDESK = "helpdesk"
    """For a desk: the maker of a device and the network of an address are left."""
    FULL = "full"
    """Everything but passwords and keys."""
