"""What the disk did is said in a sentence whose blanks are there."""

from __future__ import annotations

import pytest

from netcheck.world import spool_trouble
from netcheck.world.spool_trouble import SpoolError

BLANKS = {"count": "3", "size": "1.0", "most": "4.0", "why": "No space left on device"}
TEXTS = [text for name, text in vars(spool_trouble).items() if name.isupper() and isinstance(text, str)]


@pytest.mark.parametrize("text", TEXTS)
def test_each_is_a_sentence(text: str) -> None:
    told = str(SpoolError(text, False, **BLANKS))
    assert told.endswith(".")
    assert "{" not in told


def test_it_says_whether_it_heals() -> None:
    found = SpoolError("{why}", heals=True, why="x")
    assert (found.text, found.heals, found.blanks, str(found)) == ("{why}", True, {"why": "x"}, "x")
    assert not SpoolError("x").heals
    assert len(TEXTS) >= 8
