"""One question to one address of a status page over a real socket; tests of `ask` hold it to its time and room."""

import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from netcheck.core.model import Failure
from netcheck.world.bounded_socket import Bounds
from netcheck.world.status_failed import Failed
from netcheck.world.status_reasons import CUT, LARGE
from netcheck.world.status_request import body, request
from tests.world.small_pages import NAME, Server, head, say

PAGE = b'{"page": {"name": "LabTel"}}'
ALWAYS_S = 20.0
OLD = {"If-None-Match": '"1"'}


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(say(200, PAGE), None)
    yield made
    made.close()


def asked(server: Server, bounds: Bounds, conditions: dict[str, str] | None = None) -> bytes:
    parts = urlsplit(server.url("/index.json"))
    target = f"127.0.0.1:{server.port}"
    with request(parts, target, conditions or {}, ALWAYS_S, None, bounds) as response:
        return body(response, bounds, {name.lower(): value for name, value in response.headers.items()})


def test_an_address_is_asked_in_the_hosts_name(server: Server) -> None:
    assert asked(server, Bounds(time.monotonic() + ALWAYS_S), OLD) == PAGE
    ((path, headers),) = server.asked
    assert (path, headers["host"], headers["if-none-match"]) == ("/index.json", f"{NAME}:{server.port}", '"1"')


def test_a_socket_speaks_from_the_address_it_is_given(server: Server) -> None:
    parts, bounds = urlsplit(server.url()), Bounds(time.monotonic() + ALWAYS_S)
    target, gone = f"127.0.0.1:{server.port}", ("192.0.2.7", 0)
    with request(parts, target, {}, ALWAYS_S, [], bounds, ("127.0.0.9", 0)) as response:
        assert body(response, bounds, {}) == PAGE
    with pytest.raises(Failed):
        request(parts, target, {}, ALWAYS_S, [], bounds, gone)


@pytest.mark.parametrize(("length", "reason"), [(b"209715200", LARGE), (b"5000", CUT)])
def test_what_does_not_fit_or_breaks_off_is_no_page(length: bytes, reason: str, server: Server) -> None:
    server.answer = lambda handler: head(handler, b"HTTP/1.1 200 OK", b"Content-Length: " + length, b"", PAGE)
    with pytest.raises(Failed) as problem:
        asked(server, Bounds(time.monotonic() + ALWAYS_S))
    assert (problem.value.failure, problem.value.reason) == (Failure.BAD_ANSWER, reason)


def test_who_only_looks_a_name_up_does_not_wait_for_the_libraries() -> None:
    code = "import sys, netcheck.world.status_asking; print({'requests', 'urllib3', 'truststore'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"
