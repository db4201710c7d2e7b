"""Do secure pages open?"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from netcheck.core.model import Fact, Failure, Observation, Outcome, Segment
from netcheck.core.network import WebAnswer
from netcheck.core.pages import PATIENCE_S, secure_pages
from netcheck.core.told import at_home
from netcheck.plugins import Probe, World

_CERTIFICATE = (Failure.CERTIFICATE_DATE, Failure.CERTIFICATE_UNTRUSTED, Failure.CERTIFICATE_NAME)


def ask(world: World) -> Observation:
    """Name, connection, TLS and a body larger than one packet, each a fact of its own."""
    answers = world.web.fetch(secure_pages(world.settings.landmarks, world.look), wait_s=PATIENCE_S)
    done = [a for a in answers if a.done]
    failures = [a.failure for a in answers if not a.done]
    facts: dict[str, Fact] = {
        "asked": len(answers),
        "done": len(done),
        "missed": len(answers) - len(done),
        "connected": sum(a.connect_ms is not None for a in answers),
        "certificate_date": failures.count(Failure.CERTIFICATE_DATE),
        "untrusted": failures.count(Failure.CERTIFICATE_UNTRUSTED),
        "wrong_name": failures.count(Failure.CERTIFICATE_NAME),
        "stalled": failures.count(Failure.STALLED),
        "said": "beyond" if any(_refused_beyond(world, a) for a in answers) else None,
        "issuers": len(_unknown_issuers(answers)),
        "issuer": next((a.certificate.issuer for a in answers if a.certificate and a.certificate.issuer), None),
        "pages": tuple(_page(a) for a in answers),
    }
    if done:
        fastest = min(a.total_ms or 0.0 for a in done)
        summary = f"{len(done)} of {len(answers)} secure pages opened, the first in {fastest:.0f} ms"
        return Observation(Outcome.OK, summary=summary, facts=facts)
    if not answers:
        return Observation(Outcome.UNKNOWN, Failure.NOT_CONFIGURED, "no secure page is set", facts)
    worst = next((f for f in failures if f in _CERTIFICATE), failures[0]) or Failure.TIMEOUT
    stage = max((a.stage for a in answers), key=_STAGES.index)
    return Observation(Outcome.FAILED, worst, f"no secure page opened; it ended at: {stage} ({worst})", facts)


def _unknown_issuers(answers: Sequence[WebAnswer]) -> set[str]:
    """Who signed the certificates that are not trusted, as far as they tell."""
    refused = (a.certificate for a in answers if a.failure is Failure.CERTIFICATE_UNTRUSTED)
    return {certificate.issuer for certificate in refused if certificate is not None and certificate.issuer}


def _refused_beyond(world: World, answer: WebAnswer) -> bool:
    """Whether a station past the home forbade the connection."""
    if answer.failure is not Failure.PROHIBITED or not answer.sender:
        return False
    routers = [r.gateway for r in world.gateways() if r.gateway]
    return not at_home(answer.sender, routers, None, world.own_networks())


_STAGES = ("name", "connect", "tls", "request", "headers", "body", "done")


def _page(answer: WebAnswer) -> dict[str, Fact]:
    return {
        "host": urlsplit(answer.request.url).hostname,
        "stage": answer.stage,
        "failure": answer.failure,
        "address": answer.address,
        "status": answer.status,
        "connect_ms": answer.connect_ms,
        "tls_ms": answer.tls_ms,
        "total_ms": answer.total_ms,
        "bytes": len(answer.body),
        "issuer": answer.certificate.issuer if answer.certificate else None,
        "certificate": answer.certificate.text if answer.certificate else None,
    }


PROBE = Probe("Secure pages", Segment.INTERNET, ask)
