"""Measures each format of report: size, and how long it takes to make: .venv/bin/python -m tests.bench.report.

The records are made of a recorded outage, nothing is probed. With --commands, whole commands too: from the start of the
process to its end, of a history that is made for it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

from netcheck import wiring
from netcheck.core.diagnose import conclude, path_of
from netcheck.core.history import Gap
from netcheck.core.model import merged
from netcheck.core.outage_log import log_of
from netcheck.core.record import Record
from netcheck.core.redaction import Level, redact
from netcheck.core.redaction_secrets import Secrets
from netcheck.core.watching import Event, Happened
from netcheck.reports.json import read_looks
from netcheck.world.history import HistoryFile
from tests.fake_record import MADE, VIENNA, of_log, of_look, of_outage, past

ROOT = Path(__file__).resolve().parents[2]
STORY = ROOT / "tests" / "scenarios" / "announced-outage.json"
YEAR_OUTAGES, YEAR_NIGHTS = 180, 365
"""Of a bad line: an outage every second day, and a computer that sleeps each night."""
LIMITS = "each under 1 MB; PDF under 0.5 s, and so its whole command"


def records() -> Mapping[str, Record]:
    """What is written: a recorded outage of twenty minutes, its look alone, and a year with 180 outages."""
    looks = read_looks(json.loads(STORY.read_text(encoding="utf-8"))["report"])
    verdict, answers = conclude(looks), merged(looks)
    outage, look = of_outage(), of_look()
    known, plain = outage.past, look.report
    assert known is not None
    assert plain is not None
    seen = replace(plain, verdict=verdict, looks=tuple(looks), path=path_of(answers, verdict))
    told = replace(known, outage=replace(known.outage, verdict=verdict), first_evidence=verdict.evidence)
    one = past()
    begins = [MADE - timedelta(days=2 * n + 1, hours=n % 24) for n in range(YEAR_OUTAGES)]
    outages = [
        replace(one, outage=replace(one.outage, id=f"{n:032x}", down_since=at, up_since=at + timedelta(minutes=20)))
        for n, at in enumerate(begins)
    ]
    nights = [MADE - timedelta(days=n, hours=8) for n in range(YEAR_NIGHTS)]
    gaps = [Gap(at, at + timedelta(hours=7), "asleep") for at in reversed(nights)]
    log = log_of(outages, gaps, MADE - timedelta(days=365), MADE, VIENNA)
    return {
        "outage": replace(outage, report=seen, past=told),
        "look": replace(look, report=seen),
        "log of a year": replace(of_log(), log=log),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.report", description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="of which the median counts (default 9)")
    parser.add_argument("--commands", action="store_true", help="whole commands, too")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.perf_counter()
    from netcheck.gui.pdf import pdf_of

    imported = time.perf_counter() - began
    print(f"{'record':15}{'format':10}{'kB':>8}{'first ms':>10}{'median ms':>11}")
    for name, record in records().items():
        began = time.perf_counter()
        told = redact(record, Level.HELPDESK, Secrets())
        print(f"{name:15}{'redacted':10}{'':8}{'':10}{1000 * (time.perf_counter() - began):11.1f}")
        ready = replace(told.record, redaction="helpdesk")
        ways: dict[str, Callable[[Record], bytes]] = {each: _writer(each) for each in sorted(wiring.formats())}
        ways["pdf"] = lambda record: pdf_of(record, zone=VIENNA)
        for each, write in ways.items():
            times = []
            data = b""
            for _ in range(max(1, options.runs)):
                began = time.perf_counter()
                data = write(ready)
                times.append(1000 * (time.perf_counter() - began))
            print(f"{name:15}{each:10}{len(data) / 1000:8.1f}{times[0]:10.1f}{median(times):11.1f}", flush=True)
    print(f"importing what makes PDF, once: {1000 * imported:.0f} ms   ({LIMITS})")
    if options.commands:
        _commands(options.runs)
    return 0


def _writer(format_id: str) -> Callable[[Record], bytes]:
    return lambda record: wiring.written(record, format_id, zone=VIENNA)


def _commands(runs: int) -> None:
    """`netcheck report` in a process of its own, with a history of its own."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "HOME": folder, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
        env |= {f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("DATA", "CONFIG", "STATE", "CACHE")}
        env.pop("QT_QPA_PLATFORM", None)
        env.pop("DISPLAY", None)
        kept = HistoryFile(Path(env["XDG_DATA_HOME"]) / "netcheck")
        one = past()
        event = Event(one.outage.down_since, Happened.OUTAGE_STARTED, one.outage.verdict, one.outage)
        kept.add(replace(event, outage=replace(one.outage, up_since=None)))
        kept.add(replace(event, at=MADE, kind=Happened.RESTORED))
        kept.close()
        for suffix in ("txt", "html", "pdf"):
            times = []
            for _ in range(max(1, runs)):
                command = [sys.executable, "-m", "netcheck", "report", "-o", f"{folder}/a.{suffix}"]
                began = time.perf_counter()
                subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, timeout=60, cwd=folder)
                times.append(time.perf_counter() - began)
            print(f"whole command, {suffix:5} median {median(times):.2f} s   fastest {min(times):.2f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
