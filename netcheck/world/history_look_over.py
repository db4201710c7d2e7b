"""Looks over the chain of a history file: one reading of it all, which changes nothing and keeps nobody waiting."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping
from pathlib import Path

from netcheck.core.chain import Wanted
from netcheck.core.chain_check import Verified, verify
from netcheck.world import history_chain as chain
from netcheck.world.history_schema import CHAINED, open_to_read
from netcheck.world.history_trouble import ERRORS

LOG = logging.getLogger(__name__)


def looked_over(path: Path, wanted: Wanted | None, kept: Mapping[str, int]) -> Verified | None:
    """What looking over the file has found; None where it cannot be read, or is of a time before there was a chain.

    `kept`: of which things only so many of the newest are kept.
    """
    db = open_to_read(path)
    if db is None:
        return None
    with contextlib.closing(db):
        # As it stands there: two texts that are bent in different ways are different.
        db.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        try:
            db.execute("BEGIN")  # all of it as it is at one moment, whatever others add meanwhile
            if db.execute("PRAGMA user_version").fetchone()[0] < CHAINED:
                return None
            return verify(chain.links(db), chain.shown(db), wanted, kept)
        except ERRORS as error:
            LOG.warning("the history cannot be looked over: %s", error)
            return None
