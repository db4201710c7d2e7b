"""Of all the errors that libraries wrap into one another the innermost that says something counts."""

from __future__ import annotations

import errno
import ssl
from http.client import IncompleteRead

import pytest
from urllib3.exceptions import NewConnectionError, ProtocolError, ReadTimeoutError

from netcheck.core.model import Failure
from netcheck.world.bounded_socket import Bounds, TooMuch
from netcheck.world.status_failed import Failed, failed
from netcheck.world.status_reasons import CUT, LARGE, REASONS, SILENT, SLOW


def wrapped(error: BaseException) -> BaseException:
    try:
        try:
            raise error
        except BaseException as inner:
            raise ProtocolError("broken", inner) from inner
    except ProtocolError as outer:
        return ConnectionError(outer)


@pytest.mark.parametrize(
    ("error", "read", "failure", "reason"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), 0, Failure.REFUSED, ""),
        (ConnectionResetError(errno.ECONNRESET, ""), 5, Failure.RESET, ""),
        (OSError(errno.ENETUNREACH, ""), 0, Failure.UNREACHABLE, ""),
        (OSError(errno.ENODEV, ""), 0, Failure.UNREACHABLE, ""),
        (PermissionError(errno.EPERM, ""), 0, Failure.NOT_PERMITTED, ""),
        (TimeoutError(), 0, Failure.TIMEOUT, SILENT),
        (TimeoutError(), 1, Failure.TIMEOUT, SLOW),
        (ReadTimeoutError(None, "", "slow"), 1, Failure.TIMEOUT, SLOW),  # type: ignore[arg-type]
        (TooMuch("much"), 9, Failure.BAD_ANSWER, LARGE),
        (IncompleteRead(b""), 9, Failure.BAD_ANSWER, CUT),
        (ssl.SSLError(1, "wrong version number"), 9, Failure.TLS_FAILED, ""),
        (ssl.SSLCertVerificationError(1, "self-signed"), 0, Failure.CERTIFICATE_UNTRUSTED, ""),
        (ValueError("strange"), 0, Failure.RESET, ""),
    ],
    ids=str,
)
def test_the_cause_is_found(error: BaseException, read: int, failure: Failure, reason: str) -> None:
    found = failed(wrapped(error), Bounds(0.0, read=read))
    assert (found.failure, found.reason) == (failure, reason or REASONS[failure])


def test_a_connection_that_was_refused_is_no_time_out() -> None:
    refused = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    refused.__cause__ = ConnectionRefusedError(errno.ECONNREFUSED, "")
    assert failed(refused, Bounds(0.0)).failure is Failure.REFUSED


def test_errors_that_lead_in_circles_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert failed(one, Bounds(0.0)).failure is Failure.BAD_ANSWER


def test_each_failure_has_its_reason() -> None:
    assert Failed(Failure.TIMEOUT).reason == SILENT
    assert Failed(Failure.SERVER_FAILURE).reason == REASONS[Failure.BAD_ANSWER]
    assert all(text and text == text.strip() and not text.endswith(".") for text in REASONS.values())
