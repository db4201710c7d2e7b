"""What can be asked of `netcheck deliveries`: list, again, drop or send."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from netcheck.core.words import N_

Parser = TypeVar("Parser", bound=argparse.ArgumentParser)
DELIVERY_CODES = N_("""\
exit codes:
  0    done
  1    after send or again: something still waits
  64   wrong arguments or settings
  70   another netcheck is sending, the disk takes nothing, or a fault in netcheck itself
""")


@dataclass(frozen=True, slots=True)
class Delivering:
    """What the person asked for."""

    action: str = "list"
    key: str = ""
    """Of one delivery, or how it begins."""
    ticket: str = ""
    json: bool = False


NOTHING_DELIVERED = Delivering()


def delivering_of(found: argparse.Namespace) -> Delivering:
    """The request out of parsed arguments."""
    told = vars(found)
    return Delivering(
        **{field.name: told[field.name] for field in fields(Delivering) if told.get(field.name) is not None}
    )


def add_deliveries(commands: argparse._SubParsersAction[Parser], help_class: argparse._FormatterClass) -> None:
    """Add the command `deliveries`."""
    command = commands.add_parser(
        "deliveries",
        help=N_("show the reports on their way to the help desk, or send them"),
        description=N_(
            "Show the reports that wait for the help desk or were sent to it. They are sent by a netcheck that\n"
            "watches, once the line works; `send` sends now what is due."
        ),
        epilog=DELIVERY_CODES,
        formatter_class=help_class,
        allow_abbrev=False,
    )
    command.add_argument("--config", type=Path, metavar="FILE", help=N_("read this settings file (TOML) as well, last"))
    command.add_argument(
        "--json", action="store_true", help=N_("print one JSON object (schema netcheck-deliveries/1) and nothing else")
    )
    command.set_defaults(action="list")
    actions = command.add_subparsers(dest="action", title=N_("commands"), metavar="COMMAND")
    texts = {
        "list": N_("show all of them"),
        "again": N_("try one again now"),
        "drop": N_("let one go, for ever"),
        "send": N_("send now all that is due"),
    }
    for name, text in texts.items():
        action = actions.add_parser(name, help=text, description=text, formatter_class=help_class, allow_abbrev=False)
        if name in ("again", "drop"):
            action.add_argument("key", metavar="KEY", help=N_("which one, as the list names it"))
        if name == "again":
            action.add_argument("--ticket", default="", metavar="NUMBER", help=N_("add it to this ticket"))
