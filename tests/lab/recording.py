"""Records a timeline: what `netcheck watch` saw of a home while it was healthy, broken and repaired."""

import queue
import time
import tomllib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .box import Broken
from .inside import Stage
from .watching import RESTORED_S, TOLD_S, Watched

SCHEMA = "netcheck-demo/1"
SILENT_S = {"focus": 2.0}
"""What a light look takes whose questions are not answered, by what it asked; else 1 s."""
KEPT = ("id", "outcome", "failure", "summary", "duration_ms", "facts")
"""What a replay needs to know of a check; the rest it finds out anew."""


@dataclass(frozen=True, slots=True)
class Act:
    """One part of a story; written as `broken:30` (seconds) or `repaired:restored+8` (so long after that event)."""

    phase: str
    """healthy, broken or repaired."""
    seconds: float
    event: str = ""
    patience_s: float = 0.0

    @staticmethod
    def read(text: str) -> "Act":
        """The act of a word on the command line."""
        phase, _, rest = text.partition(":")
        event, plus, seconds = rest.rpartition("+")
        if phase not in ("healthy", "broken", "repaired"):
            raise ValueError(f"no such phase: {text}")
        # A line that came and went counts as restored after five steady minutes.
        return Act(phase, float(seconds), event, 400.0 if plus else 0.0)


def record(stage: Stage, program: str, acts: list[Act]) -> dict[str, object]:
    """Watch the home while the acts are played, and write down every look, with a person at work on the computer.

    A story whose first act is broken is one of a network that was never seen to work.
    """
    if stage.scenario.environment:
        raise Broken("this story needs an environment of its own, which a program that runs already cannot be given")
    stage.raise_curtain()
    lab = stage.lab
    begins: list[tuple[float, str]] = []
    if acts[0].phase == "broken":
        stage.break_it()
    watched = Watched(lab, program, stage.config, "-v", "--attended")
    try:
        first = watched.until("look", seconds=15)[1]
        length = sum(act.seconds + act.patience_s for act in acts)
        lab.serve("pc", "user", lab.home.name_servers[0], str(round(length + 300)), name="user")
        for number, act in enumerate(acts):
            begins.append((time.time(), act.phase))
            if number and act.phase == "broken":
                stage.break_it()
            elif number and act.phase == "repaired":
                lab.repair()
            if act.event:
                watched.until(act.event, seconds=max(act.patience_s, RESTORED_S, TOLD_S))
            listen(watched, act.seconds)
    finally:
        watched.end()
    start = instant(first["report"]["looks"][0]["at"])
    return {
        "schema": SCHEMA,
        "scenario": stage.scenario.name,
        "at": first["report"]["looks"][0]["at"],
        "expected": {
            "side": stage.scenario.side,
            "segment": stage.scenario.segment,
            "codes": list(stage.scenario.codes),
            "also": list(stage.scenario.also),
        },
        "settings": tomllib.loads(stage.scenario.config),
        "seconds": round(time.time() - start, 2),
        "acts": [{"t": round(max(0.0, at - start) if n else 0.0, 2), "phase": p} for n, (at, p) in enumerate(begins)],
        "moments": moments([event for _, event in watched.seen], start, [(at - start, phase) for at, phase in begins]),
        "told": [
            {
                "t": round(instant(event["at"]) - start, 2),
                "event": event["event"],
                "fault": (event["verdict"] or {}).get("fault"),
            }
            for _, event in watched.seen
            if event["event"] != "look"
        ],
    }


def listen(watched: Watched, seconds: float) -> None:
    """Keep every event of the next seconds."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            watched.seen.append(watched.events.get(timeout=left))
        except queue.Empty:
            return


def moments(events: list[dict[str, Any]], start: float, begins: list[tuple[float, str]]) -> list[dict[str, object]]:
    """The looks among the events, each with the second at which it began and without what a replay does not need."""
    found: list[dict[str, object]] = []
    ended = 0.0
    for event in events:
        if event["event"] != "look":
            continue
        over = instant(event["at"]) - start
        report = event.get("report")
        kept: dict[str, object]
        if report is not None:
            began = instant(report["looks"][0]["at"]) - start
            kept = {"report": {"schema": report["schema"], "looks": [slim(look) for look in report["looks"]]}}
        else:
            glance = {part: value for part, value in event["glance"].items() if value is not None}
            took = min(duration(glance), max(0.01, over - ended))
            began = max(0.0, over - took)
            kept = {"took": round(took, 3), "glance": {part: rounded(value) for part, value in glance.items()}}
        phase = [phase for at, phase in begins if at <= began or at == begins[0][0]][-1]
        found.append({"t": round(began, 3), "phase": phase, **kept})
        ended = over
    return found


def slim(look: dict[str, Any]) -> dict[str, object]:
    """A look without what a replay finds out anew."""
    checks = [{key: check[key] for key in KEPT if check.get(key) not in (None, {})} for check in look["checks"]]
    return {"at": look["at"], "confirming": look["confirming"], "checks": checks}


def duration(glance: dict[str, Any]) -> float:
    """About how many seconds a light look took, which it does not tell: as long as its slowest answer."""
    silent = [SILENT_S.get(part, 1.0) for part in ("gateway", "far", "names", "focus") if glance.get(part) is False]
    answered = [float(value) / 1000 for part, value in glance.items() if part.endswith("_ms")]
    return max([0.01, *silent, *answered, *([0.5] if glance.get("focus") else [])])


def rounded(value: object) -> object:
    """Milliseconds need no more than two places."""
    return round(value, 2) if isinstance(value, float) else value


def instant(text: object) -> float:
    """Seconds since 1970."""
    return datetime.fromisoformat(str(text)).timestamp()
