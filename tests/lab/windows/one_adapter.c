/* Lets a Windows program's connections leave by the adapter it asked for, as on Windows.

   IP_UNICAST_IF and IPV6_UNICAST_IF hold for TCP there; Linux heeds them for datagrams alone, and Wine hands them on.
   Loaded into the Windows program (LD_PRELOAD); SO_BINDTODEVICE may be set by everybody, once a socket. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int setsockopt(int fd, int level, int name, const void *value, socklen_t size) {
  int by4 = level == IPPROTO_IP && name == IP_UNICAST_IF, by6 = level == IPPROTO_IPV6 && name == IPV6_UNICAST_IF;
  if ((by4 || by6) && size == sizeof(unsigned)) {
    unsigned index;
    char adapter[IF_NAMESIZE];
    memcpy(&index, value, sizeof index);
    if (by4) index = ntohl(index); /* Windows wants network order for IPv4 alone */
    if (if_indextoname(index, adapter))
      return syscall(SYS_setsockopt, fd, SOL_SOCKET, SO_BINDTODEVICE, adapter, (socklen_t)strlen(adapter) + 1);
  }
  return syscall(SYS_setsockopt, fd, level, name, value, size);
}
