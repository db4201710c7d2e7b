"""Longer stories of watching: faults that change, come back, or end while the program is looking or asleep."""

import json
import random
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from . import certificates
from .box import Broken
from .home import Home
from .inside import Stage
from .lab import Lab
from .scenario import Scenario
from .scenarios_line import silent, six_dark
from .watching import CLOSED, CTRL_BREAK, Watched

CHANGED_S, TOLD_S, RESTORED_S = 45.0, 40.0, 45.0
"""Patience for the events; over what a busy machine takes."""
MAILED_S = 60.0
"""Patience for a report; over the half minute within which it is sent."""
MAIL_HOST = "smtp.firm.example"
MAIL_CONFIG = f"""[delivery]
way = "mail"
mail_to = "desk@firm.example"
mail_from = "me@firm.example"
smtp_host = "{MAIL_HOST}"
"""
ALARMS = ("outage_started", "outage_changed", "relapsed", "flapping")


class Story(NamedTuple):
    """What happens to a home, and what is wrong with what was told of it; empty where nothing is."""

    play: Callable[[Lab, Watched], str]
    home: Home = Home()
    quick: bool = False
    """Part of every run of the tests."""
    config: str = ""

    def stage(self, name: str) -> Scenario:
        """The healthy home that it begins in."""
        return Scenario(name, (self.play.__doc__ or name).strip(), lambda lab: None, home=self.home, config=self.config)


@contextmanager
def broken(lab: Lab, fault: Callable[[Lab], None]) -> Iterator[None]:
    """The fault for as long as this lasts; what was broken before stays broken."""
    mark = len(lab.undo)
    fault(lab)
    try:
        yield
    finally:
        while len(lab.undo) > mark:
            lab.undo.pop()()


def alarms(watched: Watched, seconds: float) -> list[str]:
    """The alarms told within this time."""
    return [event["event"] for event in watched.heard(seconds) if event["event"] in ALARMS]


def fault_that_changes(lab: Lab, watched: Watched) -> str:
    """The provider's resolver dies, then the line too; the line comes back, then the resolver: one outage."""
    lab.resolver_manners("silent")
    _, first = watched.until("outage_started", seconds=TOLD_S)
    with broken(lab, silent):
        _, second = watched.until("outage_changed", seconds=CHANGED_S)
    _, third = watched.until("outage_changed", seconds=CHANGED_S)
    lab.resolver_manners("good")
    _, last = watched.until("restored", seconds=RESTORED_S)
    faults = [each["verdict"]["fault"] for each in (first, second, third)]
    if faults != ["isp-dns-down", "line-down", "isp-dns-down"]:
        return f"told {faults}"
    return "" if len({each["outage"]["id"] for each in (first, second, third, last)}) == 1 else "more than one outage"


def router_restarted_twice(lab: Lab, watched: Watched) -> str:
    """The router is switched off and on twice within minutes, its resolver later than the rest; both are told."""

    def off(home: Lab) -> None:
        home.router.silence()
        home.kill_daemon("dnsmasq")

    up: dict[str, Any] = {}
    for _ in range(2):
        with broken(lab, off):
            _, down = watched.until("outage_started", "relapsed", seconds=TOLD_S)
            if down["verdict"]["side"] != "local":
                return f"told {down['verdict']['fault']}"
            time.sleep(random.uniform(4, 10))
        _, up = watched.until("restored", "flapping", seconds=RESTORED_S)
    return "" if up["event"] == "flapping" and up["outage"]["drops"] == 2 else f"told {up['event']} {up['outage']}"


def repaired_while_it_looks(lab: Lab, watched: Watched) -> str:
    """The line comes back while the program makes sure of the fault: what is told of it is over soon."""
    for _ in range(3):
        with broken(lab, silent):
            time.sleep(random.uniform(4, 11))
        told = [event["event"] for event in watched.heard(25)]
        began = [n for n, kind in enumerate(told) if kind in ("outage_started", "relapsed")]
        if began and not {"restored", "flapping"} & set(told[began[-1] :]):
            return f"told {told}"
    return ""


def asleep_in_a_look(lab: Lab, watched: Watched) -> str:
    """The computer sleeps while a look runs, and wakes in a home that works: nothing but the sleep is told."""
    with broken(lab, silent):
        time.sleep(random.uniform(1.0, 3.0))
        watched.stop()
    time.sleep(35)
    watched.go_on()
    told = [event["event"] for event in watched.heard(20) if event["event"] != "look"]
    return "" if told == ["slept"] else f"told {told}"


def relapse(lab: Lab, watched: Watched) -> str:
    """The line dies again a minute after its return: the same outage, with a drop more."""
    with broken(lab, silent):
        _, first = watched.until("outage_started", seconds=TOLD_S)
    watched.until("restored", seconds=RESTORED_S)
    time.sleep(60)
    with broken(lab, silent):
        _, again = watched.until("relapsed", "outage_started", seconds=TOLD_S)
    same = again["event"] == "relapsed" and again["outage"]["id"] == first["outage"]["id"]
    return "" if same and again["outage"]["drops"] == 2 else f"told {again['event']} {again['outage']}"


def only_six_dies(lab: Lab, watched: Watched) -> str:
    """IPv6 dies and IPv4 works on: no outage; then IPv4 dies too, and is."""
    with broken(lab, six_dark):
        if told := alarms(watched, 40):
            return f"told {told}"
        with broken(lab, silent):
            watched.until("outage_started", seconds=TOLD_S)
        watched.until("restored", seconds=RESTORED_S)
    return ""


def busy_line(lab: Lab, watched: Watched) -> str:
    """Somebody uploads with all there is: slow, and no outage."""
    lab.busy_line(300, 50)
    told = alarms(watched, 50)
    return f"told {told}" if told else ""


def slow_resolver(lab: Lab, watched: Watched) -> str:
    """Names take 0.9 s here, as ever: no outage until there is one, which is told, and its end."""
    if told := alarms(watched, 40):
        return f"told {told}"
    with broken(lab, silent):
        watched.until("outage_started", seconds=TOLD_S)
    watched.until("restored", seconds=RESTORED_S)
    return ""


def blips(lab: Lab, watched: Watched) -> str:
    """The line is gone for a second, again and again, while a person works: nobody is alarmed."""
    lab.serve("pc", "user", lab.home.name_servers[0], "200", name="user")
    for seconds in (0.5, 1.0, 1.5, 1.0):
        with broken(lab, silent):
            time.sleep(seconds)
        if told := alarms(watched, 12):
            return f"told {told} of {seconds} s"
    return ""


def two_terminals(lab: Lab, watched: Watched) -> str:
    """A second terminal watches beside the first, which ends in the outage: one outage, told by both."""
    second = Watched(lab, watched.program, None)
    try:
        with broken(lab, silent):
            _, first = watched.until("outage_started", seconds=TOLD_S)
            _, passed_on = second.until("outage_started", seconds=TOLD_S)
            watched.end()
            second.until("look", seconds=TOLD_S)
        _, last = second.until("restored", seconds=RESTORED_S)
    finally:
        second.end()
    return "" if first["outage"]["id"] == passed_on["outage"]["id"] == last["outage"]["id"] else "more than one outage"


def history_locked_at_the_end(lab: Lab, watched: Watched) -> str:
    """Another program holds the history while an outage begins and netcheck is to end: it ends at once all the same."""
    (file,) = lab.folder.rglob("history.db")
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    try:
        with broken(lab, silent):
            watched.until("outage_started", seconds=TOLD_S)
            code, seconds = watched.end()
    finally:
        db.close()
    return "" if code == watched.ended_well and seconds < 3 else f"exit {code} after {seconds:.1f} s"


def report_after_the_return(lab: Lab, watched: Watched) -> str:
    """A report is made while offline, netcheck is killed, and one that is started after the return mails it once."""
    letters = lab.folder / "letters"
    letters.mkdir()
    certificate = certificates.make_leaf(lab.folder / "certificates", "root", "smtp", [f"DNS:{MAIL_HOST}"])
    lab.serve("inet", "post", str(certificate), str(letters))
    config = lab.folder / "settings.toml"
    with broken(lab, silent):
        _, down = watched.until("outage_started", seconds=TOLD_S)
        netcheck(watched, "report", "--deliver", "--ticket", "4711", "--config", str(config))
        watched.kill()
        second = Watched(lab, watched.program, config)
    try:
        second.until("restored", seconds=RESTORED_S)
        deadline = time.monotonic() + MAILED_S
        while not any(letters.iterdir()) and time.monotonic() < deadline:
            second.heard(1)
        second.heard(15)  # no second one follows
    finally:
        second.end()
    found = [each.read_bytes().decode("ascii") for each in letters.iterdir()]
    (kept,) = json.loads(netcheck(watched, "deliveries", "--json", "--config", str(config)))["deliveries"]
    told = len(found), kept["state"], kept["attempts"], kept["outage"] == down["outage"]["id"]
    if told != (1, "sent", 1, True):
        return f"told {told} {kept}"
    wanted = (f"Message-ID: <{kept['key']}@", "[#4711]", "outage-", "To: desk@firm.example")
    return "" if all(word in found[0] for word in wanted) else f"mailed {found[0][:1000]}"


def ended_in_the_outage(lab: Lab, watched: Watched) -> str:
    """netcheck is ended in every way there is and started again, all in one outage: it stays one."""
    ways: list[tuple[Callable[[Watched], int | None], int | None]] = [(lambda each: each.end()[0], watched.ended_well)]
    if watched.windows:
        ways += [(lambda each: each.console_event(CTRL_BREAK), 143), (lambda each: each.console_event(CLOSED), 143)]
    ways.append((Watched.kill, None))
    codes = []
    with broken(lab, silent):
        _, first = watched.until("outage_started", seconds=TOLD_S)
        for end, _ in ways:
            codes.append(end(watched))
            watched = Watched(lab, watched.program, None)
            watched.until("look", seconds=TOLD_S)
    try:
        _, last = watched.until("restored", seconds=RESTORED_S)
    finally:
        watched.end()
    kept = json.loads(netcheck(watched, "history", "--json"))["outages"]
    if codes != [code for _, code in ways]:
        return f"exit codes {codes}"
    return "" if [each["id"] for each in kept] == [first["outage"]["id"]] == [last["outage"]["id"]] else f"kept {kept}"


def netcheck(watched: Watched, *arguments: str) -> str:
    """What another command of the same program prints. Raises Broken where its exit code is not 0."""
    command = [*watched.lab.inside(), watched.program, *arguments]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=watched.lab.environment(),
        cwd=watched.lab.folder,
        timeout=60,
    )
    if done.returncode:
        raise Broken(f"{arguments}: exit {done.returncode} {done.stderr[-500:]}")
    return done.stdout


STORIES: dict[str, Story] = {
    "fault-that-changes": Story(fault_that_changes, quick=True),
    "router-restarted-twice": Story(router_restarted_twice),
    "repaired-while-it-looks": Story(repaired_while_it_looks),
    "asleep-in-a-look": Story(asleep_in_a_look),
    "relapse": Story(relapse),
    "only-six-dies": Story(only_six_dies),
    "busy-line": Story(busy_line),
    "slow-resolver": Story(slow_resolver, Home(slow_dns=900)),
    "blips": Story(blips, quick=True),
    "report-after-the-return": Story(report_after_the_return, config=MAIL_CONFIG, quick=True),
    "two-terminals": Story(two_terminals),
    "history-locked-at-the-end": Story(history_locked_at_the_end, quick=True),
    "ended-in-the-outage": Story(ended_in_the_outage),
}


def play(name: str, stage: Stage, program: str) -> dict[str, Any]:
    """Play this story to a `netcheck watch` that begins in the healthy home."""
    stage.raise_curtain()
    watched = Watched(stage.lab, program, stage.config)
    try:
        _, first = watched.until("look", seconds=15)
        if first["verdict"]["fault"] != "none":
            raise Broken(f"the first look says {first['verdict']['fault']}")
        time.sleep(random.uniform(2, 6))
        wrong = STORIES[name].play(stage.lab, watched)
    finally:
        if watched.process.poll() is None:
            watched.end()
    return {"story": name, "wrong": wrong, "events": watched.told()}
