"""The language in which the terminal speaks to people: the system's; what programs read stays English."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from functools import cache

from netcheck.core.language import ENGLISH, Translator
from netcheck.core.words import N_

HEADINGS = (N_("usage: "), N_("options"), N_("positional arguments"), N_("show this help message and exit"))
"""What argparse itself writes into a help."""
MISTAKES = (
    N_("unrecognized arguments: {arguments}"),
    N_("the following arguments are required: {arguments}"),
    N_("argument {argument}: expected one argument"),
    N_("argument {argument}: ignored explicit argument {value}"),
    N_("argument {argument}: invalid choice: {value} (choose from {choices})"),
    N_("argument {argument}: {value} is not a number of seconds from {shortest} to {longest}"),
    N_("argument {argument}: {value} is not a number from {slowest} to {fastest}"),
    N_("argument {argument}: {value} is not a date of the form {example} (year, month, day)"),
    N_("argument {argument}: {value} is not of the form {form}, e.g. {example}"),
    N_("argument {argument}: {value} is not a hash of {least} to {most} hexadecimal digits"),
)
"""What argparse says of wrong arguments, and what our own readers of values say."""


@cache
def spoken() -> Translator:
    """The system's language; its catalogue is read when the first word is said, so that nothing waits for it.

    An output that carries no letters but those of English gets English.
    """
    if not _carries_letters():
        return ENGLISH
    from netcheck import wiring

    return wiring.translator()


def say(text: str) -> str:
    """A marked text in the person's language; its {blanks} are filled afterwards, with format()."""
    return spoken().say(text)


def say_many(one: str, many: str, n: int) -> str:
    """A text that depends on a number; {n} is filled here."""
    return spoken().say_many(one, many, n)


def mistake(message: str) -> str:
    """What argparse says of wrong arguments, in the person's language where it is known."""
    from netcheck.core.retelling import retold_text

    return retold_text(message, MISTAKES, say)


class Help(argparse.RawDescriptionHelpFormatter):
    """A help in the person's language: texts are translated when it is printed, and {blanks} filled."""

    def __init__(self, prog: str, blanks: Mapping[str, str]) -> None:
        super().__init__(prog)
        self._blanks = blanks

    def start_section(self, heading: str | None) -> None:
        """A heading."""
        super().start_section(say(heading) if heading else heading)

    def add_text(self, text: str | None) -> None:
        """A description or what stands at the end."""
        super().add_text(say(text) if text and text is not argparse.SUPPRESS else text)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The line of all options."""
        super().add_usage(usage, actions, groups, say("usage: ") if prefix is None else prefix)

    def _get_help_string(self, action: argparse.Action) -> str:
        return say(action.help).format(**self._blanks) if action.help else ""


def _carries_letters() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        "é".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
