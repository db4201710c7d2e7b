"""What the program needs to speak for the person about one outage, gathered for the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcheck.core.language import ENGLISH
from netcheck.core.settings import Settings
from netcheck.plugins import History
from netcheck.wiring.files import known_history, translator
from netcheck.wiring.handover import compensation_rules, situation, zone
from netcheck.wiring.rooms import all_probes

if TYPE_CHECKING:
    from netcheck.core.speech import Speech  # a tray where all is well never speaks


def speech(settings: Settings, outage: str = "", kept: History | None = None) -> Speech | None:
    """All that is known around the outage with this id (empty: the newest one), and the rules on money; None where
    there is no such outage. Asks nobody; waits for the disk.

    `kept` is the history of a demo: then nothing that was learnt of this computer's own networks is told.
    """
    from netcheck.core.speech import Speech

    if kept is not None:
        found = situation(settings, outage, kept, learnt=False)
    else:
        own = known_history()
        if own is None:
            return None
        try:
            found = situation(settings, outage, own)
        finally:
            own.close()
    if found is None:
        return None
    rules = compensation_rules()
    scheme = rules.scheme(found.country) if found.country else None
    titles = {check: probe.title for check, probe in all_probes().items()}
    if scheme is None:
        return Speech(found, rules, titles=titles)
    letter = translator(scheme.language) if scheme.language != "en" else ENGLISH
    return Speech(found, rules, zone(scheme.zone), letter, titles)
