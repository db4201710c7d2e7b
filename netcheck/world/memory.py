"""What was learnt of each network while it worked, kept in one small file."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from netcheck.core.network import Memory
from netcheck.world.whole_file import renamed, write_whole

LOG = logging.getLogger(__name__)
FILE = "last-good.json"
MOST = 20
"""Networks: home, office, phone, some hotels; the ones learnt longest ago are forgotten."""
LARGEST = 1 << 20
"""Bytes; a larger file is not ours."""
FORM = 1
"""Of the file; one of another form is set aside."""


def state_folder() -> Path:
    """Where the state of this user's netcheck lives, e.g. ~/.local/state/netcheck."""
    import platformdirs

    return Path(platformdirs.user_state_dir("netcheck", appauthor=False))


class MemoryFile:
    """The last good look at each of the newest 20 networks.

    Nothing here raises: an unreadable file counts as none, an unwritable folder means that nothing is learnt.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()

    def recall(self, network: str) -> Memory | None:
        """What was learnt of this network; None where it was never seen to work."""
        with self._lock:
            return self._read().get(network)

    def any(self) -> bool:
        """Whether any network was ever learnt."""
        with self._lock:
            return bool(self._read())

    def newest(self) -> Memory | None:
        """The last network that was seen to work, whichever it was; None where none ever was."""
        with self._lock:
            return max(self._read().values(), key=lambda one: one.learnt_at, default=None)

    def all(self) -> dict[str, Memory]:
        """Everything that is known, by network."""
        with self._lock:
            return self._read()

    def remember(self, memory: Memory) -> bool:
        """Keep this in place of what was known of the same network; False where it could not be kept."""
        return self.amend(memory.network, lambda known: memory)

    def amend(self, network: str, change: Callable[[Memory | None], Memory | None]) -> bool:
        """Keep what `change` makes of what is known of a network; None leaves it as it is.

        Nobody else of this process changes it meanwhile. False where nothing was kept.
        """
        with self._lock:
            known = self._read()
            memory = change(known.get(network))
            if memory is None:
                return False
            known[network] = replace(memory, learnt_at=_aware(memory.learnt_at))
            return self._keep(known)

    def forget(self, networks: Collection[str] | None = None) -> bool:
        """Forget these networks, by default all, and damaged files too; False where one of them is not known, or where
        the file cannot be changed."""
        with self._lock:
            known = self._read()
            gone = set(known) if networks is None else set(networks)
            if not gone <= set(known):
                return False
            if networks is None and not self._drop_damaged():
                return False
            return self._keep({name: memory for name, memory in known.items() if name not in gone}) if gone else True

    def _drop_damaged(self) -> bool:
        try:
            for number in range(1, 11):
                self._path.with_name(f"{FILE}.corrupt-{number}").unlink(missing_ok=True)
        except OSError as error:
            LOG.info("a damaged file of last good looks could not be deleted: %s", error)
            return False
        return True

    def _keep(self, known: Mapping[str, Memory]) -> bool:
        newest = sorted(known.values(), key=lambda one: one.learnt_at, reverse=True)[:MOST]
        networks = [
            {"network": one.network, "learnt_at": one.learnt_at.isoformat(), "facts": _plain(one.facts)}
            for one in newest
        ]
        try:
            self._write(json.dumps({"form": FORM, "networks": networks}, indent=1))
        except (OSError, TypeError, ValueError) as error:
            LOG.info("the last good look could not be kept: %s", error)
            return False
        return True

    def _read(self) -> dict[str, Memory]:
        try:
            with self._path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError:
            return {}
        try:
            if len(data) > LARGEST:
                raise ValueError("too large")
            return _memories(json.loads(data))
        except (ValueError, RecursionError) as error:
            LOG.warning("%s cannot be understood (%s) and is set aside", FILE, error)
            self._set_aside()
            return {}

    def _set_aside(self) -> None:
        """Keep the damaged file for whoever wants to know, without it standing in the way; at most ten of them."""
        try:
            for number in range(1, 11):
                aside = self._path.with_name(f"{FILE}.corrupt-{number}")
                if number == 10 or not aside.exists():
                    renamed(self._path, aside)
                    return
        except OSError as error:
            LOG.info("%s could not be set aside: %s", FILE, error)

    def _write(self, text: str) -> None:
        """Whole or not at all, also when the power goes; readable by this user alone."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path, text.encode("utf-8"))


def _memories(table: object) -> dict[str, Memory]:
    """The file's memories. Raises ValueError where it is not as we write it."""
    if not isinstance(table, dict) or table.get("form") != FORM or not isinstance(table.get("networks"), list):
        raise ValueError("not a file of this form")
    return {memory.network: memory for memory in map(_memory, table["networks"])}


def _memory(entry: object) -> Memory:
    if not isinstance(entry, dict):
        raise ValueError("an entry is no object")
    network, learnt_at, facts = entry.get("network"), entry.get("learnt_at"), entry.get("facts")
    if not isinstance(network, str) or not isinstance(learnt_at, str) or not isinstance(facts, dict):
        raise ValueError("an entry lacks a part")
    return Memory(network, _aware(datetime.fromisoformat(learnt_at)), _frozen_table(facts))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _plain(value: object) -> object:
    """A fact as JSON knows it. Raises TypeError for what is none."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return value


def _frozen(value: object) -> object:
    """A fact as it was before it became JSON: arrays are tuples."""
    if isinstance(value, dict):
        return _frozen_table(value)
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value


def _frozen_table(table: Mapping[str, object]) -> dict[str, object]:
    return {key: _frozen(inner) for key, inner in table.items()}
