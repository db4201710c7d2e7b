"""What the lab's provider announces, in the form that is asked for: Statuspage v2, RSS, Atom, Better Stack, HTML."""

import html
import json
import time
from collections.abc import Mapping
from email.utils import formatdate

from ..names import STATUS_HOST

Wishes = Mapping[str, object]
HOUR = 3600.0


def summary(wishes: Wishes) -> bytes:
    """Write summary.json: healthy unless the wishes name incidents, maintenances or components."""
    trouble = [each for each in _rows(wishes, "incidents") if each.get("status") != "resolved"]
    return json.dumps(
        {
            "page": {
                "id": "lab0000000",
                "name": "LabTel",
                "url": f"https://{STATUS_HOST}",
                "time_zone": "Etc/UTC",
                "updated_at": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
            },
            "components": wishes.get("components", []),
            "incidents": wishes.get("incidents", []),
            "scheduled_maintenances": wishes.get("maintenances", []),
            "status": {
                "indicator": "major" if trouble else "none",
                "description": "Partial Outage" if trouble else "All Systems Operational",
            },
        }
    ).encode()


def rss(wishes: Wishes) -> bytes:
    """Write the items as RSS 2.0, as British providers tell broadband faults."""
    items = "".join(
        f"<item><title>{html.escape(str(each['title']))}</title>"
        f"<description>{html.escape(str(each.get('text', '')))}</description>"
        f"<link>https://{STATUS_HOST}/fault/{number}</link><guid isPermaLink='false'>fault-{number}</guid>"
        f"<pubDate>{formatdate(time.time() - _age(each), usegmt=True)}</pubDate></item>"
        for number, each in enumerate(_rows(wishes, "items"))
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>LabTel broadband faults</title>'
        f"<link>https://{STATUS_HOST}/</link><description>Faults</description>{items}</channel></rss>"
    ).encode()


def atom(wishes: Wishes) -> bytes:
    """Write the items as an Atom feed (RFC 4287)."""
    entries = "".join(
        f"<entry><title>{html.escape(str(each['title']))}</title><id>tag:{STATUS_HOST},2026:{number}</id>"
        f"<link href='https://{STATUS_HOST}/{number}'/><updated>{_instant(-_age(each))}</updated>"
        f"<published>{_instant(-_age(each))}</published>"
        f"<content type='html'>{html.escape(html.escape(str(each.get('text', ''))))}</content></entry>"
        for number, each in enumerate(_rows(wishes, "items"))
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>LabTel status</title><id>https://{STATUS_HOST}/</id><updated>{_instant(0)}</updated>{entries}</feed>"
    ).encode()


def better_stack(wishes: Wishes) -> bytes:
    """Write index.json of Better Stack (JSON:API): the page, its resources, and a report for each item."""
    items = _rows(wishes, "items")
    state = "downtime" if items else "operational"
    resource = {"id": "7", "type": "status_page_resource"}
    included: list[dict[str, object]] = [
        {**resource, "attributes": {"public_name": "Internet access", "status": state, "explanation": ""}},
    ]
    for number, each in enumerate(items):
        update = {"id": f"u{number}", "type": "status_update"}
        included.append(
            {
                "id": str(number),
                "type": "status_report",
                "attributes": {
                    "title": each["title"],
                    "report_type": "manual",
                    "starts_at": _instant(-_age(each)),
                    "ends_at": None,
                    "status_page_id": 1,
                    "affected_resources": [{"status_page_resource_id": "7", "status": "downtime"}],
                    "aggregate_state": "downtime",
                },
                "relationships": {"status_updates": {"data": [update]}},
            }
        )
        included.append(
            {
                **update,
                "attributes": {
                    "message": each.get("text", ""),
                    "published_at": _instant(-_age(each)),
                    "status_report_id": number,
                    "affected_resources": [{"status_page_resource_id": "7", "status": "downtime"}],
                },
            }
        )
    return json.dumps(
        {
            "data": {
                "id": "1",
                "type": "status_page",
                "attributes": {
                    "company_name": "LabTel",
                    "company_url": "https://www.labtel.at",
                    "subdomain": "labtel",
                    "custom_domain": STATUS_HOST,
                    "timezone": "UTC",
                    "aggregate_state": state,
                    "updated_at": _instant(0),
                    "created_at": _instant(-1000 * HOUR),
                },
            },
            "included": included,
        }
    ).encode()


def plain(wishes: Wishes) -> bytes:
    """Write a page for people."""
    items = "".join(
        f"<li><b>{html.escape(str(each['title']))}</b> {html.escape(str(each.get('text', '')))}</li>"
        for each in _rows(wishes, "items")
    )
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>LabTel</title></head><body><h1>Network status</h1>"
        f"<ul>{items or '<li>No known faults.</li>'}</ul></body></html>"
    ).encode()


FORMS = {
    "/api/v2/summary.json": ("application/json", summary),
    "/rss/broadband-faults-rss.ashx": ("application/rss+xml", rss),
    "/atom.cgi": ("application/atom+xml", atom),
    "/index.json": ("application/json", better_stack),
    "/netzstatus": ("text/html; charset=utf-8", plain),
}
"""Each form by the path at which real pages have it."""


def _rows(wishes: Wishes, name: str) -> list[dict[str, object]]:
    found = wishes.get(name, [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _age(item: Mapping[str, object]) -> float:
    """Seconds since an item was written."""
    age = item.get("age_s", 600.0)
    return float(age) if isinstance(age, int | float) else 600.0


def _instant(seconds_from_now: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + seconds_from_now))
