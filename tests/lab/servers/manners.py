"""The front of the provider's resolver: passes questions on, with the manners a scenario asks for."""

import heapq
import ipaddress
import select
import socket
import sys
import time
from pathlib import Path

from .. import dns_wire
from ..names import PROVIDER_PAGE4

PATIENCE_S = 6.0


def changed(message: bytes, manners: str) -> bytes | None:
    """Give the front's own answer to a question, where its manners have one."""
    question = dns_wire.read_question(message)
    if question is None or manners == "good":
        return None
    if manners == "servfail":
        return dns_wire.answer(question, dns_wire.SERVFAIL, [])
    if manners == "garden":
        found = [(dns_wire.A, ipaddress.ip_address(PROVIDER_PAGE4).packed)] if question.kind == dns_wire.A else []
        return dns_wire.answer(question, dns_wire.NOERROR, found, 5)
    return None


def rewritten(message: bytes, question: bytes, manners: str) -> bytes:
    """Turn "no such name" into an advertising page, as some providers do."""
    asked = dns_wire.read_question(question)
    if (
        manners != "rewrite"
        or asked is None
        or dns_wire.rcode(message) != dns_wire.NXDOMAIN
        or asked.kind != dns_wire.A
    ):
        return message
    return dns_wire.answer(asked, dns_wire.NOERROR, [(dns_wire.A, ipaddress.ip_address(PROVIDER_PAGE4).packed)], 5)


def main() -> None:
    """Serve port 53 of the given addresses for ever: MANNERS is a file with one word, LATE a pause in milliseconds."""
    manners_file, pause = Path(sys.argv[1]), int(sys.argv[2]) / 1000
    fronts: list[socket.socket] = []
    listeners: list[socket.socket] = []
    for address in sys.argv[3:]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        front = socket.socket(family, socket.SOCK_DGRAM)
        front.bind((address, 53))
        fronts.append(front)
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, 53))
        listener.listen(16)
        listeners.append(listener)
    due: list[tuple[float, int, bytes, socket.socket, tuple[str, int]]] = []
    backs: dict[socket.socket, tuple[socket.socket, tuple[str, int], bytes, float]] = {}
    count = 0
    while True:
        now = time.monotonic()
        while due and due[0][0] <= now:
            _at, _number, message, front, asker = heapq.heappop(due)
            own = changed(message, manners_file.read_text().strip())
            if own is not None:
                front.sendto(own, asker)
                continue
            back = socket.socket(front.family, socket.SOCK_DGRAM)
            back.connect((front.getsockname()[0], 5353))
            back.send(message)
            backs[back] = (front, asker, message, now + PATIENCE_S)
        for back in [each for each, held in backs.items() if held[3] < now]:
            back.close()
            del backs[back]
        wait = max(0.0, due[0][0] - now) if due else 0.5
        ready, _, _ = select.select([*fronts, *listeners, *backs], [], [], min(0.5, wait))
        manners = manners_file.read_text().strip()
        for wire in ready:
            try:
                if wire in backs:
                    front, asker, question, _end = backs.pop(wire)
                    with wire:
                        front.sendto(rewritten(wire.recv(4096), question, manners), asker)
                elif wire in listeners:
                    wire.accept()[0].close()  # forwarders ask over UDP; TCP is only shown to be open
                else:
                    message, asker = wire.recvfrom(4096)
                    if manners != "silent":
                        count += 1
                        heapq.heappush(due, (time.monotonic() + pause, count, message, wire, asker))
            except OSError:
                continue


if __name__ == "__main__":
    main()
