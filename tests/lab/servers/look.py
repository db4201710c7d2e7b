"""Asks simple questions of the network by hand, to check on the wire that a staged fault is what its label says."""

import ipaddress
import os
import socket
import ssl
import struct
import sys
import threading
import time

from .. import dns_wire

IP_RECVERR, IPV6_RECVERR, MSG_ERRQUEUE = 11, 25, 0x2000


def family(address: str) -> int:
    """IPv6 where there is a colon."""
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def tcp(address: str, port: str, patience: float) -> str:
    """Connect, and say how that went."""
    with socket.socket(family(address), socket.SOCK_STREAM) as wire:
        wire.settimeout(patience)
        wire.connect((address, int(port)))
        return "ok"


def dns(server: str, name: str, patience: float, how: str = "udp") -> str:
    """Ask for an address (a name that starts with chaos: asks that in CHAOS)."""
    chaos = name.startswith("chaos:")
    message = (
        dns_wire.query(name[6:], dns_wire.TXT, dns_wire.CHAOS)
        if chaos
        else dns_wire.query(name, dns_wire.AAAA if how == "aaaa" else dns_wire.A)
    )
    with socket.socket(family(server), socket.SOCK_DGRAM) as wire:
        wire.settimeout(patience)
        wire.connect((server, 53))
        wire.send(message)
        reply = wire.recv(4096)
    code = {0: "noerror", 2: "servfail", 3: "nxdomain", 5: "refused"}.get(
        dns_wire.rcode(reply), str(dns_wire.rcode(reply))
    )
    return f"{code} {' '.join(dns_wire.addresses(reply))}"


def http(address: str, host: str, path: str, patience: float) -> str:
    """Ask for a page in plain HTTP."""
    with socket.socket(family(address), socket.SOCK_STREAM) as wire:
        wire.settimeout(patience)
        wire.connect((address, 80))
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        reply = wire.recv(65536)
    return "ok " + " ".join(reply.decode("latin-1").split("\r\n")[0].split(" ")[1:2]) + f" {len(reply)}"


def https(address: str, host: str, patience: float) -> str:
    """Fetch `/` over TLS with the system's own trust."""
    context = ssl.create_default_context()
    with socket.socket(family(address), socket.SOCK_STREAM) as wire:
        wire.settimeout(patience)
        wire.connect((address, 443))
        with context.wrap_socket(wire, server_hostname=host) as secured:
            secured.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            size = 0
            while data := secured.recv(65536):
                size += len(data)
    return f"ok {size}"


def echo(address: str, patience: float) -> str:
    """Ping once, where that is allowed."""
    six = ":" in address
    with socket.socket(
        family(address), socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP
    ) as wire:
        wire.settimeout(patience)
        wire.connect((address, 0))
        wire.send(struct.pack("!BBHHH", 128 if six else 8, 0, 0, 0, 1) + b"lab")
        wire.recv(1024)
        return "ok"


def hop(distance: str, address: str, patience: float) -> str:
    """Send a datagram that expires on the way, and say which ICMP error came from whom."""
    six = ":" in address
    with socket.socket(family(address), socket.SOCK_DGRAM) as wire:
        if six:
            wire.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
            wire.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, int(distance))
        else:
            wire.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
            wire.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, int(distance))
        wire.connect((address, 33434 + int(distance)))
        wire.send(b"lab")
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                extra = wire.recvmsg(512, 512, MSG_ERRQUEUE)[1]
            except BlockingIOError:
                time.sleep(0.01)
                continue
            for _level, _kind, data in extra:
                if len(data) >= 24:
                    kind, code = data[5], data[6]
                    packed = data[24:40] if struct.unpack("=H", data[16:18])[0] == socket.AF_INET6 else data[20:24]
                    return f"{kind}/{code} {ipaddress.ip_address(packed)}"
    return "silent"


def natpmp(router: str, patience: float) -> str:
    """Ask the router for its outside address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.settimeout(patience)
        wire.connect((router, 5351))
        wire.send(b"\0\0")
        reply = wire.recv(64)
    result = struct.unpack("!H", reply[2:4])[0]
    return f"{'ok' if result == 0 else 'result'} {result} {socket.inet_ntoa(reply[8:12])}"


def name(host: str) -> str:
    """Ask the system's own look-up."""
    return "ok " + " ".join(
        sorted({str(each[4][0]) for each in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)})
    )


def one(request: str, patience: float) -> str:
    """Answer one request in words."""
    kind, *rest = request.split()
    try:
        match kind:
            case "tcp":
                return tcp(rest[0], rest[1], patience)
            case "dns" | "aaaa":
                return dns(rest[0], rest[1], patience, kind)
            case "http":
                return http(rest[0], rest[1], rest[2], patience)
            case "https":
                return https(rest[0], rest[1], patience)
            case "echo":
                return echo(rest[0], patience)
            case "hop":
                return hop(rest[0], rest[1], patience)
            case "natpmp":
                return natpmp(rest[0], patience)
            case "name":
                return name(rest[0])
            case _:
                return f"unknown question {kind}"
    except OSError as error:
        return f"{type(error).__name__} {error}".replace("\n", " ").replace("\t", " ")


def main() -> None:
    """Ask everything at once, print one line each, and leave hanging look-ups behind."""
    patience, requests = float(sys.argv[1]), sys.argv[2:]
    answers = dict.fromkeys(requests, "hangs")

    def ask(request: str) -> None:
        answers[request] = one(request, patience)

    threads = [threading.Thread(target=ask, args=(each,), daemon=True) for each in requests]
    for each in threads:
        each.start()
    deadline = time.monotonic() + patience + 2
    for each in threads:
        each.join(max(0.0, deadline - time.monotonic()))
    for request in requests:
        print(request, answers[request], sep="\t")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
