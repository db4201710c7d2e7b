"""The short report: verdict, times and five facts, so short that one QR code holds them as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from netcheck.core.language import Say
from netcheck.core.record import Record
from netcheck.core.words import N_, one_line

SHORT_MOST = 1100
"""Bytes of the short report in UTF-8: a QR code of that size (version 25 of 40, level M) is still read off a screen."""
FACTS_MOST, FACT_LETTERS = 5, 120
"""Facts in the short report, and letters of each."""
TELLING = (
    "gateway", "router_wan", "path", "internet_by_ip", "dns", "dns_system", "https", "isp_status", "services", "loss",
    "mtu", "link",
)  # fmt: skip
"""The checks whose words tell most to somebody who has not seen the computer, and without its addresses."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands in the short report; texts in the language of whoever reads it, redacted already."""

    headline: str
    began: datetime
    ended: datetime | None = None
    """None while it lasts."""
    facts: Sequence[str] = ()
    """The newest or best first: five are taken."""
    who: str = ""
    reach_at: str = ""
    provider: str = ""
    reference: str = ""
    """The provider's number for it."""
    expected: datetime | None = None
    """The end that the provider names."""
    chain_head: str = ""
    """Hash of the newest entry of the history, in hexadecimal; its first 16 digits are shown."""
    version: str = ""


def brief_of(record: Record, say: Say = str) -> Brief:
    """What the short report of a record holds; hand it a redacted one. `say` for a verdict that is English still."""
    verdict, past, known = record.verdict, record.past, record.provider_known
    calls = [call.reference for call in record.calls if call.reference]
    word = next((said for said in reversed(record.said) if not said.failure), None)
    began = past.outage.down_since if past else record.report.created_at if record.report else record.made_at
    return Brief(
        headline=say(verdict.headline) if verdict else "",
        began=began,
        ended=past.outage.up_since if past and past.over else None,
        facts=telling(verdict.evidence if verdict else ()),
        who=", ".join(part for part in (record.person.user, record.person.host) if part),
        reach_at=record.person.reach_at,
        provider=str(known.get("name") or ""),
        reference=calls[-1] if calls else "",
        expected=word.expected_end if word and past and not past.over else None,
        chain_head=record.chain_head,
        version=record.version,
    )


def telling(evidence: Iterable[str], most: int = FACTS_MOST) -> tuple[str, ...]:
    """The lines of evidence that say most, in the order of the path, at most so many."""
    lines = [(place, line, line.partition(":")[0]) for place, line in enumerate(evidence)]
    ranked = sorted(lines, key=lambda one: TELLING.index(one[2]) if one[2] in TELLING else len(TELLING))
    return tuple(line for _, line, _ in sorted(ranked[: max(0, most)]))


def short_report(brief: Brief, say: Say = str, zone: tzinfo | None = None, most: int = SHORT_MOST) -> str:
    """The report in a few lines, at most so many bytes in UTF-8: verdict, times (local with offset, and UTC), facts.

    `zone` is the person's; None: the computer's own. Facts are left out from the last where they do not fit, then the
    lines about the person and the provider; the verdict and the times always stand.
    """
    ended = _both(brief.ended, zone) if brief.ended else say("lasts")
    head = [f"netcheck {one_line(brief.version)[:40]}".rstrip(), one_line(brief.headline)[:200]]
    head += [f"{say('Since')}: {_both(brief.began, zone)}", f"{say('Until')}: {ended}"]
    about = [
        (N_("Who"), ", ".join(one_line(part)[:80] for part in (brief.who, brief.reach_at) if part)),
        (N_("Provider"), one_line(brief.provider)[:80]),
        (N_("Provider's number"), one_line(brief.reference)[:80]),
        (N_("Provider expects"), _both(brief.expected, zone) if brief.expected else ""),
        (N_("Log"), one_line(brief.chain_head)[:16]),
    ]
    facts = [f"- {one_line(fact)[:FACT_LETTERS]}" for fact in brief.facts[:FACTS_MOST] if fact]
    tail = [f"{say(label)}: {value}" for label, value in about if value]
    while len(_joined(head, facts, tail).encode()) > most and (facts or tail):
        (facts or tail).pop()
    text = _joined(head, facts, tail)
    return text if len(text.encode()) <= most else text.encode()[:most].decode(errors="ignore")


def _both(moment: datetime, zone: tzinfo | None) -> str:
    """A moment as local time with its offset, and as UTC."""
    local, utc = moment.astimezone(zone), moment.astimezone(UTC)
    other = "%H:%M" if utc.date() == local.date() else "%Y-%m-%d %H:%M"
    return f"{local:%Y-%m-%d %H:%M%z} ({utc.strftime(other)} UTC)"


def _joined(head: Sequence[str], facts: Sequence[str], tail: Sequence[str]) -> str:
    return "\n".join((*head, *facts, *tail))
