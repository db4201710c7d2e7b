"""Sentences and steps that several faults share, in plain English, marked for translation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from netcheck.core.language import Say
from netcheck.core.model import Failure, Question, Segment, Step

_BREAKING_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


def N_(text: str) -> str:
    """Mark a text for translation; it is translated where it is shown."""
    return text


def one_line(text: str) -> str:
    """A text from outside on one line, without control and bidi characters: names come from hostile places.

    Spaces at which no line may break stay: French sets them before ":" and "?".
    """
    kept = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(word for word in _BREAKING_SPACES.split(kept.strip()) if word)


def lasted(seconds: float, say: Say = str) -> str:
    """A length of time in words: "45 s", "3 min 20 s", "2 h 5 min", "1 d 3 h"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return say("{s} s").format(s=whole)
    if whole < 3600:
        return say("{min} min {s} s").format(min=whole // 60, s=whole % 60)
    minutes = round(whole / 60)
    if minutes < 24 * 60:
        return say("{h} h {min} min").format(h=minutes // 60, min=minutes % 60)
    hours = round(whole / 3600)
    return say("{d} d {h} h").format(d=hours // 24, h=hours % 24)


SEGMENT_NAMES: Mapping[Segment, str] = {
    Segment.COMPUTER: N_("Computer"),
    Segment.LINK: N_("Wi-Fi or cable"),
    Segment.ROUTER: N_("Router"),
    Segment.LINE: N_("Line"),
    Segment.ISP: N_("Provider"),
    Segment.INTERNET: N_("Internet"),
    Segment.SERVICE: N_("Your services"),
}
"""The parts of the path as a person calls them."""

WHY_NOT: Mapping[Failure, str] = {
    Failure.TIMEOUT: N_("it does not answer"),
    Failure.STALLED: N_("it stops in the middle of its answer"),
    Failure.REFUSED: N_("it refuses connections"),
    Failure.RESET: N_("it breaks connections off"),
    Failure.UNREACHABLE: N_("no way leads to it"),
    Failure.PROHIBITED: N_("somebody on the way forbids it"),
    Failure.BLOCKED_LOCALLY: N_("a firewall on this computer blocks it"),
    Failure.NOT_PERMITTED: N_("a filter blocks its name"),
    Failure.NAME_NOT_FOUND: N_("its name is not found"),
    Failure.SERVER_FAILURE: N_("its name could not be looked up"),
    Failure.HTTP_ERROR: N_("it answers with an error of its own"),
    Failure.BAD_ANSWER: N_("its answer makes no sense"),
    Failure.TLS_FAILED: N_("no secure connection comes about"),
    Failure.CERTIFICATE_DATE: N_("its certificate has run out"),
    Failure.CERTIFICATE_UNTRUSTED: N_("its certificate is not trusted"),
    Failure.CERTIFICATE_NAME: N_("its certificate is for another name"),
    Failure.PROXY_FAILED: N_("the proxy does not reach it"),
}
"""Why a service does not work, as a person would say it."""
UNKNOWN = N_("unknown")
"""What stands in a blank of which nothing is known."""
NOT_CHECKED = N_("not checked, because of the fault before it")
NO_SERVICES = N_("no work addresses are set")
"""What is said of a part of the path that was not seen."""

KEEP_WORKING = Step(
    N_("Keep working meanwhile: share your phone's mobile connection (hotspot), or join the meeting by phone."),
    needs=N_("a phone with mobile data"),
    cost=N_("2 minutes; uses mobile data"),
    helps=N_("keeps you working"),
)
WAIT = Step(
    N_("Look again in a few minutes: such outages mostly end without your doing."),
    cost=N_("a few seconds"),
    helps=N_("often"),
)
RESTART_ROUTER = Step(
    N_("Restart the router: unplug its power, wait 30 seconds, plug it in again and give it 3 minutes."),
    needs=N_("access to the router's plug"),
    cost=N_("4 minutes; everybody in the house is offline meanwhile"),
    risk=N_("none - but never press its reset hole: a factory reset erases your provider's login"),
    helps=N_("often"),
    looks=("gateway", "router_wan", "path", "internet_by_ip"),
)
CHECK_ROUTER_LIGHTS = Step(
    N_("Look at the lights of the router or modem: is the one for DSL, cable, fibre or Internet on and steady?"),
    needs=N_("a look at the box"),
    cost=N_("1 minute"),
    helps=N_("often"),
)
CHECK_LINE_CABLE = Step(
    N_("Check the cable between the router (or modem) and the wall socket: push both ends in until they click."),
    needs=N_("a look at the box"),
    cost=N_("1 minute"),
    helps=N_("sometimes"),
    looks=("router_wan", "path", "internet_by_ip"),
)
CALL_PROVIDER = Step(
    N_("Call your internet provider and read out the evidence of this report: it shows what was ruled out at home."),
    needs=N_("a phone and your customer number"),
    cost=N_("10 to 30 minutes"),
    helps=N_("often"),
)
OTHER_DEVICE = Step(
    N_("Try your phone on the same Wi-Fi (mobile data off): if it works, the fault is in this computer."),
    needs=N_("a phone"),
    cost=N_("1 minute"),
    helps=N_("often"),
)
CHECK_CABLE = Step(
    N_("Push the network cable in at both ends until it clicks; try another cable or another socket on the router."),
    needs=N_("the cable, and a spare one if you have it"),
    cost=N_("1 minute"),
    helps=N_("often"),
    looks=("link", "address", "gateway"),
)
RECONNECT = Step(
    N_("Disconnect from the network and connect again (or unplug the cable for ten seconds)."),
    cost=N_("1 minute"),
    helps=N_("often"),
    looks=("link", "address", "route", "gateway"),
)
ASK_IT = Step(
    N_("Send this report to your IT help desk: it names what was tested and what answered."),
    cost=N_("2 minutes"),
    helps=N_("often"),
)
MOVE_CLOSER = Step(
    N_("Move closer to the router, or connect this computer to it with a cable."),
    cost=N_("2 minutes"),
    helps=N_("often"),
    looks=("link", "loss"),
)
LOCAL_NETWORK = Step(
    N_(
        "Open System Settings, Privacy & Security, Local Network, and switch on netcheck, or the program that you "
        "started it from."
    ),
    cost=N_("1 minute"),
    helps=N_("often"),
    looks=("gateway", "router_wan"),
)

YES_NO = (N_("yes"), N_("no"))
"""Answers are codes; their words are said where they are shown."""
OTHER_DEVICE_WORKS = Question(
    "other_device",
    N_("Does another device, such as your phone with mobile data off, reach the internet on the same network?"),
    YES_NO,
)
"""The best discriminator between "this computer" and everything beyond it."""

ROUTER_LIGHT = Question(
    "internet_light",
    N_("Is the router's light for the internet (or DSL, cable, fibre) on and steady?"),
    YES_NO,
)
QUESTIONS = (OTHER_DEVICE_WORKS, ROUTER_LIGHT)


@dataclass(frozen=True, slots=True)
class Telling:
    """A headline and its explanation."""

    headline: str
    explanation: str


ALL_WELL = Telling(
    N_("Your internet connection works."),
    N_("Every part of the path that was tested answered."),
)
"""The fault `none`."""
CANNOT_TELL = Telling(
    N_("netcheck cannot tell where the fault is."),
    N_("Something does not work, but what was seen fits no single cause. The steps below help to find it."),
)
"""The fault `unknown`."""
COMES_AND_GOES = Telling(
    N_("Your connection comes and goes."),
    N_("It failed and returned several times in the last minutes. The part named here is where it was seen to break."),
)
"""The fault `intermittent`, which no single look can see."""
UNPROTECTED = N_("its page came over an unprotected connection, so anybody on the way could have written it")
"""Why a status page that was read over plain HTTP is not believed."""
