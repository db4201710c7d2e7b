"""Reads the catalogue of providers and vendors that comes with the program, when it is first wanted."""

from __future__ import annotations

import logging
import tomllib
from functools import cache

from netcheck.core.providers import Catalogue, read_catalogue
from netcheck.core.settings import Settings
from netcheck.core.settings_values import SettingsError
from netcheck.world.resource_files import resource

LOG = logging.getLogger(__name__)
FILE = "providers.toml"


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with the program; read from the disk once.

    Raises nothing: where the file is missing or damaged the catalogue is empty, and the log says so.
    """
    try:
        with resource(FILE).open("rb") as file:
            return read_catalogue(tomllib.load(file), FILE)
    except (OSError, ValueError, RecursionError, SettingsError) as error:
        LOG.warning("the catalogue of providers cannot be read: %s", error)
        return Catalogue()


def catalogue(settings: Settings) -> Catalogue:
    """The catalogue with the person's own entries, which win."""
    return shipped().with_own(settings.providers, settings.vendors)
