"""Puts the real world behind the checks: the one room that has met every other."""

from netcheck.wiring.delivery import (
    deliveries,
    delivery_secret,
    keep_delivery_secret,
    try_delivery,
)
from netcheck.wiring.desktop import (
    autostart,
    desktop_notices,
    display_problem,
    hear_the_end,
    hold_window,
    news_of_watcher,
    phone,
    turn_to_watch,
    window_watches,
)
from netcheck.wiring.evidence import chain_head
from netcheck.wiring.files import (
    history,
    known_history,
    languages,
    load_settings,
    provider_names,
    save_settings,
    settings_path,
    start_log,
    translator,
    write_crash,
    write_report,
)
from netcheck.wiring.handover import compensation_rules, situation, zone
from netcheck.wiring.learning import asked_hosts, forget, learnt
from netcheck.wiring.looks import check_once
from netcheck.wiring.playing import demo, demo_report, demo_session, demos
from netcheck.wiring.report import (
    log_record,
    look_record,
    open_report,
    outage_record,
    redacted,
    report,
    report_formats,
    save_report,
    written,
)
from netcheck.wiring.rooms import all_probes, event_line, formats, path_segments, status_formats
from netcheck.wiring.session import Session, new_session
from netcheck.wiring.speech import speech

__all__ = [
    "Session",
    "all_probes",
    "asked_hosts",
    "autostart",
    "chain_head",
    "check_once",
    "compensation_rules",
    "deliveries",
    "delivery_secret",
    "demo",
    "demo_report",
    "demo_session",
    "demos",
    "desktop_notices",
    "display_problem",
    "event_line",
    "forget",
    "formats",
    "hear_the_end",
    "history",
    "hold_window",
    "keep_delivery_secret",
    "known_history",
    "languages",
    "learnt",
    "load_settings",
    "log_record",
    "look_record",
    "new_session",
    "news_of_watcher",
    "open_report",
    "outage_record",
    "path_segments",
    "phone",
    "provider_names",
    "redacted",
    "report",
    "report_formats",
    "save_report",
    "save_settings",
    "settings_path",
    "situation",
    "speech",
    "start_log",
    "status_formats",
    "translator",
    "try_delivery",
    "turn_to_watch",
    "window_watches",
    "write_crash",
    "write_report",
    "written",
    "zone",
]
