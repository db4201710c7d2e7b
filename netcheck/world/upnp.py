"""Understands what a router says by UPnP: its description, and its answers to harmless questions (UPnP IGD)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from netcheck.world.dns_messages import clean
from netcheck.world.http_message import Target, read_url

MOST_BYTES = 65536
_LONGEST = 200
_ELEMENTS = 4000
_CONNECTION = re.compile(r"urn:schemas-upnp-org:service:(WANIPConnection|WANPPPConnection):[12]\Z")
_COMMON = re.compile(r"urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1\Z")

CONNECTION_QUESTIONS = ("GetStatusInfo", "GetExternalIPAddress")
COMMON_QUESTIONS = ("GetCommonLinkProperties",)
COUNTERS = ("GetTotalBytesSent", "GetTotalBytesReceived")


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the router that answers questions."""

    type: str
    control: Target

    @property
    def is_ppp(self) -> bool:
        """Whether it is a dialled connection, which can be refused for a wrong password."""
        return ":WANPPPConnection:" in self.type


@dataclass(frozen=True, slots=True)
class Description:
    """What a router tells of itself."""

    make: str | None = None
    model: str | None = None
    connections: tuple[Service, ...] = ()
    common: Service | None = None


class _Wary(TreeBuilder):
    """A tree that refuses document types, so entities of any kind, and endless documents."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ParseError("a document type")

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._elements += 1
        if self._elements > _ELEMENTS:
            raise ParseError("too many elements")
        return super().start(tag, attrs)


def read_xml(data: bytes) -> Element | None:
    """A small document without document type, entities and external references; None for any other."""
    # UTF-16 would hide the words from this look; no router is known to send it.
    if len(data) > MOST_BYTES or b"\0" in data or re.search(rb"<!(?:DOCTYPE|ENTITY)", data, re.IGNORECASE):
        return None
    parser = XMLParser(target=_Wary())
    try:
        parser.feed(data)
        root = parser.close()
    except (ParseError, ValueError, LookupError):  # also an encoding that nobody knows
        return None
    return root if isinstance(root, Element) else None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _text(parent: Element, name: str) -> str:
    """The text of a child, without what a terminal or a table would obey."""
    for child in parent:
        if _local(child.tag) == name:
            return clean((child.text or "").strip())[:_LONGEST]
    return ""


def read_description(data: bytes, location: Target) -> Description | None:
    """A device description; control URLs on other hosts than the description's are left out."""
    root = read_xml(data)
    if root is None:
        return None
    device = next((each for each in root if _local(each.tag) == "device"), None)
    if device is None:
        return None
    base = f"http://{location.authority}{location.path}"
    stated = read_url(_text(root, "URLBase"))
    if stated is not None and stated.host == location.host and stated.scheme == "http":
        base = f"http://{stated.authority}{stated.path}"
    connections: list[Service] = []
    common = None
    for element in root.iter():
        if _local(element.tag) != "service":
            continue
        kind = _text(element, "serviceType")
        control = _control(base, _text(element, "controlURL"), location)
        if control is None:
            continue
        if _CONNECTION.match(kind):
            connections.append(Service(kind, control))
        elif _COMMON.match(kind) and common is None:
            common = Service(kind, control)
    return Description(
        _text(device, "manufacturer") or None, _text(device, "modelName") or None, tuple(connections[:4]), common
    )


def _control(base: str, path: str, location: Target) -> Target | None:
    try:
        control = read_url(urljoin(base, path)) if path else None
    except ValueError:
        return None
    return control if control is not None and (control.scheme, control.host) == ("http", location.host) else None


def write_question(service: Service, action: str) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """Body and headers of a SOAP question without arguments."""
    body = (
        '<?xml version="1.0"?>\r\n'
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">'
        f'<s:Body><u:{action} xmlns:u="{service.type}"></u:{action}></s:Body></s:Envelope>\r\n'
    )
    return body.encode(), (("Content-Type", 'text/xml; charset="utf-8"'), ("SOAPAction", f'"{service.type}#{action}"'))


def read_answer(data: bytes, action: str) -> Mapping[str, str] | None:
    """The values in an answer to an action, by name; None for a fault and for what is no answer."""
    root = read_xml(data)
    if root is None:
        return None
    for element in root.iter():
        if _local(element.tag) == f"{action}Response":
            return {_local(child.tag): clean((child.text or "").strip())[:_LONGEST] for child in element}
    return None


def number(text: str | None) -> int | None:
    """A counter or a rate: decimal digits, below 2**64."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 21):
        return None
    return int(text) if int(text) < 1 << 64 else None
