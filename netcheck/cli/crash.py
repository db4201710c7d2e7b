"""What is said when netcheck itself is broken."""

from __future__ import annotations

import contextlib
import sys
import traceback
from pathlib import Path

from netcheck.core.words import N_

_IN_FILE = N_("this is a fault in netcheck itself, not in your network; what happened is written in {file}")
_NOT_KEPT = N_("this is a fault in netcheck itself, not in your network:")


def tell(error: BaseException) -> None:
    """Put the traceback into a file and say in one sentence where it is; without a file, show the traceback."""
    story = "".join(traceback.format_exception(error))
    kept: Path | None = None
    # Whatever is broken besides (even the import), the first story is the one to tell.
    with contextlib.suppress(Exception):
        from netcheck import wiring

        kept = wiring.write_crash(story)
    text = _IN_FILE if kept else _NOT_KEPT
    with contextlib.suppress(Exception):
        from netcheck.cli.language import say

        text = say(text)
    said = f"netcheck: {text.format(file=kept)}" + ("" if kept else f"\n{story.rstrip()}")
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(said, file=sys.stderr, flush=True)
