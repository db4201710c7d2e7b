"""The whole lab: builds a home, a provider and an internet, and waits until all of it answers."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from . import build, certificates, parts
from .box import Box, Broken, Daemon
from .home import Home
from .parts import Parts
from .verbs import Verbs

ROOT = Path(__file__).resolve().parents[2]
READY_S = 6.0


class Lab(Parts, Verbs):
    """One home with its line, its provider and the internet, all inside private namespaces."""

    def __init__(self, home: Home, folder: Path) -> None:
        self.home = home
        self.folder = folder
        self.undo: list[Callable[[], object]] = []
        self.daemons: dict[str, Daemon] = {}
        self.program_environment: dict[str, str] = {}
        self.holder: subprocess.Popen[bytes] | None = None
        for name in ("certificates", "state", "logs", "etc"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        wanted = (*build.BOXES, *(("outer",) if home.second_router else ()))
        boxes = {name: Box(name, folder, self.undo) for name in wanted}
        self.boxes = boxes
        self.pc, self.switch, self.guest, self.router = boxes["pc"], boxes["lan"], boxes["guest"], boxes["router"]
        self.edge, self.core, self.inet = boxes["edge"], boxes["core"], boxes["inet"]
        self.outer = boxes.get("outer", self.router)

    # --- building -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Build everything and wait until real answers come."""
        build.lay_cables(self.home, self.boxes)
        self.make_certificates()
        build.number_provider(self.home, self.boxes)
        self.specials({})
        self.resolver_manners("good")
        self.serve("inet", "answers", str(self.folder / "certificates"), str(self.folder / "specials.json"))
        self.serve("core", "status_page", str(self.folder / "certificates"), str(self.folder / "page.json"))
        self.start_resolver()
        build.number_home(self.home, self.boxes)
        self.start_router()
        if self.home.nat64:
            self.start_nat64()
        self.furnish_computer()
        # In a user namespace that maps one user, only that user's group can be named: the program has it.
        self.pc.set(ipv4__ping_group_range="0 0" if parts.in_user_namespace() else "0 2147483647")
        self.pc.nft(
            "table inet lab_count { counter sent { }; "
            "chain out { type filter hook output priority -400; policy accept; "
            'oifname != "lo" counter name sent; }; }'
        )
        self.wait_until_healthy()

    def make_certificates(self) -> None:
        """Make the authority that the computer trusts, and the leaf that famous names and addresses share."""
        folder = self.folder / "certificates"
        certificates.make_authority(folder, "root", "Lab Trust Services")
        certificates.make_leaf(folder, "root", "landmarks", certificates.landmark_alternatives())

    def serve(self, box: str, module: str, *arguments: str, name: str = "") -> Daemon:
        """Start one of the lab's own servers in a box."""
        command = [*self.boxes[box].enter, sys.executable, "-S", "-m", f"tests.lab.servers.{module}", *arguments]
        return self.daemon(name or module, command)

    def daemon(self, name: str, command: list[str], environment: dict[str, str] | None = None) -> Daemon:
        """Start a process and keep it by name; a repair ends it and starts again what had that name before."""
        before = self.daemons.get(name)
        started = Daemon(name, command, self.folder / "logs", {"PYTHONPATH": str(ROOT)} | (environment or {}))
        self.daemons[name] = started

        def put_back() -> None:
            started.kill()
            if before is None:
                self.daemons.pop(name, None)
            else:
                self.daemons[name] = before
                before.kill()
                before.start()

        self.undo.append(put_back)
        return started

    def furnish_computer(self) -> None:
        """Give the computer its own /etc files, trust and /sys, in a mount namespace that its holder keeps."""
        etc = self.folder / "etc"
        (etc / "resolv.conf").write_text("".join(f"nameserver {each}\n" for each in self.home.name_servers))
        (etc / "hosts").write_text("127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.1.1 homeoffice\n")
        (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\nnetworks: files\n")
        trust = etc / "certs"
        trust.mkdir(exist_ok=True)
        (trust / "ca-certificates.crt").write_text((self.folder / "certificates" / "root.pem").read_text())
        subject = subprocess.run(
            ["openssl", "x509", "-hash", "-noout", "-in", str(trust / "ca-certificates.crt")],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        (trust / f"{subject}.0").write_text((trust / "ca-certificates.crt").read_text())
        script = f"""
            mount -t sysfs sysfs /sys
            mount -t tmpfs tmpfs /run
            for file in resolv.conf hosts nsswitch.conf; do
              target=$(readlink -m /etc/$file)
              case $target in /run/*) mkdir -p $(dirname $target); touch $target;; esac
              if [ -e $target ]; then mount --bind {etc}/$file $target; fi
            done
            if [ -d /etc/ssl/certs ]; then mount --bind {trust} /etc/ssl/certs; fi
            touch {self.folder}/furnished
            exec sleep 3600"""
        self.holder = subprocess.Popen(
            [*self.pc.enter, "unshare", "--mount", "--propagation", "private", "sh", "-ec", script],
            stdin=subprocess.DEVNULL,
            stderr=(self.folder / "logs" / "holder.log").open("wb"),
        )
        self.until("the computer's files", lambda: (self.folder / "furnished").exists())

    # --- asking ---------------------------------------------------------------------------------------------------

    @staticmethod
    def until(what: str, ready: Callable[[], bool], seconds: float = READY_S) -> None:
        """Ask again and again until something is so, or say what never was."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                raise Broken(f"not ready in {seconds:.0f} s: {what}")
            time.sleep(0.03)

    def inside(self, *rights: str) -> list[str]:
        """The start of a command line on the computer as an ordinary user: uid 0 in name, without any capability.

        A part of the system that the user's programs rely on may have `rights` (such as "net_raw").
        """
        if self.holder is None:
            raise Broken("the computer has no files yet")
        granted = "".join(f",+{each}" for each in rights)
        return [
            "nsenter",
            "-t",
            str(self.holder.pid),
            "--net",
            "--mount",
            "setpriv",
            "--securebits=+noroot,+noroot_locked",
            f"--bounding-set=-all{granted}",
            f"--inh-caps=-all{granted}",
            f"--ambient-caps=-all{granted}",
            "--no-new-privs",
        ]

    def environment(self) -> dict[str, str]:
        """The whole environment of a program on the computer."""
        home = self.folder / "state"
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "LC_ALL": "C.UTF-8",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "TZ": "UTC",
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "SSL_CERT_FILE": str(self.folder / "etc" / "certs" / "ca-certificates.crt"),
            "SSL_CERT_DIR": str(self.folder / "etc" / "certs"),
            "PYTHONDONTWRITEBYTECODE": "1",
        } | self.program_environment

    def look(self, *requests: str, patience: float = 1.0) -> dict[str, str]:
        """Ask simple questions from the computer, like "tcp 1.1.1.1 443" or "dns SERVER NAME"."""
        done = subprocess.run(
            [*self.inside(), sys.executable, "-S", "-m", "tests.lab.servers.look", str(patience), *requests],
            capture_output=True,
            text=True,
            timeout=60,
            env=self.environment() | {"PYTHONPATH": str(ROOT)},
        )
        if done.returncode:
            raise Broken(done.stderr[-800:])
        return dict(line.split("\t", 1) for line in done.stdout.splitlines())

    def wait_until_healthy(self) -> None:
        """Wait until names, pages and all daemons answer as in a good hour."""
        wanted = []
        for server in (*self.home.name_servers[:1], *self.home.upstream_resolvers):
            wanted.append(f"dns {server} www.wikipedia.org")
        literal = [*(["1.1.1.1"] if self.home.ipv4 else []), *(["2606:4700:4700::1111"] if self.home.ipv6 else [])]
        wanted += [
            f"{kind} {each} {port}"
            for each in literal
            for kind, port in (("tcp", 443), ("tcp", 53), ("tcp", 80), ("tcp", 853))
        ]
        wanted += [f"dns {each} www.wikipedia.org" for each in literal]
        if self.home.ipv4 and self.home.upnp:
            wanted.append(f"natpmp {self.home.router4}")
        private = (
            self.home.second_router or self.home.shared_address
        )  # then a healthy UPnP daemon has no good word either
        good = ("ok", "noerror", "result") if private else ("ok", "noerror")
        deadline = time.monotonic() + READY_S
        while True:
            answers = self.look(*wanted, patience=0.3 + self.home.slow_dns / 250)
            missing = [key for key, value in answers.items() if not value.startswith(good)]
            if not missing:
                return
            if time.monotonic() > deadline:
                raise Broken(f"the healthy lab does not answer: {missing} {answers} {self.last_words()}")
            time.sleep(0.05)

    def last_words(self) -> str:
        """What the daemons last wrote, for the person who mends the lab."""
        return " | ".join(f"{name}: {each.words()}" for name, each in self.daemons.items() if not each.alive)

    def packets(self) -> int:
        """How many IP packets the computer has sent so far, loopback apart."""
        return self._sent("packets")

    def bytes_sent(self) -> int:
        """How many bytes of IP packets the computer has sent so far, loopback apart."""
        return self._sent("bytes")

    def _sent(self, what: str) -> int:
        found = json.loads(self.pc.run("nft", "-j", "list", "counter", "inet", "lab_count", "sent"))
        return int(next(each["counter"][what] for each in found["nftables"] if "counter" in each))

    # --- ending ---------------------------------------------------------------------------------------------------

    def repair(self) -> None:
        """Take every staged fault back, the last one first."""
        while self.undo:
            self.undo.pop()()

    def specials(self, wishes: dict[str, dict[str, str]]) -> None:
        """Tell the internet's web servers which names answer in a way of their own."""
        self._wish("specials.json", wishes)

    def page(self, **wishes: object) -> None:
        """Tell the provider's status page how to behave and what to announce."""
        self._wish("page.json", wishes)

    def page_asked(self) -> int:
        """How often the provider's status page was asked so far."""
        log = self.folder / "asked.log"
        return len(log.read_text().splitlines()) if log.exists() else 0

    def _wish(self, name: str, wishes: object) -> None:
        file = self.folder / name
        before = file.read_text() if file.exists() else "{}"
        file.write_text(json.dumps(wishes))
        self.undo.append(lambda: parts.rewrite(file, before))

    def stop(self) -> None:
        """End every process of the lab; the namespaces go with the process that holds them."""
        for each in self.daemons.values():
            each.kill()
        if self.holder is not None:
            self.holder.kill()
            self.holder.wait(5)
