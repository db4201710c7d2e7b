"""Where the password or token for the helpdesk is kept, and what came of trying the connection with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

VARIABLE = "NETCHECK_DELIVERY_SECRET"
"""The environment variable that holds it where there is no keyring."""


class Where(StrEnum):
    """Where the secret is."""

    KEYRING = "keyring"
    ENVIRONMENT = "environment"
    """In VARIABLE, which counts before the keyring."""
    NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of the secret, without the secret."""

    where: Where = Where.NOWHERE
    trouble: str = ""
    """What went wrong with the keyring, a sentence marked for translation; empty: nothing did."""
    blanks: Mapping[str, str] = field(default_factory=dict)
    keyring: bool = True
    """Whether this system has a keyring to keep it in."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a connection to the helpdesk that was tried out; nothing was sent."""

    well: bool
    sentence: str
    """What happened, marked for translation."""
    blanks: Mapping[str, str] = field(default_factory=dict)
