"""A message of the person's own words with blanks for the program to fill: checked, and filled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netcheck.core.words import N_, one_line

BLANKS = ("name", "since", "length", "expected", "reach", "provider", "reference")
"""What may stand in braces in a message; "expected" is the provider's own word, and none of ours."""
_PIECE = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class BlankError(ValueError):
    """A message that cannot be filled; `wanted` is what a setting must be, with its {blanks} to fill."""

    def __init__(self, wanted: str, **blanks: str) -> None:
        super().__init__(wanted.format(**blanks))
        self.wanted = wanted
        self.blanks: Mapping[str, str] = blanks


def checked_template(template: str) -> str:
    """The same template, where all of its blanks are known and its brackets fit. Raises BlankError."""
    for name in _PIECE.findall(template):
        if name not in BLANKS:
            wanted = N_("must hold no other blank than {known}; {name} is none")
            raise BlankError(wanted, known=", ".join(f"{{{blank}}}" for blank in BLANKS), name=f"{{{name[:40]}}}")
    if re.search(r"[{}]", _PIECE.sub("", template)):
        raise BlankError(N_("must have a closing brace for each opening one"))
    if re.search(r"[\[\]]", _OPTIONAL.sub("", template)):
        raise BlankError(N_("must have a closing bracket for each opening one, and none within another"))
    return template


def filled(template: str, values: Mapping[str, str], unknown: str = "?") -> str:
    """A template with its blanks filled. A part in [brackets] is left out where one of its blanks is empty; an empty
    blank outside of them becomes `unknown`. What is filled in is never read as a template again."""

    def part(found: re.Match[str]) -> str:
        names = _PIECE.findall(found[1])
        return found[1] if all(values.get(name) for name in names) else ""

    kept = _OPTIONAL.sub(part, template)
    return one_line(_PIECE.sub(lambda blank: values.get(blank[1]) or unknown, kept))
