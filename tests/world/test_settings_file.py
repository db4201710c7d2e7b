"""The settings files as they are found and read, and the line on which a mistake stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netcheck.core.settings import Settings
from netcheck.core.settings_reader import SettingsError
from netcheck.world import settings_file
from netcheck.world.settings_file import LARGEST, load


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The administrator's file, not there yet; the user's is its neighbour user.toml."""
    monkeypatch.setattr(settings_file, "default_files", lambda: (tmp_path / "site.toml", tmp_path / "user.toml"))
    return tmp_path / "site.toml"


def refusal(path: Path) -> str:
    with pytest.raises(SettingsError) as told:
        load(path)
    return str(told.value).replace(str(path), "FILE")


def test_nothing_there_gives_the_defaults(site: Path) -> None:
    assert load(None) == (Settings(), ())


def test_site_then_user_then_the_file_that_was_named(site: Path) -> None:
    site.write_text('[isp]\nname = "A"\narea = "Graz"\nsupport_phone = "1"\n', encoding="utf-8")
    site.with_name("user.toml").write_text('[isp]\nname = "B"\nsupport_phone = "2"\n', encoding="utf-8")
    named = site.with_name("named.toml")
    named.write_text('[isp]\nsupport_phone = "3"\n', encoding="utf-8")
    isp = load(named)[0].isp
    assert (isp.name, isp.area, isp.support_phone) == ("B", "Graz", "3")


@pytest.mark.skipif(os.name != "posix", reason="the places of the XDG standard")
def test_the_places_are_those_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "site"))
    user = tmp_path / "home" / "netcheck" / "netcheck.toml"
    assert settings_file.default_files()[1] == user
    assert settings_file.default_files()[0].name == "netcheck.toml"
    user.parent.mkdir(parents=True)
    user.write_text('[isp]\nname = "mine"\n', encoding="utf-8")
    assert load(None)[0].isp.name == "mine"


def test_a_file_that_was_named_must_be_there(site: Path) -> None:
    assert refusal(site) == "FILE: the settings cannot be read: there is no such file."
    assert refusal(site.parent).endswith("it is not a file.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_not_waited_for(site: Path) -> None:
    os.mkfifo(site)
    assert refusal(site).endswith("it is not a file.")


def test_a_byte_order_mark_is_fine(site: Path) -> None:
    site.write_bytes(b'\xef\xbb\xbf[isp]\r\nname = "Z\xc3\xbcrich"\r\n')
    assert load(None)[0].isp.name == "Zürich"


def test_a_file_must_be_utf_8_and_of_a_sane_size(site: Path) -> None:
    site.write_bytes(b'[isp]\nname = "Z\xfcrich"\n')
    assert refusal(site) == "FILE, line 2: the file must be text in UTF-8."
    site.write_bytes(b"#" * (LARGEST + 1))
    assert "larger than 1024 KiB" in refusal(site)


@pytest.mark.parametrize(
    ("text", "line"),
    [("[isp\n", 1), ('[isp]\nname = "A\n', 2), ("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ('a = "', 1)],
)
def test_a_mistake_in_the_form_is_one_sentence_with_the_line(text: str, line: int, site: Path) -> None:
    site.write_text(text, encoding="utf-8")
    sentence = refusal(site)
    assert sentence.startswith(f"FILE, line {line}: this is not TOML: ")
    assert "column" not in sentence


def test_deep_nesting_is_refused(site: Path) -> None:
    site.write_text("a = " + "[" * 100_000, encoding="utf-8")
    assert refusal(site).startswith("FILE")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ('# mine\n[isp]\nname = "A"\n  status_url="x"\n', "FILE, line 4: [isp] status_url must be"),
        ('isp.status_url = "x"\n', "FILE, line 1: [isp] status_url must be"),
        (
            '[[services]]\nname = "a"\nurl = "http://a.example/"\n\n[[services]] # two\nname = "b"\nurl = "x"\n',
            "FILE, line 7: [[services]] number 2, url must be",
        ),
        ('[[services]]\nname = "a"\n', "FILE, line 1: [[services]] number 1, url is missing"),
        ('services = [\n  {name = "a"},\n]\n', "FILE, line 1: [[services]] number 1, url is missing"),
        (
            '[landmarks]\nhosts = [\n {operator="A", v4="1"}]\n',
            "FILE, line 2: [landmarks] hosts number 1, v4 must be an IPv4",
        ),
        (
            '[[landmarks.hosts]]\noperator = "A"\nv4 = "192.0.2.1"\n[[landmarks.hosts]]\noperator = "B"\nv6 = "x"\n',
            "FILE, line 6: [landmarks] hosts number 2, v6 must be an IPv6",
        ),
        ("[watch]\n'healthy_s' = 0\n", "FILE, line 2: [watch] healthy_s must be a number"),
    ],
)
def test_a_wrong_value_is_told_with_its_line(text: str, start: str, site: Path) -> None:
    site.write_text(text, encoding="utf-8")
    assert refusal(site).startswith(start)


def test_a_warning_bears_its_line_too(site: Path) -> None:
    site.write_text('[isp]\nnane = "A"\n', encoding="utf-8")
    assert load(None)[1] == (f'{site}, line 2: [isp] nane is not known and left out; did you mean "name"?',)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(site: Path) -> None:
    site.write_text("", encoding="utf-8")
    site.chmod(0)
    assert "cannot be read" in refusal(site)
