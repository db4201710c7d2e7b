"""A page that stands in every page's place: a hotel's portal, a router's "no internet" page, a provider's bill."""

import socket
import sys

from . import http_wire

PAGES = {
    "portal": b"<html><head><title>Guest Wi-Fi</title></head><body><h1>Please sign in</h1></body></html>",
    "router": b"<html><head><title>Home Router</title></head><body><h1>No internet connection</h1></body></html>",
    "garden": b"<html><head><title>LabTel</title></head><body><h1>Your data allowance is used up</h1></body></html>",
    "firm": b"<html><head><title>Intranet</title></head><body><h1>Intranet</h1></body></html>",
}


def main() -> None:
    """Serve until killed: PORT, KIND of page, and for a portal the URL that everybody is sent to."""
    port, kind, target = int(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""

    def handle(wire: socket.socket) -> None:
        request = http_wire.read_request(wire)
        if request is None:
            return
        if target and not request.path.startswith("/login"):
            http_wire.answer(wire, request, 302, "text/html", PAGES[kind], f"Location: {target}\r\n")
        else:
            http_wire.answer(wire, request, 403 if kind == "garden" else 200, "text/html", PAGES[kind])

    http_wire.serve(http_wire.listen(port), handle)


if __name__ == "__main__":
    main()
