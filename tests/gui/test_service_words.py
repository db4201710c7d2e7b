"""Each work address in words: how fast, or how far it came and why no further."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcheck.core.model import PENDING, Fact, Failure, Report
from netcheck.gui.icons import Badge
from netcheck.gui.service_words import FAILED_AT, tell_services
from tests.gui.provider_states import services
from tests.gui.recorded import report_of


def with_facts(found: Fact, blocked: bool = False) -> Report:
    report = services(down=False)
    looks = tuple(
        replace(look, seen={**look.seen, "services": replace(look.seen["services"], facts={"services": found})})
        for look in report.looks
    )
    return replace(report, looks=looks, blocked_by={"services": "isp-outage"} if blocked else {})


def test_what_answers_says_how_fast() -> None:
    told = tell_services(services(down=False))
    assert told is not None
    assert (told[0].name, told[0].badge) == ("Mail", Badge.OK)
    assert told[0].state == "answers after 120 ms"
    assert told[0].details == "Name 9 ms, connection 14 ms, encryption 31 ms, first answer 66 ms."
    assert told[2].state == "answers after 16 ms"


def test_what_does_not_says_how_far_it_came_and_where_its_makers_tell_of_it() -> None:
    told = tell_services(services(down=True))
    assert told is not None
    assert told[1].badge is Badge.FAILED_UPSTREAM
    assert told[1].state == "does not work: it does not answer"
    assert told[1].details == "It failed while the connection was opened. Name 8 ms."
    assert [each.status_page for each in told] == ["", "https://status.vendor.example/", ""]


@pytest.mark.parametrize("stage", [*FAILED_AT, None, "elsewhere"])
@pytest.mark.parametrize("failure", Failure)
def test_every_way_to_fail_has_words(failure: Failure, stage: str | None) -> None:
    told = tell_services(with_facts(({"name": "CRM", "url": "", "failure": failure.value, "stage": stage},)))
    assert told is not None
    assert told[0].state.startswith("does not work: ")


def test_an_error_of_its_own_is_named() -> None:
    told = tell_services(with_facts(({"name": "CRM", "failure": "http-error", "status": 503},)))
    assert told is not None
    assert told[0].state == "does not work: it answers with an error of its own (HTTP 503)"


@pytest.mark.parametrize(
    ("says", "text"),
    [
        ({"vendor_says": "trouble", "announces": "Calls drop."}, "Meetix announces: Calls drop."),
        ({"vendor_says": "all-well"}, "Meetix says that all works."),
        ({"vendor_says": "nothing"}, ""),
    ],
)
def test_what_its_makers_say_stands_with_it(says: dict[str, Fact], text: str) -> None:
    page = "https://status.meetix.example/"
    report = with_facts(({"name": "Calls", "failure": "timeout", "status_page": page},
                         {"name": "Mail", "failure": "timeout", "status_page": "https://other.example/"}))  # fmt: skip
    said = report.seen["services"]
    facts = {**said.facts, "vendor": "Meetix", "status_page": page, **says}
    looks = tuple(replace(look, seen={**look.seen, "services": replace(said, facts=facts)}) for look in report.looks)
    told = tell_services(replace(report, looks=looks))
    assert told is not None
    assert [each.details for each in told] == [text, ""]


def test_beyond_the_fault_nothing_is_said_of_it() -> None:
    told = tell_services(with_facts(({"name": "CRM", "failure": "timeout"}, {"name": "Mail", "failure": None}), True))
    assert told is not None
    assert [each.badge for each in told] == [Badge.SKIPPED, Badge.OK]
    assert "the fault comes before it" in told[0].state


@pytest.mark.parametrize(
    "found", [(None, "x", 5), ({},), ({"name": 5, "ms": "fast", "failure": None, "dns_ms": float("nan")},)]
)
def test_facts_of_another_kind(found: Fact) -> None:
    assert tell_services(with_facts(found)) is not None


def test_none_set_and_none_asked() -> None:
    assert tell_services(report_of("announced-outage")) == ()
    report = services(down=False)
    looks = tuple(replace(look, seen={**look.seen, "services": PENDING}) for look in report.looks)
    assert tell_services(replace(report, looks=looks)) is None
    bare = tuple(replace(look, seen={}) for look in report.looks)
    assert tell_services(replace(report, looks=bare)) is None
