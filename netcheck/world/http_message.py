"""Writes HTTP requests and reads answers (RFC 9112), tolerant of sloppy servers and wary of hostile ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

_HEAD_BYTES = 65536
_INTERIM = 8  # 1xx answers passed over before the real one
_STATUS = re.compile(rb"HTTP/1\.\d[ \t]+(\d{3})(?:[ \t].*)?\Z")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_DATE = re.compile(r"\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT\Z")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """What a URL says."""

    scheme: str
    host: str
    """In ASCII (IDNA), without brackets, lower case."""
    port: int
    path: str
    """With the query; begins with a slash."""
    credentials: str = ""
    """user:password, where the URL has them."""

    @property
    def authority(self) -> str:
        """Host and port as in the Host header: the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS.get(self.scheme) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers of an answer."""

    status: int
    headers: dict[str, str]
    body_at: int
    """Where the body begins in the bytes read so far."""


def read_url(url: str) -> Target | None:
    """The parts of an http or https URL; None for what is none."""
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
        host = (parts.hostname or "").encode("ascii" if ":" in (parts.hostname or "") else "idna").decode("ascii")
    except ValueError:  # also UnicodeError
        return None
    if scheme not in _PORTS or not host or re.search(r"[\s/\\@]", host):
        return None
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*-._")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*-._[]")
    credentials = f"{parts.username or ''}:{parts.password or ''}" if parts.username else ""
    return Target(scheme, host.lower(), port or _PORTS[scheme], path + (f"?{query}" if query else ""), credentials)


def write_request(
    verb: str, what: str, authority: str, headers: tuple[tuple[str, str], ...], agent: str, body: bytes = b""
) -> bytes:
    """A request that wants one whole answer and then the end of the connection."""
    lines = [f"{verb} {what} HTTP/1.1", f"Host: {authority}"]
    given = {name.lower() for name, _ in headers}
    usual = (("User-Agent", agent), ("Accept", "*/*"), ("Accept-Encoding", "identity"), ("Connection", "close"))
    lines += [f"{_one_line(name)}: {_one_line(value)}" for name, value in headers]
    lines += [f"{name}: {value}" for name, value in usual if name.lower() not in given]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + body


def _one_line(text: str) -> str:
    return "".join(each for each in text if each.isprintable())


def read_head(data: bytes) -> Head | None:
    """The head of the answer that begins `data`; None while it is not all there, ValueError for what is not HTTP."""
    start = 0
    for _ in range(_INTERIM):
        if not b"HTTP/".startswith(data[start : start + 5]):
            raise ValueError("not HTTP")
        end = _HEAD_END.search(data, start)
        if end is None:
            if len(data) - start > _HEAD_BYTES:
                raise ValueError("endless headers")
            return None
        head = _read_lines(data[start : end.start()].split(b"\n"), end.end())
        if head.status >= 200 or head.status == 101:
            return head
        start = end.end()
    raise ValueError("endless interim answers")


def _read_lines(lines: list[bytes], body_at: int) -> Head:
    found = _STATUS.match(lines[0].rstrip(b"\r"))
    if found is None:
        raise ValueError("no status line")
    headers: dict[str, str] = {}
    last = ""
    for line in lines[1:]:
        text = line.rstrip(b"\r").decode("latin-1")
        if text[:1] in (" ", "\t") and last:  # a folded line
            headers[last] += " " + _one_line(text.strip())
            continue
        name, colon, value = text.partition(":")
        last = _one_line(name.strip().lower()) if colon else ""
        if last:
            value = _one_line(value.strip())
            headers[last] = f"{headers[last]}, {value}" if last in headers else value
    return Head(int(found[1]), headers, body_at)


def read_body(head: Head, data: bytes, ended: bool, most: int) -> tuple[bytes, bool]:
    """The body so far, `most` bytes of it at most, and whether nothing more is wanted. `data` is what came behind the
    head, `ended` that the other side closed. ValueError for a broken encoding."""
    if head.status in (204, 304) or most <= 0:
        return b"", True
    if "chunked" in head.headers.get("transfer-encoding", "").lower():
        body, complete = _read_chunks(data, most)
        return body[:most], complete or len(body) >= most
    length = head.headers.get("content-length", "").partition(",")[0].strip()
    if length:
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise ValueError("no number for a length")
        wanted = min(int(length), most)
        return data[:wanted], len(data) >= wanted
    return data[:most], ended or len(data) >= most


def _read_chunks(data: bytes, most: int) -> tuple[bytes, bool]:
    at, body = 0, bytearray()
    while len(body) < most:
        end = data.find(b"\n", at)
        if end < 0:
            if len(data) - at > 1024:
                raise ValueError("endless chunk size")
            return bytes(body), False
        digits = data[at:end].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9a-fA-F]{1,12}", digits):
            raise ValueError("no chunk size")
        size = int(digits, 16)
        if size == 0:
            return bytes(body), True
        body += data[end + 1 : end + 1 + min(size, most)]
        at = end + 1 + size
        if at >= len(data):
            return bytes(body), False
        if data[at : at + 1] == b"\r":
            at += 1
        if data[at : at + 1] not in (b"\n", b""):
            raise ValueError("no end of chunk")
        at += 1
    return bytes(body), True


def read_date(text: str) -> datetime | None:
    """The moment that a Date header names (RFC 9110, IMF-fixdate); None for what is none."""
    found = _DATE.match(text.strip())
    if found is None or found[2] not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(found[each]) for each in (1, 3, 4, 5, 6))
    try:
        return datetime(year, _MONTHS.index(found[2]) + 1, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None


def skew(headers: dict[str, str], now: datetime) -> float | None:
    """Our clock minus the server's, seconds; None where no Date tells it. A cached answer's Age is added."""
    then = read_date(headers.get("date", ""))
    if then is None:
        return None
    age = headers.get("age", "").strip()
    cached = int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0
    return (now - then).total_seconds() - cached
