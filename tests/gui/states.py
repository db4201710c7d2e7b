"""Every state that the main window can be in, brought about by what a watcher would tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from netcheck.core import monitor
from netcheck.core.diagnose import conclude, judge, path_of
from netcheck.core.model import Failure, Look, Observation, Outcome
from netcheck.core.watching import Depth
from netcheck.gui.main_window import MainWindow
from tests.gui.provider_states import PROVIDER_STATES
from tests.gui.recorded import SEGMENTS, TITLES, report_of
from tests.gui.told_window import ALL, NOTHING, Watch, started


def _nothing_known(window: MainWindow) -> None:
    window.set_segments(SEGMENTS, TITLES)
    window.began(Depth.FULL)


def _lighting(window: MainWindow) -> None:
    _nothing_known(window)
    seen = report_of("healthy").seen
    for check in ("adapter", "link", "address", "firewall", "route", "gateway", "hosts_file"):
        window.answered(check, seen[check])


def _works_watch(window: MainWindow) -> Watch:
    watch = started(window)
    watch.look(report_of("healthy"))
    for _ in range(12):
        watch.wait(10)
        watch.look(ALL)
    return watch


def _works(window: MainWindow) -> None:
    _works_watch(window)


def _works_unset(window: MainWindow) -> None:
    window.set_segments(SEGMENTS, TITLES)
    Watch(window).look(report_of("healthy", None))


def _home(window: MainWindow) -> None:
    started(window).out("cable-out")


def _upstream(window: MainWindow) -> None:
    watch = started(window)
    watch.look(report_of("healthy"))
    watch.out("login-refused")


def _announced(window: MainWindow) -> None:
    started(window).out("announced-outage")


def _cannot_tell(window: MainWindow) -> None:
    watch = started(window)
    healthy = report_of("healthy")
    seen = {
        **healthy.seen,
        "https": Observation(Outcome.FAILED, Failure.RESET, "0 of 3 secure pages opened", {"done": 0}),
        "internet_by_ip": Observation(Outcome.UNKNOWN, Failure.NOT_PERMITTED, "could not be asked"),
    }
    verdict = judge(seen)
    report = replace(healthy, verdict=verdict, looks=(Look(healthy.created_at, seen),), path=path_of(seen, verdict))
    watch.look(report)
    watch.wait(5)
    watch.look(report)
    watch.wait(70)
    watch.look(NOTHING)


def _degraded(window: MainWindow) -> None:
    started(window).look(report_of("wifi-weak"))


def _flapping(window: MainWindow) -> None:
    watch = started(window)
    watch.look(report_of("healthy"))
    for _ in range(4):
        watch.wait(20)
        watch.look(NOTHING)
        watch.look(report_of("wan-link-down-ethernet"))
        watch.wait(6)
        watch.look(ALL)
        watch.look(report_of("healthy"))
        watch.wait(4)
        watch.look(ALL)


def _back(window: MainWindow) -> None:
    watch = started(window).out("login-refused", 6)
    watch.wait(2)
    watch.look(ALL)


def _restored(window: MainWindow) -> None:
    watch = started(window).out("login-refused", 6)
    watch.wait(2)
    watch.look(ALL)
    watch.look(report_of("healthy"))
    watch.wait(3)
    watch.look(ALL)


def _which(window: MainWindow) -> None:
    _restored(window)
    window.restored._no.click()


def _paused(window: MainWindow) -> None:
    watch = started(window).out("login-refused", 1)
    watch.took(monitor.pause(watch.state, watch.tick()))


def _woke(window: MainWindow) -> None:
    watch = started(window).out("login-refused", 1)
    watch.at_s += 3900
    watch.took(monitor.step(watch.state, None, watch.tick()))
    window.began(Depth.FULL)


def _history_problem(window: MainWindow) -> None:
    _works(window)
    window.banner(
        "The history was damaged and set aside as history-damaged-1.db. netcheck goes on without it.", "warning"
    )


def _demo(window: MainWindow) -> None:
    window.set_demo("a line that goes down and comes back, at 10 times the speed. Nothing of this happens to you.")
    _upstream(window)


def _looking_after_step(window: MainWindow) -> None:
    _home(window)
    window.now.what_to_do.mark("done")


def _told_after_step(window: MainWindow) -> None:
    watch = started(window).out("cable-out", 1)
    window.now.what_to_do.mark("done")
    watch.look(report_of("login-refused"))
    watch.look(report_of("login-refused"))


def _question(window: MainWindow) -> None:
    started(window).out("wifi-weak-on-dead-line")
    window.now.what_to_do.mark("cannot")


def _through(window: MainWindow) -> None:
    _upstream(window)
    for _ in range(3):
        window.now.what_to_do.mark("cannot")


def _note(window: MainWindow) -> None:
    started(window).look(report_of("ipv6-dark"))


def _service(window: MainWindow) -> None:
    started(window).out("service-silent")


def _unconfirmed(window: MainWindow) -> None:
    report = report_of("router-hangs-warm")
    seen = report.looks[0].seen
    verdict = conclude(report.looks[:1])
    started(window).look(replace(report, verdict=verdict, looks=report.looks[:1], path=path_of(seen, verdict)))


def _suspected(window: MainWindow) -> None:
    _works_watch(window).look(NOTHING)


def _router_off(window: MainWindow) -> None:
    watch = started(window).out("wifi-weak-on-dead-line")
    for _ in range(3):
        watch.wait(2)
        watch.look(replace(NOTHING, gateway=False))


def _when(window: MainWindow) -> None:
    _home(window)
    window.now.what_to_do._buttons._ask_when()


def _changed(window: MainWindow) -> None:
    sentences = (
        "This computer now uses the adapter wlp2s0; when it last worked it was enp3s0.",
        "The name servers are now 9.9.9.9; when it last worked they were 192.168.1.1.",
    )
    watch = started(window)
    watch.look(report_of("resolver-silent", changed=sentences))


def _evidence(window: MainWindow) -> None:
    _upstream(window)
    window.pages.open_evidence(SEGMENTS["path"])


def _journal(window: MainWindow) -> None:
    _restored(window)
    window.open_page(2)


def _report(window: MainWindow) -> None:
    _upstream(window)
    window.open_page(3)


STATES: Mapping[str, Callable[[MainWindow], None]] = {
    "first-second": _nothing_known,
    "lighting": _lighting,
    "works": _works,
    "works-nothing-set": _works_unset,
    "home": _home,
    "upstream": _upstream,
    "announced": _announced,
    "cannot-tell": _cannot_tell,
    "degraded": _degraded,
    "flapping": _flapping,
    "back": _back,
    "restored": _restored,
    "restored-which": _which,
    "paused": _paused,
    "woke": _woke,
    "history-problem": _history_problem,
    "demo": _demo,
    "looking-after-step": _looking_after_step,
    "told-after-step": _told_after_step,
    "question": _question,
    "through": _through,
    "note": _note,
    "service": _service,
    "suspected": _suspected,
    "unconfirmed": _unconfirmed,
    "router-off": _router_off,
    "did-when": _when,
    "changed": _changed,
    **PROVIDER_STATES,
    "evidence": _evidence,
    "journal": _journal,
    "report": _report,
}
