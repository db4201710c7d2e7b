"""Zendesk: a report keeps its columns, and nothing in it is markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from netcheck.core.delivery import Sent, Way
from netcheck.world.delivery_zendesk import MOST_BYTES
from tests.world.report_at_hand import KEY, PARCEL, SECRET, sent
from tests.world.small_desk import Helpdesk, desk_server
from tests.world.trusted import Identities, identities


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    """Who servers are."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield from identities(tmp_path_factory.mktemp("who"), monkeypatch)


@pytest.fixture
def desk() -> Helpdesk:
    """With good manners."""
    return Helpdesk()


@pytest.fixture
def site(desk: Helpdesk, who: Identities) -> Iterator[str]:
    """Where it is."""
    with desk_server(desk, who.right) as url:
        yield url


def test_a_report_is_neither_html_nor_markdown(desk: Helpdesk, site: str) -> None:
    evil = "<img src=https://evil.example/a.png> ![x](https://evil.example/) </pre><b>\n  two  columns"
    case = desk.open("Printer", "on fire")
    sent(Way.ZENDESK, site, parcel=replace(PARCEL, text=evil))
    sent(Way.ZENDESK, site, case.names[2], parcel=replace(PARCEL, text=evil))
    opened, added = desk.rows[0]["comment"], next(row for row in desk.rows if "html_body" in row)
    for comment in (opened, added):
        assert "body" not in comment
        html = comment["html_body"]
        assert html.count("<") == 2  # <pre> and </pre>
        assert html.startswith("<pre>")
        assert html.endswith("</pre>")
        assert "  two  columns" in html
    assert desk.cases[1].text.startswith(evil)


@pytest.mark.parametrize("text", ["&" * 200_000, "ü" * 200_000, "<\n" * 100_000])
def test_it_is_never_too_long_for_a_comment(text: str, desk: Helpdesk, site: str) -> None:
    assert isinstance(sent(Way.ZENDESK, site, parcel=replace(PARCEL, text=text)), Sent)
    assert len(desk.rows[0]["comment"]["html_body"].encode()) <= MOST_BYTES
    assert desk.cases[0].text.rstrip().endswith(KEY)


def test_the_token_goes_with_its_name(desk: Helpdesk, site: str) -> None:
    sent(Way.ZENDESK, site)
    import base64

    told = base64.b64decode(desk.asked[0][2]["authorization"].split()[1]).decode()
    assert told == f"me@desk.example/token:{SECRET}"
