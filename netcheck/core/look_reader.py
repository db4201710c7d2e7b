"""Reads looks, and single values, out of a JSON report that anybody may have written."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from netcheck.core.model import Failure, Look, Observation, Outcome

DAMAGED = "the report is damaged"
Object = Mapping[str, object]


def read_looks(written: Object) -> tuple[Look, ...]:
    """The looks of a report, so that it can be judged again. Raises ValueError for what is none."""
    try:
        return tuple(read_look(look) for look in rows(written["looks"]))
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"{DAMAGED}: {error}") from error


def read_look(look: Object) -> Look:
    """One look. Raises ValueError, KeyError or TypeError for what is none."""
    seen = {str(check["id"]): _check(check) for check in rows(look["checks"])}
    return Look(_any_moment(str(look["at"])), seen, look.get("confirming") is True)


def _check(check: Object) -> Observation:
    failure, facts, started, took = (check.get(key) for key in ("failure", "facts", "started_at", "duration_ms"))
    return Observation(
        Outcome(str(check["outcome"])),
        Failure(str(failure)) if failure else None,
        str(check.get("summary") or ""),
        facts if isinstance(facts, dict) else {},
        _any_moment(started) if isinstance(started, str) else None,
        float(took) if isinstance(took, int | float) else None,
    )


def rows(value: object) -> list[dict[str, object]]:
    """A list of objects. Raises ValueError for anything else."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError(f"{DAMAGED}: a list is missing")
    return value


def text(row: Object, name: str) -> str:
    """A text. Raises ValueError for anything else; half a surrogate pair is replaced."""
    value = row.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{DAMAGED}: {name} is no text")
    return value.encode("utf-8", "replace").decode("utf-8")


def texts(value: object) -> tuple[str, ...]:
    """A list of texts. Raises ValueError for anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"{DAMAGED}: a list of texts is missing")
    return tuple(text({"line": line}, "line") for line in value)


def number(row: Object, name: str, least: float = 0.0) -> float:
    """A number that is at least so much, not infinite and no truth value. Raises ValueError for anything else."""
    value = row.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{DAMAGED}: {name} is no number")
    if not least <= value <= 1e12:
        raise ValueError(f"{DAMAGED}: {name} is {value}")
    return float(value)


def flag(row: Object, name: str) -> bool:
    """A truth value. Raises ValueError for anything else."""
    value = row.get(name)
    if not isinstance(value, bool):
        raise ValueError(f"{DAMAGED}: {name} is neither true nor false")
    return value


def moment(value: object) -> datetime:
    """A time, as UTC; one without a zone is taken for UTC, as everything here is. Raises ValueError for what is none,
    and for one that some zone could not tell."""
    if not isinstance(value, str):
        raise ValueError(f"{DAMAGED}: a time is missing")
    found = _any_moment(value).astimezone(UTC)
    if not 1970 <= found.year < 2200:
        raise ValueError(f"{DAMAGED}: {value} is no time")
    return found


def _any_moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def optional_moment(row: Object, name: str) -> datetime | None:
    """A time, or nothing. Raises ValueError for anything else."""
    return moment(row[name]) if row.get(name) is not None else None
