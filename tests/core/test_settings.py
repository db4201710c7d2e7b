"""The defaults: enough unrelated operators that no single one can make an outage, and nothing sent to anybody."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from netcheck.core.settings import SMTP_PORTS, THEMES, Settings


def test_at_least_four_operators_are_asked_by_address_in_both_families() -> None:
    hosts = Settings().landmarks.hosts
    assert len({host.operator for host in hosts}) >= 4
    assert len({IPv4Address(host.v4) for host in hosts}) == len({IPv6Address(host.v6) for host in hosts}) == len(hosts)


def test_at_least_three_operators_are_asked_by_http_challenges() -> None:
    challenges = Settings().landmarks.challenges
    assert len({challenge.operator for challenge in challenges}) >= 3
    assert {urlsplit(challenge.url).scheme for challenge in challenges} == {"http"}


def test_secure_pages_are_secure_and_of_several_hosts() -> None:
    pages = [urlsplit(url) for url in Settings().landmarks.secure]
    assert {page.scheme for page in pages} == {"https"}
    assert len({page.hostname for page in pages}) >= 3


def test_the_first_theme_and_the_usual_port_are_the_defaults() -> None:
    settings = Settings()
    assert settings.window.theme in THEMES
    assert SMTP_PORTS[settings.notify.smtp_security] == settings.notify.smtp_port
