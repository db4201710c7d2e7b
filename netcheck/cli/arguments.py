"""What can be asked on the command line."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

from netcheck.cli.deliver_arguments import NOTHING_DELIVERED, Delivering, add_deliveries, delivering_of
from netcheck.cli.language import Help, mistake
from netcheck.cli.report_arguments import NO_REPORT, Reporting, add_report, reporting_of
from netcheck.cli.say_arguments import NOTHING_SAID, Saying, add_say, saying_of
from netcheck.core.chain import wanted
from netcheck.core.words import N_

WRONG_USAGE = 64
"""EX_USAGE of sysexits.h; argparse's own 2 would read as "the fault is upstream"."""

LEVELS = ("debug", "info", "warning", "error")
SHORTEST_S, LONGEST_S, USUAL_S = 0.5, 120.0, 5.8
"""Limits of --deadline in seconds: below, nothing can answer; above, nobody waits."""
SLOWEST, FASTEST = 1.0, 100.0
"""Limits of --speed: beyond, a computer thinks longer about what was seen than it waits for it."""

EXIT_CODES = N_("""\
exit codes:
  0    no fault found
  1    the fault is at home (computer, Wi-Fi or cable, router)
  2    the fault is upstream (line, provider, internet, a service)
  3    it could not be told
  64   wrong arguments or settings
  70   a fault in netcheck itself; the message names the file that tells more
  130  interrupted with Ctrl-C; what was known by then is printed
""")

VERIFY_CODES = N_("""\
exit codes:
  0    all is as it was written down
  1    something was changed, or the hash is not in it
  3    it could not be told
  64   wrong arguments
  70   a fault in netcheck itself; the message names the file that tells more
""")


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for."""

    command: str
    """diagnose, watch, gui, version, ...; empty when nothing was said."""
    json: bool = False
    config: Path | None = None
    deadline_s: float = USUAL_S
    verbose: bool = False
    log_level: str = "info"
    answers: dict[str, str] = field(default_factory=dict)
    ask_provider: bool = False
    attended: bool = False
    """A person reads what watch prints."""
    until_restored: bool = False
    tray: bool = False
    """Start hidden, in the tray."""
    no_tray: bool = False
    since: date | None = None
    """With history: the first day, in local time; None for all that was kept."""
    demo: str = ""
    """The name of the recorded outage to play; empty: the first one, where the command is demo."""
    speed: float = 1.0
    """How many times as fast as it was recorded."""
    loop: bool = False
    """Play it again and again."""
    list_demos: bool = False
    forget: str | None = None
    """With learnt: the network to forget; empty: all; None: none."""
    action: str = ""
    """With history: verify, or empty."""
    against: str = ""
    """With history verify: a hash from an earlier report, perhaps with its number; empty: none."""
    saying: Saying = NOTHING_SAID
    """With say: what."""
    reporting: Reporting = NO_REPORT
    """With report: which, how, and where to."""
    delivering: Delivering = NOTHING_DELIVERED
    """With deliveries: what."""


_BLANKS = {
    "levels": ", ".join(LEVELS),
    "shortest": f"{SHORTEST_S:g}",
    "longest": f"{LONGEST_S:g}",
    "usual": f"{USUAL_S:g}",
    "slowest": f"{SLOWEST:g}",
    "fastest": f"{FASTEST:g}",
}
_HELP = partial(Help, blanks=_BLANKS)


class _Parser(argparse.ArgumentParser):
    """argparse with our exit code for wrong usage, in the person's language."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"netcheck: {mistake(message)}\n{self.format_usage()}")


def parse(arguments: Sequence[str], pdf: bool = True) -> Request:
    """Read the arguments. Prints help or an error and raises SystemExit (0 or 64) where that is the answer. `pdf` tells
    whether a PDF can be made in this installation."""
    if list(arguments[:2]) == ["report", "join"]:
        return _join(arguments[2:])
    parser = _Parser(
        prog="netcheck",
        description=N_("Tells whether an internet outage is at home or upstream."),
        epilog=EXIT_CODES,
        formatter_class=_HELP,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="store_true", help=N_("print the version and end"))
    commands = parser.add_subparsers(dest="command", title=N_("commands"), metavar="COMMAND")
    _add_gui(commands)
    _add_diagnose(commands)
    _add_watch(commands)
    _add_history(commands)
    _add_learnt(commands)
    _add_demo(commands)
    add_say(commands, _HELP)
    add_report(commands, _HELP, pdf)
    add_deliveries(commands, _HELP)
    found = parser.parse_args(list(arguments))
    if found.version:
        return Request("version")
    if found.command is None:
        return Request("")
    if found.command == "report":
        return Request("report", config=found.config, reporting=reporting_of(found))
    if found.command == "deliveries":
        return Request("deliveries", config=found.config, delivering=delivering_of(found))
    if found.command == "say":
        return Request("say", config=found.config, saying=saying_of(found))
    given = {name: value for name, value in vars(found).items() if name != "version"}
    if "answers" in given:
        given["answers"] = dict(given["answers"])
    return Request(**given)


def _join(arguments: Sequence[str]) -> Request:
    """`netcheck report join`, which has options of its own."""
    parser = _Parser(
        prog="netcheck report join",
        description=N_("Put a report together again from the codes that somebody photographed, copied or sent."),
        formatter_class=_HELP,
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help=N_("texts with codes; - is the standard input"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=N_("write the report to this file"))
    found = parser.parse_args(list(arguments))
    return Request("report join", saying=Saying(files=tuple(found.files), output=found.output))


def _add_command(
    commands: argparse._SubParsersAction[_Parser], name: str, summary: str, description: str
) -> argparse.ArgumentParser:
    """A command with the options that all of them have."""
    command = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=EXIT_CODES,
        formatter_class=_HELP,
        allow_abbrev=False,
    )
    command.add_argument("--config", type=Path, metavar="FILE", help=N_("read this settings file (TOML) as well, last"))
    command.add_argument(
        "--log-level", choices=LEVELS, default="info", metavar="LEVEL", help=N_("{levels} (default: info)")
    )
    return command


def _add_watch(commands: argparse._SubParsersAction[_Parser]) -> None:
    watch = _add_command(
        commands,
        "watch",
        N_("keep watching, and say what happens"),
        N_("Look now, keep watching, and print one line for each thing that happens: an outage, a change, the return."),
    )
    watch.add_argument("--json", action="store_true", help=N_("print one JSON object a line, the looks included"))
    watch.add_argument(
        "-v", "--verbose", action="store_true", help=N_("with --json: the report of each whole look, too")
    )
    watch.add_argument("--until-restored", action="store_true", help=N_("end as soon as it works again (exit code 0)"))
    watch.add_argument(
        "--attended",
        action="store_true",
        help=N_("somebody is reading: in an outage ask the provider's status page at once, not within five minutes"),
    )


def _add_history(commands: argparse._SubParsersAction[_Parser]) -> None:
    history = commands.add_parser(
        "history",
        help=N_("print the outages so far, how long they were and on which side"),
        description=N_("Print the outages so far, how long they were and on which side."),
        formatter_class=_HELP,
        allow_abbrev=False,
    )
    history.add_argument(
        "--json", action="store_true", help=N_("print one JSON object (schema netcheck-history/1) and nothing else")
    )
    history.add_argument("--since", type=_day, metavar="DATE", help=N_("from this day on, e.g. 2026-08-01"))
    actions = history.add_subparsers(dest="action", title=N_("commands"), metavar="COMMAND")
    history.set_defaults(action="")
    verify = actions.add_parser(
        "verify",
        help=N_("say whether the outages are as they were written down"),
        description=N_(
            "Say whether what was kept is as it was written down, and if not, where it was changed, removed or put in\n"
            "another order. That its end was cut off, or all of it written anew, only --against can tell."
        ),
        epilog=VERIFY_CODES,
        formatter_class=_HELP,
        allow_abbrev=False,
    )
    verify.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help=N_("print one JSON object (schema netcheck-verify/1) and nothing else"),
    )
    verify.add_argument(
        "--against",
        type=_hash,
        default=argparse.SUPPRESS,
        metavar="HASH",
        help=N_("find this hash of an earlier report in it, e.g. 9f3a12bc77de0a41 or 1234:9f3a12bc77de0a41"),
    )


def _add_learnt(commands: argparse._SubParsersAction[_Parser]) -> None:
    learnt = commands.add_parser(
        "learnt",
        help=N_("print what is known of your networks, or forget it"),
        description=N_(
            "Print what netcheck learnt of each network while it worked, when, from whom, and which hosts it may ask;\n"
            "or forget it."
        ),
        formatter_class=_HELP,
        allow_abbrev=False,
    )
    learnt.add_argument("--config", type=Path, metavar="FILE", help=N_("read this settings file (TOML) as well, last"))
    learnt.add_argument(
        "--json", action="store_true", help=N_("print one JSON object (schema netcheck-learnt/1) and nothing else")
    )
    learnt.add_argument(
        "--forget",
        nargs="?",
        const="",
        metavar="NETWORK",
        help=N_("forget this network (as the list names it, or its router's address), or all of them"),
    )


def _add_demo(commands: argparse._SubParsersAction[_Parser]) -> None:
    demo = commands.add_parser(
        "demo",
        help=N_("play a recorded outage"),
        description=N_(
            "Play a recorded outage, in the window or, where there is no screen, line by line. All of it is marked\n"
            "as a demo, and nothing is sent. Without NAME the first one of the list is played."
        ),
        formatter_class=_HELP,
        allow_abbrev=False,
    )
    demo.add_argument("demo", nargs="?", default="", metavar="NAME", help=N_("which one; see --list"))
    demo.add_argument(
        "--speed",
        type=_speed,
        default=1.0,
        metavar="N",
        help=N_("N times as fast as it was, {slowest} to {fastest} (default: 1)"),
    )
    demo.add_argument("--loop", action="store_true", help=N_("begin anew at the end"))
    demo.add_argument("--list", action="store_true", dest="list_demos", help=N_("list what can be played, and end"))


def _add_gui(commands: argparse._SubParsersAction[_Parser]) -> None:
    gui = _add_command(
        commands, "gui", N_("open the window"), N_("Open the window; with --tray start hidden, in the tray.")
    )
    ways = gui.add_mutually_exclusive_group()
    ways.add_argument("--tray", action="store_true", help=N_("start without a window, in the tray"))
    ways.add_argument("--no-tray", action="store_true", help=N_("put no icon into the tray"))


def _add_diagnose(commands: argparse._SubParsersAction[_Parser]) -> None:
    diagnose = _add_command(
        commands,
        "diagnose",
        N_("look now and say where the fault is"),
        N_(
            "Look now, at the computer, the Wi-Fi or cable, the router, the line, the provider, the internet\n"
            "and your services, and say where the fault is and what to do."
        ),
    )
    diagnose.add_argument(
        "--json", action="store_true", help=N_("print one JSON object (schema netcheck-report/1) and nothing else")
    )
    diagnose.add_argument(
        "--deadline",
        dest="deadline_s",
        type=_seconds,
        default=USUAL_S,
        metavar="SECONDS",
        help=N_("answer within this time, {shortest} to {longest} (default: {usual})"),
    )
    diagnose.add_argument(
        "-v", "--verbose", action="store_true", help=N_("show the evidence: each check and what it saw")
    )
    diagnose.add_argument(
        "--answer",
        dest="answers",
        type=_answer,
        action="append",
        default=[],
        metavar="QUESTION=ANSWER",
        help=N_("answer a question that an earlier look asked; may be given several times"),
    )
    diagnose.add_argument(
        "--ask-provider",
        action="store_true",
        help=N_("ask the provider's status page in any case, not only when the fault is upstream"),
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not SHORTEST_S <= value <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from {SHORTEST_S:g} to {LONGEST_S:g}")
    return value


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 1970 <= day.year < 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date of the form 2026-08-01 (year, month, day)")
    return day


def _hash(text: str) -> str:
    try:
        wanted(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a hash of 16 to 64 hexadecimal digits") from None
    return text


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not SLOWEST <= value <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from {SLOWEST:g} to {FASTEST:g}")
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
