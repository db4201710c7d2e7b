"""The provider's page is asked when courtesy allows it, for whoever wants to know, and nobody waits for long."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck.core.courtesy import AFTER_OTHERS_S, QUIET_S, SPREAD_S, Who
from netcheck.core.model import Failure
from netcheck.core.network import StatusPage
from netcheck.core.news import Incident, News, Overall, Reading
from netcheck.plugins import StatusFormat
from netcheck.world.status_page import StatusPages
from netcheck.world.status_reading import Net, Source
from netcheck.world.status_reasons import BROKEN, LEFT_ALONE, NOT_YET
from tests.world.small_pages import Server, say

NOW = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
ALWAYS_S = 20.0
"""Long enough for a busy machine; nothing here waits for it to pass."""
CUT = News(Overall.MAJOR_OUTAGE, incidents=(Incident("cut", "outage"),))
FINE = News(Overall.OPERATIONAL)
IS_CUT, IS_FINE = b'{"trouble": "cut"}', b'{"trouble": ""}'


def parse(data: bytes, reading: Reading) -> News:
    found = json.loads(data)
    if not isinstance(found, dict) or "trouble" not in found:
        raise ValueError("not of this form")
    if found["trouble"] == "ours":
        raise KeyError("a bug of our own")
    return News(Overall.MAJOR_OUTAGE, incidents=(Incident(found["trouble"], "outage"),)) if found["trouble"] else FINE


FORMATS = {"lab": StatusFormat("the lab's", lambda data: data.startswith(b"{"), parse)}


def here(name: str) -> tuple[str, ...]:
    return ("127.0.0.1",)


@dataclass
class Desk:
    """The pages of one run of the program, with a clock and chances of its own."""

    folder: Path
    url: str
    now: datetime = NOW
    chance: float = 0.5
    lookup: Callable[[str], tuple[str, ...]] = here
    told: threading.Event = field(default_factory=threading.Event)
    pages: StatusPages = field(init=False)

    def __post_init__(self) -> None:
        net = Net(lambda name: self.lookup(name))
        self.pages = StatusPages(FORMATS, lambda: net, self.folder, self.told.set, lambda: self.chance)

    @property
    def source(self) -> Source:
        return Source(self.url)

    def after(self, seconds: float) -> Desk:
        self.now += timedelta(seconds=seconds)
        return self

    def ask(self, who: Who = Who.PERSON, wait_s: float = ALWAYS_S) -> StatusPage:
        return self.pages.fetch(self.source, wait_s, self.now, who)

    def step(self, who: Who = Who.NOBODY) -> None:
        """And wait for whatever was begun."""
        self.pages.step(self.source, self.now, who)
        page = self.pages._page(self.source)
        runs = page.asked
        assert runs is None or runs.wait(ALWAYS_S)

    def began(self) -> None:
        self.pages.began(self.source, self.now)

    def restored(self) -> None:
        self.pages.restored(self.source, self.now)


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server(say(200, IS_CUT))
    yield found
    found.close()


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "pages", server.url())


def again(desk: Desk) -> Desk:
    """Another run of the program, at the same time."""
    return Desk(desk.folder, desk.url, desk.now, desk.chance, desk.lookup)


# --- what a person gets


def test_a_person_gets_what_the_page_says(desk: Desk, server: Server) -> None:
    page = desk.ask()
    assert page == StatusPage(
        desk.url,
        NOW,
        CUT,
        format="lab",
        asked_at=NOW,
        again_at=NOW + timedelta(seconds=60),
        confirmed=False,
        secure=False,
    )


def test_a_person_cannot_ask_twice_in_a_minute(desk: Desk, server: Server) -> None:
    first = desk.ask()
    assert desk.after(59).ask() == first
    assert len(server.asked) == 1
    assert desk.after(1).ask().asked_at == desk.now
    assert len(server.asked) == 2


def test_a_restart_of_the_program_is_no_way_around_it(desk: Desk, server: Server) -> None:
    first = desk.ask()
    assert again(desk.after(30)).ask() == first
    assert len(server.asked) == 1
    assert again(desk.after(30)).ask().asked_at == desk.now
    assert len(server.asked) == 2


def test_two_programs_of_one_person_ask_as_one(desk: Desk, server: Server) -> None:
    other = again(desk)
    desk.ask()
    other.ask()  # it knew of no question when it began, and looks again before it asks
    assert len(server.asked) == 1
    other.now = desk.now + timedelta(seconds=90)
    assert other.ask().news == CUT
    assert len(server.asked) == 2
    desk.after(100).ask()
    assert len(server.asked) == 2


def test_a_failure_is_remembered_as_well(desk: Desk, server: Server) -> None:
    server.answer = say(500)
    first = desk.ask()
    assert (first.failure, first.asked_at, first.stale) == (Failure.HTTP_ERROR, NOW, False)
    assert again(desk.after(30)).ask() == first
    assert len(server.asked) == 1


@pytest.mark.parametrize(("value", "rest_s"), [("600", 600), ("99999", 3600), ("1", 60), ("soon", 60)])
def test_a_page_that_wants_to_be_left_alone_is(value: str, rest_s: int, desk: Desk, server: Server) -> None:
    desk.chance = 0.0
    server.answer = say(429, Retry_After=value)
    desk.ask()
    assert desk.after(rest_s - 1).ask().again_at == NOW + timedelta(seconds=rest_s)
    assert again(desk).ask().again_at == NOW + timedelta(seconds=rest_s)
    assert len(server.asked) == 1
    desk.after(1).ask()
    assert len(server.asked) == 2


def test_retry_after_may_be_a_date(desk: Desk, server: Server) -> None:
    desk.chance = 0.0
    server.answer = say(503, Retry_After="Sat, 21 Nov 2026 14:12:11 GMT")
    assert desk.ask().again_at == NOW + timedelta(minutes=10)


def test_a_fresh_answer_is_not_asked_for_again(desk: Desk, server: Server) -> None:
    server.answer = say(200, IS_CUT, Cache_Control="max-age=120")
    assert desk.ask().again_at == NOW + timedelta(seconds=120)


def test_a_page_that_has_not_changed_counts_as_read(desk: Desk, server: Server) -> None:
    server.answer = say(200, IS_CUT, ETag='"1"')
    desk.ask()
    server.answer = say(304)
    page = again(desk.after(100)).ask()
    assert (page.fetched_at, page.news, page.stale, page.confirmed) == (desk.now, CUT, False, True)
    assert again(desk.after(10)).ask() == page
    assert server.asked[1][1]["if-none-match"] == '"1"'


def test_after_the_return_the_page_is_left_alone_for_ten_minutes(desk: Desk, server: Server) -> None:
    first = desk.ask()
    desk.after(300).restored()
    for run in (desk, again(desk)):
        run.now = desk.now
        assert run.ask().asked_at == first.asked_at
    assert desk.after(QUIET_S - 1).ask().again_at == NOW + timedelta(seconds=300 + QUIET_S)
    assert len(server.asked) == 1
    desk.after(1).ask()
    assert len(server.asked) == 2


# --- what the program asks by itself


@pytest.mark.parametrize("who", [Who.PRESENT, Who.NOBODY])
def test_while_all_is_well_nothing_is_asked(who: Who, desk: Desk, server: Server) -> None:
    for _ in range(5):
        desk.after(3600).step(who)
    desk.began()
    desk.pages.calm(desk.source)
    desk.after(3600).step(who)
    assert server.asked == []


def test_who_waits_at_the_window_is_served_at_once(desk: Desk, server: Server) -> None:
    assert desk.ask(Who.PRESENT).news == CUT
    assert desk.after(60).ask(Who.PRESENT).asked_at == NOW
    assert desk.after(60).ask(Who.PRESENT).asked_at == desk.now


def test_with_nobody_there_it_takes_its_turn(desk: Desk, server: Server) -> None:
    page = desk.ask(Who.NOBODY)
    assert (page.failure, page.reason, page.asked_at) == (Failure.NOT_AVAILABLE, LEFT_ALONE, None)
    turn = AFTER_OTHERS_S + SPREAD_S / 2
    desk.after(turn - 1).step()
    assert server.asked == []
    desk.after(1).step()
    assert len(server.asked) == 1
    assert desk.told.is_set(), "nobody waited for it, and it is news"
    assert desk.ask(Who.NOBODY).news == CUT
    desk.told.clear()
    desk.after(SPREAD_S - 1).step()
    assert len(server.asked) == 1
    desk.after(2000).step()
    assert len(server.asked) == 2


def test_the_same_again_is_no_news_and_its_confirmation_is(desk: Desk, server: Server) -> None:
    desk.ask(Who.PRESENT)
    desk.after(200).step(Who.PRESENT)
    assert (len(server.asked), desk.told.is_set()) == (2, True)
    assert desk.ask(Who.PRESENT).confirmed
    desk.told.clear()
    desk.after(1000).step(Who.PRESENT)
    assert (len(server.asked), desk.told.is_set()) == (3, False)


def test_a_change_counts_when_it_was_said_twice(desk: Desk, server: Server) -> None:
    desk.ask(Who.PRESENT)
    desk.after(200).step(Who.PRESENT)
    server.answer = say(200, IS_FINE)
    desk.after(200).step(Who.PRESENT)
    assert (desk.ask(Who.PRESENT).news, len(server.asked)) == (CUT, 3)
    desk.after(90).step(Who.PRESENT)
    assert (desk.ask(Who.PRESENT).news, len(server.asked)) == (FINE, 4)


def test_after_the_return_it_asks_nothing_more_and_a_new_outage_begins_anew(desk: Desk, server: Server) -> None:
    desk.ask(Who.PRESENT)
    desk.after(100).restored()
    desk.after(10_000).step(Who.PRESENT)
    assert len(server.asked) == 1
    desk.began()
    desk.step(Who.PRESENT)
    assert len(server.asked) == 2
    assert not desk.ask(Who.PRESENT).confirmed


def test_an_outage_that_ends_while_the_question_runs_stays_ended(desk: Desk, server: Server) -> None:
    asked, over = threading.Event(), threading.Event()

    def slow(name: str) -> tuple[str, ...]:
        asked.set()
        over.wait(ALWAYS_S)
        return ("127.0.0.1",)

    desk.lookup = slow
    desk.began()
    desk.pages.step(desk.source, desk.now, Who.PRESENT)
    assert asked.wait(ALWAYS_S)
    desk.restored()
    over.set()
    runs = desk.pages._page(desk.source).asked
    assert runs is None or runs.wait(ALWAYS_S)
    desk.after(QUIET_S - 1).ask()
    assert len(server.asked) == 1
    assert again(desk).ask().asked_at == NOW


# --- slow and broken


def test_a_slow_page_is_heard_later(desk: Desk, server: Server) -> None:
    over = threading.Event()

    def slow(name: str) -> tuple[str, ...]:
        over.wait(ALWAYS_S)
        return ("127.0.0.1",)

    desk.lookup = slow
    page = desk.ask(Who.PRESENT, wait_s=0.05)
    assert (page.failure, page.reason, page.asked_at) == (Failure.TIMEOUT, NOT_YET, NOW)
    assert desk.ask(Who.PRESENT, wait_s=0.05).reason == NOT_YET, "one question at a time"
    over.set()
    assert desk.told.wait(ALWAYS_S)
    assert desk.ask(Who.PRESENT).news == CUT
    assert len(server.asked) == 1


def test_who_looks_while_it_is_asked_anew_gets_the_last_answer_at_once(desk: Desk, server: Server) -> None:
    desk.ask(Who.PRESENT)
    over = threading.Event()

    def slow(name: str) -> tuple[str, ...]:
        over.wait(ALWAYS_S)
        return ()

    desk.lookup = slow
    desk.after(500)
    desk.pages.step(desk.source, desk.now, Who.PRESENT)
    try:
        assert desk.ask(Who.PRESENT).news == CUT
    finally:
        over.set()


@pytest.mark.parametrize(("hours", "usable"), [(1, True), (24, True), (25, False), (-2, False)])
def test_a_kept_copy_speaks_when_the_page_cannot(hours: int, usable: bool, desk: Desk, server: Server) -> None:
    desk.ask()
    other = again(desk.after(hours * 3600))
    other.lookup = lambda name: ()
    found = other.ask()
    assert (found.failure, found.stale) == (Failure.NAME_NOT_FOUND, usable)
    assert found.fetched_at == (NOW if usable else None)
    assert found.asked_at == other.now
    assert found.news == (CUT if usable else News())


def test_threads_left_behind_are_few(tmp_path: Path) -> None:
    over, asked = threading.Event(), list[str]()

    def lookup(name: str) -> tuple[str, ...]:
        asked.append(name)
        over.wait(ALWAYS_S)
        return ()

    desk = Desk(tmp_path, "", lookup=lookup)
    try:
        for number in range(5):
            desk.url = f"http://{number}.example/"
            assert desk.ask(wait_s=0.05).failure is Failure.TIMEOUT
        assert len(asked) == 3
    finally:
        over.set()


def test_a_clock_that_was_set_back_locks_nobody_out(desk: Desk, server: Server) -> None:
    desk.ask()
    assert desk.after(-7200).ask().asked_at == desk.now
    assert len(server.asked) == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_of_our_own_is_an_answer_and_the_next_question_is_asked(desk: Desk, server: Server) -> None:
    server.answer = say(200, b'{"trouble": "ours"}')
    page = desk.ask()
    assert (page.failure, page.reason) == (Failure.INTERNAL, BROKEN)
    server.answer = say(200, IS_CUT)
    assert desk.after(100).ask().news == CUT


def test_a_folder_that_cannot_be_written_changes_nothing_for_this_run(server: Server, tmp_path: Path) -> None:
    (tmp_path / "pages").touch()
    desk = Desk(tmp_path / "pages", server.url())
    assert desk.ask().news == CUT
    assert desk.after(59).ask().asked_at == NOW
    assert desk.after(1).ask().asked_at == desk.now


def test_another_format_in_the_settings_counts_at_once(desk: Desk, server: Server) -> None:
    desk.ask()
    source = replace(desk.source, format="lab")
    assert desk.pages.fetch(source, ALWAYS_S, desk.now).asked_at == NOW, "and is no way around the minute"
