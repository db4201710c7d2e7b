"""The outage log as a table for spreadsheets (CSV): a line for each outage and for each time in which nobody looked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from netcheck.core.history import Gap, PastOutage
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.outage_log import seconds_in
from netcheck.core.record import Record
from netcheck.core.words import one_line
from netcheck.plugins import ReportFormat

COLUMNS = (
    "kind", "began_local", "began_utc", "back_local", "back_utc", "down_seconds", "unwatched_seconds", "end_seen",
    "side", "segment", "fault", "confidence", "times_down", "what", "provider", "id",
)  # fmt: skip
"""Only added to, at the end."""
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the letters of the system's own code page."""
_FORMULAS = "=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20"
"""With these a spreadsheet begins to calculate (OWASP, CSV injection), the wide ones in East Asian versions."""


def write(record: Record, *, translator: Translator = ENGLISH, zone: tzinfo | None = None, width: int = 80) -> str:
    """The outages of the record as CSV (RFC 4180, UTF-8 with its mark); codes and numbers as they are, English words.

    Column `kind` is outage, gap or look, after "demo-" in a demo. No cell begins with a sign that a spreadsheet takes
    for a formula.
    `translator` and `width` are not used: programs read it.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for kind, *row in _rows(record, zone):
        # Of a demo, so that no table of outages counts it.
        lines.writerow([f"demo-{kind}" if record.demo else kind, *map(_cell, row)])
    return MARK + out.getvalue()


def _rows(record: Record, zone: tzinfo | None) -> Iterator[tuple[object, ...]]:
    log = record.log
    since = log.since if log else None
    provider = record.provider_known.get("name")
    outages = log.outages if log else (record.past,) if record.past else ()
    for past in outages:
        yield _outage(past, since, str(provider or ""), zone)
    if record.report is not None and not outages:
        verdict, at = record.report.verdict, record.report.created_at
        yield (
            "look", _local(at, zone), _utc(at), "", "", "", "", "", verdict.side.value,
            verdict.segment.value if verdict.segment else "none", verdict.fault, verdict.confidence.value, "",
            verdict.headline, str(provider or ""), record.report.id,
        )  # fmt: skip
    for gap in log.gaps if log else record.gaps:
        yield _gap(gap, zone)


def _outage(past: PastOutage, since: datetime | None, provider: str, zone: tzinfo | None) -> tuple[object, ...]:
    outage, verdict = past.outage, past.outage.verdict
    back = outage.up_since
    return (
        "outage", _local(outage.down_since, zone), _utc(outage.down_since),
        _local(back, zone) if back else "", _utc(back) if back else "",
        round(seconds_in(past, since)), round(outage.asleep_s), "no" if past.unseen or not past.over else "yes",
        verdict.side.value, verdict.segment.value if verdict.segment else "none", verdict.fault,
        verdict.confidence.value, outage.drops, verdict.headline, provider, outage.id,
    )  # fmt: skip


def _gap(gap: Gap, zone: tzinfo | None) -> tuple[object, ...]:
    seconds = round((gap.ends - gap.begins).total_seconds())
    begins, ends = gap.begins, gap.ends
    return (
        "gap", _local(begins, zone), _utc(begins), _local(ends, zone), _utc(ends), "", seconds, "",
        "", "", gap.why, "", "", "nobody looked", "", "",
    )  # fmt: skip


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = one_line(value)
    return f"'{text}" if text[:1] and text[0] in _FORMULAS else text


def _local(moment: datetime, zone: tzinfo | None) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


FORMAT = ReportFormat(title="CSV of the outages, for spreadsheets", suffix=".csv", write=write)
