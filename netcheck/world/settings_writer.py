"""Writes changed settings into the user's file: whole or not at all, with every comment where it was."""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path

from netcheck.core.settings import Service, Settings
from netcheck.core.settings_reader import Layer, SettingsError, read_settings
from netcheck.world import settings_file
from netcheck.world.settings_text import SERVICES, edited
from netcheck.world.whole_file import fresh_beside, renamed

TRIES = 5
"""How often another program may change the file under our hands before we give up."""
ONE_WRITER = threading.Lock()
BY_HAND = ("services", "landmarks", "providers", "vendors")
"""Parts of Settings that are no tables of single keys; but for the services, people write them with an editor."""

Path_ = tuple[str, ...]


def write(
    changes: Mapping[tuple[str, ...], object], path: Path | None = None, status_formats: Collection[str] | None = None
) -> Path:
    """Set these keys in the user's settings file, or the one named, and return it; every other byte that matters stays.

    A key is ("isp", "name") and so on, or ("services",) with all Services; BY_HAND are written by hand. A value that
    holds without the file (a default, or what the site's file says) is taken out of it. The whole is checked by the
    reader before anything is written. Waits for the disk: not for the thread of the window.

    Raises SettingsError, one sentence, for a value or a file that cannot be used and for a place that cannot be
    written; the file is then as it was. Raises ValueError for a key that does not exist.
    """
    unknown = set(changes) - known_keys()
    if unknown:
        raise ValueError(f"no such settings: {sorted(unknown)}")
    target = path or settings_file.default_files()[-1]
    with ONE_WRITER:
        for _ in range(TRIES):
            before = _bytes(target)
            after = _changed(target, before, changes, status_formats)
            if after == (before or b"") or _replace(target, before, after):
                return target
    raise SettingsError(f"{target}: the settings cannot be saved: another program keeps changing the file.")


def known_keys() -> frozenset[tuple[str, ...]]:
    """Every key that can be written."""
    tables = [table for table in fields(Settings) if table.name not in BY_HAND]
    keys = {(table.name, key.name) for table in tables for key in fields(getattr(Settings(), table.name))}
    return frozenset({*keys, SERVICES})


def _changed(
    target: Path, before: bytes | None, changes: Mapping[Path_, object], status_formats: Collection[str] | None
) -> bytes:
    """The file's bytes with the changes in them."""
    old = _layer(target, before or b"")
    below = [_layer(file, data) for file in _files_below(target) if (data := _bytes(file)) is not None]
    without, _ = read_settings(below, status_formats)
    wanted, _ = read_settings([*below, Layer(str(target), _laid_over(old.table, changes))], status_formats)
    taken = {key: _value(wanted, key) for key in changes}
    needless = {key for key in changes if taken[key] == _value(without, key)}
    text = (before or b"").decode("utf-8-sig")
    try:
        fresh = edited(text, taken, needless)
        table = tomllib.loads(fresh)
    except ValueError as error:
        raise _by_hand(target) from error
    # The library that keeps the comments has been wrong before: what it wrote is read again, and compared.
    again, _ = read_settings([*below, Layer(str(target), table)], status_formats)
    if again != wanted or _others(table, changes) != _others(old.table, changes):
        raise _by_hand(target)
    if b"\r\n" in (before or b""):
        fresh = fresh.replace("\n", "\r\n")
    return fresh.encode("utf-8-sig" if (before or b"").startswith(b"\xef\xbb\xbf") else "utf-8")


def _by_hand(target: Path) -> SettingsError:
    return SettingsError(f"{target}: the file is written in a way that can only be changed with a text editor.")


def _files_below(target: Path) -> Sequence[Path]:
    """The files whose settings hold where the target says nothing."""
    files = settings_file.default_files()
    return files[: files.index(target)] if target in files else files


def _layer(path: Path, data: bytes) -> Layer:
    try:
        return Layer(str(path), tomllib.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        settings_file.load(path)  # says with the line what is wrong
        raise SettingsError(f"{path}: the file cannot be understood as TOML.") from error


def _laid_over(table: Mapping[str, object], changes: Mapping[Path_, object]) -> dict[str, object]:
    """The file's table with the changes in it, for the reader."""
    found = dict(table)
    for key, value in changes.items():
        if key == SERVICES:
            found["services"] = [_plain(service) for service in value] if isinstance(value, list | tuple) else value
            continue
        present = found.get(key[0], {})
        # What is no table stays, and the reader says so.
        found[key[0]] = {**present, key[1]: value} if isinstance(present, Mapping) else present
    return found


def _plain(service: object) -> object:
    if not isinstance(service, Service):
        return service
    return asdict(service)


def _value(settings: Settings, key: Path_) -> object:
    found: object = settings
    for part in key:
        found = getattr(found, part)
    return found


def _others(table: Mapping[str, object], changes: Mapping[Path_, object]) -> dict[str, object]:
    """All that was not to be changed."""
    found: dict[str, object] = {}
    for name, inner in table.items():
        if (name,) in changes:
            continue
        if isinstance(inner, Mapping):
            inner = {key: value for key, value in inner.items() if (name, key) not in changes}
        if inner or not any(key[0] == name for key in changes):
            found[name] = inner
    return found


def _bytes(path: Path) -> bytes | None:
    """What stands in the file; None where there is none."""
    try:
        if not path.is_file():
            if path.exists():
                raise SettingsError(f"{path}: the settings cannot be saved: it is not a file.")
            return None
        with path.open("rb") as file:
            data = file.read(settings_file.LARGEST + 1)
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be read ({error.strerror}).") from error
    if len(data) > settings_file.LARGEST:
        raise SettingsError(f"{path}: the file is too large for a settings file.")
    return data


def _replace(target: Path, before: bytes | None, after: bytes) -> bool:
    """Put a fresh file in the old one's place, where nobody has changed that one meanwhile; whether that was so."""
    try:
        # Where the file is a link, its goal changes and the link stays.
        real = Path(os.path.realpath(target))
        if before is not None and not os.access(real, os.W_OK):
            raise SettingsError(f"{target}: the settings cannot be saved: the file is write-protected.")
        real.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # For this user alone: an ntfy topic is as good as a password.
        handle, fresh = fresh_beside(real)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                if before is not None:
                    _like(real, file.fileno(), fresh)
                os.fsync(file.fileno())
            if _bytes(target) != before:
                return False
            renamed(fresh, real)
            _keep_folder(real.parent)
            return True
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{target}: the settings cannot be saved ({error.strerror}).") from error


def _like(old: Path, handle: int, fresh: Path) -> None:
    """Owner and mode as the old file has them; the owner only where that is allowed."""
    state = old.stat()
    if hasattr(os, "fchown"):
        with suppress(PermissionError):
            os.fchown(handle, state.st_uid, state.st_gid)
    fresh.chmod(state.st_mode & 0o7777)


def _keep_folder(folder: Path) -> None:
    """Have the new name of the file on the disk too, where a folder can be synced."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
