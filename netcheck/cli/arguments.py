"""What can be asked on the command line."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

WRONG_USAGE = 64
"""EX_USAGE of sysexits.h; argparse's own 2 would read as "the fault is upstream"."""

LEVELS = ("debug", "info", "warning", "error")
SHORTEST_S, LONGEST_S, USUAL_S = 0.5, 120.0, 5.8
"""Limits of --deadline in seconds: below, nothing can answer; above, nobody waits."""

EXIT_CODES = """\
exit codes:
  0    no fault found
  1    the fault is at home (computer, Wi-Fi or cable, router)
  2    the fault is upstream (line, provider, internet, a service)
  3    it could not be told
  64   wrong arguments or settings
  70   a fault in netcheck itself; the message names the file that tells more
  130  interrupted with Ctrl-C; what was known by then is printed
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for."""

    command: str
    """diagnose or version; empty when nothing was said."""
    json: bool = False
    config: Path | None = None
    deadline_s: float = USUAL_S
    verbose: bool = False
    log_level: str = "info"
    answers: dict[str, str] = field(default_factory=dict)
    ask_provider: bool = False


class _Parser(argparse.ArgumentParser):
    """argparse with our exit code for wrong usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"netcheck: {message}\n{self.format_usage()}")


def parse(arguments: Sequence[str]) -> Request:
    """Read the arguments. Prints help or an error and raises SystemExit (0 or 64) where that is the answer."""
    parser = _Parser(
        prog="netcheck",
        description="Tells whether an internet outage is at home or upstream.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version and end")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    _add_diagnose(commands)
    found = parser.parse_args(list(arguments))
    if found.version:
        return Request("version")
    if found.command is None:
        return Request("")
    return Request(
        command=found.command,
        json=found.json,
        config=found.config,
        deadline_s=found.deadline,
        verbose=found.verbose,
        log_level=found.log_level,
        answers=dict(found.answer),
        ask_provider=found.ask_provider,
    )


def _add_diagnose(commands: argparse._SubParsersAction[_Parser]) -> None:
    diagnose = commands.add_parser(
        "diagnose",
        help="look now and say where the fault is",
        description="Look now, at the computer, the Wi-Fi or cable, the router, the line, the provider, the internet\n"
        "and your services, and say where the fault is and what to do.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    diagnose.add_argument(
        "--json", action="store_true", help="print one JSON object (schema netcheck-report/1) and nothing else"
    )
    diagnose.add_argument("--config", type=Path, metavar="FILE", help="read this settings file (TOML) as well, last")
    diagnose.add_argument(
        "--deadline",
        type=_seconds,
        default=USUAL_S,
        metavar="SECONDS",
        help=f"answer within this time, {SHORTEST_S:g} to {LONGEST_S:g} (default: {USUAL_S:g})",
    )
    diagnose.add_argument("-v", "--verbose", action="store_true", help="show the evidence: each check and what it saw")
    diagnose.add_argument(
        "--log-level", choices=LEVELS, default="info", metavar="LEVEL", help=f"{', '.join(LEVELS)} (default: info)"
    )
    diagnose.add_argument(
        "--answer",
        type=_answer,
        action="append",
        default=[],
        metavar="QUESTION=ANSWER",
        help="answer a question that an earlier look asked; may be given several times",
    )
    diagnose.add_argument(
        "--ask-provider",
        action="store_true",
        help="ask the provider's status page in any case, not only when the fault is upstream",
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not SHORTEST_S <= value <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from {SHORTEST_S:g} to {LONGEST_S:g}")
    return value


def _answer(text: str) -> tuple[str, str]:
    question, equals, answer = (part.strip() for part in text.partition("="))
    if not (question and equals and answer):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form QUESTION=ANSWER, e.g. phone=yes")
    return question, answer


def wrong_usage(sentence: str) -> int:
    """Say on the error output what is wrong with the arguments or settings, and return the exit code for it."""
    if sys.stderr is not None:
        print(f"netcheck: {sentence}", file=sys.stderr)
    return WRONG_USAGE
