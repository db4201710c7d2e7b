"""Runs the window in a staged home: breaks the line, looks at window, tray, notices and history, and mends it."""

import json
import re
import signal
import subprocess
import time
from pathlib import Path

from tests.desktop.screen import Desktop, desktop

from .box import Broken
from .inside import Stage

TOLD_S, RESTORED_S = 40.0, 30.0


def window(stage: Stage, program: str, shots: Path | None = None) -> dict[str, object]:
    """The whole story of a person: opens the window, loses the line, closes the window, is told when it is back."""
    stage.raise_curtain()
    lab = stage.lab
    place = lab.folder / "desktop"
    place.mkdir()
    with desktop(place) as screen:
        screen.start(["openbox"])
        dunst = screen.start_dunst()
        tray = screen.start_watcher()
        monitor = "dbus-monitor --session \"interface='org.freedesktop.Notifications',member='Notify'\""
        screen.start(["sh", "-c", f"exec {monitor} > {screen.folder}/notices"])
        wanted = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE", "XAUTHORITY")
        environment = lab.environment() | {name: screen.env[name] for name in wanted if name in screen.env}
        Path(environment["XDG_RUNTIME_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
        began = time.monotonic()
        errors = (place / "gui.err").open("wb")
        app = subprocess.Popen(
            [*lab.inside(), program, "gui"], stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, env=environment,
            cwd=lab.folder,
        )  # fmt: skip
        try:
            story = _story(stage, program, screen, app, began, environment, shots)
        except Broken as error:
            words = (place / "gui.err").read_text(errors="replace")[-1500:]
            for crash in (lab.folder / "state").rglob("crash-*.txt"):
                words += crash.read_text(errors="replace")[-2000:]
            raise Broken(f"{error} | {_tooltip(screen)} | {words}") from error
        finally:
            if app.poll() is None:
                app.kill()
                app.wait(5)
        return story | {"dunst": dunst.process.poll(), "tray": tray.process.poll()}


def _story(
    stage: Stage,
    program: str,
    screen: Desktop,
    app: "subprocess.Popen[bytes]",
    began: float,
    environment: dict[str, str],
    shots: Path | None,
) -> dict[str, object]:
    lab = stage.lab

    def until(what: str, ready: object, seconds: float) -> None:
        def asked() -> bool:
            if app.poll() is not None:
                raise Broken(f"the program ended with {app.returncode} before: {what}")
            return bool(ready())  # type: ignore[operator]

        lab.until(what, asked, seconds)

    def history() -> dict[str, object]:
        done = subprocess.run(
            [*lab.inside(), program, "history", "--json"], env=environment, capture_output=True, text=True, timeout=20
        )
        found = json.loads(done.stdout) if done.returncode == 0 else {}
        return found if isinstance(found, dict) else {}

    until("the window", lambda: screen.where() == "shown", 15)
    outcome: dict[str, object] = {"window_s": round(time.monotonic() - began, 2)}
    until("a healthy verdict in the tray", lambda: "internet connection works" in _tooltip(screen), 15)
    outcome["healthy"] = _tooltip(screen)
    _shoot(screen, shots, "healthy")
    broken = time.monotonic()
    stage.break_it()
    until("the outage in the tray", lambda: "internet connection works" not in _tooltip(screen), TOLD_S)
    outcome |= {"told_s": round(time.monotonic() - broken, 2), "outage": _tooltip(screen)}
    until("the outage in the history", lambda: history().get("outages"), 10)
    outcome["history"] = [each["verdict"]["fault"] for each in history()["outages"]]  # type: ignore[attr-defined]
    _shoot(screen, shots, "outage")
    outcome["notices while the window was open"] = _notices(screen)
    screen.close_window()
    until("the window to hide", lambda: screen.where() == "hidden", 10)
    mended = time.monotonic()
    lab.program_environment.clear()
    lab.repair()
    until("the notice of the return", lambda: _restored(screen), RESTORED_S)
    outcome |= {"restored_s": round(time.monotonic() - mended, 2), "notices": _notices(screen)}
    _shoot(screen, shots, "restored")
    app.send_signal(signal.SIGTERM)
    ended = time.monotonic()
    outcome["exit"] = app.wait(10)
    outcome["end_s"] = round(time.monotonic() - ended, 2)
    outcome["right"] = outcome["exit"] == 0 and outcome["history"] == [stage.scenario.codes[0]]
    return outcome


def _tooltip(screen: Desktop) -> str:
    """What the tray icon says when it is pointed at, as the bus prints it; empty where there is none."""
    tray, get = "org.kde.StatusNotifierWatcher", "org.freedesktop.DBus.Properties.Get"
    ask = ("dbus-send", "--session", "--print-reply")
    items = screen.ask(*ask, f"--dest={tray}", "/StatusNotifierWatcher", get, f"string:{tray}",
                       "string:RegisteredStatusNotifierItems")  # fmt: skip
    names = re.findall(r'string "([^"/]+)', items)
    item = "org.kde.StatusNotifierItem"
    said = screen.ask(*ask, f"--dest={names[-1]}", "/StatusNotifierItem", get, f"string:{item}", "string:ToolTip") if (
        names) else ""  # fmt: skip
    return " ".join(re.findall(r'string "([^"]*)"', said)).strip()


def _notices(screen: Desktop) -> list[str]:
    """The titles of all notices that went over the bus so far, the oldest first."""
    calls = (screen.folder / "notices").read_text(errors="replace").split("member=Notify\n")[1:]
    return [strings[2] for call in calls if len(strings := re.findall(r'^ +string "(.*)"$', call, re.M)) > 2]


def _restored(screen: Desktop) -> bool:
    return any("back" in each.lower() for each in _notices(screen))


def _shoot(screen: Desktop, folder: Path | None, name: str) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        screen.ask("import", "-window", "root", str(folder / f"{name}.png"))
