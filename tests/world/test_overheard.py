"""Only words of known stations are kept, and never more than a few."""

import threading

import pytest

from netcheck.core.network import How, Reply, Said, Shot
from netcheck.world.overheard import MOST, Overheard

SHOT = Shot("1.1.1.1", How.TCP, 443)
STATION = "203.0.113.1"


@pytest.mark.parametrize(
    ("reply", "kept"),
    [
        (Reply(SHOT, Said.PROHIBITED, STATION, icmp=(3, 13)), True),
        (Reply(SHOT, Said.UNREACHABLE, STATION, icmp=(3, 1)), True),
        (Reply(SHOT, Said.EXPIRED, STATION, icmp=(11, 0)), True),
        (Reply(SHOT, Said.UNREACHABLE), False),
        (Reply(SHOT, Said.UNREACHABLE, ""), False),
        (Reply(SHOT, Said.ANSWERED, "1.1.1.1"), False),
        (Reply(SHOT, Said.REFUSED, "1.1.1.1"), False),
        (Reply(SHOT, Said.NO_NEIGHBOUR, "192.168.1.23"), False),
        (Reply(SHOT, Said.BLOCKED, "192.168.1.23"), False),
        (Reply(SHOT, Said.SILENT), False),
        (Reply(Shot("1.1.1.1", How.TCP, 443, device="usb0"), Said.PROHIBITED, STATION), False),
    ],
)
def test_what_is_kept(reply: Reply, kept: bool) -> None:
    heard = Overheard()
    heard.add(reply)
    assert heard.words() == ((reply,) if kept else ())


def test_from_many_threads_at_once_and_never_too_many() -> None:
    heard = Overheard()
    word = Reply(SHOT, Said.PROHIBITED, STATION)

    def talk() -> None:
        for _ in range(MOST):
            heard.add(word)

    threads = [threading.Thread(target=talk, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert heard.words() == (word,) * MOST
