"""The files of this user: settings, catalogues of words, log, history and saved reports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from netcheck.core.language import Translator
from netcheck.core.settings import Settings
from netcheck.wiring.rooms import status_formats
from netcheck.world import log_file, settings_file
from netcheck.world.clock import SystemClock
from netcheck.world.history import HistoryFile, data_folder
from netcheck.world.history_schema import FILE


def load_settings(config: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
    """The settings and warnings about unknown keys. Raises SettingsError for what cannot be used."""
    return settings_file.load(config, status_formats())


def translator(language: str = "") -> Translator:
    """Speaks this language ("de", "pt_BR", or several: "de:fr"); empty: the system's; English where there is none."""
    from netcheck.world import catalogues

    return catalogues.translator(language)


def languages() -> Mapping[str, str]:
    """Every language that the program speaks, code to own name ("Deutsch"); reads files."""
    from netcheck.world import catalogues

    return catalogues.languages()


def settings_path(config: Path | None = None) -> Path:
    """The file that a person's changes are written to."""
    return config or settings_file.default_files()[-1]


def save_settings(changes: Mapping[tuple[str, ...], object], config: Path | None = None) -> Path:
    """Change these keys in the person's settings file; the file. Waits for the disk.

    Raises SettingsError, and writes nothing, where a value cannot be used or the file cannot be written.
    """
    from netcheck.world import settings_writer

    return settings_writer.write(changes, config, status_formats())


def provider_names(prefix: str = "", settings: Settings | None = None) -> tuple[str, ...]:
    """Names of internet providers that begin so, for a person to choose from; reads a file the first time."""
    from netcheck.world.provider_catalogue import catalogue

    return catalogue(settings or Settings()).names(prefix)


def start_log(level: str) -> None:
    """Begin the rotating log file; silently none where no file can be written."""
    log_file.start(level)


def write_crash(story: str) -> Path | None:
    """Keep the story of our own bug; its path, or None where it could not be written."""
    return log_file.write_crash(story)


def history(folder: Path | None = None) -> HistoryFile:
    """What was kept of the past, in the user's data folder or in another one."""
    return HistoryFile(folder or data_folder(), SystemClock().now, lambda text: translator().say(text))


def known_history() -> HistoryFile | None:
    """The same where there is one already: whoever only reads makes no file."""
    folder = data_folder()
    return history(folder) if (folder / FILE).exists() else None


def write_report(path: Path, text: str | bytes) -> str:
    """Write a report to a file of the person's choice, whole or not at all; why that failed, empty where it worked."""
    from netcheck.world.whole_file import write_whole

    try:
        write_whole(path, text if isinstance(text, bytes) else text.encode())
    except OSError as error:
        return f"The report could not be written to {path}: {error.strerror or error}."
    return ""
