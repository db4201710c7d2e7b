"""The one file that has met every room: all plugins are there, and a whole look in a namespace keeps what it should."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from netcheck import wiring
from netcheck.core.courtesy import Who
from netcheck.core.history import PastOutage
from netcheck.core.model import Confidence, Impact, Observation, Outcome, Report, Segment, Side, Verdict
from netcheck.core.network import Memory
from netcheck.core.settings import Isp, Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.core.watching import Outage
from netcheck.plugins import History
from netcheck.reports.json import to_object
from netcheck.wiring.looks import Home
from netcheck.wiring.provider_page import provider_page, source
from netcheck.world.memory import FILE, MemoryFile, state_folder
from netcheck.world.status_page import StatusPages
from netcheck.world.status_reading import Source
from tests.world import namespace, small_authority

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)
ROUTER = "192.168.77.1"
HOME = (
    "link set lo up",
    "link add eth0 type veth peer name far",
    "link set eth0 up",
    "link set far up",
    "addr add 192.168.77.23/24 dev eth0",
    f"route add default via {ROUTER} dev eth0",
)
"""A computer with a cable, an address and a way out, at the other end of which nobody is."""
PROXY = "127.0.0.1:3128"
NAMES = ("www.google.com", "www.wikipedia.org", "www.apple.com")
NO_PROXY = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "")
needs_openssl = pytest.mark.skipif(bool(small_authority.REASON_NOT_TO), reason=small_authority.REASON_NOT_TO)


def files_of(room: str) -> set[str]:
    """The plugins that stand in a room, by file name."""
    return {path.stem for path in (ROOT / "netcheck" / room).glob("*.py")} - {"__init__"}


# --- what is found ----------------------------------------------------------------------------------------------------


def test_every_check_is_found() -> None:
    assert set(wiring.all_probes()) == files_of("probes")


def test_every_check_has_its_segment() -> None:
    segments = wiring.path_segments()
    assert segments == {check: probe.segment for check, probe in wiring.all_probes().items()}
    assert set(segments.values()) == set(Segment)


def test_every_format_is_found() -> None:
    assert set(wiring.formats()) == files_of("reports")
    assert set(wiring.status_formats()) == files_of("statuspages")


def test_the_settings_may_name_only_formats_that_are_there(tmp_path: Path) -> None:
    file = tmp_path / "netcheck.toml"
    for name in sorted(wiring.status_formats()):
        file.write_text(f'[isp]\nstatus_format = "{name}"\n')
        assert wiring.load_settings(file)[0].isp.status_format == name
    file.write_text('[isp]\nstatus_format = "teletext"\n')
    with pytest.raises(SettingsError, match="statuspage_v2"):
        wiring.load_settings(file)


# --- whole looks, in a namespace of their own -------------------------------------------------------------------------
# What is below runs in a fresh Python inside the namespace: nothing of it reaches beyond.


def looked(
    stop_after: int | None = None, answers: dict[str, str] | None = None, status_url: str = ""
) -> dict[str, Any]:
    """One diagnosis as JSON has it, with what was told meanwhile and what is kept afterwards; it is stopped when so
    many checks have answered."""
    told: list[str] = []
    over = threading.Event()
    if stop_after == 0:
        over.set()

    def tell(check: str, answer: Observation) -> None:
        assert answer.outcome is not Outcome.PENDING
        told.append(check)
        if len(told) == stop_after:
            over.set()

    report: Report = wiring.check_once(
        Settings(isp=Isp("Example Net", status_url)), on_answer=tell, answers=answers, stop=over
    )
    kept = state_folder() / FILE
    return {
        "report": to_object(report, wiring.path_segments()),
        "told": told,
        "kept": json.loads(kept.read_text())["networks"] if kept.exists() else None,
    }


def looked_through_a_proxy(folder: str, stop_after: int | None = None) -> dict[str, Any]:
    """One diagnosis where the proxy of the environment opens the true pages, and nothing else answers."""
    own = Path(folder)
    small_authority.make_authority(own, "root", "Played")
    os.environ["SSL_CERT_FILE"] = str(own / "root.pem")
    with proxy(small_authority.serving(own, "root", *(f"DNS:{name}" for name in NAMES))):
        return looked(stop_after)


@contextlib.contextmanager
def proxy(context: ssl.SSLContext) -> Iterator[None]:
    """Answers CONNECT, and then every page in the place of its server."""
    host, port = PROXY.split(":")
    with socket.create_server((host, int(port))) as listener:

        def one(plain: socket.socket) -> None:
            with contextlib.suppress(OSError), plain:
                plain.settimeout(5)
                plain.recv(65536)
                plain.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with context.wrap_socket(plain, server_side=True) as secured:
                    secured.recv(65536)
                    secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield


@dataclass(frozen=True)
class Looked:
    """What came out of the namespace."""

    report: dict[str, Any]
    told: list[str]
    kept: list[dict[str, Any]] | None

    @property
    def verdict(self) -> dict[str, Any]:
        found = self.report["verdict"]
        assert isinstance(found, dict)
        return found

    def outcomes(self) -> dict[str, str]:
        """How each check ended."""
        return {check["id"]: check["outcome"] for check in self.report["checks"]}


def inside(tmp_path: Path, lines: Sequence[str], call: str, **environment: str) -> Looked:
    """The result of a call of a function of this file in a new namespace, with a state folder of its own."""
    quiet = {
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_CURRENT_DESKTOP": "",
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent",
        **NO_PROXY,
    }
    (found,) = namespace.inside(
        lines, f"importlib.import_module({__name__!r}).{call}", environment={**quiet, **environment}
    )
    return Looked(**found)


def test_a_stop_that_is_set_gives_a_report_at_once(tmp_path: Path) -> None:
    found = inside(tmp_path, HOME, "looked(stop_after=0)")
    assert set(found.outcomes()) == set(wiring.all_probes()) - {"isp_status", "second_way"}
    assert set(found.outcomes().values()) == {"pending"}, "nothing was waited for"
    assert (found.verdict["side"], found.told, found.kept) == ("unknown", [], None)
    assert len(found.report["looks"]) == 1


def test_a_computer_without_an_adapter(tmp_path: Path) -> None:
    found = inside(tmp_path, ["link set lo up"], "looked()")
    assert (found.verdict["side"], found.verdict["fault"]) == ("local", "no-adapter")
    assert [look["confirming"] for look in found.report["looks"]] == [False, True]
    assert set(found.told) <= set(wiring.all_probes())
    assert found.report["tool"]["name"] == "netcheck"
    assert found.report["host"]["system"] == "Linux"
    assert found.kept is None, "a fault teaches nothing"


def test_a_fault_teaches_nothing_and_takes_away_nothing(tmp_path: Path) -> None:
    known = Memory(f"ip {ROUTER}", AT, {"gateway": ROUTER, "interface": "eth0", "resolvers": ("192.0.2.53",)})
    other = Memory("mac 02:00:00:00:00:01", AT.replace(year=2025), {"interface": "wlan0"})
    file = MemoryFile(tmp_path / "netcheck")
    assert file.remember(other)
    assert file.remember(known)
    found = inside(tmp_path, HOME, "looked()")
    assert (found.verdict["side"], found.verdict["fault"]) == ("local", "router-silent")
    assert [each["network"] for each in found.kept or ()] == [known.network, other.network]
    assert (file.recall(known.network), file.recall(other.network)) == (known, other)
    usual = next(check for check in found.report["checks"] if check["id"] == "usual")
    assert (usual["outcome"], usual["facts"]["kept"]["gateway"]) == ("ok", ROUTER), "recalled by the router's address"


@needs_openssl
def test_what_works_is_kept_for_the_next_look(tmp_path: Path) -> None:
    call = f"looked_through_a_proxy({str(tmp_path)!r})"
    found = inside(tmp_path, HOME, call, https_proxy=f"http://{PROXY}")
    assert found.verdict["side"] == "none", found.verdict
    assert [each["network"] for each in found.kept or ()] == [f"ip {ROUTER}"]
    learnt = MemoryFile(tmp_path / "netcheck").recall(f"ip {ROUTER}")
    assert learnt is not None
    assert (learnt.facts["gateway"], learnt.facts["proxy"]) == (ROUTER, f"http://{PROXY}")
    assert found.report["changed"] == []


@needs_openssl
def test_what_was_stopped_teaches_nothing_even_where_all_was_well(tmp_path: Path) -> None:
    at_once = sum(not probe.on_demand for probe in wiring.all_probes().values())
    call = f"looked_through_a_proxy({str(tmp_path)!r}, stop_after={at_once})"
    found = inside(tmp_path, HOME, call, https_proxy=f"http://{PROXY}")
    assert (found.verdict["side"], len(found.told), found.kept) == ("none", at_once, None)


def test_what_the_person_said_is_an_observation(tmp_path: Path) -> None:
    found = inside(tmp_path, ["link set lo up"], "looked(answers={'other_device': 'yes'})")
    person = next(check for check in found.report["checks"] if check["id"] == "person")
    assert (person["outcome"], person["facts"]) == ("ok", {"other_device": "yes"})


def test_the_provider_is_named_and_left_in_peace_by_a_fault_at_home(tmp_path: Path) -> None:
    found = inside(tmp_path, ["link set lo up"], "looked(status_url='http://192.0.2.1/')")
    assert found.report["provider"] == {"name": "Example Net", "status_url": "http://192.0.2.1/"}
    assert "isp_status" not in found.outcomes()


class Past:
    """A history that knows one outage, left open by an earlier run."""

    problem = ""

    def __init__(self, began_s: float, watched_s: float, over: bool = False) -> None:
        verdict = Verdict(Side.UPSTREAM, Segment.LINE, "line-down", Impact.OUTAGE, Confidence.LIKELY, "Down.", "")
        began = datetime.now(UTC) - timedelta(seconds=began_s)
        self.past = PastOutage(Outage("o-1", began, verdict, seconds=watched_s), over=over)

    def outages(self) -> tuple[PastOutage, ...]:
        """The one."""
        return (self.past,)


def test_an_outage_of_an_earlier_run_goes_on_only_where_somebody_watched_it_just_now() -> None:
    def left_open(began_s: float, watched_s: float, over: bool = False) -> Outage | None:
        session = wiring.Session(Settings(), history=cast(History, Past(began_s, watched_s, over)))
        found = session._left_open()
        session.stop()
        return found

    fresh = left_open(600, 500)
    assert fresh is not None
    assert fresh.id == "o-1"
    assert 599 < fresh.seconds < 660
    assert 99 < fresh.asleep_s < 160
    assert left_open(7 * 86400, 500) is None
    assert left_open(600, 500, over=True) is None


def test_the_page_is_asked_for_whoever_wants_to_know(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Who, bool]] = []

    def played(home: Home, probes: object, deadline_s: float, told: object, stop: object, ask: bool) -> Report:
        asked.append((home.who, ask))
        raise TimeoutError("far enough")

    monkeypatch.setattr("netcheck.wiring.session.diagnosed", played)
    session = wiring.Session(Settings())
    wishes: list[Callable[[], None]] = [
        lambda: None,
        lambda: session.attend(True),
        session.look_now,
        lambda: None,
        session.ask_provider,
        lambda: session.attend(False),
    ]
    for wish in wishes:
        wish()
        with pytest.raises(TimeoutError):
            session._diagnose(lambda check, answer: None)
    session.stop()
    nobody, present, person = (Who.NOBODY, False), (Who.PRESENT, False), (Who.PERSON, False)
    assert asked == [nobody, present, person, present, (Who.PERSON, True), nobody]


def test_the_settings_say_how_the_provider_s_page_is_read_and_no_other_one() -> None:
    settings = Settings(isp=Isp("LabTel", "https://a.example/", "plain_page", status_pattern="outage"))
    assert source("https://a.example/", settings) == Source("https://a.example/", "plain_page", "outage")
    assert source("https://b.example/", settings) == Source("https://b.example/")
    assert provider_page(cast(StatusPages, None), Settings)() is None
    assert provider_page(cast(StatusPages, None), lambda: settings)() is not None


def test_formats_of_status_pages_are_read_when_one_is_wanted() -> None:
    formats = wiring.status_formats()
    names = files_of("statuspages")
    assert (len(formats), set(formats)) == (len(names), names)
    assert "rss" in formats
    assert "no format" not in formats
    assert formats["rss"].title
    with pytest.raises(KeyError):
        formats["no format"]
