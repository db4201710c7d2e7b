"""The last resort: any web page, of which nothing is read."""

from __future__ import annotations

import pytest

from netcheck.core.news import News, Reading
from netcheck.statuspages.link import FOR_PEOPLE, FORMAT
from tests.statuspages.samples import read


@pytest.mark.parametrize("name", ["portal.html", "provider.html", "app.html"])
def test_a_web_page_is_for_people(name: str) -> None:
    assert read(FORMAT, name) == News(clears=False, note=FOR_PEOPLE)


@pytest.mark.parametrize("data", [b"", b"All systems operational", b'{"status": "ok"}', b"<feed/>", b"<!DOCTYPE rss>"])
def test_anything_else_is_refused(data: bytes) -> None:
    assert not FORMAT.recognises(data)
    with pytest.raises(ValueError, match="not a web page"):
        FORMAT.parse(data, Reading())
