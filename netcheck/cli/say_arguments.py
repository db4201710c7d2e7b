"""What can be asked of `netcheck say`: which text, of which outage, and what is to be noted with it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

from netcheck.core.words import N_

Parser = TypeVar("Parser", bound=argparse.ArgumentParser)
CALL, COLLEAGUES, CLAIM, PICK_UP = "call", "colleagues", "claim", "pick-up"
MOST_MISSED = 50


@dataclass(frozen=True, slots=True)
class Saying:
    """What the person asked for."""

    what: str = CALL
    """CALL, COLLEAGUES, CLAIM or PICK_UP."""
    outage: str = ""
    """Its id, or how that begins; empty: the newest."""
    short: bool = False
    """With colleagues: as one SMS."""
    reference: str = ""
    spoke_with: str = ""
    appointment: str = ""
    called_at: datetime | None = None
    """With call: when it was, with its zone; None: now."""
    missed: int = 0
    """With claim: how many appointments the provider missed."""
    promised: date | None = None
    """With claim: when a new line should have started."""
    meetings: tuple[str, ...] = ()
    """With pick-up: meetings to keep with the outage."""
    files: tuple[str, ...] = ()
    """With report join: texts with codes; empty: the standard input."""
    output: Path | None = None
    """With report join: where the report goes; None: it is printed."""

    @property
    def notes_call(self) -> bool:
        """Whether a call is to be kept."""
        return bool(self.reference or self.spoke_with or self.appointment or self.called_at)


NOTHING_SAID = Saying()


def saying_of(found: argparse.Namespace) -> Saying:
    """The request out of parsed arguments."""
    told = vars(found)
    given = {field.name: told[field.name] for field in fields(Saying) if field.name in told}
    return Saying(**{**given, "meetings": tuple(told.get("meetings") or ())})


def add_say(commands: argparse._SubParsersAction[Parser], help_class: argparse._FormatterClass) -> None:
    """Add the command `say` with its texts."""
    say = commands.add_parser(
        "say",
        help=N_("print what to say to the provider, to colleagues, and what to pick up again"),
        description=N_(
            "Print a text about an outage that was kept: the newest one, or that of --outage. Nothing is sent, and no\n"
            "network is needed."
        ),
        formatter_class=help_class,
        allow_abbrev=False,
    )
    texts = say.add_subparsers(dest="what", metavar="WHAT", required=True)

    def add_text(name: str, summary: str) -> argparse.ArgumentParser:
        text = texts.add_parser(name, help=summary, description=summary, formatter_class=help_class, allow_abbrev=False)
        text.add_argument(
            "--config", type=Path, metavar="FILE", help=N_("read this settings file (TOML) as well, last")
        )
        text.add_argument(
            "--outage", default="", metavar="ID", help=N_("the outage with this id (or how it begins), not the newest")
        )
        return text

    call = add_text(CALL, N_("what to say to the provider, what it will ask; note what it said"))
    call.add_argument("--reference", default="", metavar="TEXT", help=N_("note the number that the provider gave"))
    call.add_argument("--spoke-with", default="", metavar="NAME", help=N_("note whom you spoke with"))
    call.add_argument("--appointment", default="", metavar="TEXT", help=N_("note when somebody comes"))
    call.add_argument(
        "--called-at", type=_moment, metavar="TIME", help=N_("when you called, e.g. 14:20 or 2026-08-01T14:20 (now)")
    )
    colleagues = add_text(COLLEAGUES, N_("one line for colleagues: since when, until when, where to reach you"))
    colleagues.add_argument("--short", action="store_true", help=N_("as one SMS"))
    claim = add_text(CLAIM, N_("what the provider owes by now, and a letter that claims it"))
    claim.add_argument("--missed", type=_count, default=0, metavar="N", help=N_("appointments that it missed"))
    claim.add_argument(
        "--promised", type=_day, metavar="DATE", help=N_("of a new line: when it should have started, e.g. 2026-08-01")
    )
    pick_up = add_text(PICK_UP, N_("what to pick up again once it works"))
    pick_up.add_argument(
        "--meeting",
        dest="meetings",
        action="append",
        metavar="TEXT",
        help=N_("keep a meeting that you may miss with the outage; may be given several times"),
    )


def _moment(text: str) -> datetime:
    """A time of day (today), or a day with a time; without a zone the computer's own."""
    now = datetime.now().astimezone()
    try:
        if len(text) <= 5:
            return datetime.combine(now.date(), time.fromisoformat(text)).astimezone()
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError) as error:  # OSError: Windows, of a time before 1970
        wanted = f"{text!r} is not a time of the form 14:20 or 2026-08-01T14:20"
        raise argparse.ArgumentTypeError(wanted) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wanted = f"{text!r} is not a date of the form 2026-08-01 (year, month, day)"
        raise argparse.ArgumentTypeError(wanted) from error


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:6]) > MOST_MISSED:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to {MOST_MISSED}")
    return int(text)
