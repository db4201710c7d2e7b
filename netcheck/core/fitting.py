"""A report is made only of what was redacted, and only as large as desks and mail servers take."""

from __future__ import annotations

from collections.abc import Callable

from netcheck.core.record import Record, lighter

MOST_BYTES = 1_000_000
"""Of a report, also of one that is opened."""


class CannotMakeError(RuntimeError):
    """Why a report cannot be made in this format on this computer; the text is one sentence, `template` the same with
    its {blanks}."""

    def __init__(self, template: str, **blanks: object) -> None:
        super().__init__(template.format(**blanks))
        self.template, self.blanks = template, blanks


def fitted(record: Record, write: Callable[[Record], bytes]) -> bytes:
    """The record as `write` writes it; where that is more than 1 MB, of a lighter one.

    Raises ValueError for a record that was not redacted, and what `write` raises.
    """
    if not record.redaction:
        raise ValueError("a record is written only after it was redacted")
    data = write(record)
    return data if len(data) <= MOST_BYTES else write(lighter(record))
