"""No format of a report holds what was planted in every text of its record, read as closely as one can."""

from __future__ import annotations

import html
import re
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcheck.core.record import Person, Record
from netcheck.core.redaction import Level, redact
from netcheck.core.redaction_tree import leaves, with_leaves
from netcheck.wiring import formats
from tests.core.redaction_spellings import of_ip4, of_ip6, of_mac
from tests.core.test_redaction import ANNA
from tests.desktop.screen import needs
from tests.fake_record import of_log, of_look, of_outage

PLANTED = (
    "84.112.13.23", "dhcp-84-112-13-23.isp.example", "23.13.112.84.in-addr.arpa", "00_50_56_c0_00_08", "0050.56c0.0008",
    "2a02:8388:1234:1:250:56ff:fec0:8", "fe80::250:56ff:fec0:8", "/home/annegret/.cache/x", "annegret",
    "Annegret Müller-Lüdenscheidt", "M%C3%BCller", "Annegret’s WLAN 5G", "annegret-tp.corp.example.com",
    "host-84-112-13-23.isp.example", "84&#46;112&#46;13&#46;23", "12...00 50 56 c0 00 08 ...", "an\u00adne\u200bgret",
    "https://vpn.corp.example.com:443/x", "4711-0815-42", "Gartenhaus", "https://u:hunter2secret@h.example/",
)  # fmt: skip
WORDS = (
    "annegret", "lüdenscheidt", "lu\u0308denscheidt", "corp.example", "gartenhaus", "hunter2secret", "471108",
    "4711 0815", "4711081542", "wlan 5g",
)  # fmt: skip


def planted_in(record: Record) -> Record:
    """Every secret behind each text: in each field, and in each line of a table."""
    found = leaves(record)
    assert len(found) > 20
    behind = " ".join(PLANTED)
    return with_leaves(record, [f"{leaf.text} {behind}" for leaf in found])


def read(data: str) -> list[str]:
    """A report as somebody would search it: decoded, without line breaks, without hyphens, without escapes."""
    flat = re.sub(r"\s*\n\s*", "", data)
    found = []
    for text in (data, flat, re.sub(r"\s*\n\s*", " ", data), flat.replace("-", ""), data.replace("\\", "")):
        found += [text, unquote(text), html.unescape(text), unicodedata.normalize("NFC", text)]
        found.append(re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text))
    return [text.lower() for text in found]


@pytest.mark.parametrize("level", [Level.PUBLIC, Level.HELPDESK])
@pytest.mark.parametrize("format_id", [*sorted(formats()), "pdf"])
@pytest.mark.parametrize("make", [of_outage, of_look, of_log])
def test_no_format_holds_a_secret(
    make: Callable[[], Record], format_id: str, level: Level, request: pytest.FixtureRequest
) -> None:
    if format_id == "pdf":
        request.getfixturevalue("qapp")
    record = planted_in(make())
    assert "84.112.13.23" in _written(record, format_id), "else nothing would be shown by its absence"
    told = redact(record, level, ANNA)
    searched = read(_written(told.record, format_id))
    addresses = [*of_ip4("84.112.13.23"), *of_ip6("2a02:8388:1234:1:250:56ff:fec0:8"), *of_mac("00:50:56:c0:00:08")]
    for secret in (*WORDS, *addresses, "250:56ff:fec0:8", "84-112-13-23", "23.13.112.84", "hunter2"):
        left = [text for text in searched if secret.lower() in text]
        assert not left, secret


TRIED = {
    "hunter2secret": WORDS, "Gartenhaus 4711-0815-42": WORDS, "84.112.13.23": of_ip4("84.112.13.23"),
    "00:50:56:c0:00:08": of_mac("00:50:56:c0:00:08"), "https://annegret-tp.corp.example.com/M%C3%BCller": WORDS,
}  # fmt: skip


@settings(max_examples=8)
@given(st.lists(st.sampled_from([*TRIED]), min_size=1, max_size=3), st.text(alphabet="a -\n./%", max_size=90))
def test_no_page_holds_one_wherever_its_lines_are_broken(qapp: object, secrets: list[str], between: str) -> None:
    words = f"{between} {f' {between} '.join(secrets)} {between}"
    noted = replace(of_outage(), person=Person("annegret", "annegret-tp"))
    noted = replace(noted, journal=tuple(replace(entry, text=f"{entry.text} {words}") for entry in noted.journal))
    searched = read(_written(redact(noted, Level.PUBLIC, ANNA).record, "pdf"))
    left = {word for secret in secrets for word in TRIED[secret] if any(word.lower() in text for text in searched)}
    assert left == set()


def _pdf_words(record: Record) -> str:
    """All words of a PDF file: those on its pages, in two orders, its contents, and what is told of it."""
    from netcheck.gui.pdf import pdf_of

    needs("pdftotext", "pdfinfo")
    data = pdf_of(replace(record, redaction=record.redaction or "full"), zone=UTC)

    def told_by(*command: str) -> str:
        done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=30)
        return done.stdout.decode("utf-8")

    titles = [bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Title <(FEFF\w+)>", data)]
    assert titles
    pages = [told_by("pdftotext", order, "-", "-") for order in ("-raw", "-layout")]
    about = told_by("pdfinfo", "-"), told_by("pdfinfo", "-meta", "-"), data.decode("latin-1")
    return "\n".join((*pages, *titles, *about))


def _written(record: Record, format_id: str) -> str:
    if format_id == "pdf":
        return _pdf_words(record)
    data = formats()[format_id].write(record, zone=UTC)
    return data if isinstance(data, str) else data.decode("utf-8", "replace")
