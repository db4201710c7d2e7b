"""Reads what a feed tells: entries in words, of which the newest of each matter counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from netcheck.core.news import Incident, News, Reading, Stage
from netcheck.core.page_incidents import news, told
from netcheck.core.page_times import CLOCKS_DIFFER
from netcheck.core.page_words import line, lines_of, long_line
from netcheck.core.trouble_words import LABELS, TITLED, kind_of, says_mended, without_label
from netcheck.core.words import N_

MOST_ENTRIES = 100
LONGEST_ENTRY = 20_000
"""Letters of an entry that are read; the newest words stand first."""
FORGOTTEN = timedelta(hours=24)
"""So long after its newest entry, a matter counts as over: the entry that ends it is not always posted."""
NOTHING = N_("it has no entries, which does not mean that all is well")
NO_STATE = N_("a feed names incidents, but does not tell whether all is well")
ONLY_A_DATE = re.compile(r"[\w.,: /+()-]{0,60}\d{1,2}[:.]\d\d[\w.,: /+()-]{0,30}")
VERBS = re.compile(
    r"\b(?:went|is|was|has|been|back|now|up|down|recovered|resolved|restored|fixed|completed|again|the|a|an|update|behoben)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as it stands in the feed."""

    title: str
    text: str
    """HTML or plain."""
    id: str = ""
    link: str = ""
    published: datetime | None = None
    updated: datetime | None = None

    @property
    def at(self) -> datetime | None:
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class _Matter:
    """What an entry is about, and how far they are."""

    entry: Entry
    title: str
    text: str
    kind: str
    stage: Stage


def feed_news(entries: Iterable[Entry], provider: str, updated_at: datetime | None, reading: Reading) -> News:
    """What goes on by a feed; its silence says nothing, and neither does an empty one."""
    matters = [_matter(entry) for _, entry in zip(range(MOST_ENTRIES), entries, strict=False)]
    newest: dict[str, _Matter] = {}
    for matter in matters:
        key = _key(matter)
        if key not in newest or _later(matter.entry, newest[key].entry):
            newest[key] = matter
    going_on, planned = list[Incident](), list[Incident]()
    for matter in newest.values():
        place = _where(matter, reading.now)
        if place == "planned":
            planned.append(_incident(matter, reading))
        elif place == "now":
            going_on.append(_incident(matter, reading))
    return news(
        provider=provider,
        incidents=going_on,
        planned=planned,
        updated_at=updated_at,
        clears=False,
        note=NO_STATE if matters else NOTHING,
    )


def _matter(entry: Entry) -> _Matter:
    title, stage = without_label(line(entry.title))
    lines = lines_of(entry.text[:LONGEST_ENTRY]).split("\n")
    updates = _updates(lines)
    if stage is Stage.UNKNOWN and updates:
        # Which of the updates is the newest is not certain: an end, wherever it stands, is an end.
        stages = [one for one, _ in updates]
        stage = Stage.RESOLVED if Stage.RESOLVED in stages else stages[0]
    text = next((words for one, words in updates if one is stage), updates[0][1] if updates else " ".join(lines))
    if says_mended(entry.title, text):
        stage = Stage.RESOLVED
    text = long_line(text)
    work = stage in (Stage.SCHEDULED, Stage.IN_PROGRESS)
    return _Matter(entry, title, text, "maintenance" if work else kind_of(f"{title} {text}"), stage)


def _updates(lines: list[str]) -> list[tuple[Stage, str]]:
    """The updates in the text of an entry, each with its label."""
    found = list[tuple[Stage, str]]()
    for words in lines:
        label = TITLED.match(words)
        if label:
            found.append((LABELS[label["label"].lower()], words[label.end() :]))
        elif found and not ONLY_A_DATE.fullmatch(words):
            stage, before = found[-1]
            found[-1] = (stage, f"{before} {words}")
    return found


def _key(matter: _Matter) -> str:
    """What several entries about one matter have in common."""
    words = " ".join(VERBS.sub(" ", matter.title).casefold().split())
    return words or matter.entry.link.partition("#")[0] or matter.entry.id


def _later(entry: Entry, other: Entry) -> bool:
    return entry.at is not None and (other.at is None or entry.at > other.at)


def _where(matter: _Matter, now: datetime | None) -> str:
    """planned, now, or over."""
    at = matter.entry.at
    ahead = at is not None and now is not None and at > now + CLOCKS_DIFFER
    if matter.stage is Stage.RESOLVED:
        return "over"
    if matter.kind == "maintenance" and (ahead or matter.stage is not Stage.IN_PROGRESS):
        # That nobody wrote "in progress" means that it may be to come: it explains nothing yet.
        return "planned" if ahead or not _old(at, now, FORGOTTEN * 30) else "over"
    return "over" if _old(at, now, FORGOTTEN) else "now"


def _old(at: datetime | None, now: datetime | None, age: timedelta) -> bool:
    return at is not None and now is not None and now - at > age


def _incident(matter: _Matter, reading: Reading) -> Incident:
    entry = matter.entry
    planned = matter.kind == "maintenance" and matter.stage is not Stage.IN_PROGRESS
    ahead = planned and reading.now is not None and entry.at is not None and entry.at > reading.now
    return told(
        reading,
        title=matter.title,
        kind=matter.kind,
        stage=Stage.SCHEDULED if planned else matter.stage,
        id=entry.id,
        started=None if planned else entry.published,
        updated=entry.at,
        starts=entry.at if ahead else None,
        text=matter.text,
        link_to=entry.link,
    )
