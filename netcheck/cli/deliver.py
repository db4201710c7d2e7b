"""Puts a report on its way to the help desk, and shows, repeats, drops or sends what waits."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from netcheck.cli.deliver_arguments import Delivering
from netcheck.cli.language import say, spoken
from netcheck.cli.screen import emit, look_at
from netcheck.core.delivery import WAY_NAMES, Delivery, State, left, trouble_words
from netcheck.core.fitting import CannotMakeError
from netcheck.core.language import Translator
from netcheck.core.record import Record
from netcheck.core.settings import Settings
from netcheck.core.words import N_, one_line

if TYPE_CHECKING:
    from netcheck.wiring.delivery import Deliveries

WRONG_USAGE, FAILED = 64, 70
WITHIN_S = 180.0
"""For `netcheck deliveries send`; a try has deadlines of its own, and what is left goes with the next run."""
SCHEMA = "netcheck-deliveries/1"
"""Only additions are made under this name."""
SHORTEST_KEY = 4
STATES = {
    State.WAITING: N_("waits until the line works"),
    State.SENDING: N_("is being sent"),
    State.SENT: N_("sent {time}"),
    State.FAILED: N_("not sent yet (tries: {count}), again {time}"),
    State.GIVEN_UP: N_("given up"),
}


def put(
    record: Record, ticket: str, settings: Settings, pdf: Callable[[Record, Translator], bytes] | None = None
) -> int:
    """Keep this redacted report to be sent, and say so; the exit code: 0, or 64 where it cannot be kept."""
    from netcheck import wiring

    made = b""
    if pdf is not None:
        try:
            made = pdf(record, spoken())
        except CannotMakeError:
            made = b""  # then text and JSON go
    found = wiring.deliveries(settings).put(record, ticket, made)
    if isinstance(found, str):
        return _tell(found, WRONG_USAGE)
    text = say("Kept to be sent to {to}: {title} ({key}).")
    emit(text.format(to=one_line(found.to), title=found.title, key=found.key[:8]) + "\n")
    emit(say("It is sent once the line works, while netcheck runs; now by `netcheck deliveries send`.") + "\n")
    return 0


def deliveries(asked: Delivering, settings: Settings) -> int:
    """Do what was asked of the deliveries; the exit code: 0, 1 where something waits still after `send` or `again`, 64
    where there is no such delivery, 70 where another netcheck is sending or the disk takes nothing."""
    from netcheck import wiring

    known = wiring.deliveries(settings)
    if asked.action in ("again", "drop"):
        found = [each for each in known.all() if each.key.startswith(asked.key)]
        if len(asked.key) < SHORTEST_KEY or len(found) != 1:
            text = say("no delivery is known as {key}; `netcheck deliveries` lists them.")
            return _tell(text.format(key=one_line(asked.key)[:40]), WRONG_USAGE)
        one = found[0].key
        problem = known.drop(one) if asked.action == "drop" else known.again(one, asked.ticket)
        if problem:
            return _tell(problem, FAILED)
        if asked.action == "drop":
            emit(say("Dropped.") + "\n")
            return 0
        return _sent(known, one, asked.json)
    if asked.action == "send":
        return _sent(known, "", asked.json)
    _show(known.all(), asked.json)
    count, folder = known.aside()
    if count:
        text = say("{count} more cannot be understood, and so are not sent. They lie in {folder}")
        _tell(text.format(count=count, folder=folder), 0)
    return 0


def _sent(known: Deliveries, key: str, as_json: bool) -> int:
    """Send this one, or all, and show what came of it; the exit code."""
    if not known.send(WITHIN_S, key):
        return _tell(say("another netcheck is sending right now; look again in a minute."), FAILED)
    shown = [each for each in known.all() if not key or each.key == key]
    _show(shown, as_json)
    return 1 if left(shown) else 0


def _show(found: Sequence[Delivery], as_json: bool) -> None:
    if as_json:
        emit(json.dumps({"schema": SCHEMA, "deliveries": [_object(each) for each in found]}, indent=1) + "\n")
        return
    if not found:
        emit(say("No report waits, and none was sent.") + "\n")
        return
    width = look_at(sys.stdout, os.environ).width
    for each in found:
        emit("\n".join(_lines(each, width)) + "\n")


def _lines(each: Delivery, width: int) -> list[str]:
    moment = each.sent_at if each.state is State.SENT else each.next_at
    state = say(STATES[each.state]).format(time=_clock(moment), count=each.attempts)
    head = f"{each.key[:8]}  {_clock(each.made_at)}  {one_line(each.title)}"
    facts = [f"{say(WAY_NAMES.get(each.way, each.way))}, {one_line(each.to)}: {state}"]
    if each.ticket:
        facts.append(say("Ticket {number} {url}").format(number=one_line(each.ticket), url=one_line(each.ticket_url)))
    if trouble := trouble_words(each, say):
        facts.append(one_line(trouble))
    lines = textwrap.wrap(head, width, subsequent_indent=" " * 10, break_on_hyphens=False)
    for fact in facts:
        lines += textwrap.wrap(fact, width, initial_indent=" " * 10, subsequent_indent=" " * 10, break_on_hyphens=False)
    return lines


def _object(each: Delivery) -> dict[str, object]:
    return {
        "key": each.key,
        "made_at": each.made_at.isoformat(),
        "title": each.title,
        "way": each.way,
        "to": each.to,
        "outage": each.outage or None,
        "state": each.state,
        "attempts": each.attempts,
        "next_at": each.next_at.isoformat() if each.next_at else None,
        "trouble": trouble_words(each) or None,
        "ticket": each.ticket or None,
        "ticket_url": each.ticket_url or None,
        "sent_at": each.sent_at.isoformat() if each.sent_at else None,
        "automatic": each.automatic,
    }


def _clock(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else say("later")


def _tell(sentence: str, code: int) -> int:
    if sys.stderr is not None:
        print(f"netcheck: {sentence}", file=sys.stderr, flush=True)
    return code
