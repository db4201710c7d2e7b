"""A report that somebody sent is opened in each format that we write, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck import reports
from netcheck.core.fitting import MOST_BYTES
from netcheck.core.received import DAMAGED, NOT_OURS, NOT_TEXT, TOO_LARGE, ReceivedError, received
from netcheck.plugins import ReportFormat, discover
from tests.fake_record import HOSTILE, VIENNA, of_log, of_look, of_outage

FORMATS = discover(reports, "FORMAT", ReportFormat)


def written(name: str, log: bool = False) -> bytes:
    text = FORMATS[name].write(of_log() if log else of_outage(), zone=VIENNA)
    assert isinstance(text, str)
    return text.encode()


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
@pytest.mark.parametrize("log", [False, True], ids=["outage", "log"])
def test_its_words_are_told(name: str, log: bool) -> None:
    lines = received(written(name, log)).lines
    whole = " ".join(" ".join(lines).split())
    assert ("3 outages were measured." if log else "Priya") in whole
    assert all(sign.isprintable() for line in lines for sign in line)
    assert not any("<" in line and ">" in line and "script" not in line for line in lines if name == "html")


def test_json_is_read_as_a_record() -> None:
    found = received(written("json"))
    assert found.record is not None
    assert found.record.id == of_outage().id
    log = received(written("json", log=True)).record
    assert log is not None
    assert log.log is not None


def test_a_page_is_told_line_by_line_without_what_is_not_for_reading() -> None:
    lines = received(written("html")).lines
    assert "Drops | 2 (it came back in between)" in lines
    assert not any("font" in line or "--ink" in line for line in lines)


def test_what_stands_in_a_page_is_not_run_and_does_not_harm() -> None:
    page = f"<!DOCTYPE html><script>evil()</script><p>{HOSTILE.split(' ')[0]} fine\x1b]8;;http://x\x07</p><p>netcheck-report/1</p>"
    lines = received(page.encode()).lines
    assert lines == ("evil[31m fine]8;;http://x", "netcheck-report/1")


def test_another_mark_of_bytes_is_no_matter() -> None:
    assert received(b"\xef\xbb\xbf" + written("json")).record is not None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", NOT_OURS),
        (b"Dear helpdesk", NOT_OURS),
        (b"netcheck-report/11", NOT_OURS),
        (b"{}", NOT_OURS),
        (b'{"schema": "netcheck-report/2"}', NOT_OURS),
        (b"{", DAMAGED),
        (b'{"schema": "netcheck-report/1"}', DAMAGED),
        (b'{"schema": "netcheck-report/1", "x": NaN}', DAMAGED),
        (b'{"schema": "netcheck-report/1", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", DAMAGED),
        (b'{"schema": "netcheck-report/1", "x": ' + b"[" * 80 + b"]" * 80 + b"}", DAMAGED),
        (b'{"x": ' + b"9" * 6000 + b"}", DAMAGED),
        (b"\xff\xfe\x00netcheck-report/1", NOT_TEXT),
        (b"%PDF-1.4\xff", NOT_TEXT),
        (b" " * (MOST_BYTES + 1), TOO_LARGE),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value)[:12],
)
def test_what_is_none_of_ours_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReceivedError) as caught:
        received(data)
    assert caught.value.reason == reason
    assert "\n" not in caught.value.detail


def test_a_report_that_is_damaged_says_where() -> None:
    found = json.loads(written("json"))
    found["verdict"]["side"] = "moon\x1b[2J"
    with pytest.raises(ReceivedError) as caught:
        received(json.dumps(found).encode())
    assert "moon" in caught.value.detail
    assert caught.value.detail.isprintable()


@given(st.binary(max_size=300), st.sampled_from(["text", "markdown", "html", "json"]), st.integers(0, 10_000))
def test_whatever_was_sent_it_is_told_or_refused(noise: bytes, name: str, place: int) -> None:
    data = written(name)
    place %= len(data)
    try:
        found = received(data[:place] + noise + data[place + len(noise) :])
    except ReceivedError:
        return
    assert all(sign.isprintable() for line in found.lines for sign in line)


@given(st.text(max_size=400))
def test_any_words_beside_our_mark_are_harmless(text: str) -> None:
    for page in (f"{text} netcheck-report/1", f"<!doctype html>{text}<p>netcheck-report/1"):
        try:
            found = received(page.encode("utf-8", "replace"))
        except ReceivedError:
            assert text.lstrip().startswith("{")
            continue
        assert all(sign.isprintable() for line in found.lines for sign in line)


def test_a_look_needs_no_outage() -> None:
    text = FORMATS["json"].write(of_look())
    found = received(text.encode()).record
    assert found is not None
    assert found.past is None
