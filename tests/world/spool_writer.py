"""Fills and changes a spool until it is killed, and tells what is done: python -m tests.world.spool_writer FOLDER."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from netcheck.core.delivery import Attachment, Delivery, Parcel, Sent, Way
from netcheck.core.delivery_pace import begun, ended
from netcheck.core.delivery_parcel import digest_of
from netcheck.world.spool import Spool, fresh_key

AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
FILE = Attachment("report.bin", "application/pdf", bytes(range(256)) * 200)


def tell(what: str) -> None:
    """At once, whatever happens next."""
    os.write(1, f"{what}\n".encode())


def put(spool: Spool, number: int) -> Delivery:
    """One more report that waits."""
    made = Delivery(fresh_key(), AT + timedelta(seconds=number), f"report {number}", Way.WEBHOOK, "desk.example")
    spool.put(made, Parcel(made.title, f"text {number}\n" * 50, (FILE,)))
    return made


def main(folder: Path) -> None:
    """Put, try, end, put together, drop: again and again."""
    spool = Spool(folder, lambda: AT)
    number = 0
    while True:
        made = [put(spool, number + n) for n in range(3)]
        number += 3
        tell("put " + " ".join(each.key for each in made))
        spool.amend(made[0].key, begun)
        tell(f"begun {made[0].key}")
        spool.amend(made[0].key, lambda one: ended(one, Sent("T-1"), AT, 0.5))
        tell(f"sent {made[0].key}")
        parts = [(each, spool.parcel(each.key)) for each in made[1:]]
        tell(f"joining {made[1].key} {made[2].key}")
        digest, parcel = digest_of(parts)
        spool.join(made[1:], digest, parcel)
        tell(f"joined {digest.key}")
        if number > 30:
            break
    tell("end")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
