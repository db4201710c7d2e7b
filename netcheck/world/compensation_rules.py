"""Reads the rules on compensation that come with the program, when they are first wanted."""

from __future__ import annotations

import logging
import tomllib
from datetime import tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from netcheck.core.compensation_rules import Rules, read_rules
from netcheck.world.resource_files import resource

LOG = logging.getLogger(__name__)
FILE = "compensation.toml"


@cache
def shipped_rules() -> Rules:
    """The rules that come with the program; read from the disk once.

    Raises nothing: where the file is missing or damaged no rule is known, and the log says so.
    """
    try:
        with resource(FILE).open("rb") as file:
            return read_rules(tomllib.load(file))
    except (OSError, ValueError, RecursionError) as error:
        LOG.warning("the rules on compensation cannot be read: %s", error)
        return Rules()


def zone(name: str) -> tzinfo | None:
    """A zone by its IANA name; None where this system does not know it: its own zone serves instead."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        LOG.info("the zone %s is not known here", name)
        return None
