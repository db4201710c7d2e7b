"""Finds the files that come with the program: recorded outages, providers, icons."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of the package `netcheck`."""


def resource(*names: str) -> Path:
    """The path of a file or folder that comes with the program, e.g. resource("demo", "wifi-dropped.json").

    In an installed program (a wheel, a frozen build) they stand in netcheck/resources, in the source tree beside the
    package. Whether that file is there is not asked.
    """
    installed = PACKAGE / "resources"
    return (installed if installed.is_dir() else PACKAGE.parent / "resources").joinpath(*names)
