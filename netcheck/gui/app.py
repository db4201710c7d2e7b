"""Starts the window: one for each person, on the screen before anything slow is imported, and ended in good order."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMessageLogContext,
    QSettings,
    QSocketNotifier,
    QStandardPaths,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)  # fmt: skip
from PySide6.QtWidgets import QApplication

from netcheck import __version__
from netcheck.core.notices import APP_ID
from netcheck.core.settings import Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.core.words import N_
from netcheck.gui import theme
from netcheck.gui.tidying import Tidier

if TYPE_CHECKING:
    from netcheck.gui.outside import Outside
    from netcheck.gui.program import Program

log = logging.getLogger(__name__)

NO_WINDOW = 64
"""Exit code: there is no screen."""
OTHER_WAYS = "`netcheck diagnose` looks once, `netcheck watch` keeps watching."
TURN_S = 0.0001
"""How long a thread may keep the interpreter while others want it. With Python's own 5 ms the window waits for each of
the twenty checks of a look in turn, and stands still for a tenth of a second. Qt for Python gives the interpreter away
in most calls: beside a report that is being made, 15 ms of work took 40 ms with turns of half a millisecond."""
WINDOWS_TURN_S = 0.001
"""The same on Windows, where Python waits for its turn by whole milliseconds (PyCOND_TIMEDWAIT of CPython's
condvar.h). Less is nothing: all who wait would ask without a pause. Under Wine that took a quarter of all work away,
and nobody waited less."""
LAST_S = 1.0
"""Seconds that a look which runs may take to end, when the program does."""
MOST_CRASHES = 5
"""Faults of our own that are told in one run; each is written down before."""
QT_DESKTOPS = frozenset({"KDE", "LXQT", "DDE", "DEEPIN", "TRINITY", "UKUI"})
OWN_FAULT = N_("Something inside netcheck has failed. It goes on watching.")
OWN_FAULT_IN = N_("Something inside netcheck has failed. It goes on watching; what happened is written in {file}")


def run(
    config: Path | None = None,
    tray: bool = False,
    log_level: str = "info",
    *,
    no_tray: bool = False,
    demo: str = "",
    outside: Outside | None = None,
) -> int:
    """Open the window, or with `tray` only its icon, and return the exit code when it has ended.

    Where one runs already, that one comes to the front, and this ends with 0. `demo` names what is played, `outside`
    is what plays it; None: the real world.
    """
    if outside is None:
        from netcheck import wiring

        outside = wiring
    if problem := outside.display_problem():
        print(f"netcheck: {problem}; {OTHER_WAYS}", file=sys.stderr)
        return NO_WINDOW
    sys.setswitchinterval(WINDOWS_TURN_S if sys.platform == "win32" else TURN_S)
    app = make_application()
    from netcheck.gui.single import Single

    single = Single("demo" if demo else "window")
    if not single.first(os.environ.get("XDG_ACTIVATION_TOKEN", "")):
        return 0
    outside.start_log(log_level)
    settings, complaint = _settings(outside, config)
    _dress(app, outside, settings)
    from netcheck.gui.program import Options, Program

    program = Program(outside, settings, Options(config, tray, not no_tray, demo))
    kept = _kept()
    _tell_own_faults(outside, program)
    _hear_signals(app, _leaver(app, program, kept))
    Tidier(app)
    single.wanted.connect(program.keeper.open)
    program.keeper.show(cast(QByteArray, kept.value("geometry", QByteArray())))
    program.start()
    if complaint:
        program.banner(complaint, "warning")
    code = app.exec()
    _save(program, kept)
    program.stop(LAST_S)
    single.close()
    log.info("the window has ended")
    return code


class Application(QApplication):
    """Qt's application, which says when the system asks it to end."""

    ending = Signal()

    def event(self, event: QEvent) -> bool:
        """macOS's "Quit", and Windows' end of the session."""
        if event.type() == QEvent.Type.Quit:
            self.ending.emit()
        return super().event(event)


def make_application() -> Application:
    """Qt, with the names by which the desktop knows it said before any icon or window is made."""
    if sys.platform.startswith("linux"):
        avoid_gtk(os.environ)
    qInstallMessageHandler(_qt_said)
    Application.setApplicationName("netcheck")
    Application.setApplicationDisplayName("netcheck")
    Application.setApplicationVersion(__version__)
    Application.setDesktopFileName(APP_ID)
    app = Application(["netcheck"])  # the name that window managers see, and not that of a script
    app.setQuitOnLastWindowClosed(False)
    return app


def avoid_gtk(environment: Mapping[str, str]) -> None:
    """Take Qt's own look for GNOME and its kin: the one that loads GTK costs 70 MB, and paints the same."""
    desktops = set(environment.get("XDG_CURRENT_DESKTOP", "").upper().split(":"))
    if not desktops & QT_DESKTOPS and not environment.get("QT_QPA_PLATFORMTHEME"):
        os.environ["QT_QPA_PLATFORMTHEME"] = "gnome"


def _settings(outside: Outside, config: Path | None) -> tuple[Settings, str]:
    """The settings; where they cannot be used the defaults, and why: a person in an outage needs the window."""
    try:
        settings, warnings = outside.load_settings(config)
    except SettingsError as error:
        return Settings(), str(error)
    return settings, " ".join(warnings)


def _dress(app: QApplication, outside: Outside, settings: Settings) -> None:
    from netcheck.gui import language

    language.install(app, outside.translator(language.wanted(settings.window.language)))
    theme.apply(app, settings.window.theme)


def _kept() -> QSettings:
    """Where the window was: nothing else is kept here, all settings stand in the settings file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return QSettings(str(Path(folder) / "netcheck" / "window.ini"), QSettings.Format.IniFormat)


# --- the end --------------------------------------------------------------------------------------------------------


def _save(program: Program, kept: QSettings) -> None:
    kept.setValue("geometry", program.keeper.geometry())
    kept.sync()


def _leaver(app: Application, program: Program, kept: QSettings) -> Callable[[], None]:
    """What ends the program, however it was asked to: Qt's own quit() would first ask the windows."""

    def session_ends() -> None:
        # Nothing is asked, and what comes after this may be the end of the process: save now.
        program.keeper.leave()
        _save(program, kept)

    def leave() -> None:
        program.keeper.leave()
        QTimer.singleShot(0, app, lambda: app.exit(0))  # a loop that has not begun yet cannot be ended at once

    program.quit_wanted.connect(leave)
    app.ending.connect(session_ends)
    app.aboutToQuit.connect(session_ends)
    app.commitDataRequest.connect(lambda _manager: session_ends(), Qt.ConnectionType.DirectConnection)
    return leave


def _hear_signals(app: QApplication, leave: Callable[[], None]) -> None:
    """Let Ctrl-C, SIGTERM and Windows' Ctrl-Break end the program: Python hears them only when it is given the turn."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: leave())
    if os.name == "nt":
        turn = QTimer(app)
        turn.timeout.connect(lambda: None)
        turn.start(500)
        return
    read, write = os.pipe()
    for end in (read, write):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    notifier = QSocketNotifier(read, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(lambda: os.read(read, 64))


# --- our own faults -------------------------------------------------------------------------------------------------


def _tell_own_faults(outside: Outside, program: Program) -> None:
    """A fault of our own is written down and told, and the program goes on: it must not die in an outage."""
    told: list[str] = []

    def fault(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            program.quit_wanted.emit()
            return
        story = "".join(traceback.format_exception(kind, error, trace))
        log.error("a fault in netcheck itself: %s", kind.__name__)
        if len(told) < MOST_CRASHES:
            told.append(story)
            threading.Thread(target=write, args=(story,), name="crash", daemon=True).start()

    def write(story: str) -> None:
        from netcheck.gui.words import say

        file = outside.write_crash(story)
        program.trouble.emit(say(OWN_FAULT_IN).format(file=file) if file else say(OWN_FAULT))

    sys.excepthook = fault
    threading.excepthook = lambda heard: fault(heard.exc_type, heard.exc_value, heard.exc_traceback)


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own messages go to the log: on a terminal they only frighten."""
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.DEBUG}
    log.log(levels.get(kind, logging.WARNING), "Qt: %s", text)
    if kind is QtMsgType.QtFatalMsg and sys.stderr is not None:
        print(f"netcheck: {text}", file=sys.stderr)
