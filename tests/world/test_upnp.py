"""What a router says by UPnP, SSDP and NAT-PMP as bytes, honest and hostile."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcheck.world import nat_pmp, ssdp
from netcheck.world.http_message import Target, read_url
from netcheck.world.router import choose_connection
from netcheck.world.upnp import Service, number, read_answer, read_description, read_xml, write_question

GATEWAY = "192.168.1.1"
LOCATION = Target("http", GATEWAY, 5000, "/rootDesc.xml")
IP = "urn:schemas-upnp-org:service:WANIPConnection:1"
PPP = "urn:schemas-upnp-org:service:WANPPPConnection:1"
COMMON = "urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1"


def description(*services: tuple[str, str], base: str = "") -> bytes:
    listed = "".join(
        f"<service><serviceType>{kind}</serviceType><controlURL>{url}</controlURL></service>" for kind, url in services
    )
    return (
        f'<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0">{base}<device>'
        f"<manufacturer>Maker</manufacturer><modelName>Box\u202e 7</modelName><deviceList><device><serviceList>"
        f"{listed}</serviceList></device></deviceList></device></root>"
    ).encode()


def test_a_description() -> None:
    found = read_description(
        description(
            (IP, "/ctl/IP"),
            (PPP, "ppp?x=1"),
            (COMMON, f"http://{GATEWAY}:99/c"),
            ("urn:schemas-upnp-org:service:Layer3Forwarding:1", "/l3"),
        ),
        LOCATION,
    )
    assert found is not None
    assert (found.make, found.model) == ("Maker", "Box 7")
    assert [(each.is_ppp, each.control.port, each.control.path) for each in found.connections] == [
        (False, 5000, "/ctl/IP"),
        (True, 5000, "/ppp?x=1"),
    ]
    assert found.common is not None
    assert found.common.control.port == 99


def test_other_hosts_are_never_asked() -> None:
    found = read_description(
        description(
            (IP, "http://192.168.1.77/x"),
            (PPP, "//evil.example/x"),
            (COMMON, "https://192.168.1.1/x"),
            base="<URLBase>http://192.168.1.66/</URLBase>",
        ),
        LOCATION,
    )
    assert found is not None
    assert (found.connections, found.common) == ((), None)


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE root [<!ENTITY a "b">]><root>&a;</root>',
        b"<!doctype root SYSTEM 'http://192.168.1.66/x'><root/>",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE root><root/>'.encode("utf-16"),
        b"<root>" + b"<a/>" * 5000 + b"</root>",
        b"<root>" + b" " * 70000 + b"</root>",
        b'<?xml version="1.0" encoding="nothere"?><root/>',
        b"<root>&undefined;</root>",
        b"<root>",
        b"",
    ],
)
def test_documents_that_are_refused(data: bytes) -> None:
    assert read_xml(data) is None
    assert read_description(data, LOCATION) is None
    assert read_answer(data, "GetStatusInfo") is None


def test_a_question_and_its_answer() -> None:
    control = read_url("http://192.168.1.1:5000/ctl/IP")
    assert control is not None
    body, headers = write_question(Service(IP, control), "GetStatusInfo")
    assert read_xml(body) is not None
    assert dict(headers)["SOAPAction"] == f'"{IP}#GetStatusInfo"'
    answer = (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><u:GetStatusInfoResponse '
        f'xmlns:u="{IP}"><NewConnectionStatus>Disconnected</NewConnectionStatus><NewUptime>0</NewUptime>'
        f"</u:GetStatusInfoResponse></s:Body></s:Envelope>"
    ).encode()
    assert read_answer(answer, "GetStatusInfo") == {"NewConnectionStatus": "Disconnected", "NewUptime": "0"}
    assert read_answer(answer, "GetExternalIPAddress") is None


@pytest.mark.parametrize(
    ("ip", "ppp", "expected"),
    [
        ("Connected", "Disconnected ERROR_AUTHENTICATION_FAILURE", "Connected"),
        ("Unconfigured", "Disconnected ERROR_AUTHENTICATION_FAILURE", "Disconnected"),
        ("Disconnected", "Disconnected ERROR_AUTHENTICATION_FAILURE", "Disconnected"),
        ("Disconnected", "Unconfigured", "Disconnected"),
        ("Unconfigured", "Connected", "Connected"),
        (None, "Connecting", "Connecting"),
    ],
)
def test_which_connection_the_router_uses(ip: str | None, ppp: str, expected: str) -> None:
    services = [Service(IP, LOCATION), Service(PPP, LOCATION)]
    said = {}
    for service, words in zip(services, (ip, ppp), strict=True):
        if words is not None:
            status, _, error = words.partition(" ")
            said[service, "GetStatusInfo"] = {
                "NewConnectionStatus": status,
                "NewLastConnectionError": error or "ERROR_NONE",
            }
    chosen, address = choose_connection(services, said)
    assert chosen["NewConnectionStatus"] == expected
    assert ("AUTHENTICATION" in chosen["NewLastConnectionError"]) == ("AUTHENTICATION" in ppp and ip != "Connected")
    assert address is None


def test_numbers() -> None:
    values = ("0", "18446744073709551615", "18446744073709551616", "-1", "x", "", None, "٣")
    assert [number(each) for each in values] == [0, 2**64 - 1, *[None] * 6]


def ssdp_answer(location: str) -> bytes:
    return (
        f"HTTP/1.1 200 OK\r\nST: {ssdp.DEVICES[0]}\r\nLOCATION: {location}\r\n"
        "Server: Debian/12 UPnP/1.1 MiniUPnPd/2.3.1\r\n\r\n"
    ).encode()


def test_an_answer_to_a_search() -> None:
    found = ssdp.read(ssdp_answer(f"http://{GATEWAY}:5000/rootDesc.xml"), GATEWAY)
    assert found is not None
    assert (found.location, found.server) == (
        Target("http", GATEWAY, 5000, "/rootDesc.xml"),
        "Debian/12 UPnP/1.1 MiniUPnPd/2.3.1",
    )


@pytest.mark.parametrize(
    "location",
    [
        "http://192.168.1.7/x",
        "http://router.example/x",
        "https://192.168.1.1/x",
        "http://192.168.1.1@192.168.1.7/",
        "http://192.168.1.1.evil.example/",
        "",
        "file:///x",
    ],
)
def test_descriptions_elsewhere_are_not_fetched(location: str) -> None:
    assert ssdp.read(ssdp_answer(location), GATEWAY) is None


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (struct.pack("!BBHI4s", 0, 128, 0, 9, bytes((84, 112, 10, 2))), nat_pmp.NatPmp(0, "84.112.10.2")),
        (struct.pack("!BBHI4s", 0, 128, 3, 9, bytes(4)), nat_pmp.NatPmp(3)),
        (struct.pack("!BBHI", 0, 128, 3, 9), nat_pmp.NatPmp(3)),
        (struct.pack("!BBHI4s", 0, 128, 0, 9, bytes(4)), nat_pmp.NatPmp(0)),
        (struct.pack("!BBHI", 2, 128, 1, 0), nat_pmp.NatPmp(1)),
        (struct.pack("!BBHI", 0, 128, 0, 0), None),
        (struct.pack("!BBHI4s", 0, 0, 0, 9, bytes(4)), None),
        (b"\0\0", None),
    ],
)
def test_nat_pmp_answers(payload: bytes, expected: nat_pmp.NatPmp | None) -> None:
    assert nat_pmp.read(payload) == expected


@given(st.binary(max_size=300))
@example(b"HTTP/1.1 200 OK\r\nLOCATION: http://[::1")
def test_no_bytes_break_the_readers(data: bytes) -> None:
    ssdp.read(data, GATEWAY)
    ssdp.read(b"HTTP/1.1 200 OK\r\nLOCATION: " + data, GATEWAY)
    nat_pmp.read(data)
    read_description(data, LOCATION)
    read_answer(data, "GetStatusInfo")


@given(st.text(max_size=60))
def test_no_control_url_breaks_the_reader(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    found = read_description(description((IP, escaped)), LOCATION)
    if found is not None:
        assert all(each.control.host == GATEWAY for each in found.connections)
