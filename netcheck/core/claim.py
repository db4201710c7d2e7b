"""Says in words how the compensation clock stands, and drafts the text that claims what is owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from netcheck.core.compensation import Clock, State
from netcheck.core.language import Say
from netcheck.core.situation import Situation, When
from netcheck.core.words import N_, lasted, one_line

Day = Callable[[date], str]
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
MONEY: Mapping[str, str] = {"GBP": N_("£{amount}"), "EUR": N_("€{amount}")}
STANDING: Mapping[State, str] = {
    State.NO_COUNTRY: N_(
        "netcheck does not know in which country this line is, and so no rule. Write it into the settings{key}."
    ),
    State.NO_RULE: N_("netcheck knows of no rule for {country} that gives money for an outage. Your contract may."),
    State.NO_PROVIDER: N_(
        "{scheme} holds only for the providers in it, and netcheck does not know which one is yours. Write it into the "
        "settings{key}."
    ),
    State.NOT_MEMBER: N_("As far as netcheck knows, {provider} is not in {scheme}. Your contract may say more."),
    State.NOT_TOTAL: N_(
        "{scheme} pays only where nothing works at all, and not for planned work. What netcheck saw: {headline}"
    ),
    State.NOT_THEIRS: N_(
        "{scheme} pays only for the provider's faults. What netcheck saw does not show one: {headline}"
    ),
    State.TOO_OLD: N_("netcheck does not know the amounts of {scheme} for that time."),
    State.NOT_REPORTED: N_(
        "{scheme} applies, but its clock begins when you report the fault, and no report is noted. Call your provider, "
        "and note the call here."
    ),
    State.FREE: N_(
        "{scheme} applies. You reported it {reported}; your provider has until the end of {free_until} to mend it."
    ),
    State.OWED: N_("{scheme} applies. You reported it {reported}; {repair} is owed by now (days: {n})."),
    State.ENDED_FREE: N_(
        "{scheme} applies, but it worked again in time: your provider had until the end of {free_until}. Nothing is "
        "owed for the repair."
    ),
    State.ENDED_OWED: N_("{scheme} applies. You reported it {reported}; {repair} is owed for the repair (days: {n})."),
}
KEYS: Mapping[str, str] = {
    State.NO_COUNTRY: '[handover] country = "GB"',
    State.NO_PROVIDER: "[isp] name",
    "region": '[handover] country = "GB-SCT"',
    "fee": "[handover] monthly_fee",
}
"""Where in the settings file something stands; the window has a page for it."""
HEADLINES: Mapping[State, str] = {
    State.NO_COUNTRY: N_("Not known whether you are owed money"),
    State.NO_RULE: N_("No rule gives money for this"),
    State.NO_PROVIDER: N_("Not known whether you are owed money"),
    State.NOT_MEMBER: N_("No rule gives money for this"),
    State.NOT_TOTAL: N_("No rule gives money for this"),
    State.NOT_THEIRS: N_("No rule gives money for this"),
    State.TOO_OLD: N_("Not known what is owed"),
    State.NOT_REPORTED: N_("The clock has not begun"),
    State.FREE: N_("Nothing is owed yet"),
    State.OWED: N_("{total} so far"),
    State.ENDED_FREE: N_("Nothing is owed"),
    State.ENDED_OWED: N_("{total} is owed"),
}
NEXT = N_("If it is still dead when {day} ends, {amount} is owed; then for each full day that follows.")
MORE = N_("If it is still dead when {day} ends, {amount} more is owed.")
MISSED = N_("For missed appointments ({n}): {amount}.")
LATE = N_("For the late start of the new line (days: {n}): {amount}.")
NOT_KNOWN = N_("an amount that netcheck does not know")
TOTAL = N_("In all: {amount}.")
UNASKED = N_("It must be on your bill by {day}, without your asking. If it is not, send the text below.")
ASK = N_("It is paid only to those who ask: send the text below.")
NOTICE = N_("From {day} on your provider may announce that it will stop paying {n} days later.")
ONLY = N_("It holds only for lines {only}.")
EXCEPT = N_("It is not owed where the cause lies in your home, or where you missed or refused an appointment.")
DROPS = N_("It went down {n} times and came back between: your provider may say that it was no total loss.")
UNWATCHED = N_("For {length} of it nobody looked; for that time your provider's own record counts.")
UNWATCHED_S = 600.0
"""Seconds without a look that are worth a word."""
DOUBTS: Mapping[str, str] = {
    "holidays": N_("Public holidays of that time are not known here: a holiday moves the day."),
    "region": N_("Counted with the holidays of {region}; another part of the country is chosen in the settings{key}."),
    "fee": N_("It may be more: a part of your monthly fee. Write it into the settings{key}."),
}
SOURCE = N_("netcheck's own reckoning by public rules as of {as_of}, and no legal advice. Source: {source}")

SUBJECT = N_("Compensation for the loss of my service")
DEAR = N_("Dear {provider},")
LOST = N_("My internet service was completely lost from {began} to {ended}.")
LOST_AT_LEAST = N_("My internet service was completely lost from {began} to {ended} at least.")
LOST_STILL = N_("My internet service has been completely lost since {began}, and still is.")
REPORTED = N_("I reported it to you on {reported}.")
REPORTED_AS = N_("I reported it to you on {reported}; your reference is {reference}.")
BY_RULE = N_("By {scheme} you had until the end of {free_until} to mend it.")
MAKES = N_("That makes {repair} (days: {n}).")
MISSED_TOO = N_("Appointments that you missed ({n}): {amount}.")
LATE_TOO = N_("The late start of my new line (days: {n}): {amount}.")
PLEASE = N_("Please pay {total} to me as a credit on my bill, and confirm it in writing.")
PLEASE_AMOUNT = N_("Please pay what is owed to me as a credit on my bill, and confirm it in writing.")
LOGGED = N_("My log of it is at hand; I can send it to you.")
CUSTOMER = N_("Customer number: {account}")


def headline(clock: Clock, say: Say) -> str:
    """The answer in a few words: "£20.68 so far"."""
    if clock.total and not clock.repair:
        return say("{total} is owed").format(total=money(clock.total, clock, say))
    return say(HEADLINES[clock.state]).format(total=money(clock.total, clock, say))


def standing(clock: Clock, situation: Situation, say: Say, when: When, keys: bool = True) -> tuple[str, ...]:
    """How the clock stands, a sentence or two a line, the answer first and the source of the rule last.

    `keys`: name what is to be written into the settings file; without, only that it is a setting.
    """
    lines = [_answer(clock, situation, say, when, keys)]
    if not clock.state.applies or clock.scheme is None:
        return (*lines, *_extras(clock, say), *_source(clock, say))
    if clock.next_day is not None:
        text = say(MORE if clock.paid_days else NEXT)
        day = day_words(clock.next_day, say)
        lines.append(text.format(amount=money(clock.next_amount, clock, say), day=day))
    lines += _extras(clock, say)
    if clock.state is State.ENDED_OWED:
        unasked = clock.scheme.automatic and clock.pay_until is not None
        lines.append(
            say(UNASKED).format(day=day_words(clock.pay_until, say)) if unasked and clock.pay_until else say(ASK)
        )
    if clock.state is State.OWED and clock.notice_from is not None:
        lines.append(say(NOTICE).format(day=day_words(clock.notice_from, say), n=clock.scheme.notice_days))
    if clock.member is not None and clock.member.only:
        lines.append(say(ONLY).format(only=clock.member.only))
    lines.append(say(EXCEPT))
    outage = situation.past.outage
    if outage.drops > 1:
        lines.append(say(DROPS).format(n=outage.drops))
    if outage.asleep_s >= UNWATCHED_S:
        lines.append(say(UNWATCHED).format(length=lasted(outage.asleep_s, say)))
    lines += [_doubt(doubt, clock, say, keys) for doubt in clock.doubts]
    return (*lines, *_source(clock, say))


def claim_text(clock: Clock, situation: Situation, say: Say, when: When) -> str:
    """A letter that claims what is owed; empty where nothing is. `when` must write dates, `say` the scheme's language.

    What netcheck does not know is left out, never made up.
    """
    if clock.scheme is None or not (clock.total or clock.missed is None or clock.late is None):
        return ""
    person, unseen = situation.handover, situation.past.unseen
    ended = situation.seen_until if unseen else situation.ended
    reference = next((call.reference for call in reversed(situation.calls) if call.reference), "")
    lost = (
        say(LOST_AT_LEAST if unseen else LOST).format(began=when(situation.began), ended=when(ended)) if ended else ""
    )
    body = [lost or say(LOST_STILL).format(began=when(situation.began))] if clock.state.applies else []
    if clock.reported_at is not None:
        text = say(REPORTED_AS if reference else REPORTED)
        body.append(text.format(reported=when(clock.reported_at), reference=reference))
    if clock.repair and clock.free_until is not None:
        body.append(say(BY_RULE).format(scheme=clock.scheme.name, free_until=day_words(clock.free_until, say)))
        body.append(say(MAKES).format(repair=money(clock.repair, clock, say), n=clock.paid_days))
    if clock.missed_count:
        body.append(say(MISSED_TOO).format(n=clock.missed_count, amount=_maybe(clock.missed, clock, say)))
    if clock.late_days:
        body.append(say(LATE_TOO).format(n=clock.late_days, amount=_maybe(clock.late, clock, say)))
    known = clock.missed is not None and clock.late is not None
    body.append(say(PLEASE).format(total=money(clock.total, clock, say)) if known else say(PLEASE_AMOUNT))
    body.append(say(LOGGED))
    dear = say(DEAR).format(provider=one_line(situation.provider) or "...")
    end = [say(CUSTOMER).format(account=person.account)] if person.account else []
    return "\n".join((say(SUBJECT), "", dear, "", *body, "", *end, *([person.name] if person.name else []))) + "\n"


def money(amount: Decimal, clock: Clock, say: Say) -> str:
    """An amount in the scheme's currency."""
    currency = clock.scheme.currency if clock.scheme else ""
    written = MONEY.get(currency)
    return say(written).format(amount=f"{amount:.2f}") if written else f"{amount:.2f} {currency}".rstrip()


def day_words(day: date, say: Say) -> str:
    """A day with its name: "Wednesday, 2026-11-25"."""
    return say("{weekday}, {date}").format(weekday=say(WEEKDAYS[day.weekday()]), date=day.isoformat())


def _key(what: str, keys: bool) -> str:
    return f": {KEYS[what]}" if keys and what in KEYS else ""


def _answer(clock: Clock, situation: Situation, say: Say, when: When, keys: bool) -> str:
    scheme = clock.scheme
    return say(STANDING[clock.state]).format(
        scheme=scheme.name if scheme else "",
        country=situation.country,
        key=_key(clock.state, keys),
        provider=one_line(situation.provider),
        headline=say(situation.verdict.headline),
        reported=when(clock.reported_at) if clock.reported_at else "",
        free_until=day_words(clock.free_until, say) if clock.free_until else "",
        repair=money(clock.repair, clock, say),
        n=clock.paid_days,
    )


def _extras(clock: Clock, say: Say) -> list[str]:
    """What is owed beside the repair, and the sum of all."""
    lines = []
    if clock.missed_count:
        lines.append(say(MISSED).format(n=clock.missed_count, amount=_maybe(clock.missed, clock, say)))
    if clock.late_days:
        lines.append(say(LATE).format(n=clock.late_days, amount=_maybe(clock.late, clock, say)))
    if lines and clock.total:
        lines.append(say(TOTAL).format(amount=money(clock.total, clock, say)))
    return lines


def _maybe(amount: Decimal | None, clock: Clock, say: Say) -> str:
    return say(NOT_KNOWN) if amount is None else money(amount, clock, say)


def _doubt(doubt: str, clock: Clock, say: Say, keys: bool) -> str:
    region = clock.holidays.name if clock.holidays else ""
    return say(DOUBTS[doubt]).format(region=region, key=_key(doubt, keys))


def _source(clock: Clock, say: Say) -> tuple[str, ...]:
    if clock.scheme is None:
        return ()
    return (say(SOURCE).format(as_of=clock.scheme.as_of.isoformat(), source=clock.scheme.source),)
