"""Starts Wine on the lab's computer, with a drive C of its own, before anything is broken."""

from pathlib import Path

from ..box import Broken
from ..lab import Lab
from . import made

START_S = 30.0
FIRST_USE = "import ssl; ssl.enum_certificates('ROOT')"
"""Wine reads the trusted roots when a first program asks, and answers others wrongly meanwhile."""


def python_beside(program: str) -> Path | None:
    """The Windows Python of a program, where it is the Windows one or a copy of it."""
    python = Path(program).parent / "python" / "python.exe"
    return python if python.exists() else None


class Session:
    """A running Wine in one lab; its server and its services live in the lab's namespaces and end with them."""

    def __init__(self, lab: Lab, python: Path) -> None:
        self.lab = lab
        self.python = python
        self.adapters: frozenset[str] = frozenset()

    def start(self) -> None:
        """Give the computer its drive C and start Windows' services, as they run long before an outage."""
        prefix = self.lab.folder / "wine"
        made.copy_prefix(prefix)
        # What the program keeps stands where the stories look for it.
        kept = self.lab.folder / "state" / "state" / "netcheck"
        kept.mkdir(parents=True, exist_ok=True)
        for person in (prefix / "drive_c" / "users").glob("*/AppData/Local"):
            (person / "netcheck").symlink_to(kept)
        self.lab.program_environment |= made.wine_settings(prefix)
        self._boot()

    def before_the_fault(self) -> None:
        """Remember which adapters there are."""
        self.adapters = self._adapters()

    def after_the_fault(self) -> None:
        """Start anew where Wine would not notice what has happened.

        Its services go on listing adapters that are gone, and the clock of all its programs is its server's.
        """
        if self.adapters - self._adapters() or "LD_PRELOAD" in self.lab.program_environment:
            self._run(made.WINE_SERVER, "--kill")
            self._run(made.WINE_SERVER, "--wait")
            self._boot()

    def _boot(self) -> None:
        self._run(made.WINE_SERVER, "--persistent=3600")
        self._run(made.WINE, "wineboot")
        self._run(made.WINE, str(self.python), "-c", FIRST_USE)

    def _adapters(self) -> frozenset[str]:
        return frozenset(line.split(":")[1].strip() for line in self.lab.pc.run("ip", "-o", "link").splitlines())

    def _run(self, program: Path, *arguments: str) -> None:
        try:
            # Windows itself sends the echoes of its users, and hears what comes back; the program has no such right.
            made.run_quietly([*self.lab.inside("net_raw"), str(program), *arguments], self.lab.environment(), START_S)
        except made.CannotMake as error:
            raise Broken(str(error)) from error
