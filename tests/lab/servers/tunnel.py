"""One end of a tunnel: carries packets between a tun device and UDP."""

import fcntl
import os
import select
import socket
import struct
import sys

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000


def main() -> None:
    """Relay for ever: DEVICE, own address and port, and the far end (empty: learn it from the first packet)."""
    device, address, port, far = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.bind((address, port))
    peer: tuple[str, int] | None = (far, 1194) if far else None
    if peer:
        wire.sendto(b"", peer)
    while True:
        ready, _, _ = select.select([tun, wire.fileno()], [], [], 15)
        try:
            if not ready and far and peer:
                wire.sendto(b"", peer)  # keeps the way back through the home's NAT open
            if tun in ready:
                packet = os.read(tun, 65536)
                if peer:
                    wire.sendto(packet, peer)
            if wire.fileno() in ready:
                packet, sender = wire.recvfrom(65536)
                peer = sender
                if packet:
                    os.write(tun, packet)
        except OSError:
            continue


if __name__ == "__main__":
    main()
