"""What a report leaves out: gathered from this computer, its settings and what was learnt of its networks."""

from __future__ import annotations

from netcheck.core.redaction import Secrets
from netcheck.core.settings import Settings
from netcheck.world.machine import this_system
from netcheck.world.memory import MemoryFile, state_folder
from netcheck.world.secrets import secrets_of
from netcheck.world.whoami import whoami


def secrets(settings: Settings) -> Secrets:
    """All that this computer knows of its person and their home. Asks nobody; waits for the disk and for the system's
    own tables, about a second at most."""
    memories = MemoryFile(state_folder()).all().values()
    return secrets_of(settings, whoami(), this_system().interfaces(), memories)
