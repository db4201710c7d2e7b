"""Makes the report that is handed over: out of the history and the newest look, redacted, written, or opened again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from netcheck import __version__
from netcheck.core.about import About, Made, begin_of
from netcheck.core.calls import calls_of
from netcheck.core.chain import Head
from netcheck.core.history import Gap, PastOutage
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.model import Fact, Report
from netcheck.core.outage_log import log_of
from netcheck.core.record import Kept, Kind, Person, Record, around, utc_offset, with_outage
from netcheck.core.settings import Settings
from netcheck.core.watching import Event
from netcheck.plugins import Probe
from netcheck.reports.json import FORMAT as JSON
from netcheck.wiring.files import known_history
from netcheck.wiring.handover import chosen_outage, situation
from netcheck.wiring.rooms import all_probes, formats, path_segments
from netcheck.world.clock import SystemClock
from netcheck.world.history import HistoryFile
from netcheck.world.outage_looks import OutageLooks
from netcheck.world.whoami import whoami

if TYPE_CHECKING:  # What only reports need is imported when one is wanted: a tray that watches all day does without.
    from netcheck.core.received import Received

SEEN_S = 300.0
"""Seconds after which an outage that nobody has looked at since may have ended."""
MOST_AHEAD = timedelta(days=1)
"""How far the history of a demo may be ahead of the clock."""
BEFORE = timedelta(days=1)
"""How long before an outage the provider's page may have been read that is an answer in it."""


def outage_record(settings: Settings, outage: str = "", demo: HistoryFile | None = None) -> Record | None:
    """The record of the outage with this id (or the only one whose id begins so), of the newest one where none is
    told; None where there is no such outage. Sends nothing; waits for the disk.

    With the history of a `demo`, here and below, the record is marked as one, and holds nothing of this computer.
    """
    with _history(demo) as kept:
        past = chosen_outage(kept, outage) if kept else None
        return _outage(settings, kept, past, demo is not None) if kept and past else None


def look_record(settings: Settings, report: Report, demo: HistoryFile | None = None) -> Record:
    """The record of a look that was just made."""
    with _history(demo) as kept:
        head = kept.head() if kept else None
    return replace(_blank(settings, Kind.LOOK, report.id, head, demo is not None), report=report)


def log_record(settings: Settings, since: datetime | None = None, demo: HistoryFile | None = None) -> Record:
    """The record of all outages from then on (UTC; None: from the first look that is kept)."""
    with _history(demo) as kept:
        played = demo is not None
        now = _now(kept) if played else SystemClock().now()
        if kept is None:
            return replace(_blank(settings, Kind.LOG, _log_id(now), None), log=log_of((), (), since, now))
        outages, gaps = kept.outages(since), [*kept.gaps(since or datetime(1970, 1, 1, tzinfo=UTC), now)]
        looked = kept.looked()
        begins = since or min([*(looked or ())[:1], *(p.outage.down_since for p in outages[-1:])], default=None)
        if looked and begins and begins < looked[0]:
            gaps.insert(0, Gap(begins, looked[0], "before"))
        gaps += _since_last_look(looked, now)
        log = log_of(outages, gaps, begins, now)
        record = replace(_blank(settings, Kind.LOG, _log_id(now), kept.head(), played), log=log)
        return replace(record, provider=_provider(settings, kept, "", played))


def report(settings: Settings, about: About, level: str, demo: HistoryFile | None = None) -> Made | None:
    """A report about this, redacted at this level; None where there is no such outage. Sends nothing; waits for the
    disk, and some tenths of a second."""
    if about.kind is Kind.OUTAGE:
        found = outage_record(settings, about.outage, demo)
    elif about.kind is Kind.LOG:
        found = log_record(settings, begin_of(about.period, SystemClock().now()), demo)
    else:
        found = look_record(settings, about.look, demo) if about.look else None
    return _made(found, level, settings) if found else None


def _made(record: Record, level: str, settings: Settings) -> Made:
    from netcheck.core.redaction import Level, redact
    from netcheck.wiring.secrets import secrets

    known = secrets(settings)
    desk = redact(record, Level.HELPDESK, known)
    found = desk if level == Level.HELPDESK else redact(record, Level(level), known)
    return Made(replace(found.record, redaction=level), desk.tokens)


def report_formats() -> dict[str, str]:
    """The suffix of each format by its id."""
    return {name: each.suffix for name, each in formats().items()}


def redacted(record: Record, level: str, settings: Settings) -> Record:
    """The same without what this level leaves out: "public", "helpdesk" or "full"."""
    from netcheck.core.redaction import Level, redact
    from netcheck.wiring.secrets import secrets

    found = redact(record, Level(level), secrets(settings))
    return replace(found.record, redaction=level)


def written(
    record: Record, format_id: str, *, translator: Translator = ENGLISH, zone: tzinfo | None = None, width: int = 80
) -> bytes:
    """A redacted record in one of `formats()`. Raises ValueError for a record that was not redacted."""
    from netcheck.core.fitting import fitted

    write = formats()[format_id].write
    return fitted(
        record, lambda each: write(each, translator=translator, zone=zone, width=width).encode("utf-8", "replace")
    )


def save_report(path: Path, data: bytes) -> str:
    """Write it whole or not at all; why that failed, empty where it worked."""
    from netcheck.world.whole_file import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def open_report(path: Path) -> Received:
    """A report that somebody sent; at most a little more than a megabyte of it is read.

    Raises core.received.ReceivedError for what is none, and OSError where the file cannot be read.
    """
    from netcheck.core.fitting import MOST_BYTES
    from netcheck.core.received import NOT_TEXT, ReceivedError, received

    if not path.is_file() and path.exists():
        raise ReceivedError(NOT_TEXT)  # a folder, or a pipe that might never end
    with path.open("rb") as file:
        return received(file.read(MOST_BYTES + 1))


class LookKeeper:
    """Keeps the newest whole look of the outage that lasts: its first, each that names another fault, and one a
    minute. Waits for the disk."""

    def __init__(self, folder: Path, probes: Mapping[str, Probe]) -> None:
        self._looks = OutageLooks(folder)
        self._segments = {check: probe.segment for check, probe in probes.items()}
        self._newest: tuple[str, str, datetime] | None = None

    def happened(self, event: Event) -> None:
        """What the watcher tells; all but whole looks at the outage's own fault are passed over."""
        report, outage = event.report, event.outage
        if report is None or outage is None or report.verdict.fault != outage.verdict.fault:
            return
        before = self._newest
        same = before is not None and before[:2] == (outage.id, report.verdict.fault)
        if same and before is not None and event.at - before[2] < timedelta(minutes=1):
            return
        self._newest = outage.id, report.verdict.fault, event.at
        # Not by formats(): in an outage the others would be imported for nothing.
        self._looks.keep(outage.id, JSON.write(report, self._segments))


def look_keeper(history: object, probes: Mapping[str, Probe]) -> LookKeeper | None:
    """What keeps looks beside this history; None where it is no file."""
    return LookKeeper(history.folder, probes) if isinstance(history, HistoryFile) else None


@contextmanager
def _history(demo: HistoryFile | None) -> Iterator[HistoryFile | None]:
    """That of the demo, or the person's own, which is closed again; None where nothing was kept."""
    if demo is not None:
        yield demo
        return
    kept = known_history()
    try:
        yield kept
    finally:
        if kept is not None:
            kept.close()


def _now(kept: HistoryFile | None) -> datetime:
    """This moment; that of the newest look in a demo which is played fast, and so is ahead of the clock."""
    now, looked = SystemClock().now(), kept.looked() if kept else None
    return max(now, looked[1]) if looked and looked[1] - now < MOST_AHEAD else now


def _outage(settings: Settings, kept: HistoryFile, past: PastOutage, demo: bool) -> Record:
    now, outage = _now(kept) if demo else SystemClock().now(), past.outage
    begins, ends = around(past, now)
    seen = None if past.over else outage.down_since + timedelta(seconds=outage.seconds)
    stale = seen is not None and (now - seen).total_seconds() > SEEN_S
    gaps = [*kept.gaps(begins, ends), *(_since_last_look(kept.looked(), now) if stale else ())]
    journal = kept.journal(begins)
    record = _blank(settings, Kind.OUTAGE, outage.id, kept.head(), demo)
    record = replace(
        record,
        report=_kept_look(kept, outage.id),
        provider=_provider(settings, kept, outage.id, demo),
        calls=calls_of(journal, outage.id),
        seen_until=seen if stale else None,
    )
    known = Kept(kept.points(begins, ends), gaps, journal, kept.said(outage.down_since - BEFORE))
    return with_outage(record, past, known, now)


def _kept_look(kept: HistoryFile, outage: str) -> Report | None:
    from netcheck.core.record_reader import read_report

    text = OutageLooks(kept.folder).read(outage)
    try:
        return read_report(json.loads(text)) if text else None
    except (ValueError, RecursionError):  # a damaged file: what the history knows has to do
        return None


def _blank(settings: Settings, kind: Kind, key: str, head: Head | None, demo: bool = False) -> Record:
    me, handover, now = whoami(), settings.handover, SystemClock().now()
    person = Person(handover.name or me.full_name or me.login, me.host, handover.reach_at)
    probes = all_probes()
    return Record(
        kind=kind,
        id=key,
        made_at=now,
        version=__version__,
        offset_min=utc_offset(now),
        demo=demo,
        person=Person() if demo else person,
        provider=_named(settings.isp.name, settings.isp.support_phone, settings),
        segments=path_segments(),
        titles={check: probe.title for check, probe in probes.items()},
        chain_head=head.hash if head else "",
        chain_number=head.number if head else 0,
    )


def _provider(settings: Settings, kept: HistoryFile, outage: str, demo: bool) -> dict[str, Fact]:
    known = situation(settings, outage, kept, learnt=not demo)
    if known is None:
        return _named(settings.isp.name, settings.isp.support_phone, settings)
    return _named(known.provider, known.phone, settings)


def _named(name: str, phone: str, settings: Settings) -> dict[str, Fact]:
    isp = settings.isp
    known = {"name": name, "support_phone": phone, "status_url": isp.status_url, "page_url": isp.page_url}
    return {key: value for key, value in known.items() if value}


def _since_last_look(looked: tuple[datetime, datetime] | None, now: datetime) -> list[Gap]:
    """The time since the newest look, where nobody watches any more."""
    if looked is None or (now - looked[1]).total_seconds() <= SEEN_S:
        return []
    return [Gap(looked[1], now, "closed")]


def _log_id(now: datetime) -> str:
    return f"log-{now:%Y%m%dT%H%M%SZ}"
