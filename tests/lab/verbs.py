"""The verbs of stories that need more than one box: a tether, a tunnel, a wrong clock, dark operators, a busy line."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from . import build, certificates, names
from .box import Box, Broken, Daemon, run
from .home import Home
from .parts import dnsmasq_mode

DEBIAN_PYTHON = "/usr/bin/python3"
"""The system's own Python: python3-dbusmock is installed for it alone."""

SHIM = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static long shift(void) { const char *by = getenv("LAB_CLOCK_SHIFT"); return by ? atol(by) : 0; }
static int moved(clockid_t id) { return id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE; }
int clock_gettime(clockid_t id, struct timespec *at) {
  int done = syscall(SYS_clock_gettime, id, at);
  if (!done && moved(id)) at->tv_sec += shift();
  return done;
}
time_t time(time_t *where) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  if (where) *where = at.tv_sec;
  return at.tv_sec;
}
int gettimeofday(struct timeval *at, void *zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec; at->tv_usec = now.tv_nsec / 1000;
  return 0;
}
"""


class Verbs:
    """Verbs over several boxes; kept apart from Lab only to keep both files small."""

    home: Home
    folder: Path
    undo: list[Callable[[], object]]
    daemons: dict[str, Daemon]
    boxes: dict[str, Box]
    program_environment: dict[str, str]
    pc: Box
    switch: Box
    guest: Box
    router: Box
    edge: Box
    core: Box
    inet: Box
    daemon: Callable[..., Daemon]
    serve: Callable[..., Daemon]
    until: Callable[..., None]
    look: Callable[..., dict[str, str]]

    def operators_dark(self, *operators: str, but: bool = False) -> None:
        """Let the internet fall silent at these operators, or everywhere but at these."""
        four = ", ".join(each for name in operators for each in names.OPERATORS[name][0])
        six = ", ".join(each for name in operators for each in names.OPERATORS[name][1])
        sign = "!= " if but else ""
        self.inet.drop(
            f'iifname "core0" ip daddr {sign}{{ {four} }}',
            f'iifname "core0" ip6 daddr {sign}{{ {six} }} ip6 daddr 2000::/3',
        )

    def host_dark(self, name: str, how: str = "drop") -> None:
        """Let the one host of a name fall silent, or refuse."""
        verdict = "drop" if how == "drop" else "meta l4proto tcp reject with tcp reset"
        self.inet.hook(
            "input",
            f"ip daddr {names.address4(name)} {verdict}",
            f"ip6 daddr {names.address6(name)} {verdict}",
            priority="-50",
        )

    def second_adapter(
        self, name: str, address: str = "", gateway: str = "", metric: int = 600, carrier: bool = True
    ) -> None:
        """Plug a second adapter into the computer; its far end is an empty room unless somebody moves in."""
        if "room" not in self.boxes:
            run(["ip", "netns", "add", "room"])
            self.boxes["room"] = Box("room", self.folder, self.undo)
        cable = f"ip link add {name} netns pc gso_max_segs 1 type veth peer name far netns room"
        run(cable.split())
        self.undo.append(lambda: self.pc.ip(f"link del {name}"))
        self.pc.ip(
            f"link set {name} up",
            *((f"addr add {address} dev {name} valid_lft 3600 preferred_lft 3600",) if address else ()),
            *((f"route add default via {gateway} dev {name} proto dhcp metric {metric}",) if gateway else ()),
        )
        if carrier:
            self.boxes["room"].ip("link set far up")

    def tether(
        self,
        name: str = "enx0a1b2c3d4e5f",
        metric: int = 700,
        address: str = "172.20.10.4/28",
        gateway: str = "172.20.10.1",
        listed: bool = True,
    ) -> None:
        """Share a phone's mobile line by USB: a second way out with NAT of its own, past our provider. With other
        addresses it is another home's router. `listed`: the computer's resolv.conf names its resolver."""
        self.second_adapter(name, address, gateway, metric)
        prefix = address.partition("/")[2]
        room = self.boxes["room"]
        cable = "ip link add mobile netns room gso_max_segs 1 type veth peer name mobile netns inet gso_max_segs 1"
        run(cable.split())
        room.set(ipv4__ip_forward=1)
        room.ip(
            "link set lo up",
            f"addr add {gateway}/{prefix} dev far",
            "link set mobile up",
            "addr add 77.116.5.9/30 dev mobile",
            "route add default via 77.116.5.10",
            "neigh add 77.116.5.10 lladdr 02:00:5e:00:00:04 dev mobile nud permanent",
        )
        room.nft(
            'table ip phone { chain post { type nat hook postrouting priority 100; oifname "mobile" masquerade; }; }'
        )
        self.inet.ip(
            "link set mobile address 02:00:5e:00:00:04",
            "link set mobile up",
            "addr add 77.116.5.10/30 dev mobile",
            "route replace 77.116.5.9/32 dev mobile",
        )
        mac = room.run("cat", "/proc/net/dev", check=False) and self._mac(room, "mobile")
        self.inet.ip(f"neigh replace 77.116.5.9 lladdr {mac} dev mobile nud permanent")
        self.resolver_of_tether(gateway, listed)

    def resolver_of_tether(self, gateway: str, listed: bool) -> None:
        """The phone forwards DNS as phones do; the computer has learnt it as a second resolver where it is listed."""
        (self.folder / "phone.conf").write_text(
            "\n".join(
                [
                    "no-resolv",
                    "no-hosts",
                    "bind-interfaces",
                    f"listen-address={gateway}",
                    "server=8.8.4.4",
                    "user=root",
                    "group=root",
                    f"pid-file={self.folder}/phone.pid",
                ]
            )
            + "\n"
        )
        self.daemon(
            "phone",
            [*self.boxes["room"].enter, "dnsmasq", dnsmasq_mode(), f"--conf-file={self.folder}/phone.conf"],
        )
        file = self.folder / "etc" / "resolv.conf"
        before = file.read_text()
        file.write_text(before + (f"nameserver {gateway}\n" if listed else ""))
        self.undo.append(lambda: file.write_text(before))
        self.until(
            "the phone's resolver",
            lambda: next(iter(self.look(f"dns {gateway} www.wikipedia.org", patience=0.5).values())).startswith(
                "noerror"
            ),
        )

    @staticmethod
    def _mac(box: Box, adapter: str) -> str:
        words = run(["ip", "-n", box.name, "-o", "link", "show", adapter]).split()
        return words[words.index("link/ether") + 1]

    def tunnel(
        self, name: str = "tun0", routes: tuple[str, ...] = ("0.0.0.0/1", "128.0.0.0/1"), mtu: int = 1400
    ) -> None:
        """Bring up a tunnel to a company far away: a tun device here, a relay over UDP, and a far end with NAT."""
        if "firm" not in self.boxes:
            run(["ip", "netns", "add", "firm"])
            self.boxes["firm"] = Box("firm", self.folder, self.undo)
        firm = self.boxes["firm"]
        cable = (
            "ip link add wan0 netns firm address 02:00:5e:00:00:06 gso_max_segs 1 "
            "type veth peer name firm address 02:00:5e:00:00:05 netns inet gso_max_segs 1"
        )
        run(cable.split())
        firm.set(ipv4__ip_forward=1)
        firm.ip(
            "link set lo up",
            "link set wan0 up",
            "addr add 62.99.1.2/30 dev wan0",
            "route add default via 62.99.1.1",
            "neigh add 62.99.1.1 lladdr 02:00:5e:00:00:05 dev wan0 nud permanent",
        )
        self.inet.ip(
            "link set firm up",
            "addr add 62.99.1.1/30 dev firm",
            "route replace 62.99.1.2/32 dev firm",
            "neigh replace 62.99.1.2 lladdr 02:00:5e:00:00:06 dev firm nud permanent",
        )
        self.inet.set(ipv4__ip_forward=1)
        firm.nft('table ip firm { chain post { type nat hook postrouting priority 100; oifname "wan0" masquerade; }; }')
        for box, own, far in ((firm, "10.8.0.1", "10.8.0.6"), (self.pc, "10.8.0.6", "10.8.0.1")):
            box.ip(
                f"tuntap add dev {name} mode tun",
                f"link set {name} mtu {mtu} up",
                f"addr add {own} peer {far} dev {name}",
            )
        firm.ip("addr add 10.99.0.10/32 dev lo")
        self.undo.append(lambda: self.pc.ip(f"link del {name}"))
        self.serve("firm", "tunnel", name, "62.99.1.2", "1194", "", name="tunnel-far")
        self.serve("pc", "tunnel", name, "0.0.0.0", "0", "62.99.1.2", name="tunnel-near")
        if self.home.ipv4:
            self.pc.ip(
                f"route add 62.99.1.2 via {self.home.router4} dev {self.home.adapter}",
                *(f"route add {each} dev {name}" for each in routes),
            )
        self.until(
            "the tunnel",
            lambda: next(iter(self.look("tcp 10.8.0.1 1195", patience=0.4).values())).startswith("ConnectionRefused"),
        )

    def wifi(self, state: int, reason: int = 0, signal: int = 80) -> None:
        """Let a mocked NetworkManager on a private system bus say that the adapter is Wi-Fi, and how it fares."""
        address = f"unix:path={self.folder}/bus"
        bus = {"DBUS_SYSTEM_BUS_ADDRESS": address}
        if "bus" not in self.daemons:
            self.daemon("bus", ["dbus-daemon", "--session", f"--address={address}", "--nofork", "--nopidfile"])
            self.until("the bus", (self.folder / "bus").exists)
        if "manager" not in self.daemons:
            self.daemon("manager", [DEBIAN_PYTHON, "-m", "dbusmock", "--system", "--template", "networkmanager"], bus)
        teller = self.daemon(
            "wifi",
            [
                DEBIAN_PYTHON,
                str(Path(__file__).parent / "servers" / "wifi.py"),
                self.home.adapter,
                self.mac_of_computer(),
                str(state),
                str(reason),
                str(signal),
            ],
            bus,
        )
        self.until("NetworkManager's word", lambda: not teller.alive, 15)
        if teller.process is None or teller.process.returncode:
            raise Broken(f"mocked NetworkManager: {teller.words()}")
        self.program_environment |= bus

    def shift_clock(self, seconds: int) -> None:
        """Let the program see a wall clock that is off, by a preload that moves real time alone."""
        source, library = self.folder / "clock.c", self.folder / "clock.so"
        source.write_text(SHIM)
        run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source)])
        self.program_environment |= {"LD_PRELOAD": str(library), "LAB_CLOCK_SHIFT": str(seconds)}

    def intercept_tls(self, box: str, adapter: str, organisation: str) -> None:
        """Let somebody on the way answer all TLS with certificates of an authority of their own."""
        folder = self.folder / "interceptor"
        folder.mkdir(exist_ok=True)
        certificates.make_authority(folder, "root", organisation)
        certificates.make_leaf(folder, "root", "landmarks", certificates.landmark_alternatives())
        (folder / "specials.json").write_text("{}")
        self.serve(box, "answers", str(folder), str(folder / "specials.json"), "secure", name="interceptor")
        self.until(
            "the interceptor",
            lambda: bool(
                self.boxes[box].run("sh", "-c", "grep -c ':20FB .* 0A ' /proc/net/tcp6 || true").strip() != "0"
            ),
        )
        self.boxes[box].hook(
            "prerouting",
            f'iifname "{adapter}" tcp dport 443 redirect to :8443',
            f'iifname "{adapter}" tcp dport 853 redirect to :8853',
            priority="-100",
            kind="nat",
        )

    def busy_line(self, rate_kbit: int = 1000, seconds: int = 60) -> None:
        """Slow the line to that rate and let another device at home fill it with an upload, for a bounded time."""
        queue = f"qdisc add dev wan0 root tbf rate {rate_kbit}kbit burst 4kb latency 300ms"
        self.router.run("tc", *queue.split())
        self.undo.append(lambda: self.router.run("tc", "qdisc", "del", "dev", "wan0", "root", check=False))
        self.serve("inet", "upload", name="sink")
        self.until("the upload's far end", lambda: self.look("tcp 52.94.7.7 5001", patience=0.3).popitem()[1] == "ok")
        self.serve("guest", "upload", "52.94.7.7", str(seconds), name="upload")
        self.undo.append(self.daemons["upload"].kill)
        time.sleep(2.5)  # until the queue is full

    def pull_cable(self) -> None:
        """Take the cable out of the computer; the system's network manager then takes the addresses away."""
        self.switch.link("to-pc", "down")
        self.lose_addresses()

    def lose_addresses(self, *instead: str) -> None:
        """Take the computer's addresses and routes away, and give it these instead."""
        dev = self.home.adapter
        self.pc.run("ip", "-4", "addr", "flush", "dev", dev)
        self.pc.run("ip", "-6", "addr", "flush", "dev", dev, "scope", "global")
        self.pc.run("ip", "-6", "route", "flush", "default", check=False)
        self.pc.ip(*instead)
        self.undo.append(self.computer_addresses)
        if instead:
            self.undo.append(lambda: self.pc.run("ip", "-4", "addr", "flush", "dev", dev))

    def mac_of_computer(self) -> str:
        """The hardware address of the computer's adapter."""
        return self._mac(self.pc, self.home.adapter)

    def computer_addresses(self) -> None:
        """Give the computer its addresses again, after a story has taken them."""
        self.pc.ip(*build.computer_addresses(self.home), check=False)

    def router_addresses(self) -> None:
        """Give the router its way out again, after a story has taken it; link-local addresses come with the link."""
        self.router.ip("link set wan0 down", "link set wan0 up", *build.router_wan(self.home), check=False)

    def line_addresses(self) -> None:
        """Give the provider's end of the line its IPv6 again, which goes with the link."""
        self.edge.ip(*build.line6(), check=False)

    @property
    def python(self) -> str:
        """The interpreter that runs the lab's servers."""
        return sys.executable
