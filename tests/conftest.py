"""What every test relies on: no window on the screen, and the same random examples for everybody in CI."""

from __future__ import annotations

import os

from hypothesis import settings

# Before the first import of Qt, which reads it once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What is compared with words in the tests is English, whatever language the developer's system speaks.
os.environ["LANGUAGE"] = "en"

# No deadline for one example: a busy machine is no fault of the code, and pytest's own time-out catches what hangs.
settings.register_profile("netcheck", deadline=None)
settings.register_profile("netcheck-ci", deadline=None, derandomize=True)
settings.load_profile("netcheck-ci" if os.environ.get("CI") == "true" else "netcheck")
