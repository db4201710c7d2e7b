"""A file of Qt's gets its language and its contents; any other file stays as it is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from netcheck.gui.pdf import pdf_of
from netcheck.gui.pdf_structure import structured
from tests.desktop.screen import needs
from tests.fake_record import VIENNA, of_outage


@pytest.fixture(scope="module")
def made(qapp: QApplication) -> bytes:
    return pdf_of(of_outage(), zone=VIENNA)


def test_each_heading_is_in_the_contents_and_points_at_a_page(made: bytes) -> None:
    titles = [bytes.fromhex(found.decode()).decode("utf-16") for found in re.findall(rb"/Title <(FEFF\w+)>", made)]
    assert titles[:3] == ["Verdict", "When it was", "Who and which computer"]
    assert titles[-1] == "The short report, for a phone"
    places = re.findall(rb"/Dest \[(\d+) 0 R /XYZ null (\d+\.\d) null\]", made)
    assert len(places) == len(titles)
    for number, y in places:
        assert re.search(rb"\n%s 0 obj\s*<<\s*/Type /Page\b" % number, made)
        assert 0 < float(y) < 842
    assert b"/Lang (en)" in made
    assert b"/DisplayDocTitle true" in made


def test_the_table_tells_where_each_object_is(made: bytes) -> None:
    table = made[int(re.findall(rb"startxref\s+(\d+)", made)[-1]) :]
    assert table.startswith(b"xref\n")
    entries = re.findall(rb"(\d+) 1\n(\d{10}) 00000 n \n", table)
    assert len(entries) > 10
    for number, place in entries:
        assert made[int(place) :].startswith(number + b" 0 obj\n")
    size = re.search(rb"/Size (\d+)", table)
    assert size is not None
    assert int(size[1]) == max(int(number) for number, _ in entries) + 1


def test_a_reader_finds_nothing_to_complain_of(made: bytes, tmp_path: Path) -> None:
    needs("pdfinfo")
    (tmp_path / "a.pdf").write_bytes(made)
    done = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], capture_output=True, text=True, check=True, timeout=30)
    assert done.stderr == ""
    assert "netcheck report: outage of 2026-11-22 00:16 +01:00" in done.stdout


def test_without_headings_there_is_no_contents(made: bytes) -> None:
    plain = made[: made.index(b"%%EOF") + 6]
    found = structured(plain, "pt_BR", [], 842)
    assert found.startswith(plain)
    assert b"/Outlines" not in found
    assert b"/Lang (pt-BR)" in found


@given(st.binary(max_size=200))
def test_what_is_not_as_qt_builds_it_stays(data: bytes) -> None:
    assert structured(data, "en", [("a", 0, 1)], 842) == data
    broken = data + b"trailer\n<<\n/Size 3\n/Root 1 0 R\n>>\nstartxref\n9\n%%EOF\n"
    assert structured(broken, "en", [("a", 0, 1)], 842) == broken
