"""Reads what the program needs to speak for the person, who helps them, and what no report may show."""

from __future__ import annotations

import re
from dataclasses import replace

from netcheck.core.handover_links import global_number
from netcheck.core.message_template import BlankError, checked_template
from netcheck.core.provider_entries import PHONE
from netcheck.core.settings import Handover, Helpdesk, Reports
from netcheck.core.settings_values import Values
from netcheck.core.words import N_

COUNTRY_PART = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
"""ISO 3166-1 alpha-2, and with a subdivision ISO 3166-2."""
HIGHEST_FEE = 100_000.0
SHORTEST_SECRET = 3
"""Letters or digits: a shorter one stands in too many words."""


def read_handover(values: Values, value: object, below: Handover) -> Handover:
    """The table [handover] laid over what stands below it. Raises SettingsError for a value that cannot be used."""
    texts = ("name", "account", "router", "reach_at", "colleagues")
    table = values.table(value, ("handover",), (*texts, "country", "monthly_fee", "check_list"))
    found = {name: values.text(table[name], ("handover", name), empty=True) for name in texts if name in table}
    try:
        checked_template(found.get("colleagues", ""))
    except BlankError as error:
        values.refuse(("handover", "colleagues"), error.wanted, **error.blanks)
    country = values.text(table.get("country", below.country), ("handover", "country"), empty=True).upper()
    country = re.sub("^UK(?=-|$)", "GB", country)  # what people call it
    if country and not COUNTRY_PART.fullmatch(country):
        values.refuse(("handover", "country"), N_('must be a code of ISO 3166 such as "GB", "GB-SCT" or "DE"'))
    fee = table.get("monthly_fee", below.monthly_fee)
    if isinstance(fee, bool) or not isinstance(fee, int | float) or not 0 <= fee <= HIGHEST_FEE:
        values.refuse(("handover", "monthly_fee"), N_("must be a number from 0 to {most}"), most=f"{HIGHEST_FEE:g}")
    lines = values.array(table.get("check_list", below.check_list), ("handover", "check_list"))
    check_list = tuple(values.text(line, ("handover", "check_list", n)) for n, line in enumerate(lines))
    return replace(below, **found, country=country, monthly_fee=float(fee), check_list=check_list)


def read_helpdesk(values: Values, value: object, below: Helpdesk) -> Helpdesk:
    """The table [helpdesk], in the same way."""
    table = values.table(value, ("helpdesk",), ("mail", "phone", "sms"))
    phone = values.text(table.get("phone", below.phone), ("helpdesk", "phone"), empty=True)
    if phone and not PHONE.fullmatch(phone):
        values.refuse(("helpdesk", "phone"), N_('must be a phone number such as "+44 20 7946 0000"'))
    sms = values.text(table.get("sms", below.sms), ("helpdesk", "sms"), empty=True)
    if sms and not global_number(sms):
        wanted = N_('must be a number with its country such as "+44 7700 900123": a phone elsewhere must know it, too')
        values.refuse(("helpdesk", "sms"), wanted)
    return Helpdesk(values.mail(table.get("mail", below.mail), ("helpdesk", "mail")), phone, sms)


def read_report(values: Values, value: object, below: Reports) -> Reports:
    """The table [report], in the same way."""
    table = values.table(value, ("report",), ("secrets",))
    words = values.array(table.get("secrets", below.secrets), ("report", "secrets"))
    found = tuple(values.text(word, ("report", "secrets", place)) for place, word in enumerate(words))
    for place, word in enumerate(found):
        if sum(sign.isalnum() for sign in word) < SHORTEST_SECRET:
            wanted = N_("must have at least {least} letters or digits: a shorter one stands in too many words")
            values.refuse(("report", "secrets", place), wanted, least=SHORTEST_SECRET)
    return Reports(found)
