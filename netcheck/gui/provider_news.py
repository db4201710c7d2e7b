"""Notices that the provider says something else than before while an outage lasts: believed, and told once."""

from __future__ import annotations

from collections.abc import Mapping

from netcheck.core.model import Fact, Report
from netcheck.core.watching import State
from netcheck.gui.provider_words import tell_provider, with_denial
from netcheck.gui.words import say

Word = tuple[Fact, ...]
WORD = ("overall", "kind", "title", "stage", "expected_end")
"""Facts of which a person would want to hear that they have changed; its text alone changes too often."""


class ProviderNews:
    """Remembers what was believed last, in the outage that lasts."""

    def __init__(self) -> None:
        self._outage = ""
        self._believed: Word | None = None
        self._newest: tuple[Word, Fact] | None = None
        """What the last answer said, and when it was read."""

    def heard(self, report: Report, state: State) -> tuple[str, str] | None:
        """Title and text of a notice, where a whole look brought news. The first word in an outage is none: it stands
        in the alert that tells of the outage, or in the window."""
        known, outage = report.provider, state.outage
        if outage is None or not state.down:
            self._outage = ""
            return None
        if outage.id != self._outage:
            self._outage, self._believed, self._newest = outage.id, None, None
        if known.get("asked") is not True or known.get("stale") is True or known.get("failure"):
            return None
        word = tuple(known.get(name) for name in WORD)
        believed = self._is_believed(word, known)
        if self._believed is None:
            self._believed = word
            return None
        if word == self._believed or not believed:
            return None
        self._believed = word
        return say("Your provider's word has changed."), _in_words(report)

    def _is_believed(self, word: Word, known: Mapping[str, Fact]) -> bool:
        """Whether two answers in a row said so: as the page's reader counts them, else as they come here."""
        before, self._newest = self._newest, (word, known.get("as_of"))
        counted = known.get("confirmed")
        if isinstance(counted, bool):
            return counted
        if before is not None and before[1] == known.get("as_of"):
            self._newest = before  # the same answer once more
            return False
        return before is not None and before[0] == word


def _in_words(report: Report) -> str:
    told = tell_provider(with_denial(report), None, report.created_at)
    lines = (told.state, say("It announces: {title}").format(title=told.title) if told.title else "", told.estimate)
    return "\n".join(line for line in (*lines, told.stage) if line)
