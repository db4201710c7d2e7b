"""Windows' structures have the sizes and offsets that its headers give them, on every system."""

import ctypes
from pathlib import Path

import pytest

from netcheck.world import windows_layouts as layouts

PRINTED = Path(__file__).parent / "windows_structures" / "x86_64.txt"

WHOLE = {
    layouts.SocketAddress: "SOCKET_ADDRESS", layouts.Listed: "IP_ADAPTER_GATEWAY_ADDRESS_LH",
    layouts.Unicast: "IP_ADAPTER_UNICAST_ADDRESS_LH", layouts.Endpoint: "SOCKADDR_INET",
    layouts.Neighbour2: "MIB_IPNET_ROW2", layouts.Neighbour1: "MIB_IPNETROW", layouts.Route2: "MIB_IPFORWARD_ROW2",
    layouts.Route1: "MIB_IPFORWARDROW", layouts.Link: "MIB_IF_ROW2", layouts.TcpCounts: "MIB_TCPSTATS",
    layouts.IcmpCounts: "MIB_ICMP_EX", layouts.EchoOptions: "IP_OPTION_INFORMATION",
    layouts.EchoReply: "ICMP_ECHO_REPLY", layouts.Echo6Reply: "ICMPV6_ECHO_REPLY",
    layouts.FirstTries: "TCP_INITIAL_RTO_PARAMETERS", layouts.StationWord: "ICMP_ERROR_INFO",
    layouts.Radio: "WLAN_INTERFACE_INFO",
    layouts.RadioSwitch: "WLAN_PHY_RADIO_STATE",
    layouts.ProxyWord: "WINHTTP_CURRENT_USER_IE_PROXY_CONFIG",
    layouts.SleepWish: "DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS",
}  # fmt: skip

FIELDS = {
    layouts.SocketAddress: {"pointer": "lpSockaddr", "length": "iSockaddrLength"},
    layouts.Listed: {"size": "Length", "next": "Next", "address": "Address"},
    layouts.Unicast: {
        "next": "Next", "address": "Address", "prefix_origin": "PrefixOrigin", "suffix_origin": "SuffixOrigin",
        "dad_state": "DadState", "prefix": "OnLinkPrefixLength",
    },
    layouts.RawAdapter: {
        "size": "Length", "index": "IfIndex", "next": "Next", "guid": "AdapterName", "unicast": "FirstUnicastAddress",
        "servers": "FirstDnsServerAddress", "description": "Description", "name": "FriendlyName",
        "mac": "PhysicalAddress", "mac_length": "PhysicalAddressLength", "flags": "Flags", "mtu": "Mtu",
        "type": "IfType", "status": "OperStatus", "index6": "Ipv6IfIndex", "zones": "ZoneIndices",
        "send_bps": "TransmitLinkSpeed", "gateways": "FirstGatewayAddress", "metric4": "Ipv4Metric",
        "metric6": "Ipv6Metric",
    },
    layouts.Neighbour2: {
        "address": "Address", "index": "InterfaceIndex", "luid": "InterfaceLuid", "mac": "PhysicalAddress",
        "mac_length": "PhysicalAddressLength", "state": "State",
    },
    layouts.Neighbour1: {
        "index": "dwIndex", "mac_length": "dwPhysAddrLen", "mac": "bPhysAddr", "address": "dwAddr", "type": "dwType",
    },
    layouts.Route2: {
        "luid": "InterfaceLuid", "index": "InterfaceIndex", "target": "DestinationPrefix.Prefix",
        "prefix": "DestinationPrefix.PrefixLength", "gateway": "NextHop", "metric": "Metric", "protocol": "Protocol",
        "origin": "Origin",
    },
    layouts.Route1: {
        "target": "dwForwardDest", "mask": "dwForwardMask", "gateway": "dwForwardNextHop",
        "index": "dwForwardIfIndex", "metric": "dwForwardMetric1",
    },
    layouts.Link: {
        "luid": "InterfaceLuid", "index": "InterfaceIndex", "guid": "InterfaceGuid", "name": "Alias",
        "description": "Description", "type": "Type", "physical_medium": "PhysicalMediumType",
        "direction": "DirectionType", "flags": "InterfaceAndOperStatusFlags", "status": "OperStatus",
        "admin": "AdminStatus", "media": "MediaConnectState", "bytes_received": "InOctets", "received": "InUcastPkts",
        "received_many": "InNUcastPkts", "bytes_sent": "OutOctets", "sent": "OutUcastPkts",
        "sent_many": "OutNUcastPkts",
    },
    layouts.TcpCounts: {"retransmitted": "dwRetransSegs"},
    layouts.IcmpCounts: {"sent": "icmpOutStats"},
    layouts.EchoOptions: {"ttl": "Ttl", "flags": "Flags", "size": "OptionsSize", "data": "OptionsData"},
    layouts.EchoReply: {
        "address": "Address", "status": "Status", "rtt_ms": "RoundTripTime", "size": "DataSize", "data": "Data",
        "options": "Options",
    },
    layouts.Echo6Reply: {"address": "Address.sin6_addr", "status": "Status", "rtt_ms": "RoundTripTime"},
    layouts.FirstTries: {"rtt_ms": "Rtt", "repeats": "MaxSynRetransmissions"},
    layouts.StationWord: {"sender": "srcaddress", "protocol": "protocol", "type": "type", "code": "code"},
    layouts.Radio: {"guid": "InterfaceGuid", "state": "isState"},
    layouts.RadioSwitch: {
        "index": "dwPhyIndex", "software": "dot11SoftwareRadioState", "hardware": "dot11HardwareRadioState",
    },
    layouts.SleepWish: {"routine": "Callback", "context": "Context"},
    layouts.ProxyWord: {
        "detect": "fAutoDetect", "script": "lpszAutoConfigUrl", "proxy": "lpszProxy", "exceptions": "lpszProxyBypass",
    },
}  # fmt: skip

NAMES = {**WHOLE, layouts.RawAdapter: "IP_ADAPTER_ADDRESSES_LH"}


def printed() -> dict[str, tuple[int, ...]]:
    """The numbers that the compiler printed, by name."""
    lines = [line.split() for line in PRINTED.read_text("ascii").splitlines()]
    return {name: tuple(map(int, numbers)) for name, *numbers in lines}


pytestmark = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the numbers are those of 64-bit Windows")


def test_every_structure_is_checked() -> None:
    made = {each for each in vars(layouts).values() if isinstance(each, type) and issubclass(each, ctypes.Structure)}
    assert made == set(FIELDS)


@pytest.mark.parametrize("layout", WHOLE, ids=lambda each: each.__name__)
def test_sizes(layout: type[ctypes.Structure]) -> None:
    assert (ctypes.sizeof(layout),) == printed()[WHOLE[layout]]


@pytest.mark.parametrize("layout", FIELDS, ids=lambda each: each.__name__)
def test_offsets(layout: type[ctypes.Structure]) -> None:
    said = printed()
    for ours, theirs in FIELDS[layout].items():
        place, size = said[f"{NAMES[layout]}.{theirs}"]
        held = getattr(layout, ours)
        assert held.offset == place, ours
        assert held.size == size, ours


def test_counts_by_type_follow_two_totals() -> None:
    assert layouts.IcmpCounts.by_type.offset == printed()["MIBICMPSTATS_EX.rgdwTypeCount"][0]


def test_a_name_server_is_listed_like_a_gateway() -> None:
    said = printed()
    for field in ("", ".Next", ".Address"):
        assert said[f"IP_ADAPTER_DNS_SERVER_ADDRESS_XP{field}"] == said[f"IP_ADAPTER_GATEWAY_ADDRESS_LH{field}"]
