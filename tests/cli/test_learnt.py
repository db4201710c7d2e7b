"""`netcheck learnt`: what is known of each network, who told it, who may be asked, and how to forget it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netcheck.cli.learnt import FAILED
from netcheck.cli.main import main
from netcheck.core.network import Memory
from netcheck.world.memory import MemoryFile

AT = datetime(2026, 11, 21, 14, 2, 11, tzinfo=UTC)
MAC = "02:00:00:00:00:01"
HOME = Memory(
    f"mac {MAC}",
    AT,
    {
        "gateway": "192.168.1.1",
        "gateway_mac": MAC,
        "router_model": "FRITZ!Box 7590",
        "provider_name": "LabTel",
        "provider_asn": 64500,
        "hops": ({"ttl": 1, "address": "192.168.1.1"},),
        "far_ms": 12.5,
        "samples": {"far_ms": (12.5,)},
        "asked_at": AT.isoformat(),
        "told_by": ("router", "asn.cymru.com"),
    },
)
TWIN = Memory("ip 192.168.1.1", AT, {"gateway": "192.168.1.1", "gateway_mac": MAC})
OTHER = Memory("mac 02:00:00:00:00:02", AT - timedelta(days=3), {"gateway": "192.168.1.1"})


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MemoryFile:
    """A home that is known under two names, and another network."""
    monkeypatch.setattr("netcheck.wiring.learning.state_folder", lambda: tmp_path)
    monkeypatch.setattr("netcheck.wiring.start_log", lambda level: None)
    monkeypatch.setattr("netcheck.world.settings_file.default_files", lambda: (tmp_path / "netcheck.toml",))
    file = MemoryFile(tmp_path)
    for memory in (HOME, TWIN, OTHER):
        assert file.remember(memory)
    return file


def local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def test_every_network_once_with_who_told_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learnt"]) == 0
    out, errors = capsys.readouterr()
    assert errors == ""
    lines = out.splitlines()
    assert lines[:8] == [
        f"Network mac {MAC}, last seen to work {local(AT)}:",
        "  Provider: LabTel",
        "  Provider's number (ASN): AS64500",
        "  Router: FRITZ!Box 7590",
        "  Router's address: 192.168.1.1",
        f"  Router's hardware address: {MAC}",
        "  First stations: 192.168.1.1",
        "  Usual delay to far hosts: 12.5 ms",
    ]
    assert f"  Asked {local(AT)}; told by: your router, asn.cymru.com" in lines
    assert f"Network {OTHER.network}, last seen to work {local(OTHER.learnt_at)}:" in lines
    assert not any("ip 192.168.1.1" in line for line in lines)
    hosts = lines[lines.index("Asked at most once a day for each network, and only while all is well:") + 1 :]
    assert hosts[0].startswith("  Cloudflare (1.1.1.1): under which public address")
    assert any(line.startswith("  https://rdap.org/ip/: ") for line in hosts)


def test_as_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learnt", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["on"]) == ("netcheck-learnt/1", True)
    home = found["networks"][0]
    assert (home["network"], home["learnt_at"], home["asked_at"]) == (HOME.network, *["2026-11-21T14:02:11.000Z"] * 2)
    assert home["facts"]["provider_name"] == "LabTel"
    assert home["facts"]["hops"] == [{"ttl": 1, "address": "192.168.1.1"}]
    assert "samples" not in home["facts"]
    assert [each["host"] for each in found["asked_hosts"]][-1] == "https://rdap.org/ip/"


def test_switched_off(tmp_path: Path, kept: MemoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert kept.forget()
    config = tmp_path / "off.toml"
    config.write_text("[learn]\non = false\n")
    assert main(["learnt", "--config", str(config)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Nothing was learnt of any network yet.",
        "Learning is switched off: nothing more is kept, and nobody is asked.",
    ]


@pytest.mark.parametrize("name", [HOME.network, MAC])
def test_one_network_is_forgotten_under_both_its_names(
    name: str, kept: MemoryFile, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["learnt", "--forget", name]) == 0
    assert capsys.readouterr().out == "Forgotten.\n"
    assert list(kept.all()) == [OTHER.network]


def test_all_networks_are_forgotten(kept: MemoryFile) -> None:
    assert main(["learnt", "--forget"]) == 0
    assert not kept.any()


def test_an_address_that_two_networks_have_is_not_enough(kept: MemoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learnt", "--forget", "192.168.1.1"]) == 64
    assert f"name one of these: {HOME.network}, {OTHER.network}" in capsys.readouterr().err
    assert len(kept.all()) == 3


def test_a_network_that_nobody_knows(kept: MemoryFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learnt", "--forget", "10.9.9.9"]) == 64
    assert "'10.9.9.9'" in capsys.readouterr().err
    assert len(kept.all()) == 3


def test_a_file_that_cannot_be_changed(
    kept: MemoryFile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Path, target: object) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    assert main(["learnt", "--forget"]) == FAILED
    assert "could not be changed" in capsys.readouterr().err
    assert len(kept.all()) == 3
