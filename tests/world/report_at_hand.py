"""A report that tests send to desks on loopback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from netcheck.core.delivery import Attachment, Delivery, Outcome, Parcel, Way
from netcheck.core.settings import Deliver, Settings
from netcheck.core.settings_delivery import goes_to
from netcheck.world.delivery_ways import deliver
from netcheck.world.keyring_secret import Secret

KEY = "0123456789abcdef0123456789abcdef"
AT = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)
FILES = (
    Attachment("netcheck-outage-01234567.txt", "text/plain", b"\xff\x00 any bytes\r\n--x"),
    Attachment("netcheck-outage-01234567.json", "application/json", b'{"a": 1}'),
)
PARCEL = Parcel("Internet outage – 12 min", "Down since 14:02\nÜber 12 min\n" + "x" * 5000, FILES, "o1", AT, AT)
SECRET = "hunter2-Sehr-geheim"
DESKS = (Way.JIRA, Way.SERVICENOW, Way.ZENDESK)
QUICK_S = 0.3


def settings(way: str, url: str) -> Settings:
    """Ready for this desk."""
    url += "hook" if way == Way.WEBHOOK else ""
    return Settings(delivery=Deliver(way=way, url=url, user="me@desk.example", desk="4", request_type="25"))


def made(told: Settings, ticket: str = "", known: str = "", attempts: int = 1) -> Delivery:
    """The delivery to it, as it is at its first try."""
    return Delivery(
        KEY, AT, PARCEL.title, told.delivery.way, goes_to(told), ticket=ticket, made_ticket=known, attempts=attempts
    )


def sent(
    way: str, url: str, ticket: str = "", known: str = "", secret: str = SECRET, attempts: int = 1,
    parcel: Parcel = PARCEL,
) -> Outcome:  # fmt: skip
    """One try."""
    told = settings(way, url)
    return deliver(made(told, ticket, known, attempts), parcel, told, lambda _: Secret(secret))


def once(bad: str, method: str, path: str) -> Callable[[str, str], str]:
    """Manners that are bad at the first question of this kind."""
    left = [bad]
    return lambda m, p: left.pop() if left and m == method and path in p else ""
