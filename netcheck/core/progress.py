"""Says what a second look saw differently, so that whoever did a step learns what it changed."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.model import Confidence, Impact, Outcome, Report, Segment, Side, Verdict
from netcheck.core.words import N_

_ANSWERS: Mapping[Segment, str] = {
    Segment.COMPUTER: N_("This computer's own part is in order now."),
    Segment.LINK: N_("The Wi-Fi or cable to your router works now."),
    Segment.ROUTER: N_("Your router answers now."),
    Segment.LINE: N_("Something beyond your router answers now."),
    Segment.ISP: N_("Your provider's network carries data now."),
    Segment.INTERNET: N_("The internet answers now."),
    Segment.SERVICE: N_("Your services answer now."),
}
_STILL: Mapping[Segment, str] = {
    Segment.COMPUTER: N_("The fault in this computer is still there."),
    Segment.LINK: N_("The fault on the Wi-Fi or cable to your router is still there."),
    Segment.ROUTER: N_("The fault at your router is still there."),
    Segment.LINE: N_("The fault on the line is still there."),
    Segment.ISP: N_("The fault at your provider is still there."),
    Segment.INTERNET: N_("The fault on the internet is still there."),
    Segment.SERVICE: N_("The fault at the service is still there."),
}
_STILL_OF_FAULT: Mapping[str, str] = {
    "link-down": N_("This computer is still not connected to your router."),
    "router-silent": N_("Your router still does not answer."),
    "line-down": N_("The line is still down."),
    "wan-link-down": N_("Your router still reports no signal at its internet port."),
    "isp-outage": N_("Your provider's network still carries nothing."),
}
_ELSEWHERE: Mapping[Segment, str] = {
    Segment.COMPUTER: N_("What fails now is in this computer."),
    Segment.LINK: N_("What fails now is the Wi-Fi or cable to your router."),
    Segment.ROUTER: N_("What fails now is at your router."),
    Segment.LINE: N_("What fails now is the line."),
    Segment.ISP: N_("What fails now is at your provider."),
    Segment.INTERNET: N_("What fails now is out on the internet."),
    Segment.SERVICE: N_("What fails now is a service that you use."),
}
WORKS = N_("Your internet connection works now.")
BADLY = N_("Something gets through now, but not as well as it should.")
STILL_BADLY = N_("It works no better than before.")
NO_ROUTER = N_("Your router does not answer now.")
UNCLEAR = N_("It is still not clear where the fault is.")
UNCLEAR_NOW = N_("What was seen now fits no single cause any more.")
CLEARER = N_("It is clearer now than before where the fault is.")
SAME = N_("Nothing has changed.")


def what_changed(before: Report, after: Report) -> tuple[str, ...]:
    """Sentences on what a later look saw differently, the nearest part first, and where the fault stands now.

    They are plain English, marked for translation; never empty. Only what was seen both times is called a change: a
    part that was not asked, or whose answer was not awaited, is no news.
    """
    if after.verdict.side is Side.NONE:
        return (SAME,) if before.verdict.side is Side.NONE else (WORKS,)
    return (*_parts(before, after), *_verdict(before.verdict, after.verdict))


def _parts(before: Report, after: Report) -> list[str]:
    """The parts that answer now and did not; of several the farthest says it all, besides the router."""
    was, now = ({step.segment: step.state for step in report.path} for report in (before, after))
    gained = [segment for segment in Segment if was.get(segment) in ("failed", "skipped") and now.get(segment) == "ok"]
    router, router_before = _outcome(after, "gateway"), _outcome(before, "gateway")
    if router is Outcome.OK and router_before is Outcome.FAILED and Segment.ROUTER not in gained:
        gained.append(Segment.ROUTER)
    told = [segment for segment in Segment if segment in gained and segment.place <= Segment.ROUTER.place]
    told += [segment for segment in gained if segment.place > Segment.ROUTER.place][-1:]
    sentences = [_ANSWERS[segment] for segment in told]
    if router is Outcome.FAILED and router_before is Outcome.OK and now.get(Segment.ROUTER) != "ok":
        sentences.append(NO_ROUTER)
    return sentences


def _outcome(report: Report, check: str) -> Outcome:
    said = report.seen.get(check)
    return said.outcome if said else Outcome.UNKNOWN


def _verdict(before: Verdict, after: Verdict) -> list[str]:
    if after.side is Side.UNKNOWN or after.segment is None:
        return [UNCLEAR_NOW if before.accuses else UNCLEAR]
    if after.impact is not Impact.OUTAGE and before.impact is Impact.OUTAGE:
        return [BADLY]
    if (after.fault, after.segment) == (before.fault, before.segment):
        if after.impact is not Impact.OUTAGE:
            return [STILL_BADLY]
        still = _STILL_OF_FAULT.get(after.fault, _STILL[after.segment])
        order = list(Confidence)
        surer = order.index(after.confidence) < order.index(before.confidence)
        return [still, CLEARER] if surer else [still]
    if after.segment is before.segment:
        return [CLEARER] if before.side is Side.UNKNOWN else [_STILL[after.segment]]
    return [_ELSEWHERE[after.segment]]
