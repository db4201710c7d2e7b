"""Which ways a message to the person may go, and what can come of one."""

from __future__ import annotations

from dataclasses import dataclass

from netcheck.core.settings import Notify

NTFY, E_MAIL = "ntfy", "mail"


@dataclass(frozen=True, slots=True)
class Sent:
    """It was taken."""


@dataclass(frozen=True, slots=True)
class Later:
    """It may be taken another time."""

    why: str
    """For the log: no address, no topic, no secret."""
    after_s: float = 0.0
    """Seconds that the server asked to wait for; 0 where it did not."""


@dataclass(frozen=True, slots=True)
class Never:
    """It will not be taken; `why` is a sentence for the person, `detail` one for the log."""

    why: str
    detail: str = ""


Outcome = Sent | Later | Never


def ways(settings: Notify) -> tuple[str, ...]:
    """The ways that are set."""
    mail = settings.mail_to and settings.smtp_host
    return (*((NTFY,) if settings.ntfy else ()), *((E_MAIL,) if mail else ()))
