"""One box of the lab: a network namespace with a name, and the verbs that break and mend it."""

import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path


class Broken(RuntimeError):
    """The lab itself could not do something; never a verdict on the program."""


def run(command: Sequence[str], given: str | None = None, check: bool = True, timeout: float = 20) -> str:
    """Run a command to its end and give back what it printed."""
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=timeout)
    if check and done.returncode:
        raise Broken(f"{' '.join(command)[:300]}: {done.stderr.strip()[:400]} {(given or '')[:600]}")
    return done.stdout


class Box:
    """A computer, switch or router of the lab, worked on from outside."""

    def __init__(self, name: str, folder: Path, undo: list[Callable[[], object]]) -> None:
        self.name = name
        self.folder = folder
        self.undo = undo
        self.rules = 0

    @property
    def enter(self) -> list[str]:
        """The start of a command line that runs inside this box's network."""
        return ["nsenter", f"--net=/run/netns/{self.name}"]

    def run(self, *command: str, given: str | None = None, check: bool = True) -> str:
        """Run a command inside this box's network."""
        return run([*self.enter, *command], given, check)

    def ip(self, *lines: str, check: bool = True) -> None:
        """Run lines of `ip -batch` in this box; those that start with -6 apart, since a batch has one family."""
        for family, chosen in (
            ("-4", [each for each in lines if not each.startswith("-6 ")]),
            ("-6", [each[3:] for each in lines if each.startswith("-6 ")]),
        ):
            if chosen:
                run(
                    ["ip", family, "-n", self.name, *([] if check else ["-force"]), "-batch", "-"],
                    "\n".join(chosen) + "\n",
                    check,
                )

    def nft(self, text: str) -> None:
        """Load nftables text in this box."""
        self.run("nft", "-f", "-", given=text)

    def set(self, **values: str | int) -> None:
        """Set values below /proc/sys/net; a double underscore stands for a slash, a single one for itself."""
        lines = [f"echo '{value}' > /proc/sys/net/{key.replace('__', '/')}" for key, value in values.items()]
        self.run("sh", "-ec", "\n".join(lines))

    def table(self, chains: str, family: str = "inet") -> Callable[[], None]:
        """Add a table of rules that a repair takes away again; the way to do so by itself is given back."""
        self.rules += 1
        name = f"fault{self.rules}"
        self.nft(f"table {family} {name} {{\n{chains}\n}}\n")

        def remove() -> None:
            self.run("nft", "delete", "table", family, name, check=False)

        self.undo.append(remove)
        return remove

    def hook(
        self,
        hook: str,
        *rules: str,
        priority: str = "-300",
        kind: str = "filter",
        family: str = "inet",
    ) -> Callable[[], None]:
        """Add rules at one hook: -300 in prerouting is early enough to keep expired packets unanswered."""
        body = "\n".join(rules)
        return self.table(f"chain rules {{ type {kind} hook {hook} priority {priority};\n{body}\n}}", family)

    def drop(self, *matches: str, hook: str = "prerouting") -> Callable[[], None]:
        """Let packets that match vanish; without a match all vanish."""
        return self.hook(hook, *(f"{each} drop" for each in (matches or ("",))))

    def refuse(self, match: str, how: str = "icmpx type admin-prohibited", hook: str = "forward") -> Callable[[], None]:
        """Turn packets that match away with an ICMP error from this box."""
        return self.hook(hook, f"{match} reject with {how}", priority="-10")

    def lose(self, percent: int, match: str = "", hook: str = "prerouting", family: str = "inet") -> Callable[[], None]:
        """Lose that share of packets by chance, never by counting."""
        return self.hook(hook, f"{match} numgen random mod 100 < {percent} drop", family=family)

    def silence(self) -> Callable[[], None]:
        """Make the box deaf and dumb over IP; like a hung one it still answers who-has."""
        keep = "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, nd-router-solicit } accept"
        return self.hook("prerouting", 'iifname "lo" accept', keep, "drop")

    def link(self, adapter: str, state: str) -> None:
        """Switch an adapter of this box up or down; remember the way back."""
        self.ip(f"link set {adapter} {state}")
        other = {"up": "down", "down": "up"}[state]
        self.undo.append(lambda: self.ip(f"link set {adapter} {other}"))


class Daemon:
    """A process of the lab that a scenario may stop, freeze or start again."""

    def __init__(
        self, name: str, command: Sequence[str], folder: Path, environment: dict[str, str] | None = None
    ) -> None:
        self.name = name
        self.command = list(command)
        self.folder = folder
        self.environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"} | (environment or {})
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start the process, its words going to a log of its own."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment
            )

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End the process at once, frozen or not."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(5)

    def freeze(self) -> None:
        """Stop the process without ending it: the kernel goes on accepting connections for it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    def words(self) -> str:
        """The last words of the log."""
        return (self.folder / f"{self.name}.log").read_text(errors="replace")[-600:]
