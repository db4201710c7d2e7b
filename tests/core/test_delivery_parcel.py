"""What goes to the help desk has the original times, and several reports go as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netcheck.core import delivery_parcel
from netcheck.core.delivery import Attachment, Delivery, Parcel, State, Way
from netcheck.core.delivery_pace import digest_key
from netcheck.core.delivery_parcel import digest_of, parcel_of, times_of, title_of
from netcheck.core.record import Kind, Record
from tests.fake_record import of_look, of_outage

KEY = "0123456789abcdef0123456789abcdef"
AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
FORMS = {"text": b"\xc3\x9cber all\n", "json": b"{}"}


def test_with_a_pdf_it_is_the_one_file() -> None:
    parcel = parcel_of(of_outage(), KEY, {**FORMS, "pdf": b"%PDF"})
    (file,) = parcel.attachments
    assert (file.kind, file.content) == ("application/pdf", b"%PDF")
    assert file.name.endswith("-01234567.pdf")
    assert " " not in file.name
    assert parcel.text == "Über all\n"


def test_without_one_text_and_json_go() -> None:
    parcel = parcel_of(of_outage(), KEY, {**FORMS, "pdf": b""})
    assert [file.kind for file in parcel.attachments] == ["text/plain", "application/json"]
    assert all("-01234567." in file.name for file in parcel.attachments)


def test_an_outage_is_told_with_its_own_times() -> None:
    record = of_outage()
    assert record.past is not None
    parcel = parcel_of(record, KEY, FORMS)
    assert (parcel.began_at, parcel.ended_at) == (record.past.outage.down_since, record.past.outage.up_since)
    assert parcel.outage == record.id
    assert record.past.outage.down_since.astimezone(record.zone).strftime("%Y-%m-%d %H:%M %z") in parcel.title
    assert parcel.title.isprintable()


def test_a_look_belongs_to_no_outage() -> None:
    record = of_look()
    assert parcel_of(record, KEY, FORMS).outage == ""
    assert times_of(record) == (None, None)
    assert title_of(record).startswith("Internet check")
    assert record.kind is Kind.LOOK


def part(number: int, **more: object) -> tuple[Delivery, Parcel]:
    made = Delivery(str(number) * 32, AT + timedelta(hours=number), f"outage {number}", Way.MAIL, "d", ticket="T")
    file = Attachment(f"r-{number}.pdf", "application/pdf", b"x" * 100)
    began = AT + timedelta(hours=number)
    parcel = Parcel(made.title, f"text {number}\n", (file,), f"o{number}", began, began + timedelta(minutes=5))
    return replace(made, **more), parcel  # type: ignore[arg-type]


def test_several_go_as_one_with_all_times_and_files() -> None:
    parts = [part(1), part(2), part(3)]
    made, parcel = digest_of(parts)
    assert made.parts == tuple(each.key for each, _ in parts)
    assert made.key == digest_key(made.parts)
    assert (made.state, made.ticket, made.way, made.outage) == (State.WAITING, "T", Way.MAIL, "")
    assert made.title == parcel.title == "3 reports, the first: outage 1"
    assert [file.name for file in parcel.attachments] == ["r-1.pdf", "r-2.pdf", "r-3.pdf"]
    assert (parcel.began_at, parcel.ended_at) == (AT + timedelta(hours=1), AT + timedelta(hours=3, minutes=5))
    assert all(f"text {n}" in parcel.text and f"- outage {n}" in parcel.text for n in (1, 2, 3))


def test_a_digest_counts_what_is_in_it() -> None:
    made, _ = digest_of([part(1, parts=("x", "y")), part(2)])
    assert made.title.startswith("3 reports")


def test_too_many_files_stand_in_the_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_parcel, "MOST_BYTES", 250)
    _, parcel = digest_of([part(1), part(2), part(3)])
    assert len(parcel.attachments) == 2
    assert "text 3" in parcel.text


def test_nothing_is_no_digest() -> None:
    with pytest.raises(ValueError, match="nothing"):
        digest_of([])


def test_a_record_is_what_it_says() -> None:
    assert isinstance(of_outage(), Record)
