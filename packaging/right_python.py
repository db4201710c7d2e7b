"""Sees to it that Python is new enough, and hands over to a newer one where the machine has one.

Everything here must be readable by Python 3.6, or an old Python shows a syntax error instead of the sentence below.
"""

import os
import signal
import subprocess
import sys

OLDEST = (3, 11)
VERSIONS = ("3.13", "3.12", "3.11", "3.14")
# Windows' installer names no program by its version: its launcher "py" finds them.
CANDIDATES = [["py", "-" + each] for each in VERSIONS] if os.name == "nt" else []
CANDIDATES += [["python" + each] for each in VERSIONS]


def use_right_python() -> None:
    """Return if this Python will do; else start the same script again with a newer one, or say what is missing."""
    if sys.version_info[:2] >= OLDEST:
        return
    for words in CANDIDATES:
        if _is_right(words):
            name = " ".join(words)
            print(
                f"This is Python {_number(sys.version_info[:2])}, which is too old for netcheck. Using {name} instead."
            )
            sys.stdout.flush()
            _hand_over(words)
    sys.exit(
        f"netcheck needs Python {_number(OLDEST)} or newer. This is Python {_number(sys.version_info[:2])}, "
        f"and no newer one was found ({', '.join(' '.join(words) for words in CANDIDATES)} were tried). "
        "Please install a newer Python and start this again with it."
    )


def _number(version: "tuple[int, int]") -> str:
    return f"{version[0]}.{version[1]}"


def _is_right(words: "list[str]") -> bool:
    """Tell whether these words start a Python that is new enough; version switchers leave names that start nothing."""
    question = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    try:
        return subprocess.call([*words, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _hand_over(words: "list[str]") -> None:
    command = [*words, *sys.argv]
    if os.name == "nt":  # execvp on Windows lets go of the terminal
        sys.exit(call(command))
    os.execvp(command[0], command)


def call(command: "list[str]") -> int:
    """Run a program to its end in our place and give back its exit code; Ctrl-C is for it to hear, and not for us.

    On Windows it reaches both: the shell's prompt would come back with a traceback of ours, amid its report.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if os.name == "nt" else None
    try:
        return subprocess.call(command)
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
