"""Hands one report to the help desk by the way that is set, and says what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from netcheck.core.delivery import Delivery, Outcome, Parcel, Trouble, Way
from netcheck.core.settings import Deliver, Settings
from netcheck.core.settings_delivery import goes_to
from netcheck.core.words import N_
from netcheck.world import keyring_secret
from netcheck.world.delivery_desk import Asking, Desk, hand_over
from netcheck.world.delivery_http import Door
from netcheck.world.delivery_jira import Jira
from netcheck.world.delivery_judged import NO_SECRET, NO_TOKEN
from netcheck.world.delivery_mail import mail
from netcheck.world.delivery_servicenow import ServiceNow
from netcheck.world.delivery_webhook import webhook
from netcheck.world.delivery_zendesk import Zendesk
from netcheck.world.keyring_secret import Secret

log = logging.getLogger(__name__)

CHANGED = N_(
    "The settings name another help desk now ({now}) than when this was made ({to}), so it waits. If that stays so, "
    "drop it, and send the report again."
)
NOWHERE = N_("The settings name no help desk any more, so it waits. If that stays so, drop it.")


def deliver(
    delivery: Delivery,
    parcel: Parcel,
    settings: Settings,
    secret: Callable[[Deliver], Secret] = keyring_secret.secret,
) -> Outcome:
    """One try; every wait in it has its deadline, some minutes in all at most. Raises nothing for what the network and
    the desk do. What was meant for one desk never goes to another; it waits, since another netcheck of this person may
    have the settings for it, or a file of settings is being mended."""
    told, to = settings.delivery, goes_to(settings)
    if not told.way:
        return Trouble(True, NOWHERE, {}, detail="no way is set")
    if (told.way, to) != (delivery.way, delivery.to):
        return Trouble(True, CHANGED, {"now": to, "to": delivery.to}, detail="another desk is set")
    needs = bool(told.user) if told.way == Way.MAIL else told.way != Way.WEBHOOK
    found = secret(told) if needs or told.way == Way.WEBHOOK else Secret()
    # A keyring that is locked now may be open in an hour, and what one program cannot ask another one can.
    heals = found.trouble in (keyring_secret.NO_ANSWER, keyring_secret.FAILED)
    if heals or (needs and not found.value):
        text = found.trouble or NO_SECRET
        return Trouble(bool(found.trouble), text, {**dict(found.blanks), "to": to}, detail="no secret", of_all=True)
    if told.way != Way.MAIL and not Door(told.url, told.user, found.value).speakable:
        return Trouble(False, NO_TOKEN, {"to": to}, detail="no token has such letters", of_all=True)
    if told.way == Way.MAIL:
        outcome = mail(delivery, parcel, told, found.value)
    elif told.way == Way.WEBHOOK:
        outcome = webhook(delivery, parcel, Door(told.url, told.user, found.value))
    else:
        outcome = hand_over(DESKS[told.way](told, found.value, to), delivery, parcel)
    if isinstance(outcome, Trouble):
        log.info("a delivery by %s: %s", told.way, outcome.detail)
    else:
        log.info("a delivery by %s was taken", told.way)
    return outcome


def _jira(told: Deliver, secret: str, to: str) -> Desk:
    return Jira(Asking(Door(told.url, told.user, secret), to), told.desk, told.request_type)


def _servicenow(told: Deliver, secret: str, to: str) -> Desk:
    return ServiceNow(Asking(Door(told.url, told.user, secret), to), told.table)


def _zendesk(told: Deliver, secret: str, to: str) -> Desk:
    # With a user the secret is an API token, which goes with "/token" behind the name.
    return Zendesk(Asking(Door(told.url, f"{told.user}/token" if told.user else "", secret), to))


DESKS: Mapping[str, Callable[[Deliver, str, str], Desk]] = {
    Way.JIRA: _jira,
    Way.SERVICENOW: _servicenow,
    Way.ZENDESK: _zendesk,
}
