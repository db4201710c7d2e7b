/* Where Windows' headers put what netcheck reads. Nothing of this is run: the compiler writes each number into its
 * assembly, from which README.md says how to print them anew. */
#define _WIN32_WINNT 0x0A00
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <stddef.h>
#include <iphlpapi.h>
#include <icmpapi.h>
#include <netioapi.h>
#include <iprtrmib.h>
#include <mstcpip.h>
#include <wlanapi.h>
#include <winhttp.h>
#define CINTERFACE
#include <netlistmgr.h>

#define SAY(text, number) __asm__ volatile("\n#-> " text " %c0" : : "i"(number))
#define SIZE(type) SAY(#type, sizeof(type))
#define FIELD(type, field) __asm__ volatile("\n#-> " #type "." #field " %c0 %c1" : : \
    "i"(offsetof(type, field)), "i"(sizeof(((type *)0)->field)))

/* ICMPV6_ECHO_REPLY is missing in these headers: as learn.microsoft.com/windows/win32/api/ipexport prints it. */
#pragma pack(push, 1)
typedef struct { USHORT sin6_port; ULONG sin6_flowinfo; USHORT sin6_addr[8]; ULONG sin6_scope_id; } ADDRESS_EX;
#pragma pack(pop)
/* So is ICMP_ERROR_INFO: as learn.microsoft.com/windows/win32/api/ws2ipdef prints it. */
typedef struct { SOCKADDR_INET srcaddress; int protocol; UINT8 type; UINT8 code; } ICMP_ERROR_INFO;
/* And DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS: as .../api/powrprof prints it. */
typedef struct { void *Callback; PVOID Context; } DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS;
typedef struct { ADDRESS_EX Address; ULONG Status; unsigned int RoundTripTime; } ICMPV6_ECHO_REPLY;

void layouts(void)
{
    /* iptypes.h */
    SIZE(SOCKET_ADDRESS);
    FIELD(SOCKET_ADDRESS, lpSockaddr);
    FIELD(SOCKET_ADDRESS, iSockaddrLength);
    SIZE(IP_ADAPTER_GATEWAY_ADDRESS_LH);
    FIELD(IP_ADAPTER_GATEWAY_ADDRESS_LH, Length);
    FIELD(IP_ADAPTER_GATEWAY_ADDRESS_LH, Next);
    FIELD(IP_ADAPTER_GATEWAY_ADDRESS_LH, Address);
    SIZE(IP_ADAPTER_DNS_SERVER_ADDRESS_XP);
    FIELD(IP_ADAPTER_DNS_SERVER_ADDRESS_XP, Next);
    FIELD(IP_ADAPTER_DNS_SERVER_ADDRESS_XP, Address);
    SIZE(IP_ADAPTER_UNICAST_ADDRESS_LH);
    FIELD(IP_ADAPTER_UNICAST_ADDRESS_LH, Next);
    FIELD(IP_ADAPTER_UNICAST_ADDRESS_LH, Address);
    FIELD(IP_ADAPTER_UNICAST_ADDRESS_LH, PrefixOrigin);
    FIELD(IP_ADAPTER_UNICAST_ADDRESS_LH, SuffixOrigin);
    FIELD(IP_ADAPTER_UNICAST_ADDRESS_LH, DadState);
    FIELD(IP_ADAPTER_UNICAST_ADDRESS_LH, OnLinkPrefixLength);
    SIZE(IP_ADAPTER_ADDRESSES_LH);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Length);
    FIELD(IP_ADAPTER_ADDRESSES_LH, IfIndex);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Next);
    FIELD(IP_ADAPTER_ADDRESSES_LH, AdapterName);
    FIELD(IP_ADAPTER_ADDRESSES_LH, FirstUnicastAddress);
    FIELD(IP_ADAPTER_ADDRESSES_LH, FirstDnsServerAddress);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Description);
    FIELD(IP_ADAPTER_ADDRESSES_LH, FriendlyName);
    FIELD(IP_ADAPTER_ADDRESSES_LH, PhysicalAddress);
    FIELD(IP_ADAPTER_ADDRESSES_LH, PhysicalAddressLength);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Flags);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Mtu);
    FIELD(IP_ADAPTER_ADDRESSES_LH, IfType);
    FIELD(IP_ADAPTER_ADDRESSES_LH, OperStatus);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Ipv6IfIndex);
    FIELD(IP_ADAPTER_ADDRESSES_LH, ZoneIndices);
    FIELD(IP_ADAPTER_ADDRESSES_LH, TransmitLinkSpeed);
    FIELD(IP_ADAPTER_ADDRESSES_LH, FirstGatewayAddress);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Ipv4Metric);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Ipv6Metric);
    FIELD(IP_ADAPTER_ADDRESSES_LH, Luid);
    /* ws2ipdef.h */
    SIZE(SOCKADDR_INET);
    FIELD(SOCKADDR_INET, si_family);
    FIELD(SOCKADDR_INET, Ipv4.sin_addr);
    FIELD(SOCKADDR_INET, Ipv6.sin6_addr);
    FIELD(SOCKADDR_INET, Ipv6.sin6_scope_id);
    /* netioapi.h */
    SIZE(MIB_IPNET_ROW2);
    FIELD(MIB_IPNET_ROW2, Address);
    FIELD(MIB_IPNET_ROW2, InterfaceIndex);
    FIELD(MIB_IPNET_ROW2, InterfaceLuid);
    FIELD(MIB_IPNET_ROW2, PhysicalAddress);
    FIELD(MIB_IPNET_ROW2, PhysicalAddressLength);
    FIELD(MIB_IPNET_ROW2, State);
    FIELD(MIB_IPNET_TABLE2, NumEntries);
    FIELD(MIB_IPNET_TABLE2, Table);
    SIZE(MIB_IPFORWARD_ROW2);
    FIELD(MIB_IPFORWARD_ROW2, InterfaceLuid);
    FIELD(MIB_IPFORWARD_ROW2, InterfaceIndex);
    FIELD(MIB_IPFORWARD_ROW2, DestinationPrefix.Prefix);
    FIELD(MIB_IPFORWARD_ROW2, DestinationPrefix.PrefixLength);
    FIELD(MIB_IPFORWARD_ROW2, NextHop);
    FIELD(MIB_IPFORWARD_ROW2, Metric);
    FIELD(MIB_IPFORWARD_ROW2, Protocol);
    FIELD(MIB_IPFORWARD_ROW2, Origin);
    FIELD(MIB_IPFORWARD_TABLE2, NumEntries);
    FIELD(MIB_IPFORWARD_TABLE2, Table);
    SIZE(MIB_IF_ROW2);
    FIELD(MIB_IF_ROW2, InterfaceLuid);
    FIELD(MIB_IF_ROW2, InterfaceIndex);
    FIELD(MIB_IF_ROW2, InterfaceGuid);
    FIELD(MIB_IF_ROW2, Alias);
    FIELD(MIB_IF_ROW2, Description);
    FIELD(MIB_IF_ROW2, Type);
    FIELD(MIB_IF_ROW2, PhysicalMediumType);
    /* the bit fields stand between the direction and the status */
    FIELD(MIB_IF_ROW2, DirectionType);
    FIELD(MIB_IF_ROW2, InterfaceAndOperStatusFlags);
    FIELD(MIB_IF_ROW2, OperStatus);
    FIELD(MIB_IF_ROW2, AdminStatus);
    FIELD(MIB_IF_ROW2, MediaConnectState);
    FIELD(MIB_IF_ROW2, InOctets);
    FIELD(MIB_IF_ROW2, InUcastPkts);
    FIELD(MIB_IF_ROW2, InNUcastPkts);
    FIELD(MIB_IF_ROW2, OutOctets);
    FIELD(MIB_IF_ROW2, OutUcastPkts);
    FIELD(MIB_IF_ROW2, OutNUcastPkts);
    FIELD(MIB_IF_TABLE2, NumEntries);
    FIELD(MIB_IF_TABLE2, Table);
    /* ipmib.h */
    SIZE(MIB_IPNETROW);
    FIELD(MIB_IPNETROW, dwIndex);
    FIELD(MIB_IPNETROW, dwPhysAddrLen);
    FIELD(MIB_IPNETROW, bPhysAddr);
    FIELD(MIB_IPNETROW, dwAddr);
    FIELD(MIB_IPNETROW, dwType);
    FIELD(MIB_IPNETTABLE, table);
    SIZE(MIB_IPFORWARDROW);
    FIELD(MIB_IPFORWARDROW, dwForwardDest);
    FIELD(MIB_IPFORWARDROW, dwForwardMask);
    FIELD(MIB_IPFORWARDROW, dwForwardNextHop);
    FIELD(MIB_IPFORWARDROW, dwForwardIfIndex);
    FIELD(MIB_IPFORWARDROW, dwForwardMetric1);
    FIELD(MIB_IPFORWARDTABLE, table);
    SIZE(MIB_TCPSTATS);
    FIELD(MIB_TCPSTATS, dwRetransSegs);
    SIZE(MIB_ICMP_EX);
    FIELD(MIBICMPSTATS_EX, rgdwTypeCount);
    FIELD(MIB_ICMP_EX, icmpOutStats);
    /* ipexport.h, icmpapi.h */
    SIZE(IP_OPTION_INFORMATION);
    FIELD(IP_OPTION_INFORMATION, Ttl);
    FIELD(IP_OPTION_INFORMATION, Flags);
    FIELD(IP_OPTION_INFORMATION, OptionsSize);
    FIELD(IP_OPTION_INFORMATION, OptionsData);
    SIZE(ICMP_ECHO_REPLY);
    FIELD(ICMP_ECHO_REPLY, Address);
    FIELD(ICMP_ECHO_REPLY, Status);
    FIELD(ICMP_ECHO_REPLY, RoundTripTime);
    FIELD(ICMP_ECHO_REPLY, DataSize);
    FIELD(ICMP_ECHO_REPLY, Data);
    FIELD(ICMP_ECHO_REPLY, Options);
    SIZE(ICMPV6_ECHO_REPLY);
    FIELD(ICMPV6_ECHO_REPLY, Address);
    FIELD(ICMPV6_ECHO_REPLY, Address.sin6_addr);
    FIELD(ICMPV6_ECHO_REPLY, Status);
    FIELD(ICMPV6_ECHO_REPLY, RoundTripTime);
    /* mstcpip.h */
    SIZE(ICMP_ERROR_INFO);
    FIELD(ICMP_ERROR_INFO, srcaddress);
    FIELD(ICMP_ERROR_INFO, protocol);
    FIELD(ICMP_ERROR_INFO, type);
    FIELD(ICMP_ERROR_INFO, code);
    SIZE(TCP_INITIAL_RTO_PARAMETERS);
    FIELD(TCP_INITIAL_RTO_PARAMETERS, Rtt);
    FIELD(TCP_INITIAL_RTO_PARAMETERS, MaxSynRetransmissions);
    SAY("SIO_TCP_INITIAL_RTO", SIO_TCP_INITIAL_RTO);
    SAY("TCP_INITIAL_RTO_UNSPECIFIED_RTT", TCP_INITIAL_RTO_UNSPECIFIED_RTT);
    SAY("TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS", TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS);
    SAY("IP_UNICAST_IF", IP_UNICAST_IF);
    SAY("IPV6_UNICAST_IF", IPV6_UNICAST_IF);
    SAY("IP_TTL_EXPIRED_TRANSIT", IP_TTL_EXPIRED_TRANSIT);
    SAY("IP_REQ_TIMED_OUT", IP_REQ_TIMED_OUT);
    SAY("IP_GENERAL_FAILURE", IP_GENERAL_FAILURE);
    SAY("IP_DEST_NET_UNREACHABLE", IP_DEST_NET_UNREACHABLE);
    SAY("IP_DEST_HOST_UNREACHABLE", IP_DEST_HOST_UNREACHABLE);
    SAY("IP_DEST_PROT_UNREACHABLE", IP_DEST_PROT_UNREACHABLE);
    SAY("IP_DEST_PORT_UNREACHABLE", IP_DEST_PORT_UNREACHABLE);
    SAY("IP_DEST_PROHIBITED", IP_DEST_PROHIBITED);
    SAY("IP_PACKET_TOO_BIG", IP_PACKET_TOO_BIG);
    SAY("IP_TIME_EXCEEDED", IP_TIME_EXCEEDED);
    SAY("IP_DEST_UNREACHABLE", IP_DEST_UNREACHABLE);
    SAY("IP_DEST_SCOPE_MISMATCH", IP_DEST_SCOPE_MISMATCH);
    SAY("IP_TTL_EXPIRED_REASSEM", IP_TTL_EXPIRED_REASSEM);
    /* wlanapi.h */
    SIZE(WLAN_INTERFACE_INFO);
    FIELD(WLAN_INTERFACE_INFO, InterfaceGuid);
    FIELD(WLAN_INTERFACE_INFO, isState);
    FIELD(WLAN_INTERFACE_INFO_LIST, dwNumberOfItems);
    SAY("WLAN_INTERFACE_INFO_LIST.InterfaceInfo", offsetof(WLAN_INTERFACE_INFO_LIST, InterfaceInfo));
    SIZE(WLAN_PHY_RADIO_STATE);
    FIELD(WLAN_PHY_RADIO_STATE, dwPhyIndex);
    FIELD(WLAN_PHY_RADIO_STATE, dot11SoftwareRadioState);
    FIELD(WLAN_PHY_RADIO_STATE, dot11HardwareRadioState);
    SIZE(WLAN_RADIO_STATE);
    FIELD(WLAN_RADIO_STATE, dwNumberOfPhys);
    FIELD(WLAN_RADIO_STATE, PhyRadioState);
    SAY("wlan_intf_opcode_radio_state", wlan_intf_opcode_radio_state);
    SAY("wlan_intf_opcode_rssi", wlan_intf_opcode_rssi);
    /* winuser.h */
    SIZE(DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS);
    FIELD(DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS, Callback);
    FIELD(DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS, Context);
    /* netlistmgr.h: places in tables of methods */
    FIELD(INetworkListManagerVtbl, GetNetworkConnections);
    FIELD(IEnumNetworkConnectionsVtbl, Next);
    FIELD(INetworkConnectionVtbl, QueryInterface);
    FIELD(INetworkConnectionVtbl, Release);
    FIELD(INetworkConnectionVtbl, GetAdapterId);
    FIELD(INetworkConnectionCostVtbl, GetCost);
    SAY("NLM_CONNECTION_COST_FIXED", NLM_CONNECTION_COST_FIXED);
    SAY("NLM_CONNECTION_COST_VARIABLE", NLM_CONNECTION_COST_VARIABLE);
    SAY("NLM_CONNECTION_COST_OVERDATALIMIT", NLM_CONNECTION_COST_OVERDATALIMIT);
    SAY("NLM_CONNECTION_COST_ROAMING", NLM_CONNECTION_COST_ROAMING);
    SAY("CLSCTX_ALL", CLSCTX_ALL);
    SAY("COINIT_MULTITHREADED", COINIT_MULTITHREADED);
    /* winhttp.h */
    SIZE(WINHTTP_CURRENT_USER_IE_PROXY_CONFIG);
    FIELD(WINHTTP_CURRENT_USER_IE_PROXY_CONFIG, fAutoDetect);
    FIELD(WINHTTP_CURRENT_USER_IE_PROXY_CONFIG, lpszAutoConfigUrl);
    FIELD(WINHTTP_CURRENT_USER_IE_PROXY_CONFIG, lpszProxy);
    FIELD(WINHTTP_CURRENT_USER_IE_PROXY_CONFIG, lpszProxyBypass);
}
