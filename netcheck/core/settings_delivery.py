"""Reads how reports go to the help desk, and says in one sentence what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from netcheck.core.delivery import Way
from netcheck.core.settings import Deliver, Settings
from netcheck.core.settings_values import Key, Values
from netcheck.core.words import N_

WAYS = ("", *Way)
SECURITY = ("starttls", "tls")
"""How mail is protected; a report goes unprotected to no computer."""
LEVELS = ("helpdesk", "public")
SECRETS = ("secret", "password", "token", "smtp_password", "api_token")
"""What people would write into [delivery] if they were let."""
LONGEST_MIN = 24 * 60
NUMBER = re.compile(r"[0-9]{0,18}")
TABLE = re.compile(r"[a-z][a-z0-9_]{0,78}")
"""A table of ServiceNow, its own ("incident") or one's own ("u_outage")."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    Way.MAIL: ("smtp_host", "mail_from"),
    Way.WEBHOOK: ("url",),
    Way.JIRA: ("url", "desk", "request_type"),
    Way.SERVICENOW: ("url", "table"),
    Way.ZENDESK: ("url",),
}
"""Keys without which nothing can be sent by a way."""


def read_delivery(values: Values, value: object, below: Deliver) -> Deliver:
    """The table [delivery] laid over what stands below it. Raises SettingsError for a value that cannot be used."""
    key: Key = ("delivery",)
    if isinstance(value, Mapping):
        for name in SECRETS:
            if name in value:
                wanted = N_(
                    "must not stand in a file: put it into the system's keyring or the environment variable "
                    "NETCHECK_DELIVERY_SECRET"
                )
                values.refuse((*key, name), wanted)
    checks: dict[str, Callable[[object, Key], str | int | bool]] = {
        "way": lambda word, at: values.one_of(word, at, WAYS),
        "mail_to": values.mail,
        "mail_from": values.mail,
        "smtp_host": values.host,
        "smtp_port": lambda port, at: values.whole(port, at, 1, 65535),
        "smtp_security": lambda word, at: values.one_of(word, at, SECURITY),
        "url": lambda url, at: _url(values, url, at),
        "user": lambda user, at: values.text(user, at, empty=True),
        "desk": lambda number, at: _number(values, number, at),
        "request_type": lambda number, at: _number(values, number, at),
        "table": lambda table, at: _table(values, table, at),
        "level": lambda word, at: values.one_of(word, at, LEVELS),
        "automatic": values.flag,
        "after_min": lambda minutes, at: values.whole(minutes, at, 1, LONGEST_MIN),
    }
    known = values.table(value, key, tuple(checks))
    found = {name: checks[name](inner, (*key, name)) for name, inner in known.items()}
    return replace(below, **found)  # type: ignore[arg-type]


def can_deliver(values: Values, settings: Settings) -> None:
    """Whether the keys fit together. Raises SettingsError for the first that is missing."""
    delivery = settings.delivery
    for name in NEEDED.get(delivery.way, ()):
        if not getattr(delivery, name):
            wanted = N_('must be set for the way "{way}"')
            values.refuse(("delivery", name), wanted, way=str(delivery.way))
    if delivery.way == Way.MAIL and not goes_to(settings):
        values.refuse(("delivery", "mail_to"), N_("must name the help desk's mail address, here or in [helpdesk] mail"))
    if delivery.automatic and not delivery.way:
        values.refuse(("delivery", "way"), N_("must be set, or no report can be sent by itself"))


def goes_to(settings: Settings) -> str:
    """Whom reports go to, for people: a mail address or a host; empty where they go to nobody."""
    delivery = settings.delivery
    if delivery.way == Way.MAIL:
        return delivery.mail_to or settings.helpdesk.mail
    return urlsplit(delivery.url).netloc if delivery.way else ""


def secret_name(delivery: Deliver) -> str:
    """Under which name the secret stands in the keyring (service "netcheck"): "delivery HOST".

    The host is part of it, so that a changed address never gets the secret of another one.
    """
    host = delivery.smtp_host if delivery.way == Way.MAIL else urlsplit(delivery.url).netloc
    return f"delivery {host}"


def _url(values: Values, value: object, key: Key) -> str:
    text = values.text(value, key, empty=True)
    return values.url(text, key, ("https",)) if text else ""


def _number(values: Values, value: object, key: Key) -> str:
    """A number of the desk's own; people write it with quotes or without."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = values.text(value, key, empty=True)
    if not NUMBER.fullmatch(text):
        values.refuse(key, N_("must be a whole number"))
    return text


def _table(values: Values, value: object, key: Key) -> str:
    text = values.text(value, key)
    if not TABLE.fullmatch(text):
        values.refuse(key, N_('must be the name of a table such as "incident"'))
    return text
