"""States of the window in which the provider or a work service has something to say: made-up facts, real rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netcheck.core.diagnose import blocked, judge, path_of
from netcheck.core.estimate import Estimate, Source, facts_of
from netcheck.core.model import Fact, Failure, Observation, Outcome, Report, Segment, merged
from netcheck.gui.main_window import MainWindow
from tests.gui.recorded import SEGMENTS, report_of
from tests.gui.told_window import Watch, started

NOW = datetime.now(UTC).replace(microsecond=0)
PHONE = {"interface": "usb0", "words": "your phone (usb0)", "works": True, "metered": True}


def ago(minutes: float) -> str:
    """A moment as checks write it."""
    return (NOW - timedelta(minutes=minutes)).isoformat()


def later(minutes: float) -> str:
    """One to come."""
    return ago(-minutes)


PROVIDER: Mapping[str, Fact] = {
    "name": "Example Net",
    "status_url": "https://status.example.net/api/v2/summary.json",
    "page_url": "https://status.example.net/",
    "support_phone": "0800 123 4567",
    "area": "Linz",
    "asked": True,
    "as_of": ago(1),
    "asked_at": ago(1),
    "stale": False,
    "format": "statuspage_v2",
    "confirmed": True,
    "area_set": True,
    "next_ask_at": later(2),
}
SAID_HERE: Mapping[str, Fact] = {
    **PROVIDER,
    "overall": "partial_outage",
    "kind": "outage",
    "here": "yes",
    "access": True,
    "title": "Internet outage in Linz and Urfahr",
    "text": "A cable was cut during road works in Linz. A team is on site; we expect the service to be back by "
    "evening.",
    "stage": "identified",
    "started_at": ago(40),
    "updated_at": ago(12),
    "incidents": 1,
    "elsewhere": 0,
}
SAID: tuple[Fact, ...] = (
    {"at": ago(18), "overall": "operational", "title": "", "text": ""},
    {"at": ago(15), "overall": "partial_outage", "title": "Internet outage in Linz", "text": "We are looking into it."},
    {"at": ago(12), "overall": "partial_outage", "title": "Internet outage in Linz and Urfahr", "text": "A cable."},
)
PROVIDERS_WORD = facts_of(Estimate(Source.PROVIDER, NOW, median_s=130 * 60.0))
OF_THE_PAST = facts_of(
    Estimate(Source.OWN, NOW, 24 * 60.0, 3 * 60.0, 105 * 60.0, outages=14, known=20, alike="segment")
)
THE_LAST = facts_of(Estimate(Source.FEW, NOW, outages=3, known=3, alike="side", last_s=(720.0, 2400.0, 5700.0)))


def told_by(provider: Mapping[str, Fact], story: str = "announced-outage", ok: bool = False) -> Report:
    """A recorded outage in which the provider's page says this."""
    report = report_of(story)
    said = Observation(
        Outcome.OK if ok else Outcome.FAILED,
        None if ok else Failure.INCIDENT,
        "what the provider's page said",
        {"access": None, "doubt": None, **provider},
    )
    looks = tuple(replace(look, seen={**look.seen, "isp_status": said}) for look in report.looks)
    seen = merged(looks)
    verdict = judge(seen)
    return replace(
        report, created_at=NOW, looks=looks, verdict=verdict, path=path_of(seen, verdict), provider=dict(provider),
        blocked_by=blocked(seen, verdict, SEGMENTS),
    )  # fmt: skip


def _out(window: MainWindow, report: Report, estimate: Mapping[str, Fact] | None = None) -> Watch:
    watch = started(window)
    watch.look(report_of("healthy"))
    watch.wait(60)
    watch.estimate = estimate
    for _ in range(3):
        watch.look(report)
        watch.wait(120)
    watch.look(report)
    return watch


def _estimated(window: MainWindow) -> None:
    _out(window, told_by({**SAID_HERE, "expected_end": later(130), "said": SAID}), PROVIDERS_WORD)


def _history(window: MainWindow) -> None:
    _estimated(window)
    window.now.provider._more.click()


def _maybe_yours(window: MainWindow) -> None:
    facts = {k: v for k, v in SAID_HERE.items() if k != "area"}
    _out(window, told_by({**facts, "here": "maybe", "area_set": False}), OF_THE_PAST)


def _lies(window: MainWindow) -> None:
    facts = {**PROVIDER, "overall": "operational", "says_well": True, "incidents": 0, "elsewhere": 2}
    _out(window, told_by(facts, ok=True), OF_THE_PAST)


def _old_copy(window: MainWindow) -> None:
    facts = {**SAID_HERE, "stale": True, "as_of": ago(95), "updated_at": ago(110), "failure": "timeout", "reason": ""}
    _out(window, told_by(facts), THE_LAST)


def _via_phone(window: MainWindow) -> None:
    planned = ({"title": "Work on the fibre ring", "start": later(2400), "end": later(2640)},)
    facts = {**SAID_HERE, "via": "usb0", "other_way": True, "through": "your phone (usb0)", "second_way": PHONE}
    _out(window, told_by({**facts, "planned": planned}), OF_THE_PAST)


def _both_down(window: MainWindow) -> None:
    facts = {**PROVIDER, "as_of": "", "failure": "unreachable", "second_way": {**PHONE, "works": False}}
    _out(window, told_by(facts, ok=True))


def services(down: bool, beyond: bool = False) -> Report:
    """A look at three work addresses."""
    report = report_of("service-silent" if down else "healthy")
    fine = {"failure": None, "stage": None, "dns_ms": 9.0, "connect_ms": 14.0, "tls_ms": 31.0, "first_byte_ms": 66.0}
    wiki = {"failure": "timeout", "stage": "connect", "dns_ms": 8.0, "ms": None} if down else {**fine, "ms": 130.0}
    found: tuple[Fact, ...] = (
        {"name": "Mail", "url": "https://mail.company.example/", **fine, "ms": 120.0, "status": 200, "status_page": ""},
        {
            "name": "Video meetings",
            "url": "https://meet.vendor.example/",
            **wiki,
            "status": None,
            "status_page": "https://status.vendor.example/",
        },
        {"name": "Files", "url": "tcp://files.company.example:445", "failure": None, "ms": 16.4, "connect_ms": 16.4},
    )
    facts: dict[str, Fact] = {
        **report.seen["services"].facts,
        "asked": 3,
        "name": "Video meetings",
        "names": "Video meetings",
        "services": found,
    }
    looks = tuple(
        replace(look, seen={**look.seen, "services": replace(look.seen["services"], facts=facts)})
        if "services" in look.seen
        else look
        for look in report.looks
    )
    seen = merged(looks)
    verdict = judge(seen)
    return replace(report, created_at=NOW, looks=looks, verdict=verdict, path=path_of(seen, verdict))


def _services(window: MainWindow) -> None:
    started(window).look(services(down=False))
    window.strip.button(Segment.SERVICE).click()


def _service_down(window: MainWindow) -> None:
    watch = started(window)
    for _ in range(3):
        watch.look(services(down=True))
        watch.wait(5)


def _no_services(window: MainWindow) -> None:
    started(window).look(report_of("announced-outage"))
    window.strip.button(Segment.SERVICE).click()


PROVIDER_STATES: Mapping[str, Callable[[MainWindow], None]] = {
    "announced-estimate": _estimated,
    "announced-history": _history,
    "announced-maybe-yours": _maybe_yours,
    "provider-lies": _lies,
    "provider-old-copy": _old_copy,
    "provider-via-phone": _via_phone,
    "provider-both-down": _both_down,
    "services-open": _services,
    "services-one-down": _service_down,
    "services-none": _no_services,
}
