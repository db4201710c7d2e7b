"""What Windows calls and what it lets us wait for is told; a closed listener is never called, and holds nothing."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from netcheck.world import windows_news
from netcheck.world.windows_news import ADDRESS_LIST_CHANGE, News

LONG_S = 30.0
NO_SUCH_SOCKET = -1


@dataclass(slots=True)
class Windows:
    """Stands in for the calls; `changes` lets a wait for addresses come back, with its result."""

    handle: int | None = 7
    refuses: bool = False
    routines: dict[str, Any] = field(default_factory=dict)
    cancelled: list[int] = field(default_factory=list)
    changes: queue.SimpleQueue[int] = field(default_factory=queue.SimpleQueue)
    codes: set[int] = field(default_factory=set)
    threads: list[threading.Thread] = field(default_factory=list)

    def function(self, where: str, name: str, result: object = None) -> Callable[..., int]:
        assert where == ("ws2_32" if name == "WSAIoctl" else "iphlpapi")
        if name == "WSAIoctl":
            return self.waits
        return self.cancel if name == "CancelMibChangeNotify2" else lambda *said: self.notify(name, *said)

    def notify(self, name: str, family: Any, routine: Any, context: object, at_once: Any, handle: Any) -> int:
        assert (family.value, at_once.value) == (0, 0)
        if self.refuses:
            return 50
        self.routines[name] = routine
        handle._obj.value = self.handle
        return 0

    def cancel(self, handle: Any) -> int:
        self.cancelled.append(handle.value)
        return 0

    def waits(self, number: object, code: Any, *rest: object) -> int:
        self.codes.add(code.value)
        self.threads.append(threading.current_thread())
        return self.changes.get(timeout=LONG_S)

    def ended(self) -> bool:
        """Whether the threads that waited have come to their end."""
        for _ in windows_news.FAMILIES:
            self.changes.put(NO_SUCH_SOCKET)
        for each in self.threads:
            each.join(LONG_S)
        return not any(each.is_alive() for each in self.threads)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Windows:
    made = Windows()
    monkeypatch.setattr(windows_news, "function", made.function)
    monkeypatch.setattr(windows_news, "MOST_A_SECOND", 1_000_000)
    return made


def test_windows_calls_of_adapters_and_ways_out(system: Windows) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()

    def tell() -> bool:
        told.put("told")
        return True

    news = News(tell)
    assert sorted(system.routines) == ["NotifyIpInterfaceChange", "NotifyRouteChange2"]
    for routine in system.routines.values():
        routine(None, None, 0)
        assert told.get(timeout=LONG_S) == "told"
    kept = news._routine
    assert kept in windows_news._called_by_windows
    news.close()
    assert system.cancelled == [7, 7]
    assert kept not in windows_news._called_by_windows
    assert system.ended()


def test_an_address_that_comes_or_goes_is_told_until_nobody_wants_more(system: Windows) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    wanted = True

    def tell() -> bool:
        told.put("told")
        return wanted

    news = News(tell)
    system.changes.put(0)
    assert told.get(timeout=LONG_S) == "told"
    wanted = False
    for _ in windows_news.FAMILIES:
        system.changes.put(0)
        assert told.get(timeout=LONG_S) == "told"
    for each in list(system.threads):
        each.join(LONG_S)
        assert not each.is_alive()
    assert system.codes == {ADDRESS_LIST_CHANGE}
    news.close()


@pytest.mark.parametrize(("refuses", "handle"), [(True, 7), (False, None)])
def test_where_windows_does_not_call_nothing_is_held(system: Windows, refuses: bool, handle: int | None) -> None:
    system.refuses, system.handle = refuses, handle
    before = list(windows_news._called_by_windows)
    news = News(lambda: True)
    assert windows_news._called_by_windows == before
    news.close()
    assert not system.cancelled
    assert system.ended()


def test_what_windows_did_not_let_go_of_is_kept(system: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_news, "_called_by_windows", [])
    monkeypatch.setattr(Windows, "cancel", lambda self, handle: 5)
    news = News(lambda: True)
    news.close()
    assert windows_news._called_by_windows == [news._routine]
    assert system.ended()


def test_elsewhere_nobody_tells() -> None:
    news = News(lambda: pytest.fail("nobody can have told"))
    news.close()
    news.close()
