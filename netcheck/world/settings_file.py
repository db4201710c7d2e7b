"""The settings files: where they are, how they are read, and on which line a mistake stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path

from netcheck.core.settings import Settings
from netcheck.core.settings_reader import Key, Layer, SettingsError, read_settings

LARGEST = 1 << 20
"""Bytes; a settings file is some kilobytes, anything this large is another file."""

HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"'\s-]+?)\s*\]\]?\s*(#.*)?$")
SYNTAX = re.compile(r"(.*?)\s*\(at (?:line (\d+), column \d+|(end of document))\)")


def default_files() -> tuple[Path, ...]:
    """Where settings are looked for, the weightier later: the site's (set by an administrator), then the user's.

    On Linux /etc/xdg/netcheck/netcheck.toml and ~/.config/netcheck/netcheck.toml; elsewhere the places that
    platformdirs gives.
    """
    import platformdirs

    folders = (
        platformdirs.site_config_dir("netcheck", appauthor=False),
        platformdirs.user_config_dir("netcheck", appauthor=False),
    )
    return tuple(Path(folder) / "netcheck.toml" for folder in folders)


def load(config: Path | None, status_formats: Collection[str] | None = None) -> tuple[Settings, tuple[str, ...]]:
    """The settings from the default files and, last, `config`; and one sentence for each key that is not known.

    A default file that is not there is fine, a `config` that is not there is an error. Raises SettingsError, whose text
    is one sentence with the file and, where it can be told, the line.
    """
    layers = [layer for layer in map(_default_layer, default_files()) if layer is not None]
    if config is not None:
        layers.append(_layer(config))
    return read_settings(layers, status_formats)


def _default_layer(path: Path) -> Layer | None:
    """One of the files that need not be there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SettingsError(f"{path}: the file cannot be read ({error.strerror}).") from error
    return _layer(path)


def _layer(path: Path) -> Layer:
    text = _text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_syntax(path, text, str(error))) from error
    except (RecursionError, ValueError) as error:
        raise SettingsError(f"{path}: the file cannot be understood as TOML.") from error
    return Layer(str(path), table, _line_finder(text))


def _text(path: Path) -> str:
    """The file as text; one that is no plain file (a pipe, a device) is not waited for."""
    try:
        if not path.is_file():
            problem = "it is not a file" if path.exists() else "there is no such file"
            raise SettingsError(f"{path}: the settings cannot be read: {problem}.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be read ({error.strerror}).") from error
    if len(data) > LARGEST:
        raise SettingsError(f"{path}: the file is larger than {LARGEST >> 10} KiB, so it is no settings file.")
    try:
        # With a byte order mark, as the Windows Notepad writes it.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {line}: the file must be text in UTF-8.") from error


def _syntax(path: Path, text: str, message: str) -> str:
    """tomllib's message with the line in front, as other mistakes are told."""
    found = SYNTAX.fullmatch(message)
    if not found:
        return f"{path}: this is not TOML: {message}."
    problem, line, _ = found.groups()
    number = line or str(max(1, len(text.splitlines())))
    return f"{path}, line {number}: this is not TOML: {problem[:1].lower()}{problem[1:]}."


def _line_finder(text: str) -> Callable[[Key], int | None]:
    """Finds the line on which a key stands, in the plain way people write settings; None for anything cleverer."""
    lines = text.splitlines()

    def find(key: Key) -> int | None:
        for end in range(len(key), 0, -1):
            line = _find(lines, key[:end])
            if line is not None:
                return line
        return None

    return find


def _find(lines: list[str], key: Key) -> int | None:
    """The line of exactly this key: its own header, or a `name =` under the header of its table."""
    table: Key = ()
    counts: dict[Key, int] = {}
    for number, line in enumerate(lines, 1):
        header = HEADER.match(line)
        if header:
            table = _named(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            if table == key:
                return number
        name, equals, _ = line.partition("=")
        if equals and not header and (*table, *_named(name)) == key:
            return number
    return None


def _named(dotted: str) -> Key:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
