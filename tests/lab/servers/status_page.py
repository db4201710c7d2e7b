"""The provider's status page in the Statuspage v2 form, with the bad manners that a scenario asks for."""

import json
import socket
import ssl
import sys
import time
from pathlib import Path

from .. import certificates
from ..names import STATUS_HOST
from . import http_wire


def summary(wishes: dict[str, object]) -> bytes:
    """Write summary.json: healthy unless the wishes name incidents, maintenances or components."""
    return json.dumps(
        {
            "page": {
                "id": "lab0000000",
                "name": "LabTel",
                "url": f"https://{STATUS_HOST}",
                "time_zone": "Etc/UTC",
                "updated_at": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
            },
            "components": wishes.get("components", []),
            "incidents": wishes.get("incidents", []),
            "scheduled_maintenances": wishes.get("maintenances", []),
            "status": {
                "indicator": "major" if wishes.get("incidents") else "none",
                "description": "Partial Outage" if wishes.get("incidents") else "All Systems Operational",
            },
        }
    ).encode()


def main() -> None:
    """Serve until killed: FOLDER holds the certificates, WISHES what a scenario asks for."""
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    leaf = certificates.make_leaf(folder, "root", "status", [f"DNS:{STATUS_HOST}", "DNS:www.labtel.at"])

    def handle(wire: socket.socket) -> None:
        request = http_wire.read_request(wire)
        if request is None:
            return
        wishes = json.loads(file.read_text()) if file.exists() else {}
        manners = wishes.get("manners", "good")
        deadline = time.monotonic() + 120
        if manners == "garbage":
            http_wire.answer(wire, request, 200, "application/json", b"\xff\xfe{]<html>\x00" * 200)
        elif manners == "error":
            http_wire.answer(wire, request, 503, "text/html", b"<h1>Service Unavailable</h1>")
        elif manners == "trickle":
            wire.sendall(http_wire.head(200, "application/json", None))
            while time.monotonic() < deadline:
                wire.sendall(b" ")
                time.sleep(0.2)
        elif manners == "huge":
            wire.sendall(http_wire.head(200, "application/json", 200_000_000))
            for _ in range(3200):
                wire.sendall(b" " * 62_500)
        elif manners == "hang":
            time.sleep(120)
        else:
            http_wire.answer(wire, request, 200, "application/json", summary(wishes))

    def secure(wire: socket.socket) -> None:
        wire.settimeout(8)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(leaf)
        with context.wrap_socket(wire, server_side=True) as secured:
            handle(secured)

    http_wire.serve_in_background(http_wire.listen(443), secure)
    http_wire.serve(http_wire.listen(80), handle)


if __name__ == "__main__":
    main()
