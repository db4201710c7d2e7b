"""Proxies are found where programs find them, and no name or password comes along."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcheck.core.network import ProxyChoice
from netcheck.world.proxies import (
    clean,
    clean_pac,
    of_desktop,
    of_environment,
    of_gnome,
    of_kde,
    of_macos,
    of_windows,
)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://proxy:3128", "http://proxy:3128"),
        ("proxy:3128", "http://proxy:3128"),
        ("http://ann:s3cret@proxy:3128/path?x=s3cret", "http://proxy:3128"),
        ("ann:s3cret@proxy:3128", "http://proxy:3128"),
        ("http://ann:s3@cret@proxy:3128", "http://proxy:3128"),
        ("socks5h://[2001:db8::1]:1080/", "socks5h://[2001:db8::1]:1080"),
        ("HTTPS://Proxy.Example", "https://proxy.example"),
        ("http://proxy:port", None),
        ("http://", None),
        ("", None),
        ("http://[::1", None),
        ("http://a b:1", None),
    ],
)
def test_only_scheme_host_and_port_are_kept(text: str, url: str | None) -> None:
    assert clean(text) == url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://ann:s3cret@pac.example:8080/p.pac", "http://pac.example:8080/p.pac"),
        ("file:///home/ann/proxy.pac", "file:///proxy.pac"),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_scripts(text: str, url: str | None) -> None:
    assert clean_pac(text) == url


def test_environment() -> None:
    given_ = {
        "HTTP_PROXY": "http://capital:1", "http_proxy": "http://ann:s3cret@small:3128", "HTTPS_PROXY": "small:3128",
        "all_proxy": "socks5://other:1080", "no_proxy": "localhost, .home 10.0.0.0/8",
    }  # fmt: skip
    exceptions = ("localhost", ".home", "10.0.0.0/8")
    assert of_environment(given_) == (
        ProxyChoice("http://small:3128", "environment", exceptions=exceptions),
        ProxyChoice("socks5://other:1080", "environment", exceptions=exceptions),
    )
    assert of_environment({"http_proxy": "", "PATH": "/bin"}) == ()


GNOME = """org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1']
org.gnome.system.proxy mode '{mode}'
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http authentication-password 's3cret'
org.gnome.system.proxy.http host 'proxy.home'
org.gnome.system.proxy.http port 3128
org.gnome.system.proxy.https host ''
org.gnome.system.proxy.https port 0
org.gnome.system.proxy.socks host '2001:db8::1'
org.gnome.system.proxy.socks port 1080
"""


def test_gnome() -> None:
    exceptions = ("localhost", "127.0.0.0/8", "::1")
    assert of_gnome(GNOME.format(mode="manual")) == (
        ProxyChoice("http://proxy.home:3128", "desktop", exceptions=exceptions),
        ProxyChoice("socks5://[2001:db8::1]:1080", "desktop", exceptions=exceptions),
    )
    assert of_gnome(GNOME.format(mode="none")) == ()
    assert of_gnome(GNOME.format(mode="auto")) == (), "looking for a script by itself is no setting"
    script = GNOME.format(mode="auto").replace("autoconfig-url ''", "autoconfig-url 'http://a:b@pac/p.pac'")
    assert of_gnome(script) == (ProxyChoice("http://pac/p.pac", "desktop", is_pac=True),)


def test_kde(tmp_path: Path) -> None:
    text = "[Proxy Settings]\nProxyType={}\nhttpProxy=http://proxy.home 3128\nNoProxyFor=localhost,.home\nsocksProxy=\n"
    found = (ProxyChoice("http://proxy.home:3128", "desktop", exceptions=("localhost", ".home")),)
    assert of_kde(text.format(1)) == found
    assert of_kde(text.format(0)) == of_kde(text.format(4)) == of_kde("no section") == ()
    script = "[Proxy Settings]\nProxyType=2\nProxy Config Script=http://pac/p.pac\n"
    assert of_kde(script) == (ProxyChoice("http://pac/p.pac", "desktop", is_pac=True),)
    (tmp_path / "kioslaverc").write_text(text.format(1))
    assert of_desktop({"XDG_CURRENT_DESKTOP": "KDE", "XDG_CONFIG_HOME": str(tmp_path)}) == found
    assert of_desktop({"XDG_CURRENT_DESKTOP": "KDE", "HOME": str(tmp_path)}) == ()


def test_no_desktop_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: pytest.fail("asked"))
    assert of_desktop({}) == of_desktop({"XDG_CURRENT_DESKTOP": "sway"}) == ()


def test_the_real_gsettings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("gsettings"):
        pytest.skip("needs the program gsettings")
    folder = tmp_path / "glib-2.0" / "settings"
    folder.mkdir(parents=True)
    (folder / "keyfile").write_text(
        "[org/gnome/system/proxy]\nmode='manual'\n[org/gnome/system/proxy/http]\nhost='proxy.home'\nport=3128\n"
    )
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    found = of_desktop({"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"})
    if not found:
        pytest.skip("gsettings has no schema of proxies here")
    assert found[0].url == "http://proxy.home:3128"


MACOS = """<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  HTTPEnable : 1
  HTTPPort : 3128
  HTTPProxy : proxy.home
  HTTPSEnable : 0
  HTTPSPort : 3128
  HTTPSProxy : other.home
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://pac/p.pac
}
"""


def test_macos() -> None:
    assert of_macos(MACOS) == (
        ProxyChoice("http://proxy.home:3128", "system", exceptions=("*.local", "169.254/16")),
        ProxyChoice("http://pac/p.pac", "system", is_pac=True),
    )
    assert of_macos("<dictionary> {\n  HTTPEnable : 0\n}\n") == ()


SCOPED = """<dictionary> {
  HTTPEnable : 0
  __SCOPED__ : <dictionary> {
    en7 : <dictionary> {
      ExceptionsList : <array> {
        0 : *.local
      }
      HTTPEnable : 1
      HTTPPort : 3128
      HTTPProxy : proxy.office.example
    }
  }
}
"""


def test_the_proxy_of_an_adapter_that_is_not_in_use_counts_for_nothing() -> None:
    assert of_macos(SCOPED) == ()


def test_windows() -> None:
    assert of_windows(1, "proxy.home:3128", "localhost;<local>", None) == (
        ProxyChoice("http://proxy.home:3128", "system", exceptions=("localhost", "<local>")),
    )
    split = of_windows(1, "http=a.home:1;https=b.home:2;socks=c.home:3", None, "http://pac/p.pac")
    assert [each.url for each in split] == [
        "http://a.home:1",
        "http://b.home:2",
        "socks5://c.home:3",
        "http://pac/p.pac",
    ]
    assert of_windows(0, "proxy.home:3128", None, None) == of_windows(None, None, None, None) == ()


@given(st.text(max_size=120))
def test_garbage_is_survived(text: str) -> None:
    clean(text)
    clean_pac(text)
    of_environment({"http_proxy": text, "no_proxy": text})
    of_gnome(text)
    of_gnome(f"org.gnome.system.proxy mode {text}")
    of_kde(f"[Proxy Settings]\nProxyType=1\nhttpProxy={text}")
    of_macos(text)
    of_windows(1, text, text, text)


@given(st.from_regex(r"[a-z]{1,8}:secretword@[a-z.]{1,10}(:[0-9]{1,5})?", fullmatch=True))
def test_a_password_never_comes_through(text: str) -> None:
    assert "secretword" not in str(of_environment({"https_proxy": text, "all_proxy": f"http://{text}"}))
