"""The internet itself: answers DNS, HTTP, HTTPS and DNS over TLS on every public address there is."""

import ipaddress
import json
import socket
import ssl
import struct
import sys
import threading
import time
from pathlib import Path

from .. import certificates, dns_wire
from ..names import FAMOUS, NAT64_NAMES, address4, address6, exists
from . import http_wire, registry
from .pages import page

IP_PKTINFO, IPV6_RECVPKTINFO, IPV6_PKTINFO, IPV6_FREEBIND = 8, 49, 50, 78


class Internet:
    """What every address answers, and the few names for which a scenario wants something else."""

    def __init__(self, folder: Path, specials: Path) -> None:
        self.folder = folder
        self.specials_file = specials
        self.registry_log = specials.with_name("registry.log")
        """A line for each question about an address and its owner."""
        self.lock = threading.Lock()
        self.leaves = {"": self._load(folder / "landmarks.pem")}
        self.known = set(FAMOUS)

    @staticmethod
    def _load(leaf: Path) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(leaf)
        return context

    def special(self, name: str) -> dict[str, str]:
        """Read what a scenario wants for this name; the file may change while the lab stands."""
        try:
            found = json.loads(self.specials_file.read_text()).get(name.lower(), {})
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def context_for(self, name: str | None) -> ssl.SSLContext:
        """Find or make the certificate for a name; literal addresses and famous names share one."""
        wanted = self.special(name).get("certificate", "") if name else ""
        if not name or (name in self.known and not wanted):
            return self.leaves[""]
        with self.lock:
            if name not in self.leaves:
                file = f"leaf{len(self.leaves)}"
                if wanted == "expired":
                    leaf = certificates.make_leaf(self.folder, "root", file, [f"DNS:{name}"], (-400, -10))
                elif wanted:
                    certificates.make_authority(self.folder, f"{file}-root", wanted)
                    leaf = certificates.make_leaf(self.folder, f"{file}-root", file, [f"DNS:{name}"])
                else:
                    leaf = certificates.make_leaf(self.folder, "root", file, [f"DNS:{name}"])
                self.leaves[name] = self._load(leaf)
            return self.leaves[name]

    def owner(self, question: dns_wire.Question, asked: str, peer: str) -> bytes | None:
        """Answer a question for the asker's own address or for an address's owner; never kept by any cache."""
        name = question.name.lower()
        echo = registry.echo(name, asked, peer) if asked else None
        text = echo or (registry.routing(name) if question.kind == dns_wire.TXT else None)
        if text is None:
            return None
        with self.lock, self.registry_log.open("a") as log:
            log.write(f"dns {name} at {asked}\n")
        if question.kind == dns_wire.TXT:
            return dns_wire.answer(question, dns_wire.NOERROR, [(dns_wire.TXT, bytes([len(text)]) + text.encode())], 0)
        data = ipaddress.ip_address(text)
        fits = data.version == (4 if question.kind == dns_wire.A else 6)
        return dns_wire.answer(question, dns_wire.NOERROR, [(question.kind, data.packed)] if fits else [], 0)

    def resolve(self, message: bytes, asked: str = "", peer: str = "") -> bytes | None:
        """Answer a DNS question as a public resolver would; CHAOS questions but one get silence."""
        question = dns_wire.read_question(message)
        if question is None:
            return None
        known = self.owner(question, asked, peer)
        if known is not None or question.family != dns_wire.INTERNET:
            return known
        name = question.name.lower()
        if self.special(name).get("dns") == "silent":
            return None
        if not exists(name):
            return dns_wire.answer(question, dns_wire.NXDOMAIN, [])
        if name in NAT64_NAMES:
            found = [(dns_wire.A, ipaddress.ip_address(each).packed) for each in NAT64_NAMES[name]]
            return dns_wire.answer(question, dns_wire.NOERROR, found if question.kind == dns_wire.A else [])
        records: list[tuple[int, bytes]] = []
        if question.kind == dns_wire.A and name:
            records = [(dns_wire.A, ipaddress.ip_address(address4(name)).packed)]
        elif question.kind == dns_wire.AAAA and name:
            records = [(dns_wire.AAAA, ipaddress.ip_address(address6(name)).packed)]
        elif question.kind == dns_wire.NS and not name:
            records = [(dns_wire.NS, dns_wire.encode(f"{each}.root-servers.net")) for each in "abcdefghijklm"]
        return dns_wire.answer(question, dns_wire.NOERROR, records)

    def web(self, wire: socket.socket) -> None:
        """Answer one HTTP request."""
        request = http_wire.read_request(wire)
        if request is None:
            return
        host = request.host.rsplit(":", 1)[0]
        found = registry.web(host, request.path)
        if found is not None:
            with self.lock, self.registry_log.open("a") as log:
                log.write(f"web {host}{request.path}\n")
            http_wire.answer(wire, request, *found)
            return
        status, kind, body = page(request.host, request.path)
        if self.special(host).get("stall"):
            wire.sendall(http_wire.head(status, kind, len(body)) + body[:100])
            time.sleep(60)
            return
        wanted = self.special(host).get("status")
        if wanted:
            status, kind, body = int(wanted), "text/html", b"<html><body>Service Unavailable</body></html>"
        http_wire.answer(wire, request, status, kind, body)

    def tls(self, wire: socket.socket) -> ssl.SSLSocket:
        """Shake hands with the certificate that the asked name needs."""
        wire.settimeout(8)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "landmarks.pem")

        def choose(connection: ssl.SSLSocket | ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
            connection.context = self.context_for(name)

        context.sni_callback = choose
        return context.wrap_socket(wire, server_side=True)

    def dns_stream(self, wire: socket.socket) -> None:
        """Answer length-prefixed DNS questions until the asker has enough."""
        wire.settimeout(8)
        data = b""
        for _ in range(1000):
            while len(data) < 2 or len(data) < 2 + struct.unpack("!H", data[:2])[0]:
                more = wire.recv(4096)
                if not more:
                    return
                data += more
            size = struct.unpack("!H", data[:2])[0]
            reply, data = self.resolve(data[2 : 2 + size]), data[2 + size :]
            if reply is not None:
                wire.sendall(struct.pack("!H", len(reply)) + reply)

    def secure_web(self, wire: socket.socket) -> None:
        """Answer one HTTPS request."""
        with self.tls(wire) as secured:
            self.web(secured)

    def secure_dns(self, wire: socket.socket) -> None:
        """Answer DNS over TLS."""
        with self.tls(wire) as secured:
            self.dns_stream(secured)

    def dns_datagrams(self, family: int) -> None:
        """Answer DNS over UDP from the very address that was asked."""
        server = socket.socket(family, socket.SOCK_DGRAM)
        four = family == socket.AF_INET
        if four:
            server.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        else:
            server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            server.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVPKTINFO, 1)
            # Without this the kernel sends from addresses of its own list alone, which all the world is not on.
            server.setsockopt(socket.IPPROTO_IPV6, IPV6_FREEBIND, 1)
        server.bind(("", 53))
        while True:
            try:
                message, extra, _flags, peer = server.recvmsg(4096, 256)
                wanted = (socket.IPPROTO_IP, IP_PKTINFO) if four else (socket.IPPROTO_IPV6, IPV6_PKTINFO)
                asked = next(data for level, kind, data in extra if (level, kind) == wanted)
                here = socket.inet_ntop(family, asked[8:12] if four else asked[:16])
                reply = self.resolve(message, here, peer[0])
                if reply is None:
                    continue
                if four:  # struct in_pktinfo is interface, source, destination: answer from the asked address
                    back = (socket.IPPROTO_IP, IP_PKTINFO, struct.pack("I", 0) + asked[8:12] + bytes(4))
                else:
                    back = (socket.IPPROTO_IPV6, IPV6_PKTINFO, asked[:16] + struct.pack("I", 0))
                server.sendmsg([reply], [back], 0, peer)
            except (OSError, StopIteration):
                continue


def main() -> None:
    """Serve until killed: FOLDER holds the certificates, SPECIALS the wishes; "secure" means TLS alone."""
    internet = Internet(Path(sys.argv[1]), Path(sys.argv[2]))
    if sys.argv[3:] == ["secure"]:
        http_wire.serve_in_background(http_wire.listen(8853), internet.secure_dns)
        http_wire.serve(http_wire.listen(8443), internet.secure_web)
    for family in (socket.AF_INET, socket.AF_INET6):
        threading.Thread(target=internet.dns_datagrams, args=(family,), daemon=True).start()
    http_wire.serve_in_background(http_wire.listen(53), internet.dns_stream)
    http_wire.serve_in_background(http_wire.listen(443), internet.secure_web)
    http_wire.serve_in_background(http_wire.listen(853), internet.secure_dns)
    http_wire.serve(http_wire.listen(80), internet.web)


if __name__ == "__main__":
    main()
