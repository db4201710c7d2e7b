"""A document holds what there is to tell, each text on one line, and nothing that could harm its reader."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from netcheck.core.document import (
    Bars,
    Document,
    Facts,
    Path,
    Points,
    Prose,
    Section,
    Strip,
    Table,
    clean,
    facts,
    section,
)
from tests.fake_record import HOSTILE


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))


def test_facts_without_a_value_are_not_told() -> None:
    assert facts(("Name", "Jo"), ("Host", "")) == (Facts((("Name", "Jo"),)),)
    assert facts(("Host", "")) == ()


def test_facts_that_follow_one_another_are_one_table() -> None:
    found = section("Who", facts(("a", "1")), facts(("b", "2")), Prose("c"), facts(("d", "4")))
    assert found == (Section("Who", (Facts((("a", "1"), ("b", "2"))), Prose("c"), Facts((("d", "4"),)))),)


def test_a_section_without_anything_is_none() -> None:
    assert section("Who", (), facts()) == ()


def test_every_text_is_made_harmless() -> None:
    h = f"{HOSTILE}\nsecond line"
    parts = (
        Prose(h),
        Facts(((h, h),)),
        Path(((h, "ok", h),)),
        Points((h,)),
        Table(h, (h,), ((h,),)),
        Strip(h, "", "", ("ok",), ()),
        Bars(h, (), ((h, (), h),)),
    )
    found = clean(Document("en", h, "ok", h, h, (Section(h, parts),), (h,)))
    told = list(texts(found))
    assert sum("second line" in text for text in told) == 18
    for text in told:
        assert all(sign.isprintable() for sign in text), text
    assert len(found.sections[0].parts) == len(parts)
