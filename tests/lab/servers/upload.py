"""Another device at home that uploads with all its might, for a bounded time."""

import socket
import sys
import time


def main() -> None:
    """Send datagrams to ADDRESS at one and a half times KBIT, for SECONDS."""
    address, rate, end = sys.argv[1], float(sys.argv[2]) * 1500 / 8, time.monotonic() + float(sys.argv[3])
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    packet = b"\0" * 1200
    while time.monotonic() < end:
        try:
            wire.sendto(packet, (address, 4500))
        except OSError:
            pass
        time.sleep(len(packet) / rate)


if __name__ == "__main__":
    main()
