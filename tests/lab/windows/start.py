"""Starts the Windows netcheck on the lab's computer: what stands there as the program `netcheck`.

Paths among the arguments are given as Windows spells them. `netcheck python ...` starts the Windows Python instead.
SIGINT is Ctrl-C (CTRL_C_EVENT, which Wine makes of it); SIGTERM ends the program as the Task Manager does, unasked.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

WINE = "/usr/lib/wine/wine64"
NOT_WINDOWS = ("SSL_CERT_", "XDG_")
"""Variables that a Windows has not; Wine would hand them on."""


def main(folder: Path, arguments: list[str]) -> int:
    """Run what is in this folder to its end, pass on what it prints, and give back its exit code."""
    spelt = ["Z:" + each.replace("/", "\\") if each.startswith("/") else each for each in arguments]
    chosen = spelt[1:] if spelt[:1] == ["python"] else ["-m", "netcheck", *spelt]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(NOT_WINDOWS)}
    one_adapter = folder / "one_adapter.so"
    if one_adapter.exists():
        environment["LD_PRELOAD"] = ":".join(filter(None, (environment.get("LD_PRELOAD"), str(one_adapter))))
    process = subprocess.Popen(
        [WINE, str(folder / "python" / "python.exe"), *chosen],
        env=environment,
        stdin=subprocess.DEVNULL,
        # Pipes, since Wine's Python does not start with a file as its output.
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Away from the terminal, whose Ctrl-C would reach it a second time.
        process_group=0,
    )
    signal.signal(signal.SIGINT, lambda *_: process.send_signal(signal.SIGINT))
    signal.signal(signal.SIGTERM, lambda *_: process.kill())
    pumps = [
        threading.Thread(target=pump, args=pair)
        for pair in ((process.stdout, sys.stdout.buffer), (process.stderr, sys.stderr.buffer))
    ]
    for each in pumps:
        each.start()
    for each in pumps:
        each.join()
    return process.wait()


def pump(source: IO[bytes] | None, target: IO[bytes]) -> None:
    """Pass on what comes, line by line."""
    for line in source or ():
        target.write(line)
        target.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
