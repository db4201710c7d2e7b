"""Takes out of a report what would give the person or their home away, by tokens that leave it readable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from netcheck.core.redaction_find import Candidate, Span, candidates, settled
from netcheck.core.redaction_keys import LOOKS_LIKE_A_KEY, keys
from netcheck.core.redaction_level import Level
from netcheck.core.redaction_mac import ends
from netcheck.core.redaction_places import devices, home_folders, labelled, mails
from netcheck.core.redaction_readings import Reading, readings
from netcheck.core.redaction_secrets import GIVEN_NUMBERS, Secrets, in_fields, names, own_addresses
from netcheck.core.redaction_tokens import TOKEN, Tokens, replaced, untangled
from netcheck.core.redaction_tree import Leaf, leaves, with_leaves
from netcheck.core.redaction_values import Kind, Plain, Value, implied
from netcheck.core.redaction_words import BREAK, MASK, Word, folded, lowered, spans, words

__all__ = ["Level", "Redacted", "Secrets", "redact"]

MOST_PASSES = 5
"""Two do in practice; texts from outside must not make it more."""
NAMES_A_DEVICE = 5
"""Letters and signs of a device's name that is looked for elsewhere, too."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Redacted(Generic[T]):
    """A record without its secrets."""

    record: T
    tokens: Mapping[str, str]
    """Token to secret, in the order of first appearance: for the person alone, never to be handed on. Of HELPDESK it is
    what FULL would add."""


def redact(record: T, level: Level, secrets: Secrets) -> Redacted[T]:
    """The record with every secret in its texts replaced by a token, the same one for the same secret everywhere.

    Walks any tree of dataclasses, mappings, tuples, lists and sets, at most 100 deep (else ValueError). Numbers, times
    and enumerations stay, and so do the keys of mappings that are code words; other keys are texts like all others.
    Redacting what was redacted changes nothing. At the level FULL only passwords and keys go.
    """
    found = leaves(record)
    search = _Search(level, secrets, found)
    texts = search.rewritten(found)
    for _ in range(MOST_PASSES):
        # What stands beside a token may be read anew (SID=1 behind what was taken for a part of its name).
        changed = [place for place, text in enumerate(texts) if text != found[place].text]
        again = [found[place]._replace(text=texts[place]) for place in changed]
        found = [leaf._replace(text=text) for leaf, text in zip(found, texts, strict=True)]
        if search.rewritten(again) == [leaf.text for leaf in again]:
            break
        texts = search.rewritten(found)
    return Redacted(with_leaves(record, texts), search.tokens.values)


def _bare_tokens(text: str) -> str:
    """Without what a desk was shown beside the tokens."""
    return TOKEN.sub(lambda match: match[0].removesuffix(match[2] or ""), text) if "-" in text else text


class _Search:
    """Looks for the secrets in texts, and gives the same tokens in each of its passes."""

    def __init__(self, level: Level, secrets: Secrets, found: Sequence[Leaf]) -> None:
        self._level = level
        self._secrets = secrets
        self._plain = Plain(frozenset(secrets.harmless))
        told = dict(in_fields(found, level, secrets))
        gateways = [*secrets.vpn_gateways, *(value.text for value in told.values() if value.kind is Kind.VPN)]
        self._own, called = own_addresses(secrets.addresses, gateways, self._plain)
        self._listed = [*names(secrets, level), *told.values()]
        self._wanted = frozenset(folded(word) for word in (*secrets.words, *secrets.keys))
        self._words = words(self._listed, self._wanted)
        self._there = _tokens_in("\n".join(leaf.text for leaf in found))
        self._numbers: Sequence[tuple[int, int]] = ()
        self.tokens = Tokens(level, self._taken, called)

    def rewritten(self, found: Sequence[Leaf]) -> list[str]:
        """The texts without what was found in one pass."""
        original = BREAK.join(leaf.text for leaf in found)
        text = _masked(original, self._words)
        low, others = lowered(text), readings(text)
        self._numbers = list(_places_of(found, GIVEN_NUMBERS))
        placed = [_as_written(span, original) for span in _in_places(low, self._level)]
        placed += (span for other in others if not other.joined for span in _in_reading(other, self._level))
        learnt = [span.value for span in placed if _is_worth_a_search(span.value)]
        if learnt:
            self._words = words([*self._listed, *learnt], self._wanted)
        told = dict(in_fields(found, self._level, self._secrets))
        standing = [*placed, *_in_whole(found, told), *spans(self._words, low)]
        for other in others:
            standing += (_in_texts(other, span) for span in spans(self._words, lowered(other.text)))
        if self._level is not Level.FULL:
            standing += self._addresses(text, low, others)
        fresh = list(_rewritten(found, untangled(standing), self.tokens))
        return list(map(_bare_tokens, fresh)) if self._level is Level.PUBLIC else fresh

    def _addresses(self, text: str, low: str, others: Sequence[Reading]) -> list[Span]:
        wide_too = self._level is Level.PUBLIC
        found = list(self._but_for_numbers(candidates(text, self._plain, wide_too)))
        for other in others:
            for one in candidates(other.text, self._plain, wide_too):
                start, end = other.place(one.start, one.end)
                found += self._but_for_numbers([one._replace(start=start, end=end, sure=one.sure and not other.joined)])
        standing = settled(found, self._own)
        hardware = {
            inner.text
            for value in (*self._own, *(span.value for span in standing))
            for inner in implied(value)
            if inner.kind is Kind.MAC
        }
        return standing + [Span(start, end, Value(Kind.MAC, mac)) for start, end, mac in ends(low, hardware)]

    def _but_for_numbers(self, found: Iterable[Candidate]) -> Iterator[Candidate]:
        """A number that somebody was given for a call is an address only where that is known."""
        for one in found:
            hardware = one.readings[0].kind is Kind.MAC
            given = hardware and any(start <= one.start < end for start, end in self._numbers)
            yield one._replace(sure=False) if given else one

    def _taken(self, token: str) -> bool:
        return token in self._there or any(spans(self._words, token))


def _is_worth_a_search(value: Value) -> bool:
    """Whether what stood in a telling place is looked for elsewhere, too: "password=expired" is no password."""
    if value.kind is Kind.HOST:  # "printer.local" stands in a home, the word "printer" in many a sentence
        return len(value.text) >= NAMES_A_DEVICE and not value.text.isalpha()
    return value.kind is not Kind.KEY or LOOKS_LIKE_A_KEY.fullmatch(value.text.lower()) is not None


def _tokens_in(text: str) -> set[str]:
    return {match[0].partition("(")[0].lower() for match in TOKEN.finditer(text)} if "-" in text else set()


def _masked(text: str, looked_for: Sequence[Word]) -> str:
    """Tokens of an earlier redaction made unreadable, sign for sign; one that is a name of this person's is none."""

    names: dict[str, bool] = {}

    def mask(match: re.Match[str]) -> str:
        token = match[0].partition("(")[0].lower()
        if token not in names:
            names[token] = any(spans(looked_for, token))
        return match[0] if names[token] else MASK * len(match[0])

    return TOKEN.sub(mask, text) if "-" in text else text


def _in_places(text: str, level: Level) -> Iterator[Span]:
    yield from keys(text)
    for span in labelled(text):
        if span.value.kind is Kind.KEY or level is not Level.FULL:
            yield span
    if level is not Level.FULL:
        yield from home_folders(text)
        yield from devices(text)
    if level is Level.PUBLIC:
        yield from mails(text)


def _in_reading(reading: Reading, level: Level) -> Iterator[Span]:
    """What stands in a telling place of another reading; where it stands in the texts."""
    for span in _in_places(lowered(reading.text), level):
        yield _in_texts(reading, _as_written(span, reading.text))


def _in_texts(reading: Reading, span: Span) -> Span:
    start, end = reading.place(span.start, span.end)
    return Span(start, end, span.value)


def _as_written(span: Span, original: str) -> Span:
    return span._replace(value=Value(span.value.kind, original[span.start : span.end]))


def _places_of(found: Sequence[Leaf], keys: frozenset[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for leaf in found:
        if leaf.key in keys:
            yield start, start + len(leaf.text)
        start += len(leaf.text) + len(BREAK)


def _in_whole(found: Sequence[Leaf], told: Mapping[int, Value]) -> Iterator[Span]:
    """The texts that are a secret as a whole, where they stand among all."""
    start = 0
    for place, leaf in enumerate(found):
        if place in told:
            yield Span(start, start + len(leaf.text), told[place])
        start += len(leaf.text) + len(BREAK)


def _rewritten(found: Sequence[Leaf], untangled_spans: Sequence[Span], tokens: Tokens) -> Iterator[str]:
    """Each text anew; no span goes over the end of one."""
    start, at = 0, 0
    for leaf in found:
        end = start + len(leaf.text)
        inner: list[Span] = []
        while at < len(untangled_spans) and untangled_spans[at].end <= end:
            span = untangled_spans[at]
            inner.append(Span(span.start - start, span.end - start, span.value))
            at += 1
        yield replaced(leaf.text, inner, tokens) if inner else leaf.text
        start = end + len(BREAK)
