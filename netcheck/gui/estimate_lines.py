"""How long it may still take, as the provider card, the answer on top and the tray say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from netcheck.core.estimate_words import in_words
from netcheck.core.model import Fact
from netcheck.core.watching import Event, Phase, State
from netcheck.gui.provider_facts import mapping_of, moment_of, text_of
from netcheck.gui.words import say, when


def estimate_lines(known: Mapping[str, Fact], estimate: Mapping[str, Fact] | None, now: datetime) -> tuple[str, str]:
    """How long it may take, and whose word that is; the provider's alone where nobody has reckoned."""
    reckoned = estimate if estimate is not None else mapping_of(known, "estimate")
    from_text = say("Read from its text.") if known.get("estimate_from_text") is True else ""
    told = in_words(reckoned, say, lambda moment: when(moment, now)) if reckoned else None
    if told is not None:
        mine = from_text if reckoned.get("source") == "provider" else ""
        return told.line, " ".join(part for part in (told.basis, mine) if part)
    ends = moment_of(known, "expected_end")
    if ends is None or not text_of(known, "title"):
        return "", ""
    if ends <= now:
        return say("It was expected to end at {time}; that has passed.").format(time=when(ends, now)), from_text
    said = moment_of(known, "updated_at") or moment_of(known, "as_of")
    text = say("Expected to end: {time}.").format(time=when(ends, now))
    basis = say("Said at {time}.").format(time=when(said, now)) if said else ""
    return text, " ".join(part for part in (basis, from_text) if part)


def shortly(estimate: Mapping[str, Fact] | None, now: datetime) -> str:
    """The estimate in one line, for the answer on top; empty where nobody knows."""
    told = in_words(estimate, say, lambda moment: when(moment, now)) if estimate else None
    return told.line if told is not None else ""


def in_tray(estimate: Mapping[str, Fact] | None, now: datetime) -> str:
    """The provider's word alone, for the few letters under the pointer."""
    if estimate is None or estimate.get("source") != "provider":
        return ""
    ends = moment_of(estimate, "ends_at")
    return say("Provider expects {time}").format(time=when(ends, now)) if ends is not None and ends > now else ""


def foretold(event: Event, state: State) -> Mapping[str, Fact] | None:
    """The newest reckoning while an outage lasts; None where there is none, or where it answers again."""
    return event.estimate if state.phase in (Phase.OUTAGE, Phase.FLAPPING) else None
