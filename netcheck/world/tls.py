"""Secures a connection, and tells why a certificate was not accepted."""

from __future__ import annotations

import contextlib
import functools
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path

from netcheck.core.model import Failure
from netcheck.core.network import Certificate
from netcheck.world.certificates import issuer
from netcheck.world.sockets import FAILURES, said_later

# Not yet valid, expired: X509_V_ERR_* (openssl/x509_vfy.h); errSecCertificateNotValidYet, errSecCertificateExpired
# (macOS SecBase.h); CERT_E_EXPIRED (Windows winerror.h, signed or not).
_DATE = (9, 10, -67819, -67818, 0x800B0101, 0x800B0101 - (1 << 32))
# Host name, e-mail, IP address mismatch; errSecHostNameMismatch; CERT_E_CN_NO_MATCH.
_NAME = (62, 63, 64, -67602, 0x800B010F, 0x800B010F - (1 << 32))
# Signed by nobody, rather than by somebody unknown: a signature that does not fit (X509_V_ERR_CERT_SIGNATURE_FAILURE;
# TRUST_E_CERT_SIGNATURE). A box that opens connections signs well; what breaks a signature is damage, here or there.
_SIGNATURE = (7, 0x80096004, 0x80096004 - (1 << 32))
# Where systems keep their trusted certificates, for an OpenSSL that was built elsewhere (frozen programs): Alpine, Arch
# and BSD; Fedora and Red Hat, new and old; Debian and Ubuntu; SUSE. The same list as the library truststore has.
_BUNDLES = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)
_ELSEWHERE = sys.platform in ("win32", "darwin")


@dataclass(frozen=True, slots=True)
class Refused:
    """A handshake that failed, and how."""

    failure: Failure
    text: str = ""

    @property
    def of_certificate(self) -> bool:
        """Whether it was the certificate that was not accepted."""
        return self.failure in (Failure.CERTIFICATE_DATE, Failure.CERTIFICATE_NAME, Failure.CERTIFICATE_UNTRUSTED)


def trusting() -> ssl.SSLContext:
    """A context with the system's trusted certificates (SSL_CERT_FILE and SSL_CERT_DIR are honoured).

    On Windows and macOS the system itself judges, by truststore; its contexts let only one handshake run at a time, so
    each connection has its own. Elsewhere truststore would only load the same files into OpenSSL, anew for every
    connection (25 ms each) and with that same lock: there it is done here, once per process.
    """
    if _ELSEWHERE:
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return context
    return _loaded()


@functools.cache
def _loaded() -> ssl.SSLContext:
    # Not create_default_context: from Python 3.13 on that one is stricter than the browsers, and refuses some
    # certificates of company proxies that every other program accepts.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    paths = ssl.get_default_verify_paths()
    if paths.cafile or (paths.capath and any(Path(paths.capath).glob("*.0"))):
        context.set_default_verify_paths()
        return context
    for bundle in _BUNDLES:
        with contextlib.suppress(OSError):
            context.load_verify_locations(cafile=bundle)
            break
    return context


@functools.cache
def _looking() -> ssl.SSLContext:
    """A context that accepts every certificate: only to read one that was refused, nothing is ever sent by it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def wrap(sock: socket.socket, name: str, context: ssl.SSLContext | None = None) -> ssl.SSLSocket | Refused:
    """Take over a connected socket for a server of this name or address; no handshake yet."""
    try:
        return (context or trusting()).wrap_socket(sock, server_hostname=name, do_handshake_on_connect=False)
    except (ValueError, UnicodeError, ssl.SSLError):
        return Refused(Failure.TLS_FAILED, "the name cannot be used in TLS")


def shake(secured: ssl.SSLSocket, seconds: float) -> Refused | None:
    """The handshake, so many seconds at most; None when it succeeded. TimeoutError and ConnectionError pass through."""
    try:
        secured.settimeout(seconds)
        secured.do_handshake()
    except ssl.SSLCertVerificationError as problem:  # its errno is 1, the same as EPERM: the class first
        return refusal(problem)
    except ssl.SSLError as problem:
        return Refused(broken(problem), str(problem.reason or ""))
    except (ValueError, UnicodeError):
        return Refused(Failure.TLS_FAILED)
    return None


def broken(problem: OSError) -> Failure:
    """What an error on a secured connection means."""
    if isinstance(problem, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError)):
        return Failure.RESET
    return Failure.TLS_FAILED if isinstance(problem, ssl.SSLError) else FAILURES[said_later(problem.errno)]


def refusal(problem: ssl.SSLCertVerificationError) -> Refused:
    """Why a certificate was not accepted: its dates, its name, or whoever issued it."""
    code = getattr(problem, "verify_code", 0)
    text = str(getattr(problem, "verify_message", "") or "")
    if code in _DATE:
        return Refused(Failure.CERTIFICATE_DATE, text)
    if code in _SIGNATURE:
        return Refused(Failure.TLS_FAILED, text)
    return Refused(Failure.CERTIFICATE_NAME if code in _NAME else Failure.CERTIFICATE_UNTRUSTED, text)


def look_at_certificate(sock: socket.socket, name: str, seconds: float) -> str | None:
    """Who issued the certificate that a server shows, by a handshake that sends no request; None if not told.

    Closes the socket."""
    secured = wrap(sock, name, _looking())
    if isinstance(secured, Refused):
        sock.close()
        return None
    with contextlib.suppress(OSError), secured:
        if shake(secured, seconds) is None:
            return issuer(secured.getpeercert(binary_form=True) or b"")
    return None


def certificate(refused: Refused, issued_by: str | None) -> Certificate:
    """A refused certificate as a fact."""
    return Certificate(refused.failure, refused.text, issued_by)
