"""Certificates for servers played in tests: right, expired, or of an unknown authority."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

REASON_NOT_TO = "" if shutil.which("openssl") else "not installed: openssl"


def _openssl(*arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 0, done.stderr


def make_authority(folder: Path, name: str, organisation: str) -> None:
    """A root certificate NAME.pem and its key NAME.key."""
    _openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "30",
        "-keyout",
        str(folder / f"{name}.key"),
        "-out",
        str(folder / f"{name}.pem"),
        "-subj",
        f"/O={organisation}/CN={organisation} Root",
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
    )


def serving(folder: Path, authority: str, *alternatives: str, expired: bool = False) -> ssl.SSLContext:
    """A server's context with a certificate for these names ("DNS:..." or "IP:...")."""
    key, request, leaf, more = (folder / f"leaf.{end}" for end in ("key", "csr", "pem", "ext"))
    _openssl(
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
        "/CN=leaf",
    )
    more.write_text(
        f"[leaf]\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName={','.join(alternatives)}\n"
    )
    if expired:  # of openssl's commands only the small authority takes both dates
        (folder / "index.txt").write_text("")
        (folder / "ca.cnf").write_text(
            f"[ca]\ndefault_ca=own\n[own]\ndatabase={folder}/index.txt\nnew_certs_dir={folder}\nrand_serial=yes\n"
            f"policy=any\ndefault_md=sha256\n[any]\ncommonName=supplied\n"
        )
        _openssl(
            "ca",
            "-batch",
            "-config",
            str(folder / "ca.cnf"),
            "-cert",
            str(folder / f"{authority}.pem"),
            "-keyfile",
            str(folder / f"{authority}.key"),
            "-in",
            str(request),
            "-out",
            str(leaf),
            "-notext",
            "-extfile",
            str(more),
            "-extensions",
            "leaf",
            "-startdate",
            "20240101000000Z",
            "-enddate",
            "20250101000000Z",
        )
    else:
        _openssl(
            "x509",
            "-req",
            "-in",
            str(request),
            "-CA",
            str(folder / f"{authority}.pem"),
            "-CAkey",
            str(folder / f"{authority}.key"),
            "-CAcreateserial",
            "-days",
            "10",
            "-out",
            str(leaf),
            "-extfile",
            str(more),
            "-extensions",
            "leaf",
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(leaf, key)
    return context
