"""Prints what was learnt of each network while it worked and who was asked for it, and forgets it."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime

from netcheck.cli.arguments import WRONG_USAGE, Request
from netcheck.cli.language import say
from netcheck.cli.screen import emit, look_at
from netcheck.core.learnt import AskedHost, Learnt
from netcheck.core.settings import Settings
from netcheck.core.words import one_line

SCHEMA = "netcheck-learnt/1"
"""Only additions are made under this name."""
FAILED = 70


def learnt(request: Request, settings: Settings) -> int:
    """Print what is known, as text or as one JSON object, or forget it; the exit code: 0, 64 where there is no such
    network, 70 where the file cannot be changed."""
    from netcheck import wiring

    if request.forget is not None:
        return _forget(request.forget)
    found, hosts = wiring.learnt(), wiring.asked_hosts(settings)
    text = _as_json(found, hosts, settings) if request.json else _as_text(found, hosts, settings)
    try:
        emit(text)
    except OSError as error:
        return _tell(say("what was learnt could not be written: {why}.").format(why=error.strerror), FAILED)
    return 0


def _forget(wanted: str) -> int:
    """Forget one network, by any of its names, or all where none is named."""
    from netcheck import wiring

    networks = [each for each in wiring.learnt() if wanted in _names(each)] if wanted else []
    if wanted and not networks:
        return _tell(say("nothing is known of a network {network}.").format(network=repr(wanted)), WRONG_USAGE)
    if len(networks) > 1:
        several = say("several networks are called {network}; name one of these: {names}.")
        names = ", ".join(each.network for each in networks)
        return _tell(several.format(network=repr(wanted), names=names), WRONG_USAGE)
    if not wiring.forget(networks[0].network if networks else None):
        return _tell(say("the file of what was learnt could not be changed; the log says why."), FAILED)
    emit(say("Forgotten.") + "\n")
    return 0


def _names(known: Learnt) -> set[str]:
    """What a person may call a network: its mark with or without the word before it, or its router's address."""
    return {known.network, known.network.partition(" ")[2], str(known.facts.get("gateway", ""))} - {""}


def _tell(sentence: str, code: int) -> int:
    if sys.stderr is not None:
        print(f"netcheck: {sentence}", file=sys.stderr, flush=True)
    return code


# --- for people -----------------------------------------------------------------------------------------------------


def _as_text(found: Sequence[Learnt], hosts: Sequence[AskedHost], settings: Settings) -> str:
    width = look_at(sys.stdout, os.environ).width
    lines = [] if found else [say("Nothing was learnt of any network yet.")]
    for known in found:
        title = say("Network {network}, last seen to work {time}:")
        lines += [title.format(network=one_line(known.network), time=_clock(known.learnt_at))]
        for label, value in known.lines:
            lines += textwrap.wrap(
                say("{what}: {value}").format(what=say(label), value=value),
                width,
                initial_indent="  ",
                subsequent_indent="      ",
            )
        if known.asked_at is not None:
            told = say("Asked {time}; told by: {hosts}") if known.told_by else say("Asked {time}; nobody could tell.")
            text = told.format(time=_clock(known.asked_at), hosts=", ".join(say(each) for each in known.told_by))
            lines += textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ")
        lines += [""]
    if not settings.learn.on:
        lines += textwrap.wrap(say("Learning is switched off: nothing more is kept, and nobody is asked."), width)
    elif hosts:
        lines += [say("Asked at most once a day for each network, and only while all is well:")]
        for host in hosts:
            text = say("{what}: {value}").format(what=host.host, value=say(host.reason))
            lines += textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ")
    return "\n".join(lines).rstrip("\n") + "\n"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


# --- for programs ---------------------------------------------------------------------------------------------------


def _as_json(found: Sequence[Learnt], hosts: Sequence[AskedHost], settings: Settings) -> str:
    networks = [
        {
            "network": known.network,
            "learnt_at": _instant(known.learnt_at),
            "asked_at": _instant(known.asked_at) if known.asked_at else None,
            "told_by": list(known.told_by),
            "facts": dict(known.facts),
        }
        for known in found
    ]
    asked = [{"host": host.host, "reason": host.reason} for host in hosts]
    whole = {"schema": SCHEMA, "on": settings.learn.on, "networks": networks, "asked_hosts": asked}
    return json.dumps(whole, indent=2, ensure_ascii=True, allow_nan=False, default=dict) + "\n"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
