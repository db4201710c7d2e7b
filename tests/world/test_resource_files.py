"""Files that come with the program are found in the source tree and in an installed program."""

from __future__ import annotations

from pathlib import Path

import pytest

from netcheck.world import resource_files
from netcheck.world.resource_files import resource


def test_in_the_source_tree_they_stand_beside_the_package() -> None:
    assert resource("report.schema.json").is_file()
    assert resource() == Path(__file__).resolve().parents[2] / "resources"


def test_in_an_installed_program_they_stand_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "netcheck"
    (package / "resources" / "demo").mkdir(parents=True)
    monkeypatch.setattr(resource_files, "PACKAGE", package)
    assert resource("demo", "x.json") == package / "resources" / "demo" / "x.json"
