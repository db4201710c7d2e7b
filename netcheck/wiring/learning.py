"""What was learnt of each network while it worked: shown, forgotten, and asked for at most once a day."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from netcheck.core.learning import own
from netcheck.core.learnt import AskedHost, Learnt, all_shown, forgotten_with
from netcheck.core.learnt import asked_hosts as hosts_asked
from netcheck.core.origin import Origin
from netcheck.core.settings import Settings
from netcheck.engine.learner import Learner, Learning
from netcheck.plugins import World
from netcheck.world.memory import MemoryFile, state_folder
from netcheck.world.provider_catalogue import catalogue
from netcheck.world.system import SystemWorld

if TYPE_CHECKING:
    from netcheck.wiring.looks import Home


def learner(home: Home, stop: threading.Event) -> Learner:
    """Asks whose line this is, for as long as this run of watching lasts."""
    return Learner(
        Learning(
            world=lambda: home.fresh(0),
            network=network_of,
            recall=home.memory.recall,
            amend=home.memory.amend,
            settings=lambda: home.settings,
            known=lambda names, origin: _catalogued(home.settings, names, origin),
            stop=stop,
        )
    )


def _catalogued(settings: Settings, names: Sequence[str], origin: Origin) -> str:
    found = catalogue(settings).match([name for name in names if name], origin.asn, origin.country)
    return found.name if found else ""


def network_of(world: World) -> str:
    """What the network in use is recognised by; empty where it cannot be told from all others."""
    keys = world.network_keys() if isinstance(world, SystemWorld) else ()
    return next((key for key in keys if own(key)), "")


def learnt() -> tuple[Learnt, ...]:
    """What is known of every network, the newest first. Waits for the disk."""
    return all_shown(MemoryFile(state_folder()).all())


def forget(network: str | None = None) -> bool:
    """Forget one network (its `Learnt.network`), or all; False where it is not known or the file cannot be changed.

    Waits for the disk. A look that runs may write down anew what it sees.
    """
    file = MemoryFile(state_folder())
    if network is None:
        return file.forget()
    gone = forgotten_with(network, file.all())
    return bool(gone) and file.forget(gone)


def asked_hosts(settings: Settings) -> tuple[AskedHost, ...]:
    """Whom netcheck may ask about this line with these settings, and why; at most once a day for each network."""
    return hosts_asked(settings)
