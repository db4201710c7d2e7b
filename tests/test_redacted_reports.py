"""No format of a report holds what was planted in every text of its record, read as closely as one can."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC
from urllib.parse import unquote

import pytest

from netcheck.core.record import Record
from netcheck.core.redaction import Level, redact
from netcheck.core.redaction_tree import leaves, with_leaves
from netcheck.wiring import formats
from tests.core.redaction_spellings import of_ip4, of_ip6, of_mac
from tests.core.test_redaction import ANNA
from tests.fake_record import of_log, of_look, of_outage

PLANTED = (
    "84.112.13.23", "dhcp-84-112-13-23.isp.example", "23.13.112.84.in-addr.arpa", "00_50_56_c0_00_08", "0050.56c0.0008",
    "2a02:8388:1234:1:250:56ff:fec0:8", "fe80::250:56ff:fec0:8", "/home/annegret/.cache/x", "annegret",
    "Annegret Müller-Lüdenscheidt", "M%C3%BCller", "Annegret’s WLAN 5G", "annegret-tp.corp.example.com",
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
@pytest.mark.parametrize("format_id", sorted(formats()))
@pytest.mark.parametrize("make", [of_outage, of_look, of_log])
def test_no_format_holds_a_secret(make: Callable[[], Record], format_id: str, level: Level) -> None:
    record = planted_in(make())
    assert "84.112.13.23" in _written(record, format_id), "else nothing would be shown by its absence"
    told = redact(record, level, ANNA)
    searched = read(_written(told.record, format_id))
    addresses = [*of_ip4("84.112.13.23"), *of_ip6("2a02:8388:1234:1:250:56ff:fec0:8"), *of_mac("00:50:56:c0:00:08")]
    for secret in (*WORDS, *addresses, "250:56ff:fec0:8", "84-112-13-23", "23.13.112.84", "hunter2"):
        left = [text for text in searched if secret.lower() in text]
        assert not left, secret


def _written(record: Record, format_id: str) -> str:
    data = formats()[format_id].write(record, zone=UTC)
    return data if isinstance(data, str) else data.decode("utf-8", "replace")
