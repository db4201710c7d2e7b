"""Places where a name stands by custom: home folders, devices at home, mail addresses, values behind a telling word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from netcheck.core.redaction_find import Span
from netcheck.core.redaction_harmless import vocabulary
from netcheck.core.redaction_keys import LOOKS_LIKE_A_KEY, is_key, is_perhaps_key
from netcheck.core.redaction_values import Kind, Value
from netcheck.core.redaction_words import MASK, folded, is_harmless

NAMED: Mapping[str, Kind] = {
    **dict.fromkeys(("user", "username", "logname", "userid"), Kind.NAME),
    **dict.fromkeys(("hostname", "computername", "nodename", "clienthostname"), Kind.HOST),
    **dict.fromkeys(("ssid", "essid", "wifiname"), Kind.WIFI),
    **dict.fromkeys(("userdomain", "userdnsdomain", "searchdomain"), Kind.DOMAIN),
    **dict.fromkeys(("account", "accountnumber", "customernumber"), Kind.ACCOUNT),
}
"""Names, folded, of values that are a secret by themselves: USERNAME=anna."""

_EQUALS = re.compile(r"=|%3d|\":\s*\"|':\s*'|:\s+| (?:is|ist|est|lautet) ")
_LONGEST_NAME = 40
_NO_NAME = re.compile(r"[^\w%-]")
_CODED = re.compile(r"%(?:25)*(?:3f|26|20|23|2f|3b)")
"""What ends a name in a URL that stands, itself written in signs, in another one."""
_VALUE = re.compile(
    r"\s?(?:\"([^\"\x00\n]{1,200})\"|'([^'\x00\n]{1,200})'"
    r"|((?:(?!%(?:25)*(?:26|20|23|3b))[^\s&;,#\"'<>\x00\x01)\]}]){1,400}))"
)
_QUOTED_ON = {quote: re.compile(rf"([^{quote}\x00\n]{{1,200}}){quote}") for quote in "\"'"}
_TICKET = re.compile(r"[a-z]{1,6}[-_]?\d{3,12}")
"""INC0012345: the number of a case, which a desk wants to read; no ticket that lets anybody in."""
_SSID = re.compile(
    r"(?:^|(?<=[\n\x00]))[ \t]*(?:ssid|profile|profil)(?: \d+)?[ \t]*:[ \t]*([^\s\x00\x01,;|][^\n\x00\x01\r,;|]{0,60})"
)
"""As `netsh wlan show` and `iw` list them: one to a line."""
_DEVICE = re.compile(
    r"(?:(?<![\w./-])|(?<=//))([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)"
    r"\.(?:fritz\.box|local|lan|home\.arpa|speedport\.ip)(?![\w-]|\.[a-z0-9])"
)
_NO_DEVICE = frozenset(("fritz", "myfritz", "rc", "thread", "threading", "openwrt", "unifi", "repeater", "accesspoint"))
"""Beside the program's own words: routers, and what only looks like a device."""
_MAIL = re.compile(
    r"(?<![\w.+@/-])([\w.+-]{1,64})(?:@|%40)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,24}(?![\w-])"
)
_OFFICES = frozenset(
    (
        *("support", "help", "helpdesk", "info", "service", "services", "contact", "kontakt", "noreply", "office"),
        *("hilfe", "kundenservice", "abuse", "postmaster", "sales", "admin", "status", "press", "presse"),
    )
)
_HOME = re.compile(r"(?:home|users)(?:/|\\{1,4}|%2f|%5c)([^/\\:*?\"<>|\x00\x01\n%]{1,64})")
_SLASH = re.compile(r"(?:/|\\|%2f|%5c|^)$")
_WORD_ENDS = re.compile(r"[\s'\",;)\]}]")
_NAME_ENDS = re.compile(r"[\n'\",;)\]}]")
_NOBODY = frozenset(("allusers", "defaultuser", "runneradmin", "linuxbrew"))


def devices(text: str) -> Iterator[Span]:
    """Names of devices in a home's own zone: emils-iphone.fritz.box; `text` is in lower case."""
    for match in _DEVICE.finditer(text):
        parts = [part for part in match[1].split("-") if not part.isdigit()]
        known = all(part in _NO_DEVICE or part in vocabulary() or is_harmless(part) for part in parts)
        if not known and len(match[1]) > 2:
            yield Span(match.start(1), match.end(1), Value(Kind.HOST, match[1]))


def mails(text: str) -> Iterator[Span]:
    """Mail addresses of people, not of offices; `text` is in lower case."""
    for match in _MAIL.finditer(text) if "@" in text or "%40" in text else ():
        if folded(match[1]) not in _OFFICES and not _in_url(text, match.start()):
            yield Span(match.start(), match.end(), Value(Kind.CONTACT, match[0]))


def home_folders(text: str) -> Iterator[Span]:
    """Names of home folders; `text` is in lower case."""
    for match in _HOME.finditer(text):
        if _SLASH.search(text[max(0, match.start() - 3) : match.start()]) and not _in_url(text, match.start()):
            yield from _home(match, text)


def labelled(text: str) -> Iterator[Span]:
    """Values behind a telling word and a sign of equality, keys and names; `text` is in lower case."""
    named: dict[str, str] = {}
    for equals in _EQUALS.finditer(text):
        before = text[max(0, equals.start() - _LONGEST_NAME) : equals.start()]
        if before not in named:
            named[before] = _name_in(before)
        name, told = named[before], equals[0][0] in ": "  # a sentence, which is no assignment
        perhaps = is_perhaps_key(name)
        kind = Kind.KEY if is_key(name) or perhaps else NAMED.get(name)
        if kind is None or (told and (perhaps or kind is not Kind.KEY)):
            continue
        quote = equals[0][0]
        value = _QUOTED_ON.get(quote, _VALUE).match(text, equals.end())
        if value is None:
            continue
        group = value.lastindex or 0
        secret = value[group]
        if (perhaps or told) and not LOOKS_LIKE_A_KEY.fullmatch(secret):
            continue
        if name == "ticket" and _TICKET.fullmatch(secret):
            continue
        if not any(map(str.isalnum, secret)) and MASK in secret:
            continue  # a token stands there
        if kind is Kind.KEY or (len(secret) > 1 and not is_harmless(secret) and any(map(str.isalnum, secret))):
            yield Span(value.start(group), value.end(group), Value(kind, secret))
    for match in _SSID.finditer(text) if "ssid" in text else ():
        name = match[1].rstrip()
        if any(map(str.isalnum, name)) and not is_harmless(name):
            yield Span(match.start(1), match.start(1) + len(name), Value(Kind.WIFI, name))


def _home(match: re.Match[str], text: str) -> Iterator[Span]:
    """The folder right below, up to the next slash; without one behind it, up to the end of the word."""
    name = match[1]
    # On Windows and macOS such a name may hold spaces; then only the slash behind it tells where it ends.
    spaced = match[0].startswith("users") and text.startswith(("/", "\\"), match.end(1))
    cut = (_NAME_ENDS if spaced else _WORD_ENDS).search(name)
    name = name[: cut.start()] if cut else name
    if not text.startswith(("/", "\\", "%2f", "%5c"), match.start(1) + len(name)):
        name = name.rstrip(".")
    if name and not is_harmless(name) and folded(name) not in _NOBODY and any(sign.isalnum() for sign in name):
        yield Span(match.start(1), match.start(1) + len(name), Value(Kind.NAME, name))


def _in_url(text: str, at: int) -> bool:
    """Whether this is the path of an address in the web: a folder "home" there is nobody's."""
    begin = max(text.rfind(sign, max(0, at - 200), at) for sign in (" ", "\x00", "\n", '"', "'", "("))
    word = text[begin + 1 : at]
    return "://" in word and "file://" not in word


def _name_in(before: str) -> str:
    """The last word before a sign of equality, folded; of "net.user" and "?x=1&user" it is "user"."""
    word = _NO_NAME.split(before.removesuffix(" "))[-1]
    return re.sub(r"[\W_]", "", _CODED.split(word)[-1])
