"""The daemons of the lab: the router's forwarder and UPnP, the provider's resolver, and what scenarios bring along."""

from collections.abc import Callable
from pathlib import Path

from . import names
from .box import Box, Daemon
from .home import COMPUTER6, LAN6, ROUTER6, Home

IGD_NAME = "lab-router"


class Parts:
    """What a lab is made of beside cables; kept apart from Lab only to keep both files small."""

    home: Home
    folder: Path
    undo: list[Callable[[], object]]
    daemons: dict[str, Daemon]
    pc: Box
    router: Box
    edge: Box
    core: Box
    inet: Box
    daemon: Callable[..., Daemon]
    serve: Callable[..., Daemon]
    until: Callable[..., None]
    look: Callable[..., dict[str, str]]

    def start_resolver(self) -> None:
        """Start the provider's resolver: a real unbound that asks the lab's internet for everything."""
        listen = [names.PROVIDER_RESOLVER4, names.PROVIDER_RESOLVER6]
        self.serve("core", "manners", str(self.folder / "manners.txt"), str(self.home.slow_dns), *listen)
        own = "".join(
            f'  local-data: "{name} {kind} {address}"\n'
            for name in (names.STATUS_HOST, "www.labtel.at")
            for kind, address in (("A", names.PROVIDER_PAGE4), ("AAAA", names.PROVIDER_PAGE6))
        )
        modules = "dns64 iterator" if self.home.nat64 else "iterator"
        (self.folder / "unbound.conf").write_text(
            f'server:\n  username: ""\n  chroot: ""\n  directory: "{self.folder}"\n'
            f'  pidfile: "{self.folder}/unbound.pid"\n'
            f'  use-syslog: no\n  logfile: ""\n  port: 5353\n  do-daemonize: no\n'
            f'  num-threads: 1\n  module-config: "{modules}"\n'
            "  access-control: 0.0.0.0/0 allow\n  access-control: ::/0 allow\n  do-not-query-localhost: no\n"
            "  infra-host-ttl: 1\n  so-reuseport: no\n"
            + "".join(f"  interface: {each}\n" for each in listen)
            + own
            + 'remote-control:\n  control-enable: no\nforward-zone:\n  name: "."\n'
            "  forward-addr: 198.41.0.4\n  forward-addr: 193.0.14.129\n  forward-addr: 2001:503:ba3e::2:30\n"
        )
        self.daemon("unbound", [*self.core.enter, "unbound", "-d", "-p", "-c", str(self.folder / "unbound.conf")])

    def resolver_manners(self, manners: str) -> None:
        """Let the provider's resolver be good, say SERVFAIL, rewrite, lead all names to one page, or be silent."""
        file = self.folder / "manners.txt"
        file.write_text(manners)
        self.undo.append(lambda: rewrite(file, "good"))

    def start_router(self) -> None:
        """Start the router's forwarder and, where it has one, its UPnP daemon."""
        self.start_forwarder()
        if self.home.upnp and self.home.ipv4:
            self.start_upnp()

    def start_forwarder(self, *extra: str, servers: tuple[str, ...] | None = None) -> Daemon:
        """Start the router's dnsmasq as a home router runs it: forwards everything, caches a little."""
        self.stop_daemon("dnsmasq")
        file = self.folder / "dnsmasq.conf"
        before = file.read_text() if file.exists() else ""
        servers = self.home.upstream_resolvers if servers is None else servers
        listen = [*([self.home.router4] if self.home.ipv4 else []), *([ROUTER6] if self.home.ipv6 else [])]
        file.write_text(
            "\n".join(
                [
                    "no-resolv",
                    "no-hosts",
                    "bind-interfaces",
                    "user=root",
                    "group=root",
                    f"pid-file={self.folder}/dnsmasq.pid",
                    *(f"listen-address={each}" for each in listen),
                    *(f"server={each}" for each in servers),
                    f"local=/lan/\naddress=/router.lan/{self.home.router4}",
                    *extra,
                ]
            )
            + "\n"
        )
        started = self.daemon(
            "dnsmasq",
            [*self.router.enter, "dnsmasq", dnsmasq_mode(), f"--conf-file={self.folder}/dnsmasq.conf"],
        )
        self.undo.append(lambda: rewrite(file, before))  # undone first, so that the one from before finds its own
        return started

    def start_stub(self) -> None:
        """Start a local stub resolver on the computer, at the address where systemd-resolved has its own."""
        (self.folder / "stub.conf").write_text(
            "no-resolv\nno-hosts\nbind-interfaces\nlisten-address=127.0.0.53\nuser=root\ngroup=root\n"
            f"pid-file={self.folder}/stub.pid\n" + "".join(f"server={each}\n" for each in self.home.name_servers)
        )
        self.daemon("stub", [*self.pc.enter, "dnsmasq", dnsmasq_mode(), f"--conf-file={self.folder}/stub.conf"])
        self.resolv_conf("127.0.0.53")
        asked = "dns 127.0.0.53 www.wikipedia.org"
        self.until("the stub", lambda: self.look(asked, patience=0.4)[asked].startswith("noerror"))

    def start_upnp(self) -> Daemon:
        """Start a real miniupnpd; its lease and pid files are files of its own, since it removes them."""
        self.stop_daemon("miniupnpd")
        (self.folder / "miniupnpd.conf").write_text(
            "\n".join(
                [
                    "ext_ifname=wan0",
                    f"listening_ip={self.home.router4}/{self.home.prefix}",
                    "port=5000",
                    "enable_natpmp=yes",
                    "enable_upnp=yes",
                    f"bitrate_up={self.home.up_kbit}000",
                    "bitrate_down=100000000",
                    "system_uptime=yes",
                    "secure_mode=yes",
                    "ipv6_disable=yes",
                    f"lease_file={self.folder}/upnp.leases",
                    "uuid=00000000-0000-4000-8000-5c4979123456",
                    "friendly_name=FreeBox 7590",
                    "manufacturer_name=Labrouter",
                    "model_name=Home Router",
                    "upnp_table_name=upnp",
                    "upnp_nat_table_name=upnp",
                    "allow 1024-65535 0.0.0.0/0 1024-65535",
                    "",
                ]
            )
        )
        self.router.nft(
            "table inet upnp { chain miniupnpd {}; chain prerouting_miniupnpd {}; chain postrouting_miniupnpd {}; }"
        )
        return self.daemon(
            "miniupnpd",
            [
                *self.router.enter,
                "miniupnpd",
                "-d",
                "-f",
                str(self.folder / "miniupnpd.conf"),
                "-P",
                str(self.folder / "upnp.pid"),
                "-i",
                "wan0",
                "-a",
                "lan0",
            ],
        )

    def start_nat64(self) -> None:
        """Start the provider's NAT64 (tayga) at its core."""
        (self.folder / "tayga.conf").write_text(
            f"tun-device nat64\nipv4-addr 84.112.64.1\nprefix 64:ff9b::/96\ndynamic-pool 84.112.64.0/24\n"
            f"data-dir {self.folder}\n"
            "ipv6-addr 2a02:8388:64::1\n"
        )
        self.core.run("tayga", "-c", str(self.folder / "tayga.conf"), "--mktun")
        self.core.ip("link set nat64 up", "route add 84.112.64.0/24 dev nat64", "-6 route add 64:ff9b::/96 dev nat64")
        self.daemon(
            "tayga",
            [
                *self.core.enter,
                "tayga",
                "-d",
                "-c",
                str(self.folder / "tayga.conf"),
                "--pidfile",
                str(self.folder / "tayga.pid"),
            ],
        )

    def stop_daemon(self, name: str) -> None:
        """End a daemon of the lab if it runs."""
        if name in self.daemons:
            self.daemons[name].kill()

    def kill_daemon(self, name: str) -> None:
        """End a daemon for the story's sake; a repair starts it again."""
        self.daemons[name].kill()
        self.undo.append(self.daemons[name].start)

    def freeze_daemon(self, name: str) -> None:
        """Hang a daemon; a repair lets it go on."""
        self.daemons[name].freeze()
        self.undo.append(self.daemons[name].thaw)

    def resolv_conf(self, *servers: str) -> None:
        """Let the computer use these resolvers, changing the file in place as it is bound over the system's own."""
        file = self.folder / "etc" / "resolv.conf"
        before = file.read_text()
        file.write_text("".join(f"nameserver {each}\n" for each in servers))
        self.undo.append(lambda: rewrite(file, before))

    def etc(self, name: str, text: str) -> None:
        """Replace one of the computer's /etc files, in place."""
        file = self.folder / "etc" / name
        before = file.read_text()
        file.write_text(text)
        self.undo.append(lambda: rewrite(file, before))

    def forget_neighbours(self) -> None:
        """Empty the computer's neighbour table, so that a dead router is found out in three seconds."""
        self.pc.run("ip", "neigh", "flush", "all", check=False)
        self.pc.run("ip", "-6", "neigh", "flush", "all", check=False)

    def beyond_lan(self) -> str:
        """The nft match for everything of both families that is meant for beyond the LAN."""
        return f'oifname != "lo" ip daddr != {{ {self.home.lan}, 224.0.0.0/3 }}'

    def beyond_lan6(self) -> str:
        """The same for IPv6."""
        return f'oifname != "lo" ip6 daddr != {{ {LAN6}, fe80::/10, ff00::/8 }}'

    @property
    def computer6(self) -> str:
        """The computer's IPv6 address."""
        return COMPUTER6


def rewrite(file: Path, text: str) -> None:
    """Put a file back as it was, in place, since it may be bound over another one."""
    file.write_text(text)


def in_user_namespace() -> bool:
    """Whether this lab is held by an ordinary user, who may not choose groups."""
    return Path("/proc/self/setgroups").read_text().strip() == "deny"


def dnsmasq_mode() -> str:
    """The flag that keeps dnsmasq in the foreground, and from dropping rights that an ordinary user has not."""
    return "--no-daemon" if in_user_namespace() else "--keep-in-foreground"
