"""How Windows lays out in memory what it tells of the network."""

# wintypes are not used: on Linux, where these layouts are tested, its DWORD has 8 bytes.

from __future__ import annotations

import ctypes
from ctypes import (
    POINTER,
    c_char_p,
    c_int32,
    c_ubyte,
    c_uint8,
    c_uint16,
    c_uint32,
    c_uint64,
    c_void_p,
    c_wchar_p,
)

# --- adapters: iptypes.h ------------------------------------------------------------------------------------------


class SocketAddress(ctypes.Structure):
    """SOCKET_ADDRESS of ws2def.h."""

    _fields_ = [("pointer", c_void_p), ("length", c_int32)]


class Listed(ctypes.Structure):
    """The common beginning of a gateway, name server or unicast address in iptypes.h."""


Listed._fields_ = [("size", c_uint32), ("flags", c_uint32), ("next", POINTER(Listed)), ("address", SocketAddress)]


class Unicast(ctypes.Structure):
    """IP_ADAPTER_UNICAST_ADDRESS_LH."""


Unicast._fields_ = [
    ("size", c_uint32), ("flags", c_uint32), ("next", POINTER(Unicast)), ("address", SocketAddress),
    ("prefix_origin", c_int32), ("suffix_origin", c_int32), ("dad_state", c_int32),
    ("valid_s", c_uint32), ("preferred_s", c_uint32), ("lease_s", c_uint32), ("prefix", c_uint8),
]  # fmt: skip


class RawAdapter(ctypes.Structure):
    """IP_ADAPTER_ADDRESSES_LH, up to what is used; the rest is only skipped."""


RawAdapter._fields_ = [
    ("size", c_uint32), ("index", c_uint32), ("next", POINTER(RawAdapter)), ("guid", c_char_p),
    ("unicast", POINTER(Unicast)), ("anycast", c_void_p), ("multicast", c_void_p), ("servers", POINTER(Listed)),
    ("suffix", c_wchar_p), ("description", c_wchar_p), ("name", c_wchar_p),
    ("mac", c_ubyte * 8), ("mac_length", c_uint32), ("flags", c_uint32), ("mtu", c_uint32),
    ("type", c_uint32), ("status", c_int32), ("index6", c_uint32), ("zones", c_uint32 * 16), ("prefixes", c_void_p),
    ("send_bps", c_uint64), ("receive_bps", c_uint64), ("wins", c_void_p), ("gateways", POINTER(Listed)),
    ("metric4", c_uint32), ("metric6", c_uint32),
]  # fmt: skip


# --- tables: netioapi.h, ipmib.h, tcpmib.h ------------------------------------------------------------------------

Endpoint = c_uint32 * 7
"""SOCKADDR_INET of ws2ipdef.h, aligned like its largest number: the family decides what the bytes mean."""


class Neighbour2(ctypes.Structure):
    """MIB_IPNET_ROW2."""

    _fields_ = [
        ("address", Endpoint), ("index", c_uint32), ("luid", c_uint64), ("mac", c_ubyte * 32),
        ("mac_length", c_uint32), ("state", c_int32), ("flags", c_uint8), ("reachability_ms", c_uint32),
    ]  # fmt: skip


class Neighbour1(ctypes.Structure):
    """MIB_IPNETROW."""

    _fields_ = [
        ("index", c_uint32), ("mac_length", c_uint32), ("mac", c_ubyte * 8), ("address", c_ubyte * 4),
        ("type", c_uint32),
    ]  # fmt: skip


class Route2(ctypes.Structure):
    """MIB_IPFORWARD_ROW2."""

    _fields_ = [
        ("luid", c_uint64), ("index", c_uint32), ("target", Endpoint), ("prefix", c_uint8), ("gateway", Endpoint),
        ("site_prefix", c_uint8), ("valid_s", c_uint32), ("preferred_s", c_uint32), ("metric", c_uint32),
        ("protocol", c_int32), ("loopback", c_uint8), ("autoconfigured", c_uint8), ("published", c_uint8),
        ("immortal", c_uint8), ("age_s", c_uint32), ("origin", c_int32),
    ]  # fmt: skip


class Route1(ctypes.Structure):
    """MIB_IPFORWARDROW."""

    _fields_ = [
        ("target", c_ubyte * 4), ("mask", c_ubyte * 4), ("policy", c_uint32), ("gateway", c_ubyte * 4),
        ("index", c_uint32), ("type", c_uint32), ("protocol", c_uint32), ("age_s", c_uint32), ("next_as", c_uint32),
        ("metric", c_uint32), ("metrics", c_uint32 * 4),
    ]  # fmt: skip


class Link(ctypes.Structure):
    """MIB_IF_ROW2."""

    _fields_ = [
        ("luid", c_uint64), ("index", c_uint32), ("guid", c_ubyte * 16), ("name", c_uint16 * 257),
        ("description", c_uint16 * 257), ("mac_length", c_uint32), ("mac", c_ubyte * 32),
        ("permanent_mac", c_ubyte * 32), ("mtu", c_uint32), ("type", c_uint32), ("tunnel", c_int32),
        ("medium", c_int32), ("physical_medium", c_int32), ("access", c_int32), ("direction", c_int32),
        ("flags", c_uint8), ("status", c_int32), ("admin", c_int32), ("media", c_int32), ("network", c_ubyte * 16),
        ("connection", c_int32), ("send_bps", c_uint64), ("receive_bps", c_uint64),
        ("bytes_received", c_uint64), ("received", c_uint64), ("received_many", c_uint64), ("in_rest", c_uint64 * 6),
        ("bytes_sent", c_uint64), ("sent", c_uint64), ("sent_many", c_uint64), ("out_rest", c_uint64 * 6),
    ]  # fmt: skip


class TcpCounts(ctypes.Structure):
    """MIB_TCPSTATS."""

    _fields_ = [("before", c_uint32 * 11), ("retransmitted", c_uint32), ("after", c_uint32 * 3)]


class IcmpCounts(ctypes.Structure):
    """MIB_ICMP_EX: messages, errors and a count by type, received and sent."""

    _fields_ = [("received", c_uint32 * 2), ("by_type", c_uint32 * 256), ("sent", c_uint32 * 258)]


# --- echoes and connections: ipexport.h, mstcpip.h ---------------------------------------------------------------


class EchoOptions(ctypes.Structure):
    """IP_OPTION_INFORMATION."""

    _fields_ = [("ttl", c_uint8), ("service", c_uint8), ("flags", c_uint8), ("size", c_uint8), ("data", c_void_p)]


class EchoReply(ctypes.Structure):
    """ICMP_ECHO_REPLY."""

    _fields_ = [
        ("address", c_ubyte * 4), ("status", c_uint32), ("rtt_ms", c_uint32), ("size", c_uint16),
        ("reserved", c_uint16), ("data", c_void_p), ("options", EchoOptions),
    ]  # fmt: skip


class Echo6Reply(ctypes.Structure):
    """ICMPV6_ECHO_REPLY; its address is packed: 2 bytes of port, 4 of flow, 16 of address, 4 of zone."""

    _fields_ = [
        ("port_and_flow", c_ubyte * 6), ("address", c_ubyte * 16), ("zone", c_ubyte * 4), ("status", c_uint32),
        ("rtt_ms", c_uint32),
    ]  # fmt: skip


class FirstTries(ctypes.Structure):
    """TCP_INITIAL_RTO_PARAMETERS."""

    _fields_ = [("rtt_ms", c_uint16), ("repeats", c_uint8)]


class StationWord(ctypes.Structure):
    """ICMP_ERROR_INFO of ws2ipdef.h."""

    _fields_ = [("sender", Endpoint), ("protocol", c_int32), ("type", c_uint8), ("code", c_uint8)]


# --- Wi-Fi: wlanapi.h ---------------------------------------------------------------------------------------------


class Radio(ctypes.Structure):
    """WLAN_INTERFACE_INFO."""

    _fields_ = [("guid", c_ubyte * 16), ("description", c_uint16 * 256), ("state", c_int32)]


class RadioSwitch(ctypes.Structure):
    """WLAN_PHY_RADIO_STATE: 1 on, 2 off."""

    _fields_ = [("index", c_uint32), ("software", c_int32), ("hardware", c_int32)]


# --- sleep: winuser.h ---------------------------------------------------------------------------------------------


class SleepWish(ctypes.Structure):
    """DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS."""

    _fields_ = [("routine", c_void_p), ("context", c_void_p)]


# --- proxies: winhttp.h -------------------------------------------------------------------------------------------


class ProxyWord(ctypes.Structure):
    """WINHTTP_CURRENT_USER_IE_PROXY_CONFIG."""

    _fields_ = [("detect", c_int32), ("script", c_void_p), ("proxy", c_void_p), ("exceptions", c_void_p)]
