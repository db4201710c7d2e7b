"""Places where a secret stands by custom."""

from __future__ import annotations

import pytest

from netcheck.core.redaction_keys import keys
from netcheck.core.redaction_places import devices, home_folders, labelled, mails
from netcheck.core.redaction_values import Kind


def standing(text: str) -> list[tuple[Kind, str]]:
    spans = [*keys(text), *home_folders(text), *labelled(text)]
    assert all(text[span.start : span.end] == span.value.text for span in spans)
    return [(span.value.kind, span.value.text) for span in spans]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("https://u:p@h.example/", "u:p"),
        ("socks5://me@h.example:1", "me"),
        ("?a=1&token=x1&b=2", "x1"),
        ('{"password": "two words"}', "two words"),
        ("password='two words'", "two words"),
        ("x%3ftoken%3dabc%26y", "abc"),
        ("x%253ftoken=abc", "abc"),
        ("wpa_passphrase=geheim", "geheim"),
        ("key=a1b2c3d4e5", "a1b2c3d4e5"),
        ("bearer a1b2c3d4e5", "a1b2c3d4e5"),
        ("cookie: sid=1234567", "sid=1234567"),
    ],
)
def test_keys(text: str, secret: str) -> None:
    assert (Kind.KEY, secret) in standing(text)


@pytest.mark.parametrize(
    "text",
    ["code=204", "key=f1", "auth=failed", "password: wrong", "https://h.example/@anna", "a=b", "bearer of news",
     "1 = 2", "https://h.example/home/status", "/home/user/x", "/home/",
     "c:\\users\\public\\x", "user=root", "at home/office",
     "user=", "cookie consent is needed"],
)  # fmt: skip
def test_none(text: str) -> None:
    assert standing(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/home/bert/.cache", "bert"),
        ("in /home/bert, it", "bert"),
        ("in /home/bert.", "bert"),
        ("in /home/bert; debian/6.1", "bert"),
        ("in /home/bert and debian/6.1", "bert"),
        ("c:\\users\\bert b\\appdata", "bert b"),
        ("c:\\\\users\\\\bert\\\\appdata", "bert"),
        ("%2fhome%2fbert%2fx", "bert"),
        ("file:///home/bert/x", "bert"),
        ("/users/bert/library", "bert"),
        ("username=bert", "bert"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert standing(text) == [(Kind.NAME, name)]


def test_other_telling_words() -> None:
    assert standing('computername=nb-17 ssid="haus 5" account=4711') == [
        (Kind.HOST, "nb-17"),
        (Kind.WIFI, "haus 5"),
        (Kind.ACCOUNT, "4711"),
    ]


def test_a_list_of_networks() -> None:
    text = "    ssid                   : haus am see\n    state : connected\nssid 2 : nest\nssid: home"
    assert standing(text) == [(Kind.WIFI, "haus am see"), (Kind.WIFI, "nest")]


def test_devices_at_home() -> None:
    text = "emils-iphone.fritz.box, 'emils-pc.local', http://nb17.lan/ and esp-aabbcc.home.arpa."
    assert [span.value.text for span in devices(text)] == ["emils-iphone", "emils-pc", "nb17", "esp-aabbcc"]
    none = (
        "router.lan fritz.box gateway.local printer.local openwrt.lan thread.local /etc/rc.local ~/.local/x _ipp._tcp"
    )
    assert not list(devices(f"{none} dhcp-192-168-0-66.fritz.box x.local.example host.docker.internal a.localhost"))


def test_mail_addresses_of_people() -> None:
    text = (
        "emil.huber@work.example <anna%40web.example> support@isp.example no-reply@isp.example a@b http://u@h.example/"
    )
    assert [span.value.text for span in mails(text)] == ["emil.huber@work.example", "anna%40web.example"]
