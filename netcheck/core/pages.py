"""Which web pages a look asks for: several checks judge the same ones, so that each is fetched once."""

from __future__ import annotations

from netcheck.core.addresses import turned
from netcheck.core.network import WebRequest
from netcheck.core.settings import Challenge, Landmarks

AT_ONCE = 2
"""Pages of each kind in the first look."""
ENOUGH = 4096
"""Bytes of a secure page: more than two full-size packets."""
PATIENCE_S = 2.4
"""Seconds for a secure page: four round trips of a satellite line; a dead line is given up sooner, at the name or the
connection."""


def challenges(landmarks: Landmarks, look: int) -> tuple[Challenge, ...]:
    """All plain-HTTP pages, in another order each look; the first AT_ONCE are asked, the others where one is odd."""
    return turned(landmarks.challenges, look * AT_ONCE)


def secure_pages(landmarks: Landmarks, look: int) -> list[WebRequest]:
    """The HTTPS pages of a look; a confirming one begins with others and asks one more, so that a page which did not
    open is asked again."""
    urls = turned(landmarks.secure, look * AT_ONCE)[: AT_ONCE + look]
    return [WebRequest(url, max_bytes=ENOUGH) for url in urls]
