"""Runs the real command line over a wiring that answers as a story says, so that exit codes need no network.

Usage: python fake_wiring.py STORY [arguments of netcheck]. The stories are the keys of STORIES.
"""

import sys
import threading
import types
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from netcheck.core.language import Translator
from netcheck.core.model import (
    Confidence,
    Failure,
    Impact,
    Look,
    Observation,
    Outcome,
    PathStep,
    Report,
    Segment,
    Side,
    Step,
    Verdict,
)
from netcheck.core.settings import Settings
from netcheck.core.words import OTHER_DEVICE_WORKS
from netcheck.plugins import ReportFormat

AT = datetime(2026, 11, 21, 14, 2, 11, 123000, tzinfo=UTC)
SEGMENTS = {"adapter": Segment.COMPUTER, "gateway": Segment.ROUTER, "services": Segment.SERVICE}
VERDICTS = {
    "none": Verdict(Side.NONE, None, "none", Impact.NONE, Confidence.LIKELY, "Your internet works.", "All answered."),
    "local": Verdict(
        Side.LOCAL,
        Segment.ROUTER,
        "router-silent",
        Impact.OUTAGE,
        Confidence.CERTAIN,
        "Your router does not answer.",
        "It said nothing to any question, twice.",
        (Step("Switch the router off and on.", "the router in reach", "3 minutes", "", "often", ("gateway",)),),
        ("gateway: 192.168.1.1 did not answer",),
    ),
    "upstream": Verdict(
        Side.UPSTREAM,
        Segment.ISP,
        "isp-outage",
        Impact.OUTAGE,
        Confidence.LIKELY,
        "The fault is with your provider, not in your home.",
        "Your router answers; nothing beyond the provider's first router does.",
    ),
    "unknown": Verdict(
        Side.UNKNOWN,
        None,
        "unknown",
        Impact.NONE,
        Confidence.POSSIBLE,
        "It cannot be told where the fault is.",
        "Too little answered.",
        questions=(OTHER_DEVICE_WORKS,),
    ),
}


def report(story: str) -> Report:
    """A report with this verdict."""
    verdict = VERDICTS[story]
    broken = verdict.segment
    fine = {
        "adapter": Observation(Outcome.OK, None, "Ethernet is on", {"names": ("eth0",)}, AT, 1.26),
        "gateway": Observation(Outcome.FAILED, Failure.TIMEOUT, "192.168.1.1 did not answer", {}, AT, 1300.0),
    }
    path = tuple(
        PathStep(s, "ok" if broken is None or s.place < broken.place else "failed" if s is broken else "skipped", s)
        for s in Segment
    )
    return Report("r-1", AT, verdict, (Look(AT, fine),), path, duration_ms=1301.55, blocked_by={"services": "x"})


def check_once(
    settings: Settings,
    *,
    deadline_s: float = 6.0,
    on_answer: Callable[[str, Observation], None] | None = None,
    answers: Mapping[str, str] = types.MappingProxyType({}),
    stop: threading.Event | None = None,
    ask_provider: bool = False,
) -> Report:
    """Answers as the story says."""
    assert stop is not None
    assert on_answer is not None
    if STORY == "bug":
        raise ZeroDivisionError("a bug for the test")
    if STORY in ("waits", "deaf"):
        for check, said in report("local").seen.items():
            on_answer(check, said)
        sys.stderr.write("looking\n")
        sys.stderr.flush()
        stop.wait() if STORY == "waits" else threading.Event().wait()
        return report("unknown")
    if STORY == "lights":
        for check, said in report("local").seen.items():
            on_answer(check, said)
        return report("local")
    if STORY == "leftover":
        threading.Thread(target=threading.Event().wait, daemon=False).start()
        return report("none")
    if ask_provider:
        assert STORY == "none"
        return report("upstream")
    if answers:
        assert answers == {OTHER_DEVICE_WORKS.id: "yes"}
        return report("upstream")
    return report(STORY)


def formats() -> dict[str, ReportFormat]:
    """The real formats."""
    from netcheck.reports.json import FORMAT as json_format
    from netcheck.reports.text import FORMAT as text_format

    return {"json": json_format, "text": text_format}


def load_settings(config: Path | None) -> tuple[Settings, tuple[str, ...]]:
    """The real reading, of the one file given."""
    if STORY == "early":
        raise KeyboardInterrupt
    from netcheck.world import settings_file

    settings_file.default_files = lambda: ()
    return settings_file.load(config)


def translator(language: str = "") -> Translator:
    """The real catalogues."""
    from netcheck.world import catalogues

    return catalogues.translator(language)


def write_crash(story: str) -> Path | None:
    """The traceback, in the folder where the test runs."""
    if Path("no-crash-files").exists():
        return None
    Path("crash.txt").write_text(story, encoding="utf-8")
    return Path("crash.txt")


if __name__ == "__main__":
    STORY = sys.argv.pop(1)
    fake = types.ModuleType("netcheck.wiring")
    vars(fake).update(
        check_once=check_once,
        formats=formats,
        load_settings=load_settings,
        write_crash=write_crash,
        translator=translator,
        start_log=lambda level: None,
        path_segments=lambda: SEGMENTS,
    )
    sys.modules["netcheck.wiring"] = fake
    from netcheck.__main__ import main

    main()
