"""What the provider's page said, taken out of a report, so that it can be compared, kept and told again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from netcheck.core.history import Said
from netcheck.core.model import Fact

MOST = 50
"""Answers that a report tells of one outage: the newest."""
UNREAD = "not-available"
"""The failure of a page that could not be asked, where nobody says which."""


def said_of(provider: Mapping[str, Fact], at: datetime, outage: str | None = None) -> Said | None:
    """The answer in what a report holds under `provider`; None where the page was not asked.

    A kept copy that stands in for a page which could not be asked is no answer, only that it could not be asked. `at`
    is the time of the report, for an answer that does not tell its own.
    """
    if provider.get("asked") is not True:
        return None
    via, failure = _text(provider.get("via")), _text(provider.get("failure"))
    if not failure and (provider.get("stale") is True or moment_of(provider.get("as_of")) is None):
        failure = UNREAD
    if failure:
        return Said(at, via=via, failure=failure, outage=outage)
    read_at = moment_of(provider.get("as_of")) or at
    words = {part: _text(provider.get(part)) for part in ("overall", "title", "text", "link")}
    end = moment_of(provider.get("expected_end"))
    return Said(min(read_at, at), **words, expected_end=end, via=via, outage=outage)


def is_news(said: Said, before: Sequence[Said]) -> bool:
    """Whether it differs from the newest answer before; its time and its way are no difference."""
    return not before or not said.same(before[-1])


def said_facts(all_said: Sequence[Said]) -> tuple[Fact, ...]:
    """Answers as a report holds them under `provider.said`: the oldest first, at most 50, times as ISO 8601 in UTC."""
    return tuple(
        {
            "at": said.at.astimezone(UTC).isoformat(timespec="seconds"),
            "overall": said.overall,
            "title": said.title,
            "text": said.text,
            "link": said.link,
            "expected_end": said.expected_end.isoformat(timespec="seconds") if said.expected_end else None,
            "via": said.via,
            "failure": said.failure,
        }
        for said in all_said[-MOST:]
    )


def moment_of(value: Fact) -> datetime | None:
    """A time as checks write it: ISO 8601, or "2026-11-21 14:02 UTC"; UTC. None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.removesuffix(" UTC"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(value: Fact) -> str:
    return value if isinstance(value, str) else ""
