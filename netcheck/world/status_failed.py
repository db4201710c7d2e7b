"""Says in one word and one sentence why a status page could not be read."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Iterator, Mapping
from http.client import IncompleteRead

from netcheck.core.model import Failure
from netcheck.world.bounded_socket import Bounds, TooMuch
from netcheck.world.status_reasons import CUT, LARGE, REASONS, SILENT, SLOW
from netcheck.world.tls import refusal

BY_ERRNO: Mapping[int | None, Failure] = {
    errno.ECONNREFUSED: Failure.REFUSED,
    errno.ECONNRESET: Failure.RESET,
    errno.ENETUNREACH: Failure.UNREACHABLE,
    errno.EHOSTUNREACH: Failure.UNREACHABLE,
    errno.EPERM: Failure.NOT_PERMITTED,
    errno.EACCES: Failure.NOT_PERMITTED,
    errno.ENODEV: Failure.UNREACHABLE,
}


class Failed(Exception):
    """Why the page could not be read."""

    def __init__(
        self, failure: Failure, reason: str = "", *, reached: bool = False, headers: Mapping[str, str] | None = None
    ) -> None:
        """`reached`: the page itself answered, so that another way would find no more; `headers` are of its answer."""
        super().__init__(reason or failure.value)
        self.failure = failure
        self.reason = reason or REASONS.get(failure, REASONS[Failure.BAD_ANSWER])
        self.reached = reached
        self.headers = headers
        self.via = ""


def failed(error: BaseException, bounds: Bounds) -> Failed:
    """requests and urllib3 wrap the system's error several times: the innermost that says something counts."""
    from urllib3.exceptions import TimeoutError as Urllib3Timeout

    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            # Before its errno, which is 1 and would read as "not permitted".
            return Failed(refusal(cause).failure)
    if any(isinstance(cause, TooMuch) for cause in causes):
        return Failed(Failure.BAD_ANSWER, LARGE, reached=True)
    for cause in causes:
        if isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError) and cause.errno in BY_ERRNO:
            return Failed(BY_ERRNO[cause.errno])
    if any(isinstance(cause, TimeoutError | Urllib3Timeout) for cause in causes):
        return Failed(Failure.TIMEOUT, SLOW if bounds.read else SILENT, reached=bounds.read > 0)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Failed(Failure.TLS_FAILED)
    if any(isinstance(cause, IncompleteRead) for cause in causes):
        return Failed(Failure.BAD_ANSWER, CUT, reached=True)
    if any(isinstance(cause, ConnectionError) for cause in causes):
        return Failed(Failure.RESET)
    return Failed(Failure.BAD_ANSWER, reached=bounds.read > 0)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it wraps, in whatever way."""
    waiting, seen = [error], list[BaseException]()
    while waiting and len(seen) < 20:
        cause = waiting.pop(0)
        if not any(cause is other for other in seen):
            seen.append(cause)
            inner = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
            waiting += [one for one in inner if isinstance(one, BaseException)]
            yield cause
