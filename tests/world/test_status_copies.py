"""What is kept of a page survives a restart, and what is damaged is not there."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.world.status_copies import LARGEST, MOST_PAGES, Copies, Notes, _checked

URL = "https://status.labtel.example/api/v2/summary.json"
NOTES = Notes(URL, 1e9, 1e9 + 60, 0.0, 0.25, 1e9, "", 'W/"1"', "", "lab", "timeout", "no answer", "usb0", True, "", 5.0)


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "pages")


def test_nothing_is_there_at_first(copies: Copies) -> None:
    assert copies.notes(URL) == Notes(URL)
    assert copies.body(Notes(URL)) is None
    assert copies.body(replace(NOTES, digest="0" * 64)) is None


def test_what_was_kept_is_there(copies: Copies, tmp_path: Path) -> None:
    notes = replace(NOTES, digest=copies.keep(URL, b"the page"))
    copies.note(notes)
    assert copies.notes(URL) == notes
    assert copies.body(notes) == b"the page"
    assert copies.notes("https://other.example/") == Notes("https://other.example/")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "pages").iterdir()} == {0o600}


def test_a_copy_that_is_not_of_these_notes_is_none(copies: Copies) -> None:
    notes = replace(NOTES, digest=copies.keep(URL, b"the page"))
    copies.keep(URL, b"a newer page")  # and the program was killed before it could note that
    assert copies.body(notes) is None


def test_the_largest_page_is_kept(copies: Copies) -> None:
    body = b"x" * LARGEST
    assert copies.body(replace(NOTES, digest=copies.keep(URL, body))) == body


@pytest.mark.parametrize(
    "damage",
    [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"form": 2}', b'{"form": 1, "url": "https://other.example/"}'],
    ids=range(7),
)
def test_damaged_notes_are_none(damage: bytes, copies: Copies, tmp_path: Path) -> None:
    copies.note(NOTES)
    (path,) = (tmp_path / "pages").iterdir()
    path.write_bytes(damage)
    assert copies.notes(URL) == Notes(URL)
    copies.note(NOTES)
    assert copies.notes(URL) == NOTES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("asked_s", "yesterday"),
        ("asked_s", -1),
        ("asked_s", 1e300),
        ("asked_s", True),
        ("asked_s", None),
        ("confirmed", 1),
        ("etag", 5),
        ("failure", "unheard-of"),
        ("url", None),
    ],
)
def test_a_value_of_another_kind_makes_all_of_it_doubtful(
    name: str, value: object, copies: Copies, tmp_path: Path
) -> None:
    copies.note(NOTES)
    (path,) = (tmp_path / "pages").iterdir()
    path.write_text(json.dumps(json.loads(path.read_text()) | {name: value}))
    assert copies.notes(URL) == Notes(URL)


def test_notes_of_an_older_form_of_this_program_lack_something(copies: Copies, tmp_path: Path) -> None:
    copies.note(NOTES)
    (path,) = (tmp_path / "pages").iterdir()
    told = json.loads(path.read_text())
    del told["chance"], told["via"]
    path.write_text(json.dumps(told | {"of a newer one": 1}))
    assert copies.notes(URL) == replace(NOTES, chance=0.5, via="")


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "pages").touch()
    copies = Copies(tmp_path / "pages")
    copies.note(NOTES)
    assert copies.keep(URL, b"x") == ""
    assert copies.notes(URL) == Notes(URL)


def test_pages_of_long_ago_are_forgotten(copies: Copies, tmp_path: Path) -> None:
    for number in range(2 * MOST_PAGES):
        url = f"https://{number}.example/"
        copies.note(Notes(url, digest=copies.keep(url, b"x")))
    assert len(list((tmp_path / "pages").iterdir())) <= 2 * MOST_PAGES
    assert copies.notes(f"https://{2 * MOST_PAGES - 1}.example/").digest


@given(st.dictionaries(st.sampled_from(Notes.__slots__), st.none() | st.booleans() | st.floats() | st.text()))
def test_whatever_stands_there_it_is_whole_or_refused(told: dict[str, object]) -> None:
    try:
        notes = _checked({"url": URL} | told)
    except (ValueError, TypeError):
        return
    assert 0 <= notes.asked_s < 1e11
    assert isinstance(notes.reason, str)
