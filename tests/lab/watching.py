"""Measures `netcheck watch` in one scenario: how soon an outage and its end are told, and what watching costs."""

import json
import os
import queue
import random
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from .box import Broken
from .inside import Stage
from .lab import Lab
from .windows.session import python_beside

HEALTHY_S = 60.0
TOLD_S, RESTORED_S = 40.0, 30.0
"""Patience for the two events; far over what is asked for."""


CONSOLE_EVENT = Path(__file__).parent / "windows" / "console_event.py"
CTRL_BREAK, CLOSED = 1, 2
"""Events of a Windows console, wincon.h."""


class Watched:
    """A running `netcheck watch --json` and its events, each with the moment at which it was printed."""

    def __init__(self, lab: Lab, program: str, config: object, *more: str) -> None:
        self.program = program
        self.words = (lab.folder / "watch.stderr").open("wb")
        self.process = subprocess.Popen(
            [*lab.inside(), program, "watch", "--json", *more, *(["--config", str(config)] if config else [])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.words,
            env=lab.environment(),
            cwd=lab.folder,
            text=True,
        )
        self.events: queue.SimpleQueue[tuple[float, dict[str, Any]]] = queue.SimpleQueue()
        self.seen: list[tuple[float, dict[str, Any]]] = []
        self.folder = lab.folder
        self.lab = lab
        self.windows = python_beside(program) is not None
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.events.put((time.monotonic(), json.loads(line)))

    def until(self, *kinds: str, seconds: float) -> tuple[float, dict[str, Any]]:
        """The next event of one of these kinds and its moment."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = self.events.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                told = [f"{each['event']} {(each.get('verdict') or {}).get('fault')}" for _, each in self.seen][-12:]
                words = (self.folder / "watch.stderr").read_text(errors="replace")[-600:]
                raise Broken(f"no {' or '.join(kinds)} within {seconds:.0f} s; told: {told} {words}") from None
            self.seen.append(found)
            if found[1]["event"] in kinds:
                return found

    def heard(self, seconds: float) -> list[dict[str, Any]]:
        """All events of this time."""
        deadline, found = time.monotonic() + seconds, []
        while (left := deadline - time.monotonic()) > 0:
            try:
                self.seen.append(self.events.get(timeout=left))
            except queue.Empty:
                break
            found.append(self.seen[-1][1])
        return found

    def told(self) -> list[str]:
        """The kinds of all events that were taken so far, looks left out."""
        return [each["event"] for _, each in self.seen if each["event"] != "look"]

    def usage(self) -> float:
        """CPU seconds of the process so far."""
        fields = open(f"/proc/{self.number()}/stat").read().rpartition(")")[2].split()  # noqa: PTH123, SIM115
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_kb(self) -> int:
        """Resident memory."""
        for line in open(f"/proc/{self.number()}/status"):  # noqa: PTH123, SIM115
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        return 0

    def number(self) -> int:
        """The process that watches: our own child, or the Windows program, which the starter is waiting for."""
        if not self.windows:
            return self.process.pid
        return int(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()[0])

    def end(self) -> tuple[int, float]:
        """End it with SIGTERM, on Windows with Ctrl-C; its exit code and how long that took in seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT if self.windows else signal.SIGTERM)
        code = self.process.wait(10)
        return code, time.monotonic() - began

    @property
    def ended_well(self) -> int:
        """The exit code of such an end."""
        return 130 if self.windows else 143

    def kill(self) -> None:
        """End it unasked: SIGKILL, or what the Task Manager does."""
        self.process.send_signal(signal.SIGTERM if self.windows else signal.SIGKILL)
        self.process.wait(10)

    def console_event(self, event: int) -> int:
        """End it by one of the other events of a Windows console; its exit code. No second one may be watching."""
        command = [*self.lab.inside(), self.program, "python", str(CONSOLE_EVENT), str(event)]
        told = subprocess.run(command, env=self.lab.environment(), stdin=subprocess.DEVNULL, timeout=20)
        if told.returncode:
            raise Broken("the console's event reached nobody")
        return self.process.wait(10)

    def stop(self) -> None:
        """Let it stand still, as a computer that sleeps does."""
        os.kill(self.number(), signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on."""
        os.kill(self.number(), signal.SIGCONT)


def watch(stage: Stage, program: str, traffic: bool, rest_s: float) -> dict[str, object]:
    """Watch a healthy home, break it at a random moment, repair it, and tell the times in seconds."""
    stage.raise_curtain()
    lab = stage.lab
    watched = Watched(lab, program, stage.config)
    outcome: dict[str, object] = {"scenario": stage.scenario.name, "traffic": traffic}
    try:
        _, first = watched.until("look", seconds=15)
        outcome["first"] = first["verdict"]["fault"]
        if traffic:
            # A story of names alone needs a person who waits for names: other traffic goes on as ever.
            kind = ["names"] if stage.scenario.segment == "isp" else []
            lab.serve("pc", "user", lab.home.name_servers[0], "120", *kind, name="user")
        time.sleep(rest_s)
        began = time.monotonic()
        stage.break_it()
        told, event = watched.until("outage_started", seconds=TOLD_S)
        outcome |= {"told_s": round(told - began, 2), "fault": event["verdict"]["fault"]}
        outcome["right"] = event["verdict"]["fault"] in stage.scenario.codes
        time.sleep(random.uniform(4, 8))
        lab.program_environment.clear()
        began = time.monotonic()
        lab.repair()
        back, _ = watched.until("back", "restored", seconds=RESTORED_S)
        restored = watched.seen[-1]
        if restored[1]["event"] != "restored":
            restored = watched.until("restored", seconds=RESTORED_S)
        outcome |= {"back_s": round(back - began, 2), "restored_s": round(restored[0] - began, 2)}
        outcome["outage"] = restored[1]["outage"]
    finally:
        outcome["exit"], ended = watched.end()
        outcome["ended_well"] = outcome["exit"] == watched.ended_well
        outcome["end_s"] = round(ended, 3)
        outcome["events"] = watched.told()
    return outcome


def healthy(stage: Stage, program: str) -> dict[str, object]:
    """What watching costs in a healthy minute: packets, bytes, CPU and memory."""
    stage.raise_curtain()
    lab = stage.lab
    watched = Watched(lab, program, stage.config)
    try:
        watched.until("look", seconds=15)
        time.sleep(3)
        packets, sent, cpu = lab.packets(), lab.bytes_sent(), watched.usage()
        time.sleep(HEALTHY_S)
        return {
            "scenario": stage.scenario.name,
            "packets": lab.packets() - packets,
            "bytes": lab.bytes_sent() - sent,
            "cpu_percent": round((watched.usage() - cpu) / HEALTHY_S * 100, 3),
            "memory_kb": watched.memory_kb(),
            "looks": watched.events.qsize(),
        }
    finally:
        watched.end()
