"""Sees to it that Python is new enough, and hands over to a newer one where the machine has one.

Everything here must be readable by Python 3.6, or an old Python shows a syntax error instead of the sentence below.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3.14")


def use_right_python() -> None:
    """Return if this Python will do; else start the same script again with a newer one, or say what is missing."""
    if sys.version_info[:2] >= OLDEST:
        return
    for name in CANDIDATES:
        if _is_right(name):
            print(
                f"This is Python {_number(sys.version_info[:2])}, which is too old for netcheck. Using {name} instead."
            )
            sys.stdout.flush()
            _hand_over(name)
    sys.exit(
        f"netcheck needs Python {_number(OLDEST)} or newer. This is Python {_number(sys.version_info[:2])}, "
        f"and no newer one was found ({', '.join(CANDIDATES)} were tried). "
        "Please install a newer Python and start this again with it."
    )


def _number(version: "tuple[int, int]") -> str:
    return f"{version[0]}.{version[1]}"


def _is_right(name: str) -> bool:
    """Tell whether this name starts a Python that is new enough; version switchers leave names that start nothing."""
    question = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    try:
        return subprocess.call([name, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _hand_over(name: str) -> None:
    command = [name, *sys.argv]
    if os.name == "nt":  # execvp on Windows lets go of the terminal
        sys.exit(subprocess.call(command))
    os.execvp(name, command)
