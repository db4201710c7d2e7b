"""Each system has numbers of its own for why a certificate is refused; what is none of a stranger's doing is told."""

from __future__ import annotations

import ssl

import pytest

from netcheck.core.model import Failure
from netcheck.world.tls import refusal


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (10, Failure.CERTIFICATE_DATE),
        (-2146762495, Failure.CERTIFICATE_DATE),
        (62, Failure.CERTIFICATE_NAME),
        (0x800B010F, Failure.CERTIFICATE_NAME),
        (7, Failure.TLS_FAILED),
        (0x80096004, Failure.TLS_FAILED),
        (-2146869244, Failure.TLS_FAILED),
        (19, Failure.CERTIFICATE_UNTRUSTED),
        (20, Failure.CERTIFICATE_UNTRUSTED),
        (-2146762487, Failure.CERTIFICATE_UNTRUSTED),
        (0, Failure.CERTIFICATE_UNTRUSTED),
    ],
)
def test_why_a_certificate_is_refused(code: int, failure: Failure) -> None:
    problem = ssl.SSLCertVerificationError("refused")
    problem.verify_code, problem.verify_message = code, "so it says"
    assert (refusal(problem).failure, refusal(problem).text) == (failure, "so it says")
