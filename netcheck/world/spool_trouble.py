"""Why a report could not be kept for sending, or read again, in a sentence for the person."""

from __future__ import annotations

from netcheck.core.words import N_

FULL = N_(
    "{count} reports wait to be sent already, so this one was not added. Send them, or drop those that nobody needs."
)
TOO_LARGE = N_("The report is too large to be sent ({size} MB); at most {most} MB are taken.")
NO_ROOM = N_("The reports that are kept for sending take {size} MB already, so this one was not added. Drop some.")
NOT_KEPT = N_("The report could not be kept for sending: {why}.")
NOT_NOTED = N_(
    "The disk does not take how far the report is ({why}), so nothing is done with it before that is mended."
)
UNREADABLE = N_("What was kept of the report cannot be read now ({why}).")
CHANGED = N_("One of the reports was changed meanwhile.")
DAMAGED = N_("What was kept of the report is damaged, so it cannot be sent. Make it again.")


class SpoolError(Exception):
    """A delivery that could not be kept or read; `text` is a sentence for the person with {blanks}, `heals` whether it
    may be otherwise another time."""

    def __init__(self, text: str, heals: bool = False, **blanks: str) -> None:
        super().__init__(text.format(**blanks))
        self.text, self.heals, self.blanks = text, heals, blanks
