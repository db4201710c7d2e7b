"""Windows' proxies: WinHTTP's word, the registry where it says nothing, and the environment in any case."""

import pytest

from netcheck.core.network import ProxyChoice
from netcheck.world import windows_proxies


def test_what_winhttp_says_comes_after_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        windows_proxies, "of_winhttp", lambda: (True, "proxy.firm.example:8080", "<local>;*.lan", "http://pac/x.pac")
    )
    assert windows_proxies.proxies({"http_proxy": "http://10.0.0.1:3128"}) == (
        ProxyChoice("http://10.0.0.1:3128", "environment"),
        ProxyChoice("http://proxy.firm.example:8080", "system", exceptions=("<local>", "*.lan")),
        ProxyChoice("http://pac/x.pac", "system", is_pac=True),
    )


def test_the_registry_is_read_only_where_winhttp_knows_of_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows_proxies, "of_winhttp", lambda: None)
    monkeypatch.setattr(windows_proxies, "of_registry", lambda: (0, "proxy.firm.example:8080", None, None))
    assert windows_proxies.proxies({}) == ()
    monkeypatch.setattr(windows_proxies, "of_registry", lambda: (1, "http=a:1;https=b:2", None, None))
    assert [each.url for each in windows_proxies.proxies({})] == ["http://a:1", "http://b:2"]
    monkeypatch.setattr(windows_proxies, "of_winhttp", lambda: (False, None, None, None))
    assert [each.url for each in windows_proxies.proxies({})] == ["http://a:1", "http://b:2"]
    monkeypatch.setattr(windows_proxies, "of_winhttp", lambda: (True, "c:3", None, None))
    assert [each.url for each in windows_proxies.proxies({})] == ["http://c:3"]


def test_elsewhere_only_the_environment_counts() -> None:
    assert windows_proxies.of_winhttp() is windows_proxies.of_registry() is None
