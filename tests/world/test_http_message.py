"""HTTP requests and answers as bytes, well-formed, sloppy and hostile."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcheck.world.http_message import read_body, read_date, read_head, read_url, skew, write_request


def whole(data: bytes, ended: bool = True, most: int = 1000) -> tuple[int, bytes, bool]:
    head = read_head(data)
    assert head is not None
    return head.status, *read_body(head, data[head.body_at :], ended, most)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhixx", (200, b"hi", True)),
        (b"HTTP/1.1 204\r\n\r\n", (204, b"", True)),
        (b"HTTP/1.0 200 OK\n\nto the end", (200, b"to the end", True)),
        (
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
            (302, b"", True),
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            (200, b"abcde", True),
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", (200, b"ab", False)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", (200, b"ab", False)),
    ],
)
def test_answers(data: bytes, expected: tuple[int, bytes, bool]) -> None:
    assert whole(data) == expected


def test_headers_in_lower_case_folded_and_doubled() -> None:
    head = read_head(b"HTTP/1.1 200 OK\r\nX-A: 1\r\n  2\r\nx-a: 3\r\nno colon\r\nB:\x1b[31mred\r\n\r\n")
    assert head is not None
    assert head.headers == {"x-a": "1 2, 3", "b": "[31mred"}


def test_a_body_is_cut_at_the_cap() -> None:
    assert whole(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50, ended=False, most=10) == (200, b"x" * 10, True)
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n" + b"x" * 50
    assert whole(chunked, ended=False, most=10) == (200, b"x" * 10, True)


def test_a_head_that_is_not_all_there() -> None:
    for data in (b"", b"HT", b"HTTP/1.1 200 OK\r\nA: b\r\n"):
        assert read_head(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-x\r\n",
        b"x",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 20000,
        b"HTTP/1.1 100 C\r\n\r\n" * 20,
        b"HTTP/2 200\r\n\r\n",
    ],
)
def test_what_is_no_http_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_head(data)


@pytest.mark.parametrize("body", [b"zz\r\n", b"-1\r\n", b"2\r\nabXX\r\n", b"1" * 3000])
def test_chunks_that_are_none(body: bytes) -> None:
    with pytest.raises(ValueError, match="chunk"):
        whole(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)


def test_a_length_that_is_none() -> None:
    with pytest.raises(ValueError, match="length"):
        whole(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")


@given(st.binary(max_size=300), st.booleans(), st.integers(0, 50))
@example(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", True, 5)
def test_no_bytes_break_the_reader(data: bytes, ended: bool, most: int) -> None:
    for bytes_in in (
        data,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + data,
        b"HTTP/1.1 200 OK\r\n" + data + b"\r\n\r\n",
    ):
        with contextlib.suppress(ValueError):
            head = read_head(bytes_in)
            if head is not None:
                assert len(read_body(head, bytes_in[head.body_at :], ended, most)[0]) <= most


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("http://Example.com", "example.com", "/"),
        ("https://example.com:443/a b?q=ü#f", "example.com", "/a%20b?q=%C3%BC"),
        ("http://[2001:db8::1]:8080/x", "[2001:db8::1]:8080", "/x"),
        ("http://bücher.example/", "xn--bcher-kva.example", "/"),
    ],
)
def test_urls(url: str, authority: str, path: str) -> None:
    target = read_url(url)
    assert target is not None
    assert (target.authority, target.path) == (authority, path)


@pytest.mark.parametrize(
    "url", ["", "ftp://x/", "http://", "http://x:99999/", "http://a b/", "tcp://x:1", "http://[::1", "http://a..b/"]
)
def test_what_is_no_url(url: str) -> None:
    assert read_url(url) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_url_reader(text: str) -> None:
    read_url(text)
    target = read_url("http://example.com/" + text)
    if target is not None:
        request = write_request("GET", target.path, target.authority, (("X", text),), "netcheck")
        assert request.count(b"\r\n\r\n") == 1
        assert request.split(b"\r\n")[0].count(b" ") == 2


def test_a_request_tells_nothing_of_the_person() -> None:
    assert write_request("GET", "/x", "example.com", (), "netcheck/1.0") == (
        b"GET /x HTTP/1.1\r\nHost: example.com\r\nUser-Agent: netcheck/1.0\r\nAccept: */*\r\n"
        b"Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
    )


def test_the_clock_against_the_date_header() -> None:
    now = datetime(2026, 11, 21, 14, 0, 30, tzinfo=UTC)
    assert skew({"date": "Sat, 21 Nov 2026 14:00:00 GMT"}, now) == 30
    assert skew({"date": "Sat, 21 Nov 2026 13:00:00 GMT", "age": "3600"}, now) == 30
    assert skew({"date": "yesterday"}, now) is None
    assert skew({}, now) is None


@given(st.text(max_size=40))
@example("Sat, 99 Nov 2026 99:00:00 GMT")
@example("Sat, 21 Nov 0000 13:00:00 GMT")
def test_no_text_breaks_the_date_reader(text: str) -> None:
    read_date(text)
