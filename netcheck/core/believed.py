"""What is believed of a status page: a change only when the page has said it twice in a row, for pages flicker, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from netcheck.core.news import Incident, News, Overall


@dataclass(frozen=True, slots=True)
class Believed:
    """What a page is taken to say, after so many answers."""

    news: News
    """What is shown: at first what the first answer said, later what two in a row have said."""
    newest: News
    """What the last answer said."""
    sure: frozenset[str] = frozenset()
    """Of the incidents that are shown, those that two answers in a row have told of."""
    overall_sure: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether everything that is shown was said twice in a row."""
        return self.overall_sure and _by_key(self.news).keys() <= self.sure

    @property
    def settled(self) -> bool:
        """Whether the next answer would change nothing if it said the same as the last one."""
        return self.confirmed and _by_key(self.news).keys() == _by_key(self.newest).keys() and (
            self.news.overall is self.newest.overall
        )  # fmt: skip


def first(news: News, before: News | None = None) -> Believed:
    """What is believed after the first answer in an outage, which is shown as it is; `before` is what the page said
    within the hour before, if it was asked then."""
    sure = _by_key(news).keys() & _by_key(before).keys() if before is not None else frozenset[str]()
    return Believed(news, news, frozenset(sure), before is not None and before.overall is news.overall)


def heard(before: Believed, news: News) -> Believed:
    """What is believed after one more answer in the same outage.

    An incident appears, or vanishes, when two answers in a row say so; one that only the first answer told of vanishes
    at once. Of an incident that is shown the latest words count, and of all else the latest answer.
    """
    shown, last, now = _by_key(before.news), _by_key(before.newest), _by_key(news)
    appear = {key: incident for key, incident in now.items() if key in shown or key in last}
    stay = {key: each for key, each in shown.items() if key not in now and key in before.sure and key in last}
    same = news.overall is before.newest.overall
    overall = before.news.overall if before.overall_sure and not same else news.overall
    return Believed(
        replace(news, incidents=(*appear.values(), *stay.values()), overall=overall),
        news,
        frozenset(key for key in appear if key in last or key in before.sure) | frozenset(stay),
        same or before.overall_sure,
    )


def told(news: News) -> tuple[object, ...]:
    """What of this a person would want to hear of at once; equal for two answers that differ in nothing but time."""
    return (
        news.overall,
        tuple((key, i.kind, i.stage, i.text, i.expected_end) for key, i in sorted(_by_key(news).items())),
    )


def says_nothing(news: News) -> bool:
    """Whether nothing at all can be learnt from it, as from a page that only people can read."""
    return news.overall is Overall.UNKNOWN and not (news.incidents or news.planned or news.parts)


def _by_key(news: News) -> Mapping[str, Incident]:
    """The incidents by what they are known by from answer to answer: the page's own id, else kind and title."""
    return {each.id or f"{each.kind} {each.title.casefold()}": each for each in news.incidents}
