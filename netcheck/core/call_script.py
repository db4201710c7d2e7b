"""What to say to the provider on the phone in twenty seconds, what it will ask, and what to write down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from netcheck.core.brief import telling
from netcheck.core.history import Entry
from netcheck.core.language import Say
from netcheck.core.model import Impact, Segment, Side
from netcheck.core.record import Call
from netcheck.core.situation import Situation, When
from netcheck.core.watching import Happened
from netcheck.core.words import KEEP_WORKING, N_, OTHER_DEVICE_WORKS, RESTART_ROUTER, ROUTER_LIGHT, lasted, one_line

WORDS_A_SECOND = 2.5
"""How fast people read aloud on the phone; fifty words are twenty seconds."""
SPOKEN_MOST = 55
"""Words of what is to be said: twenty seconds and a breath; nobody listens longer before the first question."""
TRIED: Mapping[str, str] = {
    "done": N_("{time}: {step}"),
    "did": N_("before {time}: {step}"),
    "cannot": N_("{time}: could not: {step}"),
}
"""Kinds of entries that tell of a step, in words."""
NO_TITLES: Mapping[str, str] = MappingProxyType({})
MOST_TRIED, MEASURED_MOST = 8, 4
"""Steps and measurements that are read out."""

GREETING = N_("Hello, my name is {name}.")
ACCOUNT = N_("My customer number is {account}.")
DEAD = N_("My internet has been dead since {since}.")
WAS_DEAD = N_("My internet was dead from {since} to {until}.")
BAD = N_("My internet has been bad since {since}.")
WAS_BAD = N_("My internet was bad from {since} to {until}.")
AT_FAULT: Mapping[str, str] = {
    "line-down": N_("My computer and my router work; the line from my router to you is down."),
    "line-login-refused": N_("My router works, but your side refuses its login."),
    "isp-outage": N_("My computer, my router and my line work; nothing gets through your network."),
    "isp-announced-outage": N_("My computer and my router work; it fits the outage that you announce."),
    "isp-maintenance": N_("My computer and my router work; it fits the maintenance that you announce."),
    "isp-dns-down": N_("My line is up, but your name servers do not answer; other name servers do."),
    "walled-garden": N_("Every page that I open leads to one of yours. Is something about my contract open?"),
    "mtu-blackhole": N_("Small packets pass, large ones get lost on the line, so pages do not load."),
    "line-lossy": N_("My home network is clean; the line loses data."),
    "isp-lossy": N_("My home network and my line are clean; packets get lost in your network."),
    "internet-outage": N_("My home and my line work; large parts of the internet do not answer through you."),
    "wan-link-down": N_("My router says that nothing is connected to its internet port."),
}
"""What is wrong, as one says it to those who can mend it."""
UPSTREAM = N_("My home network works; the fault lies beyond it.")
CAME_AND_WENT = N_("It went down {n} times.")
RESTARTED = N_("Restarting the router did not help.")
PLEASE = N_("Please check it, tell me until when, and give me a reference number.")
PLEASE_AFTERWARDS = N_("Please tell me what it was, and give me a reference number.")

NOT_THEIRS: Mapping[Side, str] = {
    Side.LOCAL: N_("What netcheck saw speaks for a fault at home, not for one of your provider: {headline}"),
    Side.UNKNOWN: N_("netcheck cannot tell whether this is your provider's fault. Say what you see, and blame nobody."),
}
NOT_THE_LINE = N_("Your line works. This is for those who run that service, not for your provider: {headline}")

YES_SAW = N_("Yes. It went off at {off} and was back at {back}, and the line was dead before and after.")
YES_AT = N_("Yes, at {time}; it did not help.")
YES_DID = N_("Yes, before {time}; it did not help.")
YES = N_("Yes, at {time}.")
HELPED_WITHIN = timedelta(minutes=10)
"""A router that was restarted is back within three minutes; what comes back so soon after it may be its doing."""
CANNOT = N_("I cannot get at it now.")
NOT_YET = N_("Not yet. I can do it now, while you watch the line from your side.")
NOT_NEEDED = N_("No. It works: everything up to the line answered. I can do it now if you want to watch the line.")
OTHER_FAILS = N_("Yes. Another device on the same network does not reach the internet either.")
OTHER_NOT_YET = N_("Not yet. My computer reaches the router, and what fails lies beyond it.")
LIGHTS: Mapping[str, str] = {
    "yes": N_("the one for the internet is on and steady"),
    "no": N_("the one for the internet is off or not steady"),
}
WIFI = N_("No. My computer reaches the router: {evidence}")
RESET = N_("I will not reset it to factory settings: that erases your login. Please check the line first.")


@dataclass(frozen=True, slots=True)
class CallScript:
    """A call, prepared; all texts are in the person's language."""

    number: str
    """To call; empty: not known."""
    warning: str
    """Why this is perhaps no call for the provider; empty where it is."""
    say_this: tuple[str, ...]
    """Sentence by sentence."""
    facts: tuple[tuple[str, str], ...]
    """What it will ask for, and the answer; an empty answer is one to look up before the call."""
    replies: tuple[tuple[str, str], ...]
    """Questions, and what to answer."""
    calls: tuple[Call, ...] = ()
    """Those that were made already."""

    @property
    def spoken(self) -> str:
        """What is to be said, in one."""
        return " ".join(self.say_this)

    @property
    def seconds(self) -> int:
        """How long it takes to say it."""
        return round(len(self.spoken.split()) / WORDS_A_SECOND)


def call_script(situation: Situation, say: Say, when: When, titles: Mapping[str, str] = NO_TITLES) -> CallScript:
    """The call about this outage. Nothing in it accuses where the verdict does not.

    `titles` says what each check is called, by its id.
    """
    return CallScript(
        number=situation.phone,
        warning=_warning(situation, say),
        say_this=tuple(_spoken(situation, say, when)),
        facts=tuple((say(label), one_line(value)) for label, value in _facts(situation, say, when, titles)),
        replies=tuple(_replies(situation, say, when)),
        calls=situation.calls,
    )


# --- twenty seconds ---------------------------------------------------------------------------------------------------


def _warning(situation: Situation, say: Say) -> str:
    verdict = situation.verdict
    headline = say(verdict.headline)
    if verdict.segment is Segment.SERVICE:
        return say(NOT_THE_LINE).format(headline=headline)
    text = NOT_THEIRS.get(verdict.side, "")
    return say(text).format(headline=headline) if text else ""


def _spoken(situation: Situation, say: Say, when: When) -> list[str]:
    """At most 55 words; what the provider will ask for anyway is left out first."""
    person, outage = situation.handover, situation.past.outage
    bad = situation.verdict.impact is not Impact.OUTAGE or outage.drops > 1
    if situation.ended is not None:
        dead = say(WAS_BAD if bad else WAS_DEAD).format(since=when(situation.began), until=when(situation.seen_until))
    else:
        dead = say(BAD if bad else DEAD).format(since=when(situation.began))
    fault = AT_FAULT.get(situation.verdict.fault, UPSTREAM if situation.verdict.side is Side.UPSTREAM else "")
    if situation.verdict.side is not Side.UPSTREAM and situation.verdict.fault != "wan-link-down":
        fault = ""
    parts = [
        (say(GREETING).format(name=person.name) if person.name else "", 1),
        (say(ACCOUNT).format(account=person.account) if person.account else "", 4),
        (dead, 0),
        (say(CAME_AND_WENT).format(n=outage.drops) if outage.drops > 1 else "", 3),
        (say(fault) if fault else "", 0),
        (say(RESTARTED) if _restarts(situation, say) and situation.ended is None else "", 2),
        (say(PLEASE_AFTERWARDS if situation.ended else PLEASE), 0),
    ]
    shorter = [[text for text, rank in parts if text and rank < most] for most in (5, 4, 3, 2, 1)]
    return next((texts for texts in shorter if len(" ".join(texts).split()) <= SPOKEN_MOST), shorter[-1])


# --- what it will ask for ---------------------------------------------------------------------------------------------


def _facts(situation: Situation, say: Say, when: When, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    person, outage = situation.handover, situation.past.outage
    since = when(situation.began)
    if outage.last_good is not None and when(outage.last_good) != since:
        since = say("{time}; it last worked at {good}").format(time=since, good=when(outage.last_good))
    facts = [
        (N_("Customer number"), person.account),
        (N_("Name on the contract"), person.name),
        (N_("Address or area"), situation.area),
        (N_("Router"), person.router or situation.router),
        (N_("Router's lights"), _lights(situation, say)),
        (N_("Since"), since),
    ]
    if situation.past.unseen:
        facts.append((N_("Back"), say("some time after {time}").format(time=when(situation.seen_until))))
    elif situation.ended is not None:
        back = say("{time}, after {length}")
        facts.append((N_("Back"), back.format(time=when(situation.ended), length=lasted(situation.seconds, say))))
    if outage.drops > 1:
        facts.append((N_("Went down"), say("{n} times").format(n=outage.drops)))
    if outage.asleep_s >= 60:
        facts.append((N_("Not watched for"), lasted(outage.asleep_s, say)))
    facts += [(N_("What was tried"), tried) for tried in _tried(situation, say, when)]
    measured = telling(situation.verdict.evidence, MEASURED_MOST)
    facts += [(N_("What was measured"), _entitled(line, titles, say)) for line in measured]
    if situation.word is not None and (situation.word.title or situation.word.overall):
        word = f"{when(situation.word.at)}: {situation.word.title or situation.word.overall}"
        facts.append((N_("Your status page says"), word))
    return facts


def _entitled(line: str, titles: Mapping[str, str], say: Say) -> str:
    """A line of evidence with the name of its check in place of the id."""
    check, mark, saw = line.partition(": ")
    return say("{check}: {saw}").format(check=say(titles[check]), saw=saw) if mark and check in titles else line


def _lights(situation: Situation, say: Say) -> str:
    """What the person answered about them; empty: to look at before the call."""
    return say(LIGHTS.get(_answers(situation).get(ROUTER_LIGHT.id, ""), ""))


def _answers(situation: Situation) -> dict[str, str]:
    """What the person was asked and answered, by question: the newest line of evidence that tells it."""
    lines = (*situation.past.last_evidence, *situation.verdict.evidence, *situation.past.first_evidence)
    told = next((line.partition(":")[2] for line in lines if line.startswith("person:")), "")
    pairs = (answer.partition(":") for answer in told.split(";"))
    return {question.strip(): answer.strip() for question, _, answer in pairs if answer.strip()}


def _tried(situation: Situation, say: Say, when: When) -> list[str]:
    """Steps with their times, the newest last; how to keep working is none."""
    found = [entry for entry in situation.journal if entry.kind in TRIED and not _is(entry, KEEP_WORKING.text, str)]
    return [say(TRIED[e.kind]).format(time=when(e.at), step=brief(e.text)) for e in found[-MOST_TRIED:]]


def brief(step: str) -> str:
    """A step without how it is done: "Restart the router"; what the person added in brackets stays."""
    added = re.search(r"\(([^()]*)\)$", step)
    short = re.split(r"[:;.]\s", step.removesuffix(added[0]).strip() if added else step, maxsplit=1)[0].rstrip(".:")
    return one_line(f"{short} ({added[1]})" if added and added[1] not in short else short)


# --- what it will say -------------------------------------------------------------------------------------------------


def _replies(situation: Situation, say: Say, when: When) -> list[tuple[str, str]]:
    replies = [(say("Have you restarted the router?"), _restarted(situation, say, when))]
    gateway = next((line for line in situation.verdict.evidence if line.startswith("gateway:")), "")
    first = gateway or next((line for line in situation.past.first_evidence if line.startswith("gateway:")), "")
    if situation.verdict.side is Side.UPSTREAM:
        if first:
            said = say(WIFI).format(evidence=first.partition(":")[2].strip())
            replies.append((say("Is it your Wi-Fi or your computer?"), said))
        if first or _answers(situation).get(OTHER_DEVICE_WORKS.id) == "no":
            other = OTHER_FAILS if _answers(situation).get(OTHER_DEVICE_WORKS.id) == "no" else OTHER_NOT_YET
            replies.append((say("Have you tried another device?"), say(other)))
        replies.append((say("Please reset the router to factory settings."), say(RESET)))
    return replies


def _restarted(situation: Situation, say: Say, when: When) -> str:
    """What netcheck saw counts more than what was ticked."""
    off = next((e.at for e in reversed(situation.journal) if e.kind == Happened.ROUTER_GONE), None)
    back = next((e.at for e in reversed(situation.journal) if e.kind == Happened.ROUTER_BACK), None)
    if off is not None and back is not None and off < back:
        return say(YES_SAW).format(off=when(off), back=when(back))
    steps = _restarts(situation, say)
    if steps and situation.ended is not None and situation.ended - steps[-1].at <= HELPED_WITHIN:
        return say(YES).format(time=when(steps[-1].at))
    if steps:
        return say(YES_AT if steps[-1].kind == "done" else YES_DID).format(time=when(steps[-1].at))
    if any(_is(entry, RESTART_ROUTER.text, say) for entry in situation.journal if entry.kind == "cannot"):
        return say(CANNOT)
    return say(NOT_NEEDED if situation.verdict.side is Side.UPSTREAM else NOT_YET)


def _restarts(situation: Situation, say: Say) -> Sequence[Entry]:
    """Entries by which the person restarted the router; one that did help is none."""
    return [e for e in situation.journal if e.kind in ("done", "did") and _is(e, RESTART_ROUTER.text, say)]


def _is(entry: Entry, step: str, say: Say) -> bool:
    """Whether an entry tells of this step: it was written in English or in the person's language."""
    return any(entry.text.startswith(text) for text in (step, say(step)))
