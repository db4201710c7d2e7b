"""What is said when netcheck itself is broken."""

from __future__ import annotations

import contextlib
import sys
import traceback
from pathlib import Path


def tell(error: BaseException) -> None:
    """Put the traceback into a file and say in one sentence where it is; without a file, show the traceback."""
    story = "".join(traceback.format_exception(error))
    kept: Path | None = None
    # Whatever is broken besides (even the import), the first story is the one to tell.
    with contextlib.suppress(Exception):
        from netcheck import wiring

        kept = wiring.write_crash(story)
    said = "netcheck: this is a fault in netcheck itself, not in your network"
    said += f":\n{story.rstrip()}" if kept is None else f"; what happened is written in {kept}"
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(said, file=sys.stderr, flush=True)
