"""Sets netcheck up in this folder, then starts it.

python3 packaging/run.py [--setup-only] [arguments for netcheck...]
"""

import os
import sys
from typing import NoReturn

from right_python import call, use_right_python


def main(arguments: "list[str]") -> None:
    """Set up what is missing and start the program with these arguments, or as fits this computer."""
    use_right_python()
    import debian

    debian.ensure_venv(debian.WINDOW_PACKAGES)
    import environment  # only now: Debian's smallest Python lacks modules that this one needs

    if arguments[:1] == ["--setup-only"]:
        environment.set_up()
        debian.say("Everything that can be set up here is set up. python3 packaging/run.py starts netcheck.")
        return
    window = not arguments and environment.wants_window()
    stamp = environment.set_up(window="once" if window else "no")
    if window and stamp.window != "ready":
        debian.say(
            "The window could not be set up; python3 packaging/run.py --setup-only tries again. Using the terminal."
        )
    face = "gui" if window and stamp.window == "ready" else "diagnose"
    _start(environment.program("netcheck"), arguments or [face])


def _start(program: str, arguments: "list[str]") -> NoReturn:
    """Become the program where the system can do that, so that signals and exit codes are the program's own."""
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(call([program, *arguments]))
    os.execv(program, [program, *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
