"""Judges a regular expression of the settings: may it be let loose on a page from a hostile place?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from netcheck.core.words import N_

LONGEST = 500
MOST_REPEATS = 8
"""Repetitions without end. Each may cost a factor of the text's length, and nothing can stop a match that runs."""
AMBIGUOUS = re.compile(r"(?<!\\)\[|--|&&|~~|\|\|")
"""What Python warns of in a class of signs: it may come to mean a set within a set."""
COMPILES = N_("must be a regular expression, as in Python")
ENDLESS = N_("must not repeat a group that holds a repetition or a choice: on some pages that would take for ever")
TOO_MUCH = N_('must be shorter: at most 500 letters and 8 of "*" and "+"')


@dataclass(slots=True)
class _Group:
    varies: bool = False
    """Whether it holds a repetition or a choice, so that one text may fit it in several ways."""


def checked_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern, ready for use: it ignores case, and "^" and "$" stand for the ends of lines.

    Raises ValueError with the end of a sentence, "must ...", for one that is none, or that may take without end on some
    text: a group repeated that holds a repetition, such as "(a+)+".
    """
    if len(pattern) > LONGEST or _repeats(pattern) > MOST_REPEATS:
        raise ValueError(TOO_MUCH)
    try:
        compiled = re.compile(pattern, re.I | re.M)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(COMPILES) from error
    if compiled.flags & re.X:
        # Its comments would have to be understood to find its groups.
        raise ValueError(COMPILES)
    return compiled


def _repeats(pattern: str) -> int:
    """How many repetitions without end a pattern has. Raises ValueError for one within a repeated group."""
    open_groups, count, place = [_Group()], 0, 0
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif sign == "[":
            place = _end_of_class(pattern, place)
        elif sign == "(":
            open_groups.append(_Group())
            place += len(re.match(r"\((?:\?(?:P<\w*>|P=\w*|<?[=!:]|[a-z-]*:|>)?)?", pattern[place:])[0]) - 1  # type: ignore[index]
        elif sign == ")" and len(open_groups) > 1:
            group = open_groups.pop()
            repeated = pattern[place + 1 : place + 2] in ("*", "+", "{")
            if group.varies and repeated:
                raise ValueError(ENDLESS)
            open_groups[-1].varies |= group.varies
        elif sign in "*+?{|":
            open_groups[-1].varies = True
            count += sign in "*+" or re.match(r"\{\d*,\}", pattern[place:]) is not None
        place += 1
    return count


def _end_of_class(pattern: str, start: int) -> int:
    """Where the "]" stands that ends the class of signs beginning here."""
    place = start + 1
    place += pattern[place : place + 1] == "^"
    place += pattern[place : place + 1] == "]"
    while place < len(pattern) and pattern[place] != "]":
        place += 2 if pattern[place] == "\\" else 1
    if AMBIGUOUS.search(pattern[start + 1 : place]):
        raise ValueError(COMPILES)
    return place
