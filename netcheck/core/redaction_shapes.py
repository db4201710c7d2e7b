"""What a run of digits and signs is cut into: its groups, and the parts of it that may be an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from netcheck.core.redaction_values import Value, value_mac


class Need(Enum):
    """What must hold for a shape to be taken for an address."""

    NOTHING = auto()
    KNOWN = auto()
    """The same address stands elsewhere in the record in a way that cannot be mistaken, or is the person's own."""
    DOTS = auto()
    """No version number."""
    IN_NAME = auto()
    """Letters beside it: a part of a host name."""
    BACKWARD_NAME = auto()
    """Stands before a public domain, where private addresses are not written."""
    HEX_LABEL = auto()
    """Is a label of a public host name, or the host of a URL."""
    HOST = auto()
    """Is the host of a URL."""
    ARPA = auto()
    """ip6.arpa, or the like, comes behind it."""


class Shape(NamedTuple):
    """A part of a run, and what it may be read as, the likeliest first."""

    start: int
    end: int
    readings: tuple[Value, ...]
    need: Need = Need.NOTHING


class Group(NamedTuple):
    """The digits between two separators of one kind."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the run."""
        return self.start + len(self.text)


Groups = Sequence[Group]
LETTER = re.compile(r"[a-f]")
"""What a number in tens does not have."""


def as_mac(start: int, end: int, digits: str, need: Need) -> Iterator[Shape]:
    """A hardware address from its digits, unless it is nobody's own."""
    value = value_mac(digits)
    if value:
        yield Shape(start, end, (value,), need)
