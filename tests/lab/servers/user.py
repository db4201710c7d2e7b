"""A person at work on the computer: looks names up, opens pages and keeps a connection busy, for a bounded time."""

import os
import socket
import sys
import threading
import time

NAMES = ("www.wikipedia.org", "www.google.com", "www.apple.com", "captive.apple.com", "detectportal.firefox.com")


def look_up(server: str, until: float) -> None:
    """Ask the name server for one name after the other, none of them twice: names in caches show no outage."""
    number = 0
    while time.monotonic() < until:
        name = f"n{number}-{os.getpid()}.{NAMES[number % len(NAMES)]}"
        number += 1
        labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
        question = (
            number.to_bytes(2, "big") + b"\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + labels + b"\x00\x00\x01\x00\x01"
        )
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(0.5)
            try:
                sock.connect((server, 53))
                sock.send(question)
                sock.recv(512)
            except OSError:
                pass
        time.sleep(0.3)


def keep_busy(until: float) -> None:
    """Open pages by address, again and again, waiting for each no longer than a browser's first patience."""
    while time.monotonic() < until:
        try:
            with socket.create_connection(("1.1.1.1", 80), 3) as sock:
                sock.settimeout(3)
                for _ in range(10):
                    sock.sendall(b"GET /generate_204 HTTP/1.1\r\nHost: connectivitycheck.gstatic.com\r\n\r\n")
                    if not sock.recv(2048):
                        break
                    time.sleep(0.3)
        except OSError:
            pass
        time.sleep(0.2)


def main() -> None:
    """Work for so many seconds: user.py SERVER SECONDS; only names where the third word is "names"."""
    until = time.monotonic() + float(sys.argv[2])
    if sys.argv[3:] != ["names"]:
        threading.Thread(target=keep_busy, args=(until,), daemon=True).start()
    look_up(sys.argv[1], until)


if __name__ == "__main__":
    main()
