"""The lab's command line: lists scenarios, measures the program in them, opens a shell in one, or records one."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from . import demo, enclosure
from .running import PROGRAM, ROOT, Record, run_inside, run_scenario, windows_program
from .scenario import Scenario, all_scenarios, chosen
from .windows import cannot, side_by_side


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.lab", description=__doc__)
    parser.add_argument("--all", action="store_true", help="run every scenario")
    parser.add_argument("--scenario", nargs="+", default=[], metavar="NAME", help="run these (globs allowed)")
    parser.add_argument("--jobs", type=int, default=1, help="labs at once")
    parser.add_argument("--again", action="store_true", help="measure wrong ones once more, alone; that run counts")
    parser.add_argument("--repeat", type=int, default=1, help="times each")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="the program to measure")
    parser.add_argument("--windows", action="store_true", help="measure the Windows program, under Wine")
    parser.add_argument("--list", action="store_true", help="list the scenarios; with --windows those Wine can't show")
    parser.add_argument(
        "--table",
        nargs=2,
        type=Path,
        metavar=("LINUX", "WINDOWS"),
        help="set two outputs of --json side by side, in Markdown",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--keep-output", type=Path, metavar="DIR", help="store each run's report and stderr")
    parser.add_argument("--packets", action="store_true", help="show the packets the computer sent")
    parser.add_argument(
        "--shell", nargs="?", const="healthy", metavar="NAME", help="open a shell on the computer of a staged lab"
    )
    parser.add_argument(
        "--record",
        nargs=2,
        metavar=("FILE", "NAME"),
        help="write a timeline: healthy, broken, repaired",
    )
    parser.add_argument(
        "--ask", nargs="+", metavar=("NAME", "QUESTION"), help="ask the wire of a staged lab, without the program"
    )
    return parser.parse_args(arguments)


def list_scenarios(windows: bool) -> None:
    """Print what there is, or what of it Wine cannot show and why."""
    every = all_scenarios().values()
    if windows:
        shown, left_out = cannot.split(every)
        print(*(f"{name:44} {why}" for name, why in left_out.items()), sep="\n")
        print(f"{len(shown)} scenarios can be shown under Wine, {len(left_out)} cannot.")
        return
    for each in every:
        print(f"{each.name:44} {each.side:9} {each.segment:9} {','.join(each.codes):34} {each.story}")


def measured(scenarios: list[Scenario], options: argparse.Namespace) -> Iterator[Record]:
    """Run the scenarios, several labs at once where asked, and give each record as it comes."""
    with ThreadPoolExecutor(max(1, options.jobs)) as pool:
        waiting = [
            pool.submit(run_scenario, each, options.program.absolute())
            for each in scenarios
            for _ in range(options.repeat)
        ]
        for each in as_completed(waiting) if options.jobs > 1 else waiting:
            yield each.result()


def row(record: Record, packets: bool) -> str:
    """One line of the table."""
    verdict, outcome = record.verdict, record.outcome
    sent = f"{outcome.get('packets', 0):5} " if packets else ""
    mark = "right" if record.right else ("WRONG SIDE" if record.accuses_wrongly else "wrong")
    return (
        f"{record.scenario.name:44} {verdict.get('side') or '-':9} {verdict.get('segment') or '-':9} "
        f"{verdict.get('fault') or '-':22} {verdict.get('confidence') or '-':9} {outcome.get('seconds', 0):6.2f} "
        f"{outcome.get('cpu_s', 0):5.2f} {sent}{mark}{': ' + record.complaint if record.complaint else ''}"
    )


def store(record: Record, folder: Path, number: int) -> None:
    """Keep a run's whole outcome and the program's words."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{record.scenario.name}-{number:03}"
    (folder / f"{name}.json").write_text(json.dumps(record.outcome, indent=1))
    (folder / f"{name}.stderr").write_text(str(record.outcome.get("stderr", "")))


def again(record: Record, options: argparse.Namespace) -> Record:
    """Measure once more, alone, what was not right while other labs shared the machine; say so either way."""
    if record.right:
        return record
    second = run_scenario(record.scenario, options.program)
    print(f"once more, alone: {row(second, options.packets)}", file=sys.stderr if options.json else sys.stdout)
    return second


def measure(scenarios: list[Scenario], options: argparse.Namespace) -> int:
    """Run, print, and sum up; 0 when all were right."""
    if not options.program.exists():
        print(f"There is no program at {options.program}.", file=sys.stderr)
        return 2
    records: list[Record] = []
    if not options.json:
        print(
            f"{'scenario':44} {'side':9} {'segment':9} {'fault':22} {'sure':9} {'time':>6} {'cpu':>5}"
            f"{'  sent' if options.packets else ''}"
        )
    for number, each in enumerate(measured(scenarios, options)):
        records.append(each)
        if options.keep_output:
            store(each, options.keep_output, number)
        if not options.json:
            print(row(each, options.packets), flush=True)
    if options.again:
        records = [again(each, options) for each in records]
    failed = [each for each in records if not each.right]
    accused = [each for each in records if each.accuses_wrongly]
    times = sorted(float(each.outcome.get("seconds", 0)) for each in records)
    if options.json:
        print(
            json.dumps(
                {
                    "passed": len(records) - len(failed),
                    "failed": len(failed),
                    "wrong_accusations": len(accused),
                    "runs": [
                        {key: value for key, value in each.outcome.items() if key != "report"}
                        | {
                            "expected": {
                                "side": each.scenario.side,
                                "segment": each.scenario.segment,
                                "codes": list(each.scenario.codes),
                                "sides": list(each.scenario.sides),
                            }
                        }
                        for each in records
                    ],
                },
                indent=1,
            )
        )
        return 1 if failed else 0
    for each in accused:
        print(
            f"WRONG ACCUSATION: {each.scenario.name}: {each.verdict.get('fault')} ({each.verdict.get('side')}), "
            f"but the fault is {each.scenario.codes[0]} ({each.scenario.side})"
        )
    print(f"median {times[len(times) // 2]:.2f} s, longest {times[-1]:.2f} s, {len(accused)} wrong accusations")
    print(f"{len(records) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def show_side_by_side(linux: Path, windows: Path) -> int:
    """Print the table of two stored outputs."""
    _, left_out = cannot.split(all_scenarios().values())
    beside, under = (json.loads(each.read_text())["runs"] for each in (linux, windows))
    print(*side_by_side.table(beside, under, left_out), sep="\n")
    return 0


def shell(name: str, program: Path) -> int:
    """Open a shell in a staged lab."""
    with tempfile.TemporaryDirectory(prefix="netlab-") as folder:
        command = enclosure.command("shell", name, "--program", str(program), "--folder", folder)
        return subprocess.run(command, cwd=ROOT, env=enclosure.environment()).returncode


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says."""
    options = parse(arguments)
    if options.table:
        return show_side_by_side(*options.table)
    if options.list or not (options.all or options.scenario or options.shell or options.record or options.ask):
        list_scenarios(options.windows)
        return 0
    against = enclosure.reason_against()
    if against:
        print(against, file=sys.stderr)
        return enclosure.SKIP
    if options.windows and (code := windows_program(options)):
        return code
    try:
        if options.shell:
            return shell(chosen([options.shell])[0].name, options.program.absolute())
        if options.ask:
            for each in chosen([options.ask[0]]):
                found = run_inside("ask", each.name, options.program.absolute(), *options.ask[1:])
                print(each.name, *(found.get("look", found).items()), sep="\n  ")
            return 0
        if options.record:
            return demo.record(options.record[1], Path(options.record[0]), options.program.absolute())
        scenarios = chosen(["*"] if options.all else options.scenario)
        if options.windows:
            scenarios, left_out = cannot.split(scenarios)
            for name, why in left_out.items():
                print(f"{name:44} not under Wine: {why}", file=sys.stderr if options.json else sys.stdout)
            if not scenarios:
                return 0  # each was named above, with its reason
        return measure(scenarios, options)
    except KeyError as error:
        print(error.args[0], file=sys.stderr)
        return 64


if __name__ == "__main__":
    sys.exit(main())
