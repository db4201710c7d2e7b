"""The report as one page for a browser: no script, nothing from elsewhere, made for ear, paper and dark rooms."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from datetime import tzinfo

from netcheck.core.document import Bars, Calendar, Document, Facts, Part, Path, Points, Prose, Strip, Table
from netcheck.core.language import ENGLISH, Translator
from netcheck.core.record import Record
from netcheck.core.record_document import document_of
from netcheck.plugins import ReportFormat

STYLE = """\
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--ok:#1a7f37;--bad:#b42318;\
--warn:#9a6700;--gap:#8c959f;--far:#0969da}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b3;--paper:#0d1117;--line:#30363d;--ok:#3fb950;\
--bad:#ff7b72;--warn:#d29922;--gap:#6e7681;--far:#58a6ff}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.1rem;font-weight:600;color:var(--soft);margin:0}
h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
.headline{font-size:1.5rem;font-weight:650;line-height:1.3;margin:.6rem 0 .3rem}
.ok{color:var(--ok)}.failed{color:var(--bad)}.unknown{color:var(--warn)}
p{margin:.4rem 0}ul{margin:.4rem 0;padding-left:1.3rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.94rem}
caption{text-align:left;color:var(--soft);padding:.2rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--line);\
overflow-wrap:anywhere}
.facts th{width:14rem;font-weight:600}
.path span{display:inline-block;width:1.2em}.skipped{color:var(--gap)}
thead th{color:var(--soft);font-weight:600}
tbody th{font-weight:500;min-width:9rem}
thead th{white-space:nowrap;overflow-wrap:normal}
.wide{overflow-x:auto}.wide table{min-width:44rem}
figure{margin:.8rem 0}figcaption{color:var(--soft);font-size:.94rem}
svg{display:block;width:100%;height:auto}
.s-ok{fill:var(--ok)}.s-degraded{fill:var(--warn)}.s-outage{fill:var(--bad)}.s-unknown{fill:url(#dots)}\
.s-gap{fill:url(#hatch)}.s-none{fill:none}
.s-local{fill:var(--warn)}.s-upstream{fill:var(--bad)}
.frame{fill:none;stroke:var(--line)}.ink{fill:var(--ink)}.stroke{stroke:var(--gap)}.dot{fill:var(--gap)}
.far,.near{fill:none;stroke:var(--far);stroke-width:1.5}.near{stroke:var(--soft);stroke-dasharray:3 2}
text{fill:var(--ink);font:12px system-ui,sans-serif}
.key{display:inline-block;margin-right:1.2rem}.key svg{display:inline-block;width:.9em;height:.9em;margin-right:.4em}
footer{margin-top:2rem;color:var(--soft);font-size:.88rem;border-top:1px solid var(--line);padding-top:.6rem}
@media screen and (max-width:34rem){main{padding:1rem}.facts,.facts tbody,.facts tr{display:block}.facts th,.facts td{\
display:block;width:auto;padding-right:0}.facts th{border-bottom:0;padding-bottom:0}.facts td{padding-top:0}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--paper:#fff;--line:#999}main{max-width:none;padding:0}\
h2{break-after:avoid}tr,figure{break-inside:avoid}thead{display:table-header-group}.wide{overflow:visible}\
.wide table{min-width:0}svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""
SIGNS = {"ok": "\u2713", "failed": "\u2717", "unknown": "?", "skipped": "\u2013"}
FEWEST_DELAYS = 8
"""Fewer make no curve."""
WIDTH, HEIGHT, CURVE = 720, 28, 60
"""Of the strip of states and of the curve of delays above it."""
FIRST_MARK = 0.16
"""Part of the width at each end that its own time needs."""
BAR, GAP = 18, 8
THINNEST, MOST_NAMED = 1.5, 32
"""Width of the shortest outage, and rows of a calendar that all bear their name."""
_PATTERNS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6L6 0" class="stroke"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="3" cy="3" r="1.3" class="dot"/></pattern></defs>'
)


def write(record: Record, *, translator: Translator = ENGLISH, zone: tzinfo | None = None, width: int = 80) -> str:
    """The record as one HTML page, with a newline at the end.

    It runs no script, loads nothing, links to nothing and sends nothing: its Content-Security-Policy allows this very
    style and no more (CSP level 2: the style's SHA-256). `width` is not used.
    """
    return "\n".join(_page(document_of(record, translator, zone))) + "\n"


def _page(document: Document) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_e(document.language.replace("_", "-"))}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer"><meta name="generator" content="netcheck">'
    # Phones make links of numbers and addresses by themselves.
    yield '<meta name="format-detection" content="telephone=no, address=no, email=no, date=no, url=no">'
    yield f"<title>{_e(document.title)}</title>"
    yield f"<style>{STYLE}</style></head>"
    yield "<body><main>"
    yield f"<h1>{_e(document.title)}</h1>"
    sign = SIGNS.get(document.state, "?")
    yield (
        f'<p class="headline"><span class="{_e(document.state)}" aria-hidden="true">{sign}</span> '
        f"{_e(document.headline)}</p>"
    )
    if document.lead:
        yield f"<p>{_e(document.lead)}</p>"
    for number, section in enumerate(document.sections, 1):
        yield f'<section aria-labelledby="s{number}"><h2 id="s{number}">{_e(section.title)}</h2>'
        for place, part in enumerate(section.parts):
            yield from _part(part, f"s{number}-{place}", section.title)
        yield "</section>"
    yield "<footer>"
    yield from (f"<p>{_e(line)}</p>" for line in document.foot)
    yield "</footer></main></body></html>"


def _part(part: Part, key: str, title: str) -> Iterator[str]:
    match part:
        case Prose(text):
            yield f"<p>{_e(text)}</p>"
        case Path(steps):
            yield f'<table class="facts path" aria-label="{_e(title)}"><tbody>'
            for name, state, words in steps:
                sign = f'<span class="{_e(state)}" aria-hidden="true">{SIGNS.get(state, "?")}</span> '
                yield f'<tr><th scope="row">{sign}{_e(name)}</th><td>{_e(words)}</td></tr>'
            yield "</tbody></table>"
        case Points(items):
            yield "<ul>" + "".join(f"<li>{_e(item)}</li>" for item in items) + "</ul>"
        case Facts(rows):
            yield f'<table class="facts" aria-label="{_e(title)}"><tbody>'
            yield from (f'<tr><th scope="row">{_e(name)}</th><td>{_e(value)}</td></tr>' for name, value in rows)
            yield "</tbody></table>"
        case Table(caption, head, rows):
            yield from _table(caption, head, rows)
        case Strip():
            yield from _strip(part, key)
        case Bars():
            yield from _bars(part, key)
        case Calendar():
            yield from _calendar(part, key)


def _table(caption: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    wide = len(head) > 3
    yield f'<div class="wide" role="group" tabindex="0" aria-label="{_e(caption)}">' if wide else "<div>"
    names = "".join(f'<th scope="col">{_e(name)}</th>' for name in head)
    yield f"<table><caption>{_e(caption)}</caption><thead><tr>{names}</tr></thead><tbody>"
    for row in rows:
        cells = "".join(f"<td>{_e(cell)}</td>" for cell in row[1:])
        yield f'<tr><th scope="row">{_e(row[0])}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _strip(strip: Strip, key: str) -> Iterator[str]:
    """The states as coloured and patterned parts, above them the curve of delays; all of it stands in words below."""
    known = [ms for ms in strip.delays if ms is not None]
    known = known if len(known) >= FEWEST_DELAYS else []
    top = CURVE if known else 0
    step = WIDTH / max(1, len(strip.states))
    near = [ms for ms in strip.near if ms is not None] if known else []
    yield f'<figure role="group" aria-labelledby="{key}">'
    yield f'<svg viewBox="0 0 {WIDTH} {top + HEIGHT + 18}" role="img" aria-labelledby="{key}">{_PATTERNS}'
    if known:
        most = max((*known, *near))
        yield f'<text x="0" y="11">{most:g} ms</text>{_curve(strip.delays, most, step, "far")}'
        yield _curve(strip.near, most, step, "near")
    start = 0
    for place in range(1, len(strip.states) + 1):
        if place == len(strip.states) or strip.states[place] != strip.states[start]:
            yield (
                f'<rect class="s-{_e(strip.states[start])}" x="{start * step:.1f}" y="{top}" '
                f'width="{(place - start) * step:.1f}" height="{HEIGHT}"/>'
            )
            start = place
    yield f'<rect class="frame" x="0.5" y="{top + 0.5}" width="{WIDTH - 1}" height="{HEIGHT - 1}"/>'
    for at, word in strip.marks:
        if FIRST_MARK < at < 1 - FIRST_MARK:
            x = f"{at * WIDTH:.1f}"
            yield f'<path class="stroke" d="M{x} {top}v{HEIGHT + 4}"/>'
            yield f'<text x="{x}" y="{top + HEIGHT + 14}" text-anchor="middle">{_e(word)}</text>'
    yield f'<text x="0" y="{top + HEIGHT + 14}">{_e(strip.begins)}</text>'
    yield f'<text x="{WIDTH}" y="{top + HEIGHT + 14}" text-anchor="end">{_e(strip.ends)}</text></svg>'
    yield f'<figcaption id="{key}">{_e(strip.caption)} {_e(_lengths(strip))}<br>'
    yield " ".join(_key(f"s-{state}", word) for state, _, word in strip.legend)
    for kind, words in (("far", strip.delay_words), ("near", strip.near_words)):
        if words:
            yield _key(kind, words) if known else f"<br>{_e(words)}"
    yield "</figcaption></figure>"


def _lengths(strip: Strip) -> str:
    """What the strip shows, for those who do not see it: each state and how many of its parts."""
    counted = ((word, strip.states.count(state)) for state, _, word in strip.legend)
    return "; ".join(f"{word}: {count}" for word, count in counted) + "."


def _curve(delays: tuple[float | None, ...], most: float, step: float, kind: str) -> str:
    height, line = CURVE - 18, ""
    for place, ms in enumerate(delays):
        if ms is None:
            line += " "
        else:
            here = f"{(place + 0.5) * step:.1f} {16 + height - ms / max(most, 0.001) * height:.1f}"
            line += f"L{here}" if line and not line.endswith(" ") else f"M{here}h0.1"
    return f'<path class="{kind}" d="{line.strip()}"/>' if line.strip() else ""


def _bars(bars: Bars, key: str) -> Iterator[str]:
    most = max((sum(sizes) for _, sizes, _ in bars.rows), default=0.0)
    room, left = WIDTH - 240, 70
    height = len(bars.rows) * (BAR + GAP)
    yield f'<figure role="group" aria-labelledby="{key}">'
    yield f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{key}">{_PATTERNS}'
    for place, (name, sizes, whole) in enumerate(bars.rows):
        y, x = place * (BAR + GAP), float(left)
        yield f'<text x="0" y="{y + 13}">{_e(name)}</text>'
        for (kind, _, _), size in zip(bars.kinds, sizes, strict=True):
            length = max(1.0, size / most * room) if size > 0 and most > 0 else 0.0
            if length:
                yield f'<rect class="s-{kind}" x="{x:.1f}" y="{y}" width="{length:.1f}" height="{BAR}"/>'
            x += length
        yield f'<text x="{x + 8:.1f}" y="{y + 13}">{_e(whole)}</text>'
    yield "</svg>"
    told = "; ".join(f"{name}: {whole}" for name, _, whole in bars.rows)
    yield f'<figcaption id="{key}">{_e(bars.caption)}. {_e(told)}.<br>'
    yield " ".join(_key(f"s-{kind}", word) for kind, _, word in bars.kinds) + "</figcaption></figure>"


def _calendar(found: Calendar, key: str) -> Iterator[str]:
    """A row for each day or week; the list of outages says the same in words."""
    left, room, high = 80, WIDTH - 80, 12
    height = len(found.rows) * high
    yield f'<figure role="group" aria-labelledby="{key}">'
    yield f'<svg viewBox="0 0 {WIDTH} {height + 18}" role="img" aria-labelledby="{key}">{_PATTERNS}'
    for place, word in found.marks:
        x = left + place * room
        yield f'<path class="stroke" d="M{x:.1f} 14V{height + 18}"/><text x="{x + 3:.1f}" y="11">{_e(word)}</text>'
    for number, (name, stretches) in enumerate(found.rows):
        y = 18 + number * high
        if number % 2 == 0 or len(found.rows) < MOST_NAMED:
            yield f'<text x="0" y="{y + 10}">{_e(name)}</text>'
        yield f'<path class="frame" d="M{left} {y + 0.5}H{WIDTH}"/>'
        for one, other, kind in stretches:
            x, wide = left + one * room, max(THINNEST, (other - one) * room)
            yield f'<rect class="s-{kind}" x="{x:.1f}" y="{y + 1}" width="{wide:.1f}" height="{high - 2}"/>'
    yield f'</svg><figcaption id="{key}">{_e(found.caption)}<br>'
    yield " ".join(_key(f"s-{kind}", word) for kind, word in found.legend) + "</figcaption></figure>"


def _key(kind: str, word: str) -> str:
    box = f'<rect class="{kind}" width="10" height="10"/><rect class="frame" width="10" height="10"/>'
    box = f'<path class="{kind}" d="M0 5H10"/>' if kind in ("far", "near") else box
    return f'<span class="key"><svg viewBox="0 0 10 10" aria-hidden="true">{box}</svg>{_e(word)}</span>'


def _e(text: str) -> str:
    return html.escape(text, quote=True)


FORMAT = ReportFormat(title="One page for a browser", suffix=".html", write=write)
