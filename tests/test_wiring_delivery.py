"""A report made while offline is kept, sent once it works, and holds no secret anywhere on the way."""

from __future__ import annotations

import errno
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck import wiring
from netcheck.core.delivery import Delivery, State, Way, trouble_words
from netcheck.core.delivery_pace import SPREAD_S
from netcheck.core.record import Record
from netcheck.core.settings import Deliver, Handover, Settings
from netcheck.core.watching import Event, Happened, Outage, Phase
from netcheck.core.watching import State as Watched
from netcheck.wiring import delivery as module
from netcheck.wiring.delivery import NO_WAY, NOT_REDACTED, Deliveries, line_deliverer
from netcheck.wiring.report import look_keeper
from netcheck.world.history import HistoryFile
from tests.fake_record import KEY, PROBES, report
from tests.world.small_desk import Helpdesk, desk_server
from tests.world.trusted import Identities, identities

SECRET = "hunter2-Sehr-geheim"
PERSON = Settings(handover=Handover(name="Jo Smith", account="4711-0815"))
BEGAN = datetime.now(UTC) - timedelta(hours=2)
LOOK = replace(report(), created_at=BEGAN)


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from identities(tmp_path_factory.mktemp("who"), monkeypatch)


@pytest.fixture
def desk() -> Helpdesk:
    return Helpdesk()


@pytest.fixture
def url(desk: Helpdesk, who: Identities) -> Iterator[str]:
    with desk_server(desk, who.right) as found:
        yield found


def outage(minutes: float) -> Outage:
    ended = BEGAN + timedelta(minutes=minutes)
    return Outage(KEY, BEGAN, LOOK.verdict, up_since=ended, seconds=minutes * 60, looks=9)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HistoryFile]:
    """A history in a folder of its own, with one outage."""
    for place in ("wiring.files", "wiring.delivery", "world.history"):
        monkeypatch.setattr(f"netcheck.{place}.data_folder", lambda: tmp_path)
    for place in ("report", "handover", "secrets", "files", "looks"):
        found = sys.modules.get(f"netcheck.wiring.{place}")
        if found is not None and hasattr(found, "state_folder"):
            monkeypatch.setattr(found, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setenv("NETCHECK_DELIVERY_SECRET", SECRET)
    made = HistoryFile(tmp_path)
    keeper = look_keeper(made, PROBES)
    assert keeper is not None
    for kind, minutes in ((Happened.OUTAGE_STARTED, 0.0), (Happened.RESTORED, 30.0)):
        look = LOOK if kind is Happened.OUTAGE_STARTED else None
        event = Event(BEGAN + timedelta(minutes=minutes), kind, LOOK.verdict, outage(minutes), look)
        made.add(event)
        keeper.happened(event)
    yield made
    made.close()
    module._Office.of_this_process().close(None)


def to(url: str, **more: object) -> Settings:
    told = Deliver(way=Way.SERVICENOW, url=url, user="me")
    return replace(PERSON, delivery=replace(told, **more))  # type: ignore[arg-type]


def record(settings: Settings) -> Record:
    found = wiring.outage_record(settings)
    assert found is not None
    return wiring.redacted(found, "helpdesk", settings)


def put(settings: Settings, ticket: str = "", pdf: bytes = b"") -> Delivery:
    found = wiring.deliveries(settings).put(record(settings), ticket, pdf)
    assert isinstance(found, Delivery)
    return found


def test_it_is_kept_and_sent(kept: HistoryFile, desk: Helpdesk, url: str) -> None:
    settings = to(url)
    made = put(settings)
    known = wiring.deliveries(settings)
    assert known.all() == (made,)
    assert (made.state, made.outage, made.way, made.to) == (State.WAITING, KEY, Way.SERVICENOW, url[8:-1])
    assert desk.asked == []
    assert known.send(30)
    (sent,) = known.all()
    (case,) = desk.cases
    assert (sent.state, sent.ticket) == (State.SENT, case.names[1])
    assert case.key == made.key
    assert "4711-0815" not in case.text + str(case.files)
    assert [name.rpartition(".")[2] for name in case.files] == ["txt", "json"]
    assert wiring.deliveries(settings).send(30)
    assert len(desk.cases) == 1


def test_with_a_pdf_it_is_the_one_file(kept: HistoryFile, desk: Helpdesk, url: str) -> None:
    settings = to(url)
    put(settings, pdf=b"%PDF-1.4")
    wiring.deliveries(settings).send(30)
    assert list(desk.cases[0].files.values()) == [b"%PDF-1.4"]


def test_the_secret_is_in_no_file_and_no_log(
    kept: HistoryFile, desk: Helpdesk, url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = to(url)
    for bad in ("401", "500", "cut", "garbage", ""):
        desk.manner = lambda method, path, bad=bad: bad  # type: ignore[misc]
        put(settings)
        wiring.deliveries(settings).send(30)
    assert desk.asked
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 10
    for needle in (SECRET, desk.asked[0][2]["authorization"].split()[1]):
        assert needle not in caplog.text
        assert not [path for path in files if needle.encode() in path.read_bytes()]


def test_without_a_desk_nothing_is_kept(kept: HistoryFile) -> None:
    assert wiring.deliveries(PERSON).put(record(PERSON)) == NO_WAY
    assert wiring.deliveries(PERSON).all() == ()


def test_what_was_not_redacted_is_not_kept(kept: HistoryFile, url: str) -> None:
    raw = wiring.outage_record(PERSON)
    assert raw is not None
    assert wiring.deliveries(to(url)).put(raw) == NOT_REDACTED


def test_it_is_tried_again_with_another_number_or_dropped(kept: HistoryFile, desk: Helpdesk, url: str) -> None:
    settings = to(url)
    made, other = put(settings, "INC0000404"), put(settings, "INC0000405")
    known = wiring.deliveries(settings)
    known.send(30)
    assert {each.state for each in known.all()} == {State.GIVEN_UP}
    known.drop(other.key)
    case = desk.open("Printer", "on fire")
    known.again(made.key, case.names[1])
    known.send(30)
    (sent,) = known.all()
    assert (sent.state, sent.ticket) == (State.SENT, case.names[1])
    assert len(case.comments) == 1


def restored(settings: Settings, minutes: float) -> None:
    """The watcher tells the return, and the deliverer's thread does what belongs to it."""
    line = line_deliverer(lambda: settings)
    event = Event(BEGAN + timedelta(minutes=minutes), Happened.RESTORED, LOOK.verdict, outage(minutes))
    line.happened(event, Watched(Phase.RESTORED))
    line.step()


def test_after_an_automatic_report_later_settings_count(kept: HistoryFile, desk: Helpdesk, url: str) -> None:
    now = [to("https://old.example/", automatic=True)]
    line = line_deliverer(lambda: now[0])
    event = Event(BEGAN + timedelta(minutes=30), Happened.RESTORED, LOOK.verdict, outage(30))
    line.happened(event, Watched(Phase.OUTAGE))
    line.step()
    (waits,) = wiring.deliveries(lambda: now[0]).all()
    now[0] = to(url)
    made = put(now[0])
    assert line.flush((made.key,))
    found = {each.key: each for each in wiring.deliveries(lambda: now[0]).all()}
    assert (found[made.key].state, found[waits.key].state) == (State.SENT, State.WAITING)
    assert [case.key for case in desk.cases] == [made.key]


def test_what_waits_for_another_desk_goes_there_when_the_settings_are_back(
    kept: HistoryFile, desk: Helpdesk, url: str
) -> None:
    now = [to(url)]
    made = put(now[0])
    for other in (to("https://other.example/"), to(url, way=Way.ZENDESK), PERSON):
        now[0] = other
        wiring.deliveries(lambda: now[0]).again(made.key)
        assert wiring.deliveries(lambda: now[0]).send(30)
        (waits,) = wiring.deliveries(lambda: now[0]).all()
        assert (waits.state, desk.asked) == (State.FAILED, [])
        assert trouble_words(waits)
    now[0] = to(url)
    wiring.deliveries(lambda: now[0]).again(made.key)
    assert wiring.deliveries(lambda: now[0]).send(30)
    (sent,) = wiring.deliveries(lambda: now[0]).all()
    assert (sent.state, sent.key, len(desk.cases)) == (State.SENT, made.key, 1)


def test_a_full_disk_is_said(kept: HistoryFile, desk: Helpdesk, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = to(url)
    made, known = put(settings), wiring.deliveries(settings)

    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as bad:
        bad.setattr("netcheck.world.spool.write_whole", full)
        assert "No space left on device" in known.again(made.key, "4711")
        assert known.send(30)
        (told,) = known.all()
        assert told.state is State.FAILED
        assert "No space left on device" in trouble_words(told)
        assert desk.asked == []  # what cannot be counted is not sent
        bad.setattr("netcheck.world.spool.renamed", full)
        assert "No space left on device" in known.drop(made.key)
    assert known.send(30)
    assert [each.state for each in known.all()] == [State.SENT]
    assert known.drop(made.key) == ""
    assert known.all() == ()


def test_what_cannot_be_understood_is_told(kept: HistoryFile, url: str) -> None:
    known = wiring.deliveries(to(url))
    assert known.aside()[0] == 0
    made = put(to(url))
    folder = known.aside()[1].parent
    (folder / made.key / "delivery.json").write_text("{")
    assert known.all() == ()
    assert known.aside() == (1, folder / "aside")


def test_without_a_report_no_way_of_sending_is_loaded() -> None:
    code = "import sys, netcheck.wiring; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = done.stdout.split()
    assert "netcheck.wiring.delivery" in loaded
    heavy = [name for name in loaded if name.startswith(("netcheck.world.delivery_", "email", "keyring"))]
    assert [name for name in loaded if name in ("smtplib", "http.client", "netcheck.world.spool")] + heavy == []


@pytest.mark.parametrize(
    ("more", "count"), [({}, 0), ({"automatic": True}, 1), ({"automatic": True, "after_min": 31}, 0)]
)
def test_after_the_return_a_report_is_kept_where_it_is_wanted(
    kept: HistoryFile, url: str, more: dict[str, object], count: int
) -> None:
    settings = to(url, **more)
    restored(settings, 30)
    found = wiring.deliveries(settings).all()
    assert [(each.automatic, each.outage) for each in found] == [(True, KEY)] * count


def test_after_a_relapse_the_newer_report_takes_its_place(kept: HistoryFile, url: str) -> None:
    settings = to(url, automatic=True)
    restored(settings, 30)
    (first,) = wiring.deliveries(settings).all()
    restored(settings, 40)
    (second,) = wiring.deliveries(settings).all()
    assert first.key != second.key


def test_none_is_made_beside_the_persons_own(kept: HistoryFile, url: str) -> None:
    settings = to(url, automatic=True)
    made = put(settings)
    restored(settings, 30)
    assert wiring.deliveries(settings).all() == (made,)


def test_the_window_and_the_watch_have_one_sender(
    kept: HistoryFile, desk: Helpdesk, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netcheck.engine.deliverer.after_return_s", lambda chance: 0.0)
    settings, told, over = to(url), list[tuple[Delivery, ...]](), threading.Event()

    def changed(known: tuple[Delivery, ...]) -> None:
        told.append(known)
        if known and known[0].state is State.SENT:
            over.set()

    window = Deliveries(lambda: settings, changed)
    window.start()
    made = put(settings)
    line_deliverer(lambda: settings).happened(Event(BEGAN, Happened.LOOK, LOOK.verdict), Watched(Phase.WORKING))
    line_deliverer(lambda: settings).wake()
    assert over.wait(30)
    window.stop()
    assert [each.state for known in told for each in known if each.key == made.key][-1] is State.SENT
    assert len(desk.cases) == 1
    assert SPREAD_S > 0


def test_where_the_secret_is(kept: HistoryFile, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert wiring.delivery_secret(to(url)).where == "environment"
    monkeypatch.delenv("NETCHECK_DELIVERY_SECRET")
    monkeypatch.setitem(sys.modules, "keyring", None)
    found = wiring.delivery_secret(to(url))
    assert (found.where, found.keyring) == ("", False)
    assert wiring.keep_delivery_secret(to(url), "x").trouble
