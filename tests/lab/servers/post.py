"""A mail server of the lab's internet: STARTTLS before anything else, and each letter a file of its own."""

import contextlib
import socket
import ssl
import sys
from pathlib import Path

from . import http_wire

PORT = 587
LARGEST = 20 << 20


def talk(wire: socket.socket, context: ssl.SSLContext, folder: Path) -> None:
    """One conversation (RFC 5321, RFC 3207)."""
    secure = False

    def say(*lines: str) -> None:
        wire.sendall("".join(f"{line}\r\n" for line in lines).encode())

    file = wire.makefile("rb")
    say("220 smtp.firm.example ESMTP")
    while line := file.readline(2000).decode("ascii", "replace").strip():
        verb = line.split(" ")[0].upper()
        if verb == "EHLO":
            say(*(["250 smtp.firm.example"] if secure else ["250-smtp.firm.example", "250 STARTTLS"]))
        elif verb == "STARTTLS" and not secure:
            say("220 go ahead")
            wire = context.wrap_socket(wire, server_side=True)
            file, secure = wire.makefile("rb"), True
        elif verb == "QUIT":
            say("221 bye")
            return
        elif not secure:
            say("530 Must issue a STARTTLS command first")
        elif verb == "DATA":
            say("354 go on")
            letter = b""
            while (part := file.readline(LARGEST)) not in (b".\r\n", b"") and len(letter) < LARGEST:
                letter += part
            (folder / f"{len(list(folder.iterdir()))}.eml").write_bytes(letter)
            say("250 taken")
        else:
            say("250 well")


def main() -> None:
    """Serve with this certificate, and put letters into this folder."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    folder = Path(sys.argv[2])

    def take(wire: socket.socket) -> None:
        with contextlib.suppress(OSError):
            talk(wire, context, folder)

    http_wire.serve(http_wire.listen(PORT), take)


if __name__ == "__main__":
    main()
