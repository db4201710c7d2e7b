"""Runs inside the lab's namespaces: stages one scenario, runs the program in it, and tells what came out."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from . import enclosure
from .box import Broken
from .lab import Lab
from .scenario import Scenario, chosen
from .windows import otherwise
from .windows.session import Session, python_beside

PROGRAM_S = 90.0


def run_program(lab: Lab, program: str, config: Path | None, arguments: tuple[str, ...] = ()) -> dict[str, object]:
    """Run `netcheck diagnose --json` on the computer and measure it from outside."""
    command = [*lab.inside(), program, "diagnose", "--json", *(["--config", str(config)] if config else []), *arguments]
    before, asked = lab.packets(), lab.page_asked()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as words:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=words, env=lab.environment(), cwd=lab.folder
        )
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            seconds = time.monotonic() - start
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            if seconds > PROGRAM_S:
                process.kill()
            time.sleep(0.005)
        out.seek(0)
        words.seek(0)
        printed, said = out.read().decode(errors="replace"), words.read().decode(errors="replace")
    try:
        report = json.loads(printed)
    except ValueError:
        report = None
    return {
        "exit": process.returncode,
        "seconds": round(seconds, 3),
        "own_s": round(report.get("duration_ms", 0) / 1000, 3) if isinstance(report, dict) else None,
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
        "memory_kb": usage.ru_maxrss,
        "packets": lab.packets() - before,
        "asked": lab.page_asked() - asked,
        "report": report,
        "stderr": said[-8000:],
        "printed": "" if report is not None else printed[-2000:],
    }


def verdict_of(run: dict[str, object]) -> dict[str, object]:
    """The verdict of a run, empty where the program gave none."""
    report = run["report"]
    found = report.get("verdict") if isinstance(report, dict) else None
    return found if isinstance(found, dict) else {}


class Stage:
    """One scenario in one lab, from the healthy home to the repaired one."""

    def __init__(self, scenario: Scenario, folder: Path, windows_python: Path | None = None) -> None:
        self.scenario = otherwise.staged(scenario) if windows_python else scenario
        self.lab = Lab(scenario.home, folder)
        self.wine = Session(self.lab, windows_python) if windows_python else None
        self.config: Path | None = None

    def raise_curtain(self) -> None:
        """Build the healthy home and settle what the scenario wants from the start."""
        self.lab.start()
        if self.scenario.config:
            self.config = self.lab.folder / "settings.toml"
            self.config.write_text(self.scenario.config)
        if self.scenario.ping == "closed":
            self.lab.pc.set(ipv4__ping_group_range="1 0")
        if self.wine:
            self.wine.start()
        self.scenario.before(self.lab)
        self.lab.undo.clear()

    def break_it(self) -> None:
        """Stage the fault; what was done before it belongs to the home, and a repair leaves it alone."""
        self.lab.undo.clear()
        self.lab.program_environment |= dict(self.scenario.environment)
        if self.wine:
            self.wine.before_the_fault()
        self.scenario.stage(self.lab)
        if self.wine:
            self.wine.after_the_fault()
        time.sleep(self.scenario.settle)


def measure(stage: Stage, program: str) -> dict[str, object]:
    """Run the program once in the scenario, after a healthy look where the scenario wants one."""
    scenario = stage.scenario
    stage.raise_curtain()
    healthy = run_program(stage.lab, program, stage.config, scenario.arguments) if scenario.usual else None
    stage.break_it()
    run = run_program(stage.lab, program, stage.config, scenario.arguments)
    verdict, report = verdict_of(run), run["report"]
    exit_code = run["exit"]
    wrong = scenario.judge(verdict, exit_code if isinstance(exit_code, int) else -1) if verdict else ["no report"]
    if isinstance(report, dict) and isinstance(run["asked"], int):
        wrong += scenario.judge_words(report, run["asked"])
        wrong += scenario.check(stage.lab, report) if scenario.check else []
    return {
        "scenario": scenario.name,
        "right": not wrong,
        "wrong": wrong,
        "accuses_wrongly": scenario.accuses_wrongly(verdict),
        "verdict": {key: verdict.get(key) for key in ("side", "segment", "fault", "also", "confidence", "headline")},
        "usual": verdict_of(healthy).get("fault") if healthy else None,
        **run,
    }


def open_shell(stage: Stage, program: str) -> None:
    """Give the person a shell on the computer, as the ordinary user the program runs as."""
    stage.raise_curtain()
    stage.break_it()
    place = str(Path(program).parent)
    settings = f" --config {stage.config}" if stage.config else ""
    print(
        f"{stage.scenario.name}: {stage.scenario.story}\nOn the computer now; try: netcheck diagnose{settings}",
        file=sys.stderr,
    )
    environment = stage.lab.environment() | {
        "PATH": f"{place}:{stage.lab.environment()['PATH']}",
        "PS1": "pc$ ",
        "TERM": os.environ.get("TERM", "dumb"),
    }
    subprocess.run([*stage.lab.inside(), "bash", "--norc", "-i"], env=environment, cwd=stage.lab.folder)


def questions(stage: Stage, asked: list[str]) -> dict[str, object]:
    """Ask the wire itself in the staged scenario, without the program."""
    stage.raise_curtain()
    stage.break_it()
    return {"scenario": stage.scenario.name, "look": stage.lab.look(*[fill(each, stage.lab) for each in asked])}


def fill(question: str, lab: Lab) -> str:
    """Put this lab's own addresses into a question."""
    return question.format(router=lab.home.router4, computer=lab.home.computer4, line=lab.home.line4)


def main() -> int:
    """Do one thing in one lab and print the outcome as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "deed", choices=("measure", "record", "shell", "ask", "watch", "rest", "window", "learn", "story")
    )
    parser.add_argument("scenario")
    parser.add_argument("--program", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("questions", nargs="*")
    options = parser.parse_intermixed_args()
    from . import recording, watching, watching_stories  # they need Stage, which stands here

    enclosure.prepare()
    told = watching_stories.STORIES.get(options.scenario) if options.deed == "story" else None
    scenario = told.stage(options.scenario) if told else chosen([options.scenario])[0]
    stage = Stage(scenario, Path(options.folder), python_beside(options.program))
    try:
        if options.deed == "shell":
            open_shell(stage, options.program)
            return 0
        if options.deed == "ask":
            outcome = questions(stage, options.questions)
        elif options.deed == "watch":
            traffic, rest_s = options.questions
            outcome = watching.watch(stage, options.program, traffic == "traffic", float(rest_s))
        elif options.deed == "learn":
            from . import learning  # it needs watching

            outcome = learning.learn(stage, options.program, options.questions[0])
        elif options.deed == "story":
            outcome = watching_stories.play(options.scenario, stage, options.program)
        elif options.deed == "rest":
            outcome = watching.healthy(stage, options.program)
        elif options.deed == "window":
            from . import desktop  # it needs the programs of a desktop

            shots = Path(options.questions[0]) if options.questions else None
            outcome = desktop.window(stage, options.program, shots)
        elif options.deed == "record":
            acts = [recording.Act.read(each) for each in options.questions]
            outcome = recording.record(stage, options.program, acts)
        else:
            outcome = measure(stage, options.program)
    except (Broken, OSError, subprocess.SubprocessError) as error:
        outcome = {
            "scenario": options.scenario,
            "lab_failed": f"{type(error).__name__}: {error}",
            "trace": traceback.format_exc()[-2000:],
            "logs": stage.lab.last_words(),
        }
    finally:
        stage.lab.stop()
    print(json.dumps(outcome))
    return 0


if __name__ == "__main__":
    sys.exit(main())
