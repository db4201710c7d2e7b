"""A scripted UPnP gateway that says of its line whatever a scenario wants."""

import json
import re
import socket
import sys
import threading

from . import http_wire

UUID = "00000000-0000-4000-8000-c025061a2b3c"


def description(kind: str) -> bytes:
    """Write the device description, with a PPP or an IP connection."""

    def service(name: str, path: str) -> str:
        return (
            f"<service><serviceType>urn:schemas-upnp-org:service:{name}:1</serviceType>"
            f"<serviceId>urn:upnp-org:serviceId:{name}1</serviceId><SCPDURL>/{path}.xml</SCPDURL>"
            f"<controlURL>/control/{path}</controlURL><eventSubURL>/event/{path}</eventSubURL></service>"
        )

    def device(name: str, number: int, inside: str) -> str:
        return (
            f"<device><deviceType>urn:schemas-upnp-org:device:{name}:1</deviceType>"
            f"<friendlyName>Home Router</friendlyName>"
            f"<manufacturer>Scripted</manufacturer><modelName>SR-1</modelName><UDN>uuid:{UUID[:-1]}{number}</UDN>{inside}</device>"
        )

    connection = device("WANConnectionDevice", 2, f"<serviceList>{service(kind, 'connection')}</serviceList>")
    wan = device(
        "WANDevice",
        1,
        f"<serviceList>{service('WANCommonInterfaceConfig', 'common')}</serviceList>"
        f"<deviceList>{connection}</deviceList>",
    )
    root = device("InternetGatewayDevice", 0, f"<deviceList>{wan}</deviceList>")
    return (
        f'<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0">'
        f"<specVersion><major>1</major><minor>0</minor>"
        f"</specVersion>{root}</root>"
    ).encode()


def main() -> None:
    """Serve until killed: own ADDRESS, and WORDS, a JSON object of what to say."""
    address, words = sys.argv[1], json.loads(sys.argv[2])
    kind = words.get("connection", "WANIPConnection")
    says = {
        "GetStatusInfo": {
            "NewConnectionStatus": words["status"],
            "NewLastConnectionError": words.get("error", "ERROR_NONE"),
            "NewUptime": "0",
        },
        "GetCommonLinkProperties": {
            "NewWANAccessType": words["access"],
            "NewLayer1UpstreamMaxBitRate": words.get("up", "10000000"),
            "NewLayer1DownstreamMaxBitRate": words.get("down", "50000000"),
            "NewPhysicalLinkStatus": words["link"],
        },
        "GetExternalIPAddress": {"NewExternalIPAddress": words.get("address", "")},
        "GetTotalBytesSent": {"NewTotalBytesSent": "123456"},
        "GetTotalBytesReceived": {"NewTotalBytesReceived": "654321"},
    }

    def discovery() -> None:
        wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        wire.bind(("", 1900))
        membership = socket.inet_aton("239.255.255.250") + socket.inet_aton(address)
        wire.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        while True:
            data, peer = wire.recvfrom(2048)
            found = re.search(rb"(?im)^ST:\s*(\S+)", data)
            if not data.startswith(b"M-SEARCH") or found is None:
                continue
            target = found[1].decode("latin-1")
            if target in ("ssdp:all", "upnp:rootdevice") or "InternetGatewayDevice" in target or kind in target:
                shown = "urn:schemas-upnp-org:device:InternetGatewayDevice:1" if target == "ssdp:all" else target
                wire.sendto(
                    (
                        f"HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nST: {shown}\r\n"
                        f"USN: uuid:{UUID}::{shown}\r\nEXT:\r\n"
                        f"SERVER: Scripted/1.0 UPnP/1.0 SR/1\r\nLOCATION: http://{address}:49000/root.xml\r\n\r\n"
                    ).encode(),
                    peer,
                )

    def handle(wire: socket.socket) -> None:
        request = http_wire.read_request(wire)
        if request is None:
            return
        if request.method == "GET":
            http_wire.answer(wire, request, 200 if request.path == "/root.xml" else 404, "text/xml", description(kind))
            return
        action = re.search(r"#(\w+)", request.headers.get("soapaction", ""))
        name = action[1] if action else ""
        if name not in says:
            http_wire.answer(wire, request, 500, "text/xml", b"<s:Envelope><s:Body><s:Fault/></s:Body></s:Envelope>")
            return
        service = request.headers["soapaction"].strip('"').split("#")[0]
        inside = "".join(f"<{key}>{value}</{key}>" for key, value in says[name].items())
        http_wire.answer(
            wire,
            request,
            200,
            'text/xml; charset="utf-8"',
            (
                '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
                's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>'
                f'<u:{name}Response xmlns:u="{service}">{inside}</u:{name}Response></s:Body></s:Envelope>'
            ).encode(),
        )

    threading.Thread(target=discovery, daemon=True).start()
    http_wire.serve(http_wire.listen(49000), handle)


if __name__ == "__main__":
    main()
