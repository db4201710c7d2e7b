"""Deliveries under faults: how many ids arrive, how many are lost, and whether doubles carry the same id.

`python3 -m tests.bench.delivery [N]`: N reports (200), spread over mail, webhook and three desks on loopback, all of
which are bad at random: they refuse, answer 429 and 503, break off before or after they have taken it, answer garbage,
hang.
The program that sends is a child that is killed again and again, and started anew; its clock is the test's: no wait
between tries is waited for.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netcheck.core.delivery import Attachment, Delivery, Outcome, Parcel, State, Way
from netcheck.core.delivery_parcel import digest_of
from netcheck.core.settings import Deliver, Settings
from netcheck.core.settings_delivery import goes_to
from netcheck.engine.deliverer import Deliverer
from netcheck.engine.delivery_means import Means
from netcheck.world.delivery_desk import hand_over
from netcheck.world.delivery_http import Door
from netcheck.world.delivery_mail import mail
from netcheck.world.delivery_ways import DESKS
from netcheck.world.delivery_webhook import webhook
from netcheck.world.spool import Spool
from netcheck.world.spool_trouble import SpoolError
from tests.world.small_authority import make_authority, serving
from tests.world.small_desk import Helpdesk, desk_server
from tests.world.small_post import Mailbox, mail_server

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
QUICK_S = 0.5
"""Patience with one question; a desk that hangs costs as much."""
BAD = 0.35
"""How many of all questions meet a fault."""
FAULTS = ("503", "429", "500", "cut", "lost", "lost", "half", "garbage", "html", "hang", "elsewhere")
MAIL_FAULTS = ("cut", "451 later", "421 closing", "hang")
MOST_ROUNDS = 2000


def told(way: str, url: str, port: int) -> Settings:
    """The settings for one of the ways."""
    if way == Way.MAIL:
        return Settings(
            delivery=Deliver(
                way=way, mail_to="desk@firm.example", mail_from="me@firm.example", smtp_host="127.0.0.1", smtp_port=port
            )
        )
    return Settings(
        delivery=Deliver(
            way=way, url=url + ("hook" if way == Way.WEBHOOK else ""), user="me", desk="4", request_type="5"
        )
    )


def send(delivery: Delivery, parcel: Parcel, settings: Settings) -> Outcome:
    """One try with little patience."""
    own, to = settings.delivery, goes_to(settings)
    if own.way == Way.MAIL:
        return mail(delivery, parcel, own, "", QUICK_S)
    door = Door(own.url, own.user, "secret", QUICK_S)
    if own.way == Way.WEBHOOK:
        return webhook(delivery, parcel, door)
    desk = DESKS[own.way](own, "secret", to)
    object.__setattr__(desk.asking, "door", door)  # type: ignore[attr-defined]
    return hand_over(desk, delivery, parcel)


def child(folder: Path, url: str, port: int) -> None:
    """Send until nothing is left, or until it is killed; each round an hour goes by."""
    hours = 0.0
    spool = Spool(folder, lambda: AT + timedelta(hours=hours))

    def deliver(delivery: Delivery, parcel: Parcel) -> Outcome:
        return send(delivery, parcel, told(delivery.way, url, port))

    deliverer = Deliverer(
        Means(
            spool, deliver, (SpoolError,), lambda error: sys.exit(f"damaged: {error}"), digest_of,
            now=lambda: AT + timedelta(hours=hours), clock=lambda: hours * 3600,
        )
    )  # fmt: skip
    for _ in range(MOST_ROUNDS):
        deliverer.flush()
        hours += 0.05  # patience is a week: many tries go into it
        if all(each.state in (State.SENT, State.GIVEN_UP) for each in spool.all()):
            break


@contextmanager
def servers(folder: Path, chance: random.Random) -> Iterator[tuple[Helpdesk, Mailbox, str, int]]:
    """The desk and the mail server, with bad manners."""
    make_authority(folder, "root", "Bench")
    tls, lock = serving(folder, "root", "IP:127.0.0.1"), threading.Lock()

    def manner(method: str, path: str) -> str:
        with lock:
            return chance.choice(FAULTS) if chance.random() < BAD else ""

    desk = Helpdesk(manner, {"Retry-After": "7"})

    def mail_manner(verb: str) -> str:
        with lock:
            return chance.choice(MAIL_FAULTS) if chance.random() < BAD / 3 else ""

    box = Mailbox(tls, starttls=True, manner=mail_manner)
    with ExitStack() as stack:
        url = stack.enter_context(desk_server(desk, tls))
        yield desk, box, url, stack.enter_context(mail_server(box))


def run(count: int = 200, seed: int = 1) -> dict[str, object]:
    """All of it; the figures."""
    chance = random.Random(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, servers(Path(name), chance) as (desk, box, url, port):
        folder = Path(name) / "deliveries"
        spool = Spool(folder, lambda: AT)
        keys: set[str] = set()
        kills = 0
        for batch in range(0, count, 90):  # the spool holds a hundred that wait
            for number in range(batch, min(count, batch + 90)):
                way = tuple(Way)[number % len(Way)]
                key = f"{chance.getrandbits(128):032x}"
                # A number each, so that none goes with others as one; of the desks' own tickets none has it.
                made = Delivery(
                    key, AT, f"report {number}", way, goes_to(told(way, url, port)), attempts=1, state=State.FAILED
                )
                file = Attachment(f"r-{key[:8]}.pdf", "application/pdf", b"%PDF" * 2000)
                spool.put(made, Parcel(made.title, f"text {number}\n" * 20, (file,)))
                keys.add(key)
            kills += _until_sent(folder, url, port, name, chance)
        states = Counter(each.state for each in spool.all() if each.key in keys)
        ids = [re.search(rb"Message-ID: <([0-9a-f]{32})@", letter) for letter in box.letters]
        seen = Counter(found[1].decode() for found in ids if found)
        posts = Counter(post["key"] for post in desk.posts)
        cases = Counter(key for case in desk.cases for key in re.findall(r"netcheck ([0-9a-f]{32})", case.text))
        arrived = {*seen, *posts, *cases}
        doubles = sum(n - 1 for counts in (seen, posts) for n in counts.values())
        return {
            "put": count,
            "distinct ids received": len(arrived & keys),
            "lost": len(keys - arrived),
            "unknown ids": len(arrived - keys),
            "state": dict(states),
            "given up because": [each.trouble for each in spool.all() if each.state is State.GIVEN_UP],
            "mails and posts that came again, with the same id": doubles,
            "tickets opened": len(desk.cases),
            "tickets opened twice": sum(n - 1 for n in cases.values()),
            "files attached": sum(len(case.files) for case in desk.cases),
            "files attached twice": sum(case.doubles for case in desk.cases),
            "senders killed": kills,
            "set aside": spool.aside(),
            "questions to desks": len(desk.asked),
            "seconds": round(time.monotonic() - began, 1),
        }


def _until_sent(folder: Path, url: str, port: int, certificates: str, chance: random.Random) -> int:
    """Start the sender, and kill it at any moment, until it ends by itself; how often it was killed."""
    kills = 0
    while True:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.delivery", "--send", str(folder), url, str(port)],
            cwd=ROOT,
            env={**os.environ, "SSL_CERT_FILE": f"{certificates}/root.pem", "no_proxy": "*"},
        )
        try:
            code = process.wait(1.0 + 4.0 * chance.random() if kills < 15 else 300.0)
            if code:
                raise RuntimeError(f"the sender ended with {code}")
            return kills
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            kills += 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--send"]:
        child(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    else:
        print(json.dumps(run(int(sys.argv[1]) if sys.argv[1:] else 200), indent=1))
