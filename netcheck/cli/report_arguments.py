"""What can be asked of `netcheck report`: of which outage, in which format, how much is left out, and where it goes."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TypeVar

from netcheck.core.words import N_

Parser = TypeVar("Parser", bound=argparse.ArgumentParser)
FORMATS = ("text", "markdown", "html", "json", "csv", "pdf")
LEVELS = ("public", "helpdesk", "full")
SUFFIXES = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".json": "json", ".csv": "csv"} | {
    ".pdf": "pdf"
}
"""The format that a file's name asks for."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """What the person asked for."""

    outage: str = ""
    """Its id, or how that begins; empty: the newest."""
    now: bool = False
    since: date | None = None
    """A log of the outages from this day on, in local time."""
    format: str = ""
    """One of FORMATS; empty: as the file's name says, else text."""
    level: str = "helpdesk"
    output: Path | None = None
    """None: the standard output."""
    deliver: bool = False
    """Keep it to be sent to the help desk of the settings."""
    ticket: str = ""
    """With deliver: the number of the ticket that it is added to; empty: a new one."""
    show: Path | None = None
    """A report that somebody sent: print it, and make none."""


NO_REPORT = Reporting()


def reporting_of(found: argparse.Namespace) -> Reporting:
    """The request out of parsed arguments."""
    told = vars(found)
    return Reporting(**{field.name: told[field.name] for field in fields(Reporting) if field.name in told})


def add_report(commands: argparse._SubParsersAction[Parser], help_class: argparse._FormatterClass, pdf: bool) -> None:
    """Add the command `report`. A format that this installation lacks (`pdf`) is refused later, with the reason."""
    report = commands.add_parser(
        "report",
        help=N_("make a report for a help desk or the provider, or open one"),
        description=N_(
            "Make a report of the newest outage; where none is known, look now. Nothing is sent, and no network is\n"
            "needed. `netcheck report show FILE` opens one that somebody sent, `netcheck report join FILE` puts one\n"
            "together from its numbered codes."
        ),
        formatter_class=help_class,
        allow_abbrev=False,
    )
    report.add_argument("--config", type=Path, metavar="FILE", help=N_("read this settings file (TOML) as well, last"))
    which = report.add_mutually_exclusive_group()
    which.add_argument(
        "--outage", default="", metavar="ID", help=N_("the outage with this id (or how it begins), not the newest")
    )
    which.add_argument("--now", action="store_true", help=N_("look now, and report that"))
    which.add_argument(
        "--since",
        type=_day,
        metavar="DATE",
        help=N_("all outages from this day on, e.g. 2026-08-01: list, sum, longest, each side"),
    )
    report.add_argument(
        "--format",
        choices=FORMATS,
        default="",
        metavar="FORMAT",
        help=N_("text, markdown, html, json, csv or pdf") if pdf else N_("text, markdown, html, json or csv"),
    )
    report.add_argument(
        "--redact",
        dest="level",
        choices=LEVELS,
        default="helpdesk",
        metavar="LEVEL",
        help=N_("public, helpdesk or full: how much is left out (default: helpdesk)"),
    )
    report.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=N_("write it here; into a folder under a name of its own")
    )
    report.add_argument(
        "--deliver", action="store_true", help=N_("keep it to be sent to the help desk, see `netcheck deliveries`")
    )
    report.add_argument("--ticket", default="", metavar="NUMBER", help=N_("with --deliver: add it to this ticket"))
    deeds = report.add_subparsers(metavar="COMMAND", title=N_("commands"))
    show = deeds.add_parser(
        "show",
        help=N_("print a report that somebody sent"),
        description=N_(
            "Print a report that somebody sent (JSON, HTML, Markdown or text). Nothing in it is run, and no address\n"
            "in it is asked."
        ),
        formatter_class=help_class,
        allow_abbrev=False,
    )
    show.add_argument("show", type=Path, metavar="FILE")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 1970 <= day.year < 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date of the form 2026-08-01 (year, month, day)")
    return day
