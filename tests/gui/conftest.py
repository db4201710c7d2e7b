"""No window on the screen: Qt draws into memory, and this is said before it is first imported."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
