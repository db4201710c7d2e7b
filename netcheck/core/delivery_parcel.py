"""What goes to the help desk: a title, a text and files with the original times; several reports as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from netcheck.core.delivery import LONGEST_TITLE, Attachment, Delivery, Parcel, State
from netcheck.core.delivery_pace import digest_key
from netcheck.core.language import Say
from netcheck.core.record import Kind, Record, file_name
from netcheck.core.retelling import retold_headline
from netcheck.core.words import N_, one_line

TITLES = {
    Kind.OUTAGE: N_("Internet outage {began} to {ended}: {headline}"),
    Kind.LOOK: N_("Internet check {began}: {headline}"),
    Kind.LOG: N_("Internet outages, {began} to {ended}"),
}
LASTS = N_("Internet outage since {began}: {headline}")
SEVERAL = N_("{count} reports, the first: {title}")
CONTAINS = N_("This is {count} reports in one:")
MOST_BYTES = 3 << 20
"""Of the files in one; reports beyond stand in the text alone."""
PDF, TEXT, JSON = "application/pdf", "text/plain", "application/json"


def title_of(record: Record, say: Say = str, zone: tzinfo | None = None) -> str:
    """One line that says what it is about, with the times in the person's zone."""
    verdict = record.verdict
    headline = retold_headline(verdict.fault, verdict.headline, say) if verdict else ""
    began, ended = times_of(record)
    template = TITLES[record.kind] if ended or record.kind is not Kind.OUTAGE else LASTS
    own = zone or record.zone
    text = say(template).format(
        began=_clock(began or record.made_at, own), ended=_clock(ended or record.made_at, own), headline=headline
    )
    return one_line(text)[:LONGEST_TITLE]


def times_of(record: Record) -> tuple[datetime | None, datetime | None]:
    """When what is told of began and ended, UTC; None where it lasts, or has no such time."""
    if record.past is not None:
        return record.past.outage.down_since, record.past.outage.up_since
    if record.log is not None:
        return record.log.since, record.log.until
    return None, None


def parcel_of(record: Record, key: str, written: dict[str, bytes], say: Say = str) -> Parcel:
    """A redacted record as it is handed over; `written` has "text" and "json", and "pdf" where one could be made.

    With a PDF that is the one file, since many desks take no other; the text is the ticket's body in any case. Files
    bear the beginning of the key, so that a desk which has one already is not sent it again.
    """
    began, ended = times_of(record)
    files = {"pdf": (".pdf", PDF)} if written.get("pdf") else {"text": (".txt", TEXT), "json": (".json", JSON)}
    attachments = tuple(
        Attachment(_named(file_name(record, suffix, record.zone), key), kind, written[form])
        for form, (suffix, kind) in files.items()
    )
    text = written["text"].decode("utf-8", "replace")
    outage = record.id if record.kind is Kind.OUTAGE else ""
    return Parcel(title_of(record, say), text, attachments, outage, began, ended)


def digest_of(parts: Sequence[tuple[Delivery, Parcel]], say: Say = str) -> tuple[Delivery, Parcel]:
    """Several reports as one, the oldest first, each with its own times and text. Raises ValueError for none."""
    if not parts:
        raise ValueError("nothing to put together")
    first, newest = parts[0], parts[-1]
    count = sum(max(1, len(delivery.parts)) for delivery, _ in parts)
    title = one_line(say(SEVERAL).format(count=count, title=first[1].title))[:LONGEST_TITLE]
    lines = [say(CONTAINS).format(count=count), *(f"- {parcel.title}" for _, parcel in parts)]
    texts = ["\n".join(lines), *(parcel.text.strip("\n") for _, parcel in parts)]
    files: dict[str, Attachment] = {}
    room = MOST_BYTES
    for file in (file for _, parcel in parts for file in parcel.attachments):
        if file.name not in files and len(file.content) <= room:
            files[file.name] = file
            room -= len(file.content)
    keys = [delivery.key for delivery, _ in parts]
    made = replace(
        newest[0],
        key=digest_key(keys),
        title=title,
        outage="",
        state=State.WAITING,
        parts=tuple(keys),
    )
    separated = f"\n\n{'=' * 72}\n\n".join(texts) + "\n"
    ended = [parcel.ended_at for _, parcel in parts if parcel.ended_at]
    began = [parcel.began_at for _, parcel in parts if parcel.began_at]
    return made, Parcel(title, separated, tuple(files.values()), "", min(began, default=None), max(ended, default=None))


def _named(name: str, key: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{key[:8]}{dot}{suffix}"


def _clock(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %z")
