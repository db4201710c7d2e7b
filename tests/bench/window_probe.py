"""The real program with a stopwatch in its event loop, for tests.bench.window."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from netcheck.gui import app
from netcheck.gui.program import Program

BEAT_MS = 5
LONG_MS = 50.0
began_s = float(os.environ["NETCHECK_BENCH_BEGAN"])


class Stopwatch(QObject):
    """Notices the first paint, and every time the loop stands still."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.paint_s: float | None = None
        self.paint_cpu_s = 0.0
        self.begin_s = time.monotonic() - began_s
        self.stalls: list[tuple[float, float, float]] = []
        """When, for how many milliseconds, and how many of them this thread was at work itself."""
        self.beats = 0
        page = program._window.centralWidget() if program._window is not None else None
        if page is not None:
            page.installEventFilter(self)
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._window = program._window
        for seconds, deed in enumerate((self._history, self._settings, self._evidence, self._journal, self._report), 8):
            QTimer.singleShot(1000 * seconds, self, deed)

    def _history(self) -> None:
        if self._window is not None:
            self._window.history_wanted.emit()

    def _settings(self) -> None:
        if self._window is not None:
            self._window.settings_wanted.emit()

    def _evidence(self) -> None:
        if self._window is not None:
            self._window.open_page(1)

    def _journal(self) -> None:
        if self._window is not None:
            self._window.open_page(2)

    def _report(self) -> None:
        if self._window is not None:
            self._window.open_page(3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first paint is over when the loop takes its next turn."""
        if event.type() == QEvent.Type.Paint and self.paint_s is None:
            watched.removeEventFilter(self)
            self.paint_s, self.paint_cpu_s = time.monotonic() - began_s, time.process_time()
        return False

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        stood, own = (now - self._last) * 1000 - BEAT_MS, (worked - self._worked) * 1000
        self._last, self._worked = now, worked
        self.beats += 1
        # The first beat waits for the loop to begin.
        if self.beats > 1 and stood > LONG_MS / 2:
            self.stalls.append((round(time.monotonic() - began_s, 3), round(stood, 1), round(own, 1)))


def main() -> int:
    """Run the program, and print what was seen when it has ended."""
    watches: list[Stopwatch] = []
    start = Program.start

    def started(self: Program) -> None:
        watches.append(Stopwatch(self))
        start(self)
        print("begun", flush=True)

    # A stopwatch is put into the program's start, and nothing else.
    setattr(Program, "start", started)  # noqa: B010
    code = app.run(tray="--tray" in sys.argv)
    used = time.process_time()
    (watch,) = watches
    after = [(ms, own) for at, ms, own in watch.stalls if watch.paint_s is None or at > watch.paint_s + 0.05]
    longest, own = max(after, default=(0.0, 0.0))
    found = {
        "first_paint_s": round(watch.paint_s, 3) if watch.paint_s else None,
        "first_paint_cpu_s": round(watch.paint_cpu_s, 3),
        "begins_to_watch_s": round(watch.begin_s, 3),
        "memory_mb": _memory_mb("VmRSS"),
        "memory_peak_mb": _memory_mb("VmHWM"),
        "longest_stall_ms": longest,
        "of_that_at_work_ms": own,
        "stalls_over_50_ms": sum(ms > LONG_MS for ms, _ in after),
        "stalls_over_25_ms": watch.stalls,
        "beats": watch.beats,
        "cpu_s": round(used, 2),
        "load": os.getloadavg()[0],
    }
    print(json.dumps(found), flush=True)
    os._exit(code)


def _memory_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024, 1)


if __name__ == "__main__":
    main()
