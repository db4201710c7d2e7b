"""The lab's own certificate authority: leaves for the names and addresses that its internet answers for."""

import ssl
import subprocess
import time
from pathlib import Path

from .names import FAMOUS, LITERALS

DAY = 86400
MOST_TRIES = 20


def openssl(*arguments: str) -> None:
    """Run openssl quietly, and fail loudly with its words."""
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, timeout=20)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.strip()}")


def _stamp(days: int) -> str:
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + days * DAY))


def _issue(folder: Path, file: str, subject: str, extensions: str, signer: list[str], days: tuple[int, int]) -> Path:
    """Make key and certificate; only openssl's small CA takes a first day in the past, as real ones have it."""
    key, request, target = (folder / f"{file}.{kind}" for kind in ("key", "csr", "pem"))
    openssl(
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(request),
        "-subj",
        subject,
    )
    (folder / f"{file}.cnf").write_text(
        f"[ca]\ndefault_ca=lab\n[lab]\ndatabase={folder}/{file}.index\nnew_certs_dir={folder}\nrand_serial=yes\npolicy=any\n"
        f"default_md=sha256\nx509_extensions=kind\n[any]\norganizationName=optional\ncommonName=supplied\n[kind]\n{extensions}"
    )
    command = (
        *("ca", "-batch", "-config", str(folder / f"{file}.cnf"), "-in", str(request), "-out", str(target), "-notext"),
        *signer,
        *("-startdate", _stamp(days[0]), "-enddate", _stamp(days[1])),
    )
    for _ in range(MOST_TRIES):
        (folder / f"{file}.index").write_text("")
        openssl(*command)
        if _signature_is_full(target):
            break
    return target


def _signature_is_full(certificate: Path) -> bool:
    """Whether both numbers of an ECDSA signature fill their 32 bytes, which one in 64 does not.

    Wine 8.0 writes such numbers without their leading zeros and then calls a good signature bad.
    """
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text())

    def inside(at: int) -> tuple[int, int]:
        """First byte of an element's content, and the byte after it."""
        more = der[at + 1] & 0x7F if der[at + 1] & 0x80 else 0
        length = int.from_bytes(der[at + 2 : at + 2 + more], "big") if more else der[at + 1]
        return at + 2 + more, at + 2 + more + length

    at = inside(0)[0]
    for _ in ("what is signed", "algorithm"):
        at = inside(at)[1]
    first = inside(inside(inside(at)[0] + 1)[0])  # in the bit string, past its count of unused bits, in the sequence
    second = inside(first[1])
    return min(end - begin for begin, end in (first, second)) >= 32


def make_authority(folder: Path, name: str, organisation: str) -> None:
    """Make a root certificate NAME.pem and its key NAME.key; the organisation is what an issuer check would show."""
    _issue(
        folder,
        name,
        f"/O={organisation}/CN={organisation} Root",
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n",
        ["-selfsign", "-keyfile", str(folder / f"{name}.key")],
        (-1500, 3000),
    )


def make_leaf(
    folder: Path, authority: str, file: str, alternatives: list[str], days: tuple[int, int] = (-40, 60)
) -> Path:
    """Make a certificate FILE.pem (with authority and key), valid between two days counted from today."""
    common = alternatives[0].removeprefix("DNS:").removeprefix("IP:")[:60]
    target = _issue(
        folder,
        file,
        f"/CN={common}",
        "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectKeyIdentifier=hash\n"
        f"authorityKeyIdentifier=keyid\nsubjectAltName={','.join(alternatives)}\n",
        ["-cert", str(folder / f"{authority}.pem"), "-keyfile", str(folder / f"{authority}.key")],
        days,
    )
    with target.open("a") as out:
        out.write((folder / f"{authority}.pem").read_text() + (folder / f"{file}.key").read_text())
    return target


def landmark_alternatives() -> list[str]:
    """List the names and addresses on the certificate that most of the lab's internet shows."""
    literals = {*LITERALS, *(each for pair in FAMOUS.values() for each in pair)}
    return [*(f"DNS:{each}" for each in FAMOUS), *(f"IP:{each}" for each in sorted(literals))]
