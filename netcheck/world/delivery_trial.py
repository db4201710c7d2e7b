"""Tries the connection to the help desk: reaches it and logs in, and sends nothing."""

from __future__ import annotations

from netcheck.core.delivery import Trouble, Way
from netcheck.core.delivery_secret import Tried
from netcheck.core.settings import Settings
from netcheck.core.settings_delivery import goes_to
from netcheck.core.words import N_
from netcheck.world import keyring_secret
from netcheck.world.delivery_desk import Asking
from netcheck.world.delivery_http import Door
from netcheck.world.delivery_judged import NO_SECRET, NO_TOKEN, Refused
from netcheck.world.delivery_mail import log_in

REACHED = N_("{to} was reached, and let netcheck in. Nothing was sent.")
REACHED_ONLY = N_("{to} was reached. Whether it takes a report shows when one is sent.")
NO_WAY = N_("No help desk is set yet.")
PATHS = {
    Way.JIRA: "rest/servicedeskapi/servicedesk/{desk}/requesttype/{request_type}",
    Way.SERVICENOW: "api/now/table/{table}?sysparm_limit=1&sysparm_fields=number",
    Way.ZENDESK: "api/v2/tickets.json?external_id=netcheck",
}
"""What a desk can be asked that changes nothing, and that shows whether address, account and numbers are right."""
WHOLE_S = 30.0


def tried(settings: Settings, secret: str = "") -> Tried:
    """What came of it; `secret`: this one, and not the one that is kept. Half a minute for the keyring and half a
    minute for the network at most."""
    told, to = settings.delivery, goes_to(settings)
    if not told.way:
        return Tried(False, NO_WAY)
    found = secret or keyring_secret.secret(told).value
    if not found and (told.way not in (Way.MAIL, Way.WEBHOOK) or (told.way == Way.MAIL and told.user)):
        return Tried(False, NO_SECRET, {"to": to})
    if told.way == Way.MAIL:
        outcome = log_in(told, found, WHOLE_S)
        if isinstance(outcome, Trouble):
            return Tried(False, outcome.text, outcome.blanks)
        return Tried(True, REACHED, {"to": told.smtp_host})
    user = f"{told.user}/token" if told.way == Way.ZENDESK and told.user else told.user
    door = Door(told.url, user, found, WHOLE_S)
    path = PATHS.get(Way(told.way), "").format(desk=told.desk, request_type=told.request_type, table=told.table)
    asking = Asking(door, to)
    if not door.speakable:
        return Tried(False, NO_TOKEN, {"to": to})
    if told.way == Way.WEBHOOK:
        # A webhook takes nothing but reports: any answer at all shows that it is there and who it is.
        trouble = asking.reached()
        return (
            Tried(trouble is None, trouble.text, trouble.blanks) if trouble else Tried(True, REACHED_ONLY, {"to": to})
        )
    try:
        asking.need(path)
    except Refused as refused:
        return Tried(False, refused.trouble.text, refused.trouble.blanks)
    return Tried(True, REACHED, {"to": to})
